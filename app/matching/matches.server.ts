import { eq } from "drizzle-orm";
import { Refusal } from "#app/kernel/refusals.ts";
import { postDocument } from "#app/posts/document.ts";
import { maySeePublished } from "#app/posts/disclosure/policy.ts";
import { readPost } from "#app/posts/row.ts";
import type { Services } from "#app/kernel/services.ts";
import { audiencesOf, belongsTo, type MaybeViewer } from "#app/kernel/viewer.ts";
import { organisation, post } from "#db/schema/index.ts";
import type { SearchDocument } from "#search/documents.ts";
import { apartFrom } from "#app/blocks/blocks.server.ts";
import { earlierContacts, type Contacts } from "./contacts.server.ts";
import { hiddenFrom } from "./feedback.server.ts";
import { isNamed, knowing, matchesAmong, roomForUnwanted, type OtherPost } from "./find.server.ts";
import { keptMatches } from "./kept.server.ts";
import { standsFrom } from "./schema.ts";
import { viewOf, type MatchView } from "./views.ts";

/**
 * The posts of the other side that fit a published post, best first, among
 * those that the viewer may see; for its own organisation without the pairs that
 * it does not want. They are the pairs that stand, or what the index finds now
 * while the post's own job has not looked for them yet.
 *
 * @throws Refusal notFound; SearchUnavailable when the index cannot be reached
 */
export async function matchesOf(
  services: Services,
  viewer: MaybeViewer,
  postId: string,
  limit: number,
): Promise<MatchView[]> {
  const subject = await publishedDocument(services, viewer, postId);
  if (!subject) return [];
  const { isWanted, contacts, hidden } = belongsTo(viewer, subject.ownerId)
    ? await asOwner(services, subject)
    : await asOther(services, subject);
  const wanted = { isWanted, contacts, limit: limit + hidden };
  const kept = await keptMatches(services, viewer, subject, wanted);
  if (kept) return kept.slice(0, limit);
  const found = await matchesAmong(services, subject, isWanted, {
    audiences: audiencesOf(viewer),
    limit: wanted.limit,
    now: services.now(),
    minimumScore: standsFrom,
  });
  return found
    .map((match) => knowing(services, contacts, subject, match.document, match))
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(viewOf);
}

interface Knowledge {
  contacts: Contacts;
  isWanted: (other: OtherPost) => boolean;
  /** How many the organisation does not want. */
  hidden: number;
}

/**
 * What two organisations had to do with each other is no business of a third one's;
 * that they are kept apart is left out only where both are named.
 */
async function asOther({ database }: Services, subject: SearchDocument): Promise<Knowledge> {
  const apart = isNamed(subject) ? await apartFrom(database, subject.ownerId) : new Set();
  const isWanted = (other: OtherPost) => !(isNamed(other) && apart.has(other.ownerId));
  return { contacts: {}, isWanted, hidden: 0 };
}

async function asOwner(
  { database }: Services,
  { id, kind, ownerId }: SearchDocument,
): Promise<Knowledge> {
  const [contacts, apart, hidden] = await Promise.all([
    earlierContacts(database, [ownerId]),
    apartFrom(database, ownerId),
    hiddenFrom(database, ownerId, { id, kind: kind === "need" ? "need" : "result" }),
  ]);
  return {
    contacts: contacts.get(ownerId) ?? {},
    isWanted: (other) =>
      other.ownerId !== ownerId &&
      !(isNamed(other) && apart.has(other.ownerId)) &&
      !hidden.has(other.id),
    hidden: hidden.size,
  };
}

/**
 * Posts of the same kind about the same: needs of other enterprises to solve
 * together, or results beside this one; best first, of those the viewer may see.
 *
 * @throws Refusal notFound; SearchUnavailable when the index cannot be reached
 */
export async function similarPosts(
  services: Services,
  viewer: MaybeViewer,
  postId: string,
): Promise<MatchView[]> {
  const subject = await publishedDocument(services, viewer, postId);
  if (!subject) return [];
  const similar = await services.matcher.similarTo(subject, {
    audiences: audiencesOf(viewer),
    limit: mostSimilar + roomForUnwanted,
    now: services.now(),
    minimumScore: similarFrom,
  });
  // To others it must not show which posts are of the same organisation.
  const own = belongsTo(viewer, subject.ownerId) ? subject.ownerId : null;
  return similar
    .filter(({ document }) => document.ownerId !== own)
    .slice(0, mostSimilar)
    .map(viewOf);
}

const mostSimilar = 5;
/** Likeness of two posts of one kind; below it they share words and not a subject. */
const similarFrom = 0.45;

/** What the index holds of a published post; null when it is not on the market. */
async function publishedDocument(
  services: Services,
  viewer: MaybeViewer,
  postId: string,
): Promise<SearchDocument | null> {
  const [row] = await services.database
    .select({ post, organisation })
    .from(post)
    .innerJoin(organisation, eq(organisation.id, post.organisationId))
    .where(eq(post.id, postId));
  const found = row && readPost(row.post);
  if (!found || !maySeePublished(viewer, found)) throw new Refusal("notFound");
  return found.publication === "published" ? postDocument(found, row.organisation) : null;
}
