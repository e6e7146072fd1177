import { createHash } from "node:crypto";
import ipaddr from "ipaddr.js";
import type pg from "pg";
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";

/** So many times in so many seconds. */
type Rule = readonly [points: number, seconds: number];

/** Whose doings are counted: a person's, those from a network address, or those to a mailbox. */
type Counted = "account" | "address" | "mailbox";

const minute = 60;
const hour = 60 * minute;

/**
 * Everything that is limited. An office of more than a hundred people stands behind
 * one address, so addresses get much and accounts and mailboxes get little.
 */
const rules = {
  /** Tries to sign in; signInPauses slows those of one account down besides. */
  signIn: { address: [300, 5 * minute] },
  signUp: { address: [100, hour] },
  /** Mail to confirm an address, or to say that it has an account already. */
  confirmation: { address: [200, hour], mailbox: [5, hour] },
  passwordReset: { address: [100, hour], mailbox: [3, hour] },
  invitation: { account: [60, hour], mailbox: [5, hour] },
  search: { account: [240, minute], address: [3_000, minute] },
  suggestion: { address: [6_000, minute] },
  /** Files sent; an account is counted by each of its sign-ins. */
  upload: { account: [120, 10 * minute], address: [1_000, 10 * minute] },
  export: { account: [30, 10 * minute], address: [30, 10 * minute] },
  report: { account: [20, hour] },
  /** Messages, notes and interests, and what else reaches another organisation at once. */
  message: { account: [40, minute] },
  /** Live connections that are opened. */
  connection: { account: [120, minute], address: [3_000, minute] },
  /** What was typed, kept for a person whose sign-in had ended. */
  rescue: { address: [200, hour] },
} as const satisfies Record<string, Partial<Record<Counted, Rule>>>;

export type LimitName = keyof typeof rules;
export type LimitKeys = Partial<Record<Counted, string>>;

export interface Limits {
  /**
   * Counts one more under each key that has a rule. Answers the whole seconds until it
   * may be tried again, or 0 when it may be done now.
   */
  take(name: LimitName, keys: LimitKeys): Promise<number>;
  /** A counter of its own over the same store, for what the table cannot say. */
  counter(name: string, rule: Rule): RateLimiterPostgres;
}

/**
 * Limits that all servers of a database share. While the database is away each
 * process counts for itself.
 */
export function createLimits(pool: pg.Pool): Limits {
  const counter = (name: string, [points, duration]: Rule, heldInMemory = false) =>
    new RateLimiterPostgres({
      storeClient: pool,
      storeType: "pool",
      tableName: "rate_limit",
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix: name,
      points,
      duration,
      /** Who goes on all the same does not cost the database anything. */
      ...(heldInMemory ? { inMemoryBlockOnConsumed: points + 1 } : {}),
      /** Nothing that is limited succeeds meanwhile, and pages send their forms again and again. */
      insuranceLimiter: new RateLimiterMemory({ keyPrefix: name, points: points * 100, duration }),
    });
  const counters = new Map(
    Object.entries(rules).flatMap(([name, byKey]) =>
      Object.entries(byKey).map(
        ([counted, rule]) =>
          [`${name}:${counted}`, counter(`${name}:${counted}`, rule, true)] as const,
      ),
    ),
  );
  const takeOne = async (name: LimitName, [counted, key]: [string, string]) => {
    const found = counters.get(`${name}:${counted}`);
    return found ? secondsUntil(() => found.consume(keyOf(counted as Counted, key))) : 0;
  };
  return {
    counter,
    take: async (name, keys) =>
      Math.max(0, ...(await Promise.all(Object.entries(keys).map((one) => takeOne(name, one))))),
  };
}

/** The seconds for which a counter refuses, or 0. */
export async function secondsUntil(consume: () => Promise<unknown>): Promise<number> {
  try {
    await consume();
    return 0;
  } catch (reason) {
    if (!(reason instanceof RateLimiterRes)) throw reason;
    return Math.max(1, Math.ceil(reason.msBeforeNext / 1_000));
  }
}

/** As rows of the table are short and nobody's address or mailbox should stand in them. */
export const shortKey = (text: string): string =>
  createHash("sha256").update(text).digest("base64url");

const keyOf = (counted: Counted, key: string): string =>
  shortKey(counted === "address" ? networkOf(key) : key.toLowerCase());

/** One customer has a whole /64 of IPv6, so that is what counts as one address. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, 4).join(":") : parsed.toString();
}
