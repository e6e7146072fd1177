import { useNavigate, useRevalidator, useSearchParams } from "@remix-run/react";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { answerParameters } from "#app/forms/upload-answer.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { judge, outcomeText, wrongAtOnce, type Accepted } from "./judge.ts";
import { sendForm } from "./send-form.ts";

export type UploadState =
  | { step: "still" | "cancelled" }
  /** How much of the form has gone, from 0 to 1. */
  | { step: "sending"; name: string; share: number }
  | { step: "done"; name: string }
  | { step: "refused"; words: string };

/** Sends a form with a file by itself and keeps the page as it is, with what is typed in it. */
export function useUpload(options: {
  id: string;
  accepted: Accepted;
  /** Where the form goes when it is not the address it has without scripts. */
  sendTo?: string | undefined;
  /** Told the whole answer of a success. */
  onDone?: ((answer: string) => void) | undefined;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const { revalidate } = useRevalidator();
  const [changed, setState] = useState<UploadState | null>(null);
  const before = useOutcomeBefore(options.id);
  const state = changed ?? before;
  const sending = useRef<AbortController | null>(null);
  useEffect(() => () => sending.current?.abort(), []);

  const chosen = (input: HTMLInputElement | null): File | undefined => input?.files?.[0];
  const check = (input: HTMLInputElement | null): boolean => {
    const file = chosen(input);
    const words = file ? wrongAtOnce(t, format, options.accepted, file) : null;
    setState(words === null ? { step: "still" } : { step: "refused", words });
    return words === null;
  };

  const send = async (form: HTMLFormElement, input: HTMLInputElement | null) => {
    if (sending.current || !check(input)) return input?.focus();
    const stopping = new AbortController();
    sending.current = stopping;
    const name = chosen(input)?.name ?? "";
    const onProgress = (share: number) => setState({ step: "sending", name, share });
    onProgress(0);
    const reply = await sendForm(form, {
      to: options.sendTo ?? form.action,
      onProgress,
      signal: stopping.signal,
    });
    sending.current = null;
    if (reply === null) {
      setState({ step: "cancelled" });
      return revalidate();
    }
    const judged = judge(t, reply);
    if (judged.words !== null) {
      setState({ step: "refused", words: judged.words });
      return input?.focus();
    }
    form.reset();
    setState({ step: "done", name });
    options.onDone?.(judged.text);
    if (judged.goTo === null) revalidate();
    else navigate(judged.goTo);
  };

  return {
    state,
    check,
    cancel: () => sending.current?.abort(),
    onSubmit: (event: FormEvent<HTMLFormElement>, input: HTMLInputElement | null) => {
      event.preventDefault();
      void send(event.currentTarget, input);
    },
  };
}

/** How the form went when the page came of sending it without scripts. */
function useOutcomeBefore(id: string): UploadState {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const outcome = search.get(answerParameters.outcome);
  if (outcome === null || search.get(answerParameters.form) !== id) return { step: "still" };
  const words = outcomeText(t, outcome);
  return words === null ? { step: "done", name: "" } : { step: "refused", words };
}
