import type { Server as HttpServer } from "node:http";
import { Server } from "socket.io";
import { z } from "zod";
import { realtimeEvent, room, type EventData, type Room } from "./events.ts";

/** Who is at the other end of a socket; a server may keep more about them. */
export interface SocketPerson {
  userId: string;
  /** Rooms the person is always in. */
  rooms: Room[];
}

export interface RealtimeOptions<Person extends SocketPerson> {
  server: HttpServer;
  /** Reads the web session of the handshake; null turns the socket away. */
  identify: (headers: Headers) => Promise<Person | null>;
  /** Whether the person may be in a room that they asked for. */
  authorise: (person: Person, room: Room) => Promise<boolean>;
  /** Origins that may open a socket. */
  origin: string;
  onError: (error: unknown) => void;
}

export interface RealtimeServer {
  /** Sends an announced event, as JSON text, to the browsers in its rooms. */
  deliver(text: string): void;
  /** Tells every browser that it may have missed something and should fetch. */
  resynchronise(): void;
  /** Takes the person out of every room and closes their sockets. */
  disconnect(userId: string): void;
  close(): Promise<void>;
}

const subscription = z.object({ room });

/**
 * Live connections on the web server's port. The handshake carries the session
 * cookie; a socket is put into its person's rooms and may ask for others.
 */
export function createRealtimeServer<Person extends SocketPerson>(
  options: RealtimeOptions<Person>,
): RealtimeServer {
  const io = new Server(options.server, {
    path: "/realtime",
    serveClient: false,
    cors: { origin: options.origin, credentials: true },
    allowRequest: (request, callback) => {
      const origin = request.headers.origin;
      callback(
        null,
        origin === undefined || isSameSite(origin, request.headers.host, options.origin),
      );
    },
    maxHttpBufferSize: 16_384,
    /** A lost connection is noticed within seconds, so that missed news is fetched soon. */
    pingInterval: 8_000,
    pingTimeout: 6_000,
  });

  io.use((socket, next) => {
    const headers = new Headers({ cookie: socket.handshake.headers.cookie ?? "" });
    options.identify(headers).then(
      (person) => {
        if (!person) return next(new Error("unauthorised"));
        socket.data = person;
        next();
      },
      () => next(new Error("unavailable")),
    );
  });

  io.on("connection", (socket) => {
    const person = socket.data as Person;
    void socket.join([`user:${person.userId}`, ...person.rooms]);
    socket.emit("ready");
    socket.on("subscribe", async (input: unknown, answer?: unknown) => {
      const reply = typeof answer === "function" ? answer : () => {};
      const parsed = subscription.safeParse(input);
      if (!parsed.success) return void reply({ ok: false });
      try {
        const ok = await options.authorise(person, parsed.data.room);
        if (ok) await socket.join(parsed.data.room);
        reply({ ok });
      } catch (error) {
        options.onError(error);
        reply({ ok: false });
      }
    });
    socket.on("unsubscribe", (input: unknown) => {
      const parsed = subscription.safeParse(input);
      if (parsed.success && parsed.data.room !== `user:${person.userId}`)
        void socket.leave(parsed.data.room);
    });
  });

  return {
    deliver: (text) => {
      try {
        const { event, rooms, data } = realtimeEvent.parse(JSON.parse(text));
        if (event === "room.closed")
          io.in(rooms).socketsLeave((data as EventData<"room.closed">).room);
        io.to(rooms).emit(event, data);
      } catch (error) {
        options.onError(error);
      }
    },
    resynchronise: () => void io.emit("resynchronise"),
    disconnect: (userId) => io.in(`user:${userId}`).disconnectSockets(true),
    close: () => new Promise((resolve) => void io.close(() => resolve())),
  };
}

/** Browsers send their page's origin; it must be the public one or the host that was asked. */
function isSameSite(origin: string, host: string | undefined, publicOrigin: string): boolean {
  if (origin === publicOrigin) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
