import http from "node:http";
import net from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { io } from "socket.io-client";
import { wellFormed, type Case, type HttpCase, type RawCase, type SocketCase } from "./case.ts";
import type { People } from "./people.ts";
import type { World } from "./world.ts";

export interface Answer {
  /** Null where the connection ended without one; the reason says why. */
  status: number | null;
  milliseconds: number;
  reason: string;
  /** Whether one of several requests on a connection was answered well. */
  someTaken: boolean;
  /** The start of the body, for people. */
  text: string;
  headers: http.IncomingHttpHeaders;
}

export interface Sender {
  send: (one: Case) => Promise<Answer>;
  close: () => void;
}

const longestWait = 30_000;
/** Node and nginx refuse answers whose headers are longer. */
const longestHead = 16_384;
const kept = 200_000;

/** Sends cases to a running product, as the people they name. */
export function createSender(origin: string, world: World, people: People): Sender {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const { hostname, port, host } = new URL(origin);
  let sent = 0;
  /** Each request comes from an address of its own, so that limits by address do not hide the rest. */
  const address = () => {
    sent += 1;
    return `10.${(sent >> 16) & 127}.${(sent >> 8) & 255}.${sent & 255}`;
  };

  const overHttp = (one: HttpCase): Promise<Answer> => {
    const body = one.body === null ? null : Buffer.from(world.resolve(one.body), "latin1");
    const headers: [string, string][] = [
      ["Host", host],
      ["X-Forwarded-For", address()],
    ];
    const cookie = people.cookieOf(one.as);
    if (cookie !== undefined) headers.push(["Cookie", cookie]);
    if (one.method !== "GET" && one.method !== "HEAD")
      headers.push(["Origin", origin], ["Sec-Fetch-Site", "same-origin"]);
    if (body !== null) headers.push(["Content-Length", String(body.length)]);
    /** What the case says stands in the place of what would be said, but for cookies, which come twice. */
    const own = one.headers.map(([name, value]): [string, string] => [name, world.resolve(value)]);
    const replaced = new Set(
      own.map(([name]) => name.toLowerCase()).filter((name) => name !== "cookie"),
    );
    const all = [...headers.filter(([name]) => !replaced.has(name.toLowerCase())), ...own];
    return timed((done) => {
      const request = http.request(
        {
          agent,
          hostname,
          port,
          method: one.method,
          path: world
            .resolve(one.path)
            .replace(/[^\x21-\x7e]/g, (character) => encodeURIComponent(wellFormed(character))),
          headers: all.flat(),
          maxHeaderSize: 1_000_000,
        },
        (response) => {
          const chunks: Buffer[] = [];
          let size = 0;
          response.on("data", (chunk: Buffer) => {
            if (size < kept) chunks.push(chunk);
            size += chunk.length;
          });
          response.once("end", () => {
            const head = response.rawHeaders.join("    ").length;
            done({
              status: response.statusCode ?? null,
              reason: head > longestHead ? `the answer's headers have ${head} bytes` : "",
              text: Buffer.concat(chunks).toString("utf8"),
              headers: response.headers,
            });
          });
          response.once("error", (error) =>
            done({ status: null, reason: `broke off: ${error.message}` }),
          );
        },
      );
      request.once("error", (error: NodeJS.ErrnoException) =>
        done({ status: null, reason: error.code ?? error.message }),
      );
      request.setTimeout(longestWait, () => {
        done({ status: null, reason: "no answer" });
        request.destroy();
      });
      request.end(body ?? undefined);
    });
  };

  const overConnection = (one: RawCase): Promise<Answer> =>
    timed((done) => {
      const socket = net.connect(Number(port), hostname);
      let received = "";
      const end = (reason: string) => {
        socket.destroy();
        const statuses = [...received.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) =>
          Number(status),
        );
        done({
          status: statuses.length > 0 ? Math.max(...statuses) : null,
          reason: statuses.length > 0 ? "" : reason,
          someTaken: statuses.some((status) => status >= 200 && status < 400),
          text: received.slice(0, kept),
        });
      };
      socket.on("data", (chunk) => {
        if (received.length < kept) received += chunk.toString("latin1");
      });
      socket.once("error", (error: NodeJS.ErrnoException) =>
        end(error.code === "ECONNREFUSED" ? error.code : "closed"),
      );
      socket.once("close", () => end("closed"));
      void (async () => {
        for (const { bytes, pause } of one.pieces) {
          await wait(pause);
          const whole = world
            .resolve(bytes)
            .replaceAll("HOST", host)
            .replaceAll("COOKIE", `Cookie: ${people.cookieOf(one.as) ?? "x=y"}`);
          if (!socket.destroyed) socket.write(Buffer.from(whole, "latin1"));
        }
        /** Many of these are never answered: the server waits for what does not come. */
        await wait(400);
        end("closed");
      })();
    });

  const overLive = (one: SocketCase): Promise<Answer> =>
    timed((done) => {
      const cookie = people.cookieOf(one.as);
      const socket = io(origin, {
        path: "/realtime",
        transports: ["websocket"],
        forceNew: true,
        reconnection: false,
        timeout: 5_000,
        extraHeaders: { "x-forwarded-for": address(), ...(cookie === undefined ? {} : { cookie }) },
      });
      const end = (status: number | null, reason = "") => {
        socket.disconnect();
        done({ status, reason });
      };
      const reserved = new Set(["connect", "connect_error", "disconnect", "disconnecting"]);
      socket.once("connect_error", (error) =>
        end(/timeout|ECONNREFUSED/.test(error.message) ? null : 401, error.message),
      );
      socket.once("connect", () => {
        void Promise.allSettled(
          one.events.map(({ name, data }) =>
            reserved.has(name)
              ? Promise.resolve()
              : socket
                  .timeout(name === "subscribe" ? 5_000 : 50)
                  .emitWithAck(name, JSON.parse(world.resolve(JSON.stringify(data ?? null)))),
          ),
        ).then((answers) => {
          const unanswered = one.events.some(
            ({ name }, index) => name === "subscribe" && answers[index]?.status === "rejected",
          );
          end(unanswered && socket.connected ? null : 200, unanswered ? "no answer" : "");
        });
      });
    });

  return {
    send: (one) => {
      if (one.kind === "http") return overHttp(one);
      return one.kind === "raw" ? overConnection(one) : overLive(one);
    },
    close: () => agent.destroy(),
  };
}

type Found = Partial<Answer> & Pick<Answer, "status" | "reason">;

function timed(work: (done: (found: Found) => void) => void): Promise<Answer> {
  const began = performance.now();
  return new Promise((resolve) => {
    const done = (found: Found) =>
      resolve({
        text: "",
        headers: {},
        someTaken: false,
        ...found,
        milliseconds: performance.now() - began,
      });
    try {
      work(done);
    } catch (error) {
      /** The client itself would not send it. */
      done({ status: 0, reason: error instanceof Error ? error.message : String(error) });
    }
  });
}
