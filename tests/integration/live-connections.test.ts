import { connect } from "node:net";
import { eq } from "drizzle-orm";
import { io, type Socket } from "socket.io-client";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { signIn } from "#app/accounts/sign-in.server.ts";
import { endSignIn } from "#app/accounts/sign-out.server.ts";
import { askForReset, resetPassword } from "#app/accounts/passwords.server.ts";
import type { AccountParts } from "#app/accounts/parts.ts";
import { announce } from "#db/listener.ts";
import { inTransaction } from "#db/connection.ts";
import { member, session, user } from "#db/schema/index.ts";
import { realtime, type EventRoom } from "#realtime/events.ts";
import {
  accountParts,
  cookiesOf,
  mailsTo,
  signedUp,
  testPassword,
  tokenIn,
} from "#tests/support/accounts.ts";
import {
  connectTo,
  once,
  startLiveProcess,
  subscribe,
  type LiveProcess,
} from "#tests/support/live.ts";
import { createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";

let market: TestMarket;
let parts: AccountParts;
const processes: LiveProcess[] = [];
const opened: Socket[] = [];
const nothing = "019a0000-0000-7000-8000-000000000000";

beforeAll(async () => {
  market = await openMarket();
  parts = accountParts(market.services);
  processes.push(await startLiveProcess(parts, market), await startLiveProcess(parts, market));
});
afterEach(() => opened.splice(0).forEach((socket) => socket.close()));
afterAll(async () => {
  for (const process of processes) await process.close();
  await market.close();
});

function socketTo(at: number, headers: Headers, origin = market.services.origin): Socket {
  const socket = connectTo(processes[at], headers, origin);
  opened.push(socket);
  return socket;
}
async function openTo(at: number, headers: Headers): Promise<Socket> {
  const socket = socketTo(at, headers);
  const outcome = await Promise.race([
    once(socket, "ready").then(() => "ready"),
    once(socket, "connect_error").then(String),
  ]);
  expect(outcome).toBe("ready");
  return socket;
}
/** Tells these rooms something that concerns no page. */
const tell = (...rooms: EventRoom<"deal.changed">[]) =>
  inTransaction(market.services.database, (transaction) =>
    announce(transaction, realtime("deal.changed", rooms, { dealId: nothing })),
  );
/** What the socket was told when another one, which was told last, has heard. */
async function heardBy(
  socket: Socket,
  witness: Socket,
  rooms: EventRoom<"deal.changed">[],
  last: EventRoom<"notification.read">,
): Promise<number> {
  let heard = 0;
  const count = () => (heard += 1);
  socket.on("deal.changed", count);
  const seen = once(witness, "notification.read");
  await tell(...rooms);
  await inTransaction(market.services.database, (transaction) =>
    announce(transaction, realtime("notification.read", [last], { unread: 3 })),
  );
  await seen;
  socket.off("deal.changed", count);
  return heard;
}
let people = 0;
async function person() {
  people += 1;
  const email = `live-${people}@example.test`;
  return { email, ...(await signedUp(parts, market.test.pool, email)) };
}
async function again(email: string): Promise<Headers> {
  const answer = await signIn(
    parts,
    { email, password: testPassword, redirectTo: "/" },
    { headers: new Headers(), address: "10.0.0.2", knownAccounts: [] },
  );
  if (answer.kind !== "signedIn") throw new Error(answer.kind);
  return cookiesOf(answer.headers);
}

describe("a live connection", () => {
  it("ends with its sign-in on every process; other sign-ins of the person go on", async () => {
    const one = await person();
    const otherHeaders = await again(one.email);
    const own = [await openTo(0, one.headers), await openTo(1, one.headers)];
    const other = await openTo(1, otherHeaders);
    const closed = Promise.all(own.map((socket) => once(socket, "disconnect")));
    await endSignIn(parts, one.headers);
    await closed;
    const heard = once(other, "deal.changed");
    await tell(`user:${one.userId}`);
    await heard;
    expect(own.map(({ connected }) => connected)).toEqual([false, false]);
    const refused = socketTo(0, one.headers);
    expect(String(await once(refused, "connect_error"))).toContain("unauthorised");
  });

  it("ends when the password is reset, when all sign-ins are revoked, and with the account", async () => {
    const ways: ((one: Awaited<ReturnType<typeof person>>) => Promise<unknown>)[] = [
      async ({ email }) => {
        await askForReset(parts, email, "10.0.0.3");
        const [mail] = await mailsTo(market.test.pool, email);
        await resetPassword(parts, tokenIn(mail), "another long password");
      },
      ({ headers }) => parts.auth.api.revokeSessions({ headers }),
      ({ userId }) => market.services.database.delete(session).where(eq(session.userId, userId)),
      ({ userId }) => market.services.database.delete(user).where(eq(user.id, userId)),
    ];
    for (const end of ways) {
      const one = await person();
      const sockets = [await openTo(0, one.headers), await openTo(1, one.headers)];
      const closed = Promise.all(sockets.map((socket) => once(socket, "disconnect")));
      await end(one);
      await closed;
    }
  });

  it("follows memberships and the platform role into the right rooms and out of them", async () => {
    const one = await person();
    const { database } = market.services;
    const colleague = await createPerson(market.services);
    const organisationId = colleague.active?.organisationId ?? "";
    const organisation = `organisation:${organisationId}` as const;
    const socket = await openTo(1, one.headers);
    const own = `user:${one.userId}` as const;
    expect(await heardBy(socket, socket, [organisation, "organizers"], own)).toBe(0);
    expect(await subscribe(socket, organisation)).toEqual({ ok: false });

    let changed = once(socket, "rights.changed");
    await database.insert(member).values({ organisationId, userId: one.userId, role: "reader" });
    await changed;
    await expect.poll(() => heardBy(socket, socket, [organisation], own)).toBe(1);
    changed = once(socket, "rights.changed");
    await database.delete(member).where(eq(member.userId, one.userId));
    await changed;
    await expect.poll(() => heardBy(socket, socket, [organisation], own)).toBe(0);

    changed = once(socket, "rights.changed");
    await database.update(user).set({ platformRole: "organizer" }).where(eq(user.id, one.userId));
    await changed;
    await expect.poll(() => heardBy(socket, socket, ["organizers"], own)).toBe(1);
    await database.update(user).set({ platformRole: "member" }).where(eq(user.id, one.userId));
    await expect.poll(() => heardBy(socket, socket, ["organizers"], own)).toBe(0);
    expect(socket.connected).toBe(true);
  });

  it("looks at its sign-in with each room it asks for, even when nothing was announced", async () => {
    const one = await person();
    const socket = await openTo(0, one.headers);
    expect(await subscribe(socket, "stories")).toEqual({ ok: true });
    const gone = once(socket, "disconnect");
    await market.test.pool.query("ALTER TABLE session DISABLE TRIGGER sign_in_ended");
    await market.services.database.delete(session).where(eq(session.userId, one.userId));
    await market.test.pool.query("ALTER TABLE session ENABLE TRIGGER sign_in_ended");
    void socket.emit("subscribe", { room: "stories" });
    await gone;
  });

  it("that missed an announcement is found when its process hears the database again", async () => {
    const one = await person();
    const socket = await openTo(0, one.headers);
    const gone = once(socket, "disconnect");
    await market.test.pool.query("ALTER TABLE session DISABLE TRIGGER sign_in_ended");
    await market.services.database.delete(session).where(eq(session.userId, one.userId));
    await market.test.pool.query("ALTER TABLE session ENABLE TRIGGER sign_in_ended");
    await processes[0]?.live.resynchronise();
    await gone;
  });

  it("is refused to pages of another site, whatever Host says, and to polling", async () => {
    const one = await person();
    for (const origin of [
      "http://evil.test",
      `http://127.0.0.1:${processes[0]?.port}`,
      "null",
      `${market.services.origin}.evil.test`,
    ]) {
      const refused = socketTo(0, one.headers, origin);
      await once(refused, "connect_error");
      expect(refused.connected, origin).toBe(false);
    }
    const polled = await fetch(
      `http://127.0.0.1:${processes[0]?.port}/realtime/?EIO=4&transport=polling`,
      { headers: { cookie: one.headers.get("cookie") ?? "" } },
    );
    expect(polled.status).toBe(400);
  });

  it("is closed when it sends without end, and none of what it sends ends the process", async () => {
    const one = await person();
    const witness = await openTo(0, one.headers);
    const flooder = await openTo(0, one.headers);
    const gone = once(flooder, "disconnect");
    for (let count = 0; count < 400; count += 1) flooder.emit("whatever", { count });
    await gone;

    const odd = await openTo(0, one.headers);
    const bad: unknown[] = [
      null,
      1,
      "x",
      [],
      { room: 1 },
      { room: "user:1" },
      { room: "__proto__" },
    ];
    for (const input of bad)
      expect(await odd.emitWithAck("subscribe", input)).toEqual({ ok: false });
    odd.emit("subscribe", { room: "stories" }, "no function");
    odd.emit("subscribe");
    odd.emit("unsubscribe", { room: `user:${one.userId}` });

    /** Frames that are no packets, on a connection that was opened by hand. */
    for (const garbage of ["40{", "42[", "451-", "4", "\u0000", "42".repeat(4_000)]) {
      const raw = io(`http://127.0.0.1:${processes[0]?.port}`, {
        path: "/realtime",
        transports: ["websocket"],
        reconnection: false,
        forceNew: true,
        extraHeaders: { cookie: one.headers.get("cookie") ?? "" },
      });
      opened.push(raw);
      await once(raw, "ready");
      const end = once(raw, "disconnect");
      const transport = raw.io.engine.transport as unknown as { ws: { send(text: string): void } };
      transport.ws.send(garbage);
      await Promise.race([end, subscribe(witness, "stories")]);
    }
    await new Promise<void>((resolve) => {
      const half = connect(processes[0]?.port ?? 0, "127.0.0.1", () => {
        half.end("GET /realtime/?EIO=4&transport=websocket HTTP/1.1\r\nUpgrade: websocket\r\n\r\n");
      });
      half.on("error", () => {}).once("close", () => resolve());
      half.resume();
    });
    expect(await subscribe(witness, "stories")).toEqual({ ok: true });
    const heard = once(odd, "deal.changed");
    await tell(`user:${one.userId}`);
    await heard;
  });
});
