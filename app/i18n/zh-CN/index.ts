import { alerts } from "#app/alerts/words/zh-CN.ts";
import { auth } from "#app/accounts/words/zh-CN.ts";
import { challenges } from "#app/challenges/words/zh-CN.ts";
import { codes } from "./codes.ts";
import { common } from "./common.ts";
import { compare } from "#app/matching/words/compare.zh-CN.ts";
import { disclosure } from "#app/disclosure/words/zh-CN.ts";
import { deals } from "#app/deals/words/zh-CN.ts";
import { contracts } from "#app/contracts/words/zh-CN.ts";
import { errors } from "./errors.ts";
import { files } from "#app/files/words/zh-CN.ts";
import { home } from "#app/home/words/zh-CN.ts";
import { interests } from "#app/interests/words/zh-CN.ts";
import { jobs } from "#app/jobs/words/zh-CN.ts";
import { listings } from "#app/listings/words/zh-CN.ts";
import { matches } from "#app/matching/words/zh-CN.ts";
import { matchQuality } from "#app/matching/words/match-quality.zh-CN.ts";
import { meetings } from "#app/sessions/meetings/words/zh-CN.ts";
import { notifications } from "#app/notifications/words/zh-CN.ts";
import { office } from "#app/office/words/zh-CN.ts";
import { organisations } from "#app/organisations/words/zh-CN.ts";
import { posts } from "#app/posts/words/zh-CN.ts";
import { quality } from "#app/posts/words/quality.zh-CN.ts";
import { review } from "#app/posts/words/review.zh-CN.ts";
import { search } from "#app/search/words/zh-CN.ts";
import { sessionFiles } from "#app/sessions/registrations/words/zh-CN.ts";
import { sessionDay } from "#app/sessions/day/words/zh-CN.ts";
import { sessionAfter } from "#app/sessions/outcomes/words/zh-CN.ts";
import { sessions } from "#app/sessions/words/zh-CN.ts";
import { stories } from "#app/stories/words/zh-CN.ts";
import { synonyms } from "#app/synonyms/words/zh-CN.ts";
import { tasks } from "#app/tasks/words/zh-CN.ts";
import { trust } from "#app/verification/words/trust.zh-CN.ts";

/** All Chinese texts by namespace; their keys are the ones that `t` accepts. */
export const zhCN = {
  common,
  codes,
  errors,
  files,
  office,
  alerts,
  auth,
  organisations,
  listings,
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
  tasks,
  contracts,
  notifications,
  review,
  trust,
  stories,
  matchQuality,
  jobs,
  home,
} as const;
