export const posts = {
  title: "我的发布",
} as const;
