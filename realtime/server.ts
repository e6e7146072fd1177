import type { IncomingMessage, Server as HttpServer } from "node:http";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { Server, type Socket } from "socket.io";
import { z } from "zod";
import { realtimeEvent, room, type EventData, type EventName, type Room } from "./events.ts";

/** Who is at the other end of a socket; a server may keep more about them. */
export interface SocketPerson {
  userId: string;
  /** The sign-in that the handshake's cookie belongs to, and when it runs out. */
  signInId: string;
  expiresAt: Date;
  /** Rooms the person is always in. */
  rooms: Room[];
}

export interface RealtimeOptions<Person extends SocketPerson> {
  server: HttpServer;
  /** Reads the web session of the handshake; null turns the socket away. */
  identify: (headers: Headers) => Promise<Person | null>;
  /** Whether the person may be in a room that they asked for. */
  authorise: (person: Person, room: Room) => Promise<boolean>;
  /** Counts one more connection of an address or an account; false when there were too many. */
  mayConnect: (keys: { address: string } | { account: string }) => Promise<boolean>;
  /** The client's network address, past the proxies in front. */
  addressOf: (request: IncomingMessage) => string;
  /** The only origin whose pages may open a socket. */
  origin: string;
  onError: (error: unknown) => void;
}

export interface RealtimeServer {
  /** Sends an announced event, as JSON text, to the browsers in its rooms. */
  deliver(text: string): void;
  /** Looks anew at who is connected and tells every browser that it may have missed something. */
  resynchronise(): Promise<void>;
  close(): Promise<void>;
}

/** The connection below a socket, which also hears what is no packet of an event. */
interface RawSocket {
  id: string;
  on(event: "packet", heard: () => void): void;
  close(discard: boolean): void;
}

const subscription = z.object({ room });

/** Packets that one socket may send; a page with many rooms sends some dozens when it connects. */
const packets = { points: 200, duration: 10 };
const roomsAtOnce = 100;
/** How often sign-ins that ran out by the clock are looked for, in milliseconds. */
const sweepInterval = 30_000;
/** Sockets that are looked at anew at the same time, when all are. */
const atOnce = 8;

/**
 * Live connections on the web server's port, over WebSocket only, so that servers
 * behind one address need no sticky sessions. The handshake carries the session cookie;
 * a socket is put into its person's rooms and may ask for others. It lives as long as
 * its sign-in and follows its person's rights.
 */
