import { marketZone } from "#app/codes/codes.ts";
import { jobNames, type JobName } from "./job-payloads.ts";

/** How long a name of jobs is kept up when it goes wrong. */
export interface JobPolicy {
  /** Seconds since it was asked for; from then on the next failure is the last. */
  keepUpSeconds: number;
  /** Seconds that one try may take. */
  expireInSeconds: number;
  /** How many of its jobs are at work at once in a process. */
  atOnce: number;
  /** Whether an administrator is told when it was given up. */
  listed: boolean;
  /** For the queue; the last try is decided by time. */
  retryLimit: number;
}

const minutes = 60;
const hours = 60 * minutes;
const days = 24 * hours;

/** What is asked for is kept up over a long weekend without anybody at hand. */
const asked = { keepUpSeconds: 5 * days, expireInSeconds: 2 * minutes, atOnce: 1, listed: true };
/** What the clock asks for is kept up until it asks again, and is not missed then. */
const everyMinute = { ...asked, keepUpSeconds: 0, expireInSeconds: 10 * minutes, listed: false };
const hourly = { ...everyMinute, keepUpSeconds: 50 * minutes };
const daily = { ...asked, keepUpSeconds: 20 * hours, expireInSeconds: 15 * minutes };
/** Who asked for it sees its failure and asks again. */
const once = { ...asked, keepUpSeconds: 0, listed: false };

const exceptions: Partial<Record<JobName, Omit<JobPolicy, "retryLimit">>> = {
  "search.rebuild": { ...once, expireInSeconds: 6 * hours },
  "search.follow": { ...everyMinute, expireInSeconds: 6 * hours },
  "timetable.make": { ...once, expireInSeconds: 30 * minutes },
  "sessions.importRegistrations": {
    ...asked,
    keepUpSeconds: 6 * hours,
    expireInSeconds: 15 * minutes,
  },
  /**
   * Longer than any time-out of SMTP, so that a slow server never gets a mail twice;
   * several at once, so that one slow recipient does not hold the others.
   */
  "mail.send": { ...asked, expireInSeconds: 15 * minutes, atOnce: 8 },
  /** Several at once, so that a search server takes them together. */
  "post.publish": { ...asked, atOnce: 4 },
  "synonyms.apply": { ...asked, expireInSeconds: 1 * hours },
  "files.remove": { ...hourly, expireInSeconds: 1 * hours },
  "posts.expire": everyMinute,
  "sessions.follow": everyMinute,
  "challenges.tick": everyMinute,
  "alerts.tell": everyMinute,
  "notifications.mail": everyMinute,
  "housekeeping.run": hourly,
  "deals.remind": hourly,
  "sessions.remind": hourly,
  "matches.quality": hourly,
  "matches.refresh": daily,
  "contracts.remind": daily,
  "matches.digest": daily,
};

/** The policy of a name. */
export function policyOf(name: JobName): JobPolicy {
  const policy = exceptions[name] ?? asked;
  return { ...policy, retryLimit: policy.keepUpSeconds === 0 ? 0 : 10_000 };
}

/** Names of which what was given up is listed for an administrator. */
export const listedNames: JobName[] = jobNames.filter((name) => policyOf(name).listed);

/**
 * Jobs of which one that waits does the work of all that were asked for
 * meanwhile; it begins a moment later. Seconds.
 */
export const gathered: Partial<Record<JobName, { startAfter: number }>> = {
  "synonyms.apply": { startAfter: 2 },
  "notifications.mail": { startAfter: 2 },
  "alerts.tell": { startAfter: 1 },
  /** One waits at most while a long one builds. */
  "search.follow": { startAfter: 1 },
  "files.remove": { startAfter: 1 },
};

/** What the clock asks for: minute, hour and so on as cron has them, in UTC where no zone is given. */
export const clock: Partial<Record<JobName, { at: string; zone?: string }>> = {
  "search.follow": { at: "* * * * *" },
  "posts.expire": { at: "* * * * *" },
  "sessions.follow": { at: "* * * * *" },
  "challenges.tick": { at: "* * * * *" },
  "alerts.tell": { at: "* * * * *" },
  "notifications.mail": { at: "* * * * *" },
  "files.remove": { at: "*/10 * * * *" },
  "housekeeping.run": { at: "17 * * * *" },
  "deals.remind": { at: "25 * * * *" },
  "matches.quality": { at: "27 * * * *" },
  "sessions.remind": { at: "35 * * * *" },
  "matches.refresh": { at: "40 3 * * *", zone: marketZone },
  "matches.digest": { at: "0 8 * * *", zone: marketZone },
  "contracts.remind": { at: "30 8 * * *", zone: marketZone },
};

/** What a restored market does not do before it is released: mail, and what the clock asks for. */
export const isHeldBack = (name: JobName): boolean => name === "mail.send" || name in clock;

/** Days after which what was given up is no longer listed. */
export const givenUpKeptDays = 30;

const pauses = { first: 2, most: 15 * minutes };

/** Seconds until the next try after so many: doubled each time, with a part by chance. */
export function pauseAfter(tries: number): number {
  const pause = Math.min(pauses.first * 2 ** Math.min(tries - 1, 20), pauses.most);
  return Math.max(1, Math.round(pause * (0.75 + Math.random() / 4)));
}
