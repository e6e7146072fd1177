import { problemOfCell } from "#app/office/cells.ts";
import type { Table, TableSource } from "#app/office/read-table.server.ts";
import type { CellProblem, FileFailure } from "#app/office/table.ts";
import { normaliseWords, splitWords } from "#search/text/synonym-rules.ts";
import { writtenText } from "#app/text/characters.ts";

/** The columns of a file of synonyms with the names that they go by. */
export const synonymHeadings = {
  words: ["words", "词", "词组", "词语", "同义词", "同义词组", "synonyms"],
  note: ["note", "备注", "说明", "来源", "notes", "remark"],
} as const;
type Column = keyof typeof synonymHeadings;

/** Rows of one import at most. */
const rowsAtMost = 5_000;

export interface SynonymRow {
  /** Where it begins in the file. */
  line: number;
  words: string[];
  note: string;
  /** A cell that must not be believed. */
  wrong: { reason: CellProblem; value: string } | null;
}
export interface ReadSynonyms {
  rows: SynonymRow[];
  source: TableSource<Column>;
}
export interface UnreadSynonyms {
  failure: FileFailure | "tooManyRows";
}

/** The groups that a table holds, a row each. */
export async function readSynonyms({
  source,
  rows: table,
}: Table<Column>): Promise<ReadSynonyms | UnreadSynonyms> {
  if (source.columns.words === undefined) return { failure: "noColumns" };
  const rows: SynonymRow[] = [];
  for await (const { line, cells } of table) {
    if (Object.keys(cells).length === 0) continue;
    if (rows.length === rowsAtMost) return { failure: "tooManyRows" };
    const wrong = Object.values(cells).flatMap((cell) => {
      const reason = problemOfCell(cell, false);
      return reason ? [{ reason, value: cell.text }] : [];
    });
    rows.push({
      line,
      words: normaliseWords(splitWords(cells.words?.text ?? "")),
      note: writtenText(cells.note?.text ?? ""),
      wrong: wrong[0] ?? null,
    });
  }
  return { rows, source };
}
