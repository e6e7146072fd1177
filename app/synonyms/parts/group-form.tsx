import { useFetcher, useNavigation } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDebounce } from "use-debounce";
import { Button } from "#app/ui/button.tsx";
import { Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { useGivenForm } from "#app/forms/form-identity.ts";
import type { loader as previewLoader } from "#app/synonyms/pages/preview.ts";
import { GroupFields } from "./group-fields.tsx";

/** So long after the last key the words are checked. */
const typingPause = 300;

/** The organizer's form of a group, checked while it is typed, with what it would change. */
export function GroupForm(props: {
  initial: { words: string; note: string };
  step: string;
  /** Sent along: revision, the built-in group that is copied. */
  hidden: Record<string, string | number>;
  /** The group that is edited or copied; its own words are no clash. */
  except: { id?: string; builtIn?: string };
}) {
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  const { initial, step, hidden, except } = props;
  const [, typed] = useGivenForm({ step })?.typed.find(([name]) => name === "words") ?? [];
  const [text, setText] = useState(typed ?? initial.words);
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[1fr_22rem]">
      <StepForm step={step} className="card min-w-0 space-y-4">
        {Object.entries(hidden).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <GroupFields initial={initial} hint={t("synonyms:wordsHint")} onWords={setText} />
        <Button pending={busy}>{t("synonyms:save")}</Button>
      </StepForm>
      <Preview text={text} except={except} />
    </div>
  );
}

function Preview({ text, except }: { text: string; except: { id?: string; builtIn?: string } }) {
  const { t } = useTranslation();
  const fetcher = useFetcher<typeof previewLoader>();
  const load = useRef(fetcher.load);
  load.current = fetcher.load;
  const [query] = useDebounce(
    new URLSearchParams({ words: text, ...except }).toString(),
    typingPause,
  );
  useEffect(() => {
    if (new URLSearchParams(query).get("words")?.trim() === "") return;
    load.current(`/admin/synonyms/preview?${query}`);
  }, [query]);
  const { data } = fetcher;
  const empty = text.trim() === "" || data === undefined;
  return (
    <Section
      title={t("synonyms:preview")}
      aside={
        fetcher.state === "idle" ? null : (
          <span className="text-sm text-ink-soft">{t("synonyms:checking")}</span>
        )
      }
    >
      <div role="status" aria-busy={fetcher.state !== "idle"} className="space-y-3">
        {empty ? <p className="text-ink-soft">{t("synonyms:previewEmpty")}</p> : null}
        {!empty && data ? <Found data={data} /> : null}
      </div>
    </Section>
  );
}

type Data = NonNullable<ReturnType<typeof useFetcher<typeof previewLoader>>["data"]>;

function Found({ data }: { data: Data }) {
  const { t } = useTranslation();
  if (data.failed) return <p className="text-bad">{t("synonyms:previewFailed")}</p>;
  return (
    <>
      {data.problems.length > 0 ? (
        <ul className="list-disc space-y-1 pl-5 text-bad">
          {data.problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      ) : (
        <p className="text-good">
          <span aria-hidden>✓ </span>
          {t("synonyms:fine")}
        </p>
      )}
      {data.found === null ? <p>{t("synonyms:previewUnavailable")}</p> : null}
      {data.found && data.found.length > 0 ? (
        <table className="w-full">
          <thead>
            <tr className="text-left text-sm text-ink-soft">
              <th scope="col" className="font-normal">
                {t("synonyms:previewWord")}
              </th>
              <th scope="col" className="text-right font-normal">
                {t("synonyms:previewFound")}
              </th>
            </tr>
          </thead>
          <tbody>
            {data.found.map(({ word, total }) => (
              <tr key={word} className="border-t border-line">
                <td className="py-1 pr-3 break-all">{word}</td>
                <td className="py-1 text-right tabular-nums">{total}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {data.together ? (
        <p className="font-medium">
          {t(data.together.atLeast ? "synonyms:previewAtLeast" : "synonyms:previewTogether", {
            count: data.together.total,
          })}
        </p>
      ) : null}
    </>
  );
}
