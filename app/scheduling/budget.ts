/** What bounds the work of making one timetable. */
export interface Budget {
  /** Share that has passed, 0 to 1 and over. */
  passed: () => number;
  /** Counts steps of the search. */
  spend: (steps: number) => void;
  /** How far a programme may go that may take this share. */
  programme: (share: number) => ProgrammeLimits;
}

/** Options of HiGHS. */
export interface ProgrammeLimits {
  /** Seconds. */
  time_limit?: number;
  simplex_iteration_limit?: number;
  mip_max_nodes?: number;
}

/** Seconds that an instance of this size is given when nothing else is said. */
export const usualSeconds = (participants: number): number =>
  participants <= 250 ? 8 : participants <= 600 ? 45 : 150;

/** The budget in steps where they are said, else in seconds. */
export function budgetOf(
  { seconds, steps }: { seconds?: number; steps?: number },
  participants: number,
): Budget {
  return steps === undefined ? inSeconds(seconds ?? usualSeconds(participants)) : inSteps(steps);
}

function inSeconds(seconds: number): Budget {
  const begun = performance.now();
  return {
    passed: () => (performance.now() - begun) / 1_000 / seconds,
    spend: () => {},
    programme: (share) => ({ time_limit: seconds * share }),
  };
}

function inSteps(steps: number): Budget {
  let spent = 0;
  return {
    passed: () => spent / steps,
    spend: (more) => {
      spent += more;
    },
    programme: () => ({ simplex_iteration_limit: steps, mip_max_nodes: steps }),
  };
}
