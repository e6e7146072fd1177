import { pageOf, rowsFor, type Page } from "#app/kernel/paging.ts";
import { and, asc, desc, eq, inArray, lt, sql } from "drizzle-orm";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import { belongsTo, isOrganizer, type MaybeViewer, type Viewer } from "#app/kernel/viewer.ts";
import { readerOf } from "#app/kernel/reader.ts";
import type { ChallengeState, ProposalState, ObjectionState } from "#app/codes/states.ts";
import { asReader } from "#db/row-security.ts";
import {
  challenge,
  challengeObjection,
  organisation,
  proposal,
  proposalReview,
} from "#db/schema/index.ts";
import { challengeMachine, phases, type ChallengeAction, type Phase } from "./lifecycle.ts";
import {
  mayOversee,
  mayPropose,
  mayReadProposals,
  maySeeChallenge,
  maySeeCount,
  mayTake,
} from "./policy.ts";
import { readChallenge, type ChallengeOutcome } from "./row.ts";
import type { Terms } from "./terms.ts";
import type { Cluster } from "#app/codes/codes.ts";

/** The challenge when the viewer may know of it. */
export async function findChallenge(services: Services, viewer: MaybeViewer, challengeId: string) {
  const [row] = await services.database
    .select({ challenge, owner: organisation.name, now: sql`now()`.mapWith(challenge.createdAt) })
    .from(challenge)
    .innerJoin(organisation, eq(organisation.id, challenge.organisationId))
    .where(eq(challenge.id, challengeId));
  const found = row && readChallenge(row.challenge);
  if (!found) throw new Refusal("notFound");
  if (!maySeeChallenge(viewer, found)) throw new Refusal(viewer ? "notFound" : "signInRequired");
  return { found, ownerName: row.owner, now: row.now };
}

export interface ObjectionView {
  id: string;
  own: boolean;
  state: ObjectionState;
  text: string;
  answer: string;
  createdAt: string;
}

export interface ChallengeView {
  id: string;
  needId: string;
  state: ChallengeState;
  title: string;
  cluster: string | null;
  terms: Terms;
  award: string | null;
  deadline: string | null;
  /** The database's clock, to count down by. */
  now: string;
  owner: { id: string; name: string };
  own: boolean;
  oversees: boolean;
  /** Null for those who may not know it yet. */
  proposals: number | null;
  reviewsWanted: number;
  reviewComment: string;
  withdrawReason: string;
  outcome: ChallengeOutcome | null;
  /** The moments of its life that have been, and the end of the objection period. */
  at: Partial<
    Record<
      "published" | "closed" | "concluded" | "decided" | "outcome" | "objections" | "finished",
      string
    >
  >;
  version: number;
  may: ChallengeAction[];
  mayPropose: boolean;
  mayReadProposals: boolean;
  mayObject: boolean;
  proposal: { state: ProposalState; label: string | null; won: boolean } | null;
  /** Whether the viewer is asked to review. */
  reviews: boolean;
  /** For the two sides of an award. */
  dealId: string | null;
  objections: ObjectionView[];
}

/**
 * A challenge with all that its page shows this viewer; nothing of a proposal.
 *
 * @throws Refusal notFound, or signInRequired for a guest who might see it after signing in
 */
export async function viewChallenge(
  services: Services,
  viewer: MaybeViewer,
  challengeId: string,
): Promise<ChallengeView> {
  const { found, ownerName, now } = await findChallenge(services, viewer, challengeId);
  const own = belongsTo(viewer, found.organisationId);
  const [ownProposal, proposals, reviews, objections] = await Promise.all([
    ownProposalLine(services, viewer, challengeId),
    maySeeCount(viewer, found) && found.publishedAt !== null
      ? services.database.$count(
          proposal,
          and(eq(proposal.challengeId, challengeId), eq(proposal.state, "submitted")),
        )
      : null,
    viewer
      ? services.database.$count(
          proposalReview,
          and(
            eq(proposalReview.challengeId, challengeId),
            eq(proposalReview.expertId, viewer.userId),
          ),
        )
      : 0,
    services.database
      .select()
      .from(challengeObjection)
      .where(eq(challengeObjection.challengeId, challengeId))
      .orderBy(asc(challengeObjection.id)),
  ]);
  const bids = ownProposal !== null;
  const mayJudge = mayOversee(viewer, found) && !bids;
  const may = challengeMachine
    .possible(found.state)
    .filter((action) => mayTake(viewer, found, action))
    .filter((action) => mayJudge || challengeMachine.steps[action].by !== "organizer");
  const iso = (moment: Date | null) => moment?.toISOString();
  const won = ownProposal !== null && found.outcome !== null && found.winnerId === ownProposal.id;
  const ownObjections = objections.filter(({ organisationId }) =>
    belongsTo(viewer, organisationId),
  );
  const seesObjections = own || mayJudge;
  return {
    id: found.id,
    needId: found.needId,
    state: found.state,
    title: found.title,
    cluster: found.cluster,
    terms: found.terms,
    award: found.award ?? found.terms.award,
    deadline: iso(found.deadline) ?? null,
    now: now.toISOString(),
    owner: { id: found.organisationId, name: ownerName },
    own,
    oversees: mayJudge,
    proposals,
    reviewsWanted: found.reviewsWanted,
    reviewComment: own || mayJudge ? found.reviewComment : "",
    withdrawReason: found.withdrawReason,
    outcome: found.outcome,
    at: {
      published: iso(found.publishedAt),
      closed: iso(found.closedAt),
      concluded: iso(found.namesAt),
      decided: iso(found.decidedAt),
      outcome: iso(found.outcomeAt),
      objections: iso(found.objectionsUntil),
      finished: iso(found.finishedAt),
    },
    version: found.version,
    may,
    mayPropose: mayPropose(viewer, found),
    mayReadProposals: mayReadProposals(viewer, found) && !bids,
    mayObject:
      found.state === "outcome" &&
      ownProposal?.state === "submitted" &&
      viewer?.active?.role !== "reader" &&
      (found.objectionsUntil ?? now) > now &&
      !ownObjections.some(({ state }) => state === "open"),
    proposal: ownProposal ? { state: ownProposal.state, label: ownProposal.label, won } : null,
    reviews: reviews > 0,
    dealId: own || won ? found.dealId : null,
    objections: (seesObjections ? objections : ownObjections).map((row) => ({
      id: row.id,
      own: belongsTo(viewer, row.organisationId),
      state: row.state,
      text: row.text,
      answer: row.answer,
      createdAt: row.createdAt.toISOString(),
    })),
  };
}

