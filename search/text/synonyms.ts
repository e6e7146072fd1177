import { createHash } from "node:crypto";
import { builtInGroups } from "../synonyms/index.ts";

/** Words that mean the same in the field, in normalised writing. */
export type SynonymGroup = readonly string[];

/** All groups in use, ready to be asked. */
export interface SynonymSet {
  groups: readonly SynonymGroup[];
  byWord: ReadonlyMap<string, SynonymGroup>;
  /** Names the set: the same groups have the same version, in every process. */
  version: string;
}

const han = /\p{Script=Han}/u;

/** The word that stands for a group: its first Chinese one, since Chinese is compared by its characters. */
const standingFor = (group: SynonymGroup): string =>
  group.find((word) => han.test(word)) ?? group[0] ?? "";

/** What a built-in group is called by, to retire or replace it. */
export const builtInKey = standingFor;

/**
 * The built-in groups and the product's own together. The own ones win: a
 * built-in group gives up the words that they have, and goes when fewer than
 * two are left or when `retired` has its key.
 */
export function synonymSet(
  own: readonly SynonymGroup[],
  retired: readonly string[] = [],
): SynonymSet {
  const taken = new Set(own.flat());
  const gone = new Set(retired);
  const builtIn = builtInGroups
    .filter((group) => !gone.has(builtInKey(group)))
    .map((group) => group.filter((word) => !taken.has(word)))
    .filter((group) => group.length > 1);
  return setOf(
    [...own, ...builtIn].map((group) => {
      const first = standingFor(group);
      return [first, ...group.filter((word) => word !== first)];
    }),
  );
}

function setOf(groups: readonly SynonymGroup[]): SynonymSet {
  return {
    groups,
    byWord: new Map(groups.flatMap((group) => group.map((word) => [word, group] as const))),
    version: versionOf(groups),
  };
}

/** The order of groups, and of the words behind the first, changes nothing that is found. */
function versionOf(groups: readonly SynonymGroup[]): string {
  const lines = groups.map(([first = "", ...others]) => [first, ...others.sort()].join("|"));
  return createHash("sha256").update(lines.sort().join("\n")).digest("hex").slice(0, 16);
}

let current = synonymSet([]);

/**
 * Puts the product's own groups beside the built-in ones for this process;
 * queries use them at once. An engine learns of them by its next prepare().
 */
export function useSynonyms(
  own: readonly SynonymGroup[],
  retired: readonly string[] = [],
): SynonymSet {
  const next = synonymSet(own, retired);
  if (next.version !== current.version) current = next;
  return current;
}

/** Uses exactly the groups of a set, as threads do that work for a process with that set. */
export function useGroups(groups: readonly SynonymGroup[]): void {
  current = setOf(groups);
}

/** The set that this process uses; it is replaced as a whole when it changes. */
export const synonymsInUse = (): SynonymSet => current;

/** Every word of every group. */
export const synonymWords = (): string[] => [...current.byWord.keys()];

/** All writings of a normalised word, itself first. */
export function writingsOf(word: string): string[] {
  const group = current.byWord.get(word);
  return group ? [word, ...group.filter((other) => other !== word)] : [word];
}

/** One writing that stands for all of a word's writings, to compare words by. */
export const canonical = (word: string): string => current.byWord.get(word)?.[0] ?? word;
