import { useFetcher } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useDebouncedCallback } from "use-debounce";
import type { FormAnswer } from "#app/forms/answer.ts";
import { useGivenForm } from "#app/forms/form-identity.ts";
import { Button } from "#app/ui/button.tsx";
import { TextArea } from "#app/ui/fields.tsx";
import { Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";

/** So long after the last key what was typed is saved. */
const typingPause = 1_500;

/**
 * The owner's form of a confidential part. It saves itself while it is typed in;
 * nothing of it is kept in the browser.
 */
export function SecretForm(props: {
  value: { confidential: string; extraTerms: string };
  revision: number;
}) {
  const { t } = useTranslation();
  const fetcher = useFetcher<FormAnswer<{ saved: number }>>();
  const form = useRef<HTMLFormElement>(null);
  const again = useRef(false);
  const { submit, state, data } = fetcher;
  /** A refused save stops saving by itself: the person looks and decides. */
  const given = useGivenForm({ step: "save", fetcher });
  const stopped = given !== null && !given.kept;
  const saved = data?.shown?.saved;
  /** The page's data follow a colleague's change; the form stays with what it began from. */
  const startedFrom = useRef(props.revision);
  const revision = saved ?? startedFrom.current;
  const save = useDebouncedCallback(() => {
    if (state !== "idle") again.current = true;
    else if (form.current) submit(form.current);
  }, typingPause);
  useEffect(() => {
    if (state !== "idle" || !again.current || stopped) return;
    again.current = false;
    if (form.current) submit(form.current);
  }, [state, stopped, submit]);
  return (
    <StepForm step="save" fetcher={fetcher} ref={form} className="space-y-4">
      <input type="hidden" name="revision" value={stopped ? props.revision : revision} />
      <Section title={t("disclosure:text")}>
        {(["confidential", "extraTerms"] as const).map((name) => (
          <TextArea
            key={name}
            field={{ id: name, name }}
            label={t(name === "confidential" ? "disclosure:text" : "disclosure:extraTerms")}
            hint={t(name === "confidential" ? "disclosure:textHint" : "disclosure:extraTermsHint")}
            needed={name === "confidential"}
            limit={name === "confidential" ? 20_000 : 5_000}
            rows={name === "confidential" ? 12 : 4}
            defaultValue={props.value[name]}
            onChange={() => {
              if (stopped) save.cancel();
              else save();
            }}
          />
        ))}
        <div className="flex items-center gap-3">
          <Button pending={state !== "idle"}>{t("disclosure:save")}</Button>
          <span role="status" className="text-sm text-ink-soft">
            {state !== "idle" ? t("disclosure:saving") : saved ? t("disclosure:saved") : ""}
          </span>
        </div>
      </Section>
    </StepForm>
  );
}
