import { asc, inArray, sql } from "drizzle-orm";
import { apartFrom, holdBlocks } from "#app/blocks/blocks.server.ts";
import type { Services } from "#app/kernel/services.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { matchedPost, post, standingMatch } from "#db/schema/index.ts";
import type { SearchDocument } from "#search/documents.ts";
import { announceMatches, endMatches, endPairs } from "#app/pairs/ending.server.ts";
import {
  findPairs,
  isOpen,
  isParted,
  isShownTo,
  otherOf,
  type FoundPair,
  type PairRow,
  type WrittenPair,
} from "./find.server.ts";
import { briefReasons } from "./schema.ts";
import { tellOfPairs } from "./tell.server.ts";

/**
 * Brings the standing matches of a published post up to date: writes those that
 * hold, ends those that do not, and tells the sides as the rules say unless
 * `quietly`. Safe to repeat, and when jobs of both posts of a pair run at once:
 * a pair is written from the newest revisions of both posts or not at all, and
 * the post that changed has its own job to come.
 *
 * @returns `settled` false when the post itself changed meanwhile
 * @throws SearchUnavailable when the index cannot be reached; the error of a lock
 *   that was not given in time. The job is tried again.
 */
export async function settleMatches(
  services: Services,
  subject: SearchDocument,
  quietly = false,
): Promise<{ settled: boolean }> {
  const now = services.now();
  if (!isOpen(subject, now)) {
    await endAllMatches(services, subject.id);
    return { settled: true };
  }
  const { pairs: found, known } = await findPairs(services, subject);
  return inTransaction(services.database, async (transaction) => {
    await holdBlocks(transaction);
    const apart = await apartFrom(transaction, subject.ownerId);
    const pairs = found.filter((pair) => !isParted(subject, otherIn(pair, subject), apart));
    const others = pairs.map((pair) => otherIn(pair, subject).id);
    const open = await lockOpenPosts(transaction, [subject.id, ...others, ...known], now);
    if (open.get(subject.id) !== subject.revision) return { settled: false };
    const isCurrent = ({ id, revision }: SearchDocument) => open.get(id) === revision;
    const current = pairs.filter((pair) => isCurrent(otherIn(pair, subject)));
    const before = await standingOf(transaction, subject.id);
    const written = await writePairs(
      transaction,
      current.map((pair) => ({ ...pair, areApart: apart.has(otherIn(pair, subject).ownerId) })),
      before,
      now,
    );
    const changing = new Set(
      pairs
        .map((pair) => otherIn(pair, subject))
        .filter((other) => open.has(other.id) && !isCurrent(other))
        .map(({ id }) => id),
    );
    const kept = new Set([...current.map((pair) => otherIn(pair, subject).id), ...changing]);
    const gone = known.filter((id) => !kept.has(id));
    const ended = gone.flatMap((id) => {
      const row = before.get(id);
      return row && row.endedAt === null ? [row.id] : [];
    });
    await endPairs(transaction, subject.id, ended, now);
    await transaction
      .insert(matchedPost)
      .values({ postId: subject.id, revision: subject.revision, matchedAt: now })
      .onConflictDoUpdate({
        target: matchedPost.postId,
        set: { revision: subject.revision, matchedAt: now },
      });
    if (!quietly) await tellOfPairs(transaction, subject, written, now);
    await announceMatches(transaction, subject.id, organisationsThatSeeAChange(written));
    return { settled: true };
  });
}

const otherIn = (pair: FoundPair, { kind }: SearchDocument): SearchDocument =>
  kind === "need" ? pair.result : pair.need;

/** Ends all matches of a post that is not open. */
export const endAllMatches = (services: Services, postId: string): Promise<void> =>
  inTransaction(services.database, async (transaction) => {
    await lockOpenPosts(transaction, [postId], services.now());
    await endMatches(transaction, postId, services.now(), "wait");
  });

/**
 * Locks posts against changes, all in one order, and answers the revisions of
 * those that are open. Gives up before the database would take the locks for a
 * deadlock, so that a person's transaction is never the one that is ended.
 */
