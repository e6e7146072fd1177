import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "#app/ui/button.tsx";
import { Badge, EmptyState, NextPage } from "#app/ui/parts.tsx";
import { storiesInWork, storyList } from "#app/stories/queries.server.ts";
import { storyTone } from "#app/stories/parts/words.ts";
import { Tabs } from "#app/ui/tabs.tsx";
import { signedIn } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { queryOf } from "#app/http/params.ts";
import { codeName } from "#app/i18n/codes.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { storyStates } from "#app/codes/states.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const asked = queryOf(request, storyList);
  const page = await storiesInWork(context.services, viewer, { ...asked, limit: 30 });
  return { ...page, state: asked.state, title: (await getT(request))("stories:ownTitle") };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function OwnStories() {
  const { t } = useTranslation();
  const { lines, next, state } = useLoaderData<typeof loader>();
  return (
    <div className="mx-auto max-w-4xl space-y-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <h1>{t("stories:ownTitle")}</h1>
        <LinkButton to="/stories/new">{t("stories:new")}</LinkButton>
      </div>
      <Tabs
        label={t("stories:filter")}
        tabs={[
          { to: "?", label: t("stories:all"), current: state === undefined },
          ...storyStates.map((one) => ({
            to: `?state=${one}`,
            label: codeName(t, "storyStates", one),
            current: one === state,
          })),
        ]}
      />
      {lines.length === 0 ? (
        <EmptyState title={t("stories:ownEmpty")} text={t("stories:ownEmptyText")} />
      ) : (
        <ul className="card divide-y divide-line py-1">
          {lines.map((line) => (
            <li key={line.id} className="space-y-1 py-3">
              <Badge tone={storyTone[line.state]}>{codeName(t, "storyStates", line.state)}</Badge>{" "}
              <Link to={`/stories/${line.id}`} className="font-medium text-accent hover:underline">
                {line.title}
              </Link>
              <p className="text-sm text-ink-soft">
                {t("stories:between", { demand: line.demand.name, supply: line.supply.name })}
              </p>
            </li>
          ))}
        </ul>
      )}
      <NextPage to={next === null ? null : `?${state ? `state=${state}&` : ""}before=${next}`} />
    </div>
  );
}
