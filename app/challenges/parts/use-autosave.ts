import { useFetcher, useNavigation } from "@remix-run/react";
import type { FormAnswer } from "#app/forms/answer.ts";
import { useEffect, useRef, useState } from "react";
import { useDebouncedCallback } from "use-debounce";

const pause = 1_500;

/** What was saved by itself. */
export interface Autosaved {
  version: number;
  at: string;
}

export interface Autosave {
  /** What the next save is over. */
  version: number | null;
  state: "idle" | "saving" | "failed";
  /** When it was last saved by itself. */
  at: string | null;
}

/**
 * Saves a form by itself a moment after typing stops. `opened` is the version the
 * page was opened with or that its own last save made; a colleague's text is never
 * overwritten: then it stops and says so. A submission waits for a save under way.
 */
export function useAutosave(formId: string, opened: number | null): Autosave {
  const fetcher = useFetcher<FormAnswer<Autosaved>>();
  const navigating = useNavigation().state !== "idle";
  const [version, setVersion] = useState(opened);
  const [at, setAt] = useState<string | null>(null);
  const [asked, setAsked] = useState(0);
  const answered = useRef<Autosaved | null>(null);
  const waiting = useRef(false);
  const postponed = useRef<HTMLElement | null>(null);
  const { data, submit } = fetcher;
  const saved = data?.shown ?? null;
  const failed = Boolean(data?.refused);
  const busy = fetcher.state !== "idle";
  const underWay = useRef(busy);
  underWay.current = busy;

  const ask = useDebouncedCallback(() => {
    waiting.current = true;
    setAsked((count) => count + 1);
  }, pause);

  useEffect(() => setVersion(opened), [opened]);
  useEffect(() => {
    if (!saved || answered.current === saved) return;
    answered.current = saved;
    setVersion(saved.version);
    setAt(saved.at);
  }, [saved]);

  useEffect(() => {
    const form = document.getElementById(formId);
    if (!(form instanceof HTMLFormElement)) return;
    const beforeSubmit = (event: SubmitEvent) => {
      ask.cancel();
      waiting.current = false;
      if (!underWay.current) return;
      event.preventDefault();
      event.stopPropagation();
      postponed.current = event.submitter;
    };
    form.addEventListener("input", ask);
    form.addEventListener("submit", beforeSubmit, true);
    return () => {
      ask.cancel();
      form.removeEventListener("input", ask);
      form.removeEventListener("submit", beforeSubmit, true);
    };
  }, [ask, formId]);

  useEffect(() => {
    const form = document.getElementById(formId);
    if (!(form instanceof HTMLFormElement) || busy || navigating) return;
    const button = postponed.current;
    /** The version of a save that has just ended is in the form one rendering later. */
    if (button && (failed || saved?.version === version)) {
      postponed.current = null;
      form.requestSubmit(button);
      return;
    }
    if (!waiting.current || failed) return;
    waiting.current = false;
    const fields = new FormData(form);
    fields.set("step", "autosave");
    fields.set("version", version === null ? "" : String(version));
    submit(fields, { method: "post" });
  }, [asked, busy, saved, failed, formId, navigating, submit, version]);

  return { version, state: failed ? "failed" : busy ? "saving" : "idle", at };
}