/** The proposal of the organisation that the viewer acts for. */
async function ownProposalLine(services: Services, viewer: MaybeViewer, challengeId: string) {
  const organisationId = viewer?.active?.organisationId;
  if (!organisationId) return null;
  return asReader(services.database, readerOf(viewer), async (transaction) => {
    const [row] = await transaction
      .select({ id: proposal.id, state: proposal.state, label: proposal.label })
      .from(proposal)
      .where(
        and(eq(proposal.challengeId, challengeId), eq(proposal.organisationId, organisationId)),
      );
    return row ?? null;
  });
}

export interface ChallengeLine {
  id: string;
  title: string;
  cluster: string | null;
  state: ChallengeState;
  award: string | null;
  deadline: string | null;
  ownerName: string;
}

export type ChallengeList = Phase | "own" | "queue";

/** A page of challenges, newest first, by the last id. */
export async function listChallenges(
  services: Services,
  viewer: MaybeViewer,
  page: { list: ChallengeList; cluster?: Cluster; before?: string; limit: number },
): Promise<Page<ChallengeLine>> {
  const rows = await services.database
    .select({ challenge, ownerName: organisation.name })
    .from(challenge)
    .innerJoin(organisation, eq(organisation.id, challenge.organisationId))
    .where(
      and(
        within(viewer, page.list),
        page.cluster ? eq(challenge.cluster, page.cluster) : undefined,
        page.before ? lt(challenge.id, page.before) : undefined,
      ),
    )
    .orderBy(desc(challenge.id))
    .limit(rowsFor(page.limit));
  return pageOf(
    rows.map(({ challenge: row, ownerName }) => ({
      id: row.id,
      title: row.title,
      cluster: row.cluster,
      state: row.state,
      award: row.award,
      deadline: row.deadline?.toISOString() ?? null,
      ownerName,
    })),
    page.limit,
    (last) => last.id,
  );
}

function within(viewer: MaybeViewer, list: ChallengeList) {
  if (list === "own") {
    const own = viewer?.active?.organisationId;
    return own ? eq(challenge.organisationId, own) : sql`false`;
  }
  if (list === "queue") return isOrganizer(viewer) ? eq(challenge.state, "submitted") : sql`false`;
  return and(
    inArray(challenge.state, [...phases[list]]),
    viewer ? undefined : eq(challenge.audience, "public"),
  );
}

/** The challenge of a need that goes on or went on last, where the viewer may know of it. */
export async function challengeOfNeed(
  services: Services,
  viewer: MaybeViewer,
  needId: string,
): Promise<{ id: string; state: ChallengeState; deadline: string | null } | null> {
  const rows = await services.database
    .select()
    .from(challenge)
    .where(eq(challenge.needId, needId))
    .orderBy(desc(challenge.id))
    .limit(1);
  const found = rows[0] && readChallenge(rows[0]);
  if (!found || !maySeeChallenge(viewer, found)) return null;
  const { id, state, deadline } = found;
  return { id, state, deadline: deadline?.toISOString() ?? null };
}

export interface ReviewTaskLine {
  challengeId: string;
  title: string;
  state: ChallengeState;
  assigned: number;
  submitted: number;
}

/** The challenges that the viewer is asked to review proposals of, newest first. */
export async function listReviewTasks(
  services: Services,
  viewer: Viewer,
  page: { before?: string; limit: number },
): Promise<Page<ReviewTaskLine>> {
  const rows = await services.database
    .select({
      challengeId: challenge.id,
      title: challenge.title,
      state: challenge.state,
      assigned: sql<number>`count(*) filter (where ${proposalReview.state} in ('assigned', 'open'))::int`,
      submitted: sql<number>`count(*) filter (where ${proposalReview.state} = 'submitted')::int`,
    })
    .from(proposalReview)
    .innerJoin(challenge, eq(challenge.id, proposalReview.challengeId))
    .where(
      and(
        eq(proposalReview.expertId, viewer.userId),
        page.before ? lt(challenge.id, page.before) : undefined,
      ),
    )
    .groupBy(challenge.id)
    .orderBy(desc(challenge.id))
    .limit(rowsFor(page.limit));
  return pageOf(rows, page.limit, (last) => last.challengeId);
}
