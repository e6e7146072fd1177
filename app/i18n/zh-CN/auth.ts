export const auth = {
  title: "登录与账户",
} as const;
