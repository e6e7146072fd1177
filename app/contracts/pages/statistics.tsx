import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button, buttonClass } from "#app/ui/button.tsx";
import { TextField } from "#app/ui/fields.tsx";
import { EmptyState } from "#app/ui/parts.tsx";
import { shownStatistics } from "#app/contracts/statistics.server.ts";
import { smallestCell } from "#app/contracts/statistics.ts";
import { isOrganizer } from "#app/kernel/viewer.ts";
import { periodOf } from "#app/contracts/parts/statistics-period.ts";
import { StatisticsSection } from "#app/contracts/parts/statistics-table.tsx";
import { signedIn } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const period = periodOf(parametersOf(request));
  const tables = await shownStatistics(context.services, viewer, period);
  const title = (await getT(request))("contracts:statistics.title");
  return { tables, period, organizer: isOrganizer(viewer), title };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function ContractStatistics() {
  const { t } = useTranslation();
  const { tables, period, organizer, title } = useLoaderData<typeof loader>();
  const filled = tables.filter(({ rows }) => rows.length > 0);
  const file = (kind: "xlsx" | "csv") =>
    `/statistics/contracts/export?${new URLSearchParams({
      kind,
      ...(period.from ? { from: period.from } : {}),
      ...(period.to ? { to: period.to } : {}),
    }).toString()}`;
  return (
    <div className="mx-auto max-w-6xl space-y-5">
      <header className="space-y-2">
        <h1>{title}</h1>
        <p className="max-w-[75ch] text-ink-soft">{t("contracts:statistics.intro")}</p>
        <p className="max-w-[75ch] text-sm text-ink-soft">
          {organizer
            ? t("contracts:statistics.organizerNote", { count: smallestCell })
            : t("contracts:statistics.suppressedNote", { count: smallestCell })}
        </p>
      </header>
      <div className="flex flex-wrap items-end gap-3 print:hidden">
        {organizer ? (
          <Form
            aria-label={t("contracts:statistics.period")}
            className="flex flex-wrap items-end gap-3"
          >
            {(["from", "to"] as const).map((end) => (
              <TextField
                key={end}
                field={{ id: end, name: end }}
                label={t(`contracts:statistics.${end}`)}
                needed={false}
                type="date"
                defaultValue={period[end] ?? ""}
              />
            ))}
            <Button look="secondary">{t("contracts:statistics.apply")}</Button>
          </Form>
        ) : null}
        {(["xlsx", "csv"] as const).map((kind) => (
          <a key={kind} href={file(kind)} download className={buttonClass("secondary")}>
            {t(`contracts:statistics.${kind}`)}
          </a>
        ))}
      </div>
      {filled.length === 0 ? (
        <EmptyState
          title={t("contracts:statistics.empty")}
          text={t("contracts:statistics.emptyText")}
        />
      ) : (
        filled.map((statistics) => (
          <StatisticsSection key={statistics.table} statistics={statistics} />
        ))
      )}
    </div>
  );
}
