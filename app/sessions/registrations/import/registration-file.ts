import { z } from "zod";
import { mailAddress } from "#app/kernel/mail-address.ts";
import { lineOf } from "#app/kernel/texts.ts";
import { clusters, organisationKinds, regions } from "#app/codes/codes.ts";
import { codeOfWord } from "#app/office/code-words.ts";
import { problemOfCell } from "#app/office/cells.ts";
import type { Table, TableRow, TableSource } from "#app/office/read-table.server.ts";
import type { FileFailure as UnreadFile } from "#app/office/table.ts";
import { organisationKey } from "#app/organisations/organisation-key.ts";
import { creditCodeProblem, normaliseCode } from "#app/verification/credit-code.ts";
import { readLocalBegin, splitTimes } from "./local-begin.ts";
import type { RegistrationColumn } from "./registration-columns.ts";
import { unreadHeadings } from "./registration-headings.ts";

/** Rows of one file at most. */
export const rowsAtMost = 10_000;

/** Why a row is not taken, or a cell of it; the reason is a key of "errors" or of "sessionFiles:problem". */
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
  city: (typeof regions)[number] | null;
  cluster: (typeof clusters)[number] | null;
  name: string;
  email: string;
  /** Empty when the file says nothing of them. */
  phone: string;
  position: string;
  /** Local begins of slots, "2030-05-16T09:00". */
  absences: string[];
  /** Titles or ids. */
  posts: string[];
}

export type RegistrationSource = TableSource<RegistrationColumn>;

export interface ReadFile {
  rows: FileRow[];
  refused: RegistrationRowProblem[];
  /** What was left out of rows that are taken, or looks wrong in them. */
  warnings: RegistrationRowProblem[];
  /** Columns that mean nothing here. */
  ignored: string[];
  /** Rows of the file, good and bad. */
  total: number;
  source: RegistrationSource;
}

/** A file of which nothing can be taken, with what was seen of it, if anything. */
export interface UnreadRegistrations {
  failure: UnreadFile | "tooManyRows";
  source: RegistrationSource | null;
}

const identifiers: ReadonlySet<RegistrationColumn> = new Set(["code", "phone"]);
/** Columns whose wrong cell is left out, and said, where the rest of the row stands without it. */
const dispensable: ReadonlySet<RegistrationColumn> = new Set(["phone", "city", "cluster"]);

const text = (most: number) => lineOf(most).default("");

const rowSchema = z
  .object({
    organisation: text(120),
    code: text(40).transform(normaliseCode),
    kind: text(40).transform((written, context) => {
      if (written === "") return null;
      const kind = organisationKinds.find(
        (one) => one === codeOfWord("organisationKinds", written),
      );
      if (kind) return kind;
      context.addIssue({ code: "custom", message: "kindUnknown", params: { value: written } });
      return z.NEVER;
    }),
    city: text(80),
    cluster: text(80),
    name: z.string("required").pipe(lineOf(60, 1)),
    email: z
      .string("required")
      .transform((typed) => typed.replace(/^\s*mailto:/i, ""))
      .pipe(mailAddress),
    phone: text(40).transform((written) => written.normalize("NFKC")),
    position: text(80),
    absences: z
      .string()
      .default("")
      .transform((written, context) =>
        splitTimes(written).map((one) => {
          const begin = readLocalBegin(one);
          if (begin === null)
            context.addIssue({ code: "custom", message: "slotTime", params: { value: one } });
          return begin ?? "";
        }),
      ),
    posts: z
      .string()
      .default("")
      .transform((written) =>
        written
          .split(/[;；\n]/)
          .map((part) => part.trim())
          .filter((part) => part !== ""),
      )
      .pipe(z.array(lineOf(200)).max(50, "tooMany")),
  })
  .superRefine((row, context) => {
    if (row.organisation === "" && row.code === "")
      context.addIssue({ code: "custom", path: ["organisation"], message: "organisationOrCode" });
  });

/**
 * Checks the rows of a file by themselves: what is wrong is told by line and column, and a
 * person who stands in it twice for one organisation is taken once. A cell that the row can do
 * without is left out with a warning.
 */
export async function readRegistrations({
  source,
  rows,
}: Table<RegistrationColumn>): Promise<ReadFile | UnreadRegistrations> {
  const taken = new Set(Object.values(source.columns).map(({ place }) => place));
  const ignored = source.headings
    .filter(({ place, text: heading }) => !taken.has(place) && !unreadHeadings.test(heading))
    .map(({ text: heading }) => heading);
  const read: ReadFile = { rows: [], refused: [], warnings: [], ignored, total: 0, source };
  const firstLine = new Map<string, number>();
  for await (const row of rows) {
    if (Object.keys(row.cells).length === 0) continue;
    read.total += 1;
    if (read.total > rowsAtMost) return { failure: "tooManyRows", source };
    const { texts, refused, warnings } = believed(row);
    const parsed = rowSchema.safeParse(texts);
    if (!parsed.success)
      refused.push(
        ...parsed.error.issues
          .filter(({ path: [column] }) => refused.every((problem) => problem.column !== column))
          .map((issue) => problemOf(row.line, issue)),
      );
    if (!parsed.success || refused.length > 0) {
      read.refused.push(...refused);
      continue;
    }
    const { data } = parsed;
    const person = `${organisationKey(data.organisation) || data.code}/${data.email}`;
    const first = firstLine.get(person);
    if (first !== undefined) {
      const values = { line: first };
      read.refused.push({ line: row.line, column: "email", reason: "duplicate", values });
      continue;
    }
    firstLine.set(person, row.line);
    read.rows.push({ line: row.line, ...data, ...codesOf(row.line, data, warnings) });
    read.warnings.push(...warnings);
  }
  return read.total === 0
    ? { failure: "empty", source }
    : { ...read, ignored: ignored.slice(0, 20) };
}

/** What the cells of a row say, without those that must not be believed. */
function believed({ line, cells }: TableRow<RegistrationColumn>) {
  const texts: Partial<Record<RegistrationColumn, string>> = {};
  const [refused, warnings]: [RegistrationRowProblem[], RegistrationRowProblem[]] = [[], []];
  for (const column of Object.keys(cells) as RegistrationColumn[]) {
    const cell = cells[column];
    if (!cell) continue;
    const reason = problemOfCell(cell, identifiers.has(column));
    if (reason === null) {
      texts[column] = cell.text;
      continue;
    }
    const problem = { line, column, reason, values: { value: cell.text } };
    (dispensable.has(column) ? warnings : refused).push(problem);
  }
  return { texts, refused, warnings };
}

/** Place and cluster by their names, and what looks wrong of them and of the code. */
function codesOf(
  line: number,
  { city, cluster, code }: { city: string; cluster: string; code: string },
  warnings: RegistrationRowProblem[],
): Pick<FileRow, "city" | "cluster"> {
  const warn = (column: RegistrationColumn, reason: string, value: string) =>
    void warnings.push({ line, column, reason, values: { value } });
  const place = regions.find((one) => one === codeOfWord("regions", city)) ?? null;
  if (city !== "" && place === null) warn("city", "cityUnknown", city);
  const group = clusters.find((one) => one === codeOfWord("clusters", cluster)) ?? null;
  if (cluster !== "" && group === null) warn("cluster", "clusterUnknown", cluster);
  const problem = code === "" ? null : creditCodeProblem(code);
  if (problem !== null) warn("code", problem, code);
  return { city: place, cluster: group };
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
