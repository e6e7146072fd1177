import { useFetcher } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { FormAnswer } from "#app/forms/answer.ts";
import { Button } from "#app/ui/button.tsx";
import { Choices, TextArea } from "#app/ui/fields.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import type { BoardCard } from "#app/deals/board.server.ts";
import { endReasonsByHand } from "#app/deals/stages.ts";
import { codeOptions } from "#app/i18n/codes.ts";
import { moveKey } from "./board-moves.ts";

/** Asks why a deal ends before its card goes to the column of the ended ones. */
export function EndDialog({ card, onClose }: { card: BoardCard; onClose: () => void }) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const fetcher = useFetcher<FormAnswer>({ key: moveKey(card.id) });
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby="end-title" className="dialog" onClose={onClose}>
      <StepForm
        step="move"
        row={{ dealId: card.id, action: "end" }}
        version={card.version}
        fetcher={fetcher}
        action="/deals/board"
        className="space-y-4"
        onSubmit={() => dialog.current?.close()}
      >
        <h2 id="end-title">{t("deals:move.endTitle")}</h2>
        <p>{card.title}</p>
        <p>{t("deals:move.endText")}</p>
        <input type="hidden" name="to" value="ended" />
        <Choices
          kind="radio"
          field={{ id: "end-reason", name: "reason" }}
          label={t("deals:move.reason")}
          options={codeOptions(t, "dealEndReasons", endReasonsByHand)}
          chosen={["other"]}
        />
        <TextArea
          field={{ id: "end-note", name: "note" }}
          label={t("deals:move.note")}
          needed={false}
          limit={500}
        />
        <div className="flex flex-wrap gap-2">
          <Button look="danger">{t("deals:action.end")}</Button>
          <Button type="button" look="secondary" onClick={() => dialog.current?.close()}>
            {t("common:action.cancel")}
          </Button>
        </div>
      </StepForm>
    </dialog>
  );
}
