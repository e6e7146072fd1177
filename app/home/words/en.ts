import type { Translated } from "#app/i18n/translated.ts";
import type { home as original } from "./zh-CN.ts";

export const home = {
  title: "Home",
  heading: "Find the research that solves your problem",
  lead: "Enterprises post technical needs, universities and institutes post results; matches appear immediately, with reasons.",
  byCluster: "13 advanced manufacturing clusters",
  needsCount: "{{count}} needs",
  resultsCount: "{{count}} results",
  newestNeeds: "Latest needs",
  newestResults: "Latest results",
  forYou: "New for you",
  noNews: "Nothing new.",
  yourPosts: "My posts",
  welcome: "Hello, {{name}}",
  noOrganisation: "Register your organisation to post needs or results.",
} as const satisfies Translated<typeof original>;
