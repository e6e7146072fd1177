import { eq } from "drizzle-orm";
import { lockRow, type Life } from "#app/kernel/steps.server.ts";
import { maySeeDraft, maySeePublished } from "#app/posts/disclosure/policy.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { endMatches } from "#app/pairs/ending.server.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import type { Transaction } from "#db/connection.ts";
import { sendJob } from "#db/jobs.ts";
import { announce } from "#db/listener.ts";
import { post } from "#db/schema/index.ts";
import { realtime } from "#realtime/events.ts";
import { canTransition, transition, type PostAction } from "./lifecycle.ts";
import { isEntitledToPostStep } from "./policy.ts";
import { readPost, type Post } from "./row.ts";

type PostChanges = Partial<typeof post.$inferInsert>;

/**
 * The post, locked until the transaction ends.
 *
 * @throws Refusal notFound, also for a post that the viewer may not know of
 */
export async function lockPost(
  transaction: Transaction,
  postId: string,
  viewer: Viewer | null,
): Promise<Post> {
  const found = await lockRow(transaction, postLife, eq(post.id, postId));
  if (viewer && !maySeeDraft(viewer, found) && !maySeePublished(viewer, found))
    throw new Refusal("notFound");
  return found;
}

/**
 * The life of a post. A step asks for index and notifications to follow, ends the matches of
 * a post that left the market, and tells open pages.
 */
export const postLife: Life<Post, PostAction, PostChanges> = {
  lock: async (transaction, where) =>
    (await transaction.select().from(post).where(where).for("update")).map(readPost),
  can: canTransition,
  next: transition,
  versionOf: ({ revision }) => revision,
  mayTake: (viewer, found, action) =>
    viewer === null || isEntitledToPostStep(viewer, found, action),
  write: async (transaction, { id, revision }, changes, now) => {
    const rows = await transaction
      .update(post)
      .set({ ...changes, revision: revision + 1, updatedAt: now })
      .where(eq(post.id, id))
      .returning();
    return rows.map(readPost);
  },
  fact: ({ id, organisationId }, _before, { action }) => ({
    organisationId,
    subjectKind: "post",
    subjectId: id,
    action,
  }),
  follow: async (transaction, changed, before) => {
    const postId = changed.id;
    if (before.publication === "published" && changed.publication !== "published")
      await endMatches(transaction, postId, changed.updatedAt, "skip");
    await sendJob(transaction, "post.publish", { postId });
    await announce(transaction, realtime("post.changed", [`post:${postId}`], { postId }));
    if (before.draftState === "submitted" || changed.draftState === "submitted")
      await announce(transaction, realtime("review.changed", ["organizers"], { postId }));
  },
};
