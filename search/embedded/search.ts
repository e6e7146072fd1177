import type pg from "pg";
import { searchDocumentSchema } from "../documents.ts";
import type { SearchHit, SearchPage, SearchRequest } from "../engine.ts";
import type { IndexFields } from "../fields.ts";
import { excerpt, highlight } from "../text/highlight.ts";
import { rarest } from "./candidates.ts";
import type { Commonness } from "./commonness.ts";
import { reading } from "./connection.ts";
import {
  betweenDocuments,
  countFacets,
  listed,
  scaled,
  withOthers,
  type Counted,
} from "./facets.ts";
import {
  nearStatement,
  orderedStatement,
  sampleStatement,
  wholeStatement,
  type Statement,
} from "./find.ts";
import { everyQuery, filterQuery, titleQuery } from "./lexemes.ts";
import { allOf, textQuery, type TextQuery } from "./query.ts";
import { rank } from "./rank.ts";
import type { Samples } from "./samples.ts";
import { current, sampleLevels } from "./tables.ts";

/** Up to so many documents are counted one by one; of more, a sample is. */
export const mostCounted = 3_000;
/** An index of so many documents needs no samples. */
const smallIndex = 2 * mostCounted;
/** A sample of fewer says too little of what is counted by it. */
const fewestSampled = 300;
/** So many of the first documents are ranked by their texts. */
const mostRanked = 100;
/** Of a common word so many of the newest documents are looked at for each that is wanted, but no more than this. */
const passedForOne = 50;
const mostPassed = 50_000;
/** And of a sample so many for each that is still wanted. */
const sampledForOne = 10;
/** How many occurrences of the query's words are looked at for documents that have only some. */
const nearOccurrences = 4_000;
/** Answers a search with a few statements that look at a bounded number of documents each. */
export async function search(
  pool: pg.Pool,
  commonness: Commonness,
  samples: Samples,
  request: FieldedRequest,
): Promise<SearchPage> {
  const query = textQuery(request.text);
  return reading(pool, async (client) => {
    const asking: Asking = { client, commonness, samples, request, query };
    const strict = await find(asking);
    const found = query ? await refine(asking, query, strict) : strict;
    const { total, facets, approximate } = found;
    return { hits: await hitsOf(asking, found), total, facets, approximate };
  });
}

/** A request with the fields that the index was made for. */
type FieldedRequest = SearchRequest & { fields: IndexFields };

interface Asking {
  client: pg.ClientBase;
  commonness: Commonness;
  samples: Samples;
  request: FieldedRequest;
  query: TextQuery | null;
}

/** What meets a search, in order, before any text is read. */
interface Found {
  ids: string[];
  /** So many of the ids meet every word; the others meet some. */
  whole: number;
  /** Whether ids begin with the page's first document. */
  skipped: boolean;
  total: number;
  facets: SearchPage["facets"];
  approximate: boolean;
}

async function ask(
  { client }: Asking,
  { text, values }: Statement,
): Promise<{ facets: string | null; ids: string[] }> {
  const { rows } = await client.query<{ facets?: string | null; ids?: string }>(text, values);
  const { facets = null, ids = "" } = rows[0] ?? {};
  return { facets, ids: ids === "" ? [] : ids.split(betweenDocuments) };
}

/** So many of the first documents are needed for the page, and to rank them among each other. */
const needed = ({ request: { offset, limit } }: Asking): number =>
  Math.max(mostRanked, offset + limit);

/** The documents that meet all words and pass all filters. */
async function find(asking: Asking): Promise<Found> {
  const { query, commonness } = asking;
  const all = query && allOf(query.words);
  const level = sampleLevels.findLast(
    (one) => commonness.documents >= smallIndex * 2 ** (one - sampleLevels[0]),
  );
  if (level !== undefined) {
    const sample = await sampleOf(asking, all ?? everyQuery, level);
    if (sample.documents > mostCounted) return findMany(asking, all, sample);
  }
  const { ids, counted } = await findFew(asking, all);
  const { total } = counted;
  return { ...inOrder(ids), total, facets: listed(counted), approximate: false };
}

/** The counts of all as a sample has them: a larger one where the smaller says little of many. */
const sampleOf = (asking: Asking, meeting: string, level: number): Promise<Counted> =>
  asking.samples.of({ ...asking.request, meeting, level }, () =>
    countSample(asking, meeting, level),
  );

async function countSample(asking: Asking, meeting: string, level: number): Promise<Counted> {
  const { facets } = await ask(asking, sampleStatement(asking.request, meeting, level));
  const counted = countFacets(facets, asking.request.filters, asking.request.fields.facets);
  const whole = scaled(counted, 2 ** level);
  const larger = sampleLevels.findLast((one) => one < level);
  return larger !== undefined && whole.documents > mostCounted && counted.documents < fewestSampled
    ? countSample(asking, meeting, larger)
    : whole;
}

const inOrder = (ids: string[]) => ({ ids, whole: ids.length, skipped: false });

/** All that meet are read and counted. */
async function findFew(
  asking: Asking,
  meeting: string | null,
): Promise<{ ids: string[]; counted: Counted }> {
  const { request, query, commonness } = asking;
  const evidence = (query?.words ?? []).map((word) => ({
    query: word.query,
    weight: commonness.weightOf(word, "lexemes"),
  }));
  const { facets, ids } = await ask(
    asking,
    wholeStatement(request, meeting, {
      column: "lexemes",
      evidence,
      sort: request.sort,
      count: needed(asking),
      counted: true,
    }),
  );
  return { ids, counted: countFacets(facets, request.filters, request.fields.facets) };
}

