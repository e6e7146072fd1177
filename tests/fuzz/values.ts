import type { Random } from "./random.ts";
import type { World } from "./world.ts";

const repeated = (text: string, times: number) => text.repeat(times);

/** Texts that a careful reader of requests must live with, wherever a text may stand. */
const texts: readonly string[] = [
  "",
  " ",
  "\0",
  "a\0b",
  "\u0000\u0000\u0000",
  "\r\n",
  "Zeile\r\nSet-Cookie: stolen=1",
  "\ud800",
  "\udc00 half",
  "\uFEFF",
  "\u202Eevil\u202C",
  "\u0001\u0008\u001b[31m",
  "%",
  "%00",
  "%zz",
  "%F0%28%8C%28",
  "'",
  '"><script>alert(1)</script>',
  "'; DROP TABLE post; --",
  "$1",
  "\\",
  "\\x00",
  "\\u0000",
  "..",
  "../../../../etc/passwd",
  "/",
  "//evil.example",
  "/\\evil.example",
  "javascript:alert(1)",
  "https://evil.example/",
  "null",
  "undefined",
  "NaN",
  "true",
  "false",
  "on",
  "[object Object]",
  "[]",
  "{}",
  "[[[[[[",
  '{"__proto__":{"polluted":1}}',
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "中文".repeat(30),
  "👩‍👩‍👧‍👦".repeat(20),
  "e\u0301".repeat(50),
  "ﷺ".repeat(300),
  "_",
  "~",
  "a~b",
  ".5~ID.post.0.ID",
  "1e400~ID.post.0.ID",
  "2020-01-01T00:00:00.000Z~ID.post.0.ID",
  "+999999-01-01T00:00:00.000Z~ID.post.0.ID",
  "0|1|2",
  ",",
  "(",
  "[a-",
  "*",
  "\\(",
  "AND OR NOT",
  '"unclosed',
  "<->",
  ":*",
  "!!",
  "&",
];

const longTexts: readonly (() => string)[] = [
  () => repeated("a", 300),
  () => repeated("长", 2_001),
  () => repeated("x", 5_000),
  () => repeated("行\r\n", 1_500),
  () => repeated("a ", 3_000),
  () => repeated("(", 4_000),
  () => repeated("9", 400),
  () => repeated("\u0301", 2_000),
];

const numbers: readonly string[] = [
  "0",
  "-0",
  "-1",
  "1",
  "1.5",
  "0.1",
  "1e3",
  "1e400",
  "-1e400",
  "1e-400",
  "Infinity",
  "-Infinity",
  "٣",
  "１２３",
  "150万",
  "1,500,000",
  "0x10",
  "0b1",
  "1_000",
  "2147483647",
  "2147483648",
  "-2147483649",
  "4294967296",
  "9007199254740993",
  "9223372036854775807",
  "9223372036854775808",
  "99999999999999999999999999",
  "123456789012345678901234567890.12",
  "0.000000000000000000000001",
  " 7 ",
  "+7",
  "７",
  "3~4",
];

const dates: readonly string[] = [
  "9999-99-99",
  "+275760-09-13",
  "+275760-09-13T00:00:00.000Z",
  "-271821-04-20",
  "0000-01-01",
  "0001-01-01",
  "9999-12-31",
  "9999-12-31T23:59",
  "10000-01-01",
  "2026-02-30",
  "2025-02-29",
  "2026-13-01",
  "2026-1-1",
  "26-01-01",
  "2026-03-29T02:30",
  "2026-06-01T24:00",
  "2026-06-01T12:00",
  "2026-06-01T12:00:00",
  "2026-06-01T12:00:00Z",
  "2026-06-01T12:00+25:00",
  "1970-01-01",
  "2026-06",
  "2026-W05",
  "24:00",
  "25:61",
  "09:00",
  "yesterday",
  "infinity",
  "-infinity",
  "epoch",
  "now",
];

