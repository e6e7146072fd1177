import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { LinkButton } from "#app/ui/button.tsx";
import { Badge, EmptyState, NextPage } from "#app/ui/parts.tsx";
import { listOwnProposals } from "#app/challenges/own.server.ts";
import { ChallengeBadge } from "#app/challenges/parts/parts.tsx";
import { signedIn } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { useFormat } from "#app/i18n/use-format.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const before = z.uuid().safeParse(parametersOf(request).get("before")).data;
  const page = await listOwnProposals(context.services, viewer, { before, limit: 30 });
  return { ...page, title: (await getT(request))("challenges:proposal.mine") };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function MyProposals() {
  const { t } = useTranslation();
  const format = useFormat();
  const { lines, next, title } = useLoaderData<typeof loader>();
  return (
    <div className="mx-auto max-w-4xl space-y-4">
      <h1>{title}</h1>
      {lines.length === 0 ? (
        <EmptyState
          title={t("challenges:proposal.empty")}
          text={t("challenges:proposal.emptyText")}
        >
          <LinkButton to="/challenges">{t("challenges:proposal.find")}</LinkButton>
        </EmptyState>
      ) : null}
      <ul className="space-y-2">
        {lines.map((line) => (
          <li key={line.challengeId} className="card space-y-1">
            <div className="flex flex-wrap gap-2">
              <Badge tone={line.state === "submitted" ? "success" : undefined}>
                {t(`challenges:proposalState.${line.state}`)}
              </Badge>
              <ChallengeBadge state={line.challengeState} />
            </div>
            <h2 className="text-base">
              <Link
                to={`/challenges/${line.challengeId}/proposal`}
                className="text-accent hover:underline"
              >
                {line.title}
              </Link>
            </h2>
            {line.deadline ? (
              <p className="text-sm text-ink-soft">
                {t("challenges:field.deadline")} {format.dateTime(line.deadline)}
              </p>
            ) : null}
          </li>
        ))}
      </ul>
      <NextPage to={next === null ? null : `?before=${next}`} />
    </div>
  );
}
