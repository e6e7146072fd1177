import { AsyncLocalStorage } from "node:async_hooks";

/**
 * What is known of the work that a lost connection cut short: "nothing" of it was
 * kept, or it is "unknown", as the connection broke between the order to keep it
 * and the answer.
 */
export type BrokenWork = "nothing" | "unknown";

/** The database cannot be reached, or the connection to it broke. */
export class DatabaseAway extends Error {
  override name = "DatabaseAway";
  constructor(
    readonly outcome: BrokenWork,
    options?: ErrorOptions,
  ) {
    super(`the database is away (kept: ${outcome})`, options);
    const trace = traces.getStore();
    if (trace) trace.away = true;
    if (trace && outcome === "unknown") trace.kept = true;
  }
}

const traceKey = Symbol.for("duijie.work-traces");

interface Trace {
  away: boolean;
  /** Something that was asked for may have been kept. */
  kept: boolean;
}

/**
 * The built pages carry a copy of this module beside the server's own; a trace that
 * one begins is noted in by the other.
 */
const shared = globalThis as { [traceKey]?: AsyncLocalStorage<Trace> };
const traces = (shared[traceKey] ??= new AsyncLocalStorage<Trace>());

/** One piece of work of which is noted whether it met a lost database, and what came of it. */
export interface WorkTrace {
  /** Runs a part of the work; parts may run beside each other. */
  run<T>(part: () => T): T;
  /** Null unless the database was away; else what is known of all parts together. */
  outcome(): BrokenWork | null;
}

/**
 * Begins a trace. It also knows of a loss that a library between turned into an
 * error of its own, and of a transaction that was kept before the database went away.
 */
export function traceWork(): WorkTrace {
  const trace: Trace = { away: false, kept: false };
  return {
    run: (part) => traces.run(trace, part),
    outcome: () => (trace.away ? (trace.kept ? "unknown" : "nothing") : null),
  };
}

/** Runs what is no part of the work at hand, and is not to be known of in its trace. */
export const untraced = <T>(part: () => T): T => traces.exit(part);

/** Notes in the trace of the work at hand that something was kept. */
export function noteKept(): void {
  const trace = traces.getStore();
  if (trace) trace.kept = true;
}

/** The loss of the database that an error is, or was caused by; null for every other error. */
export function findAway(error: unknown): DatabaseAway | null {
  for (const one of causes(error)) if (isAway(one)) return one;
  return null;
}

/** Also of one that comes from another copy of this module. */
const isAway = (error: Error): error is DatabaseAway => error.name === "DatabaseAway";

/**
 * Whether an error of the driver, or one that it caused, says that the database
 * cannot be reached or the connection broke: classes of PostgreSQL's error codes
 * (Appendix A: 08 connection, 53300 too many connections, 57P operator
 * intervention, 25P03 ended for idling in a transaction), the system's errors of
 * sockets, and the driver's own, which have no code.
 */
export function isLoss(error: unknown): boolean {
  for (const one of causes(error)) {
    if (isAway(one)) return true;
    const code = "code" in one ? String(one.code) : "";
    if (/^(08...|57P0.|53300|25P03)$/.test(code)) return true;
    if (/^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_AGAIN)/.test(code)) return true;
    if (code === "" && driverLosses.test(one.message)) return true;
    if (one instanceof AggregateError && one.errors.some(isLoss)) return true;
  }
  return false;
}

const driverLosses =
  /^(Connection terminated|timeout expired|timeout exceeded when trying to connect|Query read timeout|Client (was closed|has encountered a connection error) and is not queryable|Cannot use a pool after calling end)/;

function* causes(error: unknown): Generator<Error> {
  const seen = new Set<unknown>();
  for (let one = error; one instanceof Error && !seen.has(one); one = one.cause) {
    seen.add(one);
    yield one;
  }
}
