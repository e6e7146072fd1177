import { z } from "zod";

/** The rooms an event can go to; who may join which is decided by the server's authorise function. */
export const room = z.union([
  z.templateLiteral(["user:", z.uuid()]),
  z.templateLiteral(["organisation:", z.uuid()]),
  z.templateLiteral(["post:", z.uuid()]),
  z.templateLiteral(["interest:", z.uuid()]),
  z.templateLiteral(["deal:", z.uuid()]),
  z.templateLiteral(["session:", z.uuid()]),
  z.templateLiteral(["challenge:", z.uuid()]),
  z.literal("organizers"),
  z.literal("stories"),
]);
export type Room = z.infer<typeof room>;

/**
 * Everything a server tells an open browser. Events carry ids and what a line
 * of the notification centre shows; pages fetch the rest with the viewer's own
 * permission, so that a missed or repeated event never shows wrong content.
 */
export const eventData = {
  /** A new line in the person's notification centre. */
  "notification.created": z.object({
    id: z.uuid(),
    kind: z.string(),
    payload: z.record(z.string(), z.unknown()),
    createdAt: z.iso.datetime(),
    readAt: z.iso.datetime().nullable(),
    /** The person wants no message over the page at this hour. */
    quiet: z.boolean().default(false),
  }),
  /** The person read notifications elsewhere. */
  "notification.read": z.object({ unread: z.number().int() }),
  /** The post changed its state or text. */
  "post.changed": z.object({ postId: z.uuid() }),
  /** The matches of a post are not what they were. */
  "matches.changed": z.object({ postId: z.uuid() }),
  /** An interest was decided or got a message. */
  "interest.changed": z.object({ interestId: z.uuid() }),
  /** A deal moved, or something in it did. */
  "deal.changed": z.object({ dealId: z.uuid() }),
  /** Something of a matchmaking session changed: its plan, its registrations, its day. */
  "session.changed": z.object({ sessionId: z.uuid() }),
  /** Who may see what of a post changed; what is not open any more leaves open pages. */
  "disclosure.changed": z.object({ postId: z.uuid() }),
  /** A challenge moved, or something in it did. */
  "challenge.changed": z.object({ challengeId: z.uuid() }),
  /** The person may be in a room no longer; the server takes their sockets out of it. */
  "room.closed": z.object({ room }),
  /** A sign-in of the person ended: its sockets are closed. */
  "signin.ended": z.object({ signInId: z.uuid() }),
  /** The person's memberships or role changed: their sockets are put into the right rooms. */
  "rights.changed": z.object({}),
  /** A contract moved, or its text or a milestone did. */
  "contract.changed": z.object({ contractId: z.uuid() }),
  /** The verification of an organisation moved. */
  "verification.changed": z.object({ organisationId: z.uuid() }),
  /** A report was made or decided. */
  "report.changed": z.object({ reportId: z.uuid() }),
  /** A success story was changed, published or taken down. */
  "story.changed": z.object({ storyId: z.uuid() }),
  /** Something entered or left the review queue. */
  "review.changed": z.object({ postId: z.uuid() }),
} as const;

export type EventName = keyof typeof eventData;
export type EventData<Name extends EventName> = z.infer<(typeof eventData)[Name]>;

const names = Object.keys(eventData) as [EventName, ...EventName[]];

/** An event on its way from the transaction that caused it to the browsers in its rooms. */
export const realtimeEvent = z
  .object({ event: z.enum(names), rooms: z.array(room).min(1), data: z.unknown() })
  .superRefine((message, context) => {
    const parsed = eventData[message.event].safeParse(message.data);
    if (!parsed.success) context.addIssue({ code: "custom", message: parsed.error.message });
  });

/** Builds an event whose data fits its name. */
export function realtime<Name extends EventName>(
  event: Name,
  rooms: Room[],
  data: EventData<Name>,
): { event: Name; rooms: Room[]; data: EventData<Name> } {
  return { event, rooms, data: eventData[event].parse(data) as EventData<Name> };
}
