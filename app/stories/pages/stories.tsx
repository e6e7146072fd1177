import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useRouteLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "#app/ui/button.tsx";
import { EmptyState, NextPage } from "#app/ui/parts.tsx";
import { publishedStories, storyKey } from "#app/stories/queries.server.ts";
import { StoryCards } from "#app/stories/parts/story-cards.tsx";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import type { loader as rootLoader } from "#app/root.tsx";
import { useRoom } from "#realtime/client.tsx";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const after = storyKey.safeParse(parametersOf(request).get("after")).data;
  const page = await publishedStories(context.services, { after, limit: 12 });
  return { ...page, title: (await getT(request))("stories:title") };
}

/** A guest's page depends on nothing but its address and the language. */
export const handle = { sameForGuests: true };

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function Stories() {
  const { t } = useTranslation();
  const { lines, next } = useLoaderData<typeof loader>();
  const root = useRouteLoaderData<typeof rootLoader>("root");
  useRoom(root?.viewer ? "stories" : null);
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div>
          <h1>{t("stories:title")}</h1>
          <p className="text-ink-soft">{t("stories:intro")}</p>
        </div>
        {root?.viewer ? (
          <LinkButton to="/stories/own" look="secondary">
            {t("stories:own")}
          </LinkButton>
        ) : null}
      </div>
      {lines.length === 0 ? (
        <EmptyState title={t("stories:empty")} text={t("stories:emptyText")} />
      ) : (
        <StoryCards stories={lines} />
      )}
      <NextPage to={next === null ? null : `?after=${encodeURIComponent(next)}`} />
    </div>
  );
}
