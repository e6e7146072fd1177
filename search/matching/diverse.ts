import type { SearchDocument } from "../documents.ts";

/** One organisation does not fill the list. */
const perOrganisation = 3;

/** Puts what an organisation has beyond its share behind the others. */
export function diverse<T extends { document: Pick<SearchDocument, "id" | "organisationId"> }>(
  ranked: T[],
): T[] {
  const seen = new Map<string, number>();
  const first: T[] = [];
  const later: T[] = [];
  for (const match of ranked) {
    const { id, organisationId } = match.document;
    // Two anonymous posts behind each other would tell that they are one's.
    const by = organisationId ?? id;
    const count = (seen.get(by) ?? 0) + 1;
    seen.set(by, count);
    (count > perOrganisation ? later : first).push(match);
  }
  return [...first, ...later];
}
