import { and, eq } from "drizzle-orm";
import { keepFile, type IncomingFile, type KeptFile } from "#app/files/keep.server.ts";
import { pictureTypes } from "#app/files/limits.ts";
import { discardFile } from "#app/files/removal.server.ts";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { notifyMembers, notifyOrganizers } from "#app/notifications/notify.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { newId } from "#db/schema/columns.ts";
import { deal, story, storyConsent } from "#db/schema/index.ts";
import { announceStory, lockStory, storyLife, type Story } from "./change.server.ts";
import { storyHash } from "./hash.server.ts";
import { consentingSide, mayWriteStory } from "./policy.ts";
import { storyDealStages, type StoryWords } from "./schema.ts";
import { storyNews } from "./news.ts";
import { takeStep } from "#app/kernel/steps.server.ts";

/**
 * Begins the story of a deal with a contract.
 *
 * @returns the story's id
 * @throws Refusal notFound for a deal of others, illegalStep before its contract
 */
export function writeStory(
  services: Services,
  viewer: Viewer,
  dealId: string,
  words: StoryWords,
): Promise<string> {
  return inTransaction(services.database, async (transaction) => {
    const [dealRow] = await transaction
      .select()
      .from(deal)
      .where(eq(deal.id, dealId))
      .for("update");
    if (!dealRow || !mayWriteStory(viewer, dealRow)) throw new Refusal("notFound");
    if (!storyDealStages.includes(dealRow.stage)) throw new Refusal("illegalStep");
    const { demandOrganisationId, supplyOrganisationId } = dealRow;
    const [made] = await transaction
      .insert(story)
      .values({
        id: newId(),
        dealId,
        demandOrganisationId,
        supplyOrganisationId,
        ...words,
        hash: storyHash({ ...words, pictureSha256: null }),
        writtenById: viewer.userId,
      })
      .returning();
    if (!made) throw new Refusal("conflict");
    await audit(transaction, {
      actorId: viewer.userId,
      organisationId: consentingSide(viewer, dealRow),
      subjectKind: "story",
      subjectId: made.id,
      action: "write",
      detail: { dealId },
    });
    await askForConsent(transaction, viewer, made);
    await announceStory(transaction, made);
    return made.id;
  });
}

/**
 * Changes the words of a story that is not published; all consents are void.
 * The same words again change nothing.
 *
 * @throws Refusal notFound, forbidden, illegalStep, or conflict when it changed
 *   since it was read
 */
export function changeStory(
  services: Services,
  viewer: Viewer,
  storyId: string,
  words: StoryWords,
  version: number,
): Promise<void> {
  return inTransaction(services.database, async (transaction) => {
    const found = await lockStory(transaction, viewer, storyId);
    await rewrite(transaction, viewer, found, words, version, services.now());
  });
}

/** Writes other words or another picture; answers whether they are others. */
async function rewrite(
  transaction: Transaction,
  viewer: Viewer,
  found: Story,
  changes: Partial<typeof story.$inferInsert>,
  version: number,
  now: Date,
): Promise<boolean> {
  const hash = storyHash({ ...found, ...changes });
  if (hash === found.hash && found.state !== "taken_down" && version === found.version)
    return false;
  const changed = await takeStep(transaction, storyLife, found, {
    now,
    action: "edit",
    viewer,
    version,
    changes: { ...changes, hash, publishedAt: null, publishedById: null },
  });
  await transaction.delete(storyConsent).where(eq(storyConsent.storyId, found.id));
  await askForConsent(transaction, viewer, changed);
  return true;
}

/**
 * Gives a story that is not published a picture, or takes it away with null;
 * all consents are void.
 *
 * @throws Refusal as `changeStory`, fileType or fileTooLarge
 */
export async function changePicture(
  services: Services,
  viewer: Viewer,
  storyId: string,
  file: IncomingFile | null,
  version: number,
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockStory(transaction, viewer, storyId);
    if (!mayWriteStory(viewer, found)) throw new Refusal("forbidden");
  });
  const change = async (transaction: Transaction, kept: KeptFile | null) => {
    const found = await lockStory(transaction, viewer, storyId);
    const changed = await rewrite(
      transaction,
      viewer,
      found,
      {
        pictureKey: kept?.storageKey ?? null,
        pictureType: kept?.mediaType ?? null,
        pictureSha256: kept?.sha256 ?? null,
      },
      version,
      services.now(),
    );
    const unused = changed ? found.pictureKey : (kept?.storageKey ?? null);
    if (unused !== null) await discardFile(transaction, unused);
  };
  await (file
    ? keepFile(services, `stories/${storyId}/${newId()}`, file, change, pictureTypes)
    : inTransaction(services.database, (transaction) => change(transaction, null)));
}

/**
 * Consents, for the side the viewer writes for, to exactly the text with this
 * hash. When the other side has consented to the same, the story is agreed and
 * an organizer can publish it. Consenting twice is consenting once.
 *
 * @throws Refusal notFound, forbidden for organizers and readers, illegalStep,
 *   or conflict when the text is not the one that was read
 */
