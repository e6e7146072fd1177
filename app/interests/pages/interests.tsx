import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { LinkButton } from "#app/ui/button.tsx";
import { Badge, EmptyState, NextPage, StateBadge } from "#app/ui/parts.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { listInterests } from "#app/interests/queries.server.ts";
import { signedIn } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const before = z.uuid().safeParse(parametersOf(request).get("before")).data;
  const page = await listInterests(context.services, viewer, { before, limit: 30 });
  return { ...page, title: (await getT(request))("interests:title") };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function Interests() {
  const { t } = useTranslation();
  const { lines, next } = useLoaderData<typeof loader>();
  return (
    <div className="mx-auto max-w-4xl space-y-4">
      <h1>{t("interests:title")}</h1>
      {lines.length === 0 ? (
        <EmptyState title={t("interests:empty")} text={t("interests:emptyText")}>
          <LinkButton to="/search">{t("interests:find")}</LinkButton>
        </EmptyState>
      ) : null}
      <ul className="space-y-2">
        {lines.map((line) => (
          <li key={line.id} className="card space-y-1">
            <div className="flex flex-wrap gap-2">
              <Badge>{line.sent ? t("interests:outgoing") : t("interests:incoming")}</Badge>
              <StateBadge state={line.state} label={t(`interests:state.${line.state}`)} />
            </div>
            <h2 className="text-base">
              <Link to={`/interests/${line.id}`} className="text-accent hover:underline">
                {line.postTitle}
              </Link>
            </h2>
            <p className="text-sm text-ink-soft">
              {line.otherName || t("interests:anonymous")} · <RelativeTime at={line.createdAt} />
            </p>
          </li>
        ))}
      </ul>
      <NextPage to={next === null ? null : `?before=${next}`} />
    </div>
  );
}
