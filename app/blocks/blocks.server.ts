import { aliasedTable, and, desc, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { z } from "zod";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { endPairs, hideFromSide } from "#app/pairs/ending.server.ts";
import type { Services } from "#app/kernel/services.ts";
import { readerOf } from "#app/kernel/reader.ts";
import { belongsTo, type Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Reader, type Transaction } from "#db/connection.ts";
import { sendJob } from "#db/jobs.ts";
import { asReader } from "#db/row-security.ts";
import {
  matchedPost,
  organisation,
  organisationBlock,
  post,
  standingMatch,
} from "#db/schema/index.ts";
import { textOf } from "#app/kernel/texts.ts";

/** What an organisation notes for itself about a block. */
export const blockSchema = z.object({ note: textOf(500).default("") });

const blockLock = 7_114_021;

/**
 * The organisations that this one has nothing to do with, whichever of the two
 * wanted it so. Interests, messages, matches and announcements all ask here.
 */
export const apartFrom = (reader: Reader, organisationId: string): Promise<Set<string>> =>
  apartFromAll(reader, [organisationId]);

/** The same for several organisations, such as all that a person belongs to. */
export async function apartFromAll(
  reader: Reader,
  organisationIds: string[],
): Promise<Set<string>> {
  if (organisationIds.length === 0) return new Set();
  const rows = await reader
    .select()
    .from(organisationBlock)
    .where(
      or(
        inArray(organisationBlock.organisationId, organisationIds),
        inArray(organisationBlock.blockedId, organisationIds),
      ),
    );
  return new Set(
    rows.flatMap((row) => [
      ...(organisationIds.includes(row.organisationId) ? [row.blockedId] : []),
      ...(organisationIds.includes(row.blockedId) ? [row.organisationId] : []),
    ]),
  );
}

/** The pairs among these organisations that have nothing to do with each other. */
export async function apartAmong(
  reader: Reader,
  organisationIds: string[],
): Promise<[string, string][]> {
  if (organisationIds.length < 2) return [];
  const rows = await reader
    .select({ one: organisationBlock.organisationId, other: organisationBlock.blockedId })
    .from(organisationBlock)
    .where(
      and(
        sql`${organisationBlock.organisationId} = ANY (${sql.param(organisationIds)}::uuid[])`,
        sql`${organisationBlock.blockedId} = ANY (${sql.param(organisationIds)}::uuid[])`,
      ),
    );
  return rows.map(({ one, other }) => [one, other]);
}

/**
 * Lets the transaction go on only while the two organisations are not kept apart.
 *
 * @throws Refusal notPossible, which does not say who wants it so
 */
export async function requireTogether(
  transaction: Transaction,
  one: string,
  other: string,
): Promise<void> {
  await holdBlocks(transaction);
  if ((await apartFrom(transaction, one)).has(other)) throw new Refusal("notPossible");
}

/**
 * Whether an organisation itself wants nothing to do with another one. While it is
 * anonymous to that one only this counts: were it to notice its own block, it could
 * try whom it meets.
 */
export async function hasBlocked(
  transaction: Transaction,
  organisationId: string,
  blockedId: string,
): Promise<boolean> {
  await holdBlocks(transaction);
  const blocks = await transaction.$count(
    organisationBlock,
    and(
      eq(organisationBlock.organisationId, organisationId),
      eq(organisationBlock.blockedId, blockedId),
    ),
  );
  return blocks > 0;
}

/** Blocks that others are setting now wait for the end of this transaction. */
export async function holdBlocks(transaction: Transaction): Promise<void> {
  await transaction.execute(sql`select pg_advisory_xact_lock_shared(${blockLock})`);
}

function writingFor(viewer: Viewer): string {
  const { active } = viewer;
  if (!active || active.role === "reader") throw new Refusal("forbidden");
  return active.organisationId;
}

/**
 * Keeps the organisation the viewer acts for and another one apart, from now on
 * and in both directions: their standing matches end. Blocking twice is blocking
 * once. The other one is told nothing.
 *
 * @throws Refusal forbidden for readers and for one's own organisation, notFound
 */
export async function blockOrganisation(
  services: Services,
  viewer: Viewer,
  blockedId: string,
  { note }: z.output<typeof blockSchema>,
): Promise<void> {
  const organisationId = writingFor(viewer);
  if (belongsTo(viewer, blockedId)) throw new Refusal("forbidden");
  await inTransaction(services.database, async (transaction) => {
    await transaction.execute(sql`select pg_advisory_xact_lock(${blockLock})`);
    const [other] = await transaction
      .select({ id: organisation.id })
      .from(organisation)
      .where(eq(organisation.id, blockedId));
    if (!other) throw new Refusal("notFound");
    const made = await transaction
      .insert(organisationBlock)
      .values({ organisationId, blockedId, note, createdById: viewer.userId })
      .onConflictDoNothing()
      .returning();
    if (made.length === 0) return;
    await endPairsBetween(transaction, organisationId, blockedId, services.now());
    await auditBlock(transaction, viewer, organisationId, blockedId, "block");
  });
}

/** Takes a block back and has the pairs looked for again, quietly. @throws Refusal forbidden, notFound */
export async function unblockOrganisation(
  services: Services,
  viewer: Viewer,
  blockedId: string,
): Promise<void> {
  const organisationId = writingFor(viewer);
  await inTransaction(services.database, async (transaction) => {
    const gone = await transaction
      .delete(organisationBlock)
      .where(
        and(
          eq(organisationBlock.organisationId, organisationId),
          eq(organisationBlock.blockedId, blockedId),
        ),
      )
      .returning();
    if (gone.length === 0) throw new Refusal("notFound");
    const own = transaction
      .select({ id: post.id })
      .from(post)
      .where(eq(post.organisationId, organisationId));
    await transaction.delete(matchedPost).where(inArray(matchedPost.postId, own));
    await sendJob(transaction, "matches.refresh", {});
    await auditBlock(transaction, viewer, organisationId, blockedId, "unblock");
  });
}

/**
 * Ends the standing matches of two organisations that know each other's posts by
 * name. Where one of the two posts is anonymous only its own side loses the pair:
 * to the other one nothing may move, or it would know whose it is.
 */
async function endPairsBetween(
  transaction: Transaction,
  one: string,
  other: string,
  now: Date,
): Promise<void> {
  const { needOrganisationId, resultOrganisationId } = standingMatch;
  const [need, result] = [aliasedTable(post, "need"), aliasedTable(post, "result")];
  const pairs = await transaction
    .select({
      id: standingMatch.id,
      needId: standingMatch.needId,
      needNamed: sql<boolean>`${need.visibility} <> 'anonymous'`,
      resultNamed: sql<boolean>`${result.visibility} <> 'anonymous'`,
    })
    .from(standingMatch)
    .innerJoin(need, eq(need.id, standingMatch.needId))
    .innerJoin(result, eq(result.id, standingMatch.resultId))
    .where(
      and(
        isNull(standingMatch.endedAt),
        or(
          and(eq(needOrganisationId, one), eq(resultOrganisationId, other)),
          and(eq(needOrganisationId, other), eq(resultOrganisationId, one)),
        ),
      ),
    )
    .orderBy(standingMatch.id)
    .for("update", { of: standingMatch });
  const idsOf = (chosen: typeof pairs) => chosen.map(({ id }) => id);
  const named = pairs.filter((pair) => pair.needNamed && pair.resultNamed);
  if (named[0]) await endPairs(transaction, named[0].needId, idsOf(named), now);
  await hideFromSide(
    transaction,
    "need",
    idsOf(pairs.filter((pair) => !pair.needNamed && pair.resultNamed)),
  );
  await hideFromSide(
    transaction,
    "result",
    idsOf(pairs.filter((pair) => pair.needNamed && !pair.resultNamed)),
  );
}

const auditBlock = (
  transaction: Transaction,
  viewer: Viewer,
  organisationId: string,
  blockedId: string,
  action: "block" | "unblock",
) =>
  audit(transaction, {
    actorId: viewer.userId,
    organisationId,
    subjectKind: "organisation",
    subjectId: organisationId,
    action,
    detail: { blockedId },
  });

export interface BlockLine {
  organisationId: string;
  name: string;
  note: string;
  at: string;
}

/** The organisations that the one the viewer acts for has blocked, the newest first; for its own people only. */
export async function listBlocks(services: Services, viewer: Viewer): Promise<BlockLine[]> {
  const own = viewer.active?.organisationId;
  if (!own) return [];
  const blocked = aliasedTable(organisation, "blocked");
  const rows = await asReader(services.database, readerOf(viewer), (transaction) =>
    transaction
      .select({ block: organisationBlock, name: blocked.name })
      .from(organisationBlock)
      .innerJoin(blocked, eq(blocked.id, organisationBlock.blockedId))
      .where(eq(organisationBlock.organisationId, own))
      .orderBy(desc(organisationBlock.createdAt), desc(organisationBlock.blockedId)),
  );
  return rows.map(({ block, name }) => ({
    organisationId: block.blockedId,
    name,
    note: block.note,
    at: block.createdAt.toISOString(),
  }));
}
