import { Charset, Index } from "flexsearch";
import { Meilisearch } from "meilisearch";
import MiniSearch from "minisearch";
import type pg from "pg";
import { normalise } from "../text/normalise.ts";
import { bigramsOf, runsOf, wordsOf } from "../text/segment.ts";
import { bm25Scorer } from "./bm25.ts";

/** A text to be found, with what a query may be. */
export interface Text {
  id: string;
  title: string;
  body: string;
}

/** A search engine as someone would plug it in. */
export interface Peer {
  name: string;
  /** Takes all texts and answers how to ask: scores by id, higher is better; what is not answered scores 0. */
  open(texts: Text[]): Promise<{
    ask(query: string): Promise<ReadonlyMap<string, number>> | ReadonlyMap<string, number>;
    close?(): Promise<void>;
  }>;
}

export const bigrams = (text: string): string[] =>
  runsOf(normalise(text)).flatMap((run) => (run.chinese ? bigramsOf(run.text) : [run.text]));

const bm25 = (name: string, cut: (text: string) => string[], titles: number): Peer => ({
  name,
  open: async (texts) => {
    const documents = new Map(
      texts.map(({ id, title, body }) => [
        id,
        cut([...Array<string>(titles).fill(title), body].join("\n")),
      ]),
    );
    const score = bm25Scorer(documents);
    return {
      ask: (query) => {
        const terms = cut(query);
        return new Map(texts.map(({ id }) => [id, score(id, terms)]));
      },
    };
  },
});

const miniSearch = (name: string, tokenize?: (text: string) => string[]): Peer => ({
  name,
  open: async (texts) => {
    const index = new MiniSearch<Text>({
      fields: ["title", "body"],
      ...(tokenize ? { tokenize } : {}),
    });
    index.addAll(texts);
    return { ask: (query) => new Map(index.search(query).map(({ id, score }) => [id, score])) };
  },
});

const most = 10_000;

const flexSearch: Peer = {
  name: "FlexSearch, its CJK preset",
  open: async (texts) => {
    const index = new Index({ encoder: Charset.CJK, context: true });
    for (const { id, title, body } of texts) index.add(id, `${title} ${body}`);
    return {
      ask: (query) => {
        const found = index.search({ query, limit: most, suggest: true });
        return new Map(found.map((id, place) => [String(id), 1 / (1 + place)]));
      },
    };
  },
};

/** PostgreSQL's own full text search over words that jieba cut, any word may meet. */
const postgres = (pool: pg.Pool): Peer => ({
  name: "PostgreSQL full text, words",
  open: async (texts) => {
    await pool.query("DROP TABLE IF EXISTS peer");
    await pool.query("CREATE TABLE peer (id text PRIMARY KEY, lexemes tsvector NOT NULL)");
    await pool.query(
      `INSERT INTO peer SELECT id, setweight(to_tsvector('simple', title), 'A') ||
         to_tsvector('simple', body)
       FROM unnest($1::text[], $2::text[], $3::text[]) AS text (id, title, body)`,
      [
        texts.map(({ id }) => id),
        texts.map(({ title }) => wordsOf(title).join(" ")),
        texts.map(({ body }) => wordsOf(body).join(" ")),
      ],
    );
    return {
      ask: async (query) => {
        const { rows } = await pool.query<{ id: string; rank: number }>(
          `SELECT id, ts_rank(lexemes, query, 1) AS rank
           FROM peer, (SELECT replace(plainto_tsquery('simple', $1)::text, ' & ', ' | ')::tsquery AS query) AS asked
           WHERE lexemes @@ query`,
          [wordsOf(query).join(" ")],
        );
        return new Map(rows.map(({ id, rank }) => [id, rank]));
      },
    };
  },
});

const meilisearch = (host: string): Peer => ({
  name: "Meilisearch as it comes",
  open: async (texts) => {
    const client = new Meilisearch({ host, apiKey: process.env.MEILI_KEY });
    const uid = "duijie_bench_peer";
    await client.deleteIndexIfExists(uid);
    const index = client.index<Text>(uid);
    await index.addDocuments(texts, { primaryKey: "id" }).waitTask({ timeout: 300_000 });
    return {
      ask: async (query) => {
        const { hits } = await index.search(query, {
          limit: 1_000,
          matchingStrategy: "last",
          showRankingScore: true,
        });
        return new Map(hits.map(({ id, _rankingScore }) => [id, _rankingScore ?? 0]));
      },
      close: async () => void (await client.deleteIndexIfExists(uid)),
    };
  },
});

/** What the product is measured against. */
export function peers(pool: pg.Pool): Peer[] {
  const { MEILI_URL } = process.env;
  return [
    bm25("BM25 bigrams", bigrams, 1),
    bm25("BM25 bigrams, titles tripled", bigrams, 3),
    bm25("BM25 words, titles tripled", wordsOf, 3),
    postgres(pool),
    miniSearch("MiniSearch as it comes"),
    miniSearch("MiniSearch, our words", wordsOf),
    flexSearch,
    ...(MEILI_URL ? [meilisearch(MEILI_URL)] : []),
  ];
}
