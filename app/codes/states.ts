/**
 * The states of what has a life, in their usual order: its machine, its column in the
 * database with its CHECK, forms and words all have them from here.
 */

/** What the market sees of a post. */
export const publications = [
  "unpublished",
  "published",
  "expired",
  "closed",
  "withdrawn",
  "superseded",
] as const;
export type Publication = (typeof publications)[number];

/** The states in which a post can be found by search. */
export const findableStates = ["published", "closed"] as const;
export type FindableState = (typeof findableStates)[number];

/** Where the working copy of a post stands in review. */
export const draftStates = ["draft", "submitted", "returned", "rejected"] as const;
export type DraftState = (typeof draftStates)[number];

export const verificationStates = [
  "none",
  "submitted",
  "returned",
  "verified",
  "lapsed",
  "revoked",
] as const;
export type VerificationState = (typeof verificationStates)[number];

export const interestStates = ["pending", "accepted", "declined", "withdrawn"] as const;
export type InterestState = (typeof interestStates)[number];

/** Of an organisation's registration for a session. */
export const registrationStates = [
  "applied",
  "waiting",
  "admitted",
  "declined",
  "cancelled",
] as const;
export type RegistrationState = (typeof registrationStates)[number];

/** Where a deal stands (see the machine in app/deals/stages.ts). */
export const dealStages = [
  "interest",
  "contact",
  "confidentiality",
  "visit",
  "negotiation",
  "agreement_intended",
  "contract",
  "registered",
  "performed",
  "ended",
] as const;
export type DealStage = (typeof dealStages)[number];

/** Of a person proposed as the technology broker of a deal. */
export const brokerStates = [
  "proposed",
  "agreed",
  "active",
  "refused",
  "withdrawn",
  "removed",
] as const;
export type BrokerState = (typeof brokerStates)[number];

export const synonymStates = ["proposed", "approved", "rejected", "retired"] as const;
export type SynonymState = (typeof synonymStates)[number];

export const storyStates = ["draft", "agreed", "published", "taken_down"] as const;
export type StoryState = (typeof storyStates)[number];

/** Of how far an organisation may see another's confidential part. */
export const grantStates = ["requested", "opened", "accepted", "refused", "revoked"] as const;
export type GrantState = (typeof grantStates)[number];

export const sessionStates = [
  "draft",
  "published",
  "registration_closed",
  "scheduled",
  "running",
  "finished",
  "archived",
  "cancelled",
] as const;
export type SessionState = (typeof sessionStates)[number];

/** Of the invitation of an organisation to a session. */
export const invitationStates = ["sent", "accepted", "declined"] as const;
export type InvitationState = (typeof invitationStates)[number];

/** Of a wish to meet. */
export const wishStates = ["asked", "accepted", "declined", "withdrawn"] as const;
export type WishState = (typeof wishStates)[number];

export const meetingStates = ["planned", "held", "missed", "cancelled"] as const;
export type MeetingState = (typeof meetingStates)[number];

export const slotOfferStates = ["offered", "taken", "declined", "expired", "withdrawn"] as const;

/** Of one run of the scheduler. */
export const runStates = ["waiting", "running", "done", "outdated", "cancelled", "failed"] as const;
export type RunState = (typeof runStates)[number];

/** Of a file of registrations. */
export const importStates = [
  "checking",
  "checked",
  "waiting",
  "running",
  "done",
  "failed",
  "cancelled",
] as const;
export type ImportState = (typeof importStates)[number];

export const reportStates = ["open", "in_review", "upheld", "dismissed"] as const;
export type ReportState = (typeof reportStates)[number];

export const contractStates = [
  "draft",
  "proposed",
  "agreed",
  "half_signed",
  "signed",
  "submitted",
  "returned",
  "registered",
  "performed",
  "terminated",
  "discarded",
] as const;
export type ContractState = (typeof contractStates)[number];

export const milestoneStates = [
  "planned",
  "delivered",
  "rejected",
  "accepted",
  "paid",
  "settled",
] as const;
export type MilestoneState = (typeof milestoneStates)[number];

export const amendmentStates = ["proposed", "agreed", "declined", "withdrawn"] as const;
export type AmendmentState = (typeof amendmentStates)[number];

/** The states of a challenge (揭榜挂帅项目), in their usual order. */
export const challengeStates = [
  "draft",
  "submitted",
  "published",
  "evaluation",
  "reviewed",
  "decided",
  "outcome",
  "awarded",
  "carried_out",
  "accepted",
  "withdrawn",
  "failed",
] as const;
export type ChallengeState = (typeof challengeStates)[number];

export const proposalStates = ["draft", "submitted", "withdrawn"] as const;
export type ProposalState = (typeof proposalStates)[number];

/** Of one expert's review of one proposal. */
export const reviewStates = ["assigned", "open", "submitted", "conflicted", "removed"] as const;
export type ReviewState = (typeof reviewStates)[number];

/** Of a bidder's objection to a published outcome. */
export const objectionStates = ["open", "upheld", "rejected"] as const;
export type ObjectionState = (typeof objectionStates)[number];
