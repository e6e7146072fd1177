import {
  closestCenter,
  DndContext,
  DragOverlay,
  KeyboardSensor,
  MouseSensor,
  pointerWithin,
  TouchSensor,
  useSensor,
  useSensors,
  type CollisionDetection,
  type DragEndEvent,
  type KeyboardCoordinateGetter,
} from "@dnd-kit/core";
import { useFetchers, useSubmit } from "@remix-run/react";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { formFields } from "#app/forms/form-fields.ts";
import { useFormToken } from "#app/forms/page-forms.ts";
import { ScrollRegion } from "#app/ui/scroll-region.tsx";
import { Notice } from "#app/ui/parts.tsx";
import type { BoardCard, BoardColumn } from "#app/deals/board.server.ts";
import { codeName } from "#app/i18n/codes.ts";
import { dealStages, type DealStage } from "#app/codes/states.ts";
import { CardFace } from "./board-card.tsx";
import { ColumnOnBoard } from "./board-column.tsx";
import { moveKey, type MoveTo } from "./board-moves.ts";
import { EndDialog } from "./end-dialog.tsx";

/** The pointer decides where a card is dropped; without one the nearest column does. */
const collisions: CollisionDetection = (given) =>
  given.pointerCoordinates ? pointerWithin(given) : closestCenter(given);

/** Left and right go to the next column that the card may be moved to, or back to its own. */
const toNeighbour: KeyboardCoordinateGetter = (event, { context }) => {
  const step = event.code === "ArrowRight" ? 1 : event.code === "ArrowLeft" ? -1 : 0;
  const { active, collisionRect, droppableContainers, droppableRects } = context;
  if (step === 0 || !active || !collisionRect) return undefined;
  event.preventDefault();
  const card = (active.data.current as { card: BoardCard }).card;
  const open = new Set<string>([card.stage, ...card.moves.map(({ to }) => to)]);
  const lefts = droppableContainers
    .getEnabled()
    .filter(({ id }) => open.has(String(id)))
    .flatMap(({ id }) => droppableRects.get(id) ?? [])
    .sort((a, b) => a.left - b.left);
  const middle = collisionRect.left + collisionRect.width / 2;
  const isBeyond = ({ left, right }: { left: number; right: number }) =>
    step > 0 ? left > middle : right < middle;
  const target = step > 0 ? lefts.find(isBeyond) : lefts.findLast(isBeyond);
  return target && { x: target.left + 4, y: target.top + 40 };
};

/** Deals in columns by stage; a card goes only where its deal may, by hand, by key or by its menu. */
export function DealBoard(props: { columns: BoardColumn[]; shown: DealStage; address: string }) {
  const { t } = useTranslation();
  const submit = useSubmit();
  const token = useFormToken();
  const fetchers = useFetchers();
  const [held, setHeld] = useState<BoardCard | null>(null);
  const [ending, setEnding] = useState<BoardCard | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 250, tolerance: 8 } }),
    useSensor(KeyboardSensor, { coordinateGetter: toNeighbour }),
  );
  const stageName = useCallback((stage: string) => codeName(t, "dealStages", stage), [t]);
  const tellRefused = useCallback(
    (title: string, reason: string) => setRefused(t("deals:move.refused", { title, reason })),
    [t],
  );

  const onTheWay = new Map(
    fetchers.flatMap(({ formData }) => {
      const [dealId, to] = [formData?.get("dealId"), formData?.get("to")];
      return typeof dealId === "string" && typeof to === "string" ? [[dealId, to] as const] : [];
    }),
  );
  const cards = props.columns.flatMap((column) => column.cards);
  const cardsIn = (stage: DealStage) =>
    cards.filter((card) => (onTheWay.get(card.id) ?? card.stage) === stage);

  const move = (card: BoardCard, { action, to }: MoveTo) => {
    setRefused(null);
    if (action === "end") return setEnding(card);
    submit(
      {
        ...(token === null ? {} : { [formFields.token]: token }),
        ...{ [formFields.step]: "move", dealId: card.id, action, to, version: card.version },
      },
      { method: "post", action: "/deals/board", navigate: false, fetcherKey: moveKey(card.id) },
    );
  };
  const drop = ({ active, over }: DragEndEvent) => {
    setHeld(null);
    const card = (active.data.current as { card: BoardCard }).card;
    const stage = dealStages.find((one) => one === over?.id);
    if (!stage || stage === card.stage) return;
    const wanted = card.moves.find(({ to }) => to === stage);
    if (wanted) move(card, wanted);
    else
      tellRefused(
        card.title,
        t("deals:move.notAllowed", { from: stageName(card.stage), to: stageName(stage) }),
      );
  };

  const accessibility = useMemo(() => {
    const title = (data: { current?: unknown }) => (data.current as { card: BoardCard }).card.title;
    return {
      screenReaderInstructions: { draggable: t("deals:boardPage.instructions") },
      announcements: {
        onDragStart: ({ active }: { active: { data: { current?: unknown } } }) =>
          t("deals:boardPage.picked", { title: title(active.data) }),
        onDragOver: ({ active, over }: Overs) =>
          over
            ? t("deals:boardPage.over", {
                title: title(active.data),
                stage: stageName(String(over.id)),
              })
            : undefined,
        onDragEnd: ({ active, over }: Overs) =>
          over
            ? t("deals:boardPage.dropped", {
                title: title(active.data),
                stage: stageName(String(over.id)),
              })
            : t("deals:boardPage.cancelled", { title: title(active.data) }),
        onDragCancel: ({ active }: Overs) =>
          t("deals:boardPage.cancelled", { title: title(active.data) }),
      },
    };
  }, [t, stageName]);

  return (
    <>
      {refused ? <Notice tone="danger">{refused}</Notice> : null}
      <DndContext
        id="deal-board"
        sensors={sensors}
        collisionDetection={collisions}
        accessibility={accessibility}
        onDragStart={({ active }) => {
          setRefused(null);
          setHeld((active.data.current as { card: BoardCard }).card);
        }}
        onDragEnd={drop}
        onDragCancel={() => setHeld(null)}
      >
        <ScrollRegion label={t("deals:board")}>
          <div className="flex items-start gap-3 pb-2 md:w-max">
            {props.columns.map((column) => (
              <ColumnOnBoard
                key={column.stage}
                column={column}
                cards={cardsIn(column.stage)}
                held={held}
                isShown={column.stage === props.shown}
                address={props.address}
                onMove={move}
                onRefused={tellRefused}
              />
            ))}
          </div>
        </ScrollRegion>
        <DragOverlay>
          {held ? (
            <div className="rounded-md border-2 border-accent bg-surface p-3 shadow-lg">
              <CardFace card={held} />
            </div>
          ) : null}
        </DragOverlay>
      </DndContext>
      {ending ? <EndDialog card={ending} onClose={() => setEnding(null)} /> : null}
    </>
  );
}

interface Overs {
  active: { data: { current?: unknown } };
  over?: { id: string | number } | null;
}
