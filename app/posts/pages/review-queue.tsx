import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { EmptyState, NextPage } from "#app/ui/parts.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { reviewKey, reviewQueue } from "#app/posts/queries.server.ts";
import { PostList } from "#app/posts/parts/post-list.tsx";
import { signedInOrganizer } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const given = reviewKey.safeParse(parametersOf(request).get("after"));
  const page = await reviewQueue(context.services, viewer, { after: given.data, limit: 30 });
  return { ...page, title: (await getT(request))("review:title") };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function Review() {
  const { t } = useTranslation();
  const { lines, next } = useLoaderData<typeof loader>();
  const submitted = new Map(lines.map((line) => [line.id, line.submittedAt]));
  return (
    <div className="mx-auto max-w-4xl space-y-4">
      <h1>{t("review:title")}</h1>
      {lines.length === 0 ? (
        <EmptyState title={t("review:empty")} text={t("review:emptyText")} />
      ) : null}
      <PostList
        lines={lines}
        note={(line) => (
          <>
            {line.organisationName} ·{" "}
            <RelativeTime
              at={submitted.get(line.id) ?? line.updatedAt}
              words={(time) => t("review:waiting", { time })}
            />
          </>
        )}
      />
      <NextPage to={next === null ? null : `?after=${encodeURIComponent(next)}`} />
    </div>
  );
}
