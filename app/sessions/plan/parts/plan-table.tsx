import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Choices, SelectField } from "#app/ui/fields.tsx";
import { Section } from "#app/ui/parts.tsx";
import type { SlotLine, TableLine } from "#app/sessions/queries.server.ts";
import { tableArrangementSchema } from "#app/sessions/schema.ts";
import { useZoneFormat } from "#app/i18n/use-format.ts";
import { PlanForm } from "./plan-form.tsx";

/** One table: who stays at it, and when it is closed. */
export function PlanTable(props: {
  table: TableLine;
  slots: SlotLine[];
  organisations: { id: string; name: string }[];
  version: number;
  zone: string;
}) {
  const { t } = useTranslation();
  const { table, slots, organisations, version, zone } = props;
  const format = useZoneFormat(zone);
  return (
    <div id="table">
      <Section
        title={t("sessions:arrangeTitle", { name: `${table.hall} ${table.name}`.trim() })}
        aside={
          <Link to="?" preventScrollReset className="link">
            {t("meetings:close")}
          </Link>
        }
      >
        <PlanForm
          key={`${table.id}/${version}`}
          step="arrange"
          row={{ id: table.id }}
          version={version}
          schema={tableArrangementSchema}
          value={{ hostOrganisationId: table.host?.id ?? "", closed: table.closed }}
          zone={zone}
          submit={t("sessions:saveTable")}
        >
          {(fields, choices) => (
            <div className="space-y-3">
              <SelectField
                {...fields("hostOrganisationId")}
                label={t("sessions:host")}
                hint={t("sessions:hostHint")}
                needed={false}
                options={organisations.map(({ id, name }) => ({ value: id, label: name }))}
              />
              <Choices
                kind="checkbox"
                {...choices("closed")}
                label={t("sessions:closedSlots")}
                needed={false}
                options={slots
                  .filter(({ kind }) => kind === "meeting")
                  .map(({ id, startsAt }) => ({ value: id, label: format.dateTime(startsAt) }))}
              />
            </div>
          )}
        </PlanForm>
      </Section>
    </div>
  );
}