export function consentToStory(
  services: Services,
  viewer: Viewer,
  storyId: string,
  hash: string,
): Promise<void> {
  return inTransaction(services.database, async (transaction) => {
    const found = await lockStory(transaction, viewer, storyId);
    const side = consentingSide(viewer, found);
    if (side === null) throw new Refusal("forbidden");
    if (hash !== found.hash) throw new Refusal("conflict");
    const [own] = await transaction
      .select()
      .from(storyConsent)
      .where(and(eq(storyConsent.storyId, storyId), eq(storyConsent.organisationId, side)));
    if (own?.hash === hash) return;
    const consented = await takeStep(transaction, storyLife, found, {
      now: services.now(),
      action: "consent",
      viewer,
    });
    await transaction
      .insert(storyConsent)
      .values({ storyId, organisationId: side, hash, givenById: viewer.userId })
      .onConflictDoUpdate({
        target: [storyConsent.storyId, storyConsent.organisationId],
        set: { hash, givenById: viewer.userId, createdAt: services.now() },
      });
    const both = await transaction.$count(
      storyConsent,
      and(eq(storyConsent.storyId, storyId), eq(storyConsent.hash, hash)),
    );
    if (both < 2) return;
    const agreed = await takeStep(transaction, storyLife, consented, {
      now: services.now(),
      action: "agree",
      viewer,
    });
    await notifyOrganizers(transaction, {
      kind: storyNews.agreed,
      occasion: `story_agreed:${storyId}:${agreed.version}`,
      payload: { storyId, title: agreed.title },
    });
  });
}

/**
 * Takes the consent of the viewer's side back; a published story is taken down
 * at once.
 *
 * @throws Refusal notFound, forbidden, or illegalStep when there was no consent
 */
export function withdrawConsent(
  services: Services,
  viewer: Viewer,
  storyId: string,
): Promise<void> {
  return inTransaction(services.database, async (transaction) => {
    const found = await lockStory(transaction, viewer, storyId);
    const side = consentingSide(viewer, found);
    if (side === null) throw new Refusal("forbidden");
    const gone = await transaction
      .delete(storyConsent)
      .where(and(eq(storyConsent.storyId, storyId), eq(storyConsent.organisationId, side)))
      .returning();
    if (gone.length === 0) throw new Refusal("illegalStep");
    const published = found.state === "published";
    const taken = await takeStep(transaction, storyLife, found, {
      now: services.now(),
      action: published ? "revoke" : "withdraw",
      viewer,
    });
    if (published) await tellTakenDown(transaction, viewer, taken, "");
  });
}

/** Publishes the text that both sides consented to. @throws Refusal notFound, forbidden, conflict or illegalStep */
export function publishStory(
  services: Services,
  viewer: Viewer,
  storyId: string,
  version: number,
): Promise<void> {
  return inTransaction(services.database, async (transaction) => {
    const found = await lockStory(transaction, viewer, storyId);
    const published = await takeStep(transaction, storyLife, found, {
      now: services.now(),
      action: "publish",
      viewer,
      version,
      changes: { publishedAt: services.now(), publishedById: viewer.userId },
    });
    for (const side of [published.demandOrganisationId, published.supplyOrganisationId])
      await notifyMembers(transaction, side, {
        kind: storyNews.published,
        occasion: `story_published:${storyId}:${published.version}`,
        payload: { storyId, title: published.title },
      });
  });
}

/** An organizer takes a published story down and says why. @throws Refusal notFound, forbidden or illegalStep */
export function takeStoryDown(
  services: Services,
  viewer: Viewer,
  storyId: string,
  reason: string,
): Promise<void> {
  return inTransaction(services.database, async (transaction) => {
    const found = await lockStory(transaction, viewer, storyId);
    const taken = await takeStep(transaction, storyLife, found, {
      now: services.now(),
      action: "takeDown",
      viewer,
      detail: { reason },
    });
    await tellTakenDown(transaction, viewer, taken, reason);
  });
}

async function askForConsent(transaction: Transaction, viewer: Viewer, asked: Story) {
  for (const side of [asked.demandOrganisationId, asked.supplyOrganisationId])
    await notifyMembers(
      transaction,
      side,
      {
        kind: storyNews.consentAsked,
        occasion: `story_consent_asked:${asked.id}:${asked.version}`,
        payload: { storyId: asked.id, title: asked.title },
      },
      viewer.userId,
    );
}

async function tellTakenDown(
  transaction: Transaction,
  viewer: Viewer,
  taken: Story,
  reason: string,
): Promise<void> {
  for (const side of [taken.demandOrganisationId, taken.supplyOrganisationId])
    await notifyMembers(
      transaction,
      side,
      {
        kind: storyNews.takenDown,
        occasion: `story_taken_down:${taken.id}:${taken.version}`,
        payload: { storyId: taken.id, title: taken.title, reason },
      },
      viewer.userId,
    );
}
