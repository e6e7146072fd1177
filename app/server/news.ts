import { alertNews } from "#app/alerts/news.ts";
import { challengeNews } from "#app/challenges/news.ts";
import { contractNews } from "#app/contracts/news.ts";
import { dealNews } from "#app/deals/news.ts";
import { disclosureNews } from "#app/disclosure/news.ts";
import { interestNews } from "#app/interests/news.ts";
import { newsOf } from "#app/kernel/news.ts";
import { matchNews } from "#app/matching/news.ts";
import { postNews } from "#app/posts/news.ts";
import { reportNews } from "#app/reports/news.ts";
import { dayNews } from "#app/sessions/day/news.ts";
import { meetingNews } from "#app/sessions/meetings/news.ts";
import { sessionNews } from "#app/sessions/news.ts";
import { outcomeNews } from "#app/sessions/outcomes/news.ts";
import { storyNews } from "#app/stories/news.ts";
import { verificationNews } from "#app/verification/news.ts";

/** The news of every room; browser and server read the same. */
export const news = newsOf([
  matchNews,
  interestNews,
  disclosureNews,
  postNews,
  dealNews,
  storyNews,
  contractNews,
  challengeNews,
  alertNews,
  sessionNews,
  meetingNews,
  dayNews,
  outcomeNews,
  verificationNews,
  reportNews,
]);
