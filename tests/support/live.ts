import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { io, type Socket } from "socket.io-client";
import type { AccountParts } from "#app/accounts/parts.ts";
import { createLiveConnections } from "#app/server/live.ts";
import { eventChannel, listen } from "#db/listener.ts";
import type { Room } from "#realtime/events.ts";
import type { RealtimeServer } from "#realtime/server.ts";
import type { TestMarket } from "./market.ts";

/** One process that holds live connections, of several over one database. */
export interface LiveProcess {
  live: RealtimeServer;
  port: number;
  close(): Promise<void>;
}

export async function startLiveProcess(
  parts: AccountParts,
  market: TestMarket,
): Promise<LiveProcess> {
  const server = createServer((_request, response) => response.writeHead(404).end());
  const { services, auth } = parts;
  const live = createLiveConnections(server, { services, auth, accounts: parts }, () => "10.0.0.1");
  const listener = await listen(
    market.test.url,
    { [eventChannel]: live.deliver },
    () => void live.resynchronise(),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    live,
    port: (server.address() as AddressInfo).port,
    close: async () => {
      await Promise.all([live.close(), listener.close()]);
    },
  };
}

/** A socket as a browser's page at this origin opens it, with the cookies of these headers. */
export const connectTo = (
  process: LiveProcess | undefined,
  headers: Headers,
  origin: string,
): Socket =>
  io(`http://127.0.0.1:${process?.port}`, {
    path: "/realtime",
    transports: ["websocket"],
    reconnection: false,
    forceNew: true,
    extraHeaders: { cookie: headers.get("cookie") ?? "", origin },
  });

/** The next event of this name, and what it brings. */
export const once = (socket: Socket, event: string): Promise<unknown> =>
  new Promise((resolve) => socket.once(event, resolve));

/** Asks to be told of what happens in a room. */
export const subscribe = (socket: Socket, room: Room): Promise<{ ok: boolean }> =>
  socket.emitWithAck("subscribe", { room }) as Promise<{ ok: boolean }>;
