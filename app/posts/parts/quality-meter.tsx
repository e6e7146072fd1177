import { parse } from "@conform-to/react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDebouncedCallback } from "use-debounce";
import type { Listing } from "#app/listings/listing.ts";
import { assess, type Quality } from "#app/listings/quality.ts";
import { QualityList, ScoreBar } from "./quality-list.tsx";

const pause = 300;
/** A screen reader is told when the typing rests, not at each word. */
const quiet = 2_000;

/** Calls back when what a form holds may have changed and its person has rested so long. */
export function useRestedForm(
  formId: string,
  milliseconds: number,
  rested: (form: HTMLFormElement) => void,
): void {
  const whenRested = useDebouncedCallback(rested, milliseconds);
  useEffect(() => {
    const form = document.getElementById(formId);
    if (!(form instanceof HTMLFormElement)) return;
    const wait = () => whenRested(form);
    /** Rows are added and removed without an input event. */
    const observer = new MutationObserver(wait);
    observer.observe(form, { childList: true, subtree: true });
    form.addEventListener("input", wait);
    return () => {
      whenRested.cancel();
      observer.disconnect();
      form.removeEventListener("input", wait);
    };
  }, [formId, whenRested]);
}

/** What a form holds now, as conform names it, also where it is not valid. */
export const typedContent = (form: HTMLFormElement): Record<string, unknown> =>
  parse(new FormData(form), { resolve: (value) => ({ value }) }).payload;

/** How good the draft in a form is; follows what is typed. */
export function useQuality(formId: string, listing: Listing, initial: unknown): Quality {
  const [quality, setQuality] = useState(() => assess(listing, initial, new Date()));
  const [judge] = useState(() => (form: HTMLFormElement) => {
    const next = assess(listing, typedContent(form), new Date());
    setQuality((known) => (JSON.stringify(known) === JSON.stringify(next) ? known : next));
  });
  useRestedForm(formId, pause, judge);
  return quality;
}

const openOnes = ({ findings }: Quality) => findings.filter(({ met }) => !met);

/** The meter beside a form on a wide screen; every finding keeps its place. */
export function QualityAside({ quality, formId }: { quality: Quality; formId: string }) {
  const { t } = useTranslation();
  return (
    <aside
      aria-label={t("quality:title")}
      data-testid="quality"
      className="card sticky top-4 hidden max-h-[calc(100vh-2rem)] space-y-3 overflow-y-auto lg:block"
    >
      <div className="space-y-1.5">
        <p className="flex items-baseline justify-between gap-2">
          <span className="font-semibold">{t("quality:title")}</span>
          <span className="text-lg font-semibold">
            {t("quality:score", { score: quality.score })}
          </span>
        </p>
        <ScoreBar score={quality.score} />
        <p className="text-sm text-ink-soft">{t("quality:meterHint")}</p>
      </div>
      <QualityList findings={quality.findings} formId={formId} />
    </aside>
  );
}

/** The same in one line at the foot of a small screen; opens to what is still open. */
export function QualityBar({ quality, formId }: { quality: Quality; formId: string }) {
  const { t } = useTranslation();
  const open = openOnes(quality);
  const bar = useRef<HTMLDetailsElement>(null);
  const fold = () => {
    if (bar.current) bar.current.open = false;
  };
  return (
    <details ref={bar} className="lg:hidden" data-testid="quality-bar">
      <summary className="space-y-1">
        <span className="inline-flex w-[calc(100%-1.5rem)] items-baseline justify-between gap-2 align-middle text-sm">
          <span className="font-medium">
            {t("quality:title")} {t("quality:score", { score: quality.score })}
          </span>
          <span className="text-ink-soft">
            {open.length === 0 ? t("quality:complete") : t("quality:open", { count: open.length })}
          </span>
        </span>
        <ScoreBar score={quality.score} />
      </summary>
      <div className="max-h-[45vh] overflow-y-auto py-2">
        <QualityList findings={open} formId={formId} onLeave={fold} />
      </div>
    </details>
  );
}

/** Says the score to a screen reader when the typing rests. */
export function QualityNews({ quality }: { quality: Quality }) {
  const { t } = useTranslation();
  const words = t("quality:announced", {
    score: quality.score,
    count: openOnes(quality).length,
  });
  const [said, setSaid] = useState("");
  const [first] = useState(words);
  const say = useDebouncedCallback(setSaid, quiet);
  useEffect(() => {
    say(words === first && said === "" ? "" : words);
  }, [words, first, said, say]);
  return (
    <p aria-live="polite" className="sr-only">
      {said}
    </p>
  );
}
