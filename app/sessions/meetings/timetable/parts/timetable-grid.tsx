import { Link } from "@remix-run/react";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { GridMeeting } from "#app/sessions/meetings/meeting-queries.server.ts";
import type { SlotLine, TableLine } from "#app/sessions/queries.server.ts";
import { useZoneFormat } from "#app/i18n/use-format.ts";
import { tableName } from "./timetable-places.ts";

interface Timetable {
  slots: SlotLine[];
  tables: TableLine[];
  meetings: GridMeeting[];
  zone: string;
  chosen: string | null;
}

/**
 * The timetable: a grid of tables by slots where there is room, else a list by
 * slot. Paper gets the grid. A meeting is chosen by its link.
 */
export function TimetableGrid(props: Timetable) {
  const at = new Map(props.meetings.map((one) => [`${one.slotId}/${one.tableId}`, one]));
  const meetingAt = (slot: SlotLine, table: TableLine) => at.get(`${slot.id}/${table.id}`);
  return (
    <>
      <div className="hidden md:block print:block">
        <WideTimetable {...props} meetingAt={meetingAt} />
      </div>
      <div className="md:hidden print:hidden">
        <NarrowTimetable {...props} meetingAt={meetingAt} />
      </div>
    </>
  );
}

type MeetingAt = (slot: SlotLine, table: TableLine) => GridMeeting | undefined;

const steps: Partial<Record<string, [row: number, column: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** An arrow key goes to the next meeting in its direction. */
function goOn(event: KeyboardEvent<HTMLAnchorElement>): void {
  const step = steps[event.key];
  const cell = event.currentTarget.closest("td");
  const table = event.currentTarget.closest("table");
  if (!step || !cell || !table || event.altKey || event.ctrlKey || event.metaKey) return;
  let row = (cell.parentElement as HTMLTableRowElement).rowIndex + step[0];
  let column = cell.cellIndex + step[1];
  for (; ; row += step[0], column += step[1]) {
    const next = table.rows[row]?.cells[column];
    if (!next) return;
    const link = next.querySelector("a");
    if (!link) continue;
    event.preventDefault();
    link.focus();
    return;
  }
}

function WideTimetable(props: Timetable & { meetingAt: MeetingAt }) {
  const { t } = useTranslation();
  const { slots, tables, zone, chosen, meetingAt } = props;
  const format = useZoneFormat(zone);
  const days = new Set(slots.map(({ startsAt }) => format.date(startsAt)));
  return (
    <div className="overflow-x-auto print:overflow-visible">
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">{t("meetings:gridKeys")}</caption>
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
                {tableName(table)}
                {table.host ? (
                  <span className="block max-w-40 text-xs font-normal whitespace-normal text-ink-soft">
                    {t("sessions:hostedBy", { name: table.host.name })}
                  </span>
                ) : null}
              </th>
              {slots.map((slot) => {
                const one = meetingAt(slot, table);
                const shut = table.closed.includes(slot.id);
                return (
                  <td key={slot.id} className="min-w-40 p-1 align-top print:min-w-0">
                    {one ? (
                      <MeetingLink one={one} chosen={chosen} testId="cell" onKeyDown={goOn} />
                    ) : (
                      <span className="block p-2 text-ink-soft">
                        {shut ? (
                          <>
                            <span aria-hidden>×</span>
                            <span className="sr-only">{t("meetings:shut")}</span>
                          </>
                        ) : null}
                      </span>
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

function NarrowTimetable(props: Timetable & { meetingAt: MeetingAt }) {
  const { t } = useTranslation();
  const { slots, tables, zone, chosen, meetingAt } = props;
  const format = useZoneFormat(zone);
  return (
    <ul className="space-y-4">
      {slots.map((slot) => {
        const here = tables.flatMap((table) => {
          const one = meetingAt(slot, table);
          return one ? [{ table, one }] : [];
        });
        return (
          <li key={slot.id} className="space-y-2">
            <h3 className="tabular-nums">
              {format.dateTime(slot.startsAt)}–{format.time(slot.endsAt)}
            </h3>
            {here.length === 0 ? (
              <p className="text-sm text-ink-soft">{t("meetings:slotEmpty")}</p>
            ) : (
              <ul className="space-y-2">
                {here.map(({ table, one }) => (
                  <li key={one.id}>
                    <p className="text-sm text-ink-soft">{tableName(table)}</p>
                    <MeetingLink one={one} chosen={chosen} testId="line" />
                  </li>
                ))}
              </ul>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function MeetingLink(props: {
  one: GridMeeting;
  chosen: string | null;
  testId: string;
  onKeyDown?: (event: KeyboardEvent<HTMLAnchorElement>) => void;
}) {
  const { t } = useTranslation();
  const { one, chosen, testId } = props;
  return (
    <Link
      to={one.id === chosen ? "?" : `?meeting=${one.id}#chosen`}
      preventScrollReset
      onKeyDown={props.onKeyDown}
      aria-current={one.id === chosen ? "true" : undefined}
      data-testid={testId}
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
  );
}
