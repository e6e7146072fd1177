import { and, eq, isNotNull, or } from "drizzle-orm";
import { z } from "zod";
import type { Services } from "#app/kernel/services.ts";
import type { Database, Reader } from "#db/connection.ts";
import { indexedSynonyms, synonymGroup } from "#db/schema/index.ts";
import { builtInGroups } from "#search/synonyms/index.ts";
import {
  builtInKey,
  useSynonyms,
  type SynonymGroup,
  type SynonymSet,
} from "#search/text/synonyms.ts";

/** A group that search uses: one of the product's, by its id, or a built-in one, by its key. */
export interface GroupInUse {
  id: string | null;
  builtIn: string | null;
  words: readonly string[];
}

interface OwnGroups {
  approved: { id: string; words: string[]; replaces: string | null }[];
  /** Keys of the built-in groups that are replaced or retired. */
  gone: string[];
}

async function readOwn(reader: Reader): Promise<OwnGroups> {
  const rows = await reader
    .select({
      id: synonymGroup.id,
      words: synonymGroup.words,
      replaces: synonymGroup.replaces,
      state: synonymGroup.state,
    })
    .from(synonymGroup)
    .where(
      or(
        eq(synonymGroup.state, "approved"),
        and(isNotNull(synonymGroup.replaces), eq(synonymGroup.state, "retired")),
      ),
    )
    .orderBy(synonymGroup.id);
  return {
    approved: rows.filter(({ state }) => state === "approved"),
    gone: rows.flatMap(({ replaces }) => replaces ?? []),
  };
}

/** All groups in use, the product's first. */
export async function groupsInUse(reader: Reader): Promise<GroupInUse[]> {
  const { approved, gone } = await readOwn(reader);
  const taken = new Set(approved.flatMap(({ words }) => words));
  return [
    ...approved.map(({ id, words }) => ({ id, builtIn: null, words })),
    ...builtInGroups
      .filter((group) => !gone.includes(builtInKey(group)))
      .map((group) => ({
        id: null,
        builtIn: builtInKey(group),
        words: group.filter((word) => !taken.has(word)),
      }))
      .filter(({ words }) => words.length > 1),
  ];
}

let reading: Promise<unknown> = Promise.resolve();

/**
 * Lets this process use the synonyms that the database has now. Readings follow
 * one another, so that an older one never takes the place of a newer one.
 */
export function loadSynonyms(database: Database): Promise<SynonymSet> {
  const next = reading
    .catch(() => {})
    .then(async () => {
      const { approved, gone } = await readOwn(database);
      return useSynonyms(
        approved.map(({ words }) => words),
        gone,
      );
    });
  reading = next;
  return next;
}

const groupsSchema = z.array(z.array(z.string()));

/** Notes with which synonyms the contents of the index were made. */
export async function noteIndexed(services: Services, synonyms: SynonymSet): Promise<void> {
  const row = {
    engine: services.search.name,
    version: synonyms.version,
    groups: synonyms.groups,
    updatedAt: services.now(),
  };
  await services.database
    .insert(indexedSynonyms)
    .values(row)
    .onConflictDoUpdate({ target: indexedSynonyms.engine, set: row });
}

/** With more changed words than this the index is built anew without looking for them. */
const lookedFor = 40;
/** Tokens of which every document has one. */
const everything = ["public", "registered", "organizer"];

/**
 * Whether documents in the index were made with synonyms that have changed
 * since. What changed only for words that no document has is noted as done.
 */
export async function synonymsTouchIndex(
  services: Services,
  synonyms: SynonymSet,
): Promise<boolean> {
  const [indexed] = await services.database
    .select()
    .from(indexedSynonyms)
    .where(eq(indexedSynonyms.engine, services.search.name));
  if (!indexed) return true;
  if (indexed.version === synonyms.version) return false;
  const changed = changedWords(groupsSchema.parse(indexed.groups), synonyms);
  if (changed.length > lookedFor) return true;
  const found = await Promise.all(
    changed.map((text) =>
      services.search.search({
        text,
        filters: {},
        audiences: everything,
        sort: "newest",
        offset: 0,
        limit: 1,
        now: new Date(0),
      }),
    ),
  );
  if (found.some(({ total }) => total > 0)) return true;
  await noteIndexed(services, synonyms);
  return false;
}

/** The words that one of the two sets lacks, or that another word stands for. */
export function changedWords(before: readonly SynonymGroup[], after: SynonymSet): string[] {
  const standing = new Map(before.flatMap((group) => group.map((word) => [word, group[0]])));
  const words = new Set([...standing.keys(), ...after.byWord.keys()]);
  return [...words].filter((word) => standing.get(word) !== after.byWord.get(word)?.[0]);
}
