/** The life of a synonym group, as data. Only an approved one is used by search. */
export const synonymStates = ["proposed", "approved", "rejected", "retired"] as const;
export type SynonymState = (typeof synonymStates)[number];

export const synonymActions = ["edit", "approve", "reject", "retire", "restore"] as const;
export type SynonymAction = (typeof synonymActions)[number];

export const synonymTransitions: Record<
  SynonymAction,
  { from: readonly SynonymState[]; to?: SynonymState }
> = {
  edit: { from: ["proposed", "approved"] },
  approve: { from: ["proposed"], to: "approved" },
  reject: { from: ["proposed"], to: "rejected" },
  retire: { from: ["approved"], to: "retired" },
  restore: { from: ["retired"], to: "approved" },
};

/** Whether the action is possible in this state. */
export const canTransition = (state: SynonymState, action: SynonymAction): boolean =>
  synonymTransitions[action].from.includes(state);

/** The state after the action, which must be possible. */
export const transition = (state: SynonymState, action: SynonymAction): SynonymState =>
  synonymTransitions[action].to ?? state;
