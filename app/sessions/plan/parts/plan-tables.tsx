import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { SelectField, TextField } from "#app/ui/fields.tsx";
import { Badge, Section } from "#app/ui/parts.tsx";
import type { TableLine } from "#app/sessions/queries.server.ts";
import { tablePlanSchema } from "#app/sessions/schema.ts";
import { PlanForm, RemoveButton } from "./plan-form.tsx";
import type { SessionMode } from "#app/codes/session-codes.ts";
import { NumberField } from "#app/ui/number-field.tsx";

/** The tables of a session by hall, with the form that adds to them. */
export function PlanTables(props: {
  tables: TableLine[];
  version: number;
  zone: string;
  mode: SessionMode;
}) {
  const { t } = useTranslation();
  const { tables, version, zone, mode } = props;
  const halls = [...new Set(tables.map(({ hall }) => hall))];
  return (
    <Section title={t("sessions:tables")}>
      {tables.length === 0 ? (
        <p className="text-ink-soft">{t("sessions:noTables")}</p>
      ) : (
        halls.map((hall) => (
          <div key={hall}>
            {hall === "" ? null : <h3>{hall}</h3>}
            <ul className="grid gap-x-4 sm:grid-cols-2">
              {tables
                .filter((table) => table.hall === hall)
                .map((table) => (
                  <li
                    key={table.id}
                    className="flex items-center justify-between gap-2 has-[[data-refused]]:flex-wrap"
                  >
                    <span>
                      <Link to={`?table=${table.id}#table`} className="link">
                        {table.name}
                        <span className="sr-only"> {t("sessions:arrange")}</span>
                      </Link>{" "}
                      <span className="text-sm text-ink-soft">
                        {t("sessions:seats")} {table.seats}
                      </span>{" "}
                      {table.kind === "online" ? <Badge>{t("sessions:kind.online")}</Badge> : null}
                      {table.host ? (
                        <Badge>{t("sessions:hostedBy", { name: table.host.name })}</Badge>
                      ) : null}
                      {table.closed.length > 0 ? (
                        <Badge>{t("sessions:closedCount", { count: table.closed.length })}</Badge>
                      ) : null}
                    </span>
                    <RemoveButton
                      step="removeTable"
                      id={table.id}
                      {...{ version, zone }}
                      name={`${hall} ${table.name}`.trim()}
                    />
                  </li>
                ))}
            </ul>
          </div>
        ))
      )}
      <h3>{t("sessions:addTables")}</h3>
      <PlanForm
        step="tables"
        version={version}
        schema={tablePlanSchema}
        value={{
          hall: "",
          prefix: "A",
          count: "10",
          seats: "4",
          kind: mode === "online" ? "online" : "place",
          link: "",
        }}
        submit={t("sessions:addTables")}
      >
        {(fields) => (
          <div className="grid gap-3 sm:grid-cols-3">
            <TextField {...fields("hall")} label={t("sessions:hall")} needed={false} />
            <TextField
              {...fields("prefix")}
              label={t("sessions:prefix")}
              hint={t("sessions:prefixHint")}
            />
            <NumberField kind="whole" {...fields("count")} label={t("sessions:count")} />
            <NumberField kind="whole" {...fields("seats")} label={t("sessions:seats")} />
            <SelectField
              {...fields("kind")}
              label={t("sessions:tableKind")}
              options={(["place", "online"] as const).map((value) => ({
                value,
                label: t(`sessions:kind.${value}`),
              }))}
            />
            <TextField
              {...fields("link")}
              label={t("sessions:link")}
              type="url"
              needed={t("sessions:linkNeeded")}
            />
          </div>
        )}
      </PlanForm>
    </Section>
  );
}
