import type { Translated } from "../translated.ts";
import type { notifications as original } from "../zh-CN/notifications.ts";

export const notifications = {
  title: "Notifications",
} as const satisfies Translated<typeof original>;
