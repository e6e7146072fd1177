import { and, desc, eq, exists, lt, or, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import {
  cities,
  clusters,
  type DeclineReason,
  type PostKind,
  type DealEndReason,
  type Region,
} from "#app/codes/codes.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { publishedTitle } from "#app/posts/row.ts";
import type { Services } from "#app/kernel/services.ts";
import { isOrganizer, type Viewer } from "#app/kernel/viewer.ts";
import { dealStages, type DealStage } from "#app/codes/states.ts";
import { deal, interest, organisation, post } from "#db/schema/index.ts";
import { stepsByHand } from "./policy.ts";
import { wholeDaysBetween } from "./record.server.ts";
import { dealMachine, type DealAction } from "./stages.ts";

/** What the address of the board asks for; wrong values fall back instead of failing. */
export const boardSchema = z.object({
  cluster: z.enum(clusters).optional().catch(undefined),
  /** Where either side is seated. */
  city: z.enum(cities).optional().catch(undefined),
  /** The column that a phone shows, or whose later cards are asked for. */
  stage: z.enum(dealStages).optional().catch(undefined),
  /** The last id of that column's page before. */
  before: z.uuid().optional().catch(undefined),
});
export type BoardQuery = z.infer<typeof boardSchema>;

export interface BoardCard {
  id: string;
  stage: DealStage;
  version: number;
  daysInStage: number;
  title: string;
  postKind: PostKind;
  demandName: string;
  supplyName: string;
  cluster: string | null;
  endReason: DealEndReason | null;
  /** Where it may be moved by hand, and by which step. */
  moves: { action: DealAction; to: DealStage }[];
}

export interface BoardColumn {
  stage: DealStage;
  cards: BoardCard[];
  /** How many there are, or at least are. */
  count: number;
  /** Counting stopped before the end. */
  orMore: boolean;
  next: string | null;
}

const countLimit = 1_000;
const columnLength = 50;

/** All deals for organizers, one's own for a broker. */
const seenBy = (viewer: Viewer): SQL | undefined =>
  isOrganizer(viewer) ? undefined : eq(deal.brokerId, viewer.userId);

function inCity(city: Region | undefined): ((database: Services["database"]) => SQL) | null {
  if (!city) return null;
  return (database) =>
    exists(
      database
        .select({ one: sql`1` })
        .from(organisation)
        .where(
          and(
            or(
              eq(organisation.id, deal.demandOrganisationId),
              eq(organisation.id, deal.supplyOrganisationId),
            ),
            eq(organisation.region, city),
          ),
        ),
    );
}

/**
 * The board: a column for each stage with its newest deals. Asked for a stage
 * with `before`, that column alone has its next page.
 */
export async function dealBoard(
  services: Services,
  viewer: Viewer,
  query: BoardQuery,
): Promise<BoardColumn[]> {
  const stages = query.before && query.stage ? [query.stage] : dealStages;
  return Promise.all(stages.map((stage) => columnOf(services, viewer, stage, query)));
}

async function columnOf(
  services: Services,
  viewer: Viewer,
  stage: DealStage,
  query: BoardQuery,
): Promise<BoardColumn> {
  const { database } = services;
  const demand = alias(organisation, "demand");
  const supply = alias(organisation, "supply");
  const about = alias(post, "about");
  const wanted = and(
    eq(deal.stage, stage),
    seenBy(viewer),
    query.cluster ? eq(deal.cluster, query.cluster) : undefined,
    inCity(query.city)?.(database),
  );
  /** In the order of the index, so that counting ends with it instead of reading all deals. */
  const counted = database
    .select({ one: sql`1`.as("one") })
    .from(deal)
    .where(wanted)
    .orderBy(desc(deal.id))
    .limit(countLimit)
    .as("counted");
  const [[total], rows] = await Promise.all([
    database.select({ count: sql<number>`count(*)::int` }).from(counted),
    database
      .select({ deal, about, demand: demand.name, supply: supply.name })
      .from(deal)
      .innerJoin(interest, eq(interest.id, deal.interestId))
      .innerJoin(about, eq(about.id, interest.postId))
      .innerJoin(demand, eq(demand.id, deal.demandOrganisationId))
      .innerJoin(supply, eq(supply.id, deal.supplyOrganisationId))
      .where(
        and(wanted, query.before && query.stage === stage ? lt(deal.id, query.before) : undefined),
      )
      .orderBy(desc(deal.id))
      .limit(columnLength + 1),
  ]);
  const now = services.now();
  const shown = rows.slice(0, columnLength);
  const cards = shown.map(({ deal: placed, ...row }): BoardCard => {
    return {
      id: placed.id,
      stage: placed.stage,
      version: placed.version,
      daysInStage: wholeDaysBetween(placed.stageSince, now),
      title: publishedTitle(row.about),
      postKind: row.about.kind,
      demandName: row.demand,
      supplyName: row.supply,
      cluster: placed.cluster,
      endReason: placed.endReason,
      moves: stepsByHand(viewer, placed).map((action) => ({
        action,
        to: dealMachine.next(placed.stage, action),
      })),
    };
  });
  const last = shown.at(-1);
  return {
    stage,
    cards,
    count: total?.count ?? 0,
    orMore: total?.count === countLimit,
    next: rows.length > columnLength && last ? last.deal.id : null,
  };
}

export interface ReasonsOfCluster {
  /** Null when the deal's posts name none. */
  cluster: string | null;
  declined: { reason: DeclineReason; count: number }[];
  ended: { reason: DealEndReason; count: number }[];
  total: number;
}

/**
 * Why interests were declined and talks ended, counted by cluster, the most
 * frequent first.
 *
 * @throws Refusal forbidden for others than organizers
 */
export async function endReasonsByCluster(
  services: Services,
  viewer: Viewer,
): Promise<ReasonsOfCluster[]> {
  if (!isOrganizer(viewer)) throw new Refusal("forbidden");
  const declineReason = sql<DeclineReason | null>`case when ${deal.endReason} = 'declined'
    then ${interest.declineReason} end`;
  const rows = await services.database
    .select({
      cluster: deal.cluster,
      endReason: deal.endReason,
      declineReason,
      count: sql<number>`count(*)::int`,
    })
    .from(deal)
    .innerJoin(interest, eq(interest.id, deal.interestId))
    .where(eq(deal.stage, "ended"))
    .groupBy(deal.cluster, deal.endReason, declineReason)
    .orderBy(sql`count(*) desc`);
  const table = new Map<string | null, ReasonsOfCluster>();
  for (const row of rows) {
    const line = table.get(row.cluster) ?? {
      cluster: row.cluster,
      declined: [],
      ended: [],
      total: 0,
    };
    line.total += row.count;
    if (row.declineReason !== null)
      line.declined.push({ reason: row.declineReason, count: row.count });
    else line.ended.push({ reason: row.endReason ?? "other", count: row.count });
    table.set(row.cluster, line);
  }
  return [...table.values()].sort((a, b) => b.total - a.total);
}
