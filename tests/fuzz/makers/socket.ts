import { roles, type SocketCase } from "../case.ts";
import { hostileJson } from "../values.ts";
import type { Making } from "./context.ts";

const rooms = ["user", "organisation", "post", "interest", "deal", "session", "challenge", "x"];
const fixed = [
  "organizers",
  "stories",
  "",
  "user:",
  "post:x",
  "post:\0",
  "__proto__",
  ":",
  "post:1:2",
];
const events = [
  "subscribe",
  "unsubscribe",
  "message",
  "disconnecting",
  "connect",
  "ready",
  "error",
  "",
  "__proto__",
  "notification.created",
];

/** A live connection that subscribes to everything and says what it should not. */
export function talkLive({ random, world }: Making): SocketCase {
  const room = () =>
    random.one(4) ? random.pick(fixed) : `${random.pick(rooms)}:${world.anyId(random)}`;
  const data = () =>
    random.weighted<() => unknown>([
      [6, () => ({ room: room() })],
      [2, () => ({ room: hostileJson(random, world) })],
      [3, () => hostileJson(random, world)],
      [1, () => "x".repeat(random.pick([1_000, 17_000]))],
    ])();
  return {
    kind: "socket",
    label: "live",
    as: random.pick(roles),
    events: Array.from({ length: 1 + random.below(8) }, () => ({
      name: random.one(3) ? random.pick(events) : "subscribe",
      data: data(),
    })),
  };
}
