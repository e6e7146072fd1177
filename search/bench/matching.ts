/**
 * npm run bench:matching [-- --data DIR]: how well matching ranks the pairs
 * that technology-transfer staff graded, beside simple engines in the same run.
 */
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import type { SearchDocument } from "../documents.ts";
import { scorePair } from "../matching/score.ts";
import { corpusStatistics } from "../matching/statistics.ts";
import { normalise } from "../text/normalise.ts";
import { bigramsOf, runsOf, wordsOf } from "../text/segment.ts";
import { bm25Scorer } from "./bm25.ts";
import { meanAuc, meanNdcg, type Judged } from "./measures.ts";

const needRow = z.object({ id: z.string(), title: z.string(), content: z.string() });
const pairRow = z.object({
  need: z.string(),
  result: z.string(),
  grade: z.number().int().min(1).max(4),
  result_words: z.array(z.string()),
});

const { values } = parseArgs({
  options: { data: { type: "string" }, "no-train": { type: "boolean", default: false } },
});
const directory = values.data ?? process.env.DUIJIE_DATA_DIR ?? "../shared/data";
const read = (name: string) => fs.readFileSync(path.join(directory, name), "utf8");

const needs = z
  .array(needRow)
  .parse(parse(read("needs.csv"), { columns: true, bom: true, relax_column_count: true }));
const pairs = read("graded-pairs.jsonl")
  .split("\n")
  .filter((line) => line.trim() !== "")
  .map((line) => pairRow.parse(JSON.parse(line)));

const blank = {
  keywords: [],
  indicators: [],
  organisationName: "",
  organisationId: null,
  verified: false,
  clusters: [],
  discipline: null,
  region: null,
  trl: null,
  cooperationModes: [],
  amountMin: null,
  amountMax: null,
  audience: ["public"],
  publishedAt: 0,
  expiresAt: null,
  deadline: null,
  revision: 1,
  state: "published",
} as const satisfies Partial<SearchDocument>;

const document = (
  id: string,
  kind: "need" | "result",
  title: string,
  text: string,
): SearchDocument => ({
  ...structuredClone({ ...blank, keywords: [], audience: ["public"] }),
  id,
  ownerId: id,
  kind,
  title,
  passages: text === "" ? [] : [{ field: kind === "need" ? "problem" : "abstract", text }],
  indicators: [],
  clusters: [],
  cooperationModes: [],
});

const needDocuments = new Map(
  needs.map((need) => [need.id, document(need.id, "need", need.title, need.content)]),
);
const resultDocuments = new Map(
  pairs.map((pair) => [
    pair.result,
    document(pair.result, "result", pair.result_words.join(" "), ""),
  ]),
);
const corpus = corpusStatistics([...needDocuments.values(), ...resultDocuments.values()]);

const textOf = (one: SearchDocument, titles: number): string =>
  [...Array<string>(titles).fill(one.title), ...one.passages.map(({ text }) => text)].join("\n");
const bigrams = (text: string): string[] =>
  runsOf(normalise(text)).flatMap((run) => (run.chinese ? bigramsOf(run.text) : [run.text]));

type Engine = (need: SearchDocument, result: SearchDocument) => number;
const lexical = (cut: (text: string) => string[], titles: number): Engine => {
  const score = bm25Scorer(
    new Map([...needDocuments].map(([id, need]) => [id, cut(textOf(need, titles))])),
  );
  return (need, result) => score(need.id, cut(result.title));
};

/** A repeatable stand-in for chance (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
const random = chance(7);

const engines: Record<string, Engine> = {
  random: () => random(),
  "BM25 bigrams": lexical(bigrams, 1),
  "BM25 bigrams, titles tripled": lexical(bigrams, 3),
  "BM25 words, titles tripled": lexical(wordsOf, 3),
  duijie: (need, result) => scorePair(need, result, corpus).score,
};

let last = "";
for (const [name, engine] of Object.entries(engines)) {
  const byNeed = new Map<string, Judged[]>();
  for (const pair of pairs) {
    const need = needDocuments.get(pair.need);
    const result = resultDocuments.get(pair.result);
    if (!need || !result) continue;
    const judged = byNeed.get(pair.need) ?? [];
    judged.push({ grade: pair.grade, score: engine(need, result) });
    byNeed.set(pair.need, judged);
  }
  const lists = [...byNeed.values()];
  const ndcg = meanNdcg(lists, 10);
  const auc = meanAuc(lists);
  console.log(`${name.padEnd(30)} nDCG@10 ${ndcg.mean.toFixed(3)}  AUC ${auc.mean.toFixed(3)}`);
  last = `matching nDCG@10 ${ndcg.mean.toFixed(3)} AUC ${auc.mean.toFixed(3)} over ${ndcg.needs} needs`;
}
console.log(last);
