import { eq } from "drizzle-orm";
import { storyHash } from "#app/stories/hash.server.ts";
import type { Transaction } from "#db/connection.ts";
import { demonstrationStory } from "#db/demonstration/index.ts";
import { newId } from "#db/schema/columns.ts";
import { deal, interest, post, story, storyConsent } from "#db/schema/index.ts";

/** Loads a deal that has reached its contract, and its published story. */
export async function insertStory(
  transaction: Transaction,
  organisationIds: { demand: string; supply: string },
  now: Date,
): Promise<void> {
  const { demand, supply } = organisationIds;
  const { title, titleEn, body, bodyEn, pictureText } = demonstrationStory;
  const [need] = await transaction
    .select({ id: post.id })
    .from(post)
    .where(eq(post.title, demonstrationStory.need));
  if (!need) throw new Error("the demonstration story names an unknown need");
  const interestId = newId();
  await transaction.insert(interest).values({
    id: interestId,
    postId: need.id,
    fromOrganisationId: supply,
    toOrganisationId: demand,
    message: demonstrationStory.message,
    state: "accepted",
    decidedAt: now,
  });
  const sides = { demandOrganisationId: demand, supplyOrganisationId: supply };
  const dealId = newId();
  await transaction
    .insert(deal)
    .values({ id: dealId, needId: need.id, interestId, stage: "contract", ...sides });
  const words = { title, titleEn, body, bodyEn, pictureText };
  const hash = storyHash({ ...words, pictureSha256: null });
  const storyId = newId();
  await transaction.insert(story).values({
    id: storyId,
    dealId,
    state: "published",
    publishedAt: now,
    hash,
    ...words,
    ...sides,
  });
  await transaction
    .insert(storyConsent)
    .values([demand, supply].map((organisationId) => ({ storyId, organisationId, hash })));
}
