import { createContract } from "#app/contracts/commands.server.ts";
import { moveMilestone } from "#app/contracts/milestones.server.ts";
import { addVersion } from "#app/deals/documents.server.ts";
import { addNote } from "#app/deals/notes.server.ts";
import { storySchema } from "#app/stories/schema.ts";
import { writeStory } from "#app/stories/commands.server.ts";
import { contractMilestone, story } from "#db/schema/index.ts";
import { eq } from "drizzle-orm";
import {
  agreedContract,
  completeContract,
  openDealOf,
  signedContract,
  submittedContract,
} from "#tests/support/contracts.ts";
import { file, note } from "#tests/support/deal-market.ts";
import { dealBetween } from "#tests/support/deals.ts";
import { place, type FormPlace, type FormStateContext } from "./context.ts";

/** Deals with all that is written in them, their contracts in each state that has a form, and their stories. */
export async function dealPlaces(context: FormStateContext): Promise<FormPlace[]> {
  const { services, enterprise, university, organizer } = context;
  const sides = { buyer: enterprise, seller: university, organizer };
  const dealId = await openDealOf(services, sides);
  await addVersion(services, enterprise, dealId, { title: "工况说明" }, file());
  await addNote(services, enterprise, dealId, { ...note(), clientKey: crypto.randomUUID() });
  const withDraft = await openDealOf(services, sides);
  const draftId = await createContract(services, university, withDraft, completeContract());
  return [
    place(
      "/deals/:dealId",
      `/deals/${dealId}`,
      "enterprise",
      "move",
      "task",
      "message",
      "noteEdit",
      "note",
      "comment",
    ),
    place(
      "/deals/:dealId/contract/new",
      `/deals/${dealId}/contract/new`,
      "university",
      "save propose",
    ),
    place(
      "/contracts/:contractId/edit",
      `/contracts/${draftId}/edit`,
      "university",
      "save propose",
    ),
    ...(await contractPlaces(context)),
    ...(await storyPlaces(context)),
  ];
}

async function contractPlaces(context: FormStateContext): Promise<FormPlace[]> {
  const { services, enterprise, university, organizer } = context;
  const sides = { buyer: enterprise, seller: university, organizer };
  const agreed = await agreedContract(services, sides);
  const signed = await signedContract(services, sides);
  const [milestone] = await services.database
    .select()
    .from(contractMilestone)
    .where(eq(contractMilestone.contractId, signed.id));
  await moveMilestone(services, university, signed.id, {
    milestoneId: milestone?.id ?? "",
    action: "deliver",
    version: milestone?.version ?? 0,
  });
  const submitted = await submittedContract(services, sides);
  const amendable = await signedContract(services, sides);
  const pattern = "/contracts/:contractId";
  return [
    place(pattern, `/contracts/${agreed.id}`, "enterprise", "sign"),
    place(pattern, `/contracts/${signed.id}`, "enterprise", "askTermination", "milestone"),
    place(pattern, `/contracts/${submitted.id}`, "organizer", "register", "return"),
    place(`${pattern}/amend`, `/contracts/${amendable.id}/amend`, "enterprise", "amend"),
  ];
}

async function storyPlaces(context: FormStateContext): Promise<FormPlace[]> {
  const { services, enterprise, university, organizer } = context;
  const [published] = await services.database
    .select()
    .from(story)
    .where(eq(story.state, "published"));
  const dealId = await dealBetween(services, enterprise, university, organizer);
  const words = storySchema.parse({
    title: "低翘曲基板从样件走到量产",
    body: "双方在平台上相识，半年内完成了样件试制与台架试验，随后签订合同并投入量产。",
  });
  const storyId = await writeStory(services, enterprise, dealId, words);
  return [
    place("/stories/new", "/stories/new", "enterprise", "write"),
    place("/stories/:storyId/edit", `/stories/${storyId}/edit`, "enterprise", "save"),
    place("/stories/:storyId", `/stories/${published?.id}`, "organizer", "takeDown"),
  ];
}
