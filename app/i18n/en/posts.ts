import type { Translated } from "../translated.ts";
import type { posts as original } from "../zh-CN/posts.ts";

export const posts = {
  title: "My posts",
} as const satisfies Translated<typeof original>;
