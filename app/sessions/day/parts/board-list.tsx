import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { Badge, EmptyState } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import type {
  BoardCell,
  BoardMeeting,
  BoardSlot,
  BoardTable,
} from "#app/sessions/day/board.server.ts";
import { useZoneFormat } from "#app/i18n/use-format.ts";
import { NoShowForm } from "./no-show-form.tsx";

/** A board as its page got it. */
export interface ShownBoard {
  session: { id: string; title: string; zone: string; delayMinutes: number };
  dayOpen: boolean;
  now: BoardSlot | null;
  next: BoardSlot | null;
  tables: BoardTable[];
}

/** Now or next, with the time it really is. */
export function SlotHead({ which, slot, zone }: SlotHeadProps) {
  const { t } = useTranslation();
  const format = useZoneFormat(zone);
  return (
    <>
      {t(`sessionDay:${which}`)}{" "}
      {slot === null ? null : (
        <time dateTime={slot.startsAt} className="font-normal whitespace-nowrap tabular-nums">
          {format.time(slot.startsAt)}–{format.time(slot.endsAt)}
        </time>
      )}
    </>
  );
}
interface SlotHeadProps {
  which: "now" | "next";
  slot: BoardSlot | null;
  zone: string;
}

/** Whether someone else could sit there. */
export const isFree = (cell: BoardCell): boolean =>
  !cell.closed && (cell.meeting === null || cell.meeting.state === "missed");

/** Each table with what is on and what comes next, and what an organizer can do there. */
export function BoardList({ board }: { board: ShownBoard }) {
  const { t } = useTranslation();
  const { session, tables, dayOpen } = board;
  if (tables.length === 0) return <EmptyState title={t("sessionDay:noTables")} />;
  return (
    <ul className="space-y-3">
      {tables.map((table) => (
        <li key={table.id} className="card space-y-2" data-testid="table">
          <h2>{[table.hall, table.name].filter((part) => part !== "").join(" ")}</h2>
          <div className="grid gap-3 sm:grid-cols-2">
            {(["now", "next"] as const).map((which) => (
              <div key={which} data-testid={which}>
                <h3 className="text-sm font-medium text-ink-soft">
                  <SlotHead which={which} slot={board[which]} zone={session.zone} />
                </h3>
                <Cell cell={table[which]} dayOpen={dayOpen} sessionId={session.id} />
              </div>
            ))}
          </div>
        </li>
      ))}
    </ul>
  );
}

function Cell(props: { cell: BoardCell | null; dayOpen: boolean; sessionId: string }) {
  const { t } = useTranslation();
  const { cell, dayOpen, sessionId } = props;
  if (cell === null) return <p className="text-ink-soft">{t("sessionDay:none")}</p>;
  return (
    <div className="space-y-1">
      {cell.meeting === null ? null : <Pair meeting={cell.meeting} />}
      <p className="flex flex-wrap gap-2">
        {cell.closed ? <Badge>{t("sessionDay:closed")}</Badge> : null}
        {isFree(cell) ? <Badge tone="success">{t("sessionDay:free")}</Badge> : null}
        {cell.offers > 0 ? (
          <Badge tone="info">{t("sessionDay:offered", { count: cell.offers })}</Badge>
        ) : null}
      </p>
      {dayOpen && cell.meeting !== null ? (
        <Steps meeting={cell.meeting} action={`/sessions/${sessionId}/board`} />
      ) : null}
    </div>
  );
}

function Pair({ meeting }: { meeting: BoardMeeting }) {
  const { t } = useTranslation();
  return (
    <ul>
      {meeting.sides.map(({ id, name, organisation, checkedIn, absent }) => (
        <li key={id}>
          <span className="font-medium">{organisation}</span>{" "}
          <span className="text-ink-soft">{name}</span>{" "}
          {absent ? <Badge tone="danger">{t("sessionDay:missed")}</Badge> : null}
          {!absent && !checkedIn ? <Badge tone="warning">{t("sessionDay:out")}</Badge> : null}
        </li>
      ))}
    </ul>
  );
}

function Steps({ meeting, action }: { meeting: BoardMeeting; action: string }) {
  const { t } = useTranslation();
  if (meeting.state === "missed")
    return (
      <StepForm
        step="held"
        row={{ meetingId: meeting.id }}
        version={meeting.version}
        action={action}
        preventScrollReset
      >
        <Button look="quiet">{t("sessionDay:came")}</Button>
      </StepForm>
    );
  return <NoShowForm byOrganizer meeting={meeting} sides={[...meeting.sides]} action={action} />;
}
