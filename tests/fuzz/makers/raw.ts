import { roles, type RawCase } from "../case.ts";
import { addressOf } from "../routes.ts";
import type { Making } from "./context.ts";

type Piece = RawCase["pieces"][number];

const now = (bytes: string): Piece => ({ bytes, pause: 0 });
const later = (bytes: string, pause = 60): Piece => ({ bytes, pause });

const head = (line: string, headers: readonly string[] = []) =>
  [`${line} HTTP/1.1`, "Host: HOST", "COOKIE", ...headers, "", ""].join("\r\n");
const form = "Content-Type: application/x-www-form-urlencoded";
const multipart = "Content-Type: multipart/form-data; boundary=x";
const opened =
  '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7';

/** What a client library would not send; %P stands for an address. */
const conversations: readonly ((path: string) => Piece[])[] = [
  (path) => [now(head(`POST ${path}`, [form, "Content-Length: 100"]) + "a=b")],
  (path) => [now(head(`POST ${path}`, [form, "Content-Length: 1"]) + "a=b&intent=x")],
  (path) => [now(head(`POST ${path}`, [form, "Content-Length: -1"]) + "a=b")],
  (path) => [now(head(`POST ${path}`, [form, "Content-Length: 99999999999999999999"]) + "a=b")],
  (path) => [now(head(`POST ${path}`, [form, "Content-Length: 3", "Content-Length: 4"]) + "a=bc")],
  (path) => [
    now(head(`POST ${path}`, [form, "Transfer-Encoding: chunked"]) + "zz\r\na=b\r\n0\r\n\r\n"),
  ],
  (path) => [now(head(`POST ${path}`, [form, "Transfer-Encoding: chunked"]) + "3\r\na=b\r\n")],
  (path) => [now(head(`POST ${path}`, [form, "Transfer-Encoding: chunked"]) + "ffffffffff\r\na=b")],
  (path) => [
    now(head(`POST ${path}`, [form, "Transfer-Encoding: chunked", "Content-Length: 3"]) + "a=b"),
  ],
  (path) => [
    now(head(`POST ${path}`, [form, "Transfer-Encoding: chunked"])),
    later("3\r\na=b\r\n"),
    later("0\r\n\r\n"),
  ],
  (path) => [now(head(`POST ${path}`, [multipart, "Content-Length: 9000"])), later(opened)],
  (path) => [
    now(
      head(`POST ${path}`, [multipart, "Transfer-Encoding: chunked"]) +
        `${opened.length.toString(16)}\r\n${opened}\r\n`,
    ),
  ],
  (path) => [
    now(
      head(`POST ${path}`, [multipart, "Transfer-Encoding: chunked"]) +
        `${opened.length.toString(16)}\r\n${opened}\r\n0\r\n\r\n`,
    ),
  ],
  (path) => [now(head(`POST ${path}`, [multipart, `Content-Length: ${opened.length}`]) + opened)],
  (path) => [
    now(head(`POST ${path}`, [form, "Expect: 100-continue", "Content-Length: 3"])),
    later("a=b"),
  ],
  (path) => [now(`GET ${path} HTTP/1.1\r\n`), later("Host: HOST\r\n"), later("\r\n")],
  (path) => [now(`GET ${path} HTTP/1.1\r\nHost: HOST\r\nX: `), later("y")],
  (path) => [now(head(`GET ${path}`).repeat(5))],
  (path) => [
    now(
      head(`GET ${path}`) +
        head(`TRACE ${path}`) +
        head("POST /locale", [form, "Content-Length: 1"]) +
        "a",
    ),
  ],
  (path) => [now(`GET ${path}\r\n\r\n`)],
  (path) => [now(`GET ${path} HTTP/0.9\r\n\r\n`)],
  (path) => [now(`GET ${path} HTTP/1.0\r\n\r\n`)],
  (path) => [now(`GET ${path} HTTP/1.1\r\n\r\n`)],
  (path) => [now(`GET ${path} HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n`)],
  (path) => [now(`GET http://evil.example${path} HTTP/1.1\r\nHost: HOST\r\n\r\n`)],
  () => [now("GET http:// HTTP/1.1\r\nHost: HOST\r\n\r\n")],
  () => [now("OPTIONS * HTTP/1.1\r\nHost: HOST\r\n\r\n")],
  () => [now("CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n")],
  () => [now("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")],
  () => [now("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03")],
  () => [now("\0\0\0\0\r\n\r\n")],
  () => [now("GET /a b HTTP/1.1\r\nHost: HOST\r\n\r\n")],
  () => [now("GET /\xe4\xb8\xad\xe6\x96\x87 HTTP/1.1\r\nHost: HOST\r\n\r\n")],
  () => [now("GET /\x01 HTTP/1.1\r\nHost: HOST\r\n\r\n")],
  () => [now("GET /search?q=\xff\xfe HTTP/1.1\r\nHost: HOST\r\n\r\n")],
  () => [now("GET //evil.example/%2e%2e HTTP/1.1\r\nHost: HOST\r\n\r\n")],
  () => [now("GET \\\\evil\\x HTTP/1.1\r\nHost: HOST\r\n\r\n")],
  () => [now(`GET /${"a".repeat(20_000)} HTTP/1.1\r\nHost: HOST\r\n\r\n`)],
  () => [now(`GET / HTTP/1.1\r\nHost: HOST\r\n${"X: y\r\n".repeat(3_000)}\r\n`)],
  (path) => [now(`GET ${path} HTTP/1.1\r\nHost: HOST\r\n X: folded\r\n\r\n`)],
  (path) => [now(`GET ${path} HTTP/1.1\r\nHost: HOST\r\nX\0: y\r\n\r\n`)],
  (path) => [now(`GET ${path} HTTP/1.1\nHost: HOST\n\n`)],
  (path) => [now(head(`HEAD ${path}`) + head(`HEAD ${path}`))],
  (path) => [
    now(head(`GET ${path}`, ["Connection: close, upgrade", "Upgrade: h2c", "HTTP2-Settings: x"])),
  ],
  (path) => [now(head(`GET ${path}`, ["Upgrade: websocket", "Connection: Upgrade"]))],
  () => [
    now(
      head("GET /realtime/?EIO=4&transport=websocket", [
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
      ]),
    ),
    later("\x81\x05hello"),
    later("\xff\xff\xff\xff\xff\xff\xff\xff"),
  ],
  () => [
    now(
      head("GET /realtime/?EIO=4&transport=websocket", [
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
      ]),
    ),
    /** Masked with zeros: 40, then an event that is no JSON, then one too large. */
    later("\x81\x82\0\0\0\0" + "40"),
    later("\x81\x89\0\0\0\0" + '42["x",{{'),
    later("\x82\xfe\xff\xff\0\0\0\0" + "x".repeat(20_000)),
  ],
  () => [
    now(
      head("GET /realtime/?EIO=4&transport=websocket", [
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 99",
        "Sec-WebSocket-Key: x",
      ]),
    ),
  ],
];

/** Bytes on a connection, in pieces, as no browser sends them. */
export function rawConversation({ random, world, routes }: Making): RawCase {
  const route = random.pick(routes);
  const number = random.below(conversations.length);
  const path = addressOf(random, world, route, false);
  return {
    kind: "raw",
    label: `raw ${number} ${route.id}`,
    as: random.pick(roles),
    pieces: (conversations[number] ?? (() => []))(path),
  };
}
