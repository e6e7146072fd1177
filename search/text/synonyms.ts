/**
 * Words that mean the same in the field, a group a line; Chinese first. Latin
 * words are written small, as normalised text is.
 */
const groups: readonly (readonly string[])[] = [
  ["石墨烯", "graphene"],
  ["碳化硅", "sic", "silicon carbide"],
  ["氮化镓", "gan", "gallium nitride"],
  ["碳纤维", "carbon fiber", "carbon fibre"],
  ["复合材料", "composite", "composites"],
  ["锂电池", "锂离子电池", "lithium battery", "lithium-ion"],
  ["燃料电池", "fuel cell"],
  ["光伏", "太阳能电池", "photovoltaic", "pv"],
  ["钙钛矿", "perovskite"],
  ["储能", "energy storage"],
  ["风电", "风力发电", "wind power", "wind turbine"],
  ["传感器", "sensor", "sensors"],
  ["机器人", "robot", "robots"],
  ["机器视觉", "machine vision"],
  ["人工智能", "ai", "artificial intelligence"],
  ["深度学习", "deep learning"],
  ["机器学习", "machine learning"],
  ["物联网", "iot", "internet of things"],
  ["数字孪生", "digital twin"],
  ["激光雷达", "lidar"],
  ["激光", "laser"],
  ["增材制造", "3d打印", "additive manufacturing"],
  ["焊接", "welding"],
  ["轴承", "bearing", "bearings"],
  ["齿轮", "gear", "gears"],
  ["减速器", "减速机", "reducer"],
  ["电机", "电动机", "马达", "motor"],
  ["液压", "hydraulic"],
  ["涂层", "coating", "coatings"],
  ["腐蚀", "防腐", "corrosion"],
  ["铝合金", "aluminium alloy", "aluminum alloy"],
  ["钛合金", "titanium alloy"],
  ["高温合金", "superalloy"],
  ["不锈钢", "stainless steel"],
  ["纺织", "textile", "textiles"],
  ["印染", "染色", "dyeing"],
  ["废水", "污水", "wastewater"],
  ["脱硝", "denitrification"],
  ["催化剂", "catalyst", "catalysts"],
  ["膜", "membrane"],
  ["芯片", "集成电路", "chip", "integrated circuit"],
  ["封装", "packaging"],
  ["光刻胶", "photoresist"],
  ["显示", "display"],
  ["有机发光", "oled"],
  ["量子点", "quantum dot"],
  ["抗体", "antibody"],
  ["疫苗", "vaccine"],
  ["医疗器械", "medical device"],
  ["船舶", "ship", "vessel"],
  ["电池管理", "bms"],
  ["检测", "测试", "testing"],
  ["大数据", "big data"],
  ["云计算", "cloud computing"],
  ["区块链", "blockchain"],
  ["无人机", "uav", "drone"],
  ["软件", "software"],
  ["算法", "algorithm"],
  ["仿真", "模拟", "simulation"],
  ["纳米", "nano"],
  ["陶瓷", "ceramic", "ceramics"],
  ["聚合物", "高分子", "polymer"],
  ["氢能", "hydrogen energy"],
  ["制氢", "hydrogen production"],
  ["绝缘栅双极晶体管", "igbt"],
  ["微机电系统", "mems"],
  ["现场可编程门阵列", "fpga"],
  ["发光二极管", "led"],
  ["聚酰亚胺", "polyimide"],
  ["聚乙烯", "polyethylene"],
  ["轧制", "rolling"],
  ["锻造", "forging"],
  ["铸造", "casting"],
  ["热处理", "heat treatment"],
  ["换热器", "热交换器", "heat exchanger"],
  ["压缩机", "compressor"],
  ["变频器", "frequency converter"],
  ["逆变器", "inverter"],
  ["变压器", "transformer"],
  ["发动机", "引擎", "engine"],
  ["电动汽车", "新能源汽车", "electric vehicle"],
  ["自动驾驶", "无人驾驶", "autonomous driving"],
  ["二氧化碳", "co2", "carbon dioxide"],
  ["垃圾", "固废", "固体废物", "solid waste"],
  ["计算机视觉", "computer vision"],
  ["知识图谱", "knowledge graph"],
  ["虚拟现实", "virtual reality"],
];

const byWord = new Map<string, readonly string[]>(
  groups.flatMap((group) => group.map((word) => [word, group] as const)),
);

/** Every word of the list. */
export const synonymWords: readonly string[] = groups.flat();

/** All writings of a normalised word, itself first. */
export function writingsOf(word: string): string[] {
  const group = byWord.get(word);
  return group ? [word, ...group.filter((other) => other !== word)] : [word];
}

/** One writing that stands for all of a word's writings, to compare words by. */
export const canonical = (word: string): string => byWord.get(word)?.[0] ?? word;
