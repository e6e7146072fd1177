import { Jieba } from "@node-rs/jieba";
import { dict } from "@node-rs/jieba/dict.js";
import { fieldTerms } from "./field-terms.ts";
import { normalise } from "./normalise.ts";
import { startsUnit } from "./quantity.ts";
import { isParticle, isStopWord } from "./stop-words.ts";
import { synonymsInUse, synonymWords, type SynonymSet } from "./synonyms.ts";

interface Dictionary {
  jieba: Jieba;
  /** The field's terms and synonyms that it was told. */
  words: ReadonlySet<string>;
  /** What those of them are made of that are made of others. */
  parts: ReadonlyMap<string, string[]>;
  synonyms: SynonymSet;
}

let loaded: Dictionary | undefined;

/**
 * Words by jieba's dictionary with the field's terms and the synonyms in use.
 * It takes a moment to load, so that is done on first use. Words are added as
 * they come; it forgets none, so when one goes it is loaded anew.
 */
export const dictionary = (): Jieba => dictionaryInUse().jieba;

function dictionaryInUse(): Dictionary {
  const synonyms = synonymsInUse();
  if (loaded?.synonyms === synonyms) return loaded;
  const words = new Set([...fieldTerms, ...synonymWords()].filter((word) => wholeHan.test(word)));
  const kept = loaded && [...loaded.words].every((word) => words.has(word)) ? loaded : undefined;
  const jieba = kept?.jieba ?? Jieba.withDict(dict);
  const added = [...words].filter((word) => !kept?.words.has(word));
  if (added.length > 0)
    jieba.loadDict(Buffer.from(added.map((word) => `${word} 20000 n\n`).join("")));
  const parts = new Map([...words].map((word) => [word, cutInto(words, word)] as const));
  loaded = { jieba, words, parts, synonyms };
  return loaded;
}

/** A lone character is a word anyway; told to the dictionary it would break longer ones apart. */
const wholeHan = /^\p{Script=Han}{2,}$/u;

/** The fewest other terms that together are the word; none when it is not made of terms only. */
function cutInto(terms: ReadonlySet<string>, word: string): string[] {
  const characters = [...word];
  const best: (string[] | undefined)[] = [[]];
  for (let end = 2; end <= characters.length; end += 1)
    for (let start = 0; start <= end - 2; start += 1) {
      const part = characters.slice(start, end).join("");
      const before = best[start];
      if (!before || part === word || !terms.has(part)) continue;
      if (before.length + 1 < (best[end]?.length ?? Infinity)) best[end] = [...before, part];
    }
  return best[characters.length] ?? [];
}

/** The terms that a term is made of (质子交换膜燃料电池: 质子交换膜, 燃料电池); none of most. */
export const partsOfTerm = (word: string): string[] => dictionaryInUse().parts.get(word) ?? [];

/** All terms that are made of other terms. */
export const termsOfParts = (): string[] =>
  [...dictionaryInUse().parts].flatMap(([word, parts]) => (parts.length > 0 ? [word] : []));

/** A piece of normalised text: one Latin word or model number, or one run of Chinese characters. */
export interface Run {
  text: string;
  chinese: boolean;
  /** Where it begins in the normalised text. */
  start: number;
}

const runs = /[\p{L}\p{N}]+(?:[-./+][\p{L}\p{N}]+)*/gu;
const han = /^\p{Script=Han}/u;

/**
 * Splits normalised text into Chinese runs and whole Latin words, numbers and model
 * numbers; a number and its unit are two, whether a space stands between them or not.
 */
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
    return kept === "" ? [] : splitMeasure(kept, start);
  });
}

const numberAnd = /^(\d+(?:\.\d+)?)(\p{L}[^.+-]*)$/u;

function splitMeasure(text: string, start: number): Run[] {
  const [, number = "", unit = ""] = numberAnd.exec(text) ?? [];
  if (!startsUnit(unit)) return [{ text, chinese: false, start }];
  return [
    { text: number, chinese: false, start },
    { text: unit, chinese: false, start: start + number.length },
  ];
}

