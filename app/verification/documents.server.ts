import { and, asc, eq } from "drizzle-orm";
import type { FileToSend } from "#app/files/file-to-send.ts";
import { keepFile, type IncomingFile } from "#app/files/keep.server.ts";
import { scanTypes } from "#app/files/limits.ts";
import { discardFile } from "#app/files/removal.server.ts";
import { storedFile } from "#app/files/stored-file.server.ts";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import { readerOf } from "#app/kernel/reader.ts";
import type { MaybeViewer, Viewer } from "#app/kernel/viewer.ts";
import { inTransaction } from "#db/connection.ts";
import { asReader } from "#db/row-security.ts";
import { newId } from "#db/schema/columns.ts";
import { verificationDocument } from "#db/schema/index.ts";
import { announceVerification, lockVerification } from "./change.server.ts";
import { maySeeVerification, ownsOrganisation } from "./policy.ts";
import { mostDocuments } from "./schema.ts";

export interface ScanLine {
  id: string;
  name: string;
  /** Bytes. */
  size: number;
  createdAt: string;
}

/** The scans of an organisation, the oldest first. @throws Refusal notFound for others than its owners and organizers */
export async function scansOf(
  services: Services,
  viewer: Viewer,
  organisationId: string,
): Promise<ScanLine[]> {
  if (!maySeeVerification(viewer, organisationId)) throw new Refusal("notFound");
  const rows = await asReader(services.database, readerOf(viewer), (transaction) =>
    transaction
      .select()
      .from(verificationDocument)
      .where(eq(verificationDocument.organisationId, organisationId))
      .orderBy(asc(verificationDocument.id)),
  );
  return rows.map(({ id, name, size, createdAt }) => ({
    id,
    name,
    size,
    createdAt: createdAt.toISOString(),
  }));
}

/**
 * Stores a scan of the organisation the viewer acts for. While an organizer is
 * looking at what was handed in, it cannot be exchanged.
 *
 * @throws Refusal forbidden, illegalStep, fileType, fileTooLarge or tooManyFiles;
 *   nothing is kept then
 */
export async function addScan(
  services: Services,
  viewer: Viewer,
  file: IncomingFile,
): Promise<void> {
  const organisationId = viewer.active?.organisationId ?? "";
  if (!ownsOrganisation(viewer, organisationId)) throw new Refusal("forbidden");
  const id = newId();
  const storageKey = `verification/${organisationId}/${id}`;
  await keepFile(
    services,
    storageKey,
    file,
    async (transaction, kept) => {
      const { verification } = await lockVerification(transaction, organisationId);
      if (verification.state === "submitted") throw new Refusal("illegalStep");
      const held = await transaction.$count(
        verificationDocument,
        eq(verificationDocument.organisationId, organisationId),
      );
      if (held >= mostDocuments) throw new Refusal("tooManyFiles");
      await transaction
        .insert(verificationDocument)
        .values({ id, organisationId, uploadedById: viewer.userId, ...kept });
      await audit(transaction, {
        actorId: viewer.userId,
        organisationId,
        subjectKind: "organisation",
        subjectId: organisationId,
        action: "verification_attach",
        detail: { name: kept.name, sha256: kept.sha256 },
      });
      await announceVerification(transaction, organisationId);
    },
    scanTypes,
  );
}

/** Deletes a scan. @throws Refusal notFound, forbidden or illegalStep */
export async function removeScan(
  services: Services,
  viewer: Viewer,
  documentId: string,
): Promise<void> {
  const organisationId = viewer.active?.organisationId ?? "";
  if (!ownsOrganisation(viewer, organisationId)) throw new Refusal("forbidden");
  await inTransaction(services.database, async (transaction) => {
    const { verification } = await lockVerification(transaction, organisationId);
    if (verification.state === "submitted") throw new Refusal("illegalStep");
    const [row] = await transaction
      .delete(verificationDocument)
      .where(
        and(
          eq(verificationDocument.id, documentId),
          eq(verificationDocument.organisationId, organisationId),
        ),
      )
      .returning();
    if (!row) throw new Refusal("notFound");
    await audit(transaction, {
      actorId: viewer.userId,
      organisationId,
      subjectKind: "organisation",
      subjectId: organisationId,
      action: "verification_detach",
      detail: { name: row.name, sha256: row.sha256 },
    });
    await announceVerification(transaction, organisationId);
    await discardFile(transaction, row.storageKey);
  });
}

/**
 * A scan for one of the organisation's owners or an organizer; opening it is written down.
 *
 * @throws Refusal notFound for everyone else
 */
export async function openScan(
  services: Services,
  viewer: MaybeViewer,
  documentId: string,
): Promise<FileToSend> {
  if (!viewer) throw new Refusal("notFound");
  const [row] = await asReader(services.database, readerOf(viewer), (transaction) =>
    transaction.select().from(verificationDocument).where(eq(verificationDocument.id, documentId)),
  );
  if (!row || !maySeeVerification(viewer, row.organisationId)) throw new Refusal("notFound");
  const file = storedFile(services, row);
  return {
    ...file,
    open: async (range) => {
      const content = await file.open(range);
      await inTransaction(services.database, (transaction) =>
        audit(transaction, {
          actorId: viewer.userId,
          organisationId: row.organisationId,
          subjectKind: "organisation",
          subjectId: row.organisationId,
          action: "verification_open",
          detail: { name: row.name },
        }),
      );
      return content;
    },
  };
}
