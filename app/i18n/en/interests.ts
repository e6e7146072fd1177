import type { Translated } from "../translated.ts";
import type { interests as original } from "../zh-CN/interests.ts";

export const interests = {
  title: "Expressions of interest",
} as const satisfies Translated<typeof original>;
