import type { SearchDocument } from "#search/documents.ts";
import { textsOf } from "#app/listings/listing.ts";
import { factsOf } from "#app/listings/facts.ts";
import { listings, type PostContent } from "./content.ts";
import { publicOwner, type PublicOwner } from "#app/posts/disclosure/crowd.ts";
import { audienceOf, publicMoment } from "#app/posts/disclosure/policy.ts";
import type { FindableState } from "#app/codes/states.ts";
import { endOfDay } from "#app/kernel/dates.ts";
import type { Post } from "./row.ts";

/** What the index needs to know of the organisation behind a post. */
export type PostOrganisation = PublicOwner & { id: string };

const seconds = (moment: Date | null): number | null =>
  moment === null ? null : Math.floor(moment.getTime() / 1_000);

const yuan = (amount: string | null): number | null => (amount === null ? null : Number(amount));

/**
 * What the search index holds of a post: only what everyone in its audience may
 * see, so an anonymous enterprise's name is not in it and its place is coarse. Null when the post is
 * not on the market.
 */
export function postDocument(
  post: Post,
  organisation: PostOrganisation,
): (SearchDocument & { state: FindableState }) | null {
  const { content, publication } = post;
  if (content === null || (publication !== "published" && publication !== "closed")) return null;
  const shown = publicOwner(post, organisation);
  return {
    ...contentDocument(content),
    id: post.id,
    state: publication,
    organisationName: shown.name,
    organisationId: shown.id,
    ownerId: organisation.id,
    verified: shown.verified,
    region: shown.region,
    audience: audienceOf(post),
    publishedAt: seconds(publicMoment(post, post.publishedAt)) ?? 0,
    expiresAt: publication === "closed" ? null : seconds(post.expiresAt),
    revision: post.revision,
  };
}

/** What the index is asked with to find posts like one that is still being written. */
export const draftDocument = (
  content: PostContent,
  post: { id: string; organisationId: string },
): SearchDocument => ({
  ...contentDocument(content),
  id: post.id,
  state: "published",
  organisationName: "",
  organisationId: null,
  ownerId: post.organisationId,
  verified: false,
  region: null,
  audience: [`organisation:${post.organisationId}`],
  publishedAt: 0,
  expiresAt: null,
  revision: 0,
});

/** What a document takes from the content alone. */
const contentDocument = (content: PostContent) => ({
  kind: content.kind,
  title: content.title,
  keywords: content.keywords,
  passages: passagesOf(content),
  facts: factsOf(listings[content.kind], content),
  indicators: content.indicators.map(({ name, comparison, value, upper, unit }) => ({
    name,
    comparison,
    value,
    upper,
    unit,
  })),
  clusters: content.cluster === null ? [] : [content.cluster],
  discipline: content.discipline,
  trl: content.trl,
  cooperationModes: content.cooperationModes,
  amountMin: content.amountToBeAgreed ? null : yuan(content.amountMin),
  amountMax: content.amountToBeAgreed ? null : yuan(content.amountMax),
  deadline:
    content.kind === "need" && content.deadline !== null
      ? seconds(endOfDay(content.deadline))
      : null,
});

/** The running texts of a post that are searched, in the order of its form; empty ones are left out. */
export const passagesOf = (content: PostContent): { field: string; text: string }[] =>
  textsOf(listings[content.kind], content, "searched").map(({ field, text }) => ({ field, text }));
