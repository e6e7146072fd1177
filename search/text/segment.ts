import { Jieba } from "@node-rs/jieba";
import { dict } from "@node-rs/jieba/dict.js";
import { fieldTerms } from "./field-terms.ts";
import { normalise } from "./normalise.ts";
import { isParticle, isStopWord } from "./stop-words.ts";
import { synonymWords } from "./synonyms.ts";

let loaded: Jieba | undefined;

/** Words by jieba's dictionary with the field's terms. It takes a moment to load, so that is done on first use. */
export function dictionary(): Jieba {
  if (!loaded) {
    loaded = Jieba.withDict(dict);
    const terms = [...fieldTerms, ...synonymWords].filter((word) => han.test(word));
    loaded.loadDict(Buffer.from(terms.map((term) => `${term} 20000 n\n`).join("")));
  }
  return loaded;
}

/** A piece of normalised text: one Latin word or model number, or one run of Chinese characters. */
export interface Run {
  text: string;
  chinese: boolean;
  /** Where it begins in the normalised text. */
  start: number;
}

const runs = /[\p{L}\p{N}]+(?:[-./+][\p{L}\p{N}]+)*/gu;
const han = /^\p{Script=Han}/u;

/** Splits normalised text into Chinese runs and whole Latin words, numbers and model numbers. */
export function runsOf(normalised: string): Run[] {
  return [...normalised.matchAll(runs)].flatMap((match) => splitAtHan(match[0], match.index));
}

/** A model number may touch Chinese text on either side: GCr15轴承. */
function splitAtHan(text: string, offset: number): Run[] {
  return [...text.matchAll(/\p{Script=Han}+|[^\p{Script=Han}]+/gu)].flatMap((part): Run[] => {
    const [whole] = part;
    if (han.test(whole)) return [{ text: whole, chinese: true, start: offset + part.index }];
    const kept = whole.replaceAll(/^[-./+]+|[-./+]+$/gu, "");
    const start = offset + part.index + whole.indexOf(kept);
    return kept === "" ? [] : [{ text: kept, chinese: false, start }];
  });
}

/** The parts of a model number or compound that can be looked for alone: lithium-ion, 6061-t6. */
export const partsOf = (latin: string): string[] =>
  latin.split(/[-./+]/).filter((part) => part !== "");

const cutChinese = (run: string): string[] => dictionary().cut(run, true);

/** The words of a text without overlaps, in their order, a Latin term of several words as one. */
export const wordsOf = (text: string): string[] => cutText(text, cutChinese);

function cutText(text: string, cut: (chineseRun: string) => string[]): string[] {
  const words: string[] = [];
  let latin: string[] = [];
  const flush = () => {
    words.push(...joinTerms(latin));
    latin = [];
  };
  for (const run of runsOf(normalise(text))) {
    if (run.chinese) {
      flush();
      words.push(...cut(run.text));
    } else latin.push(run.text);
  }
  flush();
  return words;
}

const terms = new Set(synonymWords.filter((word) => word.includes(" ")));
const longestTerm = 3;

function joinTerms(latin: string[]): string[] {
  const words: string[] = [];
  for (let at = 0; at < latin.length;) {
    let length = Math.min(longestTerm, latin.length - at);
    while (length > 1 && !terms.has(latin.slice(at, at + length).join(" "))) length -= 1;
    words.push(latin.slice(at, at + length).join(" "));
    at += length;
  }
  return words;
}

const mostQueryWords = 32;

/**
 * The words of a query that a document must meet. Neighbouring lone characters,
 * which the dictionary leaves of a name it does not know, stay together;
 * particles are left out unless there is nothing else.
 */
export function queryWordsOf(text: string): string[] {
  const words = cutText(text, (run) => joinLone(cutChinese(run)));
  const telling = words.filter((word) => !isParticle(word));
  return [...new Set(telling.length > 0 ? telling : words)].slice(0, mostQueryWords);
}

function joinLone(words: string[]): string[] {
  const joined: string[] = [];
  let open = false;
  for (const word of words) {
    const lone = [...word].length === 1 && !isParticle(word);
    if (lone && open) joined[joined.length - 1] += word;
    else joined.push(word);
    open = lone;
  }
  return joined;
}

/** The words that say what a text is about: without stop words. */
export const contentWordsOf = (text: string): string[] =>
  wordsOf(text).filter((word) => !isStopWord(word));

/** All words of a text, also those inside longer ones (测试工具箱 gives 工具 too). */
export function searchWordsOf(text: string): string[] {
  return runsOf(normalise(text)).flatMap((run) => {
    if (run.chinese) return dictionary().cutForSearch(run.text, true);
    const parts = partsOf(run.text);
    return parts.length > 1 ? [run.text, ...parts.filter((part) => part.length > 1)] : [run.text];
  });
}

/** Overlapping pairs of neighbouring Chinese characters; a lone character stands for itself. */
export function bigramsOf(chineseRun: string): string[] {
  const characters = [...chineseRun];
  if (characters.length < 2) return characters;
  return characters.slice(0, -1).map((character, index) => character + characters[index + 1]);
}
