import { eq, inArray } from "drizzle-orm";
import { Refusal } from "#app/kernel/refusals.ts";
import type { PostKind } from "#app/codes/codes.ts";
import type { FieldWord } from "#app/listings/declaration.ts";
import { textsOf } from "#app/listings/listing.ts";
import { listings } from "#app/posts/content.ts";
import { postDocument } from "#app/posts/document.ts";
import { viewPost, type PostOwner, type PostView } from "#app/posts/queries.server.ts";
import { readPost } from "#app/posts/row.ts";
import type { Services } from "#app/kernel/services.ts";
import type { MaybeViewer } from "#app/kernel/viewer.ts";
import { organisation, post } from "#db/schema/index.ts";
import type { SearchDocument } from "#search/documents.ts";
import type { Match, MatchReasons } from "#search/matching/match.ts";
import { certaintyOf, weighed, type Certainty, type Contribution } from "./certainty.ts";
import { markWords, type MarkedPiece } from "./marks.ts";

/** One side of a pair as the viewer may see it, with the shared words marked. */
export interface ComparedPost {
  id: string;
  kind: PostKind;
  title: MarkedPiece[];
  plainTitle: string;
  cluster: string | null;
  keywords: MarkedPiece[][];
  passages: { label: FieldWord; pieces: MarkedPiece[] }[];
  /** Null for an anonymous enterprise. */
  owner: PostOwner | null;
  own: boolean;
  published: boolean;
  mayExpressInterest: boolean;
  interest: PostView["interest"];
}

/** What matching says of a pair. */
export interface Comparison {
  chance: number;
  certainty: Certainty | null;
  fors: Contribution[];
  againsts: Contribution[];
  indicators: MatchReasons["indicators"];
  trl: MatchReasons["trl"];
  /** What both sides leave open or what cannot be set beside each other. */
  unknown: Comparable[];
  /** Whether so much is open that the chance says little. */
  littleKnown: boolean;
}

/** What two posts can be compared in beside their texts. */
export const comparable = [
  "indicators",
  "cluster",
  "trl",
  "cooperationModes",
  "money",
  "discipline",
  "region",
] as const;
export type Comparable = (typeof comparable)[number];

/** With more of them open than known, the texts alone decide. */
const fewKnown = comparable.length / 2;

export interface ComparedPair {
  need: ComparedPost;
  result: ComparedPost;
  /** The words that both share, as each side writes them. */
  terms: { need: string; result: string }[];
  /** Null while matching is unavailable; the texts can be read all the same. */
  comparison: Comparison | null;
}

/**
 * A need and a result side by side, through the viewer's disclosure.
 *
 * @throws Refusal notFound when the viewer may not see both as published;
 *   signInRequired for a guest who might after signing in
 */
export async function viewComparison(
  services: Services,
  viewer: MaybeViewer,
  ids: { needId: string; resultId: string },
): Promise<ComparedPair> {
  const [need, result] = await Promise.all([
    viewPost(services, viewer, "need", ids.needId),
    viewPost(services, viewer, "result", ids.resultId),
  ]);
  if (need.showsDraft || result.showsDraft) throw new Refusal("notFound");
  const match = await compareDocuments(services, ids);
  const terms = (match?.reasons.terms ?? []).map(({ term, counterpart }) => ({
    need: term,
    result: counterpart,
  }));
  return {
    need: asCompared(
      need,
      terms.map((term) => term.need),
    ),
    result: asCompared(
      result,
      terms.map((term) => term.result),
    ),
    terms,
    comparison: match && asComparison(services.learned, match),
  };
}

function asCompared(view: PostView, words: string[]): ComparedPost {
  const { content } = view;
  return {
    id: view.id,
    kind: view.kind,
    title: markWords(content.title, words),
    plainTitle: content.title,
    cluster: content.cluster,
    keywords: content.keywords.map((keyword) => markWords(keyword, words)),
    passages: textsOf(listings[content.kind], content, "compared").map(({ label, text }) => ({
      label,
      pieces: markWords(text, words),
    })),
    owner: view.owner,
    own: view.own,
    published: view.publication === "published",
    mayExpressInterest: view.mayExpressInterest,
    interest: view.interest,
  };
}

function asComparison(
  learned: Services["learned"],
  { score, reasons, features }: Match,
): Comparison {
  const unknown = comparable.filter((name) => features[name] === undefined);
  return {
    chance: score,
    certainty: certaintyOf(score, learned.reliability),
    ...weighed(learned.contributionsOf(features)),
    indicators: reasons.indicators,
    trl: reasons.trl,
    unknown,
    littleKnown: unknown.length > fewKnown,
  };
}

/** Null while matching is unavailable. */
async function compareDocuments(
  services: Services,
  { needId, resultId }: { needId: string; resultId: string },
): Promise<Match | null> {
  const rows = await services.database
    .select({ post, organisation })
    .from(post)
    .innerJoin(organisation, eq(organisation.id, post.organisationId))
    .where(inArray(post.id, [needId, resultId]));
  const documentOf = (id: string): SearchDocument | null => {
    const row = rows.find((one) => one.post.id === id);
    if (!row) return null;
    /** Who may see a post that has ended may still compare it. */
    return postDocument({ ...readPost(row.post), publication: "published" }, row.organisation);
  };
  const [need, result] = [documentOf(needId), documentOf(resultId)];
  if (!need || !result) throw new Refusal("notFound");
  try {
    return await services.matcher.compare(need, result, { now: services.now() });
  } catch (error) {
    if (error instanceof Error && error.name === "SearchUnavailable") return null;
    throw error;
  }
}
