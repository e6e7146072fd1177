import type { Filters } from "../engine.ts";

/** A value as Meilisearch's filter language reads it. */
const quote = (value: string): string =>
  `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;

export const anyOf = (attribute: string, values: string[]): string =>
  `${attribute} IN [${values.map(quote).join(", ")}]`;

/**
 * What every request must pass: the viewer's audience and the moment. All
 * requests get their filter here, so none can go without it.
 */
export function visible(audiences: string[] | null, now: Date): string[] {
  const unexpired = `expiresAt > ${Math.floor(now.getTime() / 1_000)}`;
  return audiences === null ? [unexpired] : [anyOf("audience", audiences), unexpired];
}

/** The chosen facets as filters, without the one whose own counts are asked for. */
export function chosen(filters: Filters, except?: string): string[] {
  return Object.entries(filters).flatMap(([facet, values = []]) =>
    facet === except || values.length === 0 ? [] : [anyOf(facet, values)],
  );
}
