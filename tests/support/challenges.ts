import { eq, sql } from "drizzle-orm";
import { proposalSchema, type ProposalContent } from "#app/challenges/content.ts";
import { approveTerms } from "#app/challenges/organizer.server.ts";
import { createChallenge, saveTerms, submitTerms } from "#app/challenges/owner.server.ts";
import { saveProposal, submitProposal } from "#app/challenges/proposals.server.ts";
import { termsSchema, type Terms } from "#app/challenges/terms.ts";
import * as commands from "#app/posts/commands.server.ts";
import { approve } from "#app/posts/review.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { challenge, proposal } from "#db/schema/index.ts";
import { completeNeed } from "./market.ts";

/** Terms that pass submission. */
export const completeTerms = (changes: Partial<Terms> = {}): Terms =>
  termsSchema.parse({
    summary: "碳化硅基板翘曲不大于0.1 mm，热导率不低于180 W/(m·K)，两年内完成。",
    award: "3000000",
    fundingRule: "立项30%，中期40%，验收30%。",
    conditions: "具有烧结中试条件的独立法人。",
    ipOwnership: "joint",
    deadline: "2099-06-30T17:00",
    objectionDays: 7,
    milestones: [
      { title: "小试", due: "2099-12-31", share: "33.33" },
      { title: "中试", due: "2100-12-31", share: "66.67" },
    ],
    criteria: [
      { name: "技术先进性", weight: "60" },
      { name: "可行性", weight: "40" },
    ],
    ...changes,
  });

/** A proposal that passes submission; `mark` is in each of its texts. */
export const completeProposal = (mark: string, changes: Partial<ProposalContent> = {}) =>
  proposalSchema.parse({
    approach: `路线${mark}`,
    plan: [`小试${mark}`, `中试${mark}`],
    team: `团队${mark}`,
    earlier: `基础${mark}`,
    price: "2500000",
    people: `人员${mark}`,
    ...changes,
  });

export async function publishedNeed(
  services: Services,
  owner: Viewer,
  organizer: Viewer,
  changes: Parameters<typeof completeNeed>[0] = {},
): Promise<string> {
  const { id } = await commands.createDraft(services, owner, "need", completeNeed(changes));
  const { revision } = await commands.submit(services, owner, id);
  await approve(services, organizer, id, revision);
  return id;
}

/** A challenge open to proposals. */
export async function openChallenge(
  services: Services,
  owner: Viewer,
  organizer: Viewer,
  { terms = completeTerms(), reviewsWanted = 1 } = {},
): Promise<string> {
  const needId = await publishedNeed(services, owner, organizer);
  const { id, version } = await createChallenge(services, owner, needId);
  const saved = await saveTerms(services, owner, id, terms, version);
  const submitted = await submitTerms(services, owner, id, saved.version);
  await approveTerms(services, organizer, id, { reviewsWanted, version: submitted.version });
  return id;
}

/** Hands in a proposal; answers its id. */
export async function handIn(
  services: Services,
  bidder: Viewer,
  challengeId: string,
  content: ProposalContent,
): Promise<string> {
  const version = await saveProposal(services, bidder, challengeId, content, null);
  await submitProposal(services, bidder, challengeId, version);
  const rows = await services.database
    .select()
    .from(proposal)
    .where(eq(proposal.challengeId, challengeId));
  const own = rows.find(({ organisationId }) => organisationId === bidder.active?.organisationId);
  if (!own) throw new Error("no proposal was kept");
  return own.id;
}

/** Moves the deadline by the database's clock, as its administrator could. */
export async function deadlineIn(
  services: Services,
  challengeId: string,
  seconds: number,
): Promise<void> {
  await services.database
    .update(challenge)
    .set({ deadline: sql`clock_timestamp() + make_interval(secs => ${seconds})` })
    .where(eq(challenge.id, challengeId));
}

export async function challengeRow(services: Services, challengeId: string) {
  const [row] = await services.database
    .select()
    .from(challenge)
    .where(eq(challenge.id, challengeId));
  if (!row) throw new Error("no such challenge");
  return row;
}
