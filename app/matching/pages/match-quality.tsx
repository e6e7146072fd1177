import { randomUUID } from "node:crypto";
import type { LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button, buttonClass } from "#app/ui/button.tsx";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { EmptyState, NextPage, Notice, Section } from "#app/ui/parts.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { ScrollRegion } from "#app/ui/scroll-region.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { callKey, noteCall, pairsWorthACall } from "#app/matching/calls.server.ts";
import { callSchema } from "#app/matching/calls.ts";
import { matchQualityView, recountMatchQuality } from "#app/matching/quality.server.ts";
import { CallCard } from "#app/matching/parts/call-card.tsx";
import { PrecisionTable } from "#app/matching/parts/precision-table.tsx";
import { clusterName } from "#app/matching/parts/words.ts";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { noFields, step, takesSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf } from "#app/http/params.ts";
import { codeName } from "#app/i18n/codes.ts";
import { getT } from "#app/i18n/i18n.server.ts";

const pairsAtOnce = 20;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const address = parametersOf(request);
  const after = callKey.safeParse(address.get("after")).data;
  const { services } = context;
  const [quality, calls] = await Promise.all([
    answering(matchQualityView(services, viewer)),
    answering(pairsWorthACall(services, viewer, { after, limit: pairsAtOnce })),
  ]);
  return {
    quality,
    lines: calls.lines.map((line) => ({ ...line, clientKey: randomUUID() })),
    next: calls.next,
    first: after === undefined,
    saved: address.has("saved"),
    title: (await getT(request))("matchQuality:title"),
  };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export const action = takesSteps("organizers", {
  words: { conflict: (t) => t("matchQuality:conflict") },
  steps: {
    recount: step({
      fields: noFields,
      run: (_, { services, viewer }) => recountMatchQuality(services, viewer),
    }),
    call: step({
      fields: callSchema,
      run: async (call, { services, viewer, request }) => {
        await noteCall(services, viewer, call);
        const back = parametersOf(request);
        back.set("saved", "1");
        return `/admin/match-quality?${back.toString()}`;
      },
    }),
  },
});

export default function MatchQuality() {
  const { t } = useTranslation();
  const { quality, lines, next, first, saved } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>()?.refused;
  const busy = useNavigation().state !== "idle";
  return (
    <div className="mx-auto max-w-5xl space-y-5">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div>
          <h1>{t("matchQuality:title")}</h1>
          <p className="text-ink-soft">{t("matchQuality:intro")}</p>
        </div>
        <div className="flex flex-wrap gap-2">
          <a
            href="/admin/match-quality/export?format=xlsx"
            download
            className={buttonClass("secondary")}
          >
            {t("matchQuality:exportXlsx")}
          </a>
          <a
            href="/admin/match-quality/export?format=csv"
            download
            className={buttonClass("secondary")}
          >
            {t("matchQuality:exportCsv")}
          </a>
        </div>
      </div>
      <StepForm step="recount" className="flex flex-wrap items-center gap-3 text-sm">
        <span className="text-ink-soft">
          {quality.countedAt ? (
            <RelativeTime
              at={quality.countedAt}
              words={(time) => t("matchQuality:countedAt", { time })}
            />
          ) : (
            t("matchQuality:never")
          )}
        </span>
        <Button look="secondary" pending={busy}>
          {t("matchQuality:recount")}
        </Button>
      </StepForm>
      <LostRefusal />
      {saved && !refused ? <Notice tone="success">{t("matchQuality:saved")}</Notice> : null}
      {first ? <Judged quality={quality} /> : null}
      <section aria-labelledby="calls" className="space-y-4">
        <h2 id="calls">{t("matchQuality:calls")}</h2>
        <p className="max-w-[75ch] text-sm text-ink-soft">{t("matchQuality:callsRule")}</p>
        {lines.length === 0 ? (
          <EmptyState
            title={t("matchQuality:callsEmpty")}
            text={t("matchQuality:callsEmptyText")}
          />
        ) : null}
        {lines.map(({ clientKey, ...line }) => (
          <CallCard key={line.matchId} line={line} clientKey={clientKey} />
        ))}
        <NextPage to={next === null ? null : `?after=${encodeURIComponent(next)}`} />
      </section>
    </div>
  );
}

function Judged({ quality }: Pick<ReturnType<typeof useLoaderData<typeof loader>>, "quality">) {
  const { t } = useTranslation();
  return (
    <>
      <Section title={t("matchQuality:precision")}>
        <p className="max-w-[75ch] text-sm text-ink-soft">
          {t("matchQuality:precisionHint")} {t("matchQuality:intervalHint")}
        </p>
        {quality.clusters.length === 0 ? (
          <p>{t("matchQuality:empty")}</p>
        ) : (
          <PrecisionTable quality={quality} />
        )}
      </Section>
      <Section title={t("matchQuality:faults")}>
        {quality.faults.length === 0 ? (
          <p>{t("matchQuality:faultsEmpty")}</p>
        ) : (
          <ScrollRegion label={t("matchQuality:faults")}>
            <table className="text-left text-sm">
              <thead>
                <tr className="text-ink-soft">
                  <th scope="col" className="py-1 pr-6 font-normal">
                    {t("matchQuality:cluster")}
                  </th>
                  <th scope="col" className="py-1 pr-6 font-normal">
                    {t("matchQuality:reason")}
                  </th>
                  <th scope="col" className="py-1 font-normal whitespace-nowrap">
                    {t("matchQuality:answers")}
                  </th>
                </tr>
              </thead>
              <tbody>
                {quality.faults.map(({ cluster, reason, answers }) => (
                  <tr key={`${cluster}/${reason}`} className="border-t border-line">
                    <td className="py-1.5 pr-6">{clusterName(t, cluster)}</td>
                    <td className="py-1.5 pr-6">{codeName(t, "matchFaults", reason)}</td>
                    <td className="py-1.5 tabular-nums">{answers}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollRegion>
        )}
      </Section>
    </>
  );
}
