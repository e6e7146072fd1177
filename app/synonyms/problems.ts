import type { SynonymProblem } from "#search/text/synonym-rules.ts";

/** Why a group is not kept as it was given; nothing was changed then. */
export type GroupProblem =
  | SynonymProblem
  /** All its words are in one group already. */
  | { rule: "known"; group: readonly string[] }
  /** The same words wait for review. */
  | { rule: "alreadyProposed" }
  | { rule: "tooManyOpen"; most: number };
