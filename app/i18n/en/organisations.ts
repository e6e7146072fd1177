import type { Translated } from "../translated.ts";
import type { organisations as original } from "../zh-CN/organisations.ts";

export const organisations = {
  title: "Organisations",
} as const satisfies Translated<typeof original>;
