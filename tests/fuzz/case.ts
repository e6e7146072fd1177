import { z } from "zod";

/**
 * Who sends a case: a demonstration account, a guest, or somebody whose session
 * ended. Cookies are put in when it is sent.
 */
export const roles = [
  "guest",
  "enterprise",
  "university",
  "organizer",
  "admin",
  "editor",
  "reader",
  "institute",
  "broker",
  "expired",
] as const;
export type Role = (typeof roles)[number];

const common = {
  /** What is tried, for people and for --only. */
  label: z.string(),
  as: z.enum(roles),
};

/**
 * One request, or one conversation on a live connection. Texts hold bytes as
 * characters up to 255, and name ids of the product as ID.table.number.ID, so
 * that a case can be sent again to another start of the product.
 */
export const caseSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("http"),
    ...common,
    method: z.string(),
    path: z.string(),
    headers: z.array(z.tuple([z.string(), z.string()])),
    body: z.string().nullable(),
  }),
  z.object({
    kind: z.literal("raw"),
    ...common,
    /** What is written to the connection, each after a pause in milliseconds. */
    pieces: z.array(z.object({ bytes: z.string(), pause: z.number() })),
  }),
  z.object({
    kind: z.literal("socket"),
    ...common,
    events: z.array(z.object({ name: z.string(), data: z.unknown() })),
  }),
]);
export type Case = z.infer<typeof caseSchema>;
export type HttpCase = Extract<Case, { kind: "http" }>;
export type RawCase = Extract<Case, { kind: "raw" }>;
export type SocketCase = Extract<Case, { kind: "socket" }>;

/** Text as bytes of UTF-8, each a character. */
export const bytesOf = (text: string): string => Buffer.from(text, "utf8").toString("latin1");

/** Text without halves of surrogates, which no address can hold. */
export const wellFormed = (text: string): string => Buffer.from(text, "utf8").toString("utf8");
