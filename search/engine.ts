import type { DocumentKind, SearchDocument } from "./documents.ts";
import type { PostTerms } from "./matching/terms.ts";

/** Values chosen per facet, by its name: "or" within a facet, "and" between facets. */
export type Filters = Partial<Record<string, string[]>>;

export interface SearchRequest {
  /** What the person typed; empty lists everything that passes the filters. */
  text: string;
  filters: Filters;
  /** The viewer's audience tokens; a document without one of them does not exist for this request. */
  audiences: string[];
  /** "relevance", "newest" or the name of a declared sort. */
  sort: string;
  offset: number;
  limit: number;
  /** The moment of the request; documents that expired before it are not found. */
  now: Date;
  /** So many documents about the same are wanted beside few hits; none unless told. */
  mostAlike?: number;
}

/** A piece of text, marked where it met the query. */
export interface Segment {
  text: string;
  hit: boolean;
}

export interface SearchHit {
  document: SearchDocument;
  title: Segment[];
  /** The passage that meets the query best, shortened around the first hit. */
  excerpt: Segment[];
  /** Whether it meets only some of the query's words. */
  partial?: boolean;
}

export interface SearchPage {
  /** Best first: those that meet every word of the query, then, to fill the page, some that meet only some. */
  hits: SearchHit[];
  /** Documents that meet every word; when there is none, those that meet some. */
  total: number;
  /** Where few meet every word: others that mean about the same, the most alike first; not counted in `total`. */
  alike: SearchHit[];
  /** Whether total and facets are estimated from a sample, as they may be for more than a few thousand documents. */
  approximate?: boolean;
  /**
   * Counts per value, most frequent first. A facet's own choice does not narrow
   * its own counts, so a person sees what another choice would bring.
   */
  facets: Record<string, { value: string; count: number }[]>;
}

/** What the matcher asks of an engine: documents of the other side that share evidence with a post. */
export interface CandidateRequest {
  /**
   * The post to be matched. Others of the organisation that it names are left out;
   * of one that a post does not name nothing depends, or it would be told by what is missing.
   */
  subject: SearchDocument;
  /** Which kind of documents to return: the other side, or the same for similar posts. */
  kind: DocumentKind;
  /** Tokens as in SearchRequest; null for the server's own work, which must check each viewer itself. */
  audiences: string[] | null;
  limit: number;
  now: Date;
}

/** A post that may match, with as much as it takes to tell how well. */
export interface Candidate {
  id: string;
  terms: PostTerms;
}

export interface EngineStatus {
  engine: "embedded" | "meilisearch";
  available: boolean;
  documents: number;
  /** Whether documents is estimated, as it may be for more than a few thousand. */
  approximate?: boolean;
  /** One line for the log or the state page. */
  detail: string;
  /** The version of the index's settings, where the engine tells it. */
  version?: number;
  /** The server's own work for this index: what waits, and what failed in the last day. */
  tasks?: { waiting: number; failed: number };
}

/**
 * A search index. Two engines promise the same: the embedded one on
 * PostgreSQL and Meilisearch. Every method rejects with SearchUnavailable when
 * the index cannot be reached, and is safe to repeat.
 */
export interface SearchEngine {
  readonly name: "embedded" | "meilisearch";
  /** Creates or migrates the index. Answers whether its contents must be built anew. */
  prepare(): Promise<{ rebuild: boolean }>;
  /** Resolves once the documents can be found. Ignores documents older than what is indexed. */
  upsert(documents: SearchDocument[]): Promise<void>;
  /** Resolves once the documents can no longer be found. Unknown ids are no error. */
  remove(ids: string[]): Promise<void>;
  /** Replaces the whole content without a moment in which search is empty. */
  rebuild(source: AsyncIterable<SearchDocument[]>): Promise<{ documents: number }>;
  search(request: SearchRequest): Promise<SearchPage>;
  candidates(request: CandidateRequest): Promise<Candidate[]>;
  /** The documents with these ids, in any order; those that are gone are left out. Checks no audience. */
  documents(ids: string[]): Promise<SearchDocument[]>;
  /** The terms of some of the indexed needs and results, to learn from how common words are. */
  sample(limit: number): Promise<PostTerms[]>;
  status(): Promise<EngineStatus>;
  close(): Promise<void>;
}

/** The index cannot be reached or refuses its work for now; trying again later is right. */
export class SearchUnavailable extends Error {
  override name = "SearchUnavailable";
}
