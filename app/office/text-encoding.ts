import { isUtf8 } from "node:buffer";
import type { TextEncoding } from "./table.ts";

/**
 * Tells how the bytes of a text are to be read, by what they hold: a mark at the beginning,
 * else how well they agree with UTF-16, UTF-8 and GB 18030, in which Chinese spreadsheets save.
 */
export function encodingOf(bytes: Buffer): { encoding: TextEncoding; markBytes: number } {
  const marked = markOf(bytes);
  if (marked) return marked;
  const wide = wideEncodingOf(bytes);
  if (wide) return { encoding: wide, markBytes: 0 };
  if (isUtf8(bytes)) return { encoding: "utf-8", markBytes: 0 };
  const { characters, strays } = utf8Counts(bytes);
  if (characters > strays) return { encoding: "utf-8", markBytes: 0 };
  return { encoding: isChinese(bytes) ? "gb18030" : "windows-1252", markBytes: 0 };
}

const marks: [TextEncoding, number[]][] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["gb18030", [0x84, 0x31, 0x95, 0x33]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

/** The encoding that a text names by its first bytes. */
function markOf(bytes: Uint8Array): { encoding: TextEncoding; markBytes: number } | null {
  const mark = marks.find(([, sign]) => sign.every((byte, place) => bytes[place] === byte));
  return mark ? { encoding: mark[0], markBytes: mark[1].length } : null;
}

/**
 * UTF-16 without a mark: the upper halves of Latin characters are zero and all stand in even or
 * in odd places; in a text with few of those, the line ends tell it.
 */
function wideEncodingOf(bytes: Buffer): TextEncoding | null {
  const [even, odd] = zeros(bytes);
  const side = odd > 3 * even ? "utf-16le" : even > 3 * odd ? "utf-16be" : null;
  if (side === null || even + odd > bytes.length / 5) return side;
  if (isUtf8(bytes)) return null;
  const lineEnd = Buffer.from("\n", "utf16le");
  return hasPair(bytes, side === "utf-16le" ? lineEnd : lineEnd.swap16()) ? side : null;
}

function zeros(bytes: Buffer): [even: number, odd: number] {
  const counts: [number, number] = [0, 0];
  for (let at = bytes.indexOf(0); at !== -1; at = bytes.indexOf(0, at + 1))
    counts[(at % 2) as 0 | 1] += 1;
  return counts;
}

/** Whether two bytes stand in a place where a character of UTF-16 begins. */
function hasPair(bytes: Buffer, pair: Buffer): boolean {
  for (let at = bytes.indexOf(pair); at !== -1; at = bytes.indexOf(pair, at + 1))
    if (at % 2 === 0) return true;
  return false;
}

/** How many bytes the UTF-8 character at this place has; 0 when there is none of it. */
function utf8Length(bytes: Buffer, at: number): number {
  const lead = bytes[at] ?? 0;
  const length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  return length > 0 && isUtf8(bytes.subarray(at, at + length)) && at + length <= bytes.length
    ? length
    : 0;
}

function utf8Counts(bytes: Buffer): { characters: number; strays: number } {
  let [characters, strays] = [0, 0];
  for (let at = 0; at < bytes.length;) {
    if ((bytes[at] ?? 0) < 0x80) {
      at += 1;
      continue;
    }
    const length = utf8Length(bytes, at);
    if (length === 0) strays += 1;
    else characters += 1;
    at += Math.max(1, length);
  }
  return { characters, strays };
}

/**
 * Whether most pairs of high bytes are everyday characters and marks of GB 2312. A Latin letter
 * with an accent pairs with what follows it too, but then the second byte is mostly ASCII.
 */
function isChinese(bytes: Buffer): boolean {
  let [everyday, other] = [0, 0];
  for (let at = 0; at < bytes.length; at += 1) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) continue;
    const trail = bytes[at + 1] ?? 0;
    const isEveryday =
      trail >= 0xa1 && ((lead >= 0xb0 && lead <= 0xf7) || (lead >= 0xa1 && lead <= 0xa9));
    if (isEveryday) everyday += 1;
    else other += 1;
    if (lead >= 0x81 && trail >= 0x40) at += 1;
  }
  return everyday > other;
}

/** A text with what did not fit its encoding. */
export interface DecodedText {
  text: string;
  strayBytes: number;
  /** The line of the first of them. */
  strayLine: number | null;
}

/**
 * Reads the bytes of a text. A stray byte in UTF-8 is read as Windows-1252, from which it
 * mostly comes: a pasted quotation mark or a letter with an accent.
 */
export function decodeText(bytes: Buffer, encoding: TextEncoding, markBytes: number): DecodedText {
  const body = bytes.subarray(markBytes);
  if (encoding === "utf-8") return decodeUtf8(body);
  const text = new TextDecoder(encoding).decode(body);
  const strays = text.split("\uFFFD").length - 1;
  return { text, strayBytes: strays, strayLine: strays > 0 ? lineAt(text, "\uFFFD") : null };
}

const lineAt = (text: string, sign: string): number =>
  text.slice(0, text.indexOf(sign)).split(/\r\n|\n|\r/).length;

function decodeUtf8(bytes: Buffer): DecodedText {
  if (isUtf8(bytes)) return { text: bytes.toString("utf8"), strayBytes: 0, strayLine: null };
  const western = new TextDecoder("windows-1252");
  const parts: string[] = [];
  let [from, strayBytes, strayLine] = [0, 0, null as number | null];
  for (let at = 0; at < bytes.length;) {
    const length = utf8Length(bytes, at);
    if (length === 0) {
      parts.push(bytes.toString("utf8", from, at));
      strayBytes += 1;
      strayLine ??= parts.join("").split(/\r\n|\n|\r/).length;
      parts.push(western.decode(bytes.subarray(at, at + 1)));
      from = at + 1;
    }
    at += Math.max(1, length);
  }
  parts.push(bytes.toString("utf8", from));
  return { text: parts.join(""), strayBytes, strayLine };
}
