import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { LinkButton } from "#app/ui/button.tsx";
import { ClusterBadge } from "#app/ui/cluster-badge.tsx";
import { EmptyState, NextPage, StateBadge } from "#app/ui/parts.tsx";
import { Tabs } from "#app/ui/tabs.tsx";
import { mayRunSessions } from "#app/sessions/policy.ts";
import { listSessions, sessionKey } from "#app/sessions/queries.server.ts";
import { Cover } from "#app/sessions/parts/cover.tsx";
import { SessionTime } from "#app/sessions/parts/session-time.tsx";
import { pageTitle } from "#app/http/meta.ts";
import { queryOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { useLanguage } from "#app/i18n/use-format.ts";

const parameters = z.object({
  past: z.literal("1").optional().catch(undefined),
  after: sessionKey.optional().catch(undefined),
});

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await context.viewer(request);
  const asked = queryOf(request, parameters);
  const past = asked.past === "1";
  const page = await listSessions(context.services, viewer, {
    past,
    after: asked.after,
    limit: 20,
  });
  const title = (await getT(request))("sessions:title");
  return { ...page, past, mayPlan: mayRunSessions(viewer), title };
}

/** A guest's page depends on nothing but its address and the language. */
export const handle = { sameForGuests: true };

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function Sessions() {
  const { t } = useTranslation();
  const english = useLanguage() === "en";
  const { lines, next, past, mayPlan } = useLoaderData<typeof loader>();
  return (
    <div className="mx-auto max-w-4xl space-y-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div>
          <h1>{t("sessions:title")}</h1>
          <p className="text-ink-soft">{t("sessions:intro")}</p>
        </div>
        {mayPlan ? <LinkButton to="/sessions/new">{t("sessions:new")}</LinkButton> : null}
      </div>
      <Tabs
        label={t("sessions:title")}
        tabs={[
          { to: "/sessions", label: t("sessions:upcoming"), current: !past },
          { to: "/sessions?past=1", label: t("sessions:past"), current: past },
        ]}
      />
      {lines.length === 0 ? (
        <EmptyState title={t("sessions:empty")} text={t("sessions:emptyText")} />
      ) : (
        <ul className="space-y-3">
          {lines.map((line) => (
            <li key={line.id} className="card space-y-2">
              {line.coverVersion === null ? null : (
                <Cover
                  session={{
                    id: line.id,
                    title: english && line.titleEn !== "" ? line.titleEn : line.title,
                    coverVersion: line.coverVersion,
                  }}
                  className="aspect-[4/1] w-full rounded-md"
                />
              )}
              <div className="flex flex-wrap items-baseline justify-between gap-2">
                <h2 className="text-base">
                  <Link to={`/sessions/${line.id}`} className="text-accent hover:underline">
                    {english && line.titleEn !== "" ? line.titleEn : line.title}
                  </Link>
                </h2>
                <StateBadge state={line.state} label={t(`sessions:state.${line.state}`)} />
              </div>
              <p className="text-ink-soft">
                <SessionTime {...line} /> · {t(`sessions:mode.${line.mode}`)}
                {line.place === "" ? "" : ` · ${line.place}`}
              </p>
              {line.clusters.length > 0 ? (
                <p className="flex flex-wrap gap-2">
                  {line.clusters.map((cluster) => (
                    <ClusterBadge key={cluster} cluster={cluster} short />
                  ))}
                </p>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      <NextPage
        to={
          next === null
            ? null
            : `?${new URLSearchParams({ ...(past ? { past: "1" } : {}), after: next }).toString()}`
        }
      />
    </div>
  );
}
