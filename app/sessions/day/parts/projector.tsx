import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button, buttonClass } from "#app/ui/button.tsx";
import type { BoardCell } from "#app/sessions/day/board.server.ts";
import { useZoneFormat } from "#app/i18n/use-format.ts";
import { isFree, SlotHead, type ShownBoard } from "./board-list.tsx";

/** How a wall shows so many tables: a screen on the wall cannot be scrolled. */
const looks = [
  { upTo: 12, parts: 1, columns: "", size: "sm:text-3xl", name: "w-56" },
  { upTo: 30, parts: 2, columns: "xl:grid-cols-2", size: "sm:text-2xl xl:text-xl", name: "w-36" },
  {
    upTo: Infinity,
    parts: 3,
    columns: "xl:grid-cols-3",
    size: "sm:text-xl xl:text-base",
    name: "w-28",
  },
] as const;

/**
 * The board for a screen on the wall: large, by organisation, without anything of
 * an account and without steps; a list on a phone.
 */
export function Projector(props: {
  board: ShownBoard;
  /** Null is every hall. */
  hall: string | null;
  /** The moment the board shows. */
  at: string;
}) {
  const { t } = useTranslation();
  const { board, hall, at } = props;
  const { session, tables } = board;
  const format = useZoneFormat(session.zone);
  const look = looks.find(({ upTo }) => tables.length <= upTo) ?? looks[2];
  const perPart = Math.ceil(tables.length / look.parts);
  const parts = Array.from({ length: look.parts }, (_, at) =>
    tables.slice(at * perPart, (at + 1) * perPart),
  ).filter((part) => part.length > 0);
  return (
    <main id="content" className="min-h-screen space-y-4 p-4 sm:p-8">
      <header className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2">
        <h1 className="text-3xl sm:text-5xl">
          {session.title}
          <span className="ml-4 font-normal text-ink-soft">{hall}</span>
        </h1>
        <p className="text-3xl font-bold tabular-nums sm:text-5xl">
          <time dateTime={at}>{format.time(at)}</time>
        </p>
        {session.delayMinutes > 0 ? (
          <p className="w-full rounded-md bg-warn-soft px-4 py-2 text-2xl font-semibold text-warn">
            {t("sessionDay:late", { minutes: session.delayMinutes })}
          </p>
        ) : null}
      </header>
      {board.now === null && board.next === null ? (
        <p className="py-20 text-center text-3xl">{t("sessionDay:nothingToday")}</p>
      ) : (
        <div className={`grid items-start gap-x-8 ${look.columns}`}>
          {parts.map((part) => (
            <WallTable key={part[0]?.id} {...{ board, hall, look }} tables={part} />
          ))}
        </div>
      )}
      <footer className="flex flex-wrap gap-2">
        <Button
          type="button"
          look="quiet"
          onClick={() => void document.documentElement.requestFullscreen()}
        >
          {t("sessionDay:fullScreen")}
        </Button>
        <Link to={`/sessions/${session.id}/board`} className={buttonClass("quiet")}>
          {t("sessionDay:leave")}
        </Link>
      </footer>
    </main>
  );
}

function WallTable(props: {
  board: ShownBoard;
  tables: ShownBoard["tables"];
  hall: string | null;
  look: (typeof looks)[number];
}) {
  const { t } = useTranslation();
  const { board, tables, hall, look } = props;
  const { session } = board;
  return (
    <table
      className={`w-full table-fixed border-collapse text-left text-xl max-sm:block ${look.size}`}
    >
      <thead className="max-sm:sr-only">
        <tr>
          <th className={`${look.name} p-3`} scope="col">
            {t("sessionDay:table")}
          </th>
          {(["now", "next"] as const).map((which) => (
            <th key={which} className="p-3" scope="col">
              <SlotHead which={which} slot={board[which]} zone={session.zone} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-sm:block">
        {tables.map((table) => (
          <tr key={table.id} className="border-t border-line-strong align-top max-sm:block">
            <th className="p-3 max-sm:block max-sm:pb-0" scope="row">
              {[hall === null ? table.hall : "", table.name].filter((one) => one).join(" ")}
            </th>
            {(["now", "next"] as const).map((which) => (
              <td key={which} className="p-3 max-sm:block max-sm:py-1">
                <span className="block text-base text-ink-soft sm:hidden">
                  <SlotHead which={which} slot={board[which]} zone={session.zone} />
                </span>
                <WallCell cell={table[which]} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function WallCell({ cell }: { cell: BoardCell | null }) {
  const { t } = useTranslation();
  if (cell === null) return <span className="text-ink-soft">–</span>;
  if (cell.closed) return <span className="text-ink-soft">{t("sessionDay:closed")}</span>;
  if (isFree(cell) || cell.meeting === null)
    return <span className="font-semibold text-good">{t("sessionDay:free")}</span>;
  const [one, other] = cell.meeting.sides;
  return (
    <>
      {one.organisation} <span className="text-ink-soft">↔</span> {other.organisation}
    </>
  );
}
