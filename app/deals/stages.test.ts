import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { brokerMachine, type BrokerStep } from "./brokers.ts";
import { moveSchema, taskSchema } from "./schema.ts";
import { dealMachine, dealStepTo, type DealAction } from "./stages.ts";
import { dealStages, type DealStage } from "#app/codes/states.ts";

const byHand = dealMachine.actions.filter((action) => dealMachine.steps[action].by === "party");

/** The stages that a walk of steps comes through; steps that are not possible are left out. */
function walk(actions: readonly DealAction[], from: DealStage): DealStage[] {
  const stages = [from];
  for (const action of actions) {
    const now = stages.at(-1) ?? from;
    if (dealMachine.can(now, action)) stages.push(dealMachine.next(now, action));
  }
  return stages;
}

describe("the stages of a deal", () => {
  it("no path by hand leads to a contract, its registration or its performance, nor past an answer", () => {
    const untaken: DealStage[] = ["contract", "registered", "performed"];
    const starts = dealStages.filter((stage) => !untaken.includes(stage));
    fc.assert(
      fc.property(
        fc.constantFrom(...starts),
        fc.array(fc.constantFrom(...byHand), { maxLength: 40 }),
        (start, actions) => {
          const stages = walk(actions, start);
          expect(stages.filter((stage) => untaken.includes(stage))).toEqual([]);
          if (start === "interest") expect(stages).toEqual(["interest"]);
          else expect(stages).not.toContain("interest");
        },
      ),
    );
  });

  it("what is signed is left by no hand", () => {
    for (const stage of ["contract", "registered", "performed"] as const)
      expect(byHand.filter((action) => dealMachine.can(stage, action))).toEqual([]);
  });

  it("names the step by hand between two stages exactly where there is one", () => {
    for (const from of dealStages)
      for (const to of dealStages) {
        const action = dealStepTo(from, to);
        const steps = byHand.filter(
          (step) => dealMachine.can(from, step) && dealMachine.next(from, step) === to,
        );
        expect(action).toBe(steps[0] ?? null);
      }
  });
});

describe("the broker of a deal", () => {
  it("is active only after the other side and then the person agreed", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...brokerMachine.actions), { maxLength: 20 }),
        (actions) => {
          let state = brokerMachine.initial;
          const taken: BrokerStep[] = [];
          for (const action of actions) {
            if (!brokerMachine.can(state, action)) continue;
            state = brokerMachine.next(state, action);
            taken.push(action);
            if (state === "active") expect(taken).toEqual(["agree", "accept"]);
          }
        },
      ),
    );
  });
});

describe("what forms ask for", () => {
  it("an end says why, by a reason that is a person's to give", () => {
    const end = { action: "end", version: "3" };
    expect(moveSchema.safeParse(end).success).toBe(false);
    expect(moveSchema.safeParse({ ...end, reason: "declined" }).success).toBe(false);
    expect(moveSchema.parse({ ...end, reason: "price" })).toMatchObject({ version: 3, note: "" });
    expect(moveSchema.safeParse({ action: "sign", version: 1 }).success).toBe(false);
  });

  it("a task is for a side or for a person of it", () => {
    const id = "0197f3a0-0000-7000-8000-000000000000";
    const task = { title: "样件", dueOn: "2030-01-31", clientKey: id };
    const assigneeOf = (assignee: string) =>
      taskSchema.safeParse({ ...task, assignee }).data?.assignee;
    expect(assigneeOf("supply")).toEqual({ side: "supply", personId: null });
    expect(assigneeOf(`demand:${id}`)).toEqual({ side: "demand", personId: id });
    for (const wrong of ["", "nobody", "supply:", "supply:me"])
      expect(assigneeOf(wrong), wrong).toBeUndefined();
    expect(taskSchema.safeParse({ ...task, assignee: "supply", dueOn: "2030-02-31" }).success).toBe(
      false,
    );
  });
});
