import { pageOf, rowsFor, type Page } from "#app/kernel/paging.ts";
import { and, asc, count, desc, eq, gt, lt, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import { auditLines, type AuditLine } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { MaybeViewer, Viewer } from "#app/kernel/viewer.ts";
import type { SynonymState } from "#app/codes/states.ts";
import { synonymGroup, user } from "#db/schema/index.ts";
import { normaliseWord, problemsOf } from "#search/text/synonym-rules.ts";
import type { SynonymAction } from "./lifecycle.ts";
import { mayKeepSynonyms, synonymStepsOf } from "./policy.ts";
import type { ListKey, ListState } from "./schema.ts";
import { groupsInUse } from "./set.server.ts";

export interface SynonymLine {
  /** Null for a built-in group. */
  id: string | null;
  /** Key of the built-in group that this is, or stands for. */
  builtIn: string | null;
  words: readonly string[];
  state: SynonymState | "builtIn";
  note: string;
  reason: string;
  proposedBy: string | null;
  decidedBy: string | null;
  updatedAt: string | null;
  revision: number;
}

const proposer = alias(user, "proposer");
const decider = alias(user, "decider");

const columns = { group: synonymGroup, proposedBy: proposer.name, decidedBy: decider.name };

interface Row {
  group: typeof synonymGroup.$inferSelect;
  proposedBy: string | null;
  decidedBy: string | null;
}

const lineOf = ({ group, proposedBy, decidedBy }: Row): SynonymLine => ({
  id: group.id,
  builtIn: group.replaces,
  words: group.words,
  state: group.state,
  note: group.note,
  reason: group.reason,
  proposedBy,
  decidedBy,
  updatedAt: group.updatedAt.toISOString(),
  revision: group.revision,
});

const select = (services: Services) =>
  services.database
    .select(columns)
    .from(synonymGroup)
    .leftJoin(proposer, eq(proposer.id, synonymGroup.proposedById))
    .leftJoin(decider, eq(decider.id, synonymGroup.decidedById))
    .$dynamic();

function requireKeeper(viewer: MaybeViewer): void {
  if (!mayKeepSynonyms(viewer)) throw new Refusal("forbidden");
}

/**
 * Groups whose words contain a text, paged by `listKey`: proposals the longest
 * waiting first, others the newest first, and the built-in ones in use behind.
 *
 * @throws Refusal forbidden for others than organizers
 */
export async function listSynonyms(
  services: Services,
  viewer: Viewer,
  page: { q: string; state: ListState; after?: ListKey | undefined; limit: number },
): Promise<Page<SynonymLine>> {
  requireKeeper(viewer);
  const { q, state, after, limit } = page;
  const text = normaliseWord(q);
  const own =
    state === "builtIn" || (after && "builtIn" in after)
      ? []
      : await ownLines(services, { text, state, after: after?.id, limit: rowsFor(limit) });
  if (own.length > limit) return pageOf(own, limit, ({ id }) => id ?? "");
  if (state !== "all" && state !== "builtIn") return { lines: own, next: null };
  const builtIn = await builtInLines(services, text);
  const key = after && "builtIn" in after ? after.builtIn : null;
  const from = key === null ? 0 : builtIn.findIndex((line) => line.builtIn === key) + 1;
  const lines = [...own, ...builtIn.slice(from, from + limit - own.length)];
  const more = builtIn.length > from + limit - own.length;
  const last = lines.at(-1)?.builtIn ?? "";
  return { lines, next: more ? `builtIn:${last}` : null };
}

async function ownLines(
  services: Services,
  page: {
    text: string;
    state: Exclude<ListState, "builtIn">;
    after: string | undefined;
    limit: number;
  },
): Promise<SynonymLine[]> {
  const { text, state, after, limit } = page;
  const queue = state === "proposed";
  const pattern = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  const rows = await select(services)
    .where(
      and(
        state === "all" ? undefined : eq(synonymGroup.state, state),
        text === ""
          ? undefined
          : sql`exists (select from unnest(${synonymGroup.words}) as word where word like ${pattern})`,
        after ? (queue ? gt : lt)(synonymGroup.id, after) : undefined,
      ),
    )
    .orderBy((queue ? asc : desc)(synonymGroup.id))
    .limit(limit);
  return rows.map(lineOf);
}

async function builtInLines(services: Services, text: string): Promise<SynonymLine[]> {
  const groups = await groupsInUse(services.database);
  return groups
    .filter(({ builtIn, words }) => builtIn !== null && words.some((word) => word.includes(text)))
    .map(({ builtIn, words }) => builtInLine(builtIn ?? "", words));
}

const builtInLine = (key: string, words: readonly string[]): SynonymLine => ({
  id: null,
  builtIn: key,
  words,
  state: "builtIn",
  note: "",
  reason: "",
  proposedBy: null,
  decidedBy: null,
  updatedAt: null,
  revision: 0,
});

/** How many groups there are in each state. @throws Refusal forbidden for others than organizers */
export async function countSynonyms(
  services: Services,
  viewer: Viewer,
): Promise<Record<ListState, number>> {
  requireKeeper(viewer);
  const rows = await services.database
    .select({ state: synonymGroup.state, groups: count() })
    .from(synonymGroup)
    .groupBy(synonymGroup.state);
  const of = (state: SynonymState) => rows.find((row) => row.state === state)?.groups ?? 0;
  const inUse = await groupsInUse(services.database);
  const counts = {
    proposed: of("proposed"),
    approved: of("approved"),
    rejected: of("rejected"),
    retired: of("retired"),
    builtIn: inUse.filter(({ builtIn }) => builtIn !== null).length,
  };
  return { ...counts, all: Object.values(counts).reduce((sum, one) => sum + one, 0) };
}

/** A built-in group in use, to be copied. @throws Refusal forbidden; notFound when it is replaced or retired */
export async function builtInSynonyms(
  services: Services,
  viewer: Viewer,
  key: string,
): Promise<SynonymLine> {
  requireKeeper(viewer);
  const found = (await groupsInUse(services.database)).find(({ builtIn }) => builtIn === key);
  if (!found) throw new Refusal("notFound");
  return builtInLine(key, found.words);
}

export interface SynonymView extends SynonymLine {
  id: string;
  may: SynonymAction[];
  /** Groups in use that share words with a proposal. */
  sharing: { id: string | null; words: readonly string[] }[];
  log: (Omit<AuditLine, "detail"> & { words: string[] })[];
}

const detailSchema = z.object({ words: z.array(z.string()).catch([]) });

/** One group with its history. @throws Refusal forbidden for others than organizers, notFound */
export async function viewSynonyms(
  services: Services,
  viewer: Viewer,
  id: string,
): Promise<SynonymView> {
  requireKeeper(viewer);
  const [row] = await select(services).where(eq(synonymGroup.id, id));
  if (!row) throw new Refusal("notFound");
  const line = lineOf(row);
  const groups =
    line.state === "proposed" || line.state === "retired"
      ? await groupsInUse(services.database)
      : [];
  const sharing = groups.filter(({ words }) => problemsOf(line.words, [words]).length > 0);
  const log = await auditLines(services.database, "synonyms", id);
  return {
    ...line,
    id,
    may: synonymStepsOf(viewer, row.group.state),
    sharing: sharing.map((group) => ({ id: group.id, words: group.words })),
    log: log.map(({ detail, ...entry }) => ({ ...entry, words: detailSchema.parse(detail).words })),
  };
}

/** The newest 20 proposals of the viewer, with what became of them. */
export async function ownProposals(services: Services, viewer: Viewer): Promise<SynonymLine[]> {
  const rows = await select(services)
    .where(eq(synonymGroup.proposedById, viewer.userId))
    .orderBy(desc(synonymGroup.id))
    .limit(20);
  return rows.map(lineOf);
}
