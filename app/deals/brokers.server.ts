import { and, desc, eq, inArray, ne, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { audit } from "#app/kernel/audit.server.ts";
import { requireTogether } from "#app/blocks/blocks.server.ts";
import { takeStep, type Life } from "#app/kernel/steps.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { notify } from "#app/notifications/notify.server.ts";
import { publishedTitle } from "#app/posts/row.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { announce } from "#db/listener.ts";
import { newId } from "#db/schema/columns.ts";
import { deal, dealBroker, interest, member, organisation, post, user } from "#db/schema/index.ts";
import { realtime } from "#realtime/events.ts";
import { brokerMachine, type BrokerStep } from "./brokers.ts";
import { announceDeal, lockDeal, type Deal } from "./change.server.ts";
import {
  isEntitledToBrokerStep,
  maySeeDeal,
  mayProposeBroker,
  dealSideOf,
  organisationOfSide,
} from "./policy.ts";
import { describeDeal, lockDealFor, organisationOf, peopleOf } from "./tell.server.ts";
import { dealNews } from "./news.ts";
import { keyOfAddress } from "#app/kernel/mail-address.ts";
import { writtenLine } from "#app/text/characters.ts";

type BrokerRow = typeof dealBroker.$inferSelect;

/** The states in which a proposal stands or holds. */
export const openBrokerStates = ["proposed", "agreed", "active"] as const;

/**
 * Proposes a person as the broker of a deal and asks the other side.
 *
 * @throws Refusal notFound, forbidden, notABroker for a member of either side,
 *   brokerTaken, or notPossible between organisations that are kept apart
 */
export async function proposeBroker(
  services: Services,
  viewer: Viewer,
  dealId: string,
  personId: string,
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockDealFor(transaction, viewer, dealId);
    if (!mayProposeBroker(viewer, found)) throw new Refusal("forbidden");
    const side = dealSideOf(viewer, found);
    const organisationId = side && organisationOfSide(found, side);
    if (!organisationId) throw new Refusal("forbidden");
    await requireTogether(transaction, found.demandOrganisationId, found.supplyOrganisationId);
    const [person] = await transaction
      .select({ id: user.id, name: user.name })
      .from(user)
      .where(and(eq(user.id, personId), eq(user.emailVerified, true)));
    if (!person) throw new Refusal("notFound");
    const [own] = await transaction
      .select({ id: member.id })
      .from(member)
      .where(
        and(
          eq(member.userId, personId),
          inArray(member.organisationId, [found.demandOrganisationId, found.supplyOrganisationId]),
        ),
      )
      .limit(1);
    if (own) throw new Refusal("notABroker");
    const [made] = await transaction
      .insert(dealBroker)
      .values({
        id: newId(),
        dealId,
        brokerId: personId,
        organisationId,
        proposedById: viewer.userId,
      })
      .onConflictDoNothing()
      .returning();
    if (!made) throw new Refusal("brokerTaken");
    await record(transaction, viewer, found, made, "propose", person.name);
  });
}

/**
 * Takes a step about the broker of a deal. Once accepted the person sees the
 * record; once removed they do not, and their open pages lose it at once.
 *
 * @throws Refusal notFound, forbidden or illegalStep
 */
export async function takeBrokerStep(
  services: Services,
  viewer: Viewer,
  dealId: string,
  brokerRowId: string,
  step: BrokerStep,
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockDeal(transaction, dealId);
    const [row] = await transaction
      .select({ broker: dealBroker, name: user.name })
      .from(dealBroker)
      .innerJoin(user, eq(user.id, dealBroker.brokerId))
      .where(and(eq(dealBroker.id, brokerRowId), eq(dealBroker.dealId, dealId)));
    if (!row) throw new Refusal("notFound");
    const { broker } = row;
    if (!isEntitledToBrokerStep(viewer, found, broker, step))
      throw new Refusal(
        maySeeDeal(viewer, found) || viewer.userId === broker.brokerId ? "forbidden" : "notFound",
      );
    const { state } = await takeStep(transaction, brokerLife, broker, {
      action: step,
      viewer,
      now: services.now(),
    });
    const brokerId = state === "active" ? broker.brokerId : null;
    const changed = { ...found, brokerId };
    if (brokerId !== found.brokerId)
      await transaction.update(deal).set({ brokerId }).where(eq(deal.id, dealId));
    await record(transaction, viewer, changed, { ...broker, state }, step, row.name);
    if (found.brokerId !== null && brokerId === null)
      await announce(
        transaction,
        realtime("room.closed", [`user:${found.brokerId}`], { room: `deal:${dealId}` }),
      );
  });
}

