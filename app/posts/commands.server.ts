import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import { notifyOrganizers } from "#app/notifications/notify.server.ts";
import { audit } from "#app/kernel/audit.server.ts";
import { mayWriteFor, type Viewer } from "#app/kernel/viewer.ts";
import { inTransaction } from "#db/connection.ts";
import { newSilentId } from "#db/schema/columns.ts";
import { post } from "#db/schema/index.ts";
import { lockPost, postLife } from "./change.server.ts";
import { submissionIssues, type ContentOf, type PostContent } from "./content.ts";
import type { PostKind } from "#app/codes/codes.ts";
import { addDays } from "#app/kernel/dates.ts";
import { publicationDays } from "./lifecycle.ts";
import { readPost, type Post } from "./row.ts";
import { postNews } from "./news.ts";
import { takeStep } from "#app/kernel/steps.server.ts";

/**
 * Creates a draft for the organisation the viewer acts for; `copiedFrom` is the
 * post whose text it starts with.
 *
 * @throws Refusal forbidden when the viewer may not write for it
 */
export async function createDraft<Kind extends PostKind>(
  services: Services,
  viewer: Viewer,
  kind: Kind,
  content: ContentOf<Kind>,
  copiedFrom?: string,
): Promise<Post> {
  const organisationId = viewer.active?.organisationId;
  if (!organisationId || !mayWriteFor(viewer, organisationId)) throw new Refusal("forbidden");
  return inTransaction(services.database, async (transaction) => {
    const id = newSilentId();
    const [row] = await transaction
      .insert(post)
      .values({
        id,
        kind,
        organisationId,
        authorId: viewer.userId,
        draftState: "draft",
        draft: content,
        title: content.title,
        cluster: content.cluster,
      })
      .returning();
    if (!row) throw new Refusal("conflict");
    await audit(transaction, {
      actorId: viewer.userId,
      organisationId,
      subjectKind: "post",
      subjectId: id,
      action: "create",
      detail: copiedFrom === undefined ? {} : { copiedFrom },
    });
    return readPost(row);
  });
}

/**
 * Saves the working copy. `revision` is the one the person started from: when
 * somebody else saved since, nothing is overwritten. The content is that of a `kind`,
 * which has to be the post's.
 *
 * @throws Refusal conflict, forbidden, illegalStep, notFound, or wasNamed for a post
 *   that is to become anonymous after it was published under a name
 */
export async function saveDraft(
  services: Services,
  viewer: Viewer,
  kind: PostKind,
  postId: string,
  content: ContentOf<PostKind>,
  revision: number,
): Promise<Post> {
  return inTransaction(services.database, async (transaction) => {
    const found = await lockPost(transaction, postId, viewer);
    if (found.kind !== kind) throw new Refusal("notFound");
    refuseLateAnonymity(found, content);
    return takeStep(transaction, postLife, found, {
      now: services.now(),
      action: "edit",
      viewer,
      version: revision,
      changes: { draft: content, title: content.title, cluster: content.cluster },
    });
  });
}

/**
 * Hands the working copy to the organizers for review. `compared` says which
 * near-identical posts its writer saw before, and at which revision.
 *
 * @throws Refusal incomplete when the form still lacks something, conflict when
 *   it was changed since it was compared, wasNamed as `saveDraft` does
 */
export async function submit(
  services: Services,
  viewer: Viewer,
  postId: string,
  compared?: { revision: number; nearIdentical: { id: string; share: number }[] },
): Promise<Post> {
  return inTransaction(services.database, async (transaction) => {
    const found = await lockPost(transaction, postId, viewer);
    if (found.draft && submissionIssues(found.kind, found.draft).length > 0)
      throw new Refusal("incomplete");
    refuseLateAnonymity(found, found.draft);
    const submitted = await takeStep(transaction, postLife, found, {
      now: services.now(),
      action: "submit",
      viewer,
      changes: { submittedAt: services.now(), reviewComment: null },
      ...(compared && {
        version: compared.revision,
        detail: { nearIdentical: compared.nearIdentical },
      }),
    });
    await notifyOrganizers(transaction, {
      kind: postNews.reviewRequested,
      occasion: `review_requested:${postId}:${submitted.revision}`,
      payload: { postId, postKind: submitted.kind, postTitle: submitted.title },
    });
    return submitted;
  });
}

