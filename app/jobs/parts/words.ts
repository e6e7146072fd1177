import type { TFunction } from "i18next";
import type { JobName } from "#db/job-payloads.ts";

const keys = {
  "post.publish": "postPublish",
  "organisation.index": "organisationIndex",
  "search.rebuild": "searchRebuild",
  "search.follow": "searchFollow",
  "mail.send": "mailSend",
  "notifications.mail": "notificationsMail",
  "alerts.tell": "alertsTell",
  "posts.expire": "postsExpire",
  "sessions.follow": "sessionsFollow",
  "sessions.importRegistrations": "importRegistrations",
  "timetable.make": "timetableMake",
  "challenges.tick": "challengesTick",
  "matches.refresh": "matchesRefresh",
  "matches.digest": "matchesDigest",
  "contracts.remind": "contractsRemind",
  "matches.quality": "matchesQuality",
  "housekeeping.run": "housekeeping",
  "files.remove": "filesRemove",
  "synonyms.apply": "synonymsApply",
  "deals.remind": "dealsRemind",
  "sessions.remind": "sessionsRemind",
} as const satisfies Record<JobName, string>;

/** What a kind of background work is, in words. */
export const jobWords = (t: TFunction, name: JobName): string => t(`jobs:names.${keys[name]}`);
