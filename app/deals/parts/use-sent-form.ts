import { useNavigation } from "@remix-run/react";
import { useEffect, useRef, useState, type RefObject } from "react";
import { v4 } from "uuid";

interface SentForm {
  form: RefObject<HTMLFormElement>;
  /** The form's key: with each it begins anew. */
  round: number;
  /** Goes with what is sent; stays the same until it has arrived, so that a repeated send counts once. */
  clientKey: string;
  busy: boolean;
  onSubmit: () => void;
}

/**
 * A form that is emptied once what it sent has arrived, and keeps what was
 * typed when it was refused. With a `keepAs` what is typed into its field
 * "body" is also kept in this browser until it has arrived.
 */
export function useSentForm(props: {
  clientKey: string;
  refused: boolean;
  keepAs?: string;
  onArrived?: () => void;
}): SentForm {
  const { refused, keepAs, onArrived } = props;
  const busy = useNavigation().state !== "idle";
  const form = useRef<HTMLFormElement>(null);
  const sent = useRef(false);
  const [clientKey, setClientKey] = useState(props.clientKey);
  const [round, setRound] = useState(0);

  useEffect(() => {
    const body = form.current?.elements.namedItem("body");
    const kept = keepAs ? readKept(keepAs) : null;
    if (kept && body instanceof HTMLTextAreaElement && body.value === "") {
      body.value = kept.text;
      setClientKey(kept.clientKey);
    } else setClientKey(v4());
  }, [keepAs]);

  useEffect(() => {
    const body = form.current?.elements.namedItem("body");
    if (!keepAs || !(body instanceof HTMLTextAreaElement)) return;
    const keep = () =>
      localStorage.setItem(keepAs, JSON.stringify({ text: body.value, clientKey }));
    body.addEventListener("input", keep);
    return () => body.removeEventListener("input", keep);
  }, [keepAs, clientKey]);

  useEffect(() => {
    if (!sent.current || busy) return;
    sent.current = false;
    if (refused) return;
    // A reset would bring back what an answer that refused it had given back.
    setRound((known) => known + 1);
    setClientKey(v4());
    if (keepAs) localStorage.removeItem(keepAs);
    onArrived?.();
  }, [busy, refused, keepAs, onArrived]);

  return {
    form,
    round,
    clientKey,
    busy,
    onSubmit: () => {
      sent.current = true;
    },
  };
}

function readKept(key: string): { text: string; clientKey: string } | null {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "null") as {
      text?: unknown;
      clientKey?: unknown;
    } | null;
    return typeof kept?.text === "string" && typeof kept.clientKey === "string"
      ? { text: kept.text, clientKey: kept.clientKey }
      : null;
  } catch {
    return null;
  }
}
