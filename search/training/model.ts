import type { SearchDocument } from "../documents.ts";
import { lexicalFeatures } from "../matching/lexical.ts";
import { corpusStatistics, type CorpusStatistics } from "../matching/statistics.ts";
import { termsOf } from "../matching/terms.ts";
import { lexicalNames, type LexicalName } from "../matching/weights.ts";
import { chance } from "./chance.ts";
import { paperDocument, type GradedData } from "./graded.ts";
import {
  calibrate,
  foldsOf,
  learnOrder,
  relatedFrom,
  sigmoid,
  weighted,
  type Example,
} from "./learn.ts";
import type { Judged } from "./measures.ts";

/** Counts over all posts of the data, as an index would hold them; grades are not looked at. */
export function statisticsOf({ needs, results, papers }: GradedData): CorpusStatistics {
  const posts: SearchDocument[] = [...needs, ...results, ...papers.map(paperDocument)];
  return corpusStatistics(posts.map(termsOf));
}

/** The graded pairs as numbers, a list a need. */
export function graded(data: GradedData): Example[][] {
  const corpus = statisticsOf(data);
  const lists = new Map<string, Example[]>();
  for (const { need, result, grade } of data.pairs) {
    const features = lexicalFeatures(termsOf(need), termsOf(result), corpus);
    const list = lists.get(need.id) ?? [];
    list.push({ grade, features: lexicalNames.map((name) => features[name]) });
    lists.set(need.id, list);
  }
  return [...lists.values()];
}

/** Lexical weights and intercept: the order learned need by need, then the scores turned into chances. */
export function learnLexical(lists: Example[][]): {
  intercept: number;
  lexical: Record<LexicalName, number>;
} {
  const order = learnOrder(lists);
  const { slope, intercept } = calibrate(
    lists.flat().map(({ grade, features }) => ({
      score: weighted(order, features),
      related: grade >= relatedFrom,
    })),
  );
  const lexical = Object.fromEntries(
    lexicalNames.map((name, at) => [name, slope * (order[at] ?? 0)]),
  ) as Record<LexicalName, number>;
  return { intercept, lexical };
}

const folds = 5;
const seed = 2019;

/** Each pair's chance by weights learned from the other needs only, five-fold. */
export function outOfFold(
  lists: Example[][],
  features: readonly LexicalName[] = lexicalNames,
): Judged[][] {
  const kept = features.map((name) => lexicalNames.indexOf(name));
  const narrowed = lists.map((list) =>
    list.map((example) => ({
      grade: example.grade,
      features: kept.map((at) => example.features[at] ?? 0),
    })),
  );
  const fold = foldsOf(lists.length, folds, chance(seed));
  const judged: Judged[][] = [];
  for (let held = 0; held < folds; held += 1) {
    const train = narrowed.filter((_, index) => fold[index] !== held);
    const order = learnOrder(train);
    const { slope, intercept } = calibrate(
      train.flat().map(({ grade, features: x }) => ({
        score: weighted(order, x),
        related: grade >= relatedFrom,
      })),
    );
    narrowed.forEach((list, index) => {
      if (fold[index] !== held) return;
      judged[index] = list.map(({ grade, features: x }) => ({
        grade,
        score: sigmoid(slope * weighted(order, x) + intercept),
      }));
    });
  }
  return judged;
}
