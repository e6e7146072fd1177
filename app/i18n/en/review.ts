import type { Translated } from "../translated.ts";
import type { review as original } from "../zh-CN/review.ts";

export const review = {
  title: "Review",
} as const satisfies Translated<typeof original>;
