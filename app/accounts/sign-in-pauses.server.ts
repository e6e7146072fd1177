import { networkOf, secondsUntil, shortKey, type Limits } from "#app/kernel/limits.server.ts";
import { keyOfAddress } from "#app/kernel/mail-address.ts";

/** Wrong passwords that cost no pause, from one place and from everywhere together. */
const free = { here: 5, anywhere: 100 };
const counted = { here: 24 * 60 * 60, anywhere: 60 * 60 };
/** Seconds of the first pause and of the longest one. */
const pauses = { here: [10, 15 * 60], anywhere: [5, 60] } as const;

/** Who tries to sign in, and from where. */
export interface Attempt {
  email: string;
  address: string;
  /** This browser has been signed in to the account before. */
  known: boolean;
}

export interface SignInPauses {
  /**
   * Counts an attempt before its password is looked at, so that many at once are
   * counted too. Answers the seconds to wait, or 0 when it may be looked at.
   */
  begin(attempt: Attempt): Promise<number>;
  /** The password was right: all is forgiven. */
  succeed(attempt: Attempt): Promise<void>;
  /** The account's owner has shown that the mailbox is theirs. */
  forgive(email: string): Promise<void>;
}

/**
 * Slows down who guesses the password of an account: after a few wrong ones each
 * further try must wait, twice as long each time. Counted for an account from one
 * address, and, with short pauses, for the account from all addresses; that second
 * count does not bind a browser that was signed in to the account before, and
 * ends with a reset password, so a stranger can lock nobody out.
 */
export function createSignInPauses(limits: Limits): SignInPauses {
  const scopes = {
    here: {
      tries: limits.counter("tries:here", [1_000_000, counted.here]),
      gate: limits.counter("gate:here", [1, pauses.here[1]]),
    },
    anywhere: {
      tries: limits.counter("tries:anywhere", [1_000_000, counted.anywhere]),
      gate: limits.counter("gate:anywhere", [1, pauses.anywhere[1]]),
    },
  };
  type Scope = keyof typeof scopes;

  const placesOf = ({ email, address, known }: Attempt): [Scope, string][] =>
    known
      ? [["here", shortKey(`${keyOfAddress(email)} known`)]]
      : [
          ["here", shortKey(`${keyOfAddress(email)} ${networkOf(address)}`)],
          ["anywhere", shortKey(keyOfAddress(email))],
        ];

  const enter = async (scope: Scope, key: string): Promise<number> => {
    const { tries, gate } = scopes[scope];
    const { consumedPoints } = await tries.consume(key);
    const beyond = consumedPoints - free[scope];
    if (beyond <= 0) return 0;
    const [first, longest] = pauses[scope];
    const customDuration = Math.min(longest, first * 2 ** Math.min(beyond - 1, 20));
    const wait = await secondsUntil(() => gate.consume(key, 1, { customDuration }));
    /** A try that was not looked at is no guess. */
    if (wait > 0) await tries.reward(key);
    return wait;
  };

  const forget = (scope: Scope, key: string) =>
    Promise.all([scopes[scope].tries.delete(key), scopes[scope].gate.delete(key)]);

  return {
    begin: async (attempt) => {
      const entered: [Scope, string][] = [];
      for (const [scope, key] of placesOf(attempt)) {
        const wait = await enter(scope, key);
        if (wait > 0) {
          await Promise.all(entered.map(([passed, its]) => scopes[passed].tries.reward(its)));
          return wait;
        }
        entered.push([scope, key]);
      }
      return 0;
    },
    succeed: async (attempt) => {
      await Promise.all(placesOf(attempt).map(([scope, key]) => forget(scope, key)));
    },
    forgive: async (email) => {
      await Promise.all([
        forget("anywhere", shortKey(keyOfAddress(email))),
        forget("here", shortKey(`${keyOfAddress(email)} known`)),
      ]);
    },
  };
}
