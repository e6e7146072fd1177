import { useDraggable } from "@dnd-kit/core";
import { Link, useFetcher } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { FormAnswer } from "#app/forms/answer.ts";
import { Button } from "#app/ui/button.tsx";
import { ClusterBadge } from "#app/ui/cluster-badge.tsx";
import type { BoardCard } from "#app/deals/board.server.ts";
import { codeName } from "#app/i18n/codes.ts";
import { moveKey, type MoveTo } from "./board-moves.ts";
import { stageAge } from "./words.ts";

/** What a card says. */
export function CardFace({ card }: { card: BoardCard }) {
  const { t } = useTranslation();
  return (
    <div className="space-y-1 text-sm">
      <p className="text-base leading-snug font-medium">{card.title}</p>
      <p className="text-ink-soft">
        {card.demandName} · {card.supplyName}
      </p>
      {card.cluster ? <ClusterBadge cluster={card.cluster} short /> : null}
      <p className="text-ink-soft">{stageAge(t, card.daysInStage)}</p>
      {card.endReason ? <p>{codeName(t, "dealEndReasons", card.endReason)}</p> : null}
    </div>
  );
}

/** Answers that were told already; a card that goes back to its column would tell them again. */
const told = new WeakSet<FormAnswer>();

/** One deal on the board: its handle drags it, its menu moves it without dragging. */
export function DealCard(props: {
  card: BoardCard;
  onMove: (card: BoardCard, to: MoveTo) => void;
  onRefused: (title: string, reason: string) => void;
}) {
  const { t } = useTranslation();
  const { card, onMove, onRefused } = props;
  const { setNodeRef, listeners, attributes, isDragging } = useDraggable({
    id: card.id,
    data: { card },
    disabled: card.moves.length === 0,
  });
  const { state, data } = useFetcher<FormAnswer>({ key: moveKey(card.id) });
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (state !== "idle" || !data?.refused || told.has(data)) return;
    told.add(data);
    onRefused(card.title, Object.values(data.refused.errors).flat().join(" "));
  }, [state, data, onRefused, card.title]);
  return (
    <li
      ref={setNodeRef}
      data-testid="card"
      className={`rounded-md border border-line bg-surface p-3 ${isDragging ? "opacity-40" : ""}`}
    >
      <div className="flex items-start justify-between gap-2">
        <CardFace card={card} />
        {card.moves.length > 0 ? (
          <button
            type="button"
            {...listeners}
            {...attributes}
            aria-label={t("deals:boardPage.drag", { title: card.title })}
            className="size-8 shrink-0 cursor-grab touch-none rounded text-ink-soft hover:bg-sunken"
          >
            <span aria-hidden>⠿</span>
          </button>
        ) : null}
      </div>
      <div className="mt-1 flex flex-wrap items-start gap-x-3 text-sm">
        <Link
          to={`/deals/${card.id}`}
          className="link inline-flex min-h-8 items-center"
          aria-label={`${t("common:action.view")} ${card.title}`}
        >
          {t("common:action.view")}
        </Link>
        {card.moves.length > 0 ? (
          <details ref={menu} className="grow open:w-full">
            <summary
              className="link inline-flex min-h-8 list-none items-center"
              aria-label={`${t("deals:move.to")} ${card.title}`}
            >
              {t("deals:move.to")} <span aria-hidden>▾</span>
            </summary>
            <div className="flex flex-col items-stretch gap-1 pt-1">
              {card.moves.map((one) => (
                <Button
                  key={one.action}
                  type="button"
                  look="secondary"
                  pending={state !== "idle"}
                  onClick={() => {
                    if (menu.current) menu.current.open = false;
                    onMove(card, one);
                  }}
                >
                  {codeName(t, "dealStages", one.to)}
                </Button>
              ))}
            </div>
          </details>
        ) : null}
      </div>
    </li>
  );
}
