import type { IncomingMessage, Server } from "node:http";
import { signedInBy } from "#app/accounts/viewer.server.ts";
import { findAway } from "#db/away.ts";
import { createRealtimeServer, type RealtimeServer } from "#realtime/server.ts";
import { mayJoin, roomsOf } from "./live-rooms.ts";
import type { ServerParts } from "./services.ts";

/** Live connections by the product's own sign-ins, rooms and limits. */
export function createLiveConnections(
  server: Server,
  { services, auth, accounts }: Pick<ServerParts, "services" | "auth" | "accounts">,
  addressOf: (request: IncomingMessage) => string,
): RealtimeServer {
  return createRealtimeServer({
    server,
    origin: services.origin,
    addressOf,
    identify: async (headers) => {
      const found = await signedInBy(auth, services.database, headers);
      if (!found) return null;
      const { viewer, signInId, expiresAt } = found;
      return { userId: viewer.userId, signInId, expiresAt, rooms: roomsOf(viewer), viewer };
    },
    authorise: ({ viewer }, room) => mayJoin(services.database, viewer, room),
    mayConnect: async (keys) => (await accounts.limits.take("connection", keys)) === 0,
    /** A database that is away is told of once, by who finds it so. */
    onError: (error) => {
      if (!findAway(error)) services.log.error({ error }, "live connection");
    },
  });
}
