import { z } from "zod";

/**
 * Background work by name, with the shape of its payload. A job is a row of
 * the transaction that asks for it: both are kept or neither is.
 */
export const jobPayloads = {
  /** Bring index, matches and notifications up to a post's current state. */
  "post.publish": z.object({ postId: z.uuid() }),
  /** Bring the index up to an organisation's current state, with its posts. */
  "organisation.index": z.object({ organisationId: z.uuid() }),
  /** Build the search index anew; its record tells how far it is. */
  "search.rebuild": z.object({ rebuildId: z.uuid() }),
  /** Look whether the index is still whole, and build it anew where it is not; runs by the clock. */
  "search.follow": z.object({}),
  "mail.send": z.object({
    to: z.email(),
    subject: z.string(),
    body: z.string(),
    /** The same as HTML; made from the body where it is not given. */
    html: z.string().optional(),
    /** BCP 47 tag of the language it is written in. */
    language: z.string().optional(),
    /** Where one click, or a mail program's POST (RFC 8058), stops mail of its kind. */
    unsubscribeUrl: z.url({ protocol: /^https?$/ }).optional(),
    /** What is sent in its place from a moment on, for a mail whose link is dead by then. */
    late: z.object({ from: z.iso.datetime(), subject: z.string(), body: z.string() }).optional(),
  }),
  /** Mail people the notifications that are due; also runs by the clock. */
  "notifications.mail": z.object({}),
  /** Tell what saved searches found and is due; also runs by the clock. */
  "alerts.tell": z.object({}),
  /** Expire and remind; runs by the clock. */
  "posts.expire": z.object({}),
  /** Close registrations, start and finish sessions, end offers of places; runs by the clock. */
  "sessions.follow": z.object({}),
  /** Check a file of registrations for a session, or write it once it was confirmed. */
  "sessions.importRegistrations": z.object({
    importId: z.uuid(),
    /** Organisations that are not known are made, unverified and without members. */
    createOrganisations: z.boolean(),
  }),
  /** Make the timetable of a session, in so many seconds; a preview changes nothing. */
  "timetable.make": z.object({
    runId: z.uuid(),
    seconds: z.number().int().positive().nullable(),
    preview: z.boolean(),
  }),
  /** Open what is due and end what ran out; runs by the clock. */
  "challenges.tick": z.object({}),
  /** Match what was never matched and bring old scores up to date; runs by the clock. */
  "matches.refresh": z.object({}),
  /** Tell organisations of the matches that were over their cap; runs by the clock. */
  "matches.digest": z.object({}),
  /** Remind both sides of milestones of contracts; runs by the clock. */
  "contracts.remind": z.object({}),
  /** Count the answers to matches and choose the pairs most worth a call; runs by the clock. */
  "matches.quality": z.object({}),
  /** Throw away what is kept for a while only; runs by the clock. */
  "housekeeping.run": z.object({}),
  /** Remove files that nothing records any more from their store; also runs by the clock. */
  "files.remove": z.object({}),
  /** Bring the index up to the synonyms in use. */
  "synonyms.apply": z.object({}),
  /** Remind of the tasks of deals that will soon be due; runs by the clock. */
  "deals.remind": z.object({}),
  /** Ask for ratings after a session and remind of what is to be done after its meetings; runs by the clock. */
  "sessions.remind": z.object({}),
} as const;

export type JobName = keyof typeof jobPayloads;
export type JobPayload<Name extends JobName> = z.infer<(typeof jobPayloads)[Name]>;
export const jobNames = Object.keys(jobPayloads) as JobName[];
