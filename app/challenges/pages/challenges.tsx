import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { Button } from "#app/ui/button.tsx";
import { ClusterBadge } from "#app/ui/cluster-badge.tsx";
import { EmptyState, NextPage } from "#app/ui/parts.tsx";
import { Tabs } from "#app/ui/tabs.tsx";
import { listChallenges, type ChallengeList } from "#app/challenges/queries.server.ts";
import { clusters } from "#app/codes/codes.ts";
import { isOrganizer } from "#app/kernel/viewer.ts";
import { ChallengeBadge } from "#app/challenges/parts/parts.tsx";
import { pageTitle } from "#app/http/meta.ts";
import { queryOf } from "#app/http/params.ts";
import { codeOptions } from "#app/i18n/codes.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { useFormat } from "#app/i18n/use-format.ts";

const asked = z.object({
  list: z.enum(["open", "evaluation", "finished", "own", "queue"]).catch("open"),
  cluster: z.enum(clusters).optional().catch(undefined),
  before: z.uuid().optional().catch(undefined),
});

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await context.viewer(request);
  const { list, cluster, before } = queryOf(request, asked);
  const page = await listChallenges(context.services, viewer, {
    list,
    cluster,
    before,
    limit: 30,
  });
  const lists: ChallengeList[] = [
    "open",
    "evaluation",
    "finished",
    ...(viewer?.active ? (["own"] as const) : []),
    ...(isOrganizer(viewer) ? (["queue"] as const) : []),
  ];
  const title = (await getT(request))("challenges:title");
  return { ...page, list, lists, cluster: cluster ?? "", title };
}

/** A guest's page depends on nothing but its address and the language. */
export const handle = { sameForGuests: true };

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function Challenges() {
  const { t } = useTranslation();
  const format = useFormat();
  const { lines, next, list, lists, cluster, title } = useLoaderData<typeof loader>();
  const addressOf = (changes: Record<string, string>) =>
    `?${new URLSearchParams({ list, ...(cluster ? { cluster } : {}), ...changes })}`;
  return (
    <div className="mx-auto max-w-4xl space-y-4">
      <header className="space-y-1">
        <h1>{title}</h1>
        <p className="text-ink-soft">{t("challenges:intro")}</p>
      </header>
      <Tabs
        label={t("challenges:list.label")}
        tabs={lists.map((code) => ({
          to: addressOf({ list: code }),
          label: t(`challenges:list.${code}`),
          current: code === list,
        }))}
      />
      <Form className="flex flex-wrap items-end gap-2">
        <input type="hidden" name="list" value={list} />
        <label className="space-y-1">
          <span className="block text-sm text-ink-soft">{t("listings:field.cluster")}</span>
          <select name="cluster" defaultValue={cluster} key={cluster} className="control">
            <option value="">{t("challenges:allClusters")}</option>
            {codeOptions(t, "clusters", clusters).map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <Button look="secondary">{t("challenges:filter")}</Button>
      </Form>
      {lines.length === 0 ? (
        <EmptyState title={t("challenges:empty")} text={t("challenges:emptyText")} />
      ) : null}
      <ul className="space-y-2">
        {lines.map((line) => (
          <li key={line.id} className="card space-y-1">
            <div className="flex flex-wrap items-center gap-2">
              <ChallengeBadge state={line.state} />
              {line.cluster ? <ClusterBadge cluster={line.cluster} /> : null}
            </div>
            <h2 className="text-base">
              <Link to={`/challenges/${line.id}`} className="text-accent hover:underline">
                {line.title}
              </Link>
            </h2>
            <p className="text-sm text-ink-soft">
              {line.ownerName}
              {line.award === null
                ? ""
                : ` · ${t("challenges:field.award")} ${format.money(line.award)}`}
              {line.deadline === null
                ? ""
                : ` · ${t("challenges:field.deadline")} ${format.dateTime(line.deadline)}`}
            </p>
          </li>
        ))}
      </ul>
      <NextPage to={next === null ? null : addressOf({ before: next })} />
    </div>
  );
}
