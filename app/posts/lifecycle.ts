import { publications, type Publication, draftStates, type DraftState } from "#app/codes/states.ts";
import type { Drawable } from "#app/kernel/machine.ts";

/**
 * A post's two state machines, as data.
 *
 * `publication` says what the market sees. `draftState` says where the working
 * copy stands in review; it is null when there is none. A published post stays
 * as it is while a changed working copy goes through review.
 */
export interface PostState {
  publication: Publication;
  draftState: DraftState | null;
}

export const postActions = [
  "edit",
  "submit",
  "recall",
  "approve",
  "return",
  "reject",
  "renew",
  "expire",
  "close",
  "withdraw",
  "supersede",
  "discard",
  "takeDown",
] as const;
export type PostAction = (typeof postActions)[number];

interface Transition {
  /** Whose step it is. */
  by: "owner" | "organizer" | "clock";
  publication?: { from: readonly Publication[]; to?: Publication };
  draftState?: { from: readonly (DraftState | null)[]; to: DraftState | null };
}

const open = ["unpublished", "published", "expired"] as const;
const live = ["published", "expired"] as const;

/** The end of a post ends the review of its working copy too. */
const ended = { from: [null, ...draftStates], to: null };

export const transitions: Record<PostAction, Transition> = {
  edit: {
    by: "owner",
    publication: { from: open },
    draftState: { from: [null, "draft", "returned"], to: "draft" },
  },
  submit: {
    by: "owner",
    publication: { from: open },
    draftState: { from: ["draft", "returned"], to: "submitted" },
  },
  recall: { by: "owner", draftState: { from: ["submitted"], to: "draft" } },
  approve: {
    by: "organizer",
    publication: { from: open, to: "published" },
    draftState: { from: ["submitted"], to: null },
  },
  return: { by: "organizer", draftState: { from: ["submitted"], to: "returned" } },
  reject: { by: "organizer", draftState: { from: ["submitted"], to: "rejected" } },
  renew: { by: "owner", publication: { from: live, to: "published" } },
  expire: { by: "clock", publication: { from: ["published"], to: "expired" } },
  close: { by: "owner", publication: { from: live, to: "closed" }, draftState: ended },
  withdraw: { by: "owner", publication: { from: open, to: "withdrawn" }, draftState: ended },
  supersede: { by: "owner", publication: { from: live, to: "superseded" }, draftState: ended },
  discard: {
    by: "owner",
    publication: { from: live },
    draftState: { from: ["draft", "returned", "rejected"], to: null },
  },
  /** After a report of abuse that was upheld. */
  takeDown: { by: "organizer", publication: { from: live, to: "withdrawn" }, draftState: ended },
};

/** Whether the action is possible in this state. */
export function canTransition(state: PostState, action: PostAction): boolean {
  const { publication, draftState } = transitions[action];
  return (
    (!publication || publication.from.includes(state.publication)) &&
    (!draftState || draftState.from.includes(state.draftState))
  );
}

/**
 * The state after the action.
 *
 * @throws IllegalTransition when the action is not possible in this state
 */
export function transition(state: PostState, action: PostAction): PostState {
  if (!canTransition(state, action)) throw new IllegalTransition(state, action);
  const { publication, draftState } = transitions[action];
  return {
    publication: publication?.to ?? state.publication,
    draftState: draftState ? draftState.to : state.draftState,
  };
}

export class IllegalTransition extends Error {
  override name = "IllegalTransition";
  constructor(
    readonly state: PostState,
    readonly action: PostAction,
  ) {
    super(`cannot ${action} a post that is ${state.publication}/${state.draftState ?? "no draft"}`);
  }
}

/** How long a post stays published before it must be renewed. */
export const publicationDays = 180;
/** Days before expiry at which the owner is reminded. */
export const reminderDays = [14, 3] as const;

/** The one state a person is shown: the working copy's while nothing was published, else the market's. */
export function displayState(state: PostState): Publication | DraftState {
  return state.publication === "unpublished" && state.draftState
    ? state.draftState
    : state.publication;
}

const drawn = <Side extends "publication" | "draftState">(side: Side): Drawable["steps"] =>
  Object.fromEntries(
    postActions.flatMap((action) => {
      const moved = transitions[action][side];
      if (!moved) return [];
      const { from, to } = moved;
      const step = {
        by: transitions[action].by,
        from: from.map((state) => state ?? "none"),
        ...(to === undefined ? {} : { to: to ?? "none" }),
      };
      return [[action, step]];
    }),
  );

/** What the market sees of a post, to be drawn. */
export const publicationDiagram: Drawable = {
  name: "post: publication",
  states: publications,
  initial: "unpublished",
  steps: drawn("publication"),
};

/** The review of a post's working copy, to be drawn. */
export const draftDiagram: Drawable = {
  name: "post: working copy",
  states: ["none", ...draftStates],
  initial: "none",
  steps: drawn("draftState"),
};
