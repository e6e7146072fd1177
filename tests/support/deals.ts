import { and, eq } from "drizzle-orm";
import { dealLife } from "#app/deals/change.server.ts";
import type { DealAction } from "#app/deals/stages.ts";
import { decideInterest, expressInterest } from "#app/interests/commands.server.ts";
import * as commands from "#app/posts/commands.server.ts";
import { approve } from "#app/posts/review.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction } from "#db/connection.ts";
import { deal } from "#db/schema/index.ts";
import { completeNeed } from "./market.ts";
import { takeStep } from "#app/kernel/steps.server.ts";

/** A need of the one side that an organizer has published. */
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

/** The deal of a need's side and one that answered it, which has taken these steps after the first contact. */
export async function dealBetween(
  services: Services,
  demand: Viewer,
  supply: Viewer,
  organizer: Viewer,
  steps: DealAction[] = ["sign"],
): Promise<string> {
  const needId = await publishedNeed(services, demand, organizer);
  const interestId = await expressInterest(services, supply, needId, {
    message: "我们有相近的成果，希望了解贵方的工况。",
    ownPostId: null,
  });
  await decideInterest(services, demand, interestId, "accept");
  return inTransaction(services.database, async (transaction) => {
    const [row] = await transaction
      .select()
      .from(deal)
      .where(and(eq(deal.interestId, interestId)));
    if (!row) throw new Error("no deal was opened");
    let found = row;
    for (const action of steps)
      found = await takeStep(transaction, dealLife, found, {
        now: services.now(),
        action,
        viewer: null,
      });
    return found.id;
  });
}
