import type { CodeList } from "#app/i18n/codes.ts";
import { codes as english } from "#app/i18n/en/codes.ts";
import { codes as chinese } from "#app/i18n/zh-CN/codes.ts";

/** What a written name says, without width, case, spaces and marks. */
const keyOf = (written: string): string =>
  written
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");

/**
 * Other words by which offices say a code, beside its names in both languages and the code
 * itself; the first that fits is taken, so the more special stand first.
 */
const otherWords: Partial<Record<CodeList, readonly (readonly [words: RegExp, code: string])[]>> = {
  organisationKinds: [
    [
      /研究[所院]|科研(院所|机构|单位|院|所)|研发(机构|中心)|实验室|institute|laboratory/,
      "institute",
    ],
    [/政府|机关|主管|管委会|委员会|[局厅]$|authority|government/, "authority"],
    [/大学|学院|高等(院校|学校)|院校|学校|university|college/, "university"],
    [
      /服务|中介|协会|学会|联盟|银行|基金|投资|金融|担保|检测|检验|认证|事务所|service|association/,
      "service_provider",
    ],
    [/企业|公司|厂$|集团|company|enterprise|corporation|ltd|gmbh|inc$/, "enterprise"],
  ],
  clusters: [
    [/集成电路|半导体|芯片/, "integrated_circuits"],
    [/物联网/, "internet_of_things"],
    [/新型显示|显示/, "new_displays"],
    [/工程机械/, "construction_machinery"],
    [/纺织/, "high_end_textiles"],
    [/生物医药|医疗器械|医药/, "biomedicine_devices"],
    [/海工|船舶|海洋工程/, "marine_equipment"],
    [/汽车|零部件/, "automobiles_components"],
    [/节能|环保/, "energy_environment"],
    [/新型电力|电力装备|新能源|光伏|风电|储能/, "new_energy_equipment"],
    [/新材料|前沿材料/, "frontier_materials"],
    [/高端装备|装备制造|智能装备/, "high_end_equipment"],
    [/信息技术|软件|人工智能/, "core_information_technology"],
  ],
  cooperationModes: [
    [/委托/, "commissioned_development"],
    [/共建|联合实验室|联合建|研发平台/, "joint_laboratory"],
    [/合资|合办/, "joint_venture"],
    [/入股|股权/, "equity"],
    [/许可|授权/, "licence"],
    [/转让/, "transfer"],
    [/合作|联合(开发|研发|攻关)|产学研/, "joint_development"],
    [/咨询/, "consulting"],
    [/服务/, "service"],
  ],
  foundations: [
    [/材料/, "material"],
    [/零部件|元器件/, "component"],
    [/工艺/, "process"],
    [/技术基础/, "technology_base"],
  ],
  visibilities: [
    [/匿名|不公开单位|隐去单位/, "anonymous"],
    [/注册|登录/, "registered"],
    [/指定|受邀|定向/, "invited"],
    [/^(完全)?公开$/, "public"],
  ],
  evaluationKinds: [
    [/第三方|评价|鉴定/, "third_party_appraisal"],
    [/检测|检验|测试/, "test_report"],
    [/专家|评审|验收/, "expert_review"],
    [/试用|用户/, "pilot_use"],
    [/未|无/, "none"],
  ],
  ipKinds: [
    [/实用新型/, "utility_model"],
    [/外观/, "design_patent"],
    [/发明|专利|^(cn|zl)?\d{8,}/, "invention_patent"],
    [/软件|著作权/, "software_copyright"],
    [/布图/, "integrated_circuit_layout"],
    [/新品种/, "new_plant_variety"],
    [/秘密|诀窍/, "technical_secret"],
  ],
  ipStates: [
    [/失效|过期|终止/, "lapsed"],
    [/申请|受理|实审|公开/, "applied"],
    [/授权|有效|已获/, "granted"],
  ],
};

const exact = new Map<CodeList, Map<string, string>>();

function exactOf(list: CodeList): Map<string, string> {
  const known = exact.get(list);
  if (known) return known;
  const named: Record<string, string>[] = [chinese[list], english[list]];
  const words = new Map(
    named.flatMap((names) =>
      Object.entries(names).flatMap(([code, name]) => [
        [keyOf(code), code] as const,
        [keyOf(name), code] as const,
      ]),
    ),
  );
  exact.set(list, words);
  return words;
}

/** The code that a written word means: its name in either language, the code, or another usual word; null when none. */
export function codeOfWord(list: CodeList, written: string): string | null {
  const key = keyOf(written);
  if (key === "") return null;
  const code = exactOf(list).get(key);
  if (code !== undefined) return code;
  if (list === "clusters") return exactOf("clustersShort").get(key) ?? usual(list, key);
  return list === "regions" ? regionOf(key) : usual(list, key);
}

const usual = (list: CodeList, key: string): string | null =>
  otherWords[list]?.find(([words]) => words.test(key))?.[1] ?? null;

/** "江苏省苏州市昆山市" is Suzhou: the first city of the province that is named, else the first place. */
function regionOf(key: string): string | null {
  const places = Object.entries<string>(chinese.regions).filter(([, name]) => key.includes(name));
  const first = (those: typeof places) =>
    [...those].sort(([, one], [, other]) => key.indexOf(one) - key.indexOf(other))[0]?.[0] ?? null;
  const cities = places.filter(([code]) => code.length === 4);
  return first(cities) ?? first(places.filter(([code]) => code !== "32"));
}

/** The kind of organisation that its name tells, such as of 南京大学; null when it tells none. */
export function kindOfName(name: string): string | null {
  const endings: readonly (readonly [RegExp, string])[] = [
    [/(公司|厂|集团|ltd|gmbh|inc|corporation)$/, "enterprise"],
    [/(研究[所院]|研究中心|实验室|institute)$/, "institute"],
    [/(大学|学院|学校|university|college)$/, "university"],
    [/([局厅]|委员会|管委会|人民政府)$/, "authority"],
    [/(协会|学会|联盟|中心|事务所|银行)$/, "service_provider"],
  ];
  const key = keyOf(name.replace(/[(（].*[)）]\s*$/, ""));
  return endings.find(([words]) => words.test(key))?.[1] ?? null;
}
