const particles = new Set(
  "的 了 和 与 及 或 在 是 为 对 于 中 等 以 将 有 其 该 由 从 到 把 被 并 而 也 都 the a an of and or for to in on with by is are be at as it that this from we our".split(
    " ",
  ),
);

const general = new Set(
  "可 能 上 下 内 个 需 要 用 使 向 使用 一种 进行 通过 以及 相关 具有 实现 问题 需求 技术 研究 研发 开发 项目 公司 目前 要求 方法 关键 关键技术 及其 能够 可以 达到 提高 采用 基于 应用 主要 希望 解决 合作 企业 产品 实用 新型 如何 作为 一些 来看 促进 以上 以下 同时 情况 方面 由于 因此 其中 主要 一个 不 已 了 我 我们 本".split(
    " ",
  ),
);

/** Whether a word only joins others, so that a query need not meet it. */
export const isParticle = (word: string): boolean => particles.has(word);

/** Whether a word says nothing about what a post is about, since nearly any post has it. */
export const isStopWord = (word: string): boolean => particles.has(word) || general.has(word);