/** Who has seen a name does not forget it: to promise otherwise would be untrue. */
function refuseLateAnonymity(
  { visibility }: Post,
  draft: Pick<PostContent, "visibility"> | null,
): void {
  const isNamed = visibility !== null && visibility !== "anonymous";
  if (isNamed && draft?.visibility === "anonymous") throw new Refusal("wasNamed");
}

/** Takes a submission back to work on it further. */
export const recall = (services: Services, viewer: Viewer, postId: string) =>
  simpleStep(services, viewer, postId, "recall");

/** Ends a post because its purpose is reached; it stays readable as closed. */
export const close = (services: Services, viewer: Viewer, postId: string) =>
  simpleStep(services, viewer, postId, "close");

/** Takes a post off the market. */
export const withdraw = (services: Services, viewer: Viewer, postId: string) =>
  simpleStep(services, viewer, postId, "withdraw");

/** Gives up the change of a published post, also one that was rejected, and keeps what is published. */
export const discard = (services: Services, viewer: Viewer, postId: string) =>
  simpleStep(services, viewer, postId, "discard");

function simpleStep(
  services: Services,
  viewer: Viewer,
  postId: string,
  action: "recall" | "close" | "withdraw" | "discard",
): Promise<Post> {
  return inTransaction(services.database, async (transaction) => {
    const found = await lockPost(transaction, postId, viewer);
    const changes = action === "recall" ? {} : withoutWorkingCopy(found);
    return takeStep(transaction, postLife, found, { now: services.now(), action, viewer, changes });
  });
}

/** The list of an organisation's posts names a post by its working copy, else by what was published. */
const withoutWorkingCopy = ({ content, draft }: Post) =>
  content
    ? { draft: null, title: content.title, cluster: content.cluster, reviewComment: null }
    : { draft: draft && formContent(draft) };

/** Keeps a published or expired post on the market for another full period from now. */
export async function renew(services: Services, viewer: Viewer, postId: string): Promise<Post> {
  return inTransaction(services.database, async (transaction) =>
    takeStep(transaction, postLife, await lockPost(transaction, postId, viewer), {
      now: services.now(),
      action: "renew",
      viewer,
      changes: { expiresAt: addDays(services.now(), publicationDays), remindersSent: 0 },
    }),
  );
}

/**
 * Replaces a post by a newer one of the same organisation and kind.
 *
 * @throws Refusal conflict when the newer one is not such a post
 */
export async function supersede(
  services: Services,
  viewer: Viewer,
  postId: string,
  newerId: string,
): Promise<Post> {
  return inTransaction(services.database, async (transaction) => {
    const found = await lockPost(transaction, postId, viewer);
    const newer = await lockPost(transaction, newerId, viewer);
    const fits =
      newer.id !== found.id &&
      newer.kind === found.kind &&
      newer.organisationId === found.organisationId &&
      newer.publication === "published";
    if (!fits) throw new Refusal("conflict");
    return takeStep(transaction, postLife, found, {
      now: services.now(),
      action: "supersede",
      viewer,
      changes: { ...withoutWorkingCopy(found), supersededById: newer.id },
      detail: { newerId },
    });
  });
}

/**
 * Starts a new draft with the text of an ended or any other post of the same
 * organisation.
 *
 * @throws Refusal forbidden or notFound
 */
export async function copyAsDraft(
  services: Services,
  viewer: Viewer,
  postId: string,
): Promise<Post> {
  const found = await inTransaction(services.database, (transaction) =>
    lockPost(transaction, postId, viewer),
  );
  if (!mayWriteFor(viewer, found.organisationId)) throw new Refusal("forbidden");
  const content = found.draft ?? found.content;
  if (!content) throw new Refusal("notFound");
  return createDraft(services, viewer, found.kind, formContent(content), postId);
}

/** The content without its tag, as a form shows it. */
export function formContent(content: PostContent): ContentOf<PostKind> {
  const { kind: _kind, ...fields } = content;
  return fields;
}
