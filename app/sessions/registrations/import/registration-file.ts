import { z } from "zod";
import { organisationKinds } from "#app/codes/codes.ts";
import type { RawRow } from "#app/imports/read-rows.server.ts";
import { codes as englishCodes } from "#app/i18n/en/codes.ts";
import { sessionFiles as english } from "#app/sessions/registrations/words/en.ts";
import { codes as chineseCodes } from "#app/i18n/zh-CN/codes.ts";
import { sessionFiles as chinese } from "#app/sessions/registrations/words/zh-CN.ts";
import { registrationColumns, type RegistrationColumn } from "./registration-columns.ts";
import { lineOf } from "#app/kernel/texts.ts";
import { mailAddress } from "#app/kernel/mail-address.ts";
import { written, writtenLine } from "#app/text/characters.ts";

/** Rows of one file at most. */
export const rowsAtMost = 10_000;

/** Why a row is not taken; the reason is a key of "errors" or of "sessionFiles:problem". */
export interface RegistrationRowProblem {
  line: number;
  column: RegistrationColumn | "";
  reason: string;
  values: Record<string, string | number>;
}

/** One person as the file names them. */
export interface FileRow {
  line: number;
  organisation: string;
  /** A unified social credit code, in capitals; empty when the file has none. */
  code: string;
  kind: (typeof organisationKinds)[number] | null;
  name: string;
  email: string;
  /** Empty when the file says nothing of it. */
  position: string;
  /** Local begins of slots, "2030-05-16T09:00". */
  absences: string[];
  /** Titles or ids. */
  posts: string[];
}

export interface ReadFile {
  rows: FileRow[];
  refused: RegistrationRowProblem[];
  /** Columns that mean nothing here. */
  ignored: string[];
  /** Rows of the file, good and bad. */
  total: number;
}

/** A file of which nothing can be taken. */
export type FileFailure = "unreadable" | "noColumns" | "tooManyRows" | "empty";

const normalised = (text: string): string =>
  writtenLine(text)
    .toLowerCase()
    .replace(/[\s_]+/g, " ");

/** A heading without what people write one way or the other: width, spaces, hyphens ("E-mail"). */
const headingKey = (heading: string): string =>
  normalised(heading.normalize("NFKC")).replace(/[ \p{Pd}]/gu, "");

/** Which column a heading names, in any of our languages or by its code. */
const columnOf = new Map<string, RegistrationColumn>(
  registrationColumns.flatMap((column) =>
    [column, chinese.column[column], english.column[column]].map(
      (heading) => [headingKey(heading), column] as const,
    ),
  ),
);

const kindOf = new Map(
  organisationKinds.flatMap((kind) =>
    [kind, chineseCodes.organisationKinds[kind], englishCodes.organisationKinds[kind]].map(
      (word) => [normalised(word), kind] as const,
    ),
  ),
);

const text = (most: number) => lineOf(most).default("");
const list = z
  .string()
  .default("")
  .transform((cell) =>
    written(cell)
      .split(/[;；\n]/)
      .map(writtenLine)
      .filter((part) => part !== ""),
  );

const localBegin = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[ T]+(\d{1,2})[:：](\d{2})$/;

const rowSchema = z
  .object({
    organisation: text(120),
    code: text(40).transform((code) => code.toUpperCase()),
    kind: text(40).transform((written, context) => {
      if (written === "") return null;
      const known = kindOf.get(normalised(written));
      if (known) return known;
      context.addIssue({ code: "custom", message: "invalidChoice" });
      return z.NEVER;
    }),
    name: lineOf(60, 1),
    email: mailAddress,
    position: text(80),
    absences: list.transform((written, context) =>
      written.map((one) => {
        const [, year, month = "", day = "", hour = "", minute] = localBegin.exec(one) ?? [];
        if (year === undefined)
          context.addIssue({ code: "custom", message: "slotTime", params: { value: one } });
        const two = (part: string) => part.padStart(2, "0");
        return `${year}-${two(month)}-${two(day)}T${two(hour)}:${minute}`;
      }),
    ),
    posts: list.pipe(z.array(lineOf(200)).max(50, "tooMany")),
  })
  .superRefine((row, context) => {
    if (row.organisation === "" && row.code === "")
      context.addIssue({ code: "custom", path: ["organisation"], message: "organisationOrCode" });
  });

/**
 * Checks the rows of a file by themselves: headings are recognised in each language,
 * what is wrong is told by line and column, and a person who stands in it twice
 * for one organisation is taken once.
 */
export async function readRegistrations(
  raw: AsyncIterable<RawRow>,
): Promise<ReadFile | FileFailure> {
  const read: ReadFile = { rows: [], refused: [], ignored: [], total: 0 };
  const ignored = new Set<string>();
  const firstLine = new Map<string, number>();
  let columnsSeen = false;
  for await (const { line, fields } of raw) {
    const row: Record<string, string> = {};
    for (const [heading, value] of Object.entries(fields)) {
      const column = columnOf.get(headingKey(heading));
      if (column) row[column] = String(value ?? "");
      else if (heading.trim() !== "") ignored.add(heading.trim());
    }
    columnsSeen ||= Object.keys(row).length > 0;
    if (Object.values(row).every((value) => value.trim() === "")) continue;
    read.total += 1;
    if (read.total > rowsAtMost) return "tooManyRows";
    const parsed = rowSchema.safeParse(row);
    if (!parsed.success) {
      read.refused.push(...parsed.error.issues.map((issue) => problemOf(line, issue)));
      continue;
    }
    const { data } = parsed;
    const person = `${data.code || normalised(data.organisation)}/${data.email}`;
    const first = firstLine.get(person);
    if (first !== undefined) {
      const values = { line: first };
      read.refused.push({ line, column: "email", reason: "duplicate", values });
      continue;
    }
    firstLine.set(person, line);
    read.rows.push({ line, ...data });
  }
  if (!columnsSeen) return read.total === 0 && ignored.size === 0 ? "empty" : "noColumns";
  if (read.total === 0) return "empty";
  return { ...read, ignored: [...ignored].slice(0, 20) };
}

function problemOf(line: number, issue: z.core.$ZodIssue): RegistrationRowProblem {
  const [column = ""] = issue.path as RegistrationColumn[];
  const values = {
    ...(issue.code === "too_big" ? { max: Number(issue.maximum) } : {}),
    ...(issue.code === "custom"
      ? (issue.params as RegistrationRowProblem["values"] | undefined)
      : {}),
  };
  return { line, column, reason: issue.message, values };
}
