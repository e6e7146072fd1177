import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Notice } from "#app/ui/parts.tsx";
import { contractFields } from "#app/contracts/schema.ts";
import { beginning, liveContractOf } from "#app/contracts/commands.server.ts";
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
  const dealId = idOfPath(params.dealId);
  const value = await answering(beginning(services, viewer, dealId));
  const live = await liveContractOf(services.database, dealId);
  if (live !== null) throw redirect(`/contracts/${live}`);
  const here = await typedHere(context, request, viewer, contractFields);
  return {
    value,
    backupKey: backupKeyOf(viewer.userId, `contract:${dealId}`),
    kept: here.typed && resultOfFields(here.typed),
    title: (await getT(request))("contracts:new"),
  };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await formOf(request);
  const viewer = await signedIn(context, request);
  const saving = { kind: "new", dealId: idOfPath(params.dealId) } as const;
  const outcome = await answering(
    saveContractForm(context.services, viewer, request, saving, form),
  );
  return "goTo" in outcome ? redirect(outcome.goTo) : json(outcome);
}

export default function NewContract() {
  const { t } = useTranslation();
  const { value, backupKey, kept, title } = useLoaderData<typeof loader>();
  const outcome = useActionData<typeof action>();
  return (
    <div className="mx-auto max-w-4xl space-y-5">
      <div>
        <h1>{title}</h1>
        <p className="text-ink-soft">{t("contracts:newText")}</p>
      </div>
      {outcome?.refused ? <Notice tone="danger">{outcome.refused.text}</Notice> : null}
      <ContractForm
        value={value}
        lastResult={outcome?.result ?? kept ?? undefined}
        version={null}
        backupKey={backupKey}
      />
    </div>
  );
}
