import { eq } from "drizzle-orm";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import type { Transaction } from "#db/connection.ts";
import { announce } from "#db/listener.ts";
import { story } from "#db/schema/index.ts";
import { realtime } from "#realtime/events.ts";
import { isEntitledToStoryStep, maySeeStory } from "./policy.ts";
import { storyMachine, type StoryAction } from "./stages.ts";

export type Story = typeof story.$inferSelect;

/** The story, locked until the transaction ends. @throws Refusal notFound, also for those who may not see it */
export async function lockStory(
  transaction: Transaction,
  viewer: Viewer,
  storyId: string,
): Promise<Story> {
  const [row] = await transaction.select().from(story).where(eq(story.id, storyId)).for("update");
  const found = row;
  if (!found || !maySeeStory(viewer, found)) throw new Refusal("notFound");
  return found;
}

export interface StoryStep {
  action: StoryAction;
  viewer: Viewer;
  /** What the person had read: a step on what changed since is refused. */
  version?: number;
  changes?: Partial<typeof story.$inferInsert>;
  organisationId?: string | null;
  detail?: Record<string, unknown>;
}

/**
 * Takes one step of a story: checks that it is possible and the viewer's to
 * take, writes the row and its audit entry, and tells open pages.
 *
 * @throws Refusal forbidden, illegalStep or conflict
 */
export async function takeStoryStep(
  transaction: Transaction,
  found: Story,
  { action, viewer, version, changes, organisationId = null, detail }: StoryStep,
): Promise<Story> {
  const byRecord = storyMachine.steps[action].by === "record";
  if (!byRecord && !isEntitledToStoryStep(viewer, found, action)) throw new Refusal("forbidden");
  if (version !== undefined && version !== found.version) throw new Refusal("conflict");
  if (!storyMachine.can(found.state, action)) throw new Refusal("illegalStep");
  const [row] = await transaction
    .update(story)
    .set({
      ...changes,
      state: storyMachine.next(found.state, action),
      version: found.version + 1,
      updatedAt: new Date(),
    })
    .where(eq(story.id, found.id))
    .returning();
  if (!row) throw new Refusal("notFound");
  await audit(transaction, {
    actorId: viewer.userId,
    organisationId,
    subjectKind: "story",
    subjectId: found.id,
    action,
    detail: { from: found.state, to: row.state, hash: row.hash, ...detail },
  });
  await announceStory(transaction, row);
  return row;
}

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
