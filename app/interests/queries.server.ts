import { pageOf, rowsFor, type Page } from "#app/kernel/paging.ts";
import { aliasedTable, and, desc, eq, inArray, lt, or } from "drizzle-orm";
import type { DeclineReason, PostKind } from "#app/codes/codes.ts";
import { namesOwner } from "#app/posts/disclosure/policy.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { publishedTitle, readPost } from "#app/posts/row.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import type { InterestState } from "#app/codes/states.ts";
import { deal, interest, organisation, post } from "#db/schema/index.ts";
import { mayDecide, maySeeInterest, interestSideOf } from "./policy.ts";

const sender = aliasedTable(organisation, "sender");
const receiver = aliasedTable(organisation, "receiver");

export interface InterestLine {
  id: string;
  state: InterestState;
  /** Whether the viewer's side sent it. */
  sent: boolean;
  postId: string;
  postKind: PostKind;
  postTitle: string;
  /** The other side; empty while it is an anonymous enterprise that has not accepted. */
  otherName: string;
  createdAt: string;
}

/** The interests of the viewer's organisation, newest first, paged by the last id. */
export async function listInterests(
  services: Services,
  viewer: Viewer,
  page: { before?: string; limit: number },
): Promise<Page<InterestLine>> {
  const own = viewer.active?.organisationId;
  if (!own) return { lines: [], next: null };
  const rows = await services.database
    .select({ interest, post, sender: sender.name, receiver: receiver.name })
    .from(interest)
    .innerJoin(post, eq(post.id, interest.postId))
    .innerJoin(sender, eq(sender.id, interest.fromOrganisationId))
    .innerJoin(receiver, eq(receiver.id, interest.toOrganisationId))
    .where(
      and(
        or(eq(interest.fromOrganisationId, own), eq(interest.toOrganisationId, own)),
        page.before ? lt(interest.id, page.before) : undefined,
      ),
    )
    .orderBy(desc(interest.id))
    .limit(rowsFor(page.limit));
  return pageOf(
    rows.map((row): InterestLine => {
      const sent = row.interest.fromOrganisationId === own;
      const hidden = sent && isHidden(row.post, row.interest.state);
      return {
        id: row.interest.id,
        state: row.interest.state,
        sent,
        postId: row.post.id,
        postKind: row.post.kind,
        postTitle: publishedTitle(row.post),
        otherName: hidden ? "" : sent ? row.receiver : row.sender,
        createdAt: row.interest.createdAt.toISOString(),
      };
    }),
    page.limit,
    (last) => last.id,
  );
}

/** An anonymous enterprise stays so to who asked until it has accepted. */
const isHidden = (row: typeof post.$inferSelect, state: InterestState): boolean => {
  const { visibility } = readPost(row);
  const relation = { acceptedInterest: state === "accepted", grant: null };
  return visibility !== null && !namesOwner(visibility, relation);
};

export interface InterestView extends InterestLine {
  /** The other side's page; null while it is an anonymous enterprise that has not accepted. */
  otherId: string | null;
  /** The deal that it began; null once a later interest of the pair has taken its place. */
  dealId: string | null;
  message: string;
  ownPost: { id: string; title: string } | null;
  declineReason: DeclineReason | null;
  declineNote: string;
  may: { accept: boolean; decline: boolean; withdraw: boolean };
}

/**
 * An interest for one of the two sides.
 *
 * @throws Refusal notFound for everyone else
 */
export async function viewInterest(
  services: Services,
  viewer: Viewer,
  interestId: string,
): Promise<InterestView> {
  const [row] = await services.database
    .select({ interest, post, sender: sender.name, receiver: receiver.name, dealId: deal.id })
    .from(interest)
    .innerJoin(post, eq(post.id, interest.postId))
    .innerJoin(sender, eq(sender.id, interest.fromOrganisationId))
    .innerJoin(receiver, eq(receiver.id, interest.toOrganisationId))
    .leftJoin(deal, eq(deal.interestId, interest.id))
    .where(eq(interest.id, interestId));
  if (!row) throw new Refusal("notFound");
  const facts = { ...row.interest, state: row.interest.state };
  if (!maySeeInterest(viewer, facts)) throw new Refusal("notFound");
  const side = interestSideOf(viewer, facts);
  const sent = side === facts.fromOrganisationId;
  const hidden = sent && isHidden(row.post, facts.state);
  const own = facts.ownPostId
    ? await services.database
        .select()
        .from(post)
        .where(inArray(post.id, [facts.ownPostId]))
    : [];
  return {
    id: facts.id,
    state: facts.state,
    sent,
    postId: row.post.id,
    postKind: row.post.kind,
    postTitle: publishedTitle(row.post),
    otherName: hidden ? "" : sent ? row.receiver : row.sender,
    otherId: hidden ? null : sent ? facts.toOrganisationId : facts.fromOrganisationId,
    createdAt: facts.createdAt.toISOString(),
    dealId: row.dealId,
    message: facts.message,
    // Beside the sender's name an anonymous post of its own is named, as once it is accepted.
    ownPost:
      own[0] && (sent || !isHidden(own[0], facts.state))
        ? { id: own[0].id, title: publishedTitle(own[0]) }
        : null,
    declineReason: facts.declineReason,
    declineNote: facts.declineNote,
    may: {
      accept: mayDecide(viewer, facts, "accept"),
      decline: mayDecide(viewer, facts, "decline"),
      withdraw: mayDecide(viewer, facts, "withdraw"),
    },
  };
}
