import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { defineMachine, diagram } from "./machine.ts";
import { stateMachines, statesDocument } from "#app/server/machines.ts";

const door = defineMachine({
  name: "door",
  states: ["open", "shut", "bricked"],
  initial: "open",
  steps: {
    shut: { from: ["open"], to: "shut", by: "anyone" },
    open: { from: ["shut"], to: "open", by: "anyone" },
    paint: { from: ["open", "shut"], by: "owner" },
    brick: { from: ["open", "shut"], to: "bricked", by: "owner" },
  },
});

describe("a machine", () => {
  it("takes a step only from the states that its data names", () => {
    expect(door.next("open", "shut")).toBe("shut");
    expect(door.next("shut", "paint")).toBe("shut");
    expect(door.possible("bricked")).toEqual([]);
    expect(() => door.next("bricked", "open")).toThrow("cannot open a door that is bricked");
  });

  it("draws what it may do", () => {
    expect(diagram(door).split("\n")).toEqual([
      "stateDiagram-v2",
      "  [*] --> open",
      "  open --> shut: shut (anyone)",
      "  shut --> open: open (anyone)",
      "  open --> bricked: brick (owner)",
      "  shut --> bricked: brick (owner)",
      "  bricked --> [*]",
    ]);
  });
});

describe("every machine of the product", () => {
  it.each(stateMachines.map((machine) => [machine.name, machine] as const))(
    "%s: every state can be reached, and steps name known states",
    (_name, machine) => {
      const reached = new Set([machine.initial]);
      for (let before = 0; before !== reached.size;) {
        before = reached.size;
        for (const { from, to } of Object.values(machine.steps))
          if (to !== undefined && from.some((state) => reached.has(state))) reached.add(to);
      }
      expect([...reached].sort()).toEqual([...machine.states].sort());
      for (const { from, to } of Object.values(machine.steps))
        for (const state of [...from, ...(to === undefined ? [] : [to])])
          expect(machine.states).toContain(state);
    },
  );

  it("stands in docs/state-machines.md as it is (npm run docs:machines prints it)", async () => {
    const written = await readFile(
      new URL("../../docs/state-machines.md", import.meta.url),
      "utf8",
    );
    expect(written).toBe(statesDocument());
  });
});
