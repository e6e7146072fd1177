import fs from "node:fs";
import path from "node:path";
import { parse } from "csv-parse/sync";
import { z } from "zod";

const needRow = z.object({ id: z.string(), title: z.string(), content: z.string() });
const resultRow = z.object({
  id: z.string(),
  title: z.string(),
  abstract: z.string(),
  keywords: z.array(z.string()),
  discipline: z.string(),
});
export type RealNeed = z.infer<typeof needRow>;
/** A real research result with abstract and keywords. */
export type Paper = z.infer<typeof resultRow>;

/**
 * The real needs of a folder's needs.csv.
 *
 * @throws ZodError when a row has not the described shape
 */
export function readNeeds(directory: string): RealNeed[] {
  const text = fs.readFileSync(path.join(directory, "needs.csv"), "utf8");
  return z
    .array(needRow)
    .parse(parse(text, { columns: true, bom: true, relax_column_count: true }));
}

/** The research results of a folder's results.jsonl; empty when it has none. */
export function readPapers(directory: string): Paper[] {
  const name = path.join(directory, "results.jsonl");
  return fs.existsSync(name) ? z.array(resultRow).parse(readLines(name)) : [];
}

/** Each line of a JSONL file. */
export const readLines = (file: string): unknown[] =>
  fs
    .readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as unknown);
