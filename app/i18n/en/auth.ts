import type { Translated } from "../translated.ts";
import type { auth as original } from "../zh-CN/auth.ts";

export const auth = {
  title: "Sign in and account",
} as const satisfies Translated<typeof original>;
