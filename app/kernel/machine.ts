/**
 * State machines as data: one record of steps per machine, in one place, that the
 * server checks, pages read and docs/state-machines.md is printed from.
 */
export interface Step<State extends string, Role extends string> {
  from: readonly State[];
  /** The state after; the same one when it is left out. */
  to?: State;
  /** Whose step it is: a word of the noun's policy. */
  by: Role;
}

export interface Machine<
  State extends string,
  Action extends string,
  Steps extends Record<Action, Step<State, string>> = Record<Action, Step<State, string>>,
> {
  /** The noun, as the docs head the diagram. */
  readonly name: string;
  readonly states: readonly State[];
  readonly initial: State;
  readonly actions: readonly Action[];
  readonly steps: Steps;
  /** Whether the action is possible in this state. */
  can(state: State, action: Action): boolean;
  /**
   * The state after the action.
   *
   * @throws IllegalStep when the action is not possible in this state
   */
  next(state: State, action: Action): State;
  /** The actions possible in this state, in the order they are written down. */
  possible(state: State): Action[];
}

/** Builds a machine from its data. */
export function defineMachine<
  const State extends string,
  const Steps extends Record<string, Step<NoInfer<State>, string>>,
>(data: {
  name: string;
  states: readonly State[];
  initial: NoInfer<State>;
  steps: Steps;
}): Machine<State, Extract<keyof Steps, string>, Steps> {
  type Action = Extract<keyof Steps, string>;
  const steps: Record<Action, Step<State, string>> = data.steps;
  const actions = Object.keys(steps) as Action[];
  const can = (state: State, action: Action): boolean => steps[action].from.includes(state);
  return {
    ...data,
    actions,
    can,
    next(state, action) {
      if (!can(state, action)) throw new IllegalStep(data.name, state, action);
      return steps[action].to ?? state;
    },
    possible: (state) => actions.filter((action) => can(state, action)),
  };
}

export class IllegalStep extends Error {
  override name = "IllegalStep";
  constructor(
    readonly machine: string,
    readonly state: string,
    readonly action: string,
  ) {
    super(`cannot ${action} a ${machine} that is ${state}`);
  }
}

/** A machine of any words, as its diagram is drawn. */
export interface Drawable {
  name: string;
  states: readonly string[];
  initial: string;
  steps: Readonly<Record<string, Step<string, string>>>;
}

/** The machine as a Mermaid state diagram; a step that stays where it is is left out. */
export function diagram({ states, initial, steps }: Drawable): string {
  const moves = new Map<string, string[]>();
  for (const [action, { from, to, by }] of Object.entries(steps))
    for (const state of from) {
      if (to === undefined || to === state) continue;
      const move = `${state} --> ${to}`;
      moves.set(move, [...(moves.get(move) ?? []), `${action} (${by})`]);
    }
  const leaving = new Set([...moves.keys()].map((move) => move.split(" ")[0]));
  return [
    "stateDiagram-v2",
    `  [*] --> ${initial}`,
    ...[...moves].map(([move, labels]) => `  ${move}: ${labels.join(", ")}`),
    ...states.filter((state) => !leaving.has(state)).map((state) => `  ${state} --> [*]`),
  ].join("\n");
}