const notIds: readonly string[] = [
  "0",
  "1",
  "x",
  "undefined",
  "null",
  "new",
  "index",
  "00000000-0000-0000-0000-000000000000",
  "ffffffff-ffff-ffff-ffff-ffffffffffff",
  "01900000-0000-7000-8000-000000000000",
  "01900000-0000-7000-8000-00000000000",
  "01900000-0000-7000-8000-0000000000000",
  "01900000-0000-7000-8000-00000000000g",
  "{01900000-0000-7000-8000-000000000000}",
  "01900000000070008000000000000000",
  "urn:uuid:01900000-0000-7000-8000-000000000000",
  "01900000-0000-7000-8000-000000000000\0",
  " 01900000-0000-7000-8000-000000000000",
  "０1900000-0000-7000-8000-000000000000",
];

/** A value that is wrong, strange or too large in one of the known ways. */
export function hostileValue(random: Random, world: World): string {
  return random.weighted<() => string>([
    [8, () => random.pick(texts)],
    [2, () => random.pick(longTexts)()],
    [4, () => random.pick(numbers)],
    [4, () => random.pick(dates)],
    [3, () => random.pick(notIds)],
    [4, () => world.anyId(random)],
    [1, () => world.anyKey(random)],
  ])();
}

/** A value where an id is expected. */
export function idLike(random: Random, world: World): string {
  return random.weighted<() => string>([
    [5, () => world.anyId(random)],
    [4, () => random.pick(notIds)],
    [2, () => hostileValue(random, world)],
  ])();
}

/** Another name for a field, as people who probe forms send them. */
export function hostileName(random: Random, name: string): string {
  const bare = name.replace(/\[.*$|\..*$/, "");
  return random.pick<() => string>([
    () => `${bare}[]`,
    () => `${bare}[0]`,
    () => `${bare}[1]`,
    () => `${bare}[0].x`,
    () => `${bare}[0][0][0]`,
    () => `${bare}[99]`,
    () => `${bare}[9999999].x`,
    () => `${bare}[-1]`,
    () => `${bare}[`,
    () => `${bare}]`,
    () => `${bare}.`,
    () => `.${bare}`,
    () => `${bare}.x`,
    () => `${bare}.length`,
    () => `${bare}.__proto__`,
    () => `${bare}.constructor.prototype.x`,
    () => "__proto__",
    () => "__proto__.polluted",
    () => "constructor[prototype]",
    () => repeated("a.", 5_000),
    () => repeated("a", 5_000),
    () => repeated("[0]", 2_000),
    () => `${bare}\0`,
    () => "",
    () => " ",
    () => "名字",
    () => bare,
    () => "intent",
    () => "step",
    () => "__intent__",
    () => "__state__",
    () => "$$intent",
  ])();
}

/** A plausible value for an input by its kind, so that a request gets past the first check. */
export function plausibleValue(random: Random, type: string, name: string): string {
  if (/email/i.test(type) || /email/i.test(name)) return "someone@duijie.example";
  if (type === "date" || /(On|date)$/.test(name)) return random.pick(["2027-05-01", "2026-12-31"]);
  if (type === "datetime-local" || /At$/.test(name))
    return random.pick(["2027-05-01T09:00", "2027-05-01T10:00"]);
  if (type === "time") return random.pick(["09:00", "17:30"]);
  if (type === "number" || /minutes|amount|price|count|version|revision/i.test(name))
    return random.pick(["1", "2", "5", "20"]);
  if (type === "url") return "https://duijie.example/";
  if (type === "checkbox") return "on";
  return random.pick([
    "一段足够长的中文说明文字，用来通过最短长度的检查。",
    "Words of a person at work",
    "测试",
  ]);
}

/** A JSON value of any shape, for endpoints that read JSON and for live connections. */
export function hostileJson(random: Random, world: World, depth = 0): unknown {
  return random.weighted<() => unknown>(
    [
      [5, () => hostileValue(random, world)],
      [2, () => random.pick([0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER, 2 ** 31])],
      [2, () => random.pick([null, true, false])],
      [depth < 3 ? 2 : 0.0001, () => [hostileJson(random, world, depth + 1)]],
      [
        depth < 3 ? 2 : 0.0001,
        () => ({
          [random.pick(["room", "id", "a", "constructor", ""])]: hostileJson(
            random,
            world,
            depth + 1,
          ),
        }),
      ],
    ].map(([weight, value]) => [Math.round(Number(weight)), value] as [number, () => unknown]),
  )();
}
