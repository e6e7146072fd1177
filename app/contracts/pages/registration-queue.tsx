import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { EmptyState, NextPage } from "#app/ui/parts.tsx";
import { Tabs } from "#app/ui/tabs.tsx";
import { queueStates, registrationQueue } from "#app/contracts/queries.server.ts";
import { registrationRuleOn } from "#app/contracts/registration-rules.ts";
import { dayOf } from "#app/kernel/dates.ts";
import { ContractList } from "#app/contracts/parts/contract-list.tsx";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { queryOf } from "#app/http/params.ts";
import { codeName } from "#app/i18n/codes.ts";
import { getT } from "#app/i18n/i18n.server.ts";

const asked = z.object({
  state: z.enum(queueStates).catch("submitted"),
  after: z.uuid().optional().catch(undefined),
});

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const { state, after } = queryOf(request, asked);
  const { services } = context;
  const page = await answering(registrationQueue(services, viewer, { state, after, limit: 30 }));
  const title = (await getT(request))("contracts:queue.title");
  return {
    ...page,
    state,
    states: [...queueStates],
    rule: registrationRuleOn(dayOf(services.now())),
    title,
  };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function RegistrationQueue() {
  const { t } = useTranslation();
  const { lines, next, state, states, rule, title } = useLoaderData<typeof loader>();
  return (
    <div className="mx-auto max-w-4xl space-y-4">
      <div>
        <h1>{title}</h1>
        {rule ? (
          <p className="text-ink-soft">
            {t("contracts:queue.rule", {
              source: rule.source,
              days: rule.decideWithin.days,
              unit: t(`contracts:queue.${rule.decideWithin.kind}`),
            })}
          </p>
        ) : null}
      </div>
      <Tabs
        label={t("contracts:queue.filter")}
        tabs={states.map((code) => ({
          to: `?state=${code}`,
          label: codeName(t, "contractStates", code),
          current: code === state,
        }))}
      />
      {lines.length === 0 ? (
        state === "submitted" ? (
          <EmptyState title={t("contracts:queue.empty")} text={t("contracts:queue.emptyText")} />
        ) : (
          <EmptyState title={t("contracts:queue.emptyOther")} />
        )
      ) : null}
      <ContractList lines={lines} aside="submitted" />
      <NextPage to={next === null ? null : `?state=${state}&after=${next}`} />
    </div>
  );
}
