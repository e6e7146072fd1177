export const notifications = {
  title: "通知",
} as const;
