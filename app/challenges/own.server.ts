import { pageOf, rowsFor, type Page } from "#app/kernel/paging.ts";
import { and, asc, desc, eq, isNull, lt } from "drizzle-orm";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { readerOf } from "#app/kernel/reader.ts";
import type { ChallengeState, ProposalState } from "#app/codes/states.ts";
import type { Transaction } from "#db/connection.ts";
import { asReader } from "#db/row-security.ts";
import {
  challenge,
  proposal,
  proposalDraft,
  proposalFile,
  proposalReceipt,
  proposalSubmission,
} from "#db/schema/index.ts";
import { blindSchema, proposalSchema, type ProposalContent } from "./content.ts";
import type { ProposalFileLine } from "./files.server.ts";
import { mayKeepProposal } from "./policy.ts";
import { findChallenge } from "./queries.server.ts";

export interface OwnProposal {
  state: ProposalState | null;
  version: number | null;
  content: ProposalContent;
  files: (ProposalFileLine & { handedIn: boolean })[];
  receipts: { sha256: string; at: string }[];
  /** Whether the working copy differs from what was handed in. */
  changed: boolean;
}

/**
 * The proposal of the organisation that the viewer acts for, empty before it has one.
 *
 * @throws Refusal notFound or forbidden for those who cannot have one
 */
export async function ownProposal(
  services: Services,
  viewer: Viewer,
  challengeId: string,
): Promise<OwnProposal> {
  const { found } = await findChallenge(services, viewer, challengeId);
  const organisationId = viewer.active?.organisationId;
  if (!organisationId || !mayKeepProposal(viewer, found)) throw new Refusal("forbidden");
  return asReader(services.database, readerOf(viewer), async (transaction) => {
    const [row] = await transaction
      .select({ proposal, draft: proposalDraft.content, submission: proposalSubmission })
      .from(proposal)
      .leftJoin(proposalDraft, eq(proposalDraft.proposalId, proposal.id))
      .leftJoin(proposalSubmission, eq(proposalSubmission.proposalId, proposal.id))
      .where(
        and(eq(proposal.challengeId, challengeId), eq(proposal.organisationId, organisationId)),
      );
    if (!row)
      return {
        state: null,
        version: null,
        content: proposalSchema.parse({}),
        files: [],
        receipts: [],
        changed: false,
      };
    const { id, state, version } = row.proposal;
    const files = await transaction
      .select()
      .from(proposalFile)
      .where(and(eq(proposalFile.proposalId, id), isNull(proposalFile.removedAt)))
      .orderBy(asc(proposalFile.id));
    const receipts = await transaction
      .select()
      .from(proposalReceipt)
      .where(eq(proposalReceipt.proposalId, id))
      .orderBy(asc(proposalReceipt.id));
    const content = proposalSchema.parse(row.draft ?? {});
    const { submission } = row;
    return {
      state: state,
      version,
      content,
      files: files.map((file) => ({
        id: file.id,
        name: file.name,
        size: file.size,
        handedIn: submission?.files.includes(file.id) ?? false,
      })),
      receipts: receipts.map(({ sha256, submittedAt }) => ({
        sha256,
        at: submittedAt.toISOString(),
      })),
      changed:
        submission !== null &&
        (JSON.stringify(blindSchema.parse(content)) !==
          JSON.stringify(blindSchema.parse(submission.content)) ||
          submission.price !== twoPlaces(content.price) ||
          row.proposal.people !== content.people ||
          row.proposal.resultId !== content.resultId ||
          submission.files.join() !== files.map((file) => file.id).join()),
    };
  });
}

const twoPlaces = (price: string | null): string | null => {
  if (price === null) return null;
  const [whole = "0", part = ""] = price.split(".");
  return `${BigInt(whole)}.${part.padEnd(2, "0")}`;
};

export interface OwnProposalLine {
  challengeId: string;
  title: string;
  challengeState: ChallengeState;
  deadline: string | null;
  state: ProposalState;
}

/** The proposals of the organisation the viewer acts for, newest first, by the last id. */
export async function listOwnProposals(
  services: Services,
  viewer: Viewer,
  page: { before?: string; limit: number },
): Promise<Page<OwnProposalLine>> {
  const organisationId = viewer.active?.organisationId;
  if (!organisationId) return { lines: [], next: null };
  return asReader(services.database, readerOf(viewer), (transaction) =>
    ownLines(transaction, organisationId, page),
  );
}

async function ownLines(
  transaction: Transaction,
  organisationId: string,
  page: { before?: string; limit: number },
): Promise<Page<OwnProposalLine>> {
  const rows = await transaction
    .select({ proposal, challenge })
    .from(proposal)
    .innerJoin(challenge, eq(challenge.id, proposal.challengeId))
    .where(
      and(
        eq(proposal.organisationId, organisationId),
        page.before ? lt(proposal.id, page.before) : undefined,
      ),
    )
    .orderBy(desc(proposal.id))
    .limit(rowsFor(page.limit));
  const { lines, next } = pageOf(rows, page.limit, (last) => last.proposal.id);
  return {
    lines: lines.map((row) => ({
      challengeId: row.challenge.id,
      title: row.challenge.title,
      challengeState: row.challenge.state,
      deadline: row.challenge.deadline?.toISOString() ?? null,
      state: row.proposal.state,
    })),
    next,
  };
}
