import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/**
 * Below the ports that systems lend to outgoing connections, one of which could take a
 * port between two uses, as while a server of a test is away.
 */
const [lowest, highest] = [20_000, 32_000];

/** A TCP port on 127.0.0.1 that nothing listens on now. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(lowest, highest);
    if (await isFree(port)) return port;
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
