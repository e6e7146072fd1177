import type { SearchDocument } from "#search/documents.ts";
import type { Match, MatchReasons, SharedTerm } from "#search/matching/match.ts";

/** A post as a card of a match shows it. */
export type MatchedCard = Pick<
  SearchDocument,
  "id" | "kind" | "title" | "clusters" | "organisationName" | "verified" | "region"
>;

/** A word of both posts as each side writes it. */
export type MetTerm = Pick<SharedTerm, "term" | "counterpart">;

/** Why two posts fit, as a card says it. */
export type CardReasons = Omit<MatchReasons, "terms"> & { terms: MetTerm[] };

/** A match as the viewer may see it. */
export interface MatchView {
  document: MatchedCard;
  score: number;
  reasons: CardReasons;
}

const mostTerms = 6;
const mostInLine = 4;

/** The terms that tell most, as a card shows them and a pair keeps them. */
export const strongestTerms = (terms: SharedTerm[]): MetTerm[] =>
  terms.slice(0, mostTerms).map(({ term, counterpart }) => ({ term, counterpart }));

/** A match that was found just now, for its card. */
export const viewOf = ({ document, score, reasons }: Match): MatchView => ({
  document: cardOf(document),
  score,
  reasons: { ...reasons, terms: strongestTerms(reasons.terms) },
});

/** What a card shows of a post, without what the server alone needs. */
export const cardOf = ({
  id,
  kind,
  title,
  clusters,
  organisationName,
  verified,
  region,
}: SearchDocument): MatchedCard => ({
  id,
  kind,
  title,
  clusters,
  organisationName,
  verified,
  region,
});

/** The strongest terms of a pair, as the need writes them, few enough for one line. */
export const namedTerms = (terms: MetTerm[]): string[] =>
  terms.slice(0, mostInLine).map(({ term }) => term);
