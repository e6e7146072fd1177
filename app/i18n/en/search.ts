import type { Translated } from "../translated.ts";
import type { search as original } from "../zh-CN/search.ts";

export const search = {
  title: "Search",
} as const satisfies Translated<typeof original>;
