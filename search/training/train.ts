/**
 * npm run train:matching [-- --data DIR] [--feedback FILE]: learns the weights of
 * matching from graded pairs, and from the product's own feedback where a file of
 * it is given (npm run feedback:export), and writes them to be reviewed.
 */
import fs from "node:fs";
import { parseArgs } from "node:util";
import { weights as known, weightsSchema, type Weights } from "../matching/weights.ts";
import { graded, learnLexical, outOfFold } from "./model.ts";
import { learnStructured, readFeedback } from "./feedback.ts";
import { readGraded } from "./graded.ts";
import { relatedFrom } from "./learn.ts";

const { values } = parseArgs({
  options: { data: { type: "string" }, feedback: { type: "string" } },
});
const data = readGraded(values.data ?? process.env.DUIJIE_DATA_DIR ?? "../shared/data");
const lists = graded(data);
const { intercept, lexical } = learnLexical(lists);
const feedback = values.feedback === undefined ? [] : readFeedback(values.feedback);

const bins = 10;
const heldOut = outOfFold(lists).flat();
const reliability = Array.from({ length: bins }, (_, bin) => {
  const [from, to] = [bin / bins, (bin + 1) / bins];
  const inside = heldOut.filter(({ score }) => score >= from && (score < to || bin === bins - 1));
  const related = inside.filter(({ grade }) => grade >= relatedFrom).length;
  return { from, to, pairs: inside.length, related };
}).filter(({ pairs }) => pairs > 0);

const learned: Weights = weightsSchema.parse({
  intercept,
  lexical,
  structured: learnStructured(feedback),
  reliability,
  learnedFrom: { needs: lists.length, pairs: data.pairs.length, feedback: feedback.length },
});
const rounded = JSON.stringify(
  learned,
  (_, value: unknown) => (typeof value === "number" ? Number(value.toPrecision(4)) : value),
  2,
);
fs.writeFileSync(new URL("../matching/weights.json", import.meta.url), `${rounded}\n`);
console.log(`before ${JSON.stringify({ ...known, reliability: undefined })}`);
console.log(rounded);
