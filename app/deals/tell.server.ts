import { eq, inArray } from "drizzle-orm";
import { Refusal } from "#app/kernel/refusals.ts";
import { notify, type Occasion } from "#app/notifications/notify.server.ts";
import { readPost } from "#app/posts/row.ts";
import type { NewsKind } from "#app/kernel/news.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import type { DealSide } from "#app/codes/codes.ts";
import type { Transaction } from "#db/connection.ts";
import { interest, member, organisation, post } from "#db/schema/index.ts";
import { lockDeal, type Deal } from "./change.server.ts";
import { isBroker, maySeeDeal, organisationOfSide, dealSideOf, wasAccepted } from "./policy.ts";

/**
 * The deal of someone who knows of it, locked until the transaction ends.
 *
 * @throws Refusal notFound for everyone else
 */
export async function lockDealFor(
  transaction: Transaction,
  viewer: Viewer,
  dealId: string,
): Promise<Deal> {
  const found = await lockDeal(transaction, dealId);
  if (!maySeeDeal(viewer, found)) throw new Refusal("notFound");
  return found;
}

/** The organisation the viewer writes for in a deal; null for its broker and for organizers. */
export function organisationOf(viewer: Viewer | null, found: Deal): string | null {
  const side = dealSideOf(viewer, found);
  return side === null ? null : organisationOfSide(found, side);
}

/** What every notification says of a deal, in the name of the one who acts. */
export interface AboutDeal {
  dealId: string;
  postId: string;
  postKind: "need" | "result";
  postTitle: string;
  organisationName: string;
}

/** The organisation that is still anonymous to the other side; null when both know each other. */
export async function unnamedParty(transaction: Transaction, found: Deal): Promise<string | null> {
  return (await askedPost(transaction, found)).unnamed;
}

async function askedPost(transaction: Transaction, found: Deal) {
  const [row] = await transaction
    .select({ post, asked: interest.toOrganisationId })
    .from(interest)
    .innerJoin(post, eq(post.id, interest.postId))
    .where(eq(interest.id, found.interestId));
  if (!row) throw new Refusal("notFound");
  const { id, kind, content, visibility } = readPost(row.post);
  const isUnnamed = visibility === "anonymous" && !wasAccepted(found);
  return { id, kind, title: content?.title ?? "", unnamed: isUnnamed ? row.asked : null };
}

/** An anonymous enterprise stays so until it has accepted. */
export async function describeDeal(
  transaction: Transaction,
  viewer: Viewer | null,
  found: Deal,
): Promise<AboutDeal> {
  const { id, kind, title, unnamed } = await askedPost(transaction, found);
  const acting = organisationOf(viewer, found);
  const [named] =
    acting === null || acting === unnamed
      ? []
      : await transaction
          .select({ name: organisation.name })
          .from(organisation)
          .where(eq(organisation.id, acting));
  return {
    dealId: found.id,
    postId: id,
    postKind: kind,
    postTitle: title,
    organisationName: named?.name ?? (isBroker(viewer, found) ? (viewer?.name ?? "") : ""),
  };
}

/** The people of these sides of a deal, each once. */
export async function peopleOf(
  transaction: Transaction,
  found: Deal,
  sides: readonly DealSide[],
): Promise<string[]> {
  const organisationIds = sides.flatMap((side) => organisationOfSide(found, side) ?? []);
  const members =
    organisationIds.length === 0
      ? []
      : await transaction
          .selectDistinct({ userId: member.userId })
          .from(member)
          .where(inArray(member.organisationId, organisationIds));
  const broker = sides.includes("broker") && found.brokerId ? [found.brokerId] : [];
  return [...new Set([...members.map(({ userId }) => userId), ...broker])];
}

/** Tells everyone of these sides but the one who did it. */
export async function tellDealSides<Kind extends NewsKind>(
  transaction: Transaction,
  viewer: Viewer | null,
  found: Deal,
  sides: readonly DealSide[],
  occasion: Occasion<Kind>,
): Promise<void> {
  const people = await peopleOf(transaction, found, sides);
  await notify(
    transaction,
    people.filter((userId) => userId !== viewer?.userId),
    occasion,
  );
}
