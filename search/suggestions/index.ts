export type { Entry, SuggestionKind } from "./entries.ts";
export { knownTerms } from "./entries.ts";
export { suggest, type Suggestion } from "./find.ts";
export { prepareSuggestions } from "./tables.ts";
export { understand, type Alternative, type Change } from "./understand.ts";
export { offerOwn, rebuildSuggestions, removeSuggestions, updateSuggestions } from "./write.ts";
