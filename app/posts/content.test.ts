import { describe, expect, it } from "vitest";
import { listings as words } from "#app/listings/words/zh-CN.ts";
import { assess } from "#app/listings/quality.ts";
import { labelOf, sectionsOf, valuesBehind, type Field } from "#app/listings/listing.ts";
import { listings } from "./content.ts";

describe.each(Object.values(listings))("the declaration of a $kind", (listing) => {
  const fields = Object.entries<Field>(listing.fields);

  it("has words for each field, and for each rule of the meter", () => {
    const names = fields.flatMap(([name, field]) =>
      "schema" in field ? labelOf(name, field) : [],
    );
    expect(names.filter((name) => !Object.hasOwn(words.field, name))).toEqual([]);
    const codes = assess(listing, {}, new Date()).findings.map(({ code }) => code);
    expect(
      codes.filter(
        (code) => !Object.hasOwn(words.judged, code) && !Object.hasOwn(words.field, code),
      ),
    ).toEqual([]);
  });

  it("keeps together the fields of a section", () => {
    const inForm = sectionsOf(listing).flatMap(([, inside]) => inside.map(([name]) => name));
    expect(inForm).toEqual(fields.map(([name]) => name));
  });

  it("sends nothing to the index that is disclosed later", () => {
    const hidden = valuesBehind(listing, ["registered", "name", "contact"]);
    const indexed = fields.flatMap(([name, field]) =>
      ("searched" in field && field.searched) ||
      ("filtered" in field && field.filtered) ||
      ("sorted" in field && field.sorted)
        ? [name]
        : [],
    );
    expect(indexed.filter((name) => hidden.includes(name))).toEqual([]);
    expect(hidden).toEqual(expect.arrayContaining(["registeredDetails", "contactName", "invited"]));
  });
});
