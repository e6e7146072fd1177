import { createServer, connect, type Server, type Socket } from "node:net";

/** What the wire does to both directions of every connection. */
type Weather =
  { kind: "fair" } | { kind: "delay"; milliseconds: number } | { kind: "stall" } | { kind: "away" };

/** A wire between the product and one part outside it, which can be made to fail. */
export interface Proxy {
  port: number;
  /** Breaks every connection that stands, with a reset; new ones pass. */
  cut(): void;
  /** Ends the direction towards the product and leaves the other open. */
  halfClose(): void;
  /** Holds back each piece for so long. */
  delay(milliseconds: number): void;
  /** Lets connections be made and passes nothing. */
  stall(): void;
  /** Refuses new connections and breaks those that stand. */
  away(): void;
  /** Passes everything again; what was held back first. */
  fair(): void;
  close(): Promise<void>;
}

interface Pair {
  near: Socket;
  far: Socket;
}

/** Opens a wire to a port of 127.0.0.1. */
export async function openProxy(farPort: number): Promise<Proxy> {
  const pairs = new Set<Pair>();
  let weather: Weather = { kind: "fair" };
  let tell = () => {};
  let changed = new Promise<void>((resolve) => (tell = resolve));

  const turn = (next: Weather) => {
    weather = next;
    tell();
    changed = new Promise((resolve) => (tell = resolve));
  };

  /** Answers when a piece may go on. */
  const passage = async (): Promise<void> => {
    if (weather.kind === "delay") {
      const { milliseconds } = weather;
      await Promise.race([new Promise((resolve) => setTimeout(resolve, milliseconds)), changed]);
    }
    while (weather.kind === "stall") await changed;
  };

  const carry = async (from: Socket, to: Socket): Promise<void> => {
    try {
      for await (const piece of from as AsyncIterable<Buffer>) {
        await passage();
        if (to.destroyed) return;
        if (!to.writableEnded && !to.write(piece))
          await new Promise<void>((resolve) => {
            to.once("drain", resolve);
            to.once("close", resolve);
          });
      }
      if (!to.writableEnded) to.end();
    } catch {
      to.resetAndDestroy();
    }
  };

  const server: Server = createServer({ allowHalfOpen: true }, (near) => {
    near.on("error", () => {});
    if (weather.kind === "away") return void near.resetAndDestroy();
    const far = connect({ port: farPort, host: "127.0.0.1", allowHalfOpen: true });
    far.on("error", () => near.resetAndDestroy());
    const pair = { near, far };
    pairs.add(pair);
    const forget = () => {
      if (near.destroyed && far.destroyed) pairs.delete(pair);
    };
    near.once("close", forget);
    far.once("close", forget);
    void carry(near, far);
    void carry(far, near);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");

  const cut = () => {
    for (const { near, far } of pairs) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
  };
  return {
    port: address.port,
    cut,
    halfClose: () => {
      for (const { near } of pairs) if (!near.writableEnded) near.end();
    },
    delay: (milliseconds) => turn({ kind: "delay", milliseconds }),
    stall: () => turn({ kind: "stall" }),
    away: () => {
      turn({ kind: "away" });
      cut();
    },
    fair: () => turn({ kind: "fair" }),
    close: async () => {
      turn({ kind: "fair" });
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
