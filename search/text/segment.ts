import { Jieba } from "@node-rs/jieba";
import { dict } from "@node-rs/jieba/dict.js";

let loaded: Jieba | undefined;

/** Words by jieba's dictionary with the field's terms. It takes a moment to load, so that is done on first use. */
export function dictionary(): Jieba {
  if (!loaded) {
    loaded = Jieba.withDict(dict);
    loaded.loadDict(Buffer.from(fieldTerms.map((term) => `${term} 20000 n\n`).join("")));
  }
  return loaded;
}

/** Terms of the field that the general dictionary splits. */
const fieldTerms = [
  "碳化硅",
  "氮化镓",
  "石墨烯",
  "碳纤维",
  "钙钛矿",
  "高熵合金",
  "玄武岩纤维",
  "质子交换膜",
  "燃料电池",
  "动力电池",
  "储能",
  "光刻胶",
  "激光雷达",
  "数字孪生",
  "机器视觉",
  "物联网",
  "边缘计算",
  "微纳",
  "增材制造",
  "热障涂层",
  "减速器",
  "传感器",
];

/** Full and half width made one, and Latin letters small. */
export function normalise(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

/** A piece of normalised text: one Latin word or model number, or one run of Chinese characters. */
export interface Run {
  text: string;
  chinese: boolean;
  /** Where it begins in the normalised text. */
  start: number;
}

const runs = /[\p{Script=Han}]+|[\p{L}\p{N}]+(?:[-./+][\p{L}\p{N}]+)*/gu;
const han = /^\p{Script=Han}/u;

/** Splits normalised text into Chinese runs and whole Latin words, numbers and model numbers. */
export function runsOf(normalised: string): Run[] {
  return [...normalised.matchAll(runs)].flatMap((match): Run[] => {
    const [text] = match;
    if (han.test(text)) return [{ text, chinese: true, start: match.index }];
    return splitAtHan(text, match.index);
  });
}

/** A model number may touch Chinese text on either side: GCr15轴承. */
function splitAtHan(text: string, offset: number): Run[] {
  return [...text.matchAll(/\p{Script=Han}+|[^\p{Script=Han}]+/gu)].map((part) => ({
    text: part[0],
    chinese: han.test(part[0]),
    start: offset + part.index,
  }));
}

const stopWords = new Set(
  "的 了 和 与 及 或 在 是 为 对 于 中 等 以 将 可 能 有 其 该 由 从 到 向 把 被 并 而 也 都 使 用 一种 进行 通过 以及 相关 具有 实现 问题 需求 技术 研究 项目 公司 目前 要求 the a an of and or for to in on with by is are be at as it that this from we our".split(
    " ",
  ),
);

/** Whether a word says nothing about what a text is about. */
export const isStopWord = (word: string): boolean => stopWords.has(word);

/** The words of a text without overlaps, in their order; stop words are left out. */
export function wordsOf(text: string): string[] {
  return runsOf(normalise(text)).flatMap((run) =>
    run.chinese ? dictionary().cut(run.text, true).filter((word) => !isStopWord(word)) : latinWord(run),
  );
}

const latinWord = (run: Run): string[] => (isStopWord(run.text) ? [] : [run.text]);

/** All words of a text, also those inside longer ones (测试工具箱 gives 工具 too). */
export function searchWordsOf(text: string): string[] {
  return runsOf(normalise(text)).flatMap((run) => {
    if (run.chinese) return dictionary().cutForSearch(run.text, true).filter((word) => !isStopWord(word));
    const parts = run.text.split(/[-./+]/);
    return parts.length > 1 ? [run.text, ...parts.filter((part) => part.length > 1)] : latinWord(run);
  });
}

/** Overlapping pairs of neighbouring Chinese characters; a lone character stands for itself. */
export function bigramsOf(chineseRun: string): string[] {
  const characters = [...chineseRun];
  if (characters.length < 2) return characters;
  return characters.slice(0, -1).map((character, index) => character + characters[index + 1]);
}
