import { useTranslation } from "react-i18next";
import { TextField } from "#app/ui/fields.tsx";
import { Badge, Section } from "#app/ui/parts.tsx";
import type { SlotLine } from "#app/sessions/queries.server.ts";
import { slotPlanSchema, slotSchema } from "#app/sessions/slots.ts";
import { changesClocks } from "#app/kernel/zones.ts";
import { useZoneFormat } from "#app/i18n/use-format.ts";
import { PlanForm, RemoveButton } from "./plan-form.tsx";
import { NumberField } from "#app/ui/number-field.tsx";

/** The slots of a session, with the forms that add to them. */
export function PlanSlots(props: {
  slots: SlotLine[];
  version: number;
  zone: string;
  /** The day that the forms begin with. */
  day: string;
}) {
  const { t } = useTranslation();
  const { slots, version, zone, day } = props;
  const format = useZoneFormat(zone);
  return (
    <Section
      title={t("sessions:slots")}
      aside={
        <span className="text-sm text-ink-soft">
          {t("sessions:slotsCount", {
            count: slots.filter(({ kind }) => kind === "meeting").length,
          })}{" "}
          · {t("sessions:zoneNote", { zone })}
        </span>
      }
    >
      {slots.length === 0 ? (
        <p className="text-ink-soft">{t("sessions:noSlots")}</p>
      ) : (
        <ul className="divide-y divide-line">
          {slots.map((slot) => {
            const name = `${format.dateTime(slot.startsAt)}–${format.time(slot.endsAt)}`;
            return (
              <li
                key={slot.id}
                className="flex items-center justify-between gap-2 has-[[data-refused]]:flex-wrap"
              >
                <span className="tabular-nums">
                  {name} {slot.part === "" ? null : <Badge>{slot.part}</Badge>}{" "}
                  {slot.kind === "break" ? <Badge>{t("sessions:break")}</Badge> : null}
                </span>
                <RemoveButton step="removeSlot" id={slot.id} {...{ version, name, zone }} />
              </li>
            );
          })}
        </ul>
      )}
      <h3>{t("sessions:addSlots")}</h3>
      {changesClocks(zone, day) ? (
        <p className="text-sm text-ink-soft">{t("sessions:clockNote")}</p>
      ) : null}
      <PlanForm
        step="slots"
        version={version}
        schema={slotPlanSchema}
        value={{ day, from: "09:00", to: "11:30", minutes: "25", pause: "5", part: "" }}
        submit={t("sessions:addSlots")}
      >
        {(fields) => (
          <div className="grid gap-3 sm:grid-cols-3">
            <TextField {...fields("day")} label={t("sessions:day")} type="date" />
            <TextField {...fields("from")} label={t("sessions:from")} type="time" />
            <TextField {...fields("to")} label={t("sessions:to")} type="time" />
            <NumberField kind="whole" {...fields("minutes")} label={t("sessions:minutes")} />
            <NumberField kind="whole" {...fields("pause")} label={t("sessions:pause")} />
            <TextField
              {...fields("part")}
              label={t("sessions:part")}
              hint={t("sessions:partHint")}
              needed={false}
            />
          </div>
        )}
      </PlanForm>
      <h3>{t("sessions:addBreak")}</h3>
      <PlanForm
        step="break"
        version={version}
        schema={slotSchema}
        value={{ day, from: "", to: "", part: "" }}
        submit={t("sessions:addBreak")}
      >
        {(fields) => (
          <div className="grid gap-3 sm:grid-cols-3">
            <TextField {...fields("day")} label={t("sessions:day")} type="date" />
            <TextField {...fields("from")} label={t("sessions:from")} type="time" />
            <TextField {...fields("to")} label={t("sessions:to")} type="time" />
          </div>
        )}
      </PlanForm>
    </Section>
  );
}
