import type { Readable } from "node:stream";
import { parse } from "csv-parse";
import { auditAll } from "#app/kernel/audit.server.ts";
import { maximumSynonyms } from "#app/files/limits.ts";
import { csvOf } from "#app/files/spreadsheet.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction } from "#db/connection.ts";
import { newId } from "#db/schema/columns.ts";
import { synonymGroup } from "#db/schema/index.ts";
import { normaliseWords, problemsOf, splitWords } from "#search/text/synonym-rules.ts";
import { lockSynonyms } from "./lock.server.ts";
import { tellServers } from "./change.server.ts";
import { mayKeepSynonyms } from "./policy.ts";
import type { GroupProblem } from "./problems.ts";
import { noteLimit } from "./schema.ts";
import { groupsInUse } from "./set.server.ts";
import { lengthOf } from "#app/text/graphemes.ts";
import { writtenLine, writtenText } from "#app/text/characters.ts";

/** Rows of one import at most. */
const maximumRows = 5_000;

/** What a row of the file is refused for. */
export type SynonymRowProblem = GroupProblem | { rule: "noteTooLong"; most: number };
/** Why a whole file is refused. */
export type FileProblem = "tooLarge" | "tooManyRows" | "noColumn" | "unreadable";

export interface SynonymImportReport {
  added: number;
  unchanged: number;
  wrong: { line: number; problems: SynonymRowProblem[] }[];
}

/**
 * All groups in use as CSV for spreadsheets (UTF-8 with a byte order mark), its
 * columns words and note, the words separated by ";".
 *
 * @throws Refusal forbidden for others than organizers
 */
export async function exportSynonyms(services: Services, viewer: Viewer): Promise<Buffer> {
  if (!mayKeepSynonyms(viewer)) throw new Refusal("forbidden");
  const groups = await groupsInUse(services.database);
  const notes = await services.database
    .select({ id: synonymGroup.id, note: synonymGroup.note })
    .from(synonymGroup);
  const noteOf = new Map(notes.map(({ id, note }) => [id, note]));
  return csvOf([
    ["words", "note"],
    ...groups.map(({ id, words }) => [words.join(";"), id === null ? "" : (noteOf.get(id) ?? "")]),
  ]);
}

/**
 * Adds the groups of a CSV file: good rows are used at once, wrong ones are
 * reported by the line where they begin, and a group that is in use changes
 * nothing.
 *
 * @throws Refusal forbidden for others than organizers
 */
export async function importSynonyms(
  services: Services,
  viewer: Viewer,
  content: Readable,
): Promise<SynonymImportReport | FileProblem> {
  if (!mayKeepSynonyms(viewer)) throw new Refusal("forbidden");
  const rows = await readRows(content);
  if (typeof rows === "string") return rows;
  return inTransaction(services.database, async (transaction) => {
    await lockSynonyms(transaction);
    const byWord = new Map(
      (await groupsInUse(transaction)).flatMap(({ words }) =>
        words.map((word) => [word, words] as const),
      ),
    );
    const report: SynonymImportReport = { added: 0, unchanged: 0, wrong: [] };
    const added: (typeof synonymGroup.$inferInsert & { id: string })[] = [];
    for (const { line, words, note } of rows) {
      const sharing = [...new Set(words.flatMap((word) => [byWord.get(word) ?? []]))].filter(
        (group) => group.length > 0,
      );
      if (isSame(sharing, words)) {
        report.unchanged += 1;
        continue;
      }
      const problems: SynonymRowProblem[] = problemsOf(words, sharing);
      if (lengthOf(note) > noteLimit) problems.push({ rule: "noteTooLong", most: noteLimit });
      if (problems.length > 0) {
        report.wrong.push({ line, problems });
        continue;
      }
      for (const word of words) byWord.set(word, words);
      added.push(rowOf(viewer, words, note, services.now()));
    }
    report.added = added.length;
    if (added.length > 0) {
      await transaction.insert(synonymGroup).values(added);
      await auditAll(
        transaction,
        added.map(({ id, words }) => ({
          actorId: viewer.userId,
          organisationId: null,
          subjectKind: "synonyms",
          subjectId: id,
          action: "import",
          detail: { words },
        })),
      );
      await tellServers(transaction);
    }
    return report;
  });
}

/** Whether the words are those of the one group that shares any. */
const isSame = (sharing: (readonly string[])[], words: string[]): boolean =>
  sharing.length === 1 &&
  sharing[0]?.length === words.length &&
  words.every((word) => sharing[0]?.includes(word));

const rowOf = (viewer: Viewer, words: string[], note: string, now: Date) => ({
  id: newId(),
  words,
  note,
  state: "approved" as const,
  proposedById: viewer.userId,
  decidedById: viewer.userId,
  decidedAt: now,
});

interface Row {
  /** Where it begins in the file. */
  line: number;
  words: string[];
  note: string;
}

async function readRows(content: Readable): Promise<Row[] | FileProblem> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maximumSynonyms) chunks.push(chunk);
  }
  if (bytes === 0) throw new Refusal("fileEmpty");
  if (bytes > maximumSynonyms) return "tooLarge";
  const parser = parse(textOf(Buffer.concat(chunks)), {
    columns: (names: string[]) => names.map((name) => writtenLine(name).toLowerCase()),
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  const rows: Row[] = [];
  let line = 2;
  try {
    for await (const { record, info } of parser as AsyncIterable<CsvRecord>) {
      if (record.words === undefined) return "noColumn";
      if (rows.length === maximumRows) return "tooManyRows";
      const note = writtenText(record.note ?? "");
      rows.push({ line, words: normaliseWords(splitWords(record.words)), note });
      line = info.lines + 1;
    }
  } catch {
    return "unreadable";
  }
  return rows;
}

/** UTF-8, else what spreadsheets on Chinese systems write; ends of lines as one character, so that lines are counted right. */
function textOf(bytes: Buffer): string {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    text = new TextDecoder("gb18030").decode(bytes);
  }
  return text.replaceAll("\r\n", "\n");
}

interface CsvRecord {
  record: { words?: string; note?: string };
  /** `lines` is where the record ends. */
  info: { lines: number };
}
