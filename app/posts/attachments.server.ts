import { eq } from "drizzle-orm";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { lockPost } from "./change.server.ts";
import { mayKeepSecret, maySeeDraft, maySeePublished } from "#app/posts/disclosure/policy.ts";
import {
  followSecret,
  maySeeConfidentialFile,
  whileOpen,
} from "#app/posts/disclosure/secret.server.ts";
import { recordViews } from "#app/posts/disclosure/trail.server.ts";
import { mayTake } from "./policy.ts";
import { readPost, type Post } from "./row.ts";
import type { Services } from "#app/kernel/services.ts";
import type { MaybeViewer, Viewer } from "#app/kernel/viewer.ts";
import { inTransaction } from "#db/connection.ts";
import { newSilentId } from "#db/schema/columns.ts";
import { attachment, post } from "#db/schema/index.ts";
import type { FileToSend } from "#app/files/file-to-send.ts";
import { keepFile, type IncomingFile } from "#app/files/keep.server.ts";
import { maximumFiles } from "#app/files/limits.ts";
import { discardFile } from "#app/files/removal.server.ts";
import { storedFile } from "#app/files/stored-file.server.ts";

/**
 * Stores a file of a post as it comes in. What it is is read from its content,
 * not from its name.
 *
 * @throws Refusal fileType, fileTooLarge, tooManyFiles, forbidden or notFound;
 *   nothing is kept then
 */
export async function addAttachment(
  services: Services,
  viewer: Viewer,
  postId: string,
  file: IncomingFile,
  confidential = false,
): Promise<void> {
  await checkMayAttach(services, viewer, postId, confidential);
  const id = newSilentId();
  const storageKey = `${postId}/${id}`;
  await keepFile(services, storageKey, file, async (transaction, kept) => {
    const found = await lockPost(transaction, postId, viewer);
    if (!mayAttach(viewer, found, confidential)) throw new Refusal("forbidden");
    if ((await transaction.$count(attachment, eq(attachment.postId, postId))) >= maximumFiles)
      throw new Refusal("tooManyFiles");
    await transaction.insert(attachment).values({
      id,
      postId,
      uploadedById: viewer.userId,
      ...kept,
      confidential,
    });
    if (confidential) await followSecret(transaction, postId);
    await audit(transaction, {
      actorId: viewer.userId,
      organisationId: found.organisationId,
      subjectKind: "post",
      subjectId: postId,
      action: "attach",
      detail: confidential ? { confidential } : { name: kept.name },
    });
  });
}

/** A file of the confidential part is kept like its text, without a review. */
const mayAttach = (viewer: Viewer, found: Post, confidential: boolean): boolean =>
  confidential ? mayKeepSecret(viewer, found) : mayTake(viewer, found, "edit");

async function checkMayAttach(
  services: Services,
  viewer: Viewer,
  postId: string,
  confidential: boolean,
): Promise<void> {
  const [row] = await services.database.select().from(post).where(eq(post.id, postId));
  if (!row) throw new Refusal("notFound");
  if (!mayAttach(viewer, readPost(row), confidential)) throw new Refusal("forbidden");
}

/**
 * Deletes a file of a post.
 *
 * @throws Refusal notFound or forbidden
 */
export async function removeAttachment(
  services: Services,
  viewer: Viewer,
  attachmentId: string,
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const [row] = await transaction
      .select()
      .from(attachment)
      .where(eq(attachment.id, attachmentId));
    if (!row) throw new Refusal("notFound");
    const found = await lockPost(transaction, row.postId, viewer);
    if (!mayAttach(viewer, found, row.confidential)) throw new Refusal("forbidden");
    await transaction.delete(attachment).where(eq(attachment.id, attachmentId));
    if (row.confidential) await followSecret(transaction, row.postId);
    await audit(transaction, {
      actorId: viewer.userId,
      organisationId: found.organisationId,
      subjectKind: "post",
      subjectId: row.postId,
      action: "detach",
      detail: row.confidential ? { confidential: true } : { name: row.name },
    });
    await discardFile(transaction, row.storageKey);
  });
}

/**
 * A file for a viewer who may see its post. Opening a confidential one leaves its
 * line in the trail, and what is on its way is cut off when it closes to them.
 *
 * @throws Refusal notFound for everyone else
 */
export async function openAttachment(
  services: Services,
  viewer: MaybeViewer,
  attachmentId: string,
): Promise<FileToSend> {
  const [row] = await services.database
    .select({ attachment, post })
    .from(attachment)
    .innerJoin(post, eq(post.id, attachment.postId))
    .where(eq(attachment.id, attachmentId));
  if (!row) throw new Refusal("notFound");
  const found = readPost(row.post);
  const { confidential } = row.attachment;
  const maySee = confidential
    ? await maySeeConfidentialFile(services, viewer, attachmentId)
    : maySeePublished(viewer, found) || maySeeDraft(viewer, found);
  if (!maySee) throw new Refusal("notFound");
  const file = storedFile(services, row.attachment);
  if (!confidential) return file;
  return {
    ...file,
    open: async (range) => {
      const content = await file.open(range);
      await recordViews(services, viewer, {
        postId: found.id,
        ownerOrganisationId: found.organisationId,
        parts: ["attachment"],
        attachmentId,
      });
      return whileOpen(services, viewer, attachmentId, content);
    },
  };
}
