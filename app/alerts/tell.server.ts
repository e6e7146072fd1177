import { and, asc, desc, eq, gt, inArray, isNull, lte } from "drizzle-orm";
import { apartFromAll } from "#app/blocks/blocks.server.ts";
import { isNamed } from "#app/matching/find.server.ts";
import { notify } from "#app/notifications/notify.server.ts";
import { postDocument } from "#app/posts/document.ts";
import { readPost } from "#app/posts/row.ts";
import type { Services } from "#app/kernel/services.ts";
import { viewersById } from "#app/kernel/viewers.server.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { organisation, post, savedSearch, savedSearchHit } from "#db/schema/index.ts";
import { maySee } from "./find.server.ts";
import { stateOf } from "./schema.ts";
import { alertNews } from "./news.ts";
import { cut } from "#app/text/graphemes.ts";

const peopleAtOnce = 100;
/** A digest names at most so many searches and posts, so that it stays within what an event may say. */
const mostNamed = { searches: 6, posts: 10 };
/** More than this of one person waits for the next minute. */
const mostHits = 500;
const longestTitle = 60;

/**
 * Tells people what their saved searches found and is due: immediate finds post
 * by post, daily and weekly ones in one digest. Each person is one transaction
 * that also notes what was told, so a crash or a second run tells nothing twice.
 * What a person may not see any more, or is gone, is not told; an empty digest
 * is not sent.
 */
export async function tellFinds(services: Services): Promise<void> {
  const now = services.now();
  for (let after: string | undefined; ;) {
    const people = await services.database
      .selectDistinct({ userId: savedSearchHit.userId })
      .from(savedSearchHit)
      .where(
        and(
          isNull(savedSearchHit.toldAt),
          lte(savedSearchHit.dueAt, now),
          after ? gt(savedSearchHit.userId, after) : undefined,
        ),
      )
      .orderBy(asc(savedSearchHit.userId))
      .limit(peopleAtOnce);
    for (const { userId } of people)
      await inTransaction(services.database, (transaction) => tellPerson(transaction, userId, now));
    after = people.at(-1)?.userId;
    if (people.length < peopleAtOnce) return;
  }
}

async function tellPerson(transaction: Transaction, userId: string, now: Date): Promise<void> {
  const rows = await transaction
    .select({ hit: savedSearchHit, search: savedSearch, post, organisation })
    .from(savedSearchHit)
    .innerJoin(savedSearch, eq(savedSearch.id, savedSearchHit.savedSearchId))
    .innerJoin(post, eq(post.id, savedSearchHit.postId))
    .innerJoin(organisation, eq(organisation.id, post.organisationId))
    .where(
      and(
        eq(savedSearchHit.userId, userId),
        isNull(savedSearchHit.toldAt),
        lte(savedSearchHit.dueAt, now),
      ),
    )
    .orderBy(desc(savedSearchHit.id))
    .limit(mostHits)
    .for("update", { of: savedSearchHit, skipLocked: true });
  if (rows.length === 0) return;
  const viewer = (await viewersById(transaction, [userId])).get(userId) ?? null;
  const apart = await apartFromAll(
    transaction,
    viewer?.memberships.map(({ organisationId }) => organisationId) ?? [],
  );
  const seconds = Math.floor(now.getTime() / 1_000);
  const finds = rows.flatMap(({ hit, search, ...row }): Find[] => {
    const found = readPost(row.post);
    const document = postDocument(found, row.organisation);
    if (!document || stateOf(search) !== "watching" || !maySee(viewer, document)) return [];
    // Blocked between the find and now.
    if (isNamed(document) && apart.has(document.ownerId)) return [];
    if (document.expiresAt !== null && document.expiresAt <= seconds) return [];
    const { id: postId, title } = document;
    return [
      {
        hitId: hit.id,
        search: { id: search.id, name: search.name },
        immediate: search.frequency === "immediate",
        post: { postId, postKind: found.kind, postTitle: cut(title, longestTitle) },
      },
    ];
  });
  const told = finds.map(({ hitId }) => hitId);
  const dropped = rows.map(({ hit }) => hit.id).filter((id) => !told.includes(id));
  if (dropped.length > 0)
    await transaction.delete(savedSearchHit).where(inArray(savedSearchHit.id, dropped));
  if (told.length === 0) return;
  await transaction
    .update(savedSearchHit)
    .set({ toldAt: now })
    .where(inArray(savedSearchHit.id, told));
  await tellAtOnce(
    transaction,
    userId,
    finds.filter(({ immediate }) => immediate),
    now,
  );
  await tellDigest(
    transaction,
    userId,
    finds.filter(({ immediate }) => !immediate),
    now,
  );
}

interface Find {
  hitId: string;
  search: { id: string; name: string };
  immediate: boolean;
  post: { postId: string; postKind: "need" | "result"; postTitle: string };
}

/** A post that several searches of a person found is one piece of news. */
async function tellAtOnce(
  transaction: Transaction,
  userId: string,
  finds: Find[],
  now: Date,
): Promise<void> {
  for (const [postId, [first, ...others]] of grouped(finds, ({ post }) => post.postId)) {
    if (!first) continue;
    const searches = [first, ...others].map(({ search }) => search).slice(0, mostNamed.searches);
    const payload = { ...first.post, searches };
    const occasion = `search_hit:${postId}:${first.hitId}`;
    await notify(transaction, [userId], { kind: alertNews.hit, payload, occasion }, now);
  }
}

async function tellDigest(
  transaction: Transaction,
  userId: string,
  finds: Find[],
  now: Date,
): Promise<void> {
  const [newest] = finds;
  if (!newest) return;
  const bySearch = [...grouped(finds, ({ search }) => search.id).values()];
  const searches = bySearch
    .flatMap((own) => (own[0] ? [{ ...own[0].search, count: own.length }] : []))
    .sort((a, b) => b.count - a.count);
  const posts = [...new Map(finds.map(({ post: one }) => [one.postId, one])).values()];
  await notify(
    transaction,
    [userId],
    {
      kind: alertNews.digest,
      occasion: `search_digest:${newest.hitId}`,
      payload: {
        count: posts.length,
        searches: searches.slice(0, mostNamed.searches),
        newest: posts.slice(0, mostNamed.posts),
      },
    },
    now,
  );
}

/** The finds by a key, in their order. */
function grouped(finds: Find[], keyOf: (find: Find) => string): Map<string, Find[]> {
  const groups = new Map<string, Find[]>();
  for (const find of finds) groups.set(keyOf(find), [...(groups.get(keyOf(find)) ?? []), find]);
  return groups;
}
