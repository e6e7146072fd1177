import { useTranslation } from "react-i18next";
import { SelectField } from "#app/ui/fields.tsx";
import { Section } from "#app/ui/parts.tsx";
import { organisationKinds } from "#app/codes/codes.ts";
import type { MeetingLimit } from "#app/sessions/limits.server.ts";
import { meetingLimitSchema, travelSchema } from "#app/sessions/schema.ts";
import { codeOptions } from "#app/i18n/codes.ts";
import { PlanForm, RemoveButton } from "./plan-form.tsx";
import { NumberField } from "#app/ui/number-field.tsx";

/** Limits of meetings by kind of organisation and part, and the way between halls. */
export function PlanLimits(props: {
  limits: MeetingLimit[];
  parts: string[];
  halls: number;
  travelMinutes: number;
  version: number;
  zone: string;
}) {
  const { t } = useTranslation();
  const { limits, parts, version, zone } = props;
  const kinds = codeOptions(t, "organisationKinds", organisationKinds);
  const nameOf = ({ organisationKind, part, meetingsPerPerson }: MeetingLimit) =>
    t("sessions:limitOf", {
      kind: kinds.find(({ value }) => value === organisationKind)?.label ?? t("sessions:everyKind"),
      part: part === "" ? t("sessions:everyPart") : part,
      count: meetingsPerPerson,
    });
  return (
    <Section title={t("sessions:limits")}>
      <p className="text-ink-soft">{t("sessions:limitsIntro")}</p>
      {limits.length === 0 ? (
        <p className="text-ink-soft">{t("sessions:noLimits")}</p>
      ) : (
        <ul className="divide-y divide-line">
          {limits.map((limit) => (
            <li
              key={`${limit.organisationKind}/${limit.part}`}
              className="flex items-center justify-between gap-2 has-[[data-refused]]:flex-wrap"
            >
              <span data-testid="limit">{nameOf(limit)}</span>
              <RemoveButton
                step="removeLimit"
                id={JSON.stringify([limit.organisationKind, limit.part])}
                {...{ version, zone }}
                name={nameOf(limit)}
              />
            </li>
          ))}
        </ul>
      )}
      <PlanForm
        step="limit"
        version={version}
        schema={meetingLimitSchema}
        value={{ organisationKind: "", part: "", meetingsPerPerson: "" }}
        zone={zone}
        submit={t("sessions:addLimit")}
      >
        {(fields) => (
          <div className="grid gap-3 sm:grid-cols-3">
            <SelectField
              {...fields("organisationKind")}
              label={t("sessions:limitKind")}
              hint={t("sessions:everyHint")}
              needed={false}
              options={kinds}
            />
            <SelectField
              {...fields("part")}
              label={t("sessions:limitPart")}
              hint={t("sessions:everyHint")}
              needed={false}
              options={parts.map((value) => ({ value, label: value }))}
            />
            <NumberField
              kind="whole"
              {...fields("meetingsPerPerson")}
              label={t("sessions:limitMost")}
            />
          </div>
        )}
      </PlanForm>
      {props.halls > 1 || props.travelMinutes > 0 ? (
        <>
          <h3>{t("sessions:travel")}</h3>
          <PlanForm
            step="travel"
            version={version}
            schema={travelSchema}
            value={{ travelMinutes: String(props.travelMinutes) }}
            zone={zone}
            submit={t("sessions:saveTravel")}
          >
            {(fields) => (
              <NumberField
                kind="whole"
                {...fields("travelMinutes")}
                label={t("sessions:travelMinutes")}
              />
            )}
          </PlanForm>
        </>
      ) : null}
    </Section>
  );
}
