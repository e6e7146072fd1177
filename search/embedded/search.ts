import type pg from "pg";
import type { SearchPage } from "../engine.ts";
import {
  answer,
  inOrder,
  withAlike,
  type Asking,
  type FieldedRequest,
  type Found,
} from "../store/answer.ts";
import type { Commonness } from "../store/commonness.ts";
import { reading } from "../store/connection.ts";
import {
  betweenDocuments,
  countFacets,
  listed,
  scaled,
  withOthers,
  type Counted,
} from "../store/facets.ts";
import type { Statement } from "../store/conditions.ts";
import { nearStatement, orderedStatement, sampleStatement, wholeStatement } from "./find.ts";
import { everyQuery, filterQuery, titleQuery } from "../store/lexemes.ts";
import { allOf, textQuery, type TextQuery } from "../store/query.ts";
import type { Meanings } from "../store/meanings.ts";
import { rarest } from "../store/rarest.ts";
import type { Samples } from "./samples.ts";
import { sampleLevels } from "../store/tables.ts";

/** Up to so many documents are counted one by one; of more, a sample is. */
export const mostCounted = 3_000;
/** An index of so many documents needs no samples. */
const smallIndex = 2 * mostCounted;
/** A sample of fewer says too little of what is counted by it. */
const fewestSampled = 300;
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
  meanings: Meanings,
  request: FieldedRequest,
): Promise<SearchPage> {
  const query = textQuery(request.text);
  const answered = await reading(pool, (client) => {
    const asking: EmbeddedAsking = {
      reader: client,
      commonness,
      samples,
      request,
      query,
    };
    return answer(asking, {
      whole: (count) => find(asking, count),
      near: (given) =>
        ask(asking, nearStatement(request, nearEvidence(asking, query?.near ?? []), given)),
    });
  });
  return withAlike({ reader: pool, commonness, meanings, request, query }, answered);
}

interface EmbeddedAsking extends Asking {
  samples: Samples;
}

async function ask(
  { reader }: EmbeddedAsking,
  { text, values }: Statement,
): Promise<{ facets: string | null; ids: string[] }> {
  const { rows } = await reader.query<{ facets?: string | null; ids?: string }>(text, values);
  const { facets = null, ids = "" } = rows[0] ?? {};
  return { facets, ids: ids === "" ? [] : ids.split(betweenDocuments) };
}

/** The documents that meet all words and pass all filters. */
async function find(asking: EmbeddedAsking, wanted: number): Promise<Found> {
  const { query, commonness } = asking;
  const all = query && allOf(query.words);
  const level = sampleLevels.findLast(
    (one) => commonness.documents >= smallIndex * 2 ** (one - sampleLevels[0]),
  );
  if (level !== undefined) {
    const sample = await sampleOf(asking, all ?? everyQuery, level);
    if (sample.documents > mostCounted) return findMany(asking, all, sample, wanted);
  }
  const { ids, counted } = await findFew(asking, all, wanted);
  const { total } = counted;
  return { ...inOrder(ids), total, facets: listed(counted), approximate: false };
}

/** The counts of all as a sample has them: a larger one where the smaller says little of many. */
const sampleOf = (asking: EmbeddedAsking, meeting: string, level: number): Promise<Counted> =>
  asking.samples.of({ ...asking.request, meeting, level }, () =>
    countSample(asking, meeting, level),
  );

async function countSample(
  asking: EmbeddedAsking,
  meeting: string,
  level: number,
): Promise<Counted> {
  const { facets } = await ask(asking, sampleStatement(asking.request, meeting, level));
  const counted = countFacets(facets, asking.request.filters, asking.request.fields.facets);
  const whole = scaled(counted, 2 ** level);
  const larger = sampleLevels.findLast((one) => one < level);
  return larger !== undefined && whole.documents > mostCounted && counted.documents < fewestSampled
    ? countSample(asking, meeting, larger)
    : whole;
}

/** All that meet are read and counted. */
async function findFew(
  asking: EmbeddedAsking,
  meeting: string | null,
  wanted: number,
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
      count: wanted,
      counted: true,
    }),
  );
  return { ids, counted: countFacets(facets, request.filters, request.fields.facets) };
}

/** Very many meet: a sample tells how many, and an order that an index has gives the first ones. */
async function findMany(
  asking: EmbeddedAsking,
  all: string | null,
  sample: Counted,
  wanted: number,
): Promise<Found> {
  const { request, query } = asking;
  const { filters, sort, offset, limit } = request;
  const filtered = filterQuery(filters);
  if (filtered && sample.total <= mostCounted) {
    const { ids, counted } = await findFew(asking, all ? `${all} & ${filtered}` : filtered, wanted);
    const facets = listed(withOthers(counted, sample, filters));
    return { ...inOrder(ids), total: counted.total, facets, approximate: false };
  }
  const counts = { total: sample.total, facets: listed(sample), approximate: true };
  if (query && sort === "relevance")
    return { ...counts, ...inOrder(await findCommon(asking, query, sample.total, wanted)) };
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
async function findCommon(
  asking: EmbeddedAsking,
  query: TextQuery,
  total: number,
  count: number,
): Promise<string[]> {
  const { request, commonness } = asking;
  const all = allOf(query.words);
  const filtered = filterQuery(request.filters);
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

/** Names count beside all else, so a word in a name counts twice. */
function nearEvidence({ commonness }: EmbeddedAsking, near: TextQuery["near"]) {
  const once = () => 1;
  return {
    names: rarest(near, "names", nearOccurrences, once, commonness),
    lexemes: rarest(near, "lexemes", nearOccurrences, once, commonness),
  };
}
