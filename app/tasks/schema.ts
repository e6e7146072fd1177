import { z } from "zod";
import { calendarDay } from "#app/kernel/days.ts";

/** What every task says, as its form sends it. */
export const taskFields = {
  title: z.string({ error: "required" }).trim().min(1, "required").max(200),
  dueOn: calendarDay("date"),
};
