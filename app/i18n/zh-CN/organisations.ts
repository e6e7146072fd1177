export const organisations = {
  title: "单位",
} as const;
