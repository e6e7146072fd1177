import { calendarDay } from "#app/kernel/days.ts";
import { lineOf } from "#app/kernel/texts.ts";

/** What every task says, as its form sends it. */
export const taskFields = {
  title: lineOf(200, 1),
  dueOn: calendarDay("date"),
};
