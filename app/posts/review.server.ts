import { settledOwner } from "#app/posts/disclosure/crowd.server.ts";
import { notifyMembers } from "#app/notifications/notify.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction } from "#db/connection.ts";
import { postVersion } from "#db/schema/index.ts";
import { lockPost, postLife } from "./change.server.ts";
import { formContent } from "./commands.server.ts";
import { addDays } from "#app/kernel/dates.ts";
import { publicationDays } from "./lifecycle.ts";
import type { Post } from "./row.ts";
import { postNews } from "./news.ts";
import { takeStep } from "#app/kernel/steps.server.ts";

/**
 * Publishes the submitted working copy as the post's next version. `revision`
 * is the one that the organizer read: what was changed since is not published
 * unread.
 *
 * @throws Refusal illegalStep when nothing is submitted, conflict when it was
 *   changed since, forbidden for others than organizers
 */
export async function approve(
  services: Services,
  viewer: Viewer,
  postId: string,
  revision: number,
): Promise<Post> {
  return inTransaction(services.database, async (transaction) => {
    const found = await lockPost(transaction, postId, viewer);
    const now = services.now();
    const version = found.version + 1;
    const content = found.draft ? formContent(found.draft) : undefined;
    const approved = await takeStep(transaction, postLife, found, {
      now: services.now(),
      action: "approve",
      viewer,
      version: revision,
      changes: {
        content,
        draft: null,
        version,
        publishedAt: found.publishedAt ?? now,
        expiresAt: addDays(now, publicationDays),
        shownOwner: await settledOwner(transaction, content, found),
        remindersSent: 0,
        reviewComment: null,
      },
      detail: { version },
    });
    await transaction
      .insert(postVersion)
      .values({ postId, number: version, content, approvedById: viewer.userId });
    await tellDecision(transaction, approved, postNews.approved, "");
    return approved;
  });
}

/** Gives the submission back with a comment, to be mended and submitted again. */
export const returnForChanges = (
  services: Services,
  viewer: Viewer,
  postId: string,
  comment: string,
) => decline(services, viewer, postId, "return", comment);

/** Ends the review; this working copy will not be published. */
export const reject = (services: Services, viewer: Viewer, postId: string, comment: string) =>
  decline(services, viewer, postId, "reject", comment);

function decline(
  services: Services,
  viewer: Viewer,
  postId: string,
  action: "return" | "reject",
  comment: string,
): Promise<Post> {
  return inTransaction(services.database, async (transaction) => {
    const found = await lockPost(transaction, postId, viewer);
    const declined = await takeStep(transaction, postLife, found, {
      now: services.now(),
      action,
      viewer,
      changes: { reviewComment: comment },
      detail: { comment },
    });
    const kind = action === "return" ? postNews.returned : postNews.rejected;
    await tellDecision(transaction, declined, kind, comment);
    return declined;
  });
}

function tellDecision(
  transaction: Parameters<typeof notifyMembers>[0],
  decided: Post,
  kind: typeof postNews.approved,
  comment: string,
): Promise<void> {
  return notifyMembers(transaction, decided.organisationId, {
    kind,
    occasion: `${kind.name}:${decided.id}:${decided.revision}`,
    payload: {
      postId: decided.id,
      postKind: decided.kind,
      postTitle: decided.title,
      comment,
    },
  });
}