export function createRealtimeServer<Person extends SocketPerson>(
  options: RealtimeOptions<Person>,
): RealtimeServer {
  const limit = new RateLimiterMemory(packets);
  const io = new Server(options.server, {
    path: "/realtime",
    serveClient: false,
    transports: ["websocket"],
    connectTimeout: 10_000,
    allowRequest: (request, callback) => {
      const { origin } = request.headers;
      /** Every browser says where its page comes from; what says nothing is no browser. */
      if (origin !== undefined && origin !== options.origin) return callback("origin", false);
      options.mayConnect({ address: options.addressOf(request) }).then(
        (may) => callback(may ? null : "too many", may),
        (error: unknown) => {
          options.onError(error);
          callback("unavailable", false);
        },
      );
    },
    maxHttpBufferSize: 16_384,
    /** A lost connection is noticed within seconds, so that missed news is fetched soon. */
    pingInterval: 8_000,
    pingTimeout: 6_000,
  });

  io.engine.on("connection", (raw: RawSocket) => {
    raw.on("packet", () => void limit.consume(raw.id).catch(() => raw.close(true)));
  });

  const personOf = (socket: Socket) => socket.data as Person;
  const cookiesOf = (socket: Socket) =>
    new Headers({ cookie: socket.handshake.headers.cookie ?? "" });
  const fixedRooms = ({ userId, rooms }: Person): Room[] => [`user:${userId}`, ...rooms];

  io.use((socket, next) => {
    void (async () => {
      const person = await options.identify(cookiesOf(socket));
      if (!person) return next(new Error("unauthorised"));
      if (!(await options.mayConnect({ account: person.userId })))
        return next(new Error("too many"));
      socket.data = person;
      next();
    })().catch((error: unknown) => {
      options.onError(error);
      next(new Error("unavailable"));
    });
  });

  /** Who the socket belongs to now; it is closed when that is nobody any more. */
  const lookAnew = async (socket: Socket): Promise<Person | null> => {
    const found = await options.identify(cookiesOf(socket));
    if (found?.signInId !== personOf(socket).signInId) {
      socket.disconnect(true);
      return null;
    }
    socket.data = found;
    return found;
  };

  /** Takes the socket out of the rooms that are not its person's any more, and into the new ones. */
  const followRights = async (socket: Socket): Promise<void> => {
    const before = new Set<string>(fixedRooms(personOf(socket)));
    const person = await lookAnew(socket);
    if (!person) return;
    const fixed = new Set<string>(fixedRooms(person));
    await socket.join([...fixed]);
    for (const name of socket.rooms) {
      if (name === socket.id || fixed.has(name)) continue;
      const asked = room.safeParse(name);
      const may =
        !before.has(name) && asked.success && (await options.authorise(person, asked.data));
      if (!may) await socket.leave(name);
    }
  };

  /** An error leaves the socket without what it may have lost: it is closed and may come again. */
  const settle = (socket: Socket, work: (socket: Socket) => Promise<unknown>) =>
    work(socket).catch((error: unknown) => {
      options.onError(error);
      socket.disconnect(true);
    });

  const socketsOf = (rooms: Room[]) =>
    [...io.sockets.sockets.values()].filter((socket) => rooms.some((one) => socket.rooms.has(one)));

  /** Sign-ins that ended and people whose rights changed of late, for sockets that were just being opened. */
  const lately = new Map<string, number>();
  const note = (id: string) => lately.set(id, Date.now());

  io.on("connection", (socket) => {
    const { signInId, userId } = personOf(socket);
    void socket.join(fixedRooms(personOf(socket)));
    if (lately.has(signInId) || lately.has(userId))
      void settle(socket, followRights).then(() => socket.emit("ready"));
    else socket.emit("ready");
    socket.on("subscribe", async (input: unknown, answer?: unknown) => {
      const reply = typeof answer === "function" ? answer : () => {};
      const parsed = subscription.safeParse(input);
      if (!parsed.success || socket.rooms.size >= roomsAtOnce) return void reply({ ok: false });
      const began = Date.now();
      try {
        const person = await lookAnew(socket);
        const ok = person !== null && (await options.authorise(person, parsed.data.room));
        if (ok) await socket.join(parsed.data.room);
        if ((lately.get(userId) ?? 0) >= began) await settle(socket, followRights);
        reply({ ok });
      } catch (error) {
        options.onError(error);
        reply({ ok: false });
      }
    });
    socket.on("unsubscribe", (input: unknown) => {
      const parsed = subscription.safeParse(input);
      if (parsed.success && !fixedRooms(personOf(socket)).includes(parsed.data.room))
        void socket.leave(parsed.data.room);
    });
  });

  const sweep = setInterval(() => {
    const now = new Date();
    for (const [id, at] of lately) if (at < now.getTime() - sweepInterval) lately.delete(id);
    for (const socket of io.sockets.sockets.values())
      if (personOf(socket).expiresAt <= now) void settle(socket, lookAnew);
  }, sweepInterval);
  sweep.unref();

  /** What the server does itself when it hears of an event, before browsers do. */
  const onServer: Partial<Record<EventName, (rooms: Room[], data: unknown) => void>> = {
    "room.closed": (rooms, data) =>
      io.in(rooms).socketsLeave((data as EventData<"room.closed">).room),
    "signin.ended": (rooms, data) => {
      const { signInId } = data as EventData<"signin.ended">;
      note(signInId);
      for (const socket of socketsOf(rooms))
        if (personOf(socket).signInId === signInId) socket.disconnect(true);
    },
    "rights.changed": (rooms) => {
      for (const one of rooms) note(one.slice("user:".length));
      for (const socket of socketsOf(rooms)) void settle(socket, followRights);
    },
  };

  return {
    deliver: (text) => {
      try {
        const { event, rooms, data } = realtimeEvent.parse(JSON.parse(text));
        onServer[event]?.(rooms, data);
        io.to(rooms).emit(event, data);
      } catch (error) {
        options.onError(error);
      }
    },
    resynchronise: async () => {
      const waiting = [...io.sockets.sockets.values()];
      const lookAtAll = async () => {
        for (let socket = waiting.pop(); socket; socket = waiting.pop())
          await settle(socket, followRights);
      };
      await Promise.all(Array.from({ length: atOnce }, lookAtAll));
      io.emit("resynchronise");
    },
    close: () => {
      clearInterval(sweep);
      return new Promise((resolve) => void io.close(() => resolve()));
    },
  };
}
