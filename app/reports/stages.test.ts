import fc from "fast-check";
import { expect, it } from "vitest";
import { reportMachine } from "./stages.ts";

it("no report is decided before somebody took it on, and none twice", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...reportMachine.actions), { maxLength: 20 }), (path) => {
      const taken: string[] = [];
      let state = reportMachine.initial;
      for (const action of path) {
        if (!reportMachine.can(state, action)) continue;
        taken.push(action);
        state = reportMachine.next(state, action);
      }
      if (state === "upheld" || state === "dismissed") {
        expect(taken).toHaveLength(2);
        expect(taken[0]).toBe("take");
      }
    }),
  );
});
