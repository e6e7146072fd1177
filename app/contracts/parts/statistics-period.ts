import { calendarDay } from "#app/kernel/days.ts";

const day = calendarDay().nullable().catch(null);

/** The period that an address asks for; what is no day leaves its end open. */
export const periodOf = (address: URLSearchParams): { from: string | null; to: string | null } => ({
  from: day.parse(address.get("from")),
  to: day.parse(address.get("to")),
});
