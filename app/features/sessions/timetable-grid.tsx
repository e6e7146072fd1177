import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { GridMeeting } from "#app/domain/sessions/meeting-queries.server.ts";
import type { SlotLine, TableLine } from "#app/domain/sessions/queries.server.ts";
import { useZoneFormat } from "#app/i18n/use-format.ts";

/** The timetable as a grid of tables by slots; a meeting is chosen by its link. */
export function TimetableGrid(props: {
  slots: SlotLine[];
  tables: TableLine[];
  meetings: GridMeeting[];
  zone: string;
  chosen: string | null;
}) {
  const { t } = useTranslation();
  const { slots, tables, meetings, zone, chosen } = props;
  const format = useZoneFormat(zone);
  const at = new Map(meetings.map((one) => [`${one.slotId}/${one.tableId}`, one]));
  const days = new Set(slots.map(({ startsAt }) => format.date(startsAt)));
  return (
    <div className="overflow-x-auto print:overflow-visible">
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr>
            <th scope="col" className="sticky left-0 bg-surface p-2 text-left">
              {t("meetings:table")}
            </th>
            {slots.map(({ id, startsAt, endsAt }) => (
              <th key={id} scope="col" className="p-2 text-left whitespace-nowrap tabular-nums">
                {days.size > 1 ? <span className="block">{format.date(startsAt)}</span> : null}
                {format.time(startsAt)}–{format.time(endsAt)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {tables.map((table) => (
            <tr key={table.id} className="border-t border-line">
              <th
                scope="row"
                className="sticky left-0 bg-surface p-2 text-left font-medium whitespace-nowrap"
              >
                {[table.hall, table.name].filter((part) => part !== "").join(" ")}
              </th>
              {slots.map((slot) => {
                const one = at.get(`${slot.id}/${table.id}`);
                const shut = table.closed.includes(slot.id);
                return (
                  <td key={slot.id} className="min-w-40 p-1 align-top print:min-w-0">
                    {one ? (
                      <Link
                        to={one.id === chosen ? "?" : `?meeting=${one.id}#chosen`}
                        preventScrollReset
                        aria-current={one.id === chosen ? "true" : undefined}
                        data-testid="cell"
                        className="block rounded bg-sunken p-2 text-ink no-underline hover:bg-accent-soft aria-[current=true]:outline-2 aria-[current=true]:outline-accent"
                      >
                        <span className="block">
                          {one.oneOrganisation} · {one.one}
                        </span>
                        <span className="block">
                          {one.otherOrganisation} · {one.other}
                        </span>
                        {one.pinned ? (
                          <span className="block text-accent-strong">
                            <span aria-hidden>▪ </span>
                            {t("meetings:pinned")}
                          </span>
                        ) : null}
                      </Link>
                    ) : (
                      <span className="block p-2 text-ink-soft">{shut ? "×" : ""}</span>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
