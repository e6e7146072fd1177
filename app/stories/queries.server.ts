import { pageOf, rowsFor, type Page } from "#app/kernel/paging.ts";
import { aliasedTable, and, desc, eq, inArray, lt, or, sql } from "drizzle-orm";
import { z } from "zod";
import type { FileToSend } from "#app/files/file-to-send.ts";
import { moment } from "#app/kernel/days.ts";
import { storedPicture } from "#app/files/stored-file.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import { isOrganizer, type MaybeViewer, type Viewer } from "#app/kernel/viewer.ts";
import { deal, organisation, post, story, storyConsent } from "#db/schema/index.ts";
import { publishedTitle } from "#app/posts/row.ts";
import { storyStates, type StoryState } from "#app/codes/states.ts";
import { consentingSide, maySeeStory, mayWriteStory, storyStepsOf } from "./policy.ts";
import { storyDealStages } from "./schema.ts";
import { type StoryAction } from "./stages.ts";
import { brief } from "#app/text/graphemes.ts";

const demand = aliasedTable(organisation, "demand");
const supply = aliasedTable(organisation, "supply");

export interface StoryLine {
  id: string;
  state: StoryState;
  title: string;
  titleEn: string;
  /** The first words of the text. */
  excerpt: string;
  excerptEn: string;
  hasPicture: boolean;
  pictureText: string;
  demand: { id: string; name: string };
  supply: { id: string; name: string };
  publishedAt: string | null;
}

const excerptLength = 120;
const excerptOf = (text: string): string => brief(text, excerptLength);

const selection = (services: Services) =>
  services.database
    .select({ story, demand: demand.name, supply: supply.name })
    .from(story)
    .innerJoin(demand, eq(demand.id, story.demandOrganisationId))
    .innerJoin(supply, eq(supply.id, story.supplyOrganisationId));

type Row = Awaited<ReturnType<typeof selection>>[number];

const lineOf = ({ story: listed, demand, supply }: Row): StoryLine => {
  return {
    id: listed.id,
    state: listed.state,
    title: listed.title,
    titleEn: listed.titleEn,
    excerpt: excerptOf(listed.body),
    excerptEn: excerptOf(listed.bodyEn),
    hasPicture: listed.pictureKey !== null,
    pictureText: listed.pictureText,
    demand: { id: listed.demandOrganisationId, name: demand },
    supply: { id: listed.supplyOrganisationId, name: supply },
    publishedAt: listed.publishedAt?.toISOString() ?? null,
  };
};

/** Where a page of published stories ended. */
export const storyKey = z
  .string()
  .transform((text) => text.split("/"))
  .pipe(z.tuple([moment, z.uuid()]));

