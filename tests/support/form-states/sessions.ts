import { and, eq, sql } from "drizzle-orm";
import { addTables } from "#app/sessions/plan/plan.server.ts";
import { register } from "#app/sessions/registrations/registrations.server.ts";
import { newId } from "#db/schema/columns.ts";
import { matchmakingSession, meeting, sessionSlot, sessionTable } from "#db/schema/index.ts";
import { attend, openSession, versionOfSession } from "#tests/support/sessions.ts";
import { place, type FormPlace, type FormStateContext } from "./context.ts";

/** A session that people register for, and one that is on, with a meeting that has begun. */
export async function sessionPlaces(context: FormStateContext): Promise<FormPlace[]> {
  const published = await publishedSession(context);
  const running = await runningSession(context);
  const pattern = "/sessions/:sessionId";
  const at = (page: string) => `/sessions/${published}/${page}`;
  const onTheDay = (page: string) => `/sessions/${running.id}/${page}`;
  return [
    place("/sessions/new", "/sessions/new", "organizer", "save"),
    place(pattern, `/sessions/${published}`, "organizer", "copy"),
    place(`${pattern}/edit`, at("edit"), "organizer", "save"),
    place(`${pattern}/programme`, at("programme"), "organizer", "item", "question"),
    place(
      `${pattern}/plan`,
      at("plan"),
      "organizer",
      "slots",
      "break",
      "tables",
      "limit",
      "travel",
    ),
    place(`${pattern}/register`, at("register"), "editor", "register"),
    place(`${pattern}/registrations`, at("registrations"), "organizer", "decline"),
    place(`${pattern}/invitations`, at("invitations"), "organizer", "invite"),
    place(`${pattern}/meetings`, at("meetings"), "enterprise", "ask"),
    place(`${pattern}/pairs`, at("pairs"), "organizer", "add", "forbid"),
    place(`${pattern}/timetable`, at("timetable"), "organizer", "run"),
    place(`${pattern}/board`, onTheDay("board"), "organizer", "delay"),
    place(`${pattern}/check-in`, onTheDay("check-in"), "organizer", "scan"),
    place(
      `${pattern}/meetings/:meetingId`,
      onTheDay(`meetings/${running.meetingId}`),
      "enterprise",
      "rate",
      "task",
    ),
  ];
}

/** It has tables in two halls, two guests, and a third that waits to be admitted. */
async function publishedSession(context: FormStateContext): Promise<string> {
  const { services, enterprise, university, institute, organizer } = context;
  const id = await openSession(services, organizer, { title: "报名中的对接会" });
  const version = await versionOfSession(services, organizer, id);
  const otherHall = { hall: "二号厅", prefix: "B", count: 1, seats: 4, link: "" };
  await addTables(services, organizer, { sessionId: id, version }, { ...otherHall, kind: "place" });
  for (const guest of [enterprise, university]) await attend(services, guest, id);
  await services.database
    .update(matchmakingSession)
    .set({ needsApproval: true })
    .where(eq(matchmakingSession.id, id));
  await register(services, institute, id, {
    ...{ postIds: [], answers: {}, note: "", version: null },
    people: [
      { id: null, name: institute.name, email: institute.email, position: "", absences: [] },
    ],
  });
  return id;
}

/** Its slots began some hours ago; the enterprise meets the university in the first. */
async function runningSession({ services, enterprise, university, organizer }: FormStateContext) {
  const { database } = services;
  const id = await openSession(services, organizer, { title: "正在进行的对接会" });
  const participantId = await attend(services, enterprise, id);
  const otherParticipantId = await attend(services, university, id);
  await database
    .update(matchmakingSession)
    .set({ state: "running", timetable: "final" })
    .where(eq(matchmakingSession.id, id));
  const [slot] = await database
    .select()
    .from(sessionSlot)
    .where(eq(sessionSlot.sessionId, id))
    .orderBy(sessionSlot.startsAt);
  const [table] = await database.select().from(sessionTable).where(eq(sessionTable.sessionId, id));
  const meetingId = newId();
  await database.insert(meeting).values({
    ...{ id: meetingId, sessionId: id, slotId: slot?.id ?? "", tableId: table?.id ?? "" },
    ...{ participantId, otherParticipantId },
  });
  const begun = sql`now() - interval '20 minutes'`;
  await database
    .update(sessionSlot)
    .set({ startsAt: begun, endsAt: sql`now() + interval '10 minutes'` })
    .where(and(eq(sessionSlot.sessionId, id), eq(sessionSlot.id, slot?.id ?? "")));
  return { id, meetingId };
}
