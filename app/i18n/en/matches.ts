import type { Translated } from "../translated.ts";
import type { matches as original } from "../zh-CN/matches.ts";

export const matches = {
  title: "Matches",
} as const satisfies Translated<typeof original>;
