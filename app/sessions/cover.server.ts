import { eq } from "drizzle-orm";
import type { FileToSend } from "#app/files/file-to-send.ts";
import { keepFile, type IncomingFile, type KeptFile } from "#app/files/keep.server.ts";
import { pictureTypes } from "#app/files/limits.ts";
import { claimFile, discardFile, expectFile } from "#app/files/removal.server.ts";
import { storedPicture } from "#app/files/stored-file.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { MaybeViewer, Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { newId } from "#db/schema/columns.ts";
import { matchmakingSession } from "#db/schema/index.ts";
import { lockForPlanning, takeSessionStep } from "./change.server.ts";
import { findSession } from "./queries.server.ts";

const coverKey = (sessionId: string): string => `sessions/${sessionId}/cover/${newId()}`;

/**
 * Gives a session another cover picture, or takes it away with null. The former
 * one is no longer kept.
 *
 * @throws Refusal fileType, fileTooLarge, forbidden, illegalStep, or conflict when
 *   the session changed since it was read; nothing is kept then
 */
export async function changeCover(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  file: IncomingFile | null,
  version: number,
): Promise<void> {
  await inTransaction(services.database, (transaction) =>
    lockForPlanning(transaction, viewer, sessionId, version),
  );
  const change = async (transaction: Transaction, kept: KeptFile | null) => {
    const found = await lockForPlanning(transaction, viewer, sessionId, version);
    await takeSessionStep(transaction, found, {
      now: services.now(),
      action: "edit",
      viewer,
      version,
      changes: {
        coverStorageKey: kept?.storageKey ?? null,
        coverMediaType: kept?.mediaType ?? null,
      },
      detail: { what: "cover" },
    });
    if (found.coverStorageKey !== null) await discardFile(transaction, found.coverStorageKey);
  };
  await (file
    ? keepFile(services, coverKey(sessionId), file, change, pictureTypes)
    : inTransaction(services.database, (transaction) => change(transaction, null)));
}

/** The cover of a session that the viewer may see. @throws Refusal notFound */
export async function openCover(
  services: Services,
  viewer: MaybeViewer,
  sessionId: string,
): Promise<FileToSend> {
  const { coverStorageKey, coverMediaType } = await findSession(services, viewer, sessionId);
  if (coverStorageKey === null || coverMediaType === null) throw new Refusal("notFound");
  return storedPicture(services, { storageKey: coverStorageKey, mediaType: coverMediaType });
}

/**
 * Gives a copied session a cover of its own like that of the session it was copied
 * from, so that changing one does not touch the other. A cover that cannot be read
 * is left out: the copy is good without.
 */
export async function copyCover(services: Services, fromId: string, toId: string): Promise<void> {
  const [source] = await services.database
    .select()
    .from(matchmakingSession)
    .where(eq(matchmakingSession.id, fromId));
  if (!source?.coverStorageKey || !source.coverMediaType) return;
  const { coverStorageKey, coverMediaType } = source;
  const storageKey = coverKey(toId);
  await expectFile(services, storageKey);
  try {
    const content = await services.files.open(coverStorageKey);
    await services.files.put(storageKey, content, coverMediaType);
  } catch (error) {
    services.log.warn(error, "the cover of a session was not copied");
    return;
  }
  await inTransaction(services.database, async (transaction) => {
    await claimFile(transaction, storageKey);
    await transaction
      .update(matchmakingSession)
      .set({ coverStorageKey: storageKey, coverMediaType })
      .where(eq(matchmakingSession.id, toId));
  });
}
