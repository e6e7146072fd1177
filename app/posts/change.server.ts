import { eq } from "drizzle-orm";
import { audit } from "#app/kernel/audit.server.ts";
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
  const [row] = await transaction.select().from(post).where(eq(post.id, postId)).for("update");
  const found = row && readPost(row);
  if (!found) throw new Refusal("notFound");
  if (viewer && !maySeeDraft(viewer, found) && !maySeePublished(viewer, found))
    throw new Refusal("notFound");
  return found;
}

export interface Step {
  action: PostAction;
  /** Null when the clock or an import takes the step. */
  viewer: Viewer | null;
  /** What the person had read: nothing that was changed since is overwritten or approved unread. */
  revision?: number;
  changes?: PostChanges;
  detail?: Record<string, unknown>;
}

/**
 * Takes one step of a post's life: checks that it is possible and the viewer's
 * to take, writes the row and its audit entry, asks for the index and the
 * notifications to follow, and tells open pages; all in the given transaction.
 *
 * @throws Refusal forbidden, illegalStep or conflict
 */
export async function takeStep(transaction: Transaction, found: Post, step: Step): Promise<Post> {
  const { action, viewer } = step;
  if (viewer && !isEntitledToPostStep(viewer, found, action)) throw new Refusal("forbidden");
  if (!canTransition(found, action)) throw new Refusal("illegalStep");
  if (step.revision !== undefined && step.revision !== found.revision)
    throw new Refusal("conflict");
  const next = transition(found, action);
  const [row] = await transaction
    .update(post)
    .set({
      ...step.changes,
      ...next,
      revision: found.revision + 1,
      updatedAt: new Date(),
    })
    .where(eq(post.id, found.id))
    .returning();
  if (!row) throw new Refusal("notFound");
  await audit(transaction, {
    actorId: viewer?.userId ?? null,
    organisationId: found.organisationId,
    subjectKind: "post",
    subjectId: found.id,
    action,
    detail: step.detail,
  });
  if (found.publication === "published" && next.publication !== "published")
    await endMatches(transaction, found.id, new Date(), "skip");
  await sendJob(transaction, "post.publish", { postId: found.id });
  await announce(transaction, realtime("post.changed", [`post:${found.id}`], { postId: found.id }));
  if (found.draftState === "submitted" || next.draftState === "submitted")
    await announce(transaction, realtime("review.changed", ["organizers"], { postId: found.id }));
  return readPost(row);
}
