import type pg from "pg";
import { searchDocumentSchema } from "../documents.ts";
import type { SearchHit, SearchPage, SearchRequest } from "../engine.ts";
import type { IndexFields } from "../fields.ts";
import { excerpt, highlight } from "../text/highlight.ts";
import type { Commonness } from "./commonness.ts";
import { countFacets, listed } from "./facets.ts";
import type { TextQuery } from "./query.ts";
import { rank } from "./rank.ts";
import { meaningOf } from "../matching/meaning.ts";
import { writer } from "./conditions.ts";
import type { Meanings } from "./meanings.ts";
import { current } from "./tables.ts";

/** So many of the first documents are ranked by their texts. */
const mostRanked = 100;

/** What meets a search, in order, before any text is read. */
export interface Found {
  ids: string[];
  /** So many of the ids meet every word; the others meet some. */
  whole: number;
  /** Whether ids begin with the page's first document. */
  skipped: boolean;
  total: number;
  facets: SearchPage["facets"];
  approximate: boolean;
}

/** How an engine finds what a query meets. */
export interface Finder {
  /** The documents that meet all words and pass all filters, so many of them at least if there are. */
  whole(count: number): Promise<Found>;
  /**
   * The documents that have most of the words, but for some that are known already, in an
   * order; and, if they are to be counted, the facets of all that have any (packFacets).
   */
  near(given: {
    without: string[];
    sort: SearchRequest["sort"];
    count: number;
    counted: boolean;
  }): Promise<{ ids: string[]; facets: string | null }>;
}

/** A request with the fields that the index was made for. */
export type FieldedRequest = SearchRequest & { fields: IndexFields };

export interface Asking {
  reader: Pick<pg.ClientBase, "query">;
  commonness: Commonness;
  request: FieldedRequest;
  query: TextQuery | null;
}

/** A page without what is alike, and what was found for it. */
export interface Answered {
  page: Omit<SearchPage, "alike">;
  found: Found;
}

/** A page of what a finder finds: ranked by the texts, filled up with what is near, and read. */
export async function answer(asking: Asking, finder: Finder): Promise<Answered> {
  const { offset, limit } = asking.request;
  const count = Math.max(mostRanked, offset + limit);
  const strict = await finder.whole(count);
  const found = asking.query ? await refine(asking, asking.query, finder, strict, count) : strict;
  const { total, facets, approximate } = found;
  const hits = await hitsOf(asking, pageOf(asking, found));
  return { page: { hits, total, facets, approximate }, found };
}

/**
 * The page with what means about the same. Meanings are read through the pool, so it is asked for
 * with no connection in hand: a full pool would wait for itself.
 */
export const withAlike = async (
  asking: Asking & { meanings: Meanings },
  { page, found }: Answered,
): Promise<SearchPage> => ({ ...page, alike: await alikeTo(asking, found) });

/** Fewer hits that have all words are few. */
const few = 6;
/** Of posts that have nothing to do with each other 97 of 100 are less alike. */
const leastAlike = 0.5;
/** So many times as many as are wanted are looked at, since some are closed or do not pass the filters. */
const alikeForOne = 20;

/** What means about the same as a query of which there are few hits, on its first page. */
async function alikeTo(
  asking: Asking & { meanings: Meanings },
  found: Found,
): Promise<SearchHit[]> {
  const { request, query, meanings, reader } = asking;
  const { mostAlike = 0, offset, limit, sort } = request;
  if (!query || mostAlike === 0 || offset > 0 || sort !== "relevance" || found.whole >= few)
    return [];
  const meaning = meaningOf(query.words.map(({ word }): [string, number] => [word, 1]));
  const most = alikeForOne * mostAlike;
  const near = await meanings.nearest(meaning, { kind: null, most, least: leastAlike });
  const shown = new Set(found.ids.slice(0, limit));
  const others = [...near].filter(([id]) => !shown.has(id));
  if (others.length === 0) return [];
  const { values, value, open, passes } = writer(request);
  const { rows } = await reader.query<{ id: string }>(
    `SELECT id FROM ${current}
     JOIN unnest(${value(others.map(([id]) => id))}::text[], ${value(others.map(([, cosine]) => cosine))}::float8[])
       AS near (id, cosine) USING (id)
     WHERE ${open()} AND ${passes()} ORDER BY cosine DESC, id LIMIT ${value(mostAlike)}`,
    values,
  );
  const ids = rows.map(({ id }) => id);
  return hitsOf(asking, { ids, whole: ids.length });
}

/** The ids of the asked page, and how many of them meet every word. */
function pageOf({ request }: Asking, found: Found): Page {
  const start = found.skipped ? 0 : request.offset;
  return {
    ids: found.ids.slice(start, start + request.limit),
    whole: Math.max(0, found.whole - start),
  };
}

type Page = Pick<Found, "ids" | "whole">;

export const inOrder = (ids: string[]) => ({ ids, whole: ids.length, skipped: false });

/**
 * Ranks the first documents by their texts, and goes on with near ones where
 * documents with all words do not fill the page. When there are none with all
 * words, the near ones are what is found.
 */
async function refine(
  asking: Asking,
  query: TextQuery,
  finder: Finder,
  found: Found,
  count: number,
): Promise<Found> {
  const { request } = asking;
  const byRank = (ids: string[]) =>
    request.sort === "relevance" ? rankFirst(asking, query, ids) : ids;
  const enough = found.skipped || found.ids.length >= request.offset + request.limit;
  const ids = await byRank(found.ids);
  if (enough || query.near.length === 0) return { ...found, ids };
  const counted = found.total === 0;
  const sort = counted ? request.sort : "relevance";
  const near = await finder.near({ without: ids, sort, count, counted });
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

/** Orders the first by their texts. */
async function rankFirst(asking: Asking, query: TextQuery, ids: string[]): Promise<string[]> {
  const first = ids.slice(0, mostRanked);
  if (first.length === 0) return ids;
  const { rows } = await asking.reader.query<Parameters<typeof rank>[0][number]>(
    `SELECT id, body, published_at FROM ${current} WHERE id = ANY($1)`,
    [first],
  );
  return [...rank(rows, query, asking.commonness), ...ids.slice(mostRanked)];
}

/** Reads the page's documents. Those that have only some words are marked by the parts of words too. */
async function hitsOf({ reader, query }: Asking, { ids, whole }: Page): Promise<SearchHit[]> {
  if (ids.length === 0) return [];
  const { rows } = await reader.query<{ id: string; document: unknown }>(
    `SELECT id, document FROM ${current} WHERE id = ANY($1)`,
    [ids],
  );
  const documents = new Map(rows.map(({ id, document }) => [id, document]));
  const nearMarks = query?.near.flatMap(({ spellings }) => spellings) ?? [];
  return ids.flatMap((id, index): SearchHit[] => {
    if (!documents.has(id)) return [];
    const partial = index >= whole;
    const marks = [...(query?.marks ?? []), ...(partial ? nearMarks : [])];
    const document = searchDocumentSchema.parse(documents.get(id));
    const passages = document.passages.map(({ text }) => text);
    const [title, excerpted] = [highlight(document.title, marks), excerpt(passages, marks)];
    return [{ document, title, excerpt: excerpted, partial }];
  });
}
