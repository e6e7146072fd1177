export const matches = {
  title: "匹配推荐",
} as const;
