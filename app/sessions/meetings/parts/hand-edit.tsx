import { useFetcher } from "@remix-run/react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { SelectField } from "#app/ui/fields.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import type { loader as tryLoader } from "#app/sessions/meetings/timetable/pages/try-change.ts";

interface Choice {
  value: string;
  label: string;
}

/** A change of the timetable by hand, which says at once what it would break. */
export function HandEditForm(props: {
  step: "move" | "swap";
  sessionId: string;
  version: number;
  wish: string;
  submit: string;
  fields: { name: string; label: string; options: Choice[]; value: string }[];
}) {
  const { t } = useTranslation();
  const { step, sessionId, version, wish, fields } = props;
  const tried = useFetcher<typeof tryLoader>();
  const form = useRef<HTMLFormElement>(null);
  const look = () => {
    if (!form.current) return;
    const typed = [...new FormData(form.current)].map(([name, value]) => [name, String(value)]);
    if (typed.some(([, value]) => value === "")) return;
    tried.load(`/sessions/${sessionId}/timetable/try?${new URLSearchParams(typed).toString()}`);
  };
  const kinds = tried.data?.kinds;
  return (
    <StepForm
      step={step}
      row={{ wish }}
      version={version}
      ref={form}
      onChange={look}
      className="space-y-2"
      preventScrollReset
    >
      <div className="flex flex-wrap items-end gap-2">
        {fields.map(({ name, label, options, value }) => (
          <SelectField
            key={name}
            field={{ id: `${step}-${wish}-${name}`, name }}
            label={label}
            options={options}
            defaultValue={value}
          />
        ))}
        <Button look="secondary">{props.submit}</Button>
      </div>
      <div aria-live="polite">
        {kinds === undefined ? null : kinds.length === 0 ? (
          <p className="text-good">{t("meetings:fits")}</p>
        ) : (
          <p className="text-bad">
            {t("meetings:conflicts")}{" "}
            {kinds.map((kind) => t(`meetings:conflict.${kind}`)).join(" · ")}
          </p>
        )}
      </div>
    </StepForm>
  );
}
