import { describe, expect, it } from "vitest";
import { organisationKey } from "./organisation-key.ts";

describe("the key of an organisation's name", () => {
  it.each([
    ["苏州恒远（集团）有限公司", "苏州恒远(集团)有限公司"],
    ["苏州恒远（集团）有限公司", " 苏州恒远【集团】 有限公司　"],
    ["ＡＢＣ科技", "abc科技"],
    ["Müller GmbH & Co. KG", "MÜLLER GMBH & CO KG"],
    ["江苏·某某", "江苏某某"],
    ["ﾃｽﾄ株式会社", "テスト株式会社"],
  ])("is one for %s and %s", (one, other) => {
    expect(organisationKey(one)).toBe(organisationKey(other));
  });

  it.each([
    ["南京大学", "南京大学医院"],
    ["苏州恒远有限公司", "苏州恒远集团有限公司"],
    ["A&B", "AB"],
  ])("is not one for %s and %s", (one, other) => {
    expect(organisationKey(one)).not.toBe(organisationKey(other));
  });

  it("is empty for marks alone", () => {
    expect(organisationKey(" -（）")).toBe("");
  });
});
