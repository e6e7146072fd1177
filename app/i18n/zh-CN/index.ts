import { auth } from "./auth.ts";
import { challenges } from "./challenges.ts";
import { codes } from "./codes.ts";
import { common } from "./common.ts";
import { compare } from "./compare.ts";
import { disclosure } from "./disclosure.ts";
import { errors } from "./errors.ts";
import { home } from "./home.ts";
import { interests } from "./interests.ts";
import { matches } from "./matches.ts";
import { meetings } from "./meetings.ts";
import { notifications } from "./notifications.ts";
import { organisations } from "./organisations.ts";
import { posts } from "./posts.ts";
import { quality } from "./quality.ts";
import { review } from "./review.ts";
import { search } from "./search.ts";
import { sessions } from "./sessions.ts";
import { synonyms } from "./synonyms.ts";

/** All Chinese texts by namespace; their keys are the ones that `t` accepts. */
export const zhCN = {
  common,
  codes,
  errors,
  auth,
  organisations,
  posts,
  quality,
  search,
  sessions,
  synonyms,
  matches,
  meetings,
  compare,
  disclosure,
  interests,
  challenges,
  notifications,
  review,
  home,
} as const;
