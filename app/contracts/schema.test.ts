import { describe, expect, it } from "vitest";
import { contractKinds, cooperationModes, contractKindsOfMode } from "#app/codes/codes.ts";
import { completeContract } from "#tests/support/contracts.ts";
import { contractChecks, kindFitsModes, type CheckFacts } from "./checks.ts";
import { differences } from "./differences.ts";
import { registrationRuleOn } from "./registration-rules.ts";
import {
  contractCompleteSchema,
  contractDraftSchema,
  contractRegistrationSchema,
  requiredOfKind,
  type ContractContent,
} from "./schema.ts";

const issuesOf = (changes: Partial<ContractContent>): string[] => {
  const parsed = contractCompleteSchema.safeParse(completeContract(changes));
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
};
const row = (title: string, dueOn: string | null, amount: string | null) => ({
  id: null,
  title,
  dueOn,
  amount,
});

describe("the text of a contract", () => {
  it("may be empty as a draft, and lacks every field then", () => {
    const empty = contractDraftSchema.parse({});
    const parsed = contractCompleteSchema.safeParse(empty);
    expect(parsed.error?.issues.length).toBeGreaterThan(20);
    expect(issuesOf({})).toEqual([]);
  });

  it.each(contractKinds)("of the kind %s needs what that kind needs", (kind) => {
    const bare = { kind, licenceType: null, ipKind: null, ipNumber: "" } as const;
    expect(issuesOf(bare)).toEqual(requiredOfKind[kind].map((field) => `${field} required`));
    expect(
      issuesOf({ kind, licenceType: "sole", ipKind: "invention_patent", ipNumber: "ZL20261" }),
    ).toEqual([]);
  });

  it.each([
    [{ technologyAmount: "300000.31" }, ["technologyAmount technologyAboveContract"]],
    [{ technologyAmount: "300000.30" }, []],
    [{ validTo: "2025-12-31" }, ["validTo validityOrder"]],
    [{ contractAmount: "0" }, "contractAmount amountPositive"],
    [{ contractAmount: "300000.31" }, ["milestones milestoneSum"]],
    [{ milestones: [] }, ["milestones required"]],
    [{ milestones: [row("", null, null)] }, "milestones.0.title required"],
    [{ milestones: [row("早", "2025-01-01", "300000.30")] }, ["milestones.0.dueOn milestoneEarly"]],
    [{ payment: "royalty" }, ["royaltyTerms required"]],
    [
      {
        payment: "royalty",
        royaltyTerms: "按净销售额百分之三，每半年结算。",
        milestones: [row("首期", "2029-01-01", "10")],
      },
      [],
    ],
    [
      {
        payment: "royalty_with_entry_fee",
        royaltyTerms: "入门费之外按百分之二。",
        milestones: [row("首期", "2029-01-01", "300000.31")],
      },
      ["milestones milestoneSum"],
    ],
  ] as const)("%j is refused for %j", (changes, expected) => {
    const found = issuesOf(changes as Partial<ContractContent>);
    if (typeof expected === "string") expect(found).toContain(expected);
    else expect(found).toEqual(expected);
  });

  it("never takes an amount that is no exact amount of yuan", () => {
    for (const contractAmount of ["1e5", "1.234", "-1", "12345678901234", "１００~２００"])
      expect(contractDraftSchema.safeParse({ contractAmount }).success).toBe(false);
  });
});

describe("registration", () => {
  it.each([
    ["2026320100000001", true],
    ["2026 3201 0000 0001", true],
    ["202632010000001", false],
    ["20263201000000012", false],
    ["202632010000000A", false],
  ])("the number %s is taken: %s", (registrationNumber, taken) => {
    const parsed = contractRegistrationSchema.safeParse({
      registrationNumber,
      registeredOn: "2026-11-25",
    });
    expect(parsed.success).toBe(taken);
    if (parsed.success) expect(parsed.data.registrationNumber).toBe("2026320100000001");
  });

  it("follows the rule in force on the day", () => {
    expect(registrationRuleOn("1999-12-31")).toBeNull();
    expect(registrationRuleOn("2026-01-22")?.decideWithin).toEqual({ days: 30, kind: "calendar" });
    expect(registrationRuleOn("2026-01-23")?.decideWithin).toEqual({ days: 15, kind: "working" });
  });
});

describe("the checks before submission", () => {
  const facts: CheckFacts = {
    content: completeContract(),
    complete: true,
    sameOrganisation: false,
    modes: ["commissioned_development"],
    signedOn: "2026-11-01",
    duplicates: 0,
    today: "2026-11-25",
  };
  it.each<[string, Partial<CheckFacts>, string[]]>([
    ["nothing", {}, []],
    ["a gap", { complete: false }, ["error incomplete"]],
    ["one organisation", { sameOrganisation: true }, ["error sameParty"]],
    ["a day ahead", { signedOn: "2026-11-26" }, ["error signedAfterToday"]],
    ["another kind", { modes: ["consulting"] }, ["warning modeMismatch"]],
    ["nothing said of modes", { modes: [] }, []],
    ["a twin", { duplicates: 1 }, ["warning duplicate"]],
    [
      "sums",
      { content: completeContract({ contractAmount: "1" }) },
      ["error technologyAboveContract", "error milestoneSum"],
    ],
    [
      "an old validity",
      { content: completeContract({ validTo: "2026-11-02" }) },
      ["warning milestoneLate", "warning validityOver"],
    ],
    [
      "a large one",
      {
        content: completeContract({
          contractAmount: "5000000",
          technologyAmount: "5000000",
          milestones: [row("一", "2029-01-01", "5000000.00")],
        }),
      },
      ["warning large"],
    ],
  ])("%s", (_name, changes, expected) => {
    const found = contractChecks({ ...facts, ...changes });
    expect(found.map(({ level, code }) => `${level} ${code}`)).toEqual(expected);
  });

  it("every mode leads to a kind, and a kind fits the mode that leads to it", () => {
    for (const mode of cooperationModes) {
      expect(contractKindsOfMode[mode].length).toBeGreaterThan(0);
      for (const kind of contractKindsOfMode[mode]) expect(kindFitsModes(kind, [mode])).toBe(true);
    }
    expect(kindFitsModes("service", ["equity"])).toBe(false);
  });
});

describe("differences", () => {
  it("name each field and each milestone that is not what it was", () => {
    const [one, two, three] = [1, 2, 3].map(
      (number) => `00000000-0000-7000-8000-00000000000${number}`,
    ) as [string, string, string];
    const before = completeContract({
      milestones: [
        { ...row("样件", "2029-01-01", "1"), id: one },
        { ...row("验收", "2029-02-01", "2"), id: two },
      ],
    });
    const added = { ...row("培训", "2029-03-01", "3"), id: three };
    const moved = { ...row("验收", "2029-02-02", "2"), id: two };
    const after = { ...before, title: "改了的名称", milestones: [moved, added] };
    expect(differences(before, before)).toEqual([]);
    expect(differences(before, after)).toEqual([
      { field: "title", before: before.title, after: "改了的名称" },
      { field: "milestones", before: before.milestones[1], after: moved },
      { field: "milestones", before: null, after: added },
      { field: "milestones", before: before.milestones[0], after: null },
    ]);
  });
});
