import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { z } from "zod";

const optionalText = z
  .string()
  .trim()
  .transform((value) => (value === "" ? undefined : value))
  .optional();

const address = (protocols: RegExp, begins: string) =>
  optionalText.refine((value) => value === undefined || isAddress(value, protocols), {
    message: `must be an address that begins with ${begins}`,
  });

function isAddress(value: string, protocols: RegExp): boolean {
  return protocols.test(value) && URL.canParse(value);
}

const notAPort = "must be a port number from 1 to 65535";
const port = z.coerce.number(notAPort).int(notAPort).min(1, notAPort).max(65_535, notAPort);

/** Every variable the product reads, with its default. README.md lists them for people. */
const variables = z
  .object({
    /** demonstration: sample data and the local mail box; production: neither. */
    DUIJIE_ENV: z.enum(["demonstration", "production"]).default("demonstration"),
    PORT: port.default(3000),
    HOST: z.string().trim().min(1).default("127.0.0.1"),
    /** The address people reach the product at, when a proxy stands before it. */
    PUBLIC_URL: address(/^https?:/, "http:// or https://"),
    /** Which proxies' X-Forwarded-For is believed: express's "trust proxy" list of addresses. */
    TRUST_PROXY: z.string().trim().default("loopback"),
    DUIJIE_HOME: z.string().trim().min(1).default(".duijie"),
    DATABASE_URL: address(/^postgres(ql)?:/, "postgres://"),
    DATABASE_PORT: port.default(54_329),
    MEILI_URL: address(/^https?:/, "http:// or https://"),
    MEILI_KEY: optionalText,
    /** What stands before "/embeddings" of a server with OpenAI's interface. */
    EMBEDDING_URL: address(/^https?:/, "http:// or https://"),
    EMBEDDING_KEY: optionalText,
    EMBEDDING_MODEL: optionalText,
    SMTP_URL: address(/^smtps?:/, "smtp:// or smtps://"),
    MAIL_FROM: z.string().trim().min(3).default("Duijie <no-reply@duijie.example>"),
    AUTH_SECRET: optionalText.refine((value) => value === undefined || value.length >= 32, {
      message: "must have at least 32 characters",
    }),
    S3_BUCKET: optionalText,
    S3_ENDPOINT: address(/^https?:/, "http:// or https://"),
    S3_REGION: z.string().trim().default("us-east-1"),
    S3_ACCESS_KEY_ID: optionalText,
    S3_SECRET_ACCESS_KEY: optionalText,
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
      require("PUBLIC_URL", "in production");
    }
    if (environment.EMBEDDING_URL !== undefined)
      require("EMBEDDING_MODEL", "when EMBEDDING_URL is set");
    if (environment.S3_BUCKET !== undefined) {
      require("S3_ACCESS_KEY_ID", "when S3_BUCKET is set");
      require("S3_SECRET_ACCESS_KEY", "when S3_BUCKET is set");
    }
  });

export type Environment = Omit<z.infer<typeof variables>, "AUTH_SECRET"> & {
  AUTH_SECRET: string;
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
    origin: (environment.PUBLIC_URL ?? `http://localhost:${environment.PORT}`).replace(/\/$/, ""),
  };
}

/** A demonstration keeps a secret of its own, so that a restart signs nobody out. */
function keptSecret(home: string): string {
  const file = path.join(home, "auth-secret");
  try {
    return fs.readFileSync(file, "utf8").trim();
  } catch {
    const secret = randomBytes(32).toString("hex");
    fs.mkdirSync(home, { recursive: true });
    fs.writeFileSync(file, secret, { mode: 0o600 });
    return secret;
  }
}
