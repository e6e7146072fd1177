import type { TFunction } from "i18next";
import { useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button, type ButtonLook } from "#app/ui/button.tsx";
import { describe, FieldError } from "#app/ui/fields.tsx";
import { answerParameters } from "#app/forms/upload-answer.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import type { Accepted } from "./judge.ts";
import { useUpload, type UploadState } from "./use-upload.ts";

/**
 * A form that sends one file: checked before it goes, with progress, a way to stop
 * it, and whatever answer comes told in words. Its other fields come before the
 * file, as the server reads them in order. Without scripts it is a plain form.
 */
export function UploadForm(props: {
  /** Of the file's control; also names the form when it is sent without scripts. */
  id: string;
  action: string;
  /** Where scripts send it, when that is another address. */
  sendTo?: string;
  accepted: Accepted;
  label: string;
  hint?: string | undefined;
  submit: string;
  look?: ButtonLook;
  children?: ReactNode;
  onDone?: (answer: string) => void;
}) {
  const { id, action, accepted, label, hint, submit, look = "secondary" } = props;
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const { state, check, cancel, onSubmit } = useUpload(props);
  const errors = state.step === "refused" ? [state.words] : undefined;
  const field = { id, name: "file", errors };
  const sending = state.step === "sending";
  return (
    <form
      method="post"
      action={`${action}${action.includes("?") ? "&" : "?"}${answerParameters.form}=${encodeURIComponent(id)}`}
      encType="multipart/form-data"
      onSubmit={(event) => onSubmit(event, input.current)}
      className="space-y-3"
    >
      {props.children}
      <div className="space-y-1">
        <label htmlFor={id} className="block font-medium">
          {label}
        </label>
        {hint ? (
          <span id={`${id}-hint`} className="block text-sm text-ink-soft">
            {hint}
          </span>
        ) : null}
        <FieldError field={field} />
        <div className="flex flex-wrap gap-2">
          <input
            {...describe({ field, hint })}
            ref={input}
            type="file"
            required
            accept={accepted.extensions.map((extension) => `.${extension}`).join(",")}
            onChange={(event) => check(event.currentTarget)}
            className="control min-w-0 grow basis-48"
          />
          <Button look={look} pending={sending}>
            {submit}
          </Button>
          {sending ? (
            <Button type="button" look="quiet" onClick={cancel}>
              {t("files:cancel")}
            </Button>
          ) : null}
        </div>
      </div>
      {sending ? <Progress share={state.share} /> : null}
      <p role="status" className="text-sm text-ink-soft empty:hidden">
        {statusOf(t, state)}
      </p>
    </form>
  );
}

/** How far it is; the bar says it to everyone, the words to who looks. */
function Progress({ share }: { share: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words =
    share < 1
      ? t("files:progress", { share: format.percent(Math.floor(share * 100) / 100) })
      : t("files:storing");
  return (
    <div className="flex flex-wrap items-center gap-2 text-sm text-ink-soft">
      <progress value={share} aria-label={t("files:progressLabel")} className="grow basis-40" />
      <span aria-hidden>{words}</span>
    </div>
  );
}

/** What is announced: that it begins and how it ends, not every step between. */
function statusOf(t: TFunction, state: UploadState): string {
  switch (state.step) {
    case "sending":
      return t("files:sending", { name: state.name });
    case "done":
      return state.name === "" ? t("files:doneUnnamed") : t("files:done", { name: state.name });
    case "cancelled":
      return t("files:cancelled");
    case "refused":
    case "still":
      return "";
  }
}
