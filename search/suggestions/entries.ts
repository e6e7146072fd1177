import type { SearchDocument } from "../documents.ts";
import { normalise } from "../text/normalise.ts";
import { contentWordsOf, runsOf } from "../text/segment.ts";
import { synonymWords } from "../text/synonyms.ts";
import { fields } from "../thesaurus/index.ts";
import { squeeze } from "./pinyin.ts";
import { writtenLine } from "#app/text/characters.ts";

export type SuggestionKind = "term" | "organisation" | "cluster";

/** Something to be offered. */
export interface Entry {
  kind: SuggestionKind;
  /** As it is shown. */
  text: string;
  /** The organisation's id or the cluster's code; "" for a term, which is searched for. */
  target: string;
}

const longestText = 60;

const term = (text: string): Entry => ({ kind: "term", text, target: "" });

/**
 * What a document brings: its keywords, the words of its title and its
 * organisation. Only of documents that everyone may see: what is offered is
 * offered to everyone.
 */
export function entriesOf(document: SearchDocument): Entry[] {
  if (!document.audience.includes("public")) return [];
  const entries: Entry[] =
    document.kind === "organisation"
      ? [document.title, ...document.keywords].map((text) => organisation(text, document.id))
      : [
          ...document.keywords.map(term),
          ...contentWordsOf(document.title).map((word) => term(asWritten(word, document.title))),
        ];
  if (document.kind !== "organisation" && document.organisationId && document.organisationName)
    entries.push(organisation(document.organisationName, document.organisationId));
  return distinct(entries);
}

const organisation = (text: string, id: string): Entry => ({
  kind: "organisation",
  text,
  target: id,
});

/** A Latin word keeps the capitals it has in the title: GCr15. */
function asWritten(word: string, title: string): string {
  const at = title.toLowerCase().indexOf(word);
  return at < 0 ? word : title.slice(at, at + word.length);
}

/** The terms that the house itself knows: of the lists of synonyms and of topics. */
export const knownTerms = (): Entry[] =>
  distinct(
    [
      ...synonymWords(),
      ...fields.flatMap(({ topics }) => topics.flatMap((line) => line.split(" "))),
    ].map(term),
  );

/** What tells two entries apart. */
export const identityOf = ({ kind, text, target }: Entry): string =>
  `${kind}\n${squeeze(text)}\n${target}`;

/** Each entry once, without those that say too little to be offered or too much to be read. */
export function distinct(entries: Entry[]): Entry[] {
  const kept = new Map<string, Entry>();
  for (const { text, ...rest } of entries) {
    const entry = { ...rest, text: writtenLine(text) };
    if (isTelling(entry) && !kept.has(identityOf(entry))) kept.set(identityOf(entry), entry);
  }
  return [...kept.values()];
}

function isTelling({ kind, text }: Entry): boolean {
  const normal = normalise(text);
  if (text.length > longestText) return false;
  if (kind !== "term") return squeeze(normal) !== "";
  const letters = runsOf(normal).map((run) => run.text);
  return squeeze(normal).length > 1 && letters.some((run) => /\p{L}/u.test(run));
}
