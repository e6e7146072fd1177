import { endOfDay } from "#app/kernel/dates.ts";
import { valueOf, type Listing } from "./listing.ts";
import { facetsOf, sortsOf, type Filtered, type Sortable } from "./search-fields.ts";

/** What a document of the index holds of a listing to filter and sort by, beside what matching reads. */
export function factsOf(listing: Listing, content: object): Record<string, string[] | number> {
  const facts: Record<string, string[] | number> = {};
  for (const { name, of, fieldName, field } of facetsOf([listing]))
    if (of === "facts") facts[name] = valuesIn(field, valueOf(content, fieldName));
  for (const { name, of, fieldName, field } of sortsOf([listing])) {
    const number = numberIn(field, valueOf(content, fieldName));
    if (of === "facts" && number !== null) facts[name] = number;
  }
  return facts;
}

const valuesIn = (field: Filtered, value: unknown): string[] =>
  [field.schema.parse(value) ?? []].flat().map(String);

/** A day counts to its end, in seconds since 1970 UTC. */
function numberIn(field: Sortable, value: unknown): number | null {
  if (field.type === "level") return field.schema.parse(value);
  const day = field.schema.parse(value);
  return day === null ? null : Math.floor(endOfDay(day).getTime() / 1_000);
}
