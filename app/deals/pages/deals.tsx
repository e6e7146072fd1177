import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { LinkButton } from "#app/ui/button.tsx";
import { EmptyState, NextPage } from "#app/ui/parts.tsx";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { Tabs } from "#app/ui/tabs.tsx";
import { brokerInvitations, takeBrokerStep } from "#app/deals/brokers.server.ts";
import { countDeals, dealListSchema, listDeals } from "#app/deals/list.server.ts";
import { runningStages } from "#app/deals/stages.ts";
import { DealListLine } from "#app/deals/parts/deal-line.tsx";
import { BrokerInvitations } from "#app/deals/parts/invitations.tsx";
import { useLiveDeals } from "#app/deals/parts/live.ts";
import { signedIn } from "#app/http/answers.server.ts";
import { step, takesSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { queryOf } from "#app/http/params.ts";
import { codeName } from "#app/i18n/codes.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { dealStages } from "#app/codes/states.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const { services } = context;
  const query = queryOf(request, dealListSchema);
  const [page, counts, invitations] = await Promise.all([
    listDeals(services, viewer, { ...query, limit: 30 }),
    countDeals(services, viewer),
    brokerInvitations(services, viewer),
  ]);
  return {
    ...page,
    counts,
    invitations,
    stage: query.stage ?? null,
    name: viewer.active?.name ?? viewer.name,
    title: (await getT(request))("deals:title"),
  };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

const answerSchema = z.object({
  dealId: z.uuid(),
  brokerId: z.uuid(),
  brokerStep: z.enum(["accept", "refuse"]),
});

export const action = takesSteps("signedIn", {
  steps: {
    broker: step({
      fields: answerSchema,
      run: async ({ dealId, brokerId, brokerStep }, { services, viewer }) => {
        await takeBrokerStep(services, viewer, dealId, brokerId, brokerStep);
        return brokerStep === "accept" ? `/deals/${dealId}` : "/deals";
      },
    }),
  },
});

export default function Deals() {
  const { t } = useTranslation();
  const { lines, next, counts, invitations, stage, name } = useLoaderData<typeof loader>();
  useLiveDeals();
  const running = runningStages.reduce((sum, one) => sum + (counts[one] ?? 0), 0);
  const total = running + (counts.ended ?? 0);
  const address = (query: Record<string, string>) => `?${new URLSearchParams(query).toString()}`;
  return (
    <div className="mx-auto max-w-4xl space-y-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1>{t("deals:title")}</h1>
        <LinkButton to="/deals/board" look="secondary">
          {t("deals:board")}
        </LinkButton>
      </div>
      <p className="text-ink-soft">{t("deals:lead", { name })}</p>
      <LostRefusal />
      <BrokerInvitations invitations={invitations} />
      {total === 0 ? (
        <EmptyState title={t("deals:empty")} text={t("deals:emptyText")}>
          <LinkButton to="/search">{t("deals:find")}</LinkButton>
        </EmptyState>
      ) : (
        <Tabs
          label={t("deals:filter")}
          tabs={[
            { to: "/deals", label: t("deals:running"), count: running, current: stage === null },
            ...dealStages
              .filter((code) => (counts[code] ?? 0) > 0 || code === stage)
              .map((code) => ({
                to: address({ stage: code }),
                label: codeName(t, "dealStages", code),
                count: counts[code] ?? 0,
                current: code === stage,
              })),
          ]}
        />
      )}
      {total > 0 && lines.length === 0 ? (
        <EmptyState
          title={t("deals:emptyStage", {
            stage: stage ? codeName(t, "dealStages", stage) : t("deals:running"),
          })}
        />
      ) : null}
      <ul className="space-y-2">
        {lines.map((line) => (
          <DealListLine key={line.id} line={line} />
        ))}
      </ul>
      <NextPage
        to={next === null ? null : address({ ...(stage ? { stage } : {}), before: next })}
      />
    </div>
  );
}
