/**
 * Whether search or matching failed because the index cannot be reached; also
 * when the error comes from another copy of its module.
 */
export const isSearchUnavailable = (error: unknown): boolean =>
  error instanceof Error && error.name === "SearchUnavailable";
