/**
 * npm run bench:matching [-- --data DIR] [-- --no-train]: how well matching ranks
 * the pairs that technology-transfer staff graded, and how well search finds known
 * papers, beside other engines in the same run. With --no-train the weights are
 * those of the repository and nothing is learned.
 */
import { parseArgs } from "node:util";
import pg from "pg";
import type { SearchDocument } from "../documents.ts";
import { scorePair } from "../matching/score.ts";
import { lexicalNames } from "../matching/weights.ts";
import { chance } from "../training/chance.ts";
import { readGraded, type GradedPair } from "../training/graded.ts";
import { meanAuc, meanNdcg, type Judged } from "../training/measures.ts";
import { graded, outOfFold, statisticsOf } from "../training/model.ts";
import { relatedFrom } from "../training/learn.ts";
import { measureKnownItems } from "./known-items.ts";
import { peers, type Peer, type Text } from "./peers.ts";
import { openBench } from "./search-server.ts";

const { values } = parseArgs({
  options: { data: { type: "string" }, "no-train": { type: "boolean", default: false } },
});
const data = readGraded(values.data ?? process.env.DUIJIE_DATA_DIR ?? "../shared/data");
const server = await openBench();
const pool = new pg.Pool({ connectionString: server.url });

const byNeed = new Map<string, GradedPair[]>();
for (const pair of data.pairs)
  byNeed.set(pair.need.id, [...(byNeed.get(pair.need.id) ?? []), pair]);
const lists = [...byNeed.values()];

/** Prints one engine's line; answers the figures as the last line gives them. */
function print(name: string, judged: Judged[][]): string {
  const ndcg = meanNdcg(judged, 10);
  const auc = meanAuc(judged);
  console.log(`${name.padEnd(34)} nDCG@10 ${ndcg.mean.toFixed(3)}  AUC ${auc.mean.toFixed(3)}`);
  return `matching nDCG@10 ${ndcg.mean.toFixed(3)} AUC ${auc.mean.toFixed(3)} over ${ndcg.needs} needs`;
}

const judge = (score: (pair: GradedPair) => number): Judged[][] =>
  lists.map((list) => list.map((pair) => ({ grade: pair.grade, score: score(pair) })));

const textOf = ({ id, title, passages }: SearchDocument): Text => ({
  id,
  title,
  body: passages.map(({ text }) => text).join("\n"),
});

/** The peer holds the results and is asked with what a need says. */
async function judgeByNeeds(peer: Peer): Promise<Judged[][]> {
  const engine = await peer.open(data.results.map(textOf));
  const judged: Judged[][] = [];
  for (const list of lists) {
    const [first] = list;
    if (!first) continue;
    const { title, body } = textOf(first.need);
    const scores = await engine.ask(`${title}\n${body}`);
    judged.push(list.map(({ result, grade }) => ({ grade, score: scores.get(result.id) ?? 0 })));
  }
  await engine.close?.();
  return judged;
}

/** The peer holds the needs and is asked with each result's title; a person would plug it in either way. */
async function judgeByResults(peer: Peer): Promise<Judged[][]> {
  const engine = await peer.open(lists.flatMap(([first]) => (first ? [textOf(first.need)] : [])));
  const answers = new Map<string, ReadonlyMap<string, number>>();
  for (const { title } of data.results)
    if (!answers.has(title)) answers.set(title, await engine.ask(title));
  await engine.close?.();
  return judge(({ need, result }) => answers.get(result.title)?.get(need.id) ?? 0);
}

console.log(`${data.pairs.length} graded pairs of ${lists.length} needs\n`);
const random = chance(7);
print(
  "random",
  judge(() => random()),
);
for (const peer of peers(pool)) {
  const found = [await judgeByNeeds(peer), await judgeByResults(peer)];
  const [better = []] = found.sort((a, b) => meanNdcg(b, 10).mean - meanNdcg(a, 10).mean);
  print(peer.name, better);
}
const corpus = statisticsOf(data);
const committed = judge(({ need, result }) => scorePair(need, result, corpus).score);
let last: string;
if (values["no-train"]) last = print("duijie, weights as committed", committed);
else {
  print("duijie, weights as committed", committed);
  const examples = graded(data);
  const judged = outOfFold(examples);
  last = print("duijie, five-fold by need", judged);
  console.log("\nablation, five-fold by need");
  for (const name of lexicalNames) {
    const others = lexicalNames.filter((other) => other !== name);
    print(`  without ${name}`, outOfFold(examples, others));
  }
  for (const name of lexicalNames) print(`  ${name} alone`, outOfFold(examples, [name]));
  printReliability(judged.flat());
}
const engines = [server];
if (process.env.MEILI_URL) engines.push(await openBench("meilisearch"));
await measureKnownItems(
  data.papers,
  peers(pool),
  engines.map(({ engine }) => engine),
);
await pool.end();
for (const one of engines) await one.stop();
console.log(`\n${last}`);

/** Of pairs with about the same chance, how many are related: what "80 %" is worth. */
function printReliability(judged: Judged[]): void {
  console.log("\nchance given, and how many were graded fairly strong or strong");
  const width = 0.1;
  for (let bin = 0; bin < 1 / width; bin += 1) {
    const inside = judged.filter(({ score }) => Math.floor(score / width) === bin);
    if (inside.length === 0) continue;
    const mean = inside.reduce((sum, { score }) => sum + score, 0) / inside.length;
    const related = inside.filter(({ grade }) => grade >= relatedFrom).length;
    console.log(
      `  ${mean.toFixed(2)} given, ${(related / inside.length).toFixed(2)} of ${inside.length} pairs`,
    );
  }
}
