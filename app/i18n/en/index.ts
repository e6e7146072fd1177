import { alerts } from "#app/alerts/words/en.ts";
import { auth } from "#app/accounts/words/en.ts";
import { challenges } from "#app/challenges/words/en.ts";
import { codes } from "./codes.ts";
import { common } from "./common.ts";
import { compare } from "#app/matching/words/compare.en.ts";
import { disclosure } from "#app/disclosure/words/en.ts";
import { deals } from "#app/deals/words/en.ts";
import { contracts } from "#app/contracts/words/en.ts";
import { errors } from "./errors.ts";
import { files } from "#app/files/words/en.ts";
import { home } from "#app/home/words/en.ts";
import { interests } from "#app/interests/words/en.ts";
import { jobs } from "#app/jobs/words/en.ts";
import { listings } from "#app/listings/words/en.ts";
import { matches } from "#app/matching/words/en.ts";
import { matchQuality } from "#app/matching/words/match-quality.en.ts";
import { meetings } from "#app/sessions/meetings/words/en.ts";
import { notifications } from "#app/notifications/words/en.ts";
import { office } from "#app/office/words/en.ts";
import { organisations } from "#app/organisations/words/en.ts";
import { posts } from "#app/posts/words/en.ts";
import { quality } from "#app/posts/words/quality.en.ts";
import { review } from "#app/posts/words/review.en.ts";
import { search } from "#app/search/words/en.ts";
import { sessionFiles } from "#app/sessions/registrations/words/en.ts";
import { sessionDay } from "#app/sessions/day/words/en.ts";
import { sessionAfter } from "#app/sessions/outcomes/words/en.ts";
import { sessions } from "#app/sessions/words/en.ts";
import { stories } from "#app/stories/words/en.ts";
import { synonyms } from "#app/synonyms/words/en.ts";
import { tasks } from "#app/tasks/words/en.ts";
import { trust } from "#app/verification/words/trust.en.ts";

/** All English texts by namespace. */
export const en = {
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