/** The life of a broker; `record` writes its steps down, as it does a proposal. */
const brokerLife: Life<BrokerRow, BrokerStep, Partial<typeof dealBroker.$inferInsert>> = {
  lock: (transaction, where) => transaction.select().from(dealBroker).where(where).for("update"),
  can: ({ state }, step) => brokerMachine.can(state, step),
  next: ({ state }, step) => ({ state: brokerMachine.next(state, step) }),
  write: (transaction, { id }, changes, now) =>
    transaction
      .update(dealBroker)
      .set({ ...changes, updatedAt: now })
      .where(eq(dealBroker.id, id))
      .returning(),
};

/** Writes the step down, tells those it concerns, and brings open pages up to it, the person's own too. */
async function record(
  transaction: Transaction,
  viewer: Viewer,
  found: Deal,
  broker: BrokerRow,
  step: BrokerStep | "propose",
  person: string,
): Promise<void> {
  await audit(transaction, {
    actorId: viewer.userId,
    organisationId: organisationOf(viewer, found),
    subjectKind: "deal",
    subjectId: found.id,
    action: `broker.${step}`,
    detail: { brokerId: broker.brokerId },
  });
  const about = await describeDeal(transaction, viewer, found);
  const tell = (people: string[], said: BrokerStep | "propose" | "invite") =>
    notify(
      transaction,
      people.filter((userId) => userId !== viewer.userId),
      {
        kind: dealNews.broker,
        occasion: `deal_broker:${broker.id}:${step}`,
        payload: { ...about, step: said, person },
      },
    );
  await tell(await peopleOf(transaction, found, ["demand", "supply"]), step);
  /** Whom the other side never agreed to has heard of nothing. */
  if (!["propose", "disagree", "withdraw"].includes(step))
    await tell([broker.brokerId], step === "agree" ? "invite" : step);
  await announceDeal(transaction, found);
  await announce(
    transaction,
    realtime("deal.changed", [`user:${broker.brokerId}`], { dealId: found.id }),
  );
}

export interface FoundPerson {
  id: string;
  name: string;
  /** Where the person works; empty when they belong to no organisation. */
  organisationName: string;
}

/**
 * Registered people who could be proposed: those whose name begins with what is
 * asked, or whose mail address it is. At most eight.
 *
 * @throws Refusal notFound or forbidden for those who may not propose
 */
export async function findBrokerCandidates(
  services: Services,
  viewer: Viewer,
  found: Deal,
  asked: string,
): Promise<FoundPerson[]> {
  if (!mayProposeBroker(viewer, found)) throw new Refusal("forbidden");
  const text = writtenLine(asked).toLowerCase();
  if (text.length < 2) return [];
  const beginning = `${text.replace(/[\\%_]/g, "\\$&")}%`;
  const sides = [found.demandOrganisationId, found.supplyOrganisationId];
  const rows = await services.database
    .select({ id: user.id, name: user.name })
    .from(user)
    .where(
      and(
        eq(user.emailVerified, true),
        ne(user.id, viewer.userId),
        or(eq(user.email, keyOfAddress(text)), sql`lower(${user.name}) like ${beginning}`),
        sql`not exists (select 1 from ${member} where ${member.userId} = ${user.id}
          and ${inArray(member.organisationId, sides)})`,
      ),
    )
    .orderBy(sql`lower(${user.name})`)
    .limit(8);
  if (rows.length === 0) return [];
  const places = await services.database
    .selectDistinctOn([member.userId], { userId: member.userId, name: organisation.name })
    .from(member)
    .innerJoin(organisation, eq(organisation.id, member.organisationId))
    .where(
      inArray(
        member.userId,
        rows.map(({ id }) => id),
      ),
    )
    .orderBy(member.userId, member.createdAt);
  return rows.map((row) => ({
    ...row,
    organisationName: places.find(({ userId }) => userId === row.id)?.name ?? "",
  }));
}

export interface BrokerInvitation {
  id: string;
  dealId: string;
  demandName: string;
  supplyName: string;
  postTitle: string;
}

/** The deals whose two sides ask the person to be their broker. */
export async function brokerInvitations(
  services: Services,
  viewer: Viewer,
): Promise<BrokerInvitation[]> {
  const demand = alias(organisation, "demand");
  const supply = alias(organisation, "supply");
  const rows = await services.database
    .select({ broker: dealBroker, post, demandName: demand.name, supplyName: supply.name })
    .from(dealBroker)
    .innerJoin(deal, eq(deal.id, dealBroker.dealId))
    .innerJoin(interest, eq(interest.id, deal.interestId))
    .innerJoin(post, eq(post.id, interest.postId))
    .innerJoin(demand, eq(demand.id, deal.demandOrganisationId))
    .innerJoin(supply, eq(supply.id, deal.supplyOrganisationId))
    .where(and(eq(dealBroker.brokerId, viewer.userId), eq(dealBroker.state, "agreed")))
    .orderBy(desc(dealBroker.id))
    .limit(50);
  return rows.map(({ broker, post: about, demandName, supplyName }) => ({
    id: broker.id,
    dealId: broker.dealId,
    demandName,
    supplyName,
    postTitle: publishedTitle(about),
  }));
}