/** The published stories, the newest first, of everyone or of one organisation; paged by `storyKey`. */
export async function publishedStories(
  services: Services,
  page: {
    organisationId?: string;
    after?: z.output<typeof storyKey> | undefined;
    limit: number;
  },
): Promise<Page<StoryLine>> {
  const { organisationId, after, limit } = page;
  const rows = await selection(services)
    .where(
      and(
        eq(story.state, "published"),
        organisationId
          ? or(
              eq(story.demandOrganisationId, organisationId),
              eq(story.supplyOrganisationId, organisationId),
            )
          : undefined,
        after
          ? sql`(${story.publishedAt}, ${story.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(story.publishedAt), desc(story.id))
    .limit(rowsFor(limit));
  return pageOf(rows.map(lineOf), limit, (last) => `${last.publishedAt}/${last.id}`);
}

/** The parameters of the list of stories in work. */
export const storyList = z.object({
  state: z.enum(storyStates).optional().catch(undefined),
  before: z.uuid().optional().catch(undefined),
});

/** Stories that are the viewer's side's, or all of them for organizers; the newest first, paged by the last id. */
export async function storiesInWork(
  services: Services,
  viewer: Viewer,
  page: z.output<typeof storyList> & { limit: number },
): Promise<Page<StoryLine>> {
  const own = viewer.memberships.map(({ organisationId }) => organisationId);
  if (!isOrganizer(viewer) && own.length === 0) return { lines: [], next: null };
  const rows = await selection(services)
    .where(
      and(
        isOrganizer(viewer)
          ? undefined
          : or(inArray(story.demandOrganisationId, own), inArray(story.supplyOrganisationId, own)),
        page.state ? eq(story.state, page.state) : undefined,
        page.before ? lt(story.id, page.before) : undefined,
      ),
    )
    .orderBy(desc(story.id))
    .limit(rowsFor(page.limit));
  return pageOf(rows.map(lineOf), page.limit, (last) => last.id);
}

export interface StoryView extends StoryLine {
  body: string;
  bodyEn: string;
  hash: string;
  version: number;
  /** Which sides have consented to this text; empty for those who only read. */
  consents: { organisationId: string; name: string; given: boolean; at: string | null }[];
  /** The side the viewer consents for. */
  side: string | null;
  may: StoryAction[];
}

/** A story as the viewer may see it. @throws Refusal notFound */
export async function viewStory(
  services: Services,
  viewer: MaybeViewer,
  storyId: string,
): Promise<StoryView> {
  const [row] = await selection(services).where(eq(story.id, storyId));
  const found = row && row.story;
  if (!row || !found || !maySeeStory(viewer, found)) throw new Refusal("notFound");
  const given = await services.database
    .select()
    .from(storyConsent)
    .where(and(eq(storyConsent.storyId, storyId), eq(storyConsent.hash, found.hash)));
  const line = lineOf(row);
  const consentOf = ({ id, name }: StoryLine["demand"]) => {
    const consent = given.find(({ organisationId }) => organisationId === id);
    return {
      organisationId: id,
      name,
      given: consent !== undefined,
      at: consent?.createdAt.toISOString() ?? null,
    };
  };
  const side = consentingSide(viewer, found);
  const consented = given.some(({ organisationId }) => organisationId === side);
  return {
    ...line,
    body: found.body,
    bodyEn: found.bodyEn,
    hash: found.hash,
    version: found.version,
    consents: mayWriteStory(viewer, found) ? [consentOf(line.demand), consentOf(line.supply)] : [],
    side,
    may: storyStepsOf(viewer, found).filter((action) => {
      if (action === "consent") return !consented;
      return action === "withdraw" || action === "revoke" ? consented : true;
    }),
  };
}

/** The picture of a story that the viewer may see. @throws Refusal notFound */
export async function openPicture(
  services: Services,
  viewer: MaybeViewer,
  storyId: string,
): Promise<FileToSend> {
  const [storyRow] = await services.database.select().from(story).where(eq(story.id, storyId));
  if (!storyRow?.pictureKey || !storyRow.pictureType || !maySeeStory(viewer, storyRow))
    throw new Refusal("notFound");
  return storedPicture(services, {
    storageKey: storyRow.pictureKey,
    mediaType: storyRow.pictureType,
  });
}

export interface StoryDeal {
  id: string;
  demandName: string;
  supplyName: string;
  /** The title of its need or result. */
  title: string;
}

const mostDeals = 50;

/** The deals with a contract that the viewer can write a story of, the newest first. */
export async function dealsWithSuccess(services: Services, viewer: Viewer): Promise<StoryDeal[]> {
  const own = viewer.memberships
    .filter(({ role }) => role !== "reader")
    .map(({ organisationId }) => organisationId);
  if (!isOrganizer(viewer) && own.length === 0) return [];
  const need = aliasedTable(post, "need");
  const result = aliasedTable(post, "result");
  const rows = await services.database
    .select({ deal, demand: demand.name, supply: supply.name, need, result })
    .from(deal)
    .innerJoin(demand, eq(demand.id, deal.demandOrganisationId))
    .innerJoin(supply, eq(supply.id, deal.supplyOrganisationId))
    .leftJoin(need, eq(need.id, deal.needId))
    .leftJoin(result, eq(result.id, deal.resultId))
    .where(
      and(
        inArray(deal.stage, [...storyDealStages]),
        isOrganizer(viewer)
          ? undefined
          : or(inArray(deal.demandOrganisationId, own), inArray(deal.supplyOrganisationId, own)),
      ),
    )
    .orderBy(desc(deal.id))
    .limit(mostDeals);
  return rows.map((row) => ({
    id: row.deal.id,
    demandName: row.demand,
    supplyName: row.supply,
    title: row.need ? publishedTitle(row.need) : row.result ? publishedTitle(row.result) : "",
  }));
}
