import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import type { GivenUpLine } from "#app/jobs/given-up.server.ts";
import { jobWords } from "./words.ts";

/** What was given up: what it was, about what, when, why, after how many tries. */
export function GivenUpList({ lines, busy }: { lines: GivenUpLine[]; busy: boolean }) {
  const { t } = useTranslation();
  return (
    <ul className="divide-y divide-line">
      {lines.map(({ id, name, about, reason, tries, givenUpAt }) => (
        <li key={id} className="flex flex-wrap items-start justify-between gap-3 py-3">
          <div className="min-w-0 grow basis-72">
            <p className="font-semibold">{jobWords(t, name)}</p>
            {about ? <p className="wrap-anywhere">{about}</p> : null}
            <p className="wrap-anywhere text-sm text-ink-soft">
              {reason === "" ? t("jobs:noReason") : reason}
            </p>
            <p className="text-sm text-ink-soft">
              {t("jobs:tries", { count: tries })} · <RelativeTime at={givenUpAt} />
            </p>
          </div>
          <StepForm step="job" row={{ name, id }}>
            <Button
              look="secondary"
              pending={busy}
              aria-label={t("jobs:againFor", { name: about ?? jobWords(t, name) })}
            >
              {t("jobs:again")}
            </Button>
          </StepForm>
        </li>
      ))}
    </ul>
  );
}
