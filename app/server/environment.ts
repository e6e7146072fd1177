import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { isIP } from "node:net";
import { availableParallelism } from "node:os";
import path from "node:path";
import proxyAddresses from "proxy-addr";
import { z } from "zod";
import { mailAddress } from "#app/kernel/mail-address.ts";

const optionalText = z
  .string()
  .trim()
  .transform((value) => (value === "" ? undefined : value))
  .optional();

/** The message never repeats the value, which may hold a password. */
const address = (protocols: RegExp, begins: string) =>
  optionalText
    .refine((value) => value === undefined || isAddress(value, protocols), {
      message: `must be an address that begins with ${begins} and names a host`,
      abort: true,
    })
    .refine((value) => value === undefined || !/[#\s]/.test(value), {
      message: "has a # or a space; in a password write # as %23, @ as %40, / as %2F, ? as %3F",
    });

function isAddress(value: string, protocols: RegExp): boolean {
  return protocols.test(value) && URL.canParse(value) && new URL(value).hostname !== "";
}

const origin = address(/^https?:/, "http:// or https://").refine(
  (value) => value === undefined || isOrigin(new URL(value)),
  { message: "must be an address without a path, such as https://duijie.example" },
);

const isOrigin = ({ pathname, search, username }: URL): boolean =>
  pathname === "/" && search === "" && username === "";