/** Very many meet: a sample tells how many, and an order that an index has gives the first ones. */
async function findMany(asking: Asking, all: string | null, sample: Counted): Promise<Found> {
  const { request, query } = asking;
  const { filters, sort, offset, limit } = request;
  const filtered = filterQuery(filters);
  if (filtered && sample.total <= mostCounted) {
    const { ids, counted } = await findFew(asking, all ? `${all} & ${filtered}` : filtered);
    const facets = listed(withOthers(counted, sample, filters));
    return { ...inOrder(ids), total: counted.total, facets, approximate: false };
  }
  const counts = { total: sample.total, facets: listed(sample), approximate: true };
  if (query && sort === "relevance")
    return { ...counts, ...inOrder(await findCommon(asking, query, sample.total)) };
  const order = sort === "relevance" ? "newest" : sort;
  const given = { sort: order, offset, count: limit } as const;
  const { ids } = await ask(
    asking,
    orderedStatement(request, all, { column: "lexemes", ...given }),
  );
  return { ...counts, ...inOrder(ids), skipped: true };
}

/**
 * Of words that very many documents have: those called so, then those that have
 * them in their names, the newest first, then some of the others.
 */
async function findCommon(asking: Asking, query: TextQuery, total: number): Promise<string[]> {
  const { request, commonness } = asking;
  const all = allOf(query.words);
  const filtered = filterQuery(request.filters);
  const count = needed(asking);
  const looked = { sort: "newest" as const, count, counted: false, evidence: [] };
  const called = await ask(
    asking,
    wholeStatement(request, titleQuery(query.text), { ...looked, column: "names" }),
  );
  const share = Math.min(...query.words.map((word) => commonness.shareOf(word, "names")));
  const among = Math.min(mostPassed, passedForOne * count);
  const named = await ask(
    asking,
    share * commonness.documents <= mostCounted
      ? wholeStatement(request, all, { ...looked, column: "names" })
      : orderedStatement(request, all, { ...looked, column: "names", among, offset: 0 }),
  );
  const ids = new Set([...called.ids, ...named.ids]);
  if (ids.size >= count) return [...ids];
  const level = sampleLevels.findLast((one) => total >= sampledForOne * count * 2 ** one);
  const others = await ask(
    asking,
    wholeStatement(request, filtered ? `${all} & ${filtered}` : all, {
      ...looked,
      column: "lexemes",
      level,
      evidence: [{ query: all, weight: 1 }],
      sort: "relevance",
    }),
  );
  return [...new Set([...ids, ...others.ids])];
}

/**
 * Ranks the first documents by their texts, and goes on with near ones where
 * documents with all words do not fill the page. When there are none with all
 * words, the near ones are what is found.
 */
async function refine(asking: Asking, query: TextQuery, found: Found): Promise<Found> {
  const { request } = asking;
  const byRank = (ids: string[]) =>
    request.sort === "relevance" ? rankFirst(asking, query, ids) : ids;
  const enough = found.skipped || found.ids.length >= request.offset + request.limit;
  const ids = await byRank(found.ids);
  if (enough || query.near.length === 0) return { ...found, ids };
  const counted = found.total === 0;
  const near = await ask(
    asking,
    nearStatement(request, nearEvidence(asking, query), {
      without: ids,
      sort: counted ? request.sort : "relevance",
      count: needed(asking),
      counted,
    }),
  );
  if (!counted) return { ...found, ids: [...ids, ...(await rankFirst(asking, query, near.ids))] };
  const counts = countFacets(near.facets, request.filters, request.fields.facets);
  return {
    ids: await byRank(near.ids),
    whole: 0,
    skipped: false,
    total: counts.total,
    facets: listed(counts),
    approximate: false,
  };
}

/** Names count beside all else, so a word in a name counts twice. */
function nearEvidence({ commonness }: Asking, { near }: TextQuery) {
  const once = () => 1;
  return {
    names: rarest(near, "names", nearOccurrences, once, commonness),
    lexemes: rarest(near, "lexemes", nearOccurrences, once, commonness),
  };
}

/** Orders the first by their texts. */
async function rankFirst(asking: Asking, query: TextQuery, ids: string[]): Promise<string[]> {
  const first = ids.slice(0, mostRanked);
  if (first.length === 0) return ids;
  const { rows } = await asking.client.query<Parameters<typeof rank>[0][number]>(
    `SELECT id, body, published_at FROM ${current} WHERE id = ANY($1)`,
    [first],
  );
  return [...rank(rows, query, asking.commonness), ...ids.slice(mostRanked)];
}

/** Reads the page's documents. Those that have only some words are marked by the parts of words too. */
async function hitsOf({ client, query, request }: Asking, found: Found): Promise<SearchHit[]> {
  const start = found.skipped ? 0 : request.offset;
  const ids = found.ids.slice(start, start + request.limit);
  if (ids.length === 0) return [];
  const { rows } = await client.query<{ id: string; document: unknown }>(
    `SELECT id, document FROM ${current} WHERE id = ANY($1)`,
    [ids],
  );
  const documents = new Map(rows.map(({ id, document }) => [id, document]));
  const nearMarks = query?.near.flatMap(({ spellings }) => spellings) ?? [];
  return ids.flatMap((id, index): SearchHit[] => {
    if (!documents.has(id)) return [];
    const partial = start + index >= found.whole;
    const marks = [...(query?.marks ?? []), ...(partial ? nearMarks : [])];
    const document = searchDocumentSchema.parse(documents.get(id));
    const passages = document.passages.map(({ text }) => text);
    const [title, excerpted] = [highlight(document.title, marks), excerpt(passages, marks)];
    return [{ document, title, excerpt: excerpted, partial }];
  });
}
