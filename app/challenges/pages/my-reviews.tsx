import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { EmptyState, NextPage } from "#app/ui/parts.tsx";
import { listReviewTasks } from "#app/challenges/queries.server.ts";
import { ChallengeBadge } from "#app/challenges/parts/parts.tsx";
import { signedIn } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const before = z.uuid().safeParse(parametersOf(request).get("before")).data;
  const page = await listReviewTasks(context.services, viewer, { before, limit: 30 });
  return { ...page, title: (await getT(request))("challenges:review.tasks") };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function MyReviews() {
  const { t } = useTranslation();
  const { lines, next, title } = useLoaderData<typeof loader>();
  return (
    <div className="mx-auto max-w-4xl space-y-4">
      <h1>{title}</h1>
      {lines.length === 0 ? (
        <EmptyState title={t("challenges:review.empty")} text={t("challenges:review.emptyText")} />
      ) : null}
      <ul className="space-y-2">
        {lines.map(({ challengeId, state, title: about, assigned, submitted }) => (
          <li key={challengeId} className="card space-y-1">
            <ChallengeBadge state={state} />
            <h2 className="text-base">
              <Link
                to={`/challenges/${challengeId}/review`}
                className="text-accent hover:underline"
              >
                {about}
              </Link>
            </h2>
            <p className="text-sm text-ink-soft">
              {t("challenges:review.line", { assigned, submitted })}
            </p>
          </li>
        ))}
      </ul>
      <NextPage to={next === null ? null : `?before=${next}`} />
    </div>
  );
}
