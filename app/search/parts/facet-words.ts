import type { TFunction } from "i18next";
import { codeName } from "#app/i18n/codes.ts";
import { labelOf } from "#app/listings/listing.ts";
import { fieldFacet, sortFields, type FacetName, type SortName } from "#app/search/fields.ts";

type Translate = (key: string, options: { defaultValue: string }) => string;

/** The name of a facet: a word of search where it has one, else its field's. */
export function facetLabel(t: TFunction, name: FacetName): string {
  const facet = fieldFacet(name);
  const usual = facet ? t(`listings:field.${labelOf(facet.fieldName, facet.field)}`) : name;
  return (t as Translate)(`search:facet.${name}`, { defaultValue: usual });
}

/** A value of a facet in words. */
export function facetValue(t: TFunction, name: FacetName, value: string): string {
  const field = fieldFacet(name)?.field;
  if (field)
    return field.type === "level" ? `${field.scale} ${value}` : codeName(t, field.list, value);
  if (name === "region") return codeName(t, "regions", value);
  return (t as Translate)(`search:${name}.${value}`, { defaultValue: value });
}

/** The name of an order of results: a word of search where it has one, else its field's. */
export function sortLabel(t: TFunction, name: SortName): string {
  const sort = sortFields.find((one) => one.name === name);
  const usual = sort ? t(`listings:field.${labelOf(sort.fieldName, sort.field)}`) : name;
  return (t as Translate)(`search:sortBy.${name}`, { defaultValue: usual });
}
