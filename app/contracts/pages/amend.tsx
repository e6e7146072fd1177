import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useLocation } from "@remix-run/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Notice } from "#app/ui/parts.tsx";
import { contractFields } from "#app/contracts/schema.ts";
import { viewContract } from "#app/contracts/queries.server.ts";
import { ContractForm } from "#app/contracts/parts/contract-form.tsx";
import { resultOfFields, saveContractForm } from "./save.server.ts";
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
  const view = await answering(viewContract(services, viewer, idOfPath(params.contractId)));
  if (view.side === null) throw new Response("", { status: 403 });
  const here = await typedHere(context, request, viewer, [...contractFields, "reason"]);
  return {
    id: view.id,
    value: view.content,
    version: view.version,
    open: view.mayAmend,
    typedBy: viewer.userId,
    kept: here.typed && resultOfFields(here.typed),
    keptReason: here.typed?.find(([name]) => name === "reason")?.[1] ?? "",
    title: (await getT(request))("contracts:amend"),
  };
}

/** Who was refused because something changed sees at once what it is now. */
export const shouldRevalidate = () => true;

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await formOf(request);
  const viewer = await signedIn(context, request);
  const saving = { kind: "amendment", contractId: idOfPath(params.contractId) } as const;
  const outcome = await answering(
    saveContractForm(context.services, viewer, request, saving, form),
  );
  if ("goTo" in outcome) return redirect(outcome.goTo);
  return json(outcome, { status: outcome.refused?.code === "conflict" ? 409 : 200 });
}

export default function AmendContract() {
  const { t } = useTranslation();
  const { id, value, version, open, typedBy, kept, keptReason, title } =
    useLoaderData<typeof loader>();
  const outcome = useActionData<typeof action>();
  const { key } = useLocation();
  const [startedFrom, setStartedFrom] = useState({ key, version });
  if (startedFrom.key !== key && !outcome) setStartedFrom({ key, version });
  return (
    <div className="mx-auto max-w-4xl space-y-5">
      <div className="flex flex-wrap items-baseline justify-between gap-3">
        <h1>{title}</h1>
        <Link to={`/contracts/${id}`} className="link">
          {t("common:action.view")}
        </Link>
      </div>
      <p className="text-ink-soft">{t("contracts:amendText")}</p>
      {outcome?.refused ? (
        <Notice tone="danger">
          {outcome.refused.code === "conflict" ? t("contracts:conflictStep") : outcome.refused.text}
        </Notice>
      ) : open ? null : (
        <Notice tone="warning">{t("contracts:conflictStep")}</Notice>
      )}
      <ContractForm
        key={id}
        value={value}
        lastResult={outcome?.result ?? kept ?? undefined}
        version={startedFrom.version}
        backupKey={backupKeyOf(typedBy, `amendment:${id}`)}
        amends={{
          reason: outcome?.reason ?? keptReason,
          reasonError: outcome?.reasonError ?? null,
        }}
      />
    </div>
  );
}
