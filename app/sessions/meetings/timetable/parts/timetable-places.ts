import { useTranslation } from "react-i18next";
import type { SlotLine, TableLine } from "#app/sessions/queries.server.ts";
import { useZoneFormat } from "#app/i18n/use-format.ts";

/** The name of a table with its hall. */
export const tableName = ({ hall, name }: Pick<TableLine, "hall" | "name">): string =>
  [hall, name].filter((part) => part !== "").join(" ");

/** The slots and tables of a timetable in words, and as the fields of a form. */
export function useTimetablePlaces(slots: SlotLine[], tables: TableLine[], zone: string) {
  const { t } = useTranslation();
  const format = useZoneFormat(zone);
  const slotOptions = slots.map(({ id, startsAt }) => ({
    value: id,
    label: format.dateTime(startsAt),
  }));
  const tableOptions = tables.map((table) => ({ value: table.id, label: tableName(table) }));
  const labelOf = (options: typeof slotOptions, id: string) =>
    options.find(({ value }) => value === id)?.label ?? "–";
  return {
    nameOf: (slot: string, table: string): string =>
      `${labelOf(slotOptions, slot)} ${labelOf(tableOptions, table)}`,
    fields: (slot = slotOptions[0]?.value ?? "", table = tableOptions[0]?.value ?? "") => [
      { name: "slot", label: t("meetings:slot"), options: slotOptions, value: slot },
      { name: "table", label: t("meetings:table"), options: tableOptions, value: table },
    ],
  };
}
export type TimetablePlaces = ReturnType<typeof useTimetablePlaces>;
