import { and, eq, inArray } from "drizzle-orm";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import { mayWriteFor, type Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Reader, type Transaction } from "#db/connection.ts";
import { matchFeedback, standingMatch } from "#db/schema/index.ts";
import { announceMatches } from "#app/pairs/ending.server.ts";
import { hidingVerdicts, type MatchFeedback } from "./schema.ts";

/**
 * Gives or changes the answer of the organisation the viewer acts for to a
 * standing match, with the score and the features that stood there.
 *
 * @throws Refusal notFound when the pair is not one of its matches, forbidden for readers
 */
export async function answerMatch(
  services: Services,
  viewer: Viewer,
  matchId: string,
  { verdict, reason }: MatchFeedback,
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const { pair, organisationId } = await ownMatch(transaction, viewer, matchId);
    const now = services.now();
    const answer = {
      verdict,
      reason,
      score: pair.score,
      features: pair.features,
      givenById: viewer.userId,
      updatedAt: now,
    };
    await transaction
      .insert(matchFeedback)
      .values({
        organisationId,
        needId: pair.needId,
        resultId: pair.resultId,
        createdAt: now,
        ...answer,
      })
      .onConflictDoUpdate({
        target: [matchFeedback.organisationId, matchFeedback.needId, matchFeedback.resultId],
        set: answer,
      });
    await announceMatches(transaction, pair.needId, [organisationId]);
  });
}

/** Takes the organisation's answer back; the pair is listed again. */
export async function withdrawAnswer(
  services: Services,
  viewer: Viewer,
  matchId: string,
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const { pair, organisationId } = await ownMatch(transaction, viewer, matchId);
    await transaction
      .delete(matchFeedback)
      .where(
        and(
          eq(matchFeedback.organisationId, organisationId),
          eq(matchFeedback.needId, pair.needId),
          eq(matchFeedback.resultId, pair.resultId),
        ),
      );
    await announceMatches(transaction, pair.needId, [organisationId]);
  });
}

async function ownMatch(transaction: Transaction, viewer: Viewer, matchId: string) {
  const [pair] = await transaction
    .select()
    .from(standingMatch)
    .where(eq(standingMatch.id, matchId));
  const organisationId = viewer.active?.organisationId;
  const sees =
    pair &&
    ((pair.needOrganisationId === organisationId && pair.needSeesSince !== null) ||
      (pair.resultOrganisationId === organisationId && pair.resultSeesSince !== null));
  if (!pair || !organisationId || !sees) throw new Refusal("notFound");
  if (!mayWriteFor(viewer, organisationId)) throw new Refusal("forbidden");
  return { pair, organisationId };
}

/** The other posts of pairs with this post that the organisation does not want to see. */
export async function hiddenFrom(
  reader: Reader,
  organisationId: string,
  subject: { id: string; kind: "need" | "result" },
): Promise<Set<string>> {
  const needSide = subject.kind === "need";
  const rows = await reader
    .select({ needId: matchFeedback.needId, resultId: matchFeedback.resultId })
    .from(matchFeedback)
    .where(
      and(
        eq(matchFeedback.organisationId, organisationId),
        eq(needSide ? matchFeedback.needId : matchFeedback.resultId, subject.id),
        inArray(matchFeedback.verdict, [...hidingVerdicts]),
      ),
    );
  return new Set(rows.map(({ needId, resultId }) => (needSide ? resultId : needId)));
}
