import path from "node:path";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { FileToSend } from "#app/files/file-to-send.ts";
import { keepFile, type IncomingFile } from "#app/files/keep.server.ts";
import { maximumFiles } from "#app/files/limits.ts";
import { discardFile } from "#app/files/removal.server.ts";
import { storedFile } from "#app/files/stored-file.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { readerOf } from "#app/kernel/reader.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { asReader, identify } from "#db/row-security.ts";
import { newId } from "#db/schema/columns.ts";
import { challenge, proposal, proposalFile, proposalSubmission } from "#db/schema/index.ts";
import { mayKeepProposal } from "./policy.ts";
import { readChallenge } from "./row.ts";

/**
 * Stores a file of the viewer's organisation's proposal as it comes in. What it
 * is is read from its content, not from its name.
 *
 * @throws Refusal fileType, fileTooLarge, tooManyFiles, forbidden or notFound;
 *   nothing is kept then
 */
export async function addProposalFile(
  services: Services,
  viewer: Viewer,
  challengeId: string,
  file: IncomingFile,
): Promise<void> {
  const own = await inTransaction(services.database, (transaction) =>
    ownProposalId(transaction, viewer, challengeId),
  );
  const id = newId();
  const storageKey = `proposals/${own}/${id}`;
  await keepFile(services, storageKey, file, async (transaction, kept) => {
    const proposalId = await ownProposalId(transaction, viewer, challengeId);
    const standing = and(eq(proposalFile.proposalId, proposalId), isNull(proposalFile.removedAt));
    if ((await transaction.$count(proposalFile, standing)) >= maximumFiles)
      throw new Refusal("tooManyFiles");
    await transaction.insert(proposalFile).values({ id, proposalId, ...kept });
  });
}

/** The proposal of the organisation the viewer acts for, locked. */
async function ownProposalId(
  transaction: Transaction,
  viewer: Viewer,
  challengeId: string,
): Promise<string> {
  await identify(transaction, readerOf(viewer));
  const organisationId = viewer.active?.organisationId;
  if (!organisationId) throw new Refusal("forbidden");
  const [row] = await transaction
    .select({ proposal, challenge })
    .from(proposal)
    .innerJoin(challenge, eq(challenge.id, proposal.challengeId))
    .where(and(eq(proposal.challengeId, challengeId), eq(proposal.organisationId, organisationId)))
    .for("update", { of: proposal });
  if (!row) throw new Refusal("notFound");
  if (!mayKeepProposal(viewer, readChallenge(row.challenge))) throw new Refusal("forbidden");
  return row.proposal.id;
}

/**
 * Takes a file off the working copy. What was handed in keeps it until something
 * else is handed in.
 *
 * @throws Refusal notFound or forbidden
 */
export async function removeProposalFile(
  services: Services,
  viewer: Viewer,
  challengeId: string,
  fileId: string,
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const proposalId = await ownProposalId(transaction, viewer, challengeId);
    const mine = and(eq(proposalFile.id, fileId), eq(proposalFile.proposalId, proposalId));
    const [file] = await transaction.select().from(proposalFile).where(mine);
    if (!file) throw new Refusal("notFound");
    const [submission] = await transaction
      .select({ files: proposalSubmission.files })
      .from(proposalSubmission)
      .where(eq(proposalSubmission.proposalId, proposalId));
    if (submission?.files.includes(fileId)) {
      await transaction
        .update(proposalFile)
        .set({ removedAt: sql`now()` })
        .where(mine);
      return;
    }
    await transaction.delete(proposalFile).where(mine);
    await discardFile(transaction, file.storageKey);
  });
}

export interface ProposalFileLine {
  id: string;
  name: string;
  /** Bytes. */
  size: number;
}

/** What a file is called before those who may not know whose it is. */
export const neutralName = (label: string, index: number, name: string): string =>
  `proposal-${label}-${index + 1}${path.extname(name).toLowerCase()}`;

/**
 * A file of a proposal to send to a viewer who may read it now; under a neutral
 * name for those who may not know whose it is.
 *
 * @throws Refusal notFound for everyone else
 */
export async function openProposalFile(
  services: Services,
  viewer: Viewer,
  fileId: string,
): Promise<FileToSend> {
  const found = await asReader(services.database, readerOf(viewer), async (transaction) => {
    const [row] = await transaction
      .select({ file: proposalFile, known: proposal.id, files: proposalSubmission.files })
      .from(proposalFile)
      .leftJoin(proposal, eq(proposal.id, proposalFile.proposalId))
      .leftJoin(proposalSubmission, eq(proposalSubmission.proposalId, proposalFile.proposalId))
      .where(eq(proposalFile.id, fileId));
    return row;
  });
  if (!found) throw new Refusal("notFound");
  const { file, known, files } = found;
  const [labelled] = await services.database
    .select({ label: proposal.label })
    .from(proposal)
    .where(eq(proposal.id, file.proposalId));
  const name =
    known === null
      ? neutralName(labelled?.label ?? "", files?.indexOf(fileId) ?? 0, file.name)
      : file.name;
  return storedFile(services, { ...file, name });
}
