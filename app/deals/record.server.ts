import { and, asc, desc, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { alias } from "drizzle-orm/pg-core";
import {
  dealEndReasons,
  type DeclineReason,
  type PostKind,
  type DealSide,
  type DealEndReason,
} from "#app/codes/codes.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { dayOf } from "#app/kernel/dates.ts";
import { publishedTitle, readPost } from "#app/posts/row.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { dealStages, type DealStage, type BrokerState } from "#app/codes/states.ts";
import {
  auditEntry,
  deal,
  dealBroker,
  interest,
  organisation,
  post,
  user,
} from "#db/schema/index.ts";
import { findBrokerCandidates, openBrokerStates, type FoundPerson } from "./brokers.server.ts";
import type { BrokerStep } from "./brokers.ts";
import type { Deal } from "./change.server.ts";
import {
  assignablePeople,
  dealContents,
  type AssignablePerson,
  type DealContents,
} from "./contents.server.ts";
import {
  brokerStepsOf,
  maySeeContents,
  maySeeDeal,
  mayProposeBroker,
  mayWriteContents,
  mayWriteMessage,
  dealSideOf,
  stepsByHand,
  wasAccepted,
} from "./policy.ts";
import { dealMachine, type DealAction } from "./stages.ts";

export interface DealParty {
  side: "demand" | "supply";
  organisationId: string | null;
  /** Empty while it is an anonymous enterprise that has not accepted. */
  name: string;
  post: { id: string; kind: PostKind; title: string } | null;
}

/** What the audit log has of a step of a deal. */
const wayAction = z.enum(["open", ...dealMachine.actions]);
const wayDetail = z.object({
  to: z.enum(dealStages).optional(),
  reason: z.enum(dealEndReasons).optional(),
});

export interface WayStep {
  id: string;
  action: DealAction | "open";
  to: DealStage;
  /** Empty when a record or an anonymous side did it. */
  actorName: string;
  side: DealSide | null;
  reason: DealEndReason | null;
  at: string;
}

export interface DealBrokerView {
  id: string;
  name: string;
  state: BrokerState;
  proposedBy: "demand" | "supply";
  steps: BrokerStep[];
}

export interface DealView {
  id: string;
  stage: DealStage;
  stageSince: string;
  daysInStage: number;
  version: number;
  endReason: DealEndReason | null;
  /** Empty for organizers. */
  endNote: string;
  /** Null for organizers. */
  side: DealSide | null;
  parties: DealParty[];
  way: WayStep[];
  broker: DealBrokerView | null;
  /** The interest it came from and what was asked; null for organizers and the broker's eyes alike where hidden. */
  origin: {
    interestId: string;
    from: "demand" | "supply";
    message: string;
    createdAt: string;
    declineReason: DeclineReason | null;
    declineNote: string;
  } | null;
  /** Null for organizers. */
  contents: DealContents | null;
  assignable: AssignablePerson[];
  /** Today in the market's zone, YYYY-MM-DD: what is due before it is overdue. */
  today: string;
  may: {
    steps: DealAction[];
    message: boolean;
    write: boolean;
    proposeBroker: boolean;
    seeInterest: boolean;
  };
}

const demand = alias(organisation, "demand");
const supply = alias(organisation, "supply");
const need = alias(post, "need");
const result = alias(post, "result");
const about = alias(post, "about");

/**
 * A deal as its page shows it: all of it to both sides and their broker, the
 * outside of it to organizers.
 *
 * @throws Refusal notFound for everyone else
 */
export async function viewDeal(
  services: Services,
  viewer: Viewer,
  dealId: string,
  page: { before?: string | undefined } = {},
): Promise<DealView> {
  const { database } = services;
  const [row] = await database
    .select({ deal, interest, about, need, result, demand: demand.name, supply: supply.name })
    .from(deal)
    .innerJoin(interest, eq(interest.id, deal.interestId))
    .innerJoin(about, eq(about.id, interest.postId))
    .innerJoin(demand, eq(demand.id, deal.demandOrganisationId))
    .innerJoin(supply, eq(supply.id, deal.supplyOrganisationId))
    .leftJoin(need, eq(need.id, deal.needId))
    .leftJoin(result, eq(result.id, deal.resultId))
    .where(eq(deal.id, dealId));
  const found = row && row.deal;
  if (!row || !found || !maySeeDeal(viewer, found)) throw new Refusal("notFound");
  const inside = maySeeContents(viewer, found);
  const side = dealSideOf(viewer, found);
  const asked = row.interest.toOrganisationId === found.demandOrganisationId ? "demand" : "supply";
  const hidden =
    inside && side !== asked && isAnonymous(row.about) && !wasAccepted(found) ? asked : null;
  /** The sender's own post, which must not be tied to its name before it was accepted. */
  const isTied = (own: typeof post.$inferSelect) =>
    inside && side === asked && own.id !== row.about.id && isAnonymous(own) && !wasAccepted(found);
  const mayWrite = mayWriteContents(viewer, found);
  const [way, broker, contents, assignable] = await Promise.all([
    wayOf(services, found, hidden),
    inside ? brokerOf(services, viewer, found) : null,
    inside ? dealContents(database, viewer, found, { ...page, hidden }) : null,
    mayWrite ? assignablePeople(database, found) : [],
  ]);
  const party = (
    of: "demand" | "supply",
    name: string,
    organisationId: string,
    own: typeof post.$inferSelect | null,
  ): DealParty => ({
    side: of,
    organisationId: of === hidden ? null : organisationId,
    name: of === hidden ? "" : name,
    post: own && !isTied(own) ? { id: own.id, kind: own.kind, title: publishedTitle(own) } : null,
  });
  return {
    id: found.id,
    stage: found.stage,
    stageSince: found.stageSince.toISOString(),
    daysInStage: wholeDaysBetween(found.stageSince, services.now()),
    version: found.version,
    endReason: found.endReason,
    endNote: inside ? found.endNote : "",
    side,
    parties: [
      party("demand", row.demand, found.demandOrganisationId, row.need),
      party("supply", row.supply, found.supplyOrganisationId, row.result),
    ],
    way,
    broker,
    origin: inside
      ? {
          interestId: row.interest.id,
          from: asked === "demand" ? "supply" : "demand",
          message: row.interest.message,
          createdAt: row.interest.createdAt.toISOString(),
          declineReason: row.interest.declineReason,
          declineNote: row.interest.declineNote,
        }
      : null,
    contents,
    assignable,
    today: dayOf(services.now()),
    may: {
      steps: stepsByHand(viewer, found),
      message: mayWriteMessage(viewer, found),
      write: mayWrite,
      proposeBroker: mayProposeBroker(viewer, found) && broker === null,
      seeInterest: side === "demand" || side === "supply",
    },
  };
}

const isAnonymous = (row: typeof post.$inferSelect): boolean =>
  readPost(row).visibility === "anonymous";

const day = 86_400_000;

/** Whole days from one moment to a later one. */
export const wholeDaysBetween = (from: Date, to: Date): number =>
  Math.max(0, Math.floor((to.getTime() - from.getTime()) / day));

async function wayOf(services: Services, found: Deal, hidden: DealSide | null): Promise<WayStep[]> {
  const rows = await services.database
    .select({ entry: auditEntry, actorName: user.name })
    .from(auditEntry)
    .leftJoin(user, eq(user.id, auditEntry.actorId))
    .where(
      and(
        eq(auditEntry.subjectKind, "deal"),
        eq(auditEntry.subjectId, found.id),
        inArray(auditEntry.action, ["open", ...dealMachine.actions]),
      ),
    )
    .orderBy(asc(auditEntry.id))
    .limit(200);
  return rows.map(({ entry, actorName }) => {
    const detail = wayDetail.parse(entry.detail);
    const side = sideOfActor(found, entry.organisationId, entry.actorId);
    return {
      id: entry.id,
      action: wayAction.parse(entry.action),
      to: detail.to ?? "interest",
      actorName: side !== null && side === hidden ? "" : (actorName ?? ""),
      side,
      reason: detail.reason ?? null,
      at: entry.createdAt.toISOString(),
    };
  });
}

function sideOfActor(
  found: Deal,
  organisationId: string | null,
  actorId: string | null,
): DealSide | null {
  if (organisationId === found.demandOrganisationId) return "demand";
  if (organisationId === found.supplyOrganisationId) return "supply";
  return actorId !== null && actorId === found.brokerId ? "broker" : null;
}

async function brokerOf(
  services: Services,
  viewer: Viewer,
  found: Deal,
): Promise<DealBrokerView | null> {
  const [row] = await services.database
    .select({ broker: dealBroker, name: user.name })
    .from(dealBroker)
    .innerJoin(user, eq(user.id, dealBroker.brokerId))
    .where(and(eq(dealBroker.dealId, found.id), inArray(dealBroker.state, openBrokerStates)))
    .orderBy(desc(dealBroker.id))
    .limit(1);
  if (!row) return null;
  const state = row.broker.state;
  return {
    id: row.broker.id,
    name: row.name,
    state,
    proposedBy: row.broker.organisationId === found.demandOrganisationId ? "demand" : "supply",
    steps: brokerStepsOf(viewer, found, { ...row.broker, state }),
  };
}

/**
 * Registered people to propose as the broker of a deal, by the beginning of a
 * name or a mail address.
 *
 * @throws Refusal notFound or forbidden
 */
export async function peopleForBroker(
  services: Services,
  viewer: Viewer,
  dealId: string,
  asked: string,
): Promise<FoundPerson[]> {
  const [dealRow] = await services.database.select().from(deal).where(eq(deal.id, dealId));
  if (!dealRow || !maySeeContents(viewer, dealRow)) throw new Refusal("notFound");
  return findBrokerCandidates(services, viewer, dealRow, asked);
}
