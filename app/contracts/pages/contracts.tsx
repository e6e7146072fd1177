import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { LinkButton } from "#app/ui/button.tsx";
import { EmptyState, NextPage } from "#app/ui/parts.tsx";
import { listContracts } from "#app/contracts/queries.server.ts";
import { isOrganizer } from "#app/kernel/viewer.ts";
import { ContractList } from "#app/contracts/parts/contract-list.tsx";
import { signedIn } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const before = z.uuid().safeParse(parametersOf(request).get("before")).data;
  const page = await listContracts(context.services, viewer, { before, limit: 30 });
  const title = (await getT(request))("contracts:title");
  return { ...page, organizer: isOrganizer(viewer), title };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function Contracts() {
  const { t } = useTranslation();
  const { lines, next, organizer, title } = useLoaderData<typeof loader>();
  return (
    <div className="mx-auto max-w-4xl space-y-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <h1>{title}</h1>
        <div className="flex flex-wrap gap-2">
          {organizer ? (
            <LinkButton to="/admin/contracts" look="secondary">
              {t("contracts:list.toQueue")}
            </LinkButton>
          ) : null}
          <LinkButton to="/statistics/contracts" look="secondary">
            {t("contracts:statistics.title")}
          </LinkButton>
        </div>
      </div>
      {lines.length === 0 ? (
        <EmptyState title={t("contracts:list.empty")} text={t("contracts:list.emptyText")} />
      ) : null}
      <ContractList lines={lines} aside="side" />
      <NextPage to={next === null ? null : `?before=${next}`} />
    </div>
  );
}
