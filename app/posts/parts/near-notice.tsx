import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { PostKind } from "#app/codes/codes.ts";
import { comparedTexts, nearAnswer, type NearLine } from "./near-line.ts";
import { useRestedForm } from "./quality-meter.tsx";
import { pathOf } from "#app/search/parts/result-line.tsx";
import { useFormat } from "#app/i18n/use-format.ts";

const pause = 1_500;
/** Looks in the background for posts that say nearly the same, and tells of them without a stop. */
export function NearNotice(props: { formId: string; kind: PostKind; postId: string | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { formId, kind, postId } = props;
  const near = useNear(formId, kind, postId);
  return (
    <div aria-live="polite" data-testid="near-notice">
      {near.length > 0 ? (
        <details className="rounded-md border-l-4 border-warn bg-warn-soft px-3 py-1.5 text-sm">
          <summary>
            {t("quality:near.notice", { count: near.length })}{" "}
            <span className="text-ink-soft">{t("quality:near.noticeText")}</span>
          </summary>
          <ul className="mt-1 max-h-[30vh] space-y-1 overflow-y-auto">
            {near.map(({ id, kind: nearKind, title, share, own, continueBy }) => (
              <li key={id}>
                <a
                  href={`${pathOf(nearKind, id)}${own ? "?view=draft" : ""}`}
                  target="_blank"
                  rel="noreferrer"
                  className="link"
                >
                  {title}
                  <span className="sr-only"> {t("quality:near.opensNew")}</span>
                </a>
                <span className="text-ink-soft">
                  {" "}
                  · {t("quality:near.share", { share: format.percent(share) })}
                  {own ? ` · ${t("quality:near.own")}` : ""}
                </span>
                {continueBy === null ? null : (
                  <span className="block text-ink-soft">
                    {t(`quality:near.${continueBy === "copy" ? "continueText" : "renewText"}`)}
                  </span>
                )}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
}

/** Asks the server when the compared texts have changed and the typing rests. */
function useNear(formId: string, kind: PostKind, postId: string | null): NearLine[] {
  const [near, setNear] = useState<NearLine[]>([]);
  const asked = useRef({ text: "", stop: new AbortController() });
  const [check] = useState(() => async (form: HTMLFormElement) => {
    const texts = comparedTexts(kind).parse(Object.fromEntries(new FormData(form)));
    const sent = new URLSearchParams();
    for (const [name, value] of Object.entries(texts)) sent.set(name, value);
    const text = JSON.stringify(texts);
    if (text === asked.current.text) return;
    asked.current.stop.abort();
    asked.current = { text, stop: new AbortController() };
    if (postId !== null) sent.set("ownPostId", postId);
    const { signal } = asked.current.stop;
    const found = await ask(`/${kind}s/near-identical`, sent, signal);
    if (found && !signal.aborted) setNear(found);
  });
  useRestedForm(formId, pause, check);
  useEffect(() => () => asked.current.stop.abort(), []);
  return near;
}

/** Null when there is no answer: the check is a help, and writing goes on without it. */
async function ask(
  path: string,
  body: URLSearchParams,
  signal: AbortSignal,
): Promise<NearLine[] | null> {
  try {
    const answer = await fetch(path, { method: "POST", body, signal });
    const read = nearAnswer.safeParse(answer.ok ? await answer.json() : null);
    return read.success ? read.data.near : null;
  } catch {
    return null;
  }
}
