import { and, eq, isNull, sql } from "drizzle-orm";
import { apartFrom } from "#app/blocks/blocks.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Database } from "#db/connection.ts";
import { standingMatch } from "#db/schema/index.ts";
import type { SearchDocument } from "#search/documents.ts";
import type { Features, Match, MatchReasons } from "#search/matching/match.ts";
import type { MatchOptions } from "#search/matching/matcher.ts";
import type { PairScore } from "#search/matching/score.ts";
import { earlierContacts, type Contacts } from "./contacts.server.ts";
import { standsFrom } from "./schema.ts";

/** A post finds so many matches of its own; the other side may find it beyond them. */
const mostPerPost = 30;

export interface FoundPair {
  need: SearchDocument;
  result: SearchDocument;
  score: number;
  features: Features;
  reasons: MatchReasons;
}

/** A pair as it is stored. */
export type PairRow = typeof standingMatch.$inferSelect;

/** A pair as it was written, with what it was before and the documents it came from. */
export interface WrittenPair extends FoundPair {
  row: PairRow;
  before: PairRow | undefined;
}

/** What it takes to know whether a post is wanted beside another. */
export type OtherPost = Pick<SearchDocument, "id" | "ownerId" | "organisationId">;

/** The post of a pair that is not this one. */
export const otherOf = (pair: { needId: string; resultId: string }, postId: string): string =>
  pair.needId === postId ? pair.resultId : pair.needId;

/** Whether a post can be seen by the members of an organisation. */
const isVisibleTo = (organisationId: string, document: SearchDocument): boolean =>
  document.audience.some((token) =>
    ["public", "registered", `organisation:${organisationId}`].includes(token),
  );

export const isOpen = ({ state, expiresAt }: SearchDocument, now: Date): boolean =>
  state === "published" && (expiresAt === null || expiresAt > Math.floor(now.getTime() / 1_000));

/**
 * The pairs of a post that hold: the best that the index finds now, and those
 * found earlier from either side that still reach the threshold by what both posts
 * say. Pairs within one organisation are among them: others see them, and would know
 * by their absence whose an anonymous post is. `known` are the other posts of all
 * pairs that stood before.
 *
 * @throws SearchUnavailable when the index cannot be reached
 */
export async function findPairs(
  services: Services,
  subject: SearchDocument,
): Promise<{ pairs: FoundPair[]; known: string[] }> {
  const now = services.now();
  const [all, apart, known] = await Promise.all([
    earlierContacts(services.database, [subject.ownerId]),
    apartFrom(services.database, subject.ownerId),
    standingOthers(services.database, subject),
  ]);
  const contacts = all.get(subject.ownerId) ?? {};
  const isWanted = (other: OtherPost) => !isParted(subject, other, apart);
  const matches = await matchesAmong(services, subject, isWanted, {
    audiences: null,
    limit: mostPerPost,
    now,
    minimumScore: standsFrom,
  });
  const found = new Set(matches.map(({ document }) => document.id));
  const older = await services.search.documents(known.filter((id) => !found.has(id)));
  const stillFit = await Promise.all(
    older
      .filter((document) => isOpen(document, now) && isWanted(document))
      .map((document) => comparePair(services, subject, document)),
  );
  const pairs = [
    ...matches.map((match) => pairOf(subject, match.document, match)),
    ...stillFit.filter(({ score }) => score >= standsFrom),
  ];
  return {
    pairs: pairs.map((pair) => {
      const other = subject.kind === "need" ? pair.result : pair.need;
      return knowing(services, contacts, subject, other, pair);
    }),
    known,
  };
}

/** What the matcher finds for a post among those that are wanted. */
export async function matchesAmong(
  services: Services,
  subject: SearchDocument,
  isWanted: (other: OtherPost) => boolean,
  options: MatchOptions,
): Promise<Match[]> {
  const matches = await services.matcher.matchesFor(subject, {
    ...options,
    limit: options.limit + roomForUnwanted,
  });
  return matches.filter(({ document }) => isWanted(document)).slice(0, options.limit);
}

/**
 * A pair as its own two organisations are shown it: how their earlier contacts ended
 * moves its score, where both posts name them. Whether the pair stands at all is
 * asked without them, since others would learn of the contacts by that.
 */
export function knowing<Pair extends PairScore>(
  { matcher }: Pick<Services, "matcher">,
  contacts: Contacts,
  subject: OtherPost,
  other: OtherPost,
  pair: Pair,
): Pair {
  const earlier = isNamed(subject) && isNamed(other) ? contacts[other.ownerId] : undefined;
  if (earlier === undefined) return pair;
  const features = { ...pair.features, earlier };
  return { ...pair, features, score: matcher.chanceOf(features) };
}

/** So many more are looked for, since some may not be wanted. */
export const roomForUnwanted = 20;

/** Whether a post names its organisation to those who find it. */
export const isNamed = ({ organisationId }: Pick<SearchDocument, "organisationId">): boolean =>
  organisationId !== null;

/**
 * Whether a side of a pair is shown the other post, which is not its own. Of organisations that are kept
 * apart each one loses sight of what it knows to be the other's; a post that is
 * anonymous to it stays, or whom it must be of would be told by blocking one after
 * the other.
 */
export const isShownTo = (
  organisationId: string,
  other: SearchDocument,
  areApart: boolean,
): boolean =>
  other.ownerId !== organisationId &&
  isVisibleTo(organisationId, other) &&
  !(areApart && isNamed(other));

/** Whether neither side is shown the other: both name organisations that are kept apart. */
export const isParted = (
  subject: OtherPost,
  other: OtherPost,
  apart: ReadonlySet<string>,
): boolean => apart.has(other.ownerId) && isNamed(subject) && isNamed(other);

const sidesOf = (subject: SearchDocument, other: SearchDocument) =>
  subject.kind === "need" ? { need: subject, result: other } : { need: other, result: subject };

const pairOf = (
  subject: SearchDocument,
  other: SearchDocument,
  { score, features, reasons }: Omit<Match, "document">,
): FoundPair => ({ ...sidesOf(subject, other), score, features, reasons });

/** How two posts fit today by what they say, for work that no person waits for. */
export async function comparePair(
  services: Services,
  subject: SearchDocument,
  other: SearchDocument,
): Promise<FoundPair> {
  const { need, result } = sidesOf(subject, other);
  const match = await services.matcher.compare(need, result, {
    now: services.now(),
    unhurried: true,
  });
  return pairOf(subject, other, match);
}

async function standingOthers(database: Database, { id, kind }: SearchDocument): Promise<string[]> {
  const own = kind === "need" ? standingMatch.needId : standingMatch.resultId;
  const other = kind === "need" ? standingMatch.resultId : standingMatch.needId;
  const rows = await database
    .select({ other: sql<string>`${other}` })
    .from(standingMatch)
    .where(and(eq(own, id), isNull(standingMatch.endedAt)));
  return rows.map((row) => row.other);
}
