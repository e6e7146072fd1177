import type { Translated } from "../translated.ts";
import type { search as original } from "../zh-CN/search.ts";

export const search = {
  title: "Search",
  titleFor: "Results for “{{query}}”",
  results_one: "{{count}} result",
  results_other: "{{count}} results",
  filters: "Filters",
  showFilters: "Filters",
  clearFilters: "Clear filters",
  facet: {
    kind: "Kind",
    cluster: "Cluster",
    region: "Place",
    trl: "Technology readiness",
    cooperationMode: "Cooperation mode",
    state: "State",
  },
  kind: { need: "Need", result: "Result", organisation: "Organisation" },
  state: { published: "Open", closed: "Closed", active: "Organisation" },
  sort: "Sort by",
  sortBy: { relevance: "Relevance", newest: "Newest", deadline: "Deadline" },
  empty: "Nothing found",
  emptyText: "Try a shorter word, a synonym or Chinese, or clear some filters.",
  emptyAction: "Or post a need and let results come to you.",
  unavailable: "Search is not available right now",
  unavailableText: "The address keeps your search. Reload in a moment.",
  deadline: "Due {{date}}",
  budget: "Budget {{amount}}",
  price: "Price {{amount}}",
  page: "Page {{page}} of {{pages}}",
  showMore: "Show all",
} as const satisfies Translated<typeof original>;
