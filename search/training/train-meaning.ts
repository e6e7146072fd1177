/**
 * npm run train:meaning: makes the space of meaning anew from the thesaurus'
 * classes (search/thesaurus/classes). Reads no graded pair. After it, run
 * train:matching and raise the versions of the indexes.
 */
import fs from "node:fs";
import { meaningDimensions } from "../matching/grams.ts";
import { normalise } from "../text/normalise.ts";
import { learnMeaning } from "./learn-meaning.ts";

const directory = new URL("../thesaurus/classes/", import.meta.url);
const seed = 86;

/** The terms of a line, without the code that it begins with. */
const termsOf = (line: string): string[] =>
  normalise(line)
    .split(" ")
    .filter((term, index) => index > 0 || !/^[a-z]?\d+[a-z]?\d*$/.test(term));

const lines = fs
  .readdirSync(directory)
  .filter((name) => name.endsWith(".txt"))
  .sort()
  .flatMap((name) => fs.readFileSync(new URL(name, directory), "utf8").trim().split("\n"))
  .map(termsOf);
const { grams, vectors } = learnMeaning(lines, meaningDimensions, seed);

const bytes = Buffer.alloc(grams.length * (4 + meaningDimensions));
vectors.forEach((vector, gram) => {
  const at = gram * (4 + meaningDimensions);
  const scale = Math.max(...vector.map(Math.abs)) / 127;
  bytes.writeFloatLE(scale, at);
  vector.forEach((part, index) => bytes.writeInt8(Math.round(part / (scale || 1)), at + 4 + index));
});
const target = new URL("../matching/", import.meta.url);
fs.writeFileSync(new URL("meaning-grams.txt", target), `${grams.join("\n")}\n`);
fs.writeFileSync(new URL("meaning.bin", target), bytes);
console.log(`${lines.length} lines, ${grams.length} grams, ${bytes.length} bytes`);
