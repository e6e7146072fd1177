import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Socket } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { comesThrough } from "#app/kernel/doors.ts";
import type { MaybeViewer } from "#app/kernel/viewer.ts";
import { roomDoors } from "#app/server/live-rooms.ts";
import { inTransaction } from "#db/connection.ts";
import { announce } from "#db/listener.ts";
import { deal, member } from "#db/schema/index.ts";
import {
  events,
  realtime,
  realtimeEvent,
  room,
  type EventData,
  type EventName,
  type Room,
  type RoomKind,
} from "#realtime/events.ts";
import { accountParts, testSecret } from "#tests/support/accounts.ts";
import { openChallenge } from "#tests/support/challenges.ts";
import { dealBetween, publishedNeed } from "#tests/support/deals.ts";
import {
  connectTo,
  once,
  startLiveProcess,
  subscribe,
  type LiveProcess,
} from "#tests/support/live.ts";
import { createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";
import { openSession } from "#tests/support/sessions.ts";
import { testSignIns } from "#tests/support/sign-ins.ts";

const roles = [
  "withoutOrganisation",
  "reader",
  "otherEditor",
  "organizer",
  "administrator",
] as const;
type Role = (typeof roles)[number];
/** The subjects of the rooms are of the reader, or of the reader's organisation. */
const concerned: Role = "reader";

const id = "019a0000-0000-7000-8000-000000000000";
const data: { [Name in EventName]: EventData<Name> } = {
  "notification.created": {
    id,
    kind: "match",
    payload: {},
    createdAt: "2030-01-01T00:00:00Z",
    readAt: null,
    quiet: false,
  },
  "notification.read": { unread: 1 },
  "post.changed": { postId: id },
  "matches.changed": { postId: id },
  "interest.changed": { interestId: id },
  "deal.changed": { dealId: id },
  "session.changed": { sessionId: id },
  "disclosure.changed": { postId: id },
  "challenge.changed": { challengeId: id },
  "room.closed": { room: `deal:${id}` },
  "signin.ended": { signInId: id },
  "rights.changed": {},
  "contract.changed": { contractId: id },
  "verification.changed": { organisationId: id },
  "report.changed": { reportId: id },
  "story.changed": { storyId: id },
  "review.changed": { postId: id },
};

let market: TestMarket;
let process: LiveProcess;
const viewers = {} as Record<Role, NonNullable<MaybeViewer>>;
const sockets = {} as Record<Role, Socket>;
const rooms = {} as Record<RoomKind, Room>;

beforeAll(async () => {
  market = await openMarket();
  const { services } = market;
  process = await startLiveProcess(accountParts(services), market);
  const owner = await createPerson(services);
  const organisation = owner.active ?? undefined;
  Object.assign(viewers, {
    withoutOrganisation: await createPerson(services),
    reader: await createPerson(services, { organisation, role: "reader" }),
    otherEditor: await createPerson(services, { role: "editor" }),
    organizer: await createPerson(services, { kind: "authority", platformRole: "organizer" }),
    administrator: await createPerson(services, { platformRole: "administrator" }),
  } satisfies Record<Role, MaybeViewer>);
  const { withoutOrganisation, reader, organizer } = viewers;
  await services.database.delete(member).where(eq(member.userId, withoutOrganisation.userId));

  const supply = await createPerson(services, { kind: "university" });
  const dealId = await dealBetween(services, owner, supply, organizer);
  const [begun] = await services.database.select().from(deal).where(eq(deal.id, dealId));
  Object.assign(rooms, {
    user: `user:${reader.userId}`,
    organisation: `organisation:${organisation?.organisationId ?? ""}`,
    organizers: "organizers",
    stories: "stories",
    post: `post:${await publishedNeed(services, owner, organizer)}`,
    interest: `interest:${begun?.interestId ?? ""}`,
    deal: `deal:${dealId}`,
    session: `session:${await openSession(services, organizer)}`,
    challenge: `challenge:${await openChallenge(services, owner, organizer)}`,
  } satisfies Record<RoomKind, Room>);

  const signIns = testSignIns({
    database: services.database,
    secret: testSecret,
    origin: services.origin,
  });
  for (const role of roles) {
    const headers = await signIns.headersOf(viewers[role].userId);
    sockets[role] = connectTo(process, headers, services.origin);
    await once(sockets[role], "ready");
  }
});
afterAll(async () => {
  for (const socket of Object.values(sockets)) socket.close();
  await process.close();
  await market.close();
});

/** Who comes into a room, as the table declares it. */
function declared(kind: RoomKind): Role[] {
  const { door, admits } = roomDoors[kind];
  return roles.filter(
    (role) => comesThrough(viewers[role], door) && (admits === "all" || role === concerned),
  );
}

/** Who hears an event that is announced to a room; each is told of something else afterwards. */
async function hearers<Name extends EventName>(name: Name, to: Room): Promise<Role[]> {
  const heard: Role[] = [];
  const last = { dealId: randomUUID() };
  const waiting = roles.map(
    (role) =>
      new Promise<void>((resolve) => {
        const socket = sockets[role];
        const listen = (event: string, brought: unknown) => {
          if (JSON.stringify(brought) !== JSON.stringify(last)) {
            if (event === name) heard.push(role);
            return;
          }
          socket.offAny(listen);
          resolve();
        };
        socket.onAny(listen);
      }),
  );
  const event = realtimeEvent.parse({ event: name, rooms: [to], data: data[name] });
  await inTransaction(market.services.database, async (transaction) => {
    await announce(transaction, event);
    const everybody = roles.map((role) => `user:${viewers[role].userId}` as const);
    await announce(transaction, realtime("deal.changed", everybody, last));
  });
  await Promise.all(waiting);
  return heard;
}

const declarations = Object.entries(events).flatMap(([name, { rooms: kinds }]) =>
  kinds.map((kind) => ({ name: name as EventName, kind })),
);

describe("an event", () => {
  it.each(declarations)("$name in a room of kind $kind reaches whom it should", async (tried) => {
    const { name, kind } = tried;
    const to = rooms[kind];
    const admitted: Role[] = [];
    for (const role of roles) if ((await subscribe(sockets[role], to)).ok) admitted.push(role);
    expect({ kind, admitted }).toEqual({ kind, admitted: declared(kind) });
    expect({ name, heard: await hearers(name, to) }).toEqual({ name, heard: declared(kind) });
    for (const socket of Object.values(sockets)) socket.emit("unsubscribe", { room: to });
  });

  it("goes to no room of a kind that is not declared for it", () => {
    const undeclared = Object.entries(events).flatMap(([name, { rooms: kinds }]) =>
      Object.keys(rooms).flatMap((kind) =>
        (kinds as readonly string[]).includes(kind)
          ? []
          : { event: name, rooms: [rooms[kind as RoomKind]], data: data[name as EventName] },
      ),
    );
    expect(undeclared.length).toBeGreaterThan(50);
    expect(undeclared.filter((event) => realtimeEvent.safeParse(event).success)).toEqual([]);
  });
});

describe("a room", () => {
  it("is none that guests come into: they get no live connection", async () => {
    const socket = connectTo(process, new Headers(), market.services.origin);
    expect(String(await once(socket, "connect_error"))).toContain("unauthorised");
    socket.close();
  });

  it("of a subject that is not there is for nobody", async () => {
    for (const kind of ["user", "organisation", "post", "interest", "deal", "session", "challenge"])
      for (const role of roles)
        expect({ role, ...(await subscribe(sockets[role], room.parse(`${kind}:${id}`))) }).toEqual({
          role,
          ok: false,
        });
  });
});
