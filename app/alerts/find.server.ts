import { marketZone, type Frequency } from "#app/codes/codes.ts";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { apartFrom } from "#app/blocks/blocks.server.ts";
import { isNamed } from "#app/matching/find.server.ts";
import { recipientsOf } from "#app/notifications/preferences.server.ts";
import { nextDigest } from "#app/notifications/schedule.ts";
import { parseContent } from "#app/posts/content.ts";
import { postDocument } from "#app/posts/document.ts";
import { readPost, type Post } from "#app/posts/row.ts";
import { filtersOf } from "#app/search/request.ts";
import type { Services } from "#app/kernel/services.ts";
import { audiencesOf, belongsTo, type MaybeViewer, type Viewer } from "#app/kernel/viewer.ts";
import { viewersById } from "#app/kernel/viewers.server.ts";
import type { Publication } from "#app/codes/states.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { sendJob } from "#db/jobs.ts";
import {
  alertedPost,
  organisation,
  post,
  postVersion,
  savedSearch,
  savedSearchHit,
} from "#db/schema/index.ts";
import type { SearchDocument } from "#search/documents.ts";
import { indexFields } from "#app/search/fields.ts";
import { percolate, type Percolator } from "#search/percolate.ts";
import { readParameters, alertSignsOf } from "./schema.ts";

type SavedSearch = Pick<
  typeof savedSearch.$inferSelect,
  "id" | "userId" | "parameters" | "fingerprint" | "frequency" | "createdAt"
>;

/**
 * Finds the saved searches that find a post anew, and notes for each when its
 * person is to be told. One pass whatever their number: the database gives those
 * that a post of these facets may meet, the post answers each distinct search
 * once, and their people are read together. Safe to repeat: a revision is
 * compared once, and a search hears of a post once.
 */
export async function alertSearches(services: Services, postId: string): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    await transaction.$client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 1))", [
      postId,
    ]);
    const state = await readState(transaction, postId);
    if (!state) return;
    const { found, before, document, previous, published } = state;
    if (before?.revision === found.revision) return;
    const now = services.now();
    const next = {
      revision: found.revision,
      version: found.version,
      state: document ? document.state : null,
    };
    const same = before?.version === next.version && before.state === next.state;
    if (!document) await forgetWaiting(transaction, postId, []);
    else if (!same) {
      const percolator = percolate(document, indexFields.facets);
      const earlier = previous ? percolate(previous, indexFields.facets) : null;
      const isNews = (search: SavedSearch) =>
        // A post that was never compared, as after a load of data, was there to be seen before.
        before !== undefined || (published !== null && search.createdAt <= published);
      const candidates = await searchesFor(transaction, percolator.values);
      const meeting = meetingOf(candidates, percolator);
      await forgetWaiting(transaction, postId, meeting);
      const known = new Set(earlier ? meetingOf(meeting, earlier).map(({ id }) => id) : []);
      const fresh = meeting.filter((search) => !known.has(search.id) && isNews(search));
      await note(transaction, document, fresh, now);
    }
    await transaction
      .insert(alertedPost)
      .values({ postId, ...next })
      .onConflictDoUpdate({ target: alertedPost.postId, set: next });
  });
}

/** The post as it is now and as it was compared last. */
async function readState(transaction: Transaction, postId: string) {
  const [row] = await transaction
    .select({ post, organisation, before: alertedPost, version: postVersion })
    .from(post)
    .innerJoin(organisation, eq(organisation.id, post.organisationId))
    .leftJoin(alertedPost, eq(alertedPost.postId, post.id))
    .leftJoin(
      postVersion,
      and(eq(postVersion.postId, post.id), eq(postVersion.number, alertedPost.version)),
    )
    .where(eq(post.id, postId));
  if (!row) return null;
  const found = readPost(row.post);
  const before = row.before ?? undefined;
  return {
    found,
    before,
    published: found.publishedAt,
    document: postDocument(found, row.organisation),
    previous:
      before?.state && row.version
        ? postDocument(asItWas(found, before.state, row.version.content), row.organisation)
        : null,
  };
}

function asItWas(found: Post, state: Publication, stored: unknown): Post {
  const content = parseContent(found.kind, stored);
  const { visibility, invited } = content;
  return { ...found, publication: state, content, visibility, invited };
}

