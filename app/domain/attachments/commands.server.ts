import type { Readable } from "node:stream";
import { eq } from "drizzle-orm";
import { audit } from "#app/domain/audit/audit.server.ts";
import { Refusal } from "#app/domain/errors.ts";
import { lockPost } from "#app/domain/posts/change.server.ts";
import { maySeeDraft, maySeePublished, mayTake } from "#app/domain/posts/policy.ts";
import { readPost } from "#app/domain/posts/row.ts";
import type { Services } from "#app/domain/services.ts";
import type { MaybeViewer, Viewer } from "#app/domain/viewer/viewer.ts";
import { inTransaction } from "#db/connection.ts";
import { newId } from "#db/schema/columns.ts";
import { attachment, post } from "#db/schema/index.ts";
import { maximumFiles } from "./limits.ts";
import { storeFile } from "./store.server.ts";

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
  file: { name: string; content: Readable },
): Promise<void> {
  await checkMayAttach(services, viewer, postId);
  const id = newId();
  const storageKey = `${postId}/${id}`;
  const stored = await storeFile(services, storageKey, file);
  try {
    await inTransaction(services.database, async (transaction) => {
      const found = await lockPost(transaction, postId, viewer);
      if (!mayTake(viewer, found, "edit")) throw new Refusal("forbidden");
      if ((await transaction.$count(attachment, eq(attachment.postId, postId))) >= maximumFiles)
        throw new Refusal("tooManyFiles");
      await transaction.insert(attachment).values({
        id,
        postId,
        uploadedById: viewer.userId,
        ...stored,
      });
      await audit(transaction, {
        actorId: viewer.userId,
        organisationId: found.organisationId,
        subjectKind: "post",
        subjectId: postId,
        action: "attach",
        detail: { name: file.name },
      });
    });
  } catch (error) {
    await services.files.remove(storageKey);
    throw error;
  }
}

async function checkMayAttach(services: Services, viewer: Viewer, postId: string): Promise<void> {
  const [row] = await services.database.select().from(post).where(eq(post.id, postId));
  if (!row) throw new Refusal("notFound");
  if (!mayTake(viewer, readPost(row), "edit")) throw new Refusal("forbidden");
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
  const storageKey = await inTransaction(services.database, async (transaction) => {
    const [row] = await transaction
      .select()
      .from(attachment)
      .where(eq(attachment.id, attachmentId));
    if (!row) throw new Refusal("notFound");
    const found = await lockPost(transaction, row.postId, viewer);
    if (!mayTake(viewer, found, "edit")) throw new Refusal("forbidden");
    await transaction.delete(attachment).where(eq(attachment.id, attachmentId));
    await audit(transaction, {
      actorId: viewer.userId,
      organisationId: found.organisationId,
      subjectKind: "post",
      subjectId: row.postId,
      action: "detach",
      detail: { name: row.name },
    });
    return row.storageKey;
  });
  await services.files.remove(storageKey);
}

/**
 * A file to send to a viewer who may see its post.
 *
 * @throws Refusal notFound for everyone else
 */
export async function openAttachment(
  services: Services,
  viewer: MaybeViewer,
  attachmentId: string,
): Promise<{ name: string; mediaType: string; size: number; content: Readable }> {
  const [row] = await services.database
    .select({ attachment, post })
    .from(attachment)
    .innerJoin(post, eq(post.id, attachment.postId))
    .where(eq(attachment.id, attachmentId));
  const found = row && readPost(row.post);
  const maySee = found && (maySeePublished(viewer, found) || maySeeDraft(viewer, found));
  if (!row || !maySee) throw new Refusal("notFound");
  const { name, mediaType, size, storageKey } = row.attachment;
  return { name, mediaType, size, content: await services.files.get(storageKey) };
}
