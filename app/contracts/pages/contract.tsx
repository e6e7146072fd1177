import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Badge, Facts, Section } from "#app/ui/parts.tsx";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { viewContract } from "#app/contracts/queries.server.ts";
import { AmendmentList } from "#app/contracts/parts/amendment-list.tsx";
import {
  ContractActions,
  ContractChecks,
  Registration,
  Signatures,
  StateNotice,
} from "#app/contracts/parts/contract-actions.tsx";
import { ContractBody } from "#app/contracts/parts/contract-body.tsx";
import { ContractStateBadge } from "#app/contracts/parts/contract-state.tsx";
import { DifferenceTable } from "#app/contracts/parts/difference-table.tsx";
import { MilestoneList } from "#app/contracts/parts/milestone-list.tsx";
import { takesContractSteps } from "./steps.server.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { useFormat } from "#app/i18n/use-format.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const view = await answering(viewContract(context.services, viewer, idOfPath(params.contractId)));
  const t = await getT(request);
  return { view, title: view.content.title || t("contracts:untitled") };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export const action = takesContractSteps;

export default function ContractPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { view, title } = useLoaderData<typeof loader>();
  const { content } = view;
  const logName = (action: string) => {
    const key = action.replace(/\.(.)/, (_, letter: string) => letter.toUpperCase());
    return t(`contracts:log.${key as "create"}`);
  };
  return (
    <div className="mx-auto max-w-4xl space-y-5">
      <header className="space-y-2">
        <div className="flex flex-wrap gap-2">
          <ContractStateBadge list="contractStates" state={view.state} />
          {view.side ? <Badge>{t(`contracts:list.${view.side}`)}</Badge> : null}
        </div>
        <h1>{title}</h1>
        <p className="text-ink-soft">
          {t("contracts:list.between", { buyer: content.buyerName, seller: content.sellerName })}
        </p>
      </header>
      <LostRefusal />
      <StateNotice view={view} />
      <ContractActions view={view} />
      <Section title={t("contracts:section.registration")}>
        <Facts
          facts={[
            [t("contracts:field.number"), view.number ?? ""],
            [
              t("contracts:field.hash"),
              view.hash === null || view.state === "draft" ? null : (
                <code key="hash" className="text-sm break-all">
                  {view.hash}
                </code>
              ),
            ],
            [t("contracts:field.signedOn"), view.signedOn ? format.date(view.signedOn) : ""],
            [
              t("contracts:field.submittedAt"),
              view.submittedAt ? format.dateTime(view.submittedAt) : "",
            ],
            [t("contracts:field.registrationNumber"), view.registrationNumber ?? ""],
            [
              t("contracts:field.registeredOn"),
              view.registeredOn ? format.date(view.registeredOn) : "",
            ],
            [
              t("contracts:field.state"),
              <ContractStateBadge key="state" list="contractStates" state={view.state} />,
            ],
          ]}
        />
      </Section>
      <Registration view={view} />
      <Signatures view={view} />
      <ContractChecks view={view} />
      {view.changedSince.length > 0 || view.changedBy.length > 0 ? (
        <Section title={t("contracts:section.differences")}>
          <p>
            {view.changedSince.length > 0
              ? t("contracts:difference.since")
              : t("contracts:difference.by")}
          </p>
          <DifferenceTable
            differences={view.changedSince.length > 0 ? view.changedSince : view.changedBy}
          />
        </Section>
      ) : null}
      <MilestoneList view={view} />
      <AmendmentList view={view} />
      <ContractBody content={content} />
      <Section title={t("contracts:section.history")}>
        <ol className="space-y-1">
          {view.log.map((entry) => (
            <li key={entry.id}>
              {logName(entry.action)} · {entry.actorName ?? "–"} · <RelativeTime at={entry.at} />
            </li>
          ))}
        </ol>
      </Section>
      <p>
        <Link to={`/deals/${view.dealId}`} className="link">
          {t("contracts:action.toDeal")}
        </Link>
      </p>
    </div>
  );
}
