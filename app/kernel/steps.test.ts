import { describe, expect, it } from "vitest";
import { defineMachine } from "./machine.ts";
import { checkStep, wayOf, type Life } from "./steps.server.ts";
import type { Viewer } from "./viewer.ts";

const machine = defineMachine({
  name: "door",
  states: ["open", "closed"],
  initial: "open",
  steps: {
    close: { from: ["open"], to: "closed", by: "keeper" },
    open: { from: ["closed"], to: "open", by: "keeper" },
  },
});
interface Door {
  state: "open" | "closed";
  version: number;
}
const keeper: Viewer = {
  userId: "keeper",
  name: "",
  email: "",
  platformRole: "member",
  memberships: [],
  active: null,
};
const guest: Viewer = { ...keeper, userId: "guest" };
const life: Life<Door, "open" | "close", Partial<Door>> = {
  lock: () => Promise.resolve([]),
  can: ({ state }, action) => machine.can(state, action),
  next: ({ state }, action) => ({ state: machine.next(state, action) }),
  write: () => Promise.resolve([]),
  versionOf: ({ version }) => version,
  mayTake: (viewer) => viewer === null || viewer.userId === "keeper",
};
const door: Door = { state: "open", version: 3 };
const refusal = (request: Parameters<typeof checkStep<Door, "open" | "close", object>>[2]) => {
  try {
    checkStep(life, door, request);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

describe("checkStep", () => {
  it.each([
    ["whose step it is not", { action: "close", viewer: guest, version: 3 }, "forbidden"],
    ["whose step it is not, above all", { action: "open", viewer: guest, version: 1 }, "forbidden"],
    ["what changed since it was read", { action: "close", viewer: keeper, version: 2 }, "conflict"],
    [
      "a change before what is possible",
      { action: "open", viewer: keeper, version: 2 },
      "conflict",
    ],
    ["what the machine has not", { action: "open", viewer: keeper, version: 3 }, "illegalStep"],
  ] as const)("refuses %s", (_case, request, code) => expect(refusal(request)).toBe(code));

  it.each([
    ["of who may", { action: "close", viewer: keeper, version: 3 }],
    ["of the clock", { action: "close", viewer: null }],
  ] as const)("lets a step pass %s", (_case, request) => expect(refusal(request)).toBeNull());
});

it("the way of a step is told only where it leads elsewhere", () => {
  expect(wayOf("open", "closed")).toEqual({ from: "open", to: "closed" });
  expect(wayOf("open", "open")).toEqual({});
});
