import { z } from "zod";
import { fileFailures, textEncodings } from "#app/office/table.ts";
import { registrationColumns } from "./registration-columns.ts";

/** What is kept of a file of registrations: how it was read, and what became of its rows. */

const number = z.number().int().default(0);
const column = z.enum(registrationColumns);
const place = z.number().int().min(0).max(16_383);
const heading = z.object({ place, text: z.string() });

/** How the file was read. */
const source = z.object({
  format: z.enum(["text", "workbook"]),
  text: z
    .object({
      encoding: z.enum(textEncodings),
      separator: z.string(),
      strayBytes: z.number(),
      strayLine: z.number().nullable(),
    })
    .nullable(),
  sheet: z.string(),
  sheets: z.array(z.string()),
  headingLine: z.number().int(),
  headingRows: z.number().int(),
  columns: z.partialRecord(column, heading),
  headings: z.array(heading),
});

/** How the organizer wants it to be read instead. */
export const tableChoice = z.object({
  sheet: z.string().max(200).optional(),
  headingLine: z.number().int().min(1).max(2_000_000).optional(),
  columns: z.partialRecord(column, place.nullable()).optional(),
});
export type RegistrationChoice = z.output<typeof tableChoice>;

const problems = z
  .array(
    z.object({
      line: z.number().int(),
      column: z.enum(["", ...registrationColumns]),
      reason: z.string(),
      values: z.record(z.string(), z.union([z.string(), z.number()])),
    }),
  )
  .default([]);

/** What became of a file, or would become of it. */
export const importReport = z.object({
  /** Why nothing of it could be taken. */
  failure: z
    .enum([...fileFailures, "tooManyRows", "sessionOver"])
    .nullable()
    .default(null),
  source: source.nullable().default(null),
  choice: tableChoice.default({}),
  /** Rows of the file. */
  total: number,
  ignored: z.array(z.string()).default([]),
  refusedRows: number,
  /** The first of the refused rows. */
  refused: problems,
  /** What was left out of rows that are taken, or looks wrong in them: how much, and the first of it. */
  warned: number,
  warnings: problems,
  /** People. */
  added: number,
  changed: number,
  unchanged: number,
  /** Organisations. */
  admitted: number,
  waiting: number,
  created: number,
  /** Organisations that are not known: how many, and the first of them. */
  unknownOrganisations: number,
  unknown: z.array(z.string()).default([]),
  /** The same with organisations made that are not known; only before it is confirmed. */
  withCreation: z
    .object({ added: number, admitted: number, waiting: number, refusedRows: number })
    .nullable()
    .default(null),
});
export type RegistrationImportReport = z.output<typeof importReport>;
