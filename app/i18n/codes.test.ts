import { createInstance } from "i18next";
import { describe, expect, test } from "vitest";
import * as lists from "#app/codes/codes.ts";
import { disciplines } from "#app/codes/disciplines.ts";
import { postKinds, dealSides, dealEndReasons } from "#app/codes/codes.ts";
import { refusalStatus } from "#app/kernel/refusals.ts";
import { codeName, codeOptions } from "./codes.ts";
import { en } from "#app/i18n/en/index.ts";
import { optionsFor } from "./options.ts";
import { zhCN } from "#app/i18n/zh-CN/index.ts";
import {
  dealStages,
  amendmentStates,
  contractStates,
  milestoneStates,
  draftStates,
  publications,
} from "#app/codes/states.ts";

const named: [keyof typeof zhCN.codes, readonly (string | number)[]][] = [
  ["clusters", lists.clusters],
  ["clustersShort", lists.clusters],
  ["regions", [...lists.regions, lists.homeProvince]],
  ["organisationKinds", lists.organisationKinds],
  ["organisationRoles", lists.organisationRoles],
  ["platformRoles", lists.platformRoles],
  ["cooperationModes", lists.cooperationModes],
  ["trls", lists.trls],
  ["foundations", lists.foundations],
  ["visibilities", lists.visibilities],
  ["comparisons", lists.comparisons],
  ["comparisonNames", lists.comparisons],
  ["ipKinds", lists.ipKinds],
  ["ipStates", lists.ipStates],
  ["evaluationKinds", lists.evaluationKinds],
  ["declineReasons", lists.declineReasons],
  ["matchVerdicts", lists.matchVerdicts],
  ["matchFaults", lists.matchFaults],
  ["dealStages", dealStages],
  ["dealEndReasons", dealEndReasons],
  ["dealSides", dealSides],
  ["contractKinds", lists.contractKinds],
  ["licenceTypes", lists.licenceTypes],
  ["paymentMethods", lists.paymentMethods],
  ["ipOwnerships", lists.ipOwnerships],
  ["partyNatures", lists.partyNatures],
  ["contractStates", contractStates],
  ["milestoneStates", milestoneStates],
  ["amendmentStates", amendmentStates],
  ["publications", publications],
  ["draftStates", draftStates],
  ["postKinds", postKinds],
  ["disciplines", disciplines],
];

describe.each([
  ["zh-CN", zhCN],
  ["en", en],
] as const)("in %s", (_language, texts) => {
  test.each(named)("every code of %s has a name, and no name is left over", (list, codes) => {
    const names: Record<string, string> = texts.codes[list];
    expect(Object.keys(names).sort()).toEqual(codes.map(String).sort());
    for (const name of Object.values(names)) expect(name.trim()).not.toBe("");
  });

  test("no two codes of a list share a name", () => {
    for (const [list] of named) {
      const names = Object.values<string>(texts.codes[list]);
      expect(new Set(names).size, list).toBe(names.length);
    }
  });

  test("every refusal has words", () => {
    for (const code of Object.keys(refusalStatus)) expect(texts.errors).toHaveProperty(code);
  });
});

test("a code from outside is named when it is known", async () => {
  const t = await createInstance().init(optionsFor("en", en));
  expect(codeName(t, "regions", "3205")).toBe("Suzhou");
  expect(codeName(t, "trls", 9)).toBe("System proven in successful use");
  expect(codeName(t, "regions", "ZZ")).toBe("ZZ");
  expect(codeOptions(t, "organisationRoles", ["owner"])).toEqual([
    { value: "owner", label: "Owner" },
  ]);
});
