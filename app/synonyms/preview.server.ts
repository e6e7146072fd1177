import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import { audiencesOf, type Viewer } from "#app/kernel/viewer.ts";
import { problemsOf } from "#search/text/synonym-rules.ts";
import { mayKeepSynonyms } from "./policy.ts";
import type { GroupProblem } from "./problems.ts";
import { groupsInUse } from "./set.server.ts";

/** Hits that are looked at to count what several words find together. */
const counted = 200;

export interface SynonymPreview {
  problems: GroupProblem[];
  /** How many documents each word finds now; null when search cannot be reached. */
  found: { word: string; total: number }[] | null;
  /** How many documents each word will find; `atLeast` when there are too many to be told apart. */
  together: { total: number; atLeast: boolean } | null;
}

/**
 * What is wrong with a group, and what it would change in search for who asks.
 * `except` is the group that is being edited or copied.
 *
 * @throws Refusal forbidden for others than organizers
 */
export async function previewSynonyms(
  services: Services,
  viewer: Viewer,
  words: string[],
  except: { id?: string | undefined; builtIn?: string | undefined },
): Promise<SynonymPreview> {
  if (!mayKeepSynonyms(viewer)) throw new Refusal("forbidden");
  const groups = await groupsInUse(services.database);
  const others = groups.filter(
    ({ id, builtIn }) =>
      (id === null || id !== except.id) && (builtIn === null || builtIn !== except.builtIn),
  );
  const problems = problemsOf(
    words,
    others.map((group) => group.words),
  );
  const looked = problems.some(({ rule }) => rule === "tooMany" || rule === "tooLong") ? [] : words;
  return { problems, ...(await countFound(services, viewer, looked)) };
}

async function countFound(services: Services, viewer: Viewer, words: string[]) {
  try {
    const pages = await Promise.all(
      words.map((word) =>
        services.search.search({
          /** The space ends the word: it is not still being typed. */
          text: `${word} `,
          filters: {},
          audiences: audiencesOf(viewer),
          sort: "newest",
          offset: 0,
          limit: counted,
          now: services.now(),
        }),
      ),
    );
    const found = words.map((word, index) => ({ word, total: pages[index]?.total ?? 0 }));
    const ids = new Set(
      pages.flatMap(({ hits }) =>
        hits.filter(({ partial }) => !partial).map(({ document }) => document.id),
      ),
    );
    const most = Math.max(0, ...found.map(({ total }) => total));
    const total = Math.max(ids.size, most);
    const together =
      words.length < 2 ? null : { total, atLeast: found.some((one) => one.total > counted) };
    return { found, together };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "SearchUnavailable") throw error;
    return { found: null, together: null };
  }
}
