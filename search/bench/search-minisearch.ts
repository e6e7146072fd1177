import MiniSearch from "minisearch";
import type { SearchDocument } from "../documents.ts";
import { indexFields } from "#app/search/fields.ts";
import type { SearchRequest } from "../engine.ts";
import { facetValuesOf } from "../fields.ts";
import { searchWordsOf } from "../text/segment.ts";

type Kept = Pick<SearchDocument, "id" | "audience" | "expiresAt" | "publishedAt"> & {
  values: Map<string, string[]>;
};

/**
 * MiniSearch over the same documents with the product's words, in this process.
 * It answers the ids that meet all words, the last as a beginning, best first,
 * within rights and filters; it counts no facets and marks no hits.
 */
export function createMiniSearch() {
  const kept = new Map<string, Kept>();
  const index = new MiniSearch<{ id: string; title: string; keywords: string; text: string }>({
    fields: ["title", "keywords", "text"],
    tokenize: searchWordsOf,
    processTerm: (term) => term,
    searchOptions: { boost: { title: 10, keywords: 7 }, combineWith: "AND" },
  });

  const add = (document: SearchDocument) => {
    const { id, audience, expiresAt, publishedAt } = document;
    const values = new Map(
      indexFields.facets.map((facet) => [facet.name, facetValuesOf(document, facet)]),
    );
    kept.set(id, { id, audience, expiresAt, publishedAt, values });
    index.add({
      id,
      title: document.title,
      keywords: document.keywords.join("\n"),
      text: [document.organisationName, ...document.passages.map(({ text }) => text)].join("\n"),
    });
  };

  const search = (request: SearchRequest): string[] => {
    const now = request.now.getTime() / 1_000;
    const passes = (id: string): boolean => {
      const document = kept.get(id);
      return (
        document !== undefined &&
        document.audience.some((token) => request.audiences.includes(token)) &&
        (document.expiresAt === null || document.expiresAt > now) &&
        Object.entries(request.filters).every(
          ([name, chosen]) =>
            !chosen || document.values.get(name)?.some((value) => chosen.includes(value)),
        )
      );
    };
    const page = (ids: string[]) => ids.slice(request.offset, request.offset + request.limit);
    if (request.text.trim() === "") {
      const listed = [...kept.values()].filter(({ id }) => passes(id));
      return page(listed.sort((a, b) => b.publishedAt - a.publishedAt).map(({ id }) => id));
    }
    const last = searchWordsOf(request.text).length - 1;
    const found = index.search(request.text, {
      prefix: (_term, place) => place === last && !/\s$/.test(request.text),
      filter: ({ id }: { id: string }) => passes(id),
    });
    return page(found.map(({ id }) => String(id)));
  };

  const replace = (document: SearchDocument) => {
    if (kept.has(document.id)) index.discard(document.id);
    add(document);
  };
  return { add, search, replace };
}
