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
export const isVisibleTo = (organisationId: string, document: SearchDocument): boolean =>
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
  const [all, known] = await Promise.all([
    earlierContacts(services.database, [subject.ownerId]),
    standingOthers(services.database, subject),
  ]);
  const contacts = all.get(subject.ownerId) ?? {};
  const matches = await matchesKnowing(services, subject, contacts, {
    audiences: null,
    limit: mostPerPost,
    now,
    minimumScore: standsFrom,
  });
  const found = new Set(matches.map(({ document }) => document.id));
  const older = await services.search.documents(known.filter((id) => !found.has(id)));
  const stillFit = await Promise.all(
    older
      .filter((document) => isOpen(document, now))
      .map((document) => comparePair(services, subject, document, contacts)),
  );
  const pairs = [
    ...matches.map((match) => pairOf(subject, match.document, match)),
    ...stillFit.filter(({ score }) => score >= standsFrom),
  ];
  return { pairs, known };
}

/**
 * What the matcher finds for a post, with the earlier contacts of its organisation
 * taken into account, but for those that an anonymous enterprise would be known by.
 * Posts of organisations that are kept apart from it are not among it.
 */
export async function matchesKnowing(
  services: Services,
  subject: SearchDocument,
  contacts: Contacts,
  options: MatchOptions & { minimumScore: number },
): Promise<Match[]> {
  const earlier = isAnonymous(subject) ? {} : contacts;
  const apart = await apartFrom(services.database, subject.ownerId);
  const limit = options.limit + (apart.size > 0 ? roomForApart : 0);
  const matches = await services.matcher.matchesFor(subject, { ...options, limit, earlier });
  const together = matches
    .filter(({ document }) => !apart.has(document.ownerId))
    .slice(0, options.limit);
  const blind = await Promise.all(
    together.map(async (match) => {
      const { document } = match;
      if (!isAnonymous(document) || match.features.earlier === undefined) return match;
      const { score, features, reasons } = await comparePair(services, subject, document, {});
      return { document, score, features, reasons };
    }),
  );
  return blind.filter(({ score }) => score >= options.minimumScore);
}

/** So many more matches are looked for where some may be of organisations that are kept apart. */
const roomForApart = 20;

/** A score that earlier contacts moved would tell who an anonymous enterprise is. */
const isAnonymous = ({ organisationId }: SearchDocument): boolean => organisationId === null;

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
  const named = !isAnonymous(need) && !isAnonymous(result);
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
