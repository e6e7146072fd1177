import { apartFrom } from "#app/blocks/blocks.server.ts";
import { wasAccepted } from "#app/deals/policy.ts";
import { isRefusal, Refusal } from "#app/kernel/refusals.ts";
import { acceptAgreedInterest, expressInterestFor } from "#app/interests/commands.server.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import type { Reader, Transaction } from "#db/connection.ts";
import type { MeetingSide } from "#app/sessions/meetings/meeting-sides.server.ts";
import type { RatingFields } from "./ratings.ts";
import { shownTo } from "#app/sessions/meetings/wish-queries.server.ts";
import type { DealEndReason } from "#app/codes/codes.ts";
import type { DealStage } from "#app/codes/states.ts";

/** A deal of the two organisations of a meeting about what they brought. */
export interface MeetingDeal {
  id: string;
  interestId: string;
  stage: DealStage;
  endReason: DealEndReason | null;
  /** The post that was asked about. */
  title: string;
  /** Whether the interest waits for the given organisation's answer. */
  answersOwn: boolean;
}

/**
 * The deals of two organisations about what they brought to a session, running
 * ones first. One that was asked of an anonymous post counts only once its owner
 * accepted: before, it must not be tied to a name.
 */
export async function dealsOfPair(
  reader: Reader,
  own: Pick<MeetingSide, "organisationId" | "registrationId">,
  other: Pick<MeetingSide, "organisationId" | "registrationId">,
): Promise<MeetingDeal[]> {
  const { rows } = await reader.$client.query<
    MeetingDeal & { visibility: string | null; demand: string; supply: string }
  >(
    `SELECT d.id, d.interest_id AS "interestId", d.stage, d.end_reason AS "endReason",
       coalesce(p.content ->> 'title', '') AS title, p.visibility,
       i.state = 'pending' AND i.to_organisation_id = $1 AS "answersOwn",
       d.demand_organisation_id AS demand, d.supply_organisation_id AS supply
     FROM deal d
     JOIN interest i ON i.id = d.interest_id
     JOIN post p ON p.id = i.post_id
     WHERE ((d.demand_organisation_id = $1 AND d.supply_organisation_id = $2)
         OR (d.demand_organisation_id = $2 AND d.supply_organisation_id = $1))
       AND EXISTS (SELECT FROM registration_post rp
         WHERE rp.registration_id IN ($3, $4) AND rp.post_id IN (d.need_id, d.result_id))
     ORDER BY d.stage = 'ended', d.stage = 'interest', d.id DESC LIMIT 20`,
    [own.organisationId, other.organisationId, own.registrationId, other.registrationId],
  );
  return rows
    .filter(
      ({ visibility, stage, endReason, demand, supply }) =>
        visibility !== "anonymous" ||
        wasAccepted({
          ...{ stage, endReason, brokerId: null },
          ...{ demandOrganisationId: demand, supplyOrganisationId: supply },
        }),
    )
    .map(({ id, interestId, stage, endReason, title, answersOwn }) => ({
      ...{ id, interestId, stage, endReason, title, answersOwn },
    }));
}

/** What a deal of a meeting could be about: a post of the other side, beside one of one's own where one fits. */
export interface DealSubject {
  aboutId: string;
  title: string;
  kind: "need" | "result";
  ownId: string | null;
  ownTitle: string | null;
  /** 0 to 1; null when the two posts are no match, or there is only one. */
  score: number | null;
}

/**
 * What a side can go on about: the posts the other brought, each beside those of
 * its own that answer it, best match first. Only posts that each side sees
 * beside the other's name, so no anonymous ones.
 */
export async function dealSubjectsOf(
  reader: Reader,
  own: MeetingSide,
  other: MeetingSide,
): Promise<DealSubject[]> {
  const { rows } = await reader.$client.query<DealSubject>(
    `WITH own AS (
       SELECT p.id, p.kind, p.content ->> 'title' AS title FROM registration_post rp
       JOIN post p ON p.id = rp.post_id WHERE rp.registration_id = $1 AND ${shownTo("$4::uuid")}
     ), theirs AS (
       SELECT p.id, p.kind, p.content ->> 'title' AS title FROM registration_post rp
       JOIN post p ON p.id = rp.post_id WHERE rp.registration_id = $2 AND ${shownTo("$3::uuid")}
     )
     SELECT t.id AS "aboutId", t.title, t.kind, o.id AS "ownId", o.title AS "ownTitle", m.score
     FROM theirs t
     LEFT JOIN own o ON o.kind <> t.kind
     LEFT JOIN standing_match m ON m.ended_at IS NULL
       AND m.need_id = CASE WHEN t.kind = 'need' THEN t.id ELSE o.id END
       AND m.result_id = CASE WHEN t.kind = 'need' THEN o.id ELSE t.id END
     ORDER BY m.score DESC NULLS LAST, t.id, o.id LIMIT 20`,
    [own.registrationId, other.registrationId, own.organisationId, other.organisationId],
  );
  return rows;
}

/** What became of a side's wish to go on. */
export type Continuation =
  /** There is a deal of the pair; `opened` when it came of this meeting. */
  | { kind: "deal"; opened: boolean }
  /** Nothing to open a deal with: what was brought is not shown, or none was chosen. */
  | { kind: "noSubject" }
  /** The two organisations are kept apart. */
  | { kind: "notPossible" };

/**
 * Has a side's wish to go on followed: what they brought has one deal. Where
 * there is none, the side's interest in the other's chosen post opens it, with
 * the meeting as its reason; where both sides want to go on, the interest that
 * waits is accepted at once. Call with both registrations locked: then two sides
 * that say so at the same moment open one deal.
 *
 * @throws Refusal conflict when the chosen posts are not to be chosen any more
 */
export async function goOn(
  transaction: Transaction,
  viewer: Viewer,
  sides: { own: MeetingSide; other: MeetingSide },
  wanted: {
    subject: RatingFields["subject"];
    /** What the other side reads with the interest. */
    message: string;
    otherGoesOn: boolean;
    meetingId: string;
    now: Date;
  },
): Promise<Continuation> {
  const { own, other } = sides;
  const occasion = { meetingId: wanted.meetingId };
  if ((await apartFrom(transaction, own.organisationId)).has(other.organisationId))
    return { kind: "notPossible" };
  const standing = (await dealsOfPair(transaction, own, other)).find(
    ({ stage }) => stage !== "ended",
  );
  if (standing) {
    if (wanted.otherGoesOn && standing.stage === "interest")
      await acceptAgreedInterest(transaction, standing.interestId, wanted.now, occasion);
    return { kind: "deal", opened: false };
  }
  if (wanted.subject === null) return { kind: "noSubject" };
  const { aboutId, ownId } = wanted.subject;
  const possible = await dealSubjectsOf(transaction, own, other);
  if (!possible.some((one) => one.aboutId === aboutId && (ownId === null || one.ownId === ownId)))
    throw new Refusal("conflict");
  const interestId = await expressInterestFor(
    transaction,
    viewer,
    { organisationId: own.organisationId, name: own.organisationName },
    aboutId,
    { message: wanted.message, ownPostId: ownId },
    wanted.now,
    occasion,
  ).catch((error: unknown) => {
    /** An interest that was accepted before, whose deal ended: that one is opened again by hand. */
    if (isRefusal(error) && error.code === "alreadyInterested") return null;
    throw error;
  });
  if (interestId === null) return { kind: "deal", opened: false };
  if (wanted.otherGoesOn) await acceptAgreedInterest(transaction, interestId, wanted.now, occasion);
  return { kind: "deal", opened: true };
}
