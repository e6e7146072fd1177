import { useDroppable } from "@dnd-kit/core";
import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { BoardCard, BoardColumn } from "#app/deals/board.server.ts";
import { codeName } from "#app/i18n/codes.ts";
import type { MoveTo } from "./board-moves.ts";
import { DealCard } from "./board-card.tsx";

/** The deals of one stage; while a card is held it shows whether the card may come here. */
export function ColumnOnBoard(props: {
  column: BoardColumn;
  cards: BoardCard[];
  held: BoardCard | null;
  /** Whether it is the one that a phone shows. */
  isShown: boolean;
  /** The page's address with its filters. */
  address: string;
  onMove: (card: BoardCard, to: MoveTo) => void;
  onRefused: (title: string, reason: string) => void;
}) {
  const { t } = useTranslation();
  const { column, cards, held, isShown } = props;
  const { setNodeRef, isOver } = useDroppable({ id: column.stage });
  const headingId = `column-${column.stage}`;
  const open = held?.moves.some(({ to }) => to === column.stage) ?? false;
  const look =
    held && held.stage !== column.stage
      ? open
        ? isOver
          ? "border-accent bg-accent-soft"
          : "border-accent border-dashed"
        : "opacity-60"
      : "border-line";
  return (
    <section
      ref={setNodeRef}
      data-testid={headingId}
      aria-labelledby={headingId}
      className={`min-h-40 space-y-2 rounded-md border-2 bg-sunken p-2 max-md:w-full md:w-64 md:shrink-0 ${look} ${isShown ? "" : "max-md:hidden"}`}
    >
      <h2 id={headingId} className="flex justify-between gap-2 px-1 text-base">
        {codeName(t, "dealStages", column.stage)}
        <span className="font-normal text-ink-soft">
          {column.orMore ? t("deals:boardPage.atLeast", { number: column.count }) : column.count}
        </span>
      </h2>
      {cards.length === 0 ? (
        <p className="px-1 text-sm text-ink-soft">{t("deals:boardPage.emptyColumn")}</p>
      ) : null}
      <ul className="space-y-2">
        {cards.map((card) => (
          <DealCard key={card.id} card={card} onMove={props.onMove} onRefused={props.onRefused} />
        ))}
      </ul>
      {column.next ? (
        <Link
          to={`${props.address}&stage=${column.stage}&before=${column.next}`}
          className="link block px-1 text-sm"
        >
          {t("deals:boardPage.more")}
        </Link>
      ) : null}
    </section>
  );
}
