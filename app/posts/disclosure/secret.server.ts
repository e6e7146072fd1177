import { type Readable, Transform } from "node:stream";
import { and, asc, eq } from "drizzle-orm";
import type { z } from "zod";
import type { AttachmentLine } from "#app/posts/attachment-lines.server.ts";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { lockPost } from "#app/posts/change.server.ts";
import type { Services } from "#app/kernel/services.ts";
import { readerOf } from "#app/kernel/reader.ts";
import { belongsTo, type MaybeViewer, type Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { announce } from "#db/listener.ts";
import { asReader } from "#db/row-security.ts";
import { attachment, disclosureTerms, post, postSecret } from "#db/schema/index.ts";
import { realtime } from "#realtime/events.ts";
import { mayKeepSecret } from "./policy.ts";
import type { secretSchema } from "./schema.ts";

export interface Secret {
  /** Its owner. */
  organisationId: string;
  confidential: string;
  revision: number;
  attachments: AttachmentLine[];
}

/**
 * The confidential part of a post as row-level security gives it to the viewer;
 * null when it is not open to them, or when there is none.
 */
export function readSecret(
  services: Services,
  viewer: MaybeViewer,
  postId: string,
): Promise<Secret | null> {
  return asReader(services.database, readerOf(viewer), async (reading) => {
    const [row] = await reading.select().from(postSecret).where(eq(postSecret.postId, postId));
    if (!row) return null;
    const attachments = await reading
      .select({
        id: attachment.id,
        name: attachment.name,
        mediaType: attachment.mediaType,
        size: attachment.size,
      })
      .from(attachment)
      .where(and(eq(attachment.postId, postId), eq(attachment.confidential, true)))
      .orderBy(asc(attachment.createdAt), asc(attachment.id));
    const { organisationId, confidential, revision } = row;
    return { organisationId, confidential, revision, attachments };
  });
}

/** The owner's own terms of a post, for its people; empty for everyone else. */
export async function ownTerms(
  services: Services,
  viewer: Viewer,
  postId: string,
): Promise<string> {
  const [row] = await services.database
    .select({ extraTerms: disclosureTerms.extraTerms, organisationId: post.organisationId })
    .from(disclosureTerms)
    .innerJoin(post, eq(post.id, disclosureTerms.postId))
    .where(eq(disclosureTerms.postId, postId));
  return row && belongsTo(viewer, row.organisationId) ? row.extraTerms : "";
}

/** Whether a confidential file is open to the viewer now, by row-level security. */
export function maySeeConfidentialFile(
  services: Services,
  viewer: MaybeViewer,
  attachmentId: string,
): Promise<boolean> {
  return asReader(services.database, readerOf(viewer), async (reading) => {
    const rows = await reading
      .select({ id: attachment.id })
      .from(attachment)
      .where(eq(attachment.id, attachmentId));
    return rows.length > 0;
  });
}

/** Bytes of a confidential file that pass between two looks at whether it is still open. */
const checkedBytes = 64 * 1024;

/**
 * A confidential file on its way to a viewer, cut off as soon as it is no longer
 * open to them.
 */
export function whileOpen(
  services: Services,
  viewer: MaybeViewer,
  attachmentId: string,
  content: Readable,
): Readable {
  let passed = 0;
  const guard = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      passed += chunk.length;
      if (passed < checkedBytes) return done(null, chunk);
      passed = 0;
      maySeeConfidentialFile(services, viewer, attachmentId).then(
        (open) => (open ? done(null, chunk) : done(new Refusal("forbidden"))),
        (error: Error) => done(error),
      );
    },
  });
  guard.once("close", () => content.destroy());
  content.once("error", (error) => guard.destroy(error));
  return content.pipe(guard);
}

/**
 * Keeps the confidential part of a post. It needs no review: nobody but the
 * owner and those it opens to ever read it.
 *
 * @returns the revision saved
 * @throws Refusal notFound, forbidden, illegalStep for a post that has ended, or
 *   conflict when it changed since it was read
 */
export function saveSecret(
  services: Services,
  viewer: Viewer,
  postId: string,
  input: z.output<typeof secretSchema>,
): Promise<number> {
  return inTransaction(services.database, async (transaction) => {
    const found = await lockPost(transaction, postId, viewer);
    if (!mayKeepSecret(viewer, found)) throw new Refusal("forbidden");
    if (found.publication === "withdrawn" || found.publication === "superseded")
      throw new Refusal("illegalStep");
    const [there] = await transaction
      .select({ revision: postSecret.revision })
      .from(postSecret)
      .where(eq(postSecret.postId, postId));
    if ((there?.revision ?? 0) !== input.revision) throw new Refusal("conflict");
    const revision = input.revision + 1;
    const { confidential, extraTerms } = input;
    const kept = { confidential, revision, updatedById: viewer.userId };
    await transaction
      .insert(postSecret)
      .values({ postId, organisationId: found.organisationId, ...kept })
      .onConflictDoUpdate({
        target: postSecret.postId,
        set: { ...kept, updatedAt: services.now() },
      });
    await transaction
      .insert(disclosureTerms)
      .values({ postId, extraTerms })
      .onConflictDoUpdate({
        target: disclosureTerms.postId,
        set: { extraTerms, updatedAt: services.now() },
      });
    await followSecret(transaction, postId);
    await audit(transaction, {
      actorId: viewer.userId,
      organisationId: found.organisationId,
      subjectKind: "post",
      subjectId: postId,
      action: "secret_save",
      detail: { revision },
    });
    await announceDisclosure(transaction, postId, [found.organisationId]);
    return revision;
  });
}

/** Says on the post whether it has a confidential part: text, or a file. */
export async function followSecret(transaction: Transaction, postId: string): Promise<void> {
  const [texts, files] = [
    await transaction
      .select({ confidential: postSecret.confidential })
      .from(postSecret)
      .where(eq(postSecret.postId, postId)),
    await transaction.$count(
      attachment,
      and(eq(attachment.postId, postId), eq(attachment.confidential, true)),
    ),
  ];
  const hasText = texts.some(({ confidential }) => confidential.trim() !== "");
  await transaction
    .update(post)
    .set({ hasSecret: hasText || files > 0 })
    .where(eq(post.id, postId));
}

/** Tells open pages of these organisations that a post's disclosure changed. */
export const announceDisclosure = (
  transaction: Transaction,
  postId: string,
  organisationIds: string[],
): Promise<void> =>
  announce(
    transaction,
    realtime(
      "disclosure.changed",
      organisationIds.map((id) => `organisation:${id}` as const),
      { postId },
    ),
  );
