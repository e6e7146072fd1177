import { Form, useSubmit } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { cities, clusters } from "#app/codes/codes.ts";
import type { BoardQuery } from "#app/deals/board.server.ts";
import { codeName } from "#app/i18n/codes.ts";
import { dealStages, type DealStage } from "#app/codes/states.ts";

/** Which deals the board shows; a phone chooses its column here. */
export function BoardFilters(props: {
  query: BoardQuery;
  shown: DealStage;
  /** Counts by stage, for the phone's choice of a column. */
  counts: Partial<Record<DealStage, number>>;
  organizer: boolean;
}) {
  const { t } = useTranslation();
  const submit = useSubmit();
  const { query, shown, counts, organizer } = props;
  return (
    <Form
      className="flex flex-wrap items-end gap-3"
      onChange={(event) => submit(event.currentTarget, { preventScrollReset: true })}
    >
      {organizer ? (
        <>
          <Choice
            name="cluster"
            label={t("deals:boardPage.cluster")}
            value={query.cluster}
            options={clusters.map((code) => [code, codeName(t, "clusters", code)])}
          />
          <Choice
            name="city"
            label={t("deals:boardPage.city")}
            value={query.city}
            options={cities.map((code) => [code, codeName(t, "regions", code)])}
          />
        </>
      ) : null}
      <label className="w-full space-y-1 md:hidden">
        <span className="block text-sm">{t("deals:boardPage.column")}</span>
        <select key={shown} name="stage" className="control" defaultValue={shown}>
          {dealStages.map((stage) => (
            <option key={stage} value={stage}>
              {codeName(t, "dealStages", stage)} ({counts[stage] ?? 0})
            </option>
          ))}
        </select>
      </label>
      <noscript>
        <Button look="secondary">{t("deals:boardPage.filter")}</Button>
      </noscript>
    </Form>
  );
}

function Choice(props: {
  name: string;
  label: string;
  value: string | undefined;
  options: [value: string, label: string][];
}) {
  const { t } = useTranslation();
  return (
    <label className="space-y-1 max-md:w-full">
      <span className="block text-sm">{props.label}</span>
      <select name={props.name} className="control" defaultValue={props.value ?? ""}>
        <option value="">{t("deals:boardPage.all")}</option>
        {props.options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}
