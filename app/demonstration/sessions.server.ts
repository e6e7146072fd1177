import { marketZone } from "#app/codes/codes.ts";
import { randomBytes } from "node:crypto";
import { and, asc, eq, inArray } from "drizzle-orm";
import { daysLater, localDayOf, momentOf } from "#app/kernel/zones.ts";
import type { Transaction } from "#db/connection.ts";
import { demonstrationSessions, type DemonstrationSession } from "#db/demonstration/index.ts";
import { newId } from "#db/schema/columns.ts";
import {
  matchmakingSession,
  meeting,
  meetingRating,
  meetingSeat,
  meetingWish,
  member,
  organisation,
  post,
  programmeItem,
  registrationPost,
  sessionParticipant,
  sessionRegistration,
  sessionSlot,
  sessionTable,
  user,
} from "#db/schema/index.ts";

const halfHour = 30 * 60_000;
/** Posts that an organisation brings at most. */
const postsBrought = 4;

/** Loads the sessions with their registrations, wishes and meetings, so that a newcomer sees timetables. */
export async function insertSessions(
  transaction: Transaction,
  organisationIds: Map<string, string>,
  now: Date,
): Promise<void> {
  for (const session of demonstrationSessions)
    await insertSession(transaction, session, organisationIds, now);
}

async function insertSession(
  transaction: Transaction,
  session: DemonstrationSession,
  organisationIds: Map<string, string>,
  now: Date,
): Promise<void> {
  const day = localDayOf(daysLater(now, session.days, marketZone), marketZone);
  const at = (time: string): Date => {
    const moment = momentOf(`${day}T${time}`, marketZone);
    if (moment === null) throw new Error(`no such time: ${time}`);
    return moment;
  };
  const sessionId = newId();
  const { title, titleEn, summary, place, clusters, state, timetable, capacity } = session;
  const begin = Math.min(...session.programme.map(({ from }) => at(from).getTime()));
  const slots = session.slots.map((from) => ({
    id: newId(),
    sessionId,
    startsAt: at(from),
    endsAt: new Date(at(from).getTime() + halfHour),
  }));
  await transaction.insert(matchmakingSession).values({
    id: sessionId,
    ...{ title, titleEn, summary, place, clusters, state, timetable, capacity },
    publishedAt: daysLater(new Date(begin), -40, marketZone),
    registrationOpensAt: daysLater(new Date(begin), -40, marketZone),
    registrationClosesAt: daysLater(new Date(begin), -3, marketZone),
    startsAt: new Date(begin),
    endsAt: slots.at(-1)?.endsAt ?? null,
  });
  await transaction.insert(sessionSlot).values(slots);
  await transaction.insert(programmeItem).values(
    session.programme.map(({ from, to, ...item }) => ({
      sessionId,
      startsAt: at(from),
      endsAt: at(to),
      ...item,
    })),
  );
  const tables = Object.keys(session.supply).map((key, position) => ({
    id: newId(),
    sessionId,
    key,
    name: `A${position + 1}`,
    hall: "洽谈区",
    position,
  }));
  await transaction.insert(sessionTable).values(tables.map(({ key: _key, ...table }) => table));
  const participants = await insertPeople(transaction, sessionId, session, organisationIds);
  const planned = planMeetings(
    session,
    slots.map(({ id }) => id),
    new Map(tables.map(({ key, id }) => [key, id])),
  );
  await insertMeetings(transaction, sessionId, session, planned, participants);
}

interface Person {
  id: string;
  organisationId: string;
  personKey: string;
}

