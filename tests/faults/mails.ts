import { createHash } from "node:crypto";

/** A mail as its recipient knows it. */
export interface Mail {
  subject: string;
  /** Of everything below the headers, but for the part borders, which differ from sending to sending. */
  body: string;
}

/** Reads the source of a mail. */
export function readMail(source: string): Mail {
  const [head = "", ...rest] = source.split("\r\n\r\n");
  const lines = head.replace(/\r\n[ \t]+/g, " ").split("\r\n");
  const header = (name: string) => {
    const line = lines.find((one) => one.toLowerCase().startsWith(`${name}:`));
    return line?.slice(name.length + 1).trim() ?? "";
  };
  const border = /boundary="?([^";]+)/.exec(header("content-type"))?.[1] ?? "\0";
  const body = rest.join("\r\n\r\n").replaceAll(border, "");
  return {
    subject: decoded(header("subject")),
    body: createHash("sha256").update(body).digest("hex"),
  };
}

/** Encoded words of RFC 2047, of which nodemailer makes one or several. */
function decoded(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/(?:=\?utf-8\?[bq]\?[^?]*\?=)+/gi, (words) =>
      Buffer.concat(
        [...words.matchAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi)].map(([, way = "", content = ""]) =>
          way.toLowerCase() === "b" ? Buffer.from(content, "base64") : quoted(content),
        ),
      ).toString("utf8"),
    );
}

const quoted = (content: string): Buffer =>
  Buffer.from(
    content
      .replaceAll("_", " ")
      .replace(/=([\dA-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    "latin1",
  );
