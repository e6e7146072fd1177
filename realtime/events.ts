import { z } from "zod";

const rooms = {
  user: z.templateLiteral(["user:", z.uuid()]),
  organisation: z.templateLiteral(["organisation:", z.uuid()]),
  post: z.templateLiteral(["post:", z.uuid()]),
  interest: z.templateLiteral(["interest:", z.uuid()]),
  deal: z.templateLiteral(["deal:", z.uuid()]),
  session: z.templateLiteral(["session:", z.uuid()]),
  challenge: z.templateLiteral(["challenge:", z.uuid()]),
  organizers: z.literal("organizers"),
  stories: z.literal("stories"),
} as const;

export type RoomKind = keyof typeof rooms;
/** The rooms of these kinds. */
export type RoomOf<Kind extends RoomKind> = z.infer<(typeof rooms)[Kind]>;

/** The rooms an event can go to; app/server/live-rooms.ts says who comes in. */
export const room = z.union(Object.values(rooms));
export type Room = z.infer<typeof room>;

/** What a room is of, and the id of its subject where it has one. */
export function partsOfRoom(name: Room): { kind: RoomKind; id: string } {
  const [kind = "", id = ""] = name.split(":");
  return { kind: roomKind.parse(kind), id };
}

const roomKind = z.enum(Object.keys(rooms) as [RoomKind, ...RoomKind[]]);

/** An event is declared by the kinds of rooms that it may go to and by its data. */
const event = <const Kind extends RoomKind, Data extends z.ZodType>(
  kinds: readonly Kind[],
  data: Data,
) => ({ rooms: kinds, data });

/**
 * Everything a server tells an open browser. Events carry ids and what a line
 * of the notification centre shows; pages fetch the rest with the viewer's own
 * permission, so that a missed or repeated event never shows wrong content.
 */
export const events = {
  /** A new line in the person's notification centre. */
  "notification.created": event(
    ["user"],
    z.object({
      id: z.uuid(),
      kind: z.string(),
      payload: z.record(z.string(), z.unknown()),
      createdAt: z.iso.datetime(),
      readAt: z.iso.datetime().nullable(),
      /** The person wants no message over the page at this hour. */
      quiet: z.boolean().default(false),
    }),
  ),
  /** The person read notifications elsewhere. */
  "notification.read": event(["user"], z.object({ unread: z.number().int() })),
  /** The post changed its state or text. */
  "post.changed": event(["post"], z.object({ postId: z.uuid() })),
  /** The matches of a post are not what they were. */
  "matches.changed": event(["organisation"], z.object({ postId: z.uuid() })),
  /** An interest was decided or got a message. */
  "interest.changed": event(["interest", "organisation"], z.object({ interestId: z.uuid() })),
  /** A deal moved, or something in it did. */
  "deal.changed": event(
    ["deal", "organisation", "user", "organizers"],
    z.object({ dealId: z.uuid() }),
  ),
  /** Something of a matchmaking session changed: its plan, its registrations, its day. */
  "session.changed": event(
    ["session", "organisation", "user", "organizers"],
    z.object({ sessionId: z.uuid() }),
  ),
  /** Who may see what of a post changed; what is not open any more leaves open pages. */
  "disclosure.changed": event(["organisation"], z.object({ postId: z.uuid() })),
  /** A challenge moved, or something in it did. */
  "challenge.changed": event(
    ["challenge", "organisation", "organizers"],
    z.object({ challengeId: z.uuid() }),
  ),
  /** The person may be in a room no longer; the server takes their sockets out of it. */
  "room.closed": event(["user"], z.object({ room })),
  /** A sign-in of the person ended: its sockets are closed. */
  "signin.ended": event(["user"], z.object({ signInId: z.uuid() })),
  /** The person's memberships or role changed: their sockets are put into the right rooms. */
  "rights.changed": event(["user"], z.object({})),
  /** A contract moved, or its text or a milestone did. */
  "contract.changed": event(
    ["organisation", "organizers", "user"],
    z.object({ contractId: z.uuid() }),
  ),
  /** The verification of an organisation moved. */
  "verification.changed": event(
    ["organisation", "organizers"],
    z.object({ organisationId: z.uuid() }),
  ),
  /** A report was made or decided. */
  "report.changed": event(["organizers", "user"], z.object({ reportId: z.uuid() })),
  /** A success story was changed, published or taken down. */
  "story.changed": event(
    ["stories", "organizers", "organisation"],
    z.object({ storyId: z.uuid() }),
  ),
  /** Something entered or left the review queue. */
  "review.changed": event(["organizers"], z.object({ postId: z.uuid() })),
} as const;

export type EventName = keyof typeof events;
export type EventData<Name extends EventName> = z.infer<(typeof events)[Name]["data"]>;
/** The rooms that an event may go to. */
export type EventRoom<Name extends EventName> = RoomOf<(typeof events)[Name]["rooms"][number]>;

const names = Object.keys(events) as [EventName, ...EventName[]];

const mayGoTo = (name: EventName, to: Room): boolean =>
  events[name].rooms.some((kind) => kind === partsOfRoom(to).kind);

/** An event on its way from the transaction that caused it to the browsers in its rooms. */
export const realtimeEvent = z
  .object({ event: z.enum(names), rooms: z.array(room).min(1), data: z.unknown() })
  .superRefine((message, context) => {
    const refuse = (reason: string) => context.addIssue({ code: "custom", message: reason });
    const parsed = events[message.event].data.safeParse(message.data);
    if (!parsed.success) refuse(parsed.error.message);
    for (const to of message.rooms)
      if (!mayGoTo(message.event, to)) refuse(`${message.event} does not go to ${to}`);
  });

/** Builds an event whose rooms and data fit its declaration. */
export function realtime<Name extends EventName>(
  name: Name,
  to: EventRoom<Name>[],
  data: EventData<Name>,
): { event: Name; rooms: EventRoom<Name>[]; data: EventData<Name> } {
  return { event: name, rooms: to, data: events[name].data.parse(data) as EventData<Name> };
}
