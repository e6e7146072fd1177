import { eq } from "drizzle-orm";
import { Refusal } from "#app/kernel/refusals.ts";
import { lockRow, type Life } from "#app/kernel/steps.server.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import type { Transaction } from "#db/connection.ts";
import { announce } from "#db/listener.ts";
import { story } from "#db/schema/index.ts";
import { realtime } from "#realtime/events.ts";
import { consentingSide, isEntitledToStoryStep, maySeeStory } from "./policy.ts";
import { storyMachine, type StoryAction } from "./stages.ts";

export type Story = typeof story.$inferSelect;

/** The story, locked until the transaction ends. @throws Refusal notFound, also for those who may not see it */
export async function lockStory(
  transaction: Transaction,
  viewer: Viewer,
  storyId: string,
): Promise<Story> {
  const found = await lockRow(transaction, storyLife, eq(story.id, storyId));
  if (!maySeeStory(viewer, found)) throw new Refusal("notFound");
  return found;
}

/** The life of a story. Consents, which are a side's, say in their command whose they are. */
export const storyLife: Life<Story, StoryAction, Partial<typeof story.$inferInsert>> = {
  lock: (transaction, where) => transaction.select().from(story).where(where).for("update"),
  can: ({ state }, action) => storyMachine.can(state, action),
  next: ({ state }, action) => ({ state: storyMachine.next(state, action) }),
  versionOf: ({ version }) => version,
  mayTake: (viewer, found, action) =>
    storyMachine.steps[action].by === "record" ||
    (viewer !== null && isEntitledToStoryStep(viewer, found, action)),
  write: (transaction, { id, version }, changes, now) =>
    transaction
      .update(story)
      .set({ ...changes, version: version + 1, updatedAt: now })
      .where(eq(story.id, id))
      .returning(),
  fact: ({ id, state, hash }, before, { action, viewer }) => ({
    organisationId: ["party", "side"].includes(storyMachine.steps[action].by)
      ? consentingSide(viewer, before)
      : null,
    subjectKind: "story",
    subjectId: id,
    action,
    detail: { from: before.state, to: state, hash },
  }),
  follow: (transaction, changed) => announceStory(transaction, changed),
};

/** Tells all open pages with stories that this one is not what it was. */
export const announceStory = (transaction: Transaction, changed: Story): Promise<void> =>
  announce(
    transaction,
    realtime(
      "story.changed",
      [
        "stories",
        "organizers",
        `organisation:${changed.demandOrganisationId}`,
        `organisation:${changed.supplyOrganisationId}`,
      ],
      { storyId: changed.id },
    ),
  );
