import type { Readable } from "node:stream";
import { auditAll } from "#app/kernel/audit.server.ts";
import { boundedContent } from "#app/files/bounded.ts";
import { maximumSynonyms } from "#app/files/limits.ts";
import { csvOf } from "#app/files/spreadsheet.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction } from "#db/connection.ts";
import { newId } from "#db/schema/columns.ts";
import { synonymGroup } from "#db/schema/index.ts";
import { problemsOf } from "#search/text/synonym-rules.ts";
import { lockSynonyms } from "./lock.server.ts";
import { tellServers } from "./change.server.ts";
import { mayKeepSynonyms } from "./policy.ts";
import type { GroupProblem } from "./problems.ts";
import { noteLimit } from "./schema.ts";
import { groupsInUse } from "./set.server.ts";
import type { ReadSynonyms, UnreadSynonyms } from "./synonym-file.ts";
import type { TableChoice, TableSource } from "#app/office/read-table.server.ts";
import type { CellProblem } from "#app/office/table.ts";
import { inOfficeThread } from "#app/office/thread.server.ts";
import { lengthOf } from "#app/text/graphemes.ts";

/** What a row of the file is refused for. */
export type SynonymRowProblem =
  | GroupProblem
  | { rule: "noteTooLong"; most: number }
  | { rule: "cell"; reason: CellProblem; value: string };

export interface SynonymImportReport {
  added: number;
  unchanged: number;
  wrong: { line: number; problems: SynonymRowProblem[] }[];
  /** How the file was read. */
  source: TableSource;
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
 * Adds the groups of a table: good rows are used at once, wrong ones are reported by the line
 * where they begin, and a group that is in use changes nothing.
 *
 * @returns why nothing of it was taken, or what became of its rows
 * @throws Refusal forbidden for others than organizers; fileEmpty, fileTooLarge
 */
export async function importSynonyms(
  services: Services,
  viewer: Viewer,
  content: Readable,
  choice: TableChoice = {},
): Promise<SynonymImportReport | UnreadSynonyms["failure"]> {
  if (!mayKeepSynonyms(viewer)) throw new Refusal("forbidden");
  const read = await readFile(content, choice);
  if ("failure" in read) return read.failure;
  const { rows, source } = read;
  return inTransaction(services.database, async (transaction) => {
    await lockSynonyms(transaction);
    const byWord = new Map(
      (await groupsInUse(transaction)).flatMap(({ words }) =>
        words.map((word) => [word, words] as const),
      ),
    );
    const report: SynonymImportReport = { added: 0, unchanged: 0, wrong: [], source };
    const added: (typeof synonymGroup.$inferInsert & { id: string })[] = [];
    for (const { line, words, note, wrong } of rows) {
      if (wrong !== null) {
        report.wrong.push({ line, problems: [{ rule: "cell", ...wrong }] });
        continue;
      }
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

const readFile = (content: Readable, choice: TableChoice): Promise<ReadSynonyms | UnreadSynonyms> =>
  inOfficeThread<ReadSynonyms | UnreadSynonyms>(
    "app/synonyms/synonym-file-worker.ts",
    boundedContent(content, maximumSynonyms),
    { choice },
    (failure) => ({ failure }),
  );
