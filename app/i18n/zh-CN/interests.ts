export const interests = {
  title: "对接意向",
} as const;
