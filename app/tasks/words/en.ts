import type { Translated } from "#app/i18n/translated.ts";
import type { tasks as original } from "./zh-CN.ts";

export const tasks = {
  title: "Task",
  dueOn: "Due on",
  due: "by {{date}}",
  dueLine: "Due on {{date}}",
  overdue: "Overdue",
  dueToday: "Due today",
  done: "Mark as done",
  reopen: "Reopen",
  doneList_one: "{{count}} done",
  doneList_other: "{{count}} done",
} as const satisfies Translated<typeof original>;
