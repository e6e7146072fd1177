import { alerts } from "./alerts.ts";
import { auth } from "./auth.ts";
import { challenges } from "./challenges.ts";
import { codes } from "./codes.ts";
import { common } from "./common.ts";
import { compare } from "./compare.ts";
import { disclosure } from "./disclosure.ts";
import { deals } from "./deals.ts";
import { contracts } from "./contracts.ts";
import { errors } from "./errors.ts";
import { files } from "./files.ts";
import { home } from "./home.ts";
import { interests } from "./interests.ts";
import { jobs } from "./jobs.ts";
import { matches } from "./matches.ts";
import { matchQuality } from "./match-quality.ts";
import { meetings } from "./meetings.ts";
import { notifications } from "./notifications.ts";
import { organisations } from "./organisations.ts";
import { posts } from "./posts.ts";
import { quality } from "./quality.ts";
import { review } from "./review.ts";
import { search } from "./search.ts";
import { sessionFiles } from "./session-files.ts";
import { sessionDay } from "./session-day.ts";
import { sessionAfter } from "./session-after.ts";
import { sessions } from "./sessions.ts";
import { stories } from "./stories.ts";
import { synonyms } from "./synonyms.ts";
import { trust } from "./trust.ts";

/** All English texts by namespace. */
export const en = {
  common,
  codes,
  errors,
  files,
  alerts,
  auth,
  organisations,
  posts,
  quality,
  search,
  sessions,
  sessionFiles,
  sessionDay,
  sessionAfter,
  synonyms,
  matches,
  meetings,
  compare,
  disclosure,
  interests,
  challenges,
  deals,
  contracts,
  notifications,
  review,
  trust,
  stories,
  matchQuality,
  jobs,
  home,
} as const;
