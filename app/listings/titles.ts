/** What any post's title may say; a title of nothing else says nothing. */
const general = [
  ..."技术需求 合作需求 技术攻关 技术 需求 研究 研发 研制 开发 项目 课题 关键 核心 共性 应用 合作 系统 产业化 工艺 新型 一种 如何 解决 问题 设备 装置 升级 改造 优化 提升 改进 方案 设计 生产 制造 加工 产品 平台 方法 及其 以及 相关 基于 面向 实现 推广 示范 成果 转化 转让 征集 寻求 求购 寻找 专家 团队 企业 公司 我司 高校 产学研 攻关 利用".split(
    " ",
  ),
  ..."的 了 和 与 及 或 等 在 对 为 其".split(" "),
];
const generalLatin = new Set(
  "a an and the of for or to in on with by our new need needs technology technologies technical research development developing project cooperation system systems study solution solutions product products equipment process method key application improvement optimisation optimization design".split(
    " ",
  ),
);
const generalPattern = new RegExp(general.sort((a, b) => b.length - a.length).join("|"), "gu");

/** A Latin word, a formula or a number tells as much as so many Chinese characters. */
const latinTells = 2;

/** How much a text tells, in Chinese characters; punctuation tells nothing. */
export function sizeOf(text: string): number {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const others = text.match(/(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu) ?? [];
  return others.reduce((sum, word) => sum + Math.min(latinTells, word.length), han);
}

/** A title without the words that any title may have. */
function telling(title: string): string {
  const latin = title
    .normalize("NFKC")
    .replaceAll(/[A-Za-z]+/g, (word) => (generalLatin.has(word.toLowerCase()) ? " " : word));
  return latin.replaceAll(generalPattern, " ");
}

/** An object alone takes about so many characters (不锈钢丝), object and property more (高效PERC电池). */
const objectSize = 4;
const objectAndPropertySize = 6;

/** Whether a title names an object and what is asked of it; null when it does. */
export function titleLack(title: string): "empty" | "general" | "short" | null {
  if (title.trim() === "") return "empty";
  const size = sizeOf(telling(title));
  if (size < objectSize) return "general";
  return size < objectAndPropertySize ? "short" : null;
}

const marker = /(?:^|[^\d.])(?:[1１][、．.)）]|①|⑴|[(（]1[)）]|一、)/u;
const nextMarker = /(?:^|[^\d.])(?:[2２][、．.)）]|②|⑵|[(（]2[)）]|二、)/u;
/** Ends a subject that is whole by itself: 生物发酵技术、颗粒有机肥生产技术. */
const wholeSubject = /(?:技术|研发|开发|研究|工艺|应用|改造|升级|研制)$/u;

/**
 * Whether a title bundles several posts in one: it counts them, or joins
 * subjects that have nothing in common.
 */
export function isBundle(title: string): boolean {
  if (marker.test(title) && nextMarker.test(title)) return true;
  const subjects = [
    title.split(/[;；。]/u),
    title.split(/[、，]/u).filter((part) => wholeSubject.test(part.trim())),
  ];
  return subjects.some((parts) => {
    const told = parts.map(telling).filter((part) => sizeOf(part) >= objectSize);
    return told.length > 1 && told.slice(1).some((part) => !shares(told[0] ?? "", part));
  });
}

/** Whether a text counts its own needs: 需求一……需求二……. */
export const countsNeeds = (text: string): boolean =>
  /需求\s*[一1①]/u.test(text) && /需求\s*[二2②]/u.test(text);

/** Whether two texts have two neighbouring characters in common. */
function shares(one: string, other: string): boolean {
  const characters = [...one.replaceAll(/\s/g, "")];
  const joined = other.replaceAll(/\s/g, "");
  return characters.some((character, index) => {
    const next = characters[index + 1];
    return next !== undefined && joined.includes(character + next);
  });
}
