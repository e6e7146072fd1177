import { and, eq } from "drizzle-orm";
import * as commands from "#app/posts/commands.server.ts";
import { publishPost } from "#app/server/publish-post.server.ts";
import { approve } from "#app/posts/review.server.ts";
import { rateMeeting } from "#app/sessions/outcomes/ratings.server.ts";
import { ratingSchema } from "#app/sessions/outcomes/ratings.ts";
import { register } from "#app/sessions/registrations/registrations.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import type { RatingOutcome } from "#app/codes/session-codes.ts";
import { newId } from "#db/schema/columns.ts";
import {
  matchmakingSession,
  meeting,
  sessionParticipant,
  sessionSlot,
  sessionTable,
} from "#db/schema/index.ts";
import { completeNeed, completeResult, createPerson, openMarket } from "./market.ts";
import { attend, openSession, type Guest } from "./sessions.ts";
import type { SessionState } from "#app/codes/states.ts";

/** When the sessions of these tests are over: their slots are on 2030-05-16, four half-hours from 09:00 in Shanghai. */
const afterwards = new Date("2030-05-16T04:00:00Z");

export const organisationOf = (viewer: Viewer): string => viewer.active?.organisationId ?? "";

/** A market whose clock stands after its sessions, with what tests do with meetings that took place. */
export async function openMarketAfter() {
  const market = await openMarket();
  const services: Services = { ...market.services, now: () => afterwards };
  const organizer = await createPerson(services, { platformRole: "organizer" });

  /** The same market at another moment. */
  const at = (time: string): Services => ({ ...services, now: () => new Date(time) });

  async function publish(
    viewer: Viewer,
    kind: "need" | "result",
    content: object,
  ): Promise<string> {
    const created = await commands.createDraft(market.services, viewer, kind, content as never);
    const { revision } = await commands.submit(market.services, viewer, created.id);
    await approve(market.services, organizer, created.id, revision);
    await publishPost(market.services, created.id);
    return created.id;
  }

  async function guest(sessionId: string, viewer: Viewer, postIds: string[] = []): Promise<Guest> {
    return { viewer, id: await attend(market.services, viewer, sessionId, postIds) };
  }

  /** A meeting of the two in the slot of this number; the session is on or over, timetable out. */
  async function met(sessionId: string, one: Guest, other: Guest, slot = 0): Promise<string> {
    const slots = await services.database
      .select()
      .from(sessionSlot)
      .where(eq(sessionSlot.sessionId, sessionId))
      .orderBy(sessionSlot.startsAt);
    const tables = await services.database
      .select()
      .from(sessionTable)
      .where(eq(sessionTable.sessionId, sessionId))
      .orderBy(sessionTable.name);
    const taken = await services.database.$count(
      meeting,
      and(eq(meeting.sessionId, sessionId), eq(meeting.slotId, slots[slot]?.id ?? "")),
    );
    const id = newId();
    await services.database.insert(meeting).values({
      ...{ id, sessionId, slotId: slots[slot]?.id ?? "", tableId: tables[taken]?.id ?? "" },
      ...{ participantId: one.id, otherParticipantId: other.id },
    });
    return id;
  }

  const setState = (sessionId: string, state: SessionState) =>
    services.database
      .update(matchmakingSession)
      .set({ state, timetable: "final" })
      .where(eq(matchmakingSession.id, sessionId));

  const rate = (
    viewer: Viewer,
    sessionId: string,
    meetingId: string,
    outcome: RatingOutcome,
    more: { version?: number | null; amount?: string; subject?: string; stars?: number } = {},
    by: Services = services,
  ) =>
    rateMeeting(by, viewer, sessionId, meetingId, {
      rating: ratingSchema.parse({
        ...{ stars: more.stars ?? 4, outcome, note: "自用备注" },
        ...{ intendedAmount: more.amount ?? null, subject: more.subject ?? "none" },
      }),
      version: more.version ?? null,
      message: "我们在对接会上洽谈过，希望继续对接。",
    });

  /** An enterprise with a need and a university with a result that fits it, in one session with one meeting. */
  async function pair(needChanges: object = {}) {
    const sessionId = await openSession(market.services, organizer);
    const buyer = await createPerson(services);
    const seller = await createPerson(services, { kind: "university" });
    const resultId = await publish(seller, "result", completeResult());
    const needId = await publish(buyer, "need", completeNeed(needChanges));
    const demand = await guest(sessionId, buyer, [needId]);
    const supply = await guest(sessionId, seller, [resultId]);
    const meetingId = await met(sessionId, demand, supply);
    await setState(sessionId, "finished");
    const subject = { demand: `${resultId}/${needId}`, supply: `${needId}/${resultId}` };
    return { sessionId, meetingId, demand, supply, needId, resultId, subject };
  }

  return { market, services, organizer, at, publish, guest, met, setState, rate, pair };
}

/** Registers the organisation of one person with another one, who comes. */
export async function registrationWith(
  services: Services,
  by: Viewer,
  comes: Viewer,
  sessionId: string,
): Promise<Guest> {
  const person = { id: null, name: comes.name, email: comes.email, position: "", absences: [] };
  await register(services, by, sessionId, {
    ...{ people: [person], postIds: [], answers: {}, note: "" },
    version: null,
  });
  const [row] = await services.database
    .select()
    .from(sessionParticipant)
    .where(
      and(eq(sessionParticipant.sessionId, sessionId), eq(sessionParticipant.userId, comes.userId)),
    );
  if (!row) throw new Error("nobody attends");
  return { viewer: comes, id: row.id };
}
