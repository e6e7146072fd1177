import { createHash } from "node:crypto";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";

/** A mail as the server took it. */
export interface TakenMail {
  to: string;
  subject: string;
  messageId: string;
  /** Of everything below the headers, whose part borders differ from sending to sending. */
  body: string;
}

/** A mail server that keeps all it took, also across its own ends. */
export interface MailServer {
  port: number;
  taken: readonly TakenMail[];
  /** Answers each mail with "try again later". */
  refuse(): void;
  accept(): void;
  /** Breaks all connections and listens no more. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** Starts one on a port of 127.0.0.1; the port stays the same after a kill. */
export async function startMailServer(port: number): Promise<MailServer> {
  const taken: TakenMail[] = [];
  let refusing = false;
  let server: SMTPServer | undefined;

  const start = async () => {
    const fresh = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      disableReverseLookup: true,
      logger: false,
      closeTimeout: 1,
      onData: (stream, session, done) => {
        void text(stream).then((source) => {
          if (refusing)
            return done(Object.assign(new Error("4.3.0 try again later"), { responseCode: 451 }));
          const to = session.envelope.rcptTo.map(({ address }) => address).join(",");
          taken.push({ to, ...read(source) });
          done();
        }, done);
      },
    });
    fresh.on("error", () => {});
    await new Promise<void>((resolve) => fresh.listen(port, "127.0.0.1", () => resolve()));
    server = fresh;
  };

  await start();
  return {
    port,
    taken,
    refuse: () => (refusing = true),
    accept: () => (refusing = false),
    start: async () => {
      if (!server) await start();
    },
    kill: async () => {
      const ended = server;
      server = undefined;
      if (!ended) return;
      for (const connection of ended.connections) connection.close();
      await new Promise<void>((resolve) => ended.close(() => resolve()));
    },
  };
}

function read(source: string): Omit<TakenMail, "to"> {
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
    messageId: header("message-id"),
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