async function lockOpenPosts(
  transaction: Transaction,
  ids: string[],
  now: Date,
): Promise<Map<string, number>> {
  await transaction.execute(sql`set local lock_timeout = '800ms'`);
  const rows = await transaction
    .select({
      id: post.id,
      revision: post.revision,
      publication: post.publication,
      expiresAt: post.expiresAt,
    })
    .from(post)
    .where(inArray(post.id, ids))
    .orderBy(asc(post.id))
    .for("no key update");
  const open = rows.filter(
    ({ publication, expiresAt }) =>
      publication === "published" && (expiresAt === null || expiresAt > now),
  );
  return new Map(open.map(({ id, revision }) => [id, revision]));
}

/** A post's pairs, also ended ones, by the other post. */
async function standingOf(transaction: Transaction, postId: string): Promise<Map<string, PairRow>> {
  const rows = await transaction
    .select()
    .from(standingMatch)
    .where(sql`${standingMatch.needId} = ${postId} or ${standingMatch.resultId} = ${postId}`);
  return new Map(rows.map((row) => [otherOf(row, postId), row]));
}

async function writePairs(
  transaction: Transaction,
  pairs: (FoundPair & { areApart: boolean })[],
  before: Map<string, PairRow>,
  now: Date,
): Promise<WrittenPair[]> {
  if (pairs.length === 0) return [];
  const rows = await transaction
    .insert(standingMatch)
    .values(
      pairs.map(({ need, result, score, features, reasons, areApart }) => ({
        needId: need.id,
        resultId: result.id,
        needOrganisationId: need.ownerId,
        resultOrganisationId: result.ownerId,
        score,
        features,
        reasons: briefReasons(reasons),
        needRevision: need.revision,
        resultRevision: result.revision,
        foundAt: now,
        scoredAt: now,
        needSeesSince: isShownTo(need.ownerId, result, areApart) ? now : null,
        resultSeesSince: isShownTo(result.ownerId, need, areApart) ? now : null,
      })),
    )
    .onConflictDoUpdate({
      target: [standingMatch.needId, standingMatch.resultId],
      set: {
        needOrganisationId: sql`excluded.need_organisation_id`,
        resultOrganisationId: sql`excluded.result_organisation_id`,
        score: sql`excluded.score`,
        features: sql`excluded.features`,
        reasons: sql`excluded.reasons`,
        needRevision: sql`excluded.need_revision`,
        resultRevision: sql`excluded.result_revision`,
        scoredAt: sql`excluded.scored_at`,
        endedAt: null,
        foundAt: keptWhileStanding("found_at"),
        needSeesSince: keptWhileStanding("need_sees_since"),
        resultSeesSince: keptWhileStanding("result_sees_since"),
        needWaitingSince: sql`case when excluded.need_sees_since is null then null else standing_match.need_waiting_since end`,
        resultWaitingSince: sql`case when excluded.result_sees_since is null then null else standing_match.result_waiting_since end`,
      },
    })
    .returning();
  const written = new Map(rows.map((row) => [`${row.needId}/${row.resultId}`, row]));
  return pairs.flatMap((pair) => {
    const row = written.get(`${pair.need.id}/${pair.result.id}`);
    const known = before.get(pair.need.id) ?? before.get(pair.result.id);
    return row ? [{ ...pair, row, before: known }] : [];
  });
}

/** The moment that a pair has already, as long as it stands and the new row has one too. */
const keptWhileStanding = (column: "found_at" | "need_sees_since" | "result_sees_since") => {
  const known = sql.raw(`standing_match.${column}`);
  const fresh = sql.raw(`excluded.${column}`);
  return sql`case when ${fresh} is null or standing_match.ended_at is not null then ${fresh} else coalesce(${known}, ${fresh}) end`;
};

/** Scores that move by less look the same on the page. */
const visibleChange = 0.005;

function organisationsThatSeeAChange(written: WrittenPair[]): string[] {
  return written.flatMap(({ row, before }) => {
    const rescored = !before || Math.abs(row.score - before.score) >= visibleChange;
    const reopened = before ? before.endedAt !== null : false;
    const changed = (now: Date | null, then: Date | null | undefined) =>
      (now === null) !== ((then ?? null) === null) || (now !== null && (rescored || reopened));
    return [
      ...(changed(row.needSeesSince, before?.needSeesSince) ? [row.needOrganisationId] : []),
      ...(changed(row.resultSeesSince, before?.resultSeesSince) ? [row.resultOrganisationId] : []),
    ];
  });
}
