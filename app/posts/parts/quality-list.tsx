import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { goToField } from "#app/ui/error-summary.tsx";
import type { Finding } from "#app/listings/quality.ts";
import { useFormat } from "#app/i18n/use-format.ts";

/** The findings of a draft in the order of its form; with a form's id each leads to its field. */
export function QualityList(props: {
  findings: Finding[];
  formId?: string;
  /** Once the person went to a field. */
  onLeave?: () => void;
}) {
  const { findings, formId, onLeave } = props;
  const { t } = useTranslation();
  const translate = t as Translate;
  const format = useFormat();
  return (
    <ul className="space-y-1.5 text-sm">
      {findings.map((finding) => {
        const { code, field, met } = finding;
        const name = translate(`listings:judged.${code}`, {
          defaultValue: translate(`listings:field.${code}`),
        });
        const id = `${formId}-${field}`;
        const advice = adviceOf(t, finding, format.list(finding.about));
        return (
          <li key={code} className="grid grid-cols-[1.25rem_1fr]">
            <span aria-hidden className={met ? "text-good" : "text-warn"}>
              {met ? "✓" : "○"}
            </span>
            <span>
              <span className="sr-only">{met ? t("quality:met") : t("quality:notMet")} </span>
              {met || formId === undefined ? (
                <span className={met ? "text-ink-soft" : ""}>{name}</span>
              ) : (
                <a
                  href={`#${id}`}
                  className="link"
                  onClick={(event) => {
                    onLeave?.();
                    goToField(event, id);
                  }}
                >
                  {name}
                </a>
              )}
              {advice === "" ? null : <span className="block text-ink-soft">{advice}</span>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** Rules name themselves by what they judge, so that a field needs no words of its own to be judged. */
type Translate = (key: string, options?: { about?: string; defaultValue: string }) => string;

/** What to do about a finding; empty where another finding of the same field says it. */
function adviceOf(t: TFunction, { code, lack }: Finding, about: string): string {
  if (lack === null) return "";
  const translate = t as Translate;
  const usual = translate(`listings:advice.any.${lack}`, { defaultValue: "" });
  return translate(`listings:advice.${code}.${lack}`, { about, defaultValue: usual });
}

/** The score as a bar; the number beside it says the same. */
export function ScoreBar({ score }: { score: number }) {
  return (
    <svg aria-hidden viewBox="0 0 100 6" preserveAspectRatio="none" className="h-1.5 w-full">
      <rect width="100" height="6" rx="2" className="fill-sunken" />
      <rect width={score} height="6" rx="2" className={score >= 80 ? "fill-good" : "fill-accent"} />
    </svg>
  );
}
