import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useLocation, useNavigation } from "@remix-run/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { buttonClass } from "#app/ui/button.tsx";
import { Notice, Section } from "#app/ui/parts.tsx";
import { contractFields } from "#app/contracts/schema.ts";
import { viewContract } from "#app/contracts/queries.server.ts";
import { ContractForm } from "#app/contracts/parts/contract-form.tsx";
import { DifferenceTable } from "#app/contracts/parts/difference-table.tsx";
import { resultOfFields, saveContractForm } from "./save.server.ts";
import { useForgottenBackup } from "#app/contracts/parts/use-forgotten-backup.ts";
import { backupKeyOf } from "#app/posts/parts/draft-backup.tsx";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { typedHere } from "#app/forms/typed.server.ts";
import { idOfPath } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const { services } = context;
  const address = new URL(request.url);
  const view = await answering(viewContract(services, viewer, idOfPath(params.contractId)));
  if (view.side === null) throw new Response("", { status: 403 });
  const here = await typedHere(context, request, viewer, contractFields);
  return {
    id: view.id,
    dealId: view.dealId,
    value: view.content,
    version: view.version,
    open: view.may.includes("save"),
    changedSince: view.changedSince,
    lastBy: view.log.find(({ action }) => action === "save")?.actorName ?? null,
    typedBy: viewer.userId,
    saved: address.searchParams.has("saved"),
    kept: here.typed && resultOfFields(here.typed),
    title: (await getT(request))("contracts:edit"),
  };
}

/** Who was refused because something changed sees at once what it is now. */
export const shouldRevalidate = () => true;

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await formOf(request);
  const viewer = await signedIn(context, request);
  const saving = { kind: "draft", contractId: idOfPath(params.contractId) } as const;
  const outcome = await answering(
    saveContractForm(context.services, viewer, request, saving, form),
  );
  if ("goTo" in outcome) return redirect(outcome.goTo);
  return json(outcome, { status: outcome.refused?.code === "conflict" ? 409 : 200 });
}

export default function EditContract() {
  const { t } = useTranslation();
  const data = useLoaderData<typeof loader>();
  const outcome = useActionData<typeof action>();
  const { key } = useLocation();
  const busy = useNavigation().state !== "idle";
  /**
   * News reloads this page's data while a person types; the version stays the
   * one that the person started from, so that the other side's text is not overwritten.
   */
  const [startedFrom, setStartedFrom] = useState({ key, version: data.version });
  if (startedFrom.key !== key && !outcome) setStartedFrom({ key, version: data.version });
  const { id, dealId, typedBy, saved } = data;
  useForgottenBackup(typedBy, [`contract:${id}`, `contract:${dealId}`], saved, data.version);
  const conflict = outcome?.refused?.code === "conflict";
  return (
    <div className="mx-auto max-w-4xl space-y-5">
      <div className="flex flex-wrap items-baseline justify-between gap-3">
        <h1>{data.title}</h1>
        <Link to={`/contracts/${id}`} className="link">
          {t("common:action.view")}
        </Link>
      </div>
      {saved && !outcome ? <Notice tone="success">{t("contracts:draftSaved")}</Notice> : null}
      {conflict ? (
        <Notice tone="danger">
          <p>{t("contracts:conflict", { name: data.lastBy ?? t("contracts:someone") })}</p>
          <span className="mt-2 flex flex-wrap items-center gap-3">
            <a href={`/contracts/${id}`} target="_blank" rel="noreferrer" className="link">
              {t("contracts:latest")}
            </a>
            <button
              form="contract"
              name="overRevision"
              value={data.version}
              disabled={busy}
              className={buttonClass("secondary")}
            >
              {t("contracts:saveOver")}
            </button>
          </span>
        </Notice>
      ) : outcome?.refused ? (
        <Notice tone="danger">{outcome.refused.text}</Notice>
      ) : null}
      {data.open || conflict ? null : (
        <Notice tone="warning">
          {t("contracts:conflictStep")}{" "}
          <Link to={`/contracts/${id}`} className="link">
            {t("contracts:latest")}
          </Link>
        </Notice>
      )}
      {data.changedSince.length > 0 ? (
        <Section title={t("contracts:section.differences")}>
          <p>{t("contracts:difference.since")}</p>
          <DifferenceTable differences={data.changedSince} />
        </Section>
      ) : null}
      <ContractForm
        key={id}
        value={data.value}
        lastResult={outcome?.result ?? data.kept ?? undefined}
        version={startedFrom.version}
        backupKey={backupKeyOf(typedBy, `contract:${id}`)}
      />
    </div>
  );
}
