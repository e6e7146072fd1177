import { z } from "zod";
import type { PostKind } from "#app/codes/codes.ts";
import { calendarDay } from "#app/kernel/days.ts";
import type { ChoiceField } from "#app/listings/fields.ts";
import { valueOf, type Field, type Listing } from "#app/listings/listing.ts";
import { limits } from "#app/listings/values.ts";
import { draftSchema, listings, type ContentOf } from "#app/posts/content.ts";
import { amountText, wholeNumber } from "#app/kernel/numbers.ts";
import { lineOf, textOf } from "#app/kernel/texts.ts";
import { mailAddress } from "#app/kernel/mail-address.ts";
import { headingsOfValue } from "./field-headings.ts";
import { saidValue } from "./said-values.ts";
import type { ColumnNames } from "#app/office/headings.ts";

/**
 * The columns of an import file, as the fields of a listing declare them.
 * docs/data-load.md lists them for people. Lists are separated by ";" in tables
 * and are arrays in JSONL.
 */

const emptyToUndefined = (value: unknown): unknown =>
  value === "" || value === null ? undefined : value;
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess(emptyToUndefined, schema.optional());
/** A cell in the words of the schema, however it was said. */
const saying = <Schema extends z.ZodType>(field: Field, schema: Schema) =>
  z.preprocess(
    (value) => (typeof value === "string" && value !== "" ? saidValue(field, value) : value),
    schema,
  );

/** A cell as text: files have numbers too. */
const asText = (value: unknown): unknown => (typeof value === "number" ? String(value) : value);
const cell = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(asText, schema);
const amountCell = cell(amountText);

/** A column of an import file and the value of a listing that it becomes. */
export interface Column {
  name: string;
  value: string;
  schema: z.ZodType;
  required: boolean;
  /** For people: what it takes. */
  what: string;
}

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (one) => `_${one.toLowerCase()}`);
const grouped = (count: number): string => count.toLocaleString("en-GB");

const id: Column = {
  name: "id",
  value: "id",
  schema: cell(lineOf(200, 1)),
  required: true,
  what: "identifier in the source; the same id again changes the post instead of adding one",
};

const columnsOfListing = ({ fields }: Listing): Column[] => [
  id,
  ...Object.entries(fields).flatMap(([name, field]) => columnsOfField(name, field)),
];

function columnsOfField(value: string, field: Field): Column[] {
  if (field.type === "money")
    return field.imported
      ? [
          column(
            "amountMin",
            amountCell,
            "yuan, two decimals at most, as people write it: 1500000, 1,500,000, 1.5 million",
          ),
          column("amountMax", amountCell, "yuan; neither amount means to be agreed"),
        ]
      : [];
  if (field.type === "contact")
    return field.imported
      ? [
          column("contactName", cell(lineOf(limits.person)), "name"),
          column("contactEmail", mailAddress, "email address"),
        ]
      : [];
  if (!("imported" in field) || !field.imported) return [];
  const { column: name = snake(value), least, note } = field.imported;
  const [type, what] = typeOf(field, least);
  const required = least !== undefined;
  const schema = required ? type : optional(type);
  return [{ name, value, schema, required, what: [what, note].filter(Boolean).join(", ") }];
}

const column = (value: string, schema: z.ZodType, what: string): Column => ({
  name: snake(value),
  value,
  schema: optional(schema),
  required: false,
  what,
});

/** How a column is read, and how that is said. */
function typeOf(field: Field, least = 0): [schema: z.ZodType, what: string] {
  switch (field.type) {
    case "line":
    case "text": {
      const kind = field.type === "line" ? lineOf : textOf;
      return [cell(kind(field.limit, least)), `text, up to ${grouped(field.limit)} characters`];
    }
    case "day":
      return [saying(field, calendarDay("date")), "day, such as 2027-06-30"];
    case "choice":
      return field.names
        ? [cell(lineOf(limits.line)), ""]
        : [saying(field, z.enum(field.codes)), "code or name"];
    case "radio":
      return [saying(field, z.enum(field.codes)), "code or name"];
    case "choices":
      return [saying(field, z.array(z.enum(field.codes))), "list of codes or names"];
    case "level":
      return [saying(field, wholeNumber(1, field.highest)), `1 to ${field.highest}`];
    case "flag":
      return [saying(field, z.boolean()), "yes or no"];
    case "keywords":
      return [
        saying(field, z.array(cell(lineOf(limits.keyword)))),
        `list, the first ${limits.keywords} are kept`,
      ];
    default:
      throw new Error(`a field of type ${field.type} cannot be imported`);
  }
}

/** The columns, and what a row must be. */
function importOf(listing: Listing) {
  const columns = columnsOfListing(listing);
  const schemas = Object.fromEntries(columns.map(({ name, schema }) => [name, schema]));
  return { columns, row: z.object({ ...schemas, id: id.schema.pipe(z.string()) }) };
}

const headingsOfColumn = (value: string): string[] =>
  value === "id"
    ? ["编号", "需求编号", "成果编号", "登记号", "成果登记号", "项目编号"]
    : headingsOfValue(value);

/** Made once, since a file has many rows. */
const imports = { need: importOf(listings.need), result: importOf(listings.result) };

/** The columns of a kind of listing, the identifier first, then in the order of its form. */
export const columnsOf = (kind: PostKind): Column[] => imports[kind].columns;

/** The columns of both kinds with all names by which tables have them: the code first. */
export const columnHeadings: ColumnNames<string> = Object.fromEntries(
  Object.values(imports)
    .flatMap(({ columns }) => columns)
    .map(({ name, value }) => [name, [name, ...headingsOfColumn(value)]]),
);

/** What a row of a file must be to become a listing of this kind. */
export const rowSchema = (kind: PostKind) => imports[kind].row;

/** Turns a row that passed into a post's content; the same row gives the same content. */
export function contentOfRow(kind: PostKind, row: object): ContentOf<PostKind> {
  const content: Record<string, unknown> = {};
  for (const { name, value } of columnsOf(kind))
    if (value !== "id") content[value] = valueOf(row, name);
  for (const [name, field] of Object.entries<Field>(listings[kind].fields)) {
    if (field.type === "keywords" && Array.isArray(content[name]))
      content[name] = content[name].slice(0, limits.keywords);
    if (field.type === "money" && field.imported)
      content.amountToBeAgreed = content.amountMin === undefined && content.amountMax === undefined;
    if (field.type === "choice" && field.names) nameToCode(content, name, field);
  }
  return draftSchema(kind).parse(content);
}

/** A name becomes its code; one that the list does not have goes to the text that keeps it. */
function nameToCode(
  content: Record<string, unknown>,
  name: string,
  { codes, names = {}, otherwise }: ChoiceField,
): void {
  const written = content[name];
  if (typeof written !== "string") return;
  const code = codes.find((one) => one === written || names[one] === written);
  content[name] = code;
  if (code === undefined && otherwise !== undefined) content[otherwise] ??= written;
}

/** The column by which a file tells its kind: that of the main text. */
const tellingColumn = ({ body, fields }: Listing): string => {
  const field = fields[body];
  return (field && columnsOfField(body, field)[0]?.name) ?? body;
};

/** Which kind a file holds, by its columns. */
export const kindOfColumns = (columns: string[]): PostKind | null =>
  Object.values(listings).find((listing) => columns.includes(tellingColumn(listing)))?.kind ?? null;