/** A name of DNS, an IPv4 or an IPv6 address to listen on. */
const isHost = (value: string): boolean =>
  isIP(value) !== 0 || /^[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(value);

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || /^127\./.test(host);

/** "Duijie <no-reply@example.org>" or the bare address. */
function isSender(value: string): boolean {
  const [, inBrackets] = /^[^<>\r\n]*<([^<>]+)>$/.exec(value) ?? [];
  return mailAddress.safeParse(inBrackets ?? value).success;
}

/**
 * Express's "trust proxy": addresses, or a number of proxies in a row. "true" would
 * let every client choose its own address.
 */
function trustedProxies(value: string): string[] | number | null {
  if (/^\d{1,2}$/.test(value)) return Number(value);
  const list = value.split(/[\s,]+/).filter((one) => one !== "");
  try {
    proxyAddresses.compile(list);
    return list;
  } catch {
    return null;
  }
}

const notAPort = "must be a port number from 1 to 65535";
const port = z.coerce.number(notAPort).int(notAPort).min(1, notAPort).max(65_535, notAPort);

/** Every variable the product reads, with its default. README.md lists them for people. */
const variables = z
  .object({
    /** demonstration: sample data and the local mail box; production: neither. */
    DUIJIE_ENV: z.enum(["demonstration", "production"]).default("demonstration"),
    PORT: port.default(3000),
    HOST: z
      .string()
      .trim()
      .default("127.0.0.1")
      .refine(isHost, "must be a host name or an IP address without a port"),
    /** "yes": a demonstration, whose mail box everybody can read, may listen beyond this machine. */
    ALLOW_OPEN_DEMONSTRATION: z.enum(["yes", "no"]).default("no"),
    /** Processes that answer requests; one for each processor by default. */
    WEB_PROCESSES: z.coerce
      .number("must be a number from 1 to 64")
      .int()
      .min(1)
      .max(64)
      .default(availableParallelism()),
    /** The address people reach the product at, when a proxy stands before it. */
    PUBLIC_URL: origin,
    /** Whose X-Forwarded-For is believed. */
    TRUST_PROXY: z
      .string()
      .trim()
      .default("loopback")
      .transform((value, context) => {
        const proxies = trustedProxies(value);
        if (proxies !== null) return proxies;
        context.addIssue({
          code: "custom",
          message:
            "must be addresses of proxies (such as loopback, 10.0.0.0/8) or how many stand in a row (such as 1)",
        });
        return z.NEVER;
      }),
    DUIJIE_HOME: z.string().trim().min(1).default(".duijie"),
    DATABASE_URL: address(/^postgres(ql)?:/, "postgres://"),
    DATABASE_PORT: port.default(54_329),
    MEILI_URL: address(/^https?:/, "http:// or https://"),
    MEILI_KEY: optionalText,
    /** What the names of this product's indexes begin with, where several share a server. */
    MEILI_INDEX_PREFIX: z
      .string()
      .trim()
      .default("duijie")
      .refine((value) => /^[A-Za-z\d-]{1,60}$/.test(value), "must be letters, digits and hyphens"),
    /** What stands before "/embeddings" of a server with OpenAI's interface. */
    EMBEDDING_URL: address(/^https?:/, "http:// or https://"),
    EMBEDDING_KEY: optionalText,
    EMBEDDING_MODEL: optionalText,
    SMTP_URL: address(/^smtps?:/, "smtp:// or smtps://"),
    MAIL_FROM: optionalText.refine((value) => value === undefined || isSender(value), {
      message: "must be a mail address, such as Duijie <no-reply@your.domain>",
    }),
    AUTH_SECRET: optionalText.refine((value) => value === undefined || value.length >= 32, {
      message: "must have at least 32 characters",
    }),
    S3_BUCKET: optionalText.refine(
      (value) => value === undefined || /^[a-z\d][a-z\d.-]{1,61}[a-z\d]$/.test(value),
      { message: "must be the name of a bucket: 3 to 63 small letters, digits, points or hyphens" },
    ),
    S3_ENDPOINT: address(/^https?:/, "http:// or https://"),
    S3_REGION: z.string().trim().default("us-east-1"),
    S3_ACCESS_KEY_ID: optionalText,
    S3_SECRET_ACCESS_KEY: optionalText,
    /** Becomes administrator once its account is confirmed, while there is no other. */
    FIRST_ADMINISTRATOR: optionalText.refine(
      (value) => value === undefined || mailAddress.safeParse(value).success,
      { message: "must be a mail address" },
    ),
    LOG_LEVEL: z.enum(["debug", "info", "warn", "error"]).default("info"),
  })
  .superRefine((environment, context) => {
    const require = (name: keyof typeof environment, reason: string) => {
      if (environment[name] === undefined)
        context.addIssue({ code: "custom", path: [name], message: `must be set ${reason}` });
    };
    if (environment.DUIJIE_ENV === "production") {
      require("AUTH_SECRET", "in production");
      require("SMTP_URL", "in production");
      require("MAIL_FROM", "in production");
      require("PUBLIC_URL", "in production");
    } else if (!isLoopback(environment.HOST) && environment.ALLOW_OPEN_DEMONSTRATION === "no") {
      context.addIssue({
        code: "custom",
        path: ["HOST"],
        message:
          "a demonstration shows everybody its mail, with links that set passwords, so it listens on this machine only; set DUIJIE_ENV=production, or ALLOW_OPEN_DEMONSTRATION=yes",
      });
    }
    if (environment.EMBEDDING_URL !== undefined)
      require("EMBEDDING_MODEL", "when EMBEDDING_URL is set");
    if (environment.S3_BUCKET !== undefined) {
      require("S3_ACCESS_KEY_ID", "when S3_BUCKET is set");
      require("S3_SECRET_ACCESS_KEY", "when S3_BUCKET is set");
    }
  });

export type Environment = Omit<z.infer<typeof variables>, "AUTH_SECRET" | "MAIL_FROM"> & {
  AUTH_SECRET: string;
  MAIL_FROM: string;
  /** The address people use, without a slash at the end. */
  origin: string;
};

/** A variable is wrong or a part cannot be reached: one line for the person at the console. */
export class StartRefused extends Error {
  override name = "StartRefused";
}

/**
 * Reads the environment once.
 *
 * @throws StartRefused naming each variable that is wrong
 */
export function readEnvironment(source: Record<string, string | undefined>): Environment {
  const parsed = variables.safeParse(source);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new StartRefused(lines.join("; "));
  }
  const environment = parsed.data;
  return {
    ...environment,
    AUTH_SECRET: environment.AUTH_SECRET ?? keptSecret(environment.DUIJIE_HOME),
    MAIL_FROM: environment.MAIL_FROM ?? "Duijie <no-reply@duijie.example>",
    origin: new URL(environment.PUBLIC_URL ?? `http://localhost:${environment.PORT}`).origin,
  };
}

/** A demonstration keeps a secret of its own, so that a restart signs nobody out. */
function keptSecret(home: string): string {
  const file = path.join(home, "auth-secret");
  try {
    return fs.readFileSync(file, "utf8").trim();
  } catch {
    const secret = randomBytes(32).toString("hex");
    try {
      fs.mkdirSync(home, { recursive: true });
      fs.writeFileSync(file, secret, { mode: 0o600 });
    } catch (error) {
      throw new StartRefused(
        `DUIJIE_HOME: ${path.resolve(home)} cannot be written (${(error as NodeJS.ErrnoException).code}); set it to a folder of this user`,
      );
    }
    return secret;
  }
}
