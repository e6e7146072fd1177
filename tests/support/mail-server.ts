import { SMTPServer } from "smtp-server";
import { freePort } from "./free-port.ts";

export interface ReceivedMail {
  to: string;
  text: string;
  messageId: string;
}

/** A real SMTP server on 127.0.0.1 that does to each recipient what the test says. */
export interface MailServer {
  url: string;
  /** What it accepted, in turn. */
  accepted: ReceivedMail[];
  /** Every mail whose content reached it, also where it was then refused. */
  offered: ReceivedMail[];
  /** Answers to RCPT TO of an address; an Error with `responseCode` refuses. */
  onRecipient: (address: string) => Error | null;
  /** Called with the content; the answer is awaited, and an Error refuses. */
  onContent: (mail: ReceivedMail) => Promise<Error | null>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** An answer of the server, with its code. */
export const answer = (responseCode: number, text: string): Error =>
  Object.assign(new Error(text), { responseCode });

/** Makes one that is not started yet. */
export async function mailServer(): Promise<MailServer> {
  const port = await freePort();
  let running: SMTPServer | undefined;
  const self: MailServer = {
    url: `smtp://127.0.0.1:${port}`,
    accepted: [],
    offered: [],
    onRecipient: () => null,
    onContent: async () => null,
    start: () =>
      new Promise((resolve, reject) => {
        if (running?.server.listening) return resolve();
        running = new SMTPServer({
          authOptional: true,
          disabledCommands: ["STARTTLS", "AUTH"],
          closeTimeout: 100,
          onRcptTo: ({ address }, _session, done) => done(self.onRecipient(address)),
          onData: (stream, session, done) => {
            let text = "";
            stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
            stream.on("end", () => {
              const to = session.envelope.rcptTo[0]?.address ?? "";
              const messageId = /^Message-ID: *(\S+)/im.exec(text)?.[1] ?? "";
              const mail = { to, text, messageId };
              self.offered.push(mail);
              void self.onContent(mail).then((refused) => {
                if (!refused) self.accepted.push(mail);
                done(refused);
              });
            });
          },
        });
        running.on("error", () => {});
        running.server.once("error", reject);
        running.listen(port, "127.0.0.1", resolve);
      }),
    stop: () =>
      new Promise((resolve) => {
        if (running) running.close(() => resolve());
        else resolve();
      }),
  };
  return self;
}
