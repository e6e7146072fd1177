import { bytesOf, type HttpCase } from "../case.ts";
import type { Making } from "./context.ts";

type Header = [string, string];

const strangeHeaders: readonly ((making: Making) => Header)[] = [
  ({ random }) => [
    "Accept-Language",
    random.pick([
      "",
      ",",
      ";",
      "*",
      "en;q=abc",
      "zh-CN;q=-1,en;q=2",
      "x".repeat(6_000),
      "en,".repeat(1_500),
      bytesOf("中文"),
      "en-US-POSIX-u-co-phonebk",
      "__proto__",
      "constructor",
      "i-klingon",
      "en_US",
      "\xff\xfe",
    ]),
  ],
  ({ random }) => [
    "X-Forwarded-For",
    random.pick(["unknown", "", "1.2.3.4, 5.6.7.8", "::1", "x".repeat(3_000), "999.1.1.1"]),
  ],
  ({ random }) => [
    "X-Forwarded-Host",
    random.pick(["evil.example", "", "a b", "x".repeat(2_000), "[::1", "evil.example:99999"]),
  ],
  ({ random }) => [
    "X-Forwarded-Proto",
    random.pick(["https", "javascript", "", "http, https", "ws"]),
  ],
  ({ random }) => ["X-Forwarded-Port", random.pick(["0", "99999", "x"])],
  ({ random }) => [
    "Host",
    random.pick([
      "evil.example",
      "localhost",
      "a b",
      "",
      "x".repeat(2_000),
      "[::1]:3000",
      "evil.example:x",
      "%00",
      "localhost:0",
    ]),
  ],
  ({ random }) => [
    "Range",
    random.pick([
      "bytes=0-0",
      "bytes=-1",
      "bytes=5-2",
      "bytes=99999999999999999999-",
      "bytes=0-1,5-9",
      "lines=1",
      "bytes=",
    ]),
  ],
  ({ random }) => [
    "If-None-Match",
    random.pick(["*", '"x"', 'W/"', '"' + "x".repeat(3_000) + '"']),
  ],
  ({ random }) => [
    "If-Modified-Since",
    random.pick(["yesterday", "Thu, 99 Foo 2099 99:99:99 GMT"]),
  ],
  ({ random }) => [
    "Origin",
    random.pick([
      "null",
      "https://evil.example",
      "",
      "file://",
      "http://localhost",
      "chrome-extension://x",
    ]),
  ],
  ({ random }) => ["Sec-Fetch-Site", random.pick(["cross-site", "none", "same-site", "x"])],
  ({ random }) => ["Referer", random.pick(["https://evil.example/", "x".repeat(4_000), "::::"])],
  ({ random }) => [
    "Accept",
    random.pick(["application/json", "*/*;q=x", "", "text/event-stream", "image/webp"]),
  ],
  ({ random }) => [
    "Accept-Encoding",
    random.pick(["identity;q=0", "*;q=0", "gzip, x", "br;q=1.0", ""]),
  ],
  ({ random }) => [
    "User-Agent",
    random.pick(["", "Googlebot/2.1", "x".repeat(5_000), bytesOf("浏览器")]),
  ],
  ({ random }) => ["Content-Encoding", random.pick(["gzip", "br", "x"])],
  ({ random }) => ["Expect", random.pick(["100-continue", "200-ok"])],
  ({ random }) => ["Upgrade", random.pick(["websocket", "h2c"])],
  ({ random }) => ["Authorization", random.pick(["Bearer x", "Basic ===", "Basic OjA="])],
  ({ random }) => ["X-HTTP-Method-Override", random.pick(["DELETE", "TRACE", "x"])],
  ({ random }) => ["Purpose", random.pick(["prefetch"])],
  () => ["X-Remix-Reload-Document", "yes"],
  ({ random }) => ["X-Duijie-Client-Address", random.pick(["1.1.1.1", "x".repeat(3_000), ""])],
  ({ random }) => ["X-Request-Id", random.pick(["x", "\xff", "y".repeat(3_000)])],
];

const strangeCookies: readonly ((making: Making) => string)[] = [
  () => "locale=%",
  () => "locale=eyJ",
  () => "locale=ImVuIg==",
  () => "locale=IlwwIg==",
  () => "locale=e30=",
  () => `locale=${Buffer.from(JSON.stringify("__proto__")).toString("base64")}`,
  () => `locale=${Buffer.from("[[[[").toString("base64")}`,
  () => `duijie.session_token=${"x".repeat(3_000)}`,
  () => "duijie.session_token=a.b",
  () => "duijie.session_token=%00",
  () => "duijie.session_token=%E4%BD",
  () => "duijie.session_token=",
  () => "duijie.session_data=%7B",
  () => "__proto__=x",
  () => "=;=;=",
  () => ";;;;",
  () => "x",
  () => "\xff\xfe\xfd=\xff",
  () => `${"a=b; ".repeat(800)}`,
  () => `big=${"x".repeat(9_000)}`,
  ({ world, random }) => `duijie.session_token=${world.anyKey(random, "session.token")}`,
  ({ world, random }) =>
    `duijie.session_token=${world.anyKey(random, "session.token")}.c2lnbmF0dXJl`,
];

/** Sometimes puts strange headers and cookies on a request that is else what it was. */
export function disguised(making: Making, made: HttpCase, every = 6): HttpCase {
  const { random } = making;
  if (!random.one(every)) return made;
  const headers: Header[] = [...made.headers];
  for (let count = 1 + random.below(2); count > 0; count -= 1)
    headers.push(
      random.one(3)
        ? ["Cookie", random.pick(strangeCookies)(making)]
        : random.pick(strangeHeaders)(making),
    );
  return { ...made, headers, label: `${made.label} +headers` };
}
