import { and, asc, eq } from "drizzle-orm";
import type { FileToSend } from "#app/files/file-to-send.ts";
import { keepFile, type IncomingFile } from "#app/files/keep.server.ts";
import { discardFile } from "#app/files/removal.server.ts";
import { storedFile } from "#app/files/stored-file.server.ts";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { MaybeViewer, Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { newId } from "#db/schema/columns.ts";
import { programmeItem, sessionDocument } from "#db/schema/index.ts";
import { announceSession, lockSession } from "./change.server.ts";
import { mayKeepDocuments, mayRunSessions } from "./policy.ts";
import { findSession } from "./queries.server.ts";

/** Documents of one session at most. */
export const documentsAtMost = 100;

export interface SessionDocumentLine {
  id: string;
  /** The item of the programme it belongs to; null for the whole session. */
  programmeItemId: string | null;
  name: string;
  mediaType: string;
  /** Bytes. */
  size: number;
}

/** The documents of a session that the viewer may see, the oldest first. @throws Refusal notFound */
export async function sessionDocumentsOf(
  services: Services,
  viewer: MaybeViewer,
  sessionId: string,
): Promise<SessionDocumentLine[]> {
  await findSession(services, viewer, sessionId);
  return services.database
    .select({
      id: sessionDocument.id,
      programmeItemId: sessionDocument.programmeItemId,
      name: sessionDocument.name,
      mediaType: sessionDocument.mediaType,
      size: sessionDocument.size,
    })
    .from(sessionDocument)
    .where(eq(sessionDocument.sessionId, sessionId))
    .orderBy(asc(sessionDocument.id));
}

/**
 * Stores a document of a session, or of one item of its programme, as it comes in.
 * What it is is read from its content, not from its name.
 *
 * @throws Refusal fileType, fileTooLarge, tooManyFiles, forbidden, illegalStep or
 *   notFound; nothing is kept then
 */
export async function addSessionDocument(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  programmeItemId: string | null,
  file: IncomingFile,
): Promise<void> {
  await inTransaction(services.database, (transaction) =>
    lockForDocuments(transaction, viewer, sessionId),
  );
  const id = newId();
  await keepFile(services, `sessions/${sessionId}/${id}`, file, async (transaction, kept) => {
    await lockForDocuments(transaction, viewer, sessionId);
    if (programmeItemId !== null) await requireItem(transaction, sessionId, programmeItemId);
    const there = await transaction.$count(
      sessionDocument,
      eq(sessionDocument.sessionId, sessionId),
    );
    if (there >= documentsAtMost) throw new Refusal("tooManyFiles");
    await transaction.insert(sessionDocument).values({ id, sessionId, programmeItemId, ...kept });
    await record(transaction, viewer, sessionId, "attach", kept.name);
  });
}

/** Deletes a document of a session. @throws Refusal notFound, forbidden or illegalStep */
export async function removeSessionDocument(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  documentId: string,
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    await lockForDocuments(transaction, viewer, sessionId);
    const [gone] = await transaction
      .delete(sessionDocument)
      .where(and(eq(sessionDocument.id, documentId), eq(sessionDocument.sessionId, sessionId)))
      .returning();
    if (!gone) throw new Refusal("notFound");
    await record(transaction, viewer, sessionId, "detach", gone.name);
    await discardFile(transaction, gone.storageKey);
  });
}

/** A document for a viewer who may see its session. @throws Refusal notFound for everyone else */
export async function openSessionDocument(
  services: Services,
  viewer: MaybeViewer,
  sessionId: string,
  documentId: string,
): Promise<FileToSend> {
  await findSession(services, viewer, sessionId);
  const [row] = await services.database
    .select()
    .from(sessionDocument)
    .where(and(eq(sessionDocument.id, documentId), eq(sessionDocument.sessionId, sessionId)));
  if (!row) throw new Refusal("notFound");
  return storedFile(services, row);
}

async function lockForDocuments(
  transaction: Transaction,
  viewer: Viewer,
  sessionId: string,
): Promise<void> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  const { state } = await lockSession(transaction, sessionId);
  if (!mayKeepDocuments(viewer, state)) throw new Refusal("illegalStep");
}

async function requireItem(
  transaction: Transaction,
  sessionId: string,
  programmeItemId: string,
): Promise<void> {
  const there = await transaction.$count(
    programmeItem,
    and(eq(programmeItem.id, programmeItemId), eq(programmeItem.sessionId, sessionId)),
  );
  if (there === 0) throw new Refusal("notFound");
}

async function record(
  transaction: Transaction,
  viewer: Viewer,
  sessionId: string,
  action: "attach" | "detach",
  name: string,
): Promise<void> {
  await audit(transaction, {
    actorId: viewer.userId,
    organisationId: null,
    subjectKind: "session",
    subjectId: sessionId,
    action,
    detail: { name },
  });
  await announceSession(transaction, sessionId);
}
