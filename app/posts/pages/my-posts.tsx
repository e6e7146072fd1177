import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { LinkButton } from "#app/ui/button.tsx";
import { EmptyState, NextPage } from "#app/ui/parts.tsx";
import { listOwnPosts } from "#app/posts/queries.server.ts";
import { PostList } from "#app/posts/parts/post-list.tsx";
import { signedIn } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const before = z.uuid().safeParse(parametersOf(request).get("before")).data;
  const page = await listOwnPosts(context.services, viewer, { before, limit: 30 });
  const title = (await getT(request))("posts:title");
  return { ...page, title, organisation: viewer.active };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function MyPosts() {
  const { t } = useTranslation();
  const { lines, next, organisation } = useLoaderData<typeof loader>();
  return (
    <div className="mx-auto max-w-4xl space-y-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1>{t("posts:title")}</h1>
        {organisation && organisation.role !== "reader" ? (
          <div className="flex flex-wrap gap-2">
            <LinkButton to="/needs/new">{t("posts:newNeed")}</LinkButton>
            <LinkButton to="/results/new" look="secondary">
              {t("posts:newResult")}
            </LinkButton>
          </div>
        ) : null}
      </div>
      {organisation ? (
        <p className="text-ink-soft">{t("common:nav.actingFor", { name: organisation.name })}</p>
      ) : (
        <EmptyState title={t("common:nav.noOrganisation")} text={t("organisations:notMember")}>
          <LinkButton to="/organisations/new">{t("organisations:new")}</LinkButton>
        </EmptyState>
      )}
      {organisation && lines.length === 0 ? (
        <EmptyState title={t("posts:empty")} text={t("posts:emptyText")} />
      ) : null}
      <PostList lines={lines} />
      <NextPage to={next === null ? null : `?before=${next}`} />
    </div>
  );
}
