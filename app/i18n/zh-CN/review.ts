export const review = {
  title: "审核",
} as const;