/** Normalised text in which a space stands between each number and its unit. */
export function spaceMeasures(normalised: string): string {
  let spaced = "";
  let at = 0;
  let end = -1;
  for (const { text, chinese, start } of runsOf(normalised)) {
    if (!chinese && start === end) {
      spaced += `${normalised.slice(at, start)} `;
      at = start;
    }
    end = chinese ? -1 : start + text.length;
  }
  return spaced + normalised.slice(at);
}

/** The parts of a model number or compound that can be looked for alone: lithium-ion, 6061-t6. */
export const partsOf = (latin: string): string[] =>
  latin.split(/[-./+]/).filter((part) => part !== "");

const cutChinese = (run: string): string[] => dictionary().cut(run, true);

/** The words of a text without overlaps, in their order, a Latin term of several words as one. */
export const wordsOf = (text: string): string[] => cutText(text, cutChinese);

function cutText(text: string, cut: (chineseRun: string) => string[]): string[] {
  const { mixed } = termsInUse();
  const normalised = normalise(text);
  if (!mixed) return cutRuns(normalised, cut);
  return normalised
    .split(mixed)
    .flatMap((part, index) => (index % 2 === 1 ? [part] : cutRuns(part, cut)));
}

function cutRuns(normalised: string, cut: (chineseRun: string) => string[]): string[] {
  const words: string[] = [];
  let latin: string[] = [];
  const flush = () => {
    words.push(...joinTerms(latin));
    latin = [];
  };
  for (const run of runsOf(normalised)) {
    if (run.chinese) {
      flush();
      words.push(...cut(run.text));
    } else latin.push(run.text);
  }
  flush();
  return words;
}

/** The synonyms that one run does not hold. */
interface Terms {
  synonyms: SynonymSet;
  /** Latin terms of several words. */
  latin: ReadonlySet<string>;
  /** How many words the longest of them has. */
  longest: number;
  /** Finds terms of Chinese and Latin together, such as 3d打印; null when there are none. */
  mixed: RegExp | null;
}

let knownTerms: Terms | undefined;

function termsInUse(): Terms {
  const synonyms = synonymsInUse();
  if (knownTerms?.synonyms === synonyms) return knownTerms;
  const words = synonymWords();
  const latin = words.filter((word) => word.includes(" ") && !/\p{Script=Han}/u.test(word));
  knownTerms = {
    synonyms,
    latin: new Set(latin),
    longest: Math.max(1, ...latin.map((term) => term.split(" ").length)),
    mixed: mixedTerms(words.filter((word) => runsOf(word).length > 1 && !latin.includes(word))),
  };
  return knownTerms;
}

function mixedTerms(words: string[]): RegExp | null {
  if (words.length === 0) return null;
  const escaped = [...words]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replaceAll(/[.+]/g, "\\$&"));
  const inWord = "[\\p{Script=Latin}\\p{Script=Greek}\\p{N}]";
  /** A place where no Latin word or number is cut in two. */
  const edge = `(?:(?<!${inWord})|(?!${inWord}))`;
  return new RegExp(`${edge}(${escaped.join("|")})${edge}`, "u");
}

function joinTerms(latin: string[]): string[] {
  const { latin: terms, longest } = termsInUse();
  const words: string[] = [];
  for (let at = 0; at < latin.length;) {
    let length = Math.min(longest, latin.length - at);
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
export const searchWordsOf = (text: string): string[] => searchWordsIn(runsOf(normalise(text)));

/** The same, and the terms that have several runs, such as 3d打印 and silicon carbide. */
export function searchTermsOf(text: string): string[] {
  const { mixed } = termsInUse();
  const normalised = normalise(text);
  const runs = runsOf(normalised);
  const words = searchWordsIn(runs);
  const found = mixed ? normalised.split(mixed).filter((_, index) => index % 2 === 1) : [];
  const latin = runs.map((run) => (run.chinese ? "" : run.text));
  const joined = joinTerms(latin).filter((term) => term.includes(" "));
  return [...words, ...found, ...joined];
}

function searchWordsIn(runs: Run[]): string[] {
  return runs.flatMap((run) => {
    if (run.chinese)
      return dictionary()
        .cutForSearch(run.text, true)
        .flatMap((word) => [word, ...partsOfTerm(word)]);
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
