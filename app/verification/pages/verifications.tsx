import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Badge, EmptyState, NextPage, Notice } from "#app/ui/parts.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { listVerifications, verificationList } from "#app/verification/queries.server.ts";
import { Tabs } from "#app/ui/tabs.tsx";
import { countryName } from "#app/verification/parts/verification-words.ts";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf, queryOf } from "#app/http/params.ts";
import { codeName } from "#app/i18n/codes.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const address = parametersOf(request);
  const asked = queryOf(request, verificationList);
  const page = await answering(
    listVerifications(context.services, viewer, { ...asked, limit: 30 }),
  );
  return {
    ...page,
    state: asked.state,
    saved: address.has("saved"),
    title: (await getT(request))("trust:verification.queue"),
  };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

const shown = ["submitted", "verified", "returned", "lapsed", "revoked"] as const;

export default function Verifications() {
  const { t } = useTranslation();
  const { lines, next, state, saved } = useLoaderData<typeof loader>();
  return (
    <div className="mx-auto max-w-4xl space-y-4">
      <h1>{t("trust:verification.queue")}</h1>
      {saved ? <Notice tone="success">{t("trust:verification.saved")}</Notice> : null}
      <Tabs
        label={t("trust:verification.filter")}
        tabs={shown.map((one) => ({
          to: `?state=${one}`,
          label: codeName(t, "verificationStates", one),
          current: one === state,
        }))}
      />
      {lines.length === 0 ? (
        <EmptyState
          title={t("trust:verification.queueEmpty")}
          text={t("trust:verification.queueEmptyText")}
        />
      ) : (
        <ul className="card divide-y divide-line py-1">
          {lines.map((line) => (
            <li key={line.organisationId} className="space-y-1 py-3">
              <Link
                to={`/admin/verifications/${line.organisationId}`}
                className="font-medium text-accent hover:underline"
              >
                {line.organisationName}
              </Link>{" "}
              {line.demonstration ? (
                <Badge>{t("trust:verification.demonstrationMark")}</Badge>
              ) : null}
              <p className="text-sm text-ink-soft">
                {line.code === "" ? null : `${countryName(t, line.country)} · ${line.code} · `}
                <RelativeTime
                  at={line.submittedAt}
                  words={(time) => t("trust:verification.waiting", { time })}
                />
              </p>
            </li>
          ))}
        </ul>
      )}
      <NextPage to={next === null ? null : `?state=${state}&after=${encodeURIComponent(next)}`} />
    </div>
  );
}
