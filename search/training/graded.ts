import path from "node:path";
import { z } from "zod";
import type { SearchDocument } from "../documents.ts";
import { readLines, readNeeds, readPapers, type Paper } from "./data.ts";

const pairRow = z.object({
  need: z.string(),
  result: z.string(),
  grade: z.number().int().min(1).max(4),
  result_words: z.array(z.string()),
});

/** A need and a result with the grade of technology-transfer staff: 1 unrelated, 2 weak, 3 fairly strong, 4 strong. */
export interface GradedPair {
  need: SearchDocument;
  result: SearchDocument;
  grade: number;
}

export interface GradedData {
  needs: SearchDocument[];
  /** Of a graded result only the content words of its title are known. */
  results: SearchDocument[];
  pairs: GradedPair[];
  /** Real research results with abstract and keywords; empty when the folder has none. */
  papers: Paper[];
}

/**
 * Reads a folder of needs.csv, graded-pairs.jsonl and (if there) results.jsonl.
 *
 * @throws ZodError when a row has not the described shape
 */
export function readGraded(directory: string): GradedData {
  const needs = new Map(
    readNeeds(directory).map(({ id, title, content }) => [
      id,
      asDocument({ id, kind: "need", title, passages: passage("problem", content) }),
    ]),
  );
  const results = new Map<string, SearchDocument>();
  const pairs = z
    .array(pairRow)
    .parse(readLines(path.join(directory, "graded-pairs.jsonl")))
    .flatMap(({ need, result, grade, result_words }) => {
      const wanted = needs.get(need);
      const offered =
        results.get(result) ??
        asDocument({ id: result, kind: "result", title: result_words.join(" ") });
      results.set(result, offered);
      return wanted ? [{ need: wanted, result: offered, grade }] : [];
    });
  return {
    needs: [...needs.values()],
    results: [...results.values()],
    pairs,
    papers: readPapers(directory),
  };
}

/** A research paper as a post; its discipline is a name, not one of the product's codes. */
export const paperDocument = ({ id, title, abstract, keywords }: Paper): SearchDocument =>
  asDocument({ id, kind: "result", title, keywords, passages: passage("abstract", abstract) });

const passage = (field: string, text: string): SearchDocument["passages"] =>
  text.trim() === "" ? [] : [{ field, text }];

/** A document that says nothing but what is given. */
export function asDocument(
  given: Pick<SearchDocument, "id" | "kind" | "title"> & Partial<SearchDocument>,
): SearchDocument {
  return {
    state: "published",
    keywords: [],
    passages: [],
    indicators: [],
    organisationName: "",
    organisationId: null,
    ownerId: given.id,
    verified: false,
    clusters: [],
    discipline: null,
    region: null,
    trl: null,
    cooperationModes: [],
    amountMin: null,
    amountMax: null,
    audience: ["public"],
    publishedAt: 0,
    expiresAt: null,
    deadline: null,
    revision: 1,
    ...given,
  };
}
