import { and, desc, eq } from "drizzle-orm";
import type { z } from "zod";
import type { FileToSend } from "#app/files/file-to-send.ts";
import { keepFile, type IncomingFile } from "#app/files/keep.server.ts";
import { storedFile } from "#app/files/stored-file.server.ts";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { MaybeViewer, Viewer } from "#app/kernel/viewer.ts";
import { dealSides } from "#app/codes/codes.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { newId } from "#db/schema/columns.ts";
import { deal, dealDocument, dealDocumentComment, dealDocumentVersion } from "#db/schema/index.ts";
import { announceContents, type Deal } from "./change.server.ts";
import { maySeeContents, mayWriteContents } from "./policy.ts";
import type { commentSchema } from "./schema.ts";
import { describeDeal, lockDealFor, organisationOf, tellDealSides } from "./tell.server.ts";
import { dealNews } from "./news.ts";

/** Documents of one deal at most, and versions of one document. */
export const maximumDocuments = 50;
export const maximumVersions = 50;

/**
 * Stores a file as a new document under this title, or as the next version of
 * a document of the deal, and tells the others.
 *
 * @throws Refusal notFound, forbidden, fileType, fileTooLarge or tooManyFiles;
 *   nothing is kept then
 */
export async function addVersion(
  services: Services,
  viewer: Viewer,
  dealId: string,
  of: { title: string } | { documentId: string },
  file: IncomingFile,
): Promise<void> {
  await requireWriter(services, viewer, dealId);
  const id = newId();
  const storageKey = `deals/${dealId}/${id}`;
  await keepFile(services, storageKey, file, async (transaction, kept) => {
    const found = await lockDealFor(transaction, viewer, dealId);
    if (!mayWriteContents(viewer, found)) throw new Refusal("forbidden");
    const { document, number } = await documentFor(transaction, viewer, dealId, of);
    await transaction.insert(dealDocumentVersion).values({
      id,
      dealId,
      documentId: document.id,
      number,
      uploadedById: viewer.userId,
      ...kept,
    });
    await told(transaction, viewer, found, { ...document, versionId: id, number });
  });
}

async function requireWriter(services: Services, viewer: Viewer, dealId: string): Promise<void> {
  const [dealRow] = await services.database.select().from(deal).where(eq(deal.id, dealId));
  if (!dealRow || !maySeeContents(viewer, dealRow)) throw new Refusal("notFound");
  if (!mayWriteContents(viewer, dealRow)) throw new Refusal("forbidden");
}

async function documentFor(
  transaction: Transaction,
  viewer: Viewer,
  dealId: string,
  of: { title: string } | { documentId: string },
): Promise<{ document: { id: string; title: string }; number: number }> {
  if ("title" in of) {
    if (
      (await transaction.$count(dealDocument, eq(dealDocument.dealId, dealId))) >= maximumDocuments
    )
      throw new Refusal("tooManyFiles");
    const document = { id: newId(), title: of.title };
    await transaction
      .insert(dealDocument)
      .values({ ...document, dealId, createdById: viewer.userId });
    return { document, number: 1 };
  }
  const [document] = await transaction
    .select({ id: dealDocument.id, title: dealDocument.title })
    .from(dealDocument)
    .where(and(eq(dealDocument.id, of.documentId), eq(dealDocument.dealId, dealId)));
  if (!document) throw new Refusal("notFound");
  const [last] = await transaction
    .select({ number: dealDocumentVersion.number })
    .from(dealDocumentVersion)
    .where(eq(dealDocumentVersion.documentId, document.id))
    .orderBy(desc(dealDocumentVersion.number))
    .limit(1);
  const number = (last?.number ?? 0) + 1;
  if (number > maximumVersions) throw new Refusal("tooManyFiles");
  return { document, number };
}

async function told(
  transaction: Transaction,
  viewer: Viewer,
  found: Deal,
  made: { id: string; title: string; versionId: string; number: number },
): Promise<void> {
  await audit(transaction, {
    actorId: viewer.userId,
    organisationId: organisationOf(viewer, found),
    subjectKind: "deal",
    subjectId: found.id,
    action: "addVersion",
    detail: { documentId: made.id, versionId: made.versionId, number: made.number },
  });
  await tellDealSides(transaction, viewer, found, dealSides, {
    kind: dealNews.document,
    occasion: `deal_document:${made.versionId}`,
    payload: {
      ...(await describeDeal(transaction, viewer, found)),
      document: made.title,
      number: made.number,
    },
  });
  await announceContents(transaction, found);
}

/**
 * Says something about one version of a document. The same clientKey is stored
 * once.
 *
 * @throws Refusal notFound or forbidden
 */
export async function addComment(
  services: Services,
  viewer: Viewer,
  dealId: string,
  versionId: string,
  comment: z.infer<typeof commentSchema>,
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockDealFor(transaction, viewer, dealId);
    if (!mayWriteContents(viewer, found)) throw new Refusal("forbidden");
    const [version] = await transaction
      .select({ id: dealDocumentVersion.id })
      .from(dealDocumentVersion)
      .where(and(eq(dealDocumentVersion.id, versionId), eq(dealDocumentVersion.dealId, dealId)));
    if (!version) throw new Refusal("notFound");
    await transaction
      .insert(dealDocumentComment)
      .values({ ...comment, dealId, versionId, authorId: viewer.userId })
      .onConflictDoNothing();
    await announceContents(transaction, found);
  });
}

/**
 * One version of a document for a person who may see what is in the deal.
 *
 * @throws Refusal notFound for everyone else
 */
export async function openVersion(
  services: Services,
  viewer: MaybeViewer,
  dealId: string,
  versionId: string,
): Promise<FileToSend> {
  const [row] = await services.database
    .select({ version: dealDocumentVersion, deal })
    .from(dealDocumentVersion)
    .innerJoin(deal, eq(deal.id, dealDocumentVersion.dealId))
    .where(and(eq(dealDocumentVersion.id, versionId), eq(deal.id, dealId)));
  if (!row || !maySeeContents(viewer, row.deal)) throw new Refusal("notFound");
  return storedFile(services, row.version);
}
