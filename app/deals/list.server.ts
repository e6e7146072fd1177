import { pageOf, rowsFor, type Page } from "#app/kernel/paging.ts";
import { and, asc, count, desc, eq, gt, inArray, isNull, lt, ne, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { PostKind, DealSide, DealEndReason } from "#app/codes/codes.ts";
import { dayOf } from "#app/kernel/dates.ts";
import { publishedTitle, readPost } from "#app/posts/row.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { dealStages, type DealStage } from "#app/codes/states.ts";
import {
  deal,
  dealMessage,
  dealRead,
  dealTask,
  interest,
  organisation,
  post,
} from "#db/schema/index.ts";
import { wasAccepted } from "./policy.ts";
import { wholeDaysBetween } from "./record.server.ts";
import { runningStages } from "./stages.ts";

/** What the address of the list asks for; wrong values fall back instead of failing. */
export const dealListSchema = z.object({
  stage: z.enum(dealStages).optional().catch(undefined),
  /** The last id of the page before. */
  before: z.uuid().optional().catch(undefined),
});
export type DealListQuery = z.infer<typeof dealListSchema>;

export interface DealLine {
  id: string;
  stage: DealStage;
  endReason: DealEndReason | null;
  side: DealSide;
  daysInStage: number;
  /** What it is about: the post that was asked about. */
  post: { id: string; kind: PostKind; title: string };
  demandName: string;
  supplyName: string;
  unread: number;
  nextTask: { title: string; side: DealSide; dueOn: string; overdue: boolean } | null;
  /** Whose answer an interest waits for; null once it is answered. */
  answerFrom: DealSide | null;
}

const columns = {
  demand: deal.demandOrganisationId,
  supply: deal.supplyOrganisationId,
  broker: deal.brokerId,
} as const;

/**
 * A page of the deals of the organisation the viewer acts for and of those
 * they are the broker of, newest first; without a stage, those that go on.
 */
export async function listDeals(
  services: Services,
  viewer: Viewer,
  query: DealListQuery & { limit: number },
): Promise<Page<DealLine>> {
  const stages = query.stage ? [query.stage] : runningStages;
  const owners: [DealSide, string][] = [
    ...(viewer.active
      ? ([
          ["demand", viewer.active.organisationId],
          ["supply", viewer.active.organisationId],
        ] as [DealSide, string][])
      : []),
    ["broker", viewer.userId],
  ];
  const pages = await Promise.all(
    owners.map(async ([side, owner]) => {
      const rows = await sideRows(services, side, owner, stages, query);
      return rows.map((row) => ({ ...row, side }));
    }),
  );
  const rows = pages.flat().sort((a, b) => (a.deal.id < b.deal.id ? 1 : -1));
  const { lines: shown, next } = pageOf(rows, query.limit, (last) => last.deal.id);
  const ids = shown.map((row) => row.deal.id);
  const [unread, tasks] = await Promise.all([
    unreadIn(services, viewer, ids),
    nextTasksOf(services, ids),
  ]);
  const now = services.now();
  const today = dayOf(now);
  const lines = shown.map(({ deal: listed, ...row }): DealLine => {
    const asked = row.asked === listed.demandOrganisationId ? "demand" : "supply";
    const hidden =
      row.side !== asked && readPost(row.about).visibility === "anonymous" && !wasAccepted(listed);
    const task = tasks.get(listed.id);
    return {
      id: listed.id,
      stage: listed.stage,
      endReason: listed.endReason,
      side: row.side,
      daysInStage: wholeDaysBetween(listed.stageSince, now),
      post: {
        id: row.about.id,
        kind: row.about.kind,
        title: publishedTitle(row.about),
      },
      demandName: hidden && asked === "demand" ? "" : row.demand,
      supplyName: hidden && asked === "supply" ? "" : row.supply,
      unread: unread.get(listed.id) ?? 0,
      nextTask: task
        ? {
            title: task.title,
            side: task.assigneeSide,
            dueOn: task.dueOn,
            overdue: task.dueOn < today,
          }
        : null,
      answerFrom: listed.stage === "interest" ? asked : null,
    };
  });
  return { lines, next };
}

function sideRows(
  services: Services,
  side: DealSide,
  owner: string,
  stages: readonly DealStage[],
  query: DealListQuery & { limit: number },
) {
  const demand = alias(organisation, "demand");
  const supply = alias(organisation, "supply");
  const about = alias(post, "about");
  return services.database
    .select({
      deal,
      about,
      asked: interest.toOrganisationId,
      demand: demand.name,
      supply: supply.name,
    })
    .from(deal)
    .innerJoin(interest, eq(interest.id, deal.interestId))
    .innerJoin(about, eq(about.id, interest.postId))
    .innerJoin(demand, eq(demand.id, deal.demandOrganisationId))
    .innerJoin(supply, eq(supply.id, deal.supplyOrganisationId))
    .where(
      and(
        eq(columns[side], owner),
        inArray(deal.stage, stages),
        query.before ? lt(deal.id, query.before) : undefined,
      ),
    )
    .orderBy(desc(deal.id))
    .limit(rowsFor(query.limit));
}

/** How many messages of others the person has not read, by deal. */
async function unreadIn(
  services: Services,
  viewer: Viewer,
  dealIds: string[],
): Promise<Map<string, number>> {
  if (dealIds.length === 0) return new Map();
  const rows = await services.database
    .select({ dealId: dealMessage.dealId, unread: count() })
    .from(dealMessage)
    .leftJoin(
      dealRead,
      and(eq(dealRead.dealId, dealMessage.dealId), eq(dealRead.userId, viewer.userId)),
    )
    .where(
      and(
        inArray(dealMessage.dealId, dealIds),
        or(isNull(dealRead.lastMessageId), gt(dealMessage.id, dealRead.lastMessageId)),
        or(isNull(dealMessage.authorId), ne(dealMessage.authorId, viewer.userId)),
      ),
    )
    .groupBy(dealMessage.dealId);
  return new Map(rows.map(({ dealId, unread }) => [dealId, unread]));
}

/** The open task that is due first, by deal. */
async function nextTasksOf(services: Services, dealIds: string[]) {
  if (dealIds.length === 0) return new Map<string, typeof dealTask.$inferSelect>();
  const rows = await services.database
    .selectDistinctOn([dealTask.dealId])
    .from(dealTask)
    .where(and(inArray(dealTask.dealId, dealIds), isNull(dealTask.doneAt)))
    .orderBy(asc(dealTask.dealId), asc(dealTask.dueOn), asc(dealTask.id));
  return new Map(rows.map((task) => [task.dealId, task]));
}

/** How many deals of the organisation and of the broker are in each stage. */
export async function countDeals(
  services: Services,
  viewer: Viewer,
): Promise<Partial<Record<DealStage, number>>> {
  const own = viewer.active?.organisationId ?? null;
  const rows = await services.database
    .select({ stage: deal.stage, number: sql<number>`count(*)::int` })
    .from(deal)
    .where(
      or(
        own === null ? undefined : eq(deal.demandOrganisationId, own),
        own === null ? undefined : eq(deal.supplyOrganisationId, own),
        eq(deal.brokerId, viewer.userId),
      ),
    )
    .groupBy(deal.stage);
  return Object.fromEntries(rows.map(({ stage, number }) => [stage, number]));
}
