/**
 * Holds live connections for the bench in a process of its own, so that what they cost
 * is not the bench's. It is told which, and says when they stand and when a notice came.
 */
import { io, type Socket } from "socket.io-client";
import { z } from "zod";

export const order = z.object({
  origin: z.string(),
  /** One for each connection. */
  connections: z.array(z.object({ cookie: z.string(), address: z.string() })),
});
export type HolderMessage =
  | { state: "standing"; connected: number; failed: number }
  | { state: "noticed"; at: number; noticed: number };

/** So many are opened at once. */
const atOnce = 40;

const tell = (message: HolderMessage) => process.send?.(message);

process.once("message", (given: unknown) => {
  const { origin, connections } = order.parse(given);
  void hold(origin, connections);
});

async function hold(
  origin: string,
  connections: { cookie: string; address: string }[],
): Promise<void> {
  const sockets: Socket[] = [];
  const left = [...connections];
  let failed = 0;
  let noticed = 0;
  const openSome = async () => {
    for (let next = left.pop(); next; next = left.pop()) {
      const socket = await open(origin, next);
      if (!socket) failed += 1;
      else {
        sockets.push(socket);
        // A round of notices is over with the last browser that has one.
        socket.on("story.changed", () => {
          noticed += 1;
          if (noticed % sockets.length === 0) tell({ state: "noticed", at: Date.now(), noticed });
        });
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, openSome));
  tell({ state: "standing", connected: sockets.length, failed });
}

/** Null when it could not be opened or did not come into the room that everyone may be in. */
const open = (
  origin: string,
  { cookie, address }: { cookie: string; address: string },
): Promise<Socket | null> =>
  new Promise((resolve) => {
    const socket = io(origin, {
      path: "/realtime",
      transports: ["websocket"],
      forceNew: true,
      reconnection: false,
      timeout: 60_000,
      extraHeaders: { cookie, "x-forwarded-for": address, origin },
    });
    const refused = () => {
      socket.close();
      resolve(null);
    };
    socket.once("connect_error", refused);
    socket.once("ready", () =>
      socket.emit("subscribe", { room: "stories" }, ({ ok }: { ok: boolean }) =>
        ok ? resolve(socket) : refused(),
      ),
    );
  });
