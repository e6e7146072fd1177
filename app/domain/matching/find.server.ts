import { and, eq, isNull, sql } from "drizzle-orm";
import { apartFrom } from "#app/domain/blocking/blocks.server.ts";
import type { Services } from "#app/domain/services.ts";
import type { Database } from "#db/connection.ts";
import { standingMatch } from "#db/schema/index.ts";
import type { SearchDocument } from "#search/documents.ts";
import type { Features, Match, MatchReasons } from "#search/matching/match.ts";
import type { MatchOptions } from "#search/matching/matcher.ts";
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
 * found earlier from either side that still reach the threshold. `known` are the
 * other posts of all pairs that stood before.
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
  const isWanted = (other: SearchDocument) =>
    other.ownerId !== subject.ownerId && !isParted(subject, other, apart);
  const matches = await matchesAmong(services, subject, isWanted, contacts, {
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
      .map((document) => comparePair(services, subject, document, contacts)),
  );
  const pairs = [
    ...matches.map((match) => pairOf(subject, match.document, match)),
    ...stillFit.filter(({ score }) => score >= standsFrom),
  ];
  return { pairs, known };
}

/**
 * What the matcher finds for a post among those that are wanted, with the earlier
 * contacts of its organisation taken into account; a score that they moved would
 * tell who an anonymous enterprise is, so they move none of those.
 */
export async function matchesAmong(
  services: Services,
  subject: SearchDocument,
  isWanted: (other: SearchDocument) => boolean,
  contacts: Contacts,
  options: MatchOptions,
): Promise<Match[]> {
  const matches = await services.matcher.matchesFor(subject, {
    ...options,
    limit: options.limit + roomForUnwanted,
    earlier: isNamed(subject) ? contacts : {},
  });
  return matches.filter(({ document }) => isWanted(document)).slice(0, options.limit);
}

/** So many more are looked for, since some may not be wanted. */
export const roomForUnwanted = 20;

/** Whether a post names its organisation to those who find it. */
export const isNamed = ({ organisationId }: SearchDocument): boolean => organisationId !== null;

/**
 * Whether a side of a pair is shown the other post. Of organisations that are kept
 * apart each one loses sight of what it knows to be the other's; a post that is
 * anonymous to it stays, or whom it must be of would be told by blocking one after
 * the other.
 */
export const isShownTo = (
  organisationId: string,
  other: SearchDocument,
  areApart: boolean,
): boolean => isVisibleTo(organisationId, other) && !(areApart && isNamed(other));

/** Whether neither side is shown the other: both name organisations that are kept apart. */
export const isParted = (
  subject: SearchDocument,
  other: SearchDocument,
  apart: ReadonlySet<string>,
): boolean => apart.has(other.ownerId) && isNamed(subject) && isNamed(other);

const sidesOf = (subject: SearchDocument, other: SearchDocument) =>
  subject.kind === "need" ? { need: subject, result: other } : { need: other, result: subject };

const pairOf = (
  subject: SearchDocument,
  other: SearchDocument,
  { score, features, reasons }: Omit<Match, "document">,
): FoundPair => ({ ...sidesOf(subject, other), score, features, reasons });

/** How two posts fit today, for work that no person waits for. `contacts` are those of the subject's organisation. */
export async function comparePair(
  services: Services,
  subject: SearchDocument,
  other: SearchDocument,
  contacts: Contacts,
): Promise<FoundPair> {
  const { need, result } = sidesOf(subject, other);
  const named = isNamed(need) && isNamed(result);
  const earlier = named ? (contacts[other.ownerId] ?? null) : null;
  const match = await services.matcher.compare(need, result, {
    now: services.now(),
    earlier,
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