/** The searches to alert of that a post with these facet values may meet. */
const searchesFor = (transaction: Transaction, values: string[]): Promise<SavedSearch[]> =>
  transaction
    .select({
      id: savedSearch.id,
      userId: savedSearch.userId,
      parameters: savedSearch.parameters,
      fingerprint: savedSearch.fingerprint,
      frequency: savedSearch.frequency,
      createdAt: savedSearch.createdAt,
    })
    .from(savedSearch)
    .where(
      and(
        sql`${savedSearch.gates} && ${sql.param(alertSignsOf(values))}::text[]`,
        isNull(savedSearch.deletedAt),
        isNull(savedSearch.pausedAt),
        sql`${savedSearch.frequency} <> 'none'`,
      ),
    );

/** Those of the searches that the post meets; the same search of many people is asked once. */
export function meetingOf<T extends Pick<SavedSearch, "fingerprint" | "parameters">>(
  searches: T[],
  { hasWords, passes }: Percolator,
): T[] {
  const answers = new Map<string, boolean>();
  return searches.filter(({ fingerprint, parameters: stored }) => {
    const known = answers.get(fingerprint);
    if (known !== undefined) return known;
    const parameters = readParameters(stored);
    const answer = passes(filtersOf(parameters)) && hasWords(parameters.q);
    answers.set(fingerprint, answer);
    return answer;
  });
}

/** Whether the person may see the post now. */
export function maySee(viewer: MaybeViewer, document: SearchDocument): boolean {
  const tokens = new Set(audiencesOf(viewer));
  return document.audience.some((token) => tokens.has(token));
}

/**
 * What one's own organisation publishes is no news, nor what one that it is kept apart
 * from does under its name; whom it blocked would tell of an anonymous one.
 */
export const isNewsTo = (viewer: Viewer, document: SearchDocument, apart: Set<string>): boolean =>
  maySee(viewer, document) &&
  !belongsTo(viewer, document.ownerId) &&
  !(
    isNamed(document) && viewer.memberships.some(({ organisationId }) => apart.has(organisationId))
  );

async function note(
  transaction: Transaction,
  document: SearchDocument,
  searches: SavedSearch[],
  now: Date,
): Promise<void> {
  if (searches.length === 0) return;
  const userIds = [...new Set(searches.map(({ userId }) => userId))];
  const viewers = await viewersById(transaction, userIds);
  const recipients = await recipientsOf(transaction, userIds);
  const apart = await apartFrom(transaction, document.ownerId);
  const told = searches.filter(({ userId }) => {
    const viewer = viewers.get(userId) ?? null;
    return viewer && isNewsTo(viewer, document, apart);
  });
  if (told.length === 0) return;
  const rows = told.map((search) => ({
    savedSearchId: search.id,
    postId: document.id,
    userId: search.userId,
    foundAt: now,
    dueAt: dueAt(search.frequency, now, recipients.get(search.userId)?.preferences.zone),
  }));
  for (let start = 0; start < rows.length; start += insertedAtOnce)
    await transaction
      .insert(savedSearchHit)
      .values(rows.slice(start, start + insertedAtOnce))
      .onConflictDoNothing();
  if (rows.some((row) => row.dueAt <= now)) await sendJob(transaction, "alerts.tell", {});
}

/** PostgreSQL takes a limited number of values in one statement. */
const insertedAtOnce = 2_000;

/** When what is found at a moment is told. */
export const dueAt = (frequency: Frequency, now: Date, zone: string = marketZone): Date =>
  frequency === "daily" || frequency === "weekly" ? nextDigest(frequency, now, zone) : now;

/** What waits to be told of a post that its search no longer finds is not told. */
async function forgetWaiting(
  transaction: Transaction,
  postId: string,
  stillMeeting: SavedSearch[],
): Promise<void> {
  const kept = new Set(stillMeeting.map(({ id }) => id));
  const waiting = await transaction
    .select({ id: savedSearchHit.id, savedSearchId: savedSearchHit.savedSearchId })
    .from(savedSearchHit)
    .where(and(eq(savedSearchHit.postId, postId), isNull(savedSearchHit.toldAt)));
  const gone = waiting.filter(({ savedSearchId }) => !kept.has(savedSearchId));
  if (gone.length === 0) return;
  await transaction.delete(savedSearchHit).where(
    inArray(
      savedSearchHit.id,
      gone.map(({ id }) => id),
    ),
  );
}