/** Registers the organisations, each with one person and what it published. */
async function insertPeople(
  transaction: Transaction,
  sessionId: string,
  session: DemonstrationSession,
  organisationIds: Map<string, string>,
): Promise<Map<string, Person>> {
  const keys = { ...session.demand, ...session.supply };
  const idOf = new Map(
    Object.keys(keys).map((key) => {
      const id = organisationIds.get(key);
      if (!id) throw new Error(`a demonstration session names an unknown organisation: ${key}`);
      return [key, id] as const;
    }),
  );
  const ids = [...idOf.values()];
  const organisations = await transaction
    .select()
    .from(organisation)
    .where(inArray(organisation.id, ids));
  const accounts = await transaction
    .select({
      organisationId: member.organisationId,
      id: user.id,
      name: user.name,
      email: user.email,
    })
    .from(member)
    .innerJoin(user, eq(user.id, member.userId))
    .where(and(inArray(member.organisationId, ids), eq(member.role, "owner")))
    .orderBy(asc(member.id));
  const posts = await transaction
    .select({ id: post.id, organisationId: post.organisationId })
    .from(post)
    .where(and(inArray(post.organisationId, ids), eq(post.publication, "published")))
    .orderBy(asc(post.createdAt), asc(post.id));
  const rows = Object.entries(keys).map(([key, position]) => {
    const organisationId = idOf.get(key) ?? "";
    const { slug = "" } = organisations.find(({ id }) => id === organisationId) ?? {};
    const account = accounts.find((one) => one.organisationId === organisationId);
    return {
      key,
      registrationId: newId(),
      state: session.applied.includes(key) ? ("applied" as const) : ("admitted" as const),
      id: newId(),
      sessionId,
      organisationId,
      userId: account?.id ?? null,
      name: account?.name ?? "参会代表",
      email: account?.email ?? `contact@${slug}.example`,
      position,
      passKey: randomBytes(24).toString("base64url"),
    };
  });
  await transaction.insert(sessionRegistration).values(
    rows.map(({ registrationId, organisationId, state }) => ({
      id: registrationId,
      sessionId,
      organisationId,
      state,
    })),
  );
  await transaction
    .insert(sessionParticipant)
    .values(rows.map(({ key: _key, state: _state, ...row }) => row));
  const brought = rows.flatMap(({ registrationId, organisationId }) =>
    posts
      .filter((one) => one.organisationId === organisationId)
      .slice(0, postsBrought)
      .map(({ id }) => ({ registrationId, postId: id })),
  );
  await transaction.insert(registrationPost).values(brought);
  return new Map(
    rows.map(({ key, id, organisationId, userId, email }) => [
      key,
      { id, organisationId, personKey: userId ?? email },
    ]),
  );
}

interface PlannedWish {
  demand: string;
  supply: string;
  /** Null when there was no slot in which both were free. */
  slotId: string | null;
  tableId: string;
}

/** Puts each wish into the first slot in which both are free, at the table of the supply. */
function planMeetings(
  session: DemonstrationSession,
  slotIds: string[],
  tableOf: Map<string, string>,
): PlannedWish[] {
  const taken = new Set<string>();
  return Object.entries(session.wishes).flatMap(([supply, partners]) =>
    partners.map((demand) => {
      const slotId =
        slotIds.find(
          (slot) => !taken.has(`${slot}/${supply}`) && !taken.has(`${slot}/${demand}`),
        ) ?? null;
      if (slotId !== null) for (const key of [supply, demand]) taken.add(`${slotId}/${key}`);
      return { demand, supply, slotId, tableId: tableOf.get(supply) ?? "" };
    }),
  );
}

async function insertMeetings(
  transaction: Transaction,
  sessionId: string,
  session: DemonstrationSession,
  planned: PlannedWish[],
  participants: Map<string, Person>,
): Promise<void> {
  const personOf = (key: string): Person => {
    const found = participants.get(key);
    if (!found)
      throw new Error(`a demonstration session has a wish of somebody who is not there: ${key}`);
    return found;
  };
  const wishes = planned.map((wish) => ({
    ...wish,
    id: newId(),
    meetingId: newId(),
    from: personOf(wish.demand),
    to: personOf(wish.supply),
  }));
  await transaction.insert(meetingWish).values(
    wishes.map(({ id, from, to }) => ({
      id,
      sessionId,
      fromParticipantId: from.id,
      toParticipantId: to.id,
      state: "accepted" as const,
    })),
  );
  const meetings = wishes.flatMap((wish) =>
    wish.slotId === null ? [] : [{ ...wish, slotId: wish.slotId }],
  );
  const over = session.state === "finished";
  await transaction.insert(meeting).values(
    meetings.map(({ meetingId, slotId, tableId, id, from, to }) => ({
      id: meetingId,
      sessionId,
      slotId,
      tableId,
      participantId: from.id,
      otherParticipantId: to.id,
      wishId: id,
      state: over ? ("held" as const) : ("planned" as const),
    })),
  );
  await transaction.insert(meetingSeat).values(
    meetings.flatMap(({ meetingId, slotId, from, to }) =>
      [from, to].map((person) => ({
        meetingId,
        slotId,
        participantId: person.id,
        personKey: person.personKey,
      })),
    ),
  );
  if (session.ratings.length === 0) return;
  await transaction.insert(meetingRating).values(
    meetings.flatMap(({ meetingId, from, to }, at) =>
      [from, to].flatMap((person, side) => {
        const rating = session.ratings[(at + side) % session.ratings.length];
        return rating
          ? [
              {
                meetingId,
                organisationId: person.organisationId,
                participantId: person.id,
                ...rating,
              },
            ]
          : [];
      }),
    ),
  );
}
