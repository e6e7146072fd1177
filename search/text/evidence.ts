import { TfIdf } from "@node-rs/jieba";
import { idf } from "@node-rs/jieba/dict.js";
import type { SearchDocument } from "../documents.ts";
import { normalise } from "./normalise.ts";
import { dictionary, searchWordsOf } from "./segment.ts";
import { isStopWord } from "./stop-words.ts";
import { cutUnits } from "#app/text/graphemes.ts";

let weigher: TfIdf | undefined;

/**
 * The words that say best what a post is about, as many as an index can look up
 * at once: all of title and keywords, and the rarest of the passages (weighed
 * by the word frequencies of general Chinese that come with jieba).
 */
export function evidenceTerms(document: SearchDocument, fromPassages = 30): string[] {
  weigher ??= TfIdf.withDict(idf);
  const passages = document.passages.map(({ text }) => text).join("\n");
  const rare = weigher
    .extractKeywords(dictionary(), normalise(cutUnits(passages, 8_000)), fromPassages)
    .map(({ keyword }) => keyword);
  const named = [document.title, ...document.keywords]
    .flatMap(searchWordsOf)
    .filter((word) => !isStopWord(word));
  return [...new Set([...named, ...rare])];
}
