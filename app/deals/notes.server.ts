import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { dealSides } from "#app/codes/codes.ts";
import { inTransaction } from "#db/connection.ts";
import { dealNote } from "#db/schema/index.ts";
import { announceContents } from "./change.server.ts";
import { mayWriteContents } from "./policy.ts";
import type { noteSchema } from "./schema.ts";
import { describeDeal, lockDealFor, organisationOf, tellDealSides } from "./tell.server.ts";
import { dealNews } from "./news.ts";

type NoteInput = z.infer<typeof noteSchema>;

/**
 * Adds a meeting note and tells the others. The same clientKey is stored once.
 *
 * @throws Refusal notFound or forbidden
 */
export async function addNote(
  services: Services,
  viewer: Viewer,
  dealId: string,
  input: NoteInput & { clientKey: string },
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockDealFor(transaction, viewer, dealId);
    if (!mayWriteContents(viewer, found)) throw new Refusal("forbidden");
    const [made] = await transaction
      .insert(dealNote)
      .values({ ...input, dealId, authorId: viewer.userId, editedById: viewer.userId })
      .onConflictDoNothing()
      .returning({ id: dealNote.id });
    if (!made) return;
    await audit(transaction, {
      actorId: viewer.userId,
      organisationId: organisationOf(viewer, found),
      subjectKind: "deal",
      subjectId: dealId,
      action: "addNote",
      detail: { noteId: made.id },
    });
    await tellDealSides(transaction, viewer, found, dealSides, {
      kind: dealNews.note,
      occasion: `deal_note:${made.id}`,
      payload: { ...(await describeDeal(transaction, viewer, found)), heldOn: input.heldOn },
    });
    await announceContents(transaction, found);
  });
}

/**
 * Changes a meeting note that was read at this version.
 *
 * @throws Refusal notFound, forbidden, or conflict when someone changed it meanwhile
 */
export async function editNote(
  services: Services,
  viewer: Viewer,
  dealId: string,
  noteId: string,
  { version, ...input }: NoteInput & { version: number },
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockDealFor(transaction, viewer, dealId);
    if (!mayWriteContents(viewer, found)) throw new Refusal("forbidden");
    const [note] = await transaction
      .select()
      .from(dealNote)
      .where(and(eq(dealNote.id, noteId), eq(dealNote.dealId, dealId)));
    if (!note) throw new Refusal("notFound");
    if (note.version !== version) throw new Refusal("conflict");
    await transaction
      .update(dealNote)
      .set({
        ...input,
        editedById: viewer.userId,
        version: version + 1,
        updatedAt: services.now(),
      })
      .where(eq(dealNote.id, noteId));
    await audit(transaction, {
      actorId: viewer.userId,
      organisationId: organisationOf(viewer, found),
      subjectKind: "deal",
      subjectId: dealId,
      action: "editNote",
      detail: { noteId, version: version + 1 },
    });
    await announceContents(transaction, found);
  });
}
