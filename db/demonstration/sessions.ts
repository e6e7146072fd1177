import type { Cluster } from "#app/codes/codes.ts";
import type { RatingOutcome } from "#app/codes/session-codes.ts";

/** An invented matchmaking session; its organisations are named by their keys. */
export interface DemonstrationSession {
  title: string;
  titleEn: string;
  summary: string;
  place: string;
  clusters: Cluster[];
  state: "published" | "finished";
  timetable: "preliminary" | "final";
  capacity: number;
  /** Days from the day the data is loaded on. */
  days: number;
  /** Local begins of its half-hour slots. */
  slots: string[];
  programme: {
    from: string;
    to: string;
    title: string;
    place: string;
    description: string;
    speakers: { name: string; organisation: string; title: string }[];
  }[];
  /** Who looks for technology, with the position of who comes. */
  demand: Record<string, string>;
  /** Who has it; each has a table of its own. */
  supply: Record<string, string>;
  /** Organisations whose registration nobody has decided on yet. */
  applied: string[];
  /** Who of the supply is to meet whom of the demand. */
  wishes: Record<string, string[]>;
  /** What both sides thought afterwards, in turn over the meetings. */
  ratings: { stars: number; outcome: RatingOutcome; note: string; intendedAmount: string | null }[];
}

const demand = {
  materials: "技术中心主任",
  machinery: "研发总监",
  power: "产品总监",
  chips: "工艺工程师",
  marine: "总工程师",
  textiles: "技术部经理",
};

const supply = {
  university: "技术转移中心主任",
  engineering: "科研处副处长",
  institute: "成果转化部部长",
  environment: "项目主管",
  foreign: "Head of technology transfer",
};

export const demonstrationSessions: DemonstrationSession[] = [
  {
    title: "前沿新材料与高端装备产学研对接会（演示）",
    titleEn: "Materials and equipment matchmaking session (demonstration)",
    summary:
      "面向前沿新材料、工程机械和新型电力装备集群，安排企业与高校院所一对一洽谈。每场洽谈30分钟，日程已初步排定，报名截止前还会调整。\n\n本场对接会为演示数据，其中的单位和人员均为虚构。",
    place: "南京国际博览中心二号馆",
    clusters: ["frontier_materials", "construction_machinery", "new_energy_equipment"],
    state: "published",
    timetable: "preliminary",
    capacity: 40,
    days: 21,
    slots: ["09:30", "10:00", "10:30", "11:00", "11:30"],
    programme: [
      {
        from: "08:30",
        to: "08:50",
        title: "开幕与对接规则说明",
        place: "主会场",
        description: "",
        speakers: [{ name: "主办方代表", organisation: "示范产业集群促进中心", title: "副主任" }],
      },
      {
        from: "08:50",
        to: "09:20",
        title: "主旨报告：高导热陶瓷基板的产业化路径",
        place: "主会场",
        description: "从材料配方、烧结工艺到功率模块封装的联合攻关经验。",
        speakers: [{ name: "报告人代表", organisation: "示范理工大学", title: "教授" }],
      },
    ],
    demand: { ...demand, vehicles: "采购与研发经理" },
    supply,
    applied: ["vehicles"],
    wishes: {
      university: ["materials", "machinery", "chips", "textiles"],
      engineering: ["marine", "power", "machinery"],
      institute: ["chips", "materials", "power"],
      environment: ["textiles", "materials"],
      foreign: ["machinery", "materials"],
    },
    ratings: [],
  },
  {
    title: "绿色低碳与先进制造成果对接会（演示）",
    titleEn: "Green and advanced manufacturing matchmaking session (demonstration)",
    summary:
      "印染废水、烟气治理和装备升级方向的成果对接。会后双方都填写了评价。\n\n本场对接会为演示数据，其中的单位和人员均为虚构。",
    place: "苏州国际会议中心",
    clusters: ["high_end_textiles", "energy_environment"],
    state: "finished",
    timetable: "final",
    capacity: 30,
    days: -30,
    slots: ["13:30", "14:00", "14:30", "15:00"],
    programme: [
      {
        from: "13:00",
        to: "13:20",
        title: "需求集中发布",
        place: "一号会议室",
        description: "",
        speakers: [{ name: "主办方代表", organisation: "示范产业集群促进中心", title: "副主任" }],
      },
    ],
    demand,
    supply,
    applied: [],
    wishes: {
      university: ["machinery", "textiles"],
      engineering: ["marine"],
      institute: ["power", "chips"],
      environment: ["textiles", "materials"],
      foreign: ["machinery"],
    },
    ratings: [
      {
        stars: 5,
        outcome: "agreement_intended",
        note: "样件试制方案已谈妥",
        intendedAmount: "800000.00",
      },
      { stars: 4, outcome: "negotiation", note: "约定两周内到现场看工况", intendedAmount: null },
      { stars: 4, outcome: "follow_up", note: "", intendedAmount: null },
      { stars: 3, outcome: "follow_up", note: "技术成熟度还需提高", intendedAmount: null },
      { stars: 2, outcome: "no_interest", note: "", intendedAmount: null },
    ],
  },
];
