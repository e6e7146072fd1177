import { describe, expect, it } from "vitest";
import { codeOfWord, kindOfName } from "./code-words.ts";

describe("a written word of a list", () => {
  it.each([
    ["organisationKinds", "企业", "enterprise"],
    ["organisationKinds", "Enterprise", "enterprise"],
    ["organisationKinds", "service_provider", "service_provider"],
    ["organisationKinds", "研究所", "institute"],
    ["organisationKinds", "科研院所", "institute"],
    ["organisationKinds", "科研机构", "institute"],
    ["organisationKinds", "新型研发机构", "institute"],
    ["organisationKinds", "高等院校", "university"],
    ["organisationKinds", " 大 学 ", "university"],
    ["organisationKinds", "民营企业", "enterprise"],
    ["organisationKinds", "有限责任公司", "enterprise"],
    ["organisationKinds", "科技中介机构", "service_provider"],
    ["organisationKinds", "政府部门", "authority"],
    ["organisationKinds", "外星人", null],
    ["organisationKinds", "", null],
    ["clusters", "前沿新材料", "frontier_materials"],
    ["clusters", "新型电力(新能源)装备", "new_energy_equipment"],
    ["clusters", "电力装备", "new_energy_equipment"],
    ["clusters", "集成电路产业集群", "integrated_circuits"],
    ["clusters", "生物医药", "biomedicine_devices"],
    ["clusters", "农业", null],
    ["regions", "苏州", "3205"],
    ["regions", "江苏省苏州市昆山市", "3205"],
    ["regions", "南京市江北新区", "3201"],
    ["regions", "上海市", "31"],
    ["regions", "德国", "DE"],
    ["regions", "江苏省", null],
    ["cooperationModes", "委托研发", "commissioned_development"],
    ["cooperationModes", "联合开发", "joint_development"],
    ["cooperationModes", "技术入股", "equity"],
  ] as const)("of %s: %s is %s", (list, written, code) => {
    expect(codeOfWord(list, written)).toBe(code);
  });

  it.each([
    ["南京大学", "university"],
    ["中国科学院苏州纳米技术与纳米仿生研究所", "institute"],
    ["南京玻璃纤维研究设计院有限公司", "enterprise"],
    ["东南大学（苏州校区）", "university"],
    ["无锡市科学技术局", "authority"],
    ["某某", null],
  ])("%s is told by its name: %s", (name, kind) => {
    expect(kindOfName(name)).toBe(kind);
  });
});
