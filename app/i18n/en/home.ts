import type { Translated } from "../translated.ts";
import type { home as original } from "../zh-CN/home.ts";

export const home = {
  title: "Home",
} as const satisfies Translated<typeof original>;
