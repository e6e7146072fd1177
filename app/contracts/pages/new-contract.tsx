import { redirect, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Notice } from "#app/ui/parts.tsx";
import { beginning, liveContractOf } from "#app/contracts/commands.server.ts";
import { ContractForm, contractForm } from "#app/contracts/parts/contract-form.tsx";
import { takesNewContract } from "./save.server.ts";
import { backupKeyOf } from "#app/posts/parts/draft-backup.tsx";
import { useGivenForm } from "#app/forms/form-identity.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const { services } = context;
  const dealId = idOfPath(params.dealId);
  const value = await answering(beginning(services, viewer, dealId));
  const live = await liveContractOf(services.database, dealId);
  if (live !== null) throw redirect(`/contracts/${live}`);
  return {
    value,
    backupKey: backupKeyOf(viewer.userId, `contract:${dealId}`),
    title: (await getT(request))("contracts:new"),
  };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export const action = takesNewContract;

export default function NewContract() {
  const { t } = useTranslation();
  const ofForm = useGivenForm(contractForm)?.errors[""];
  const { value, backupKey, title } = useLoaderData<typeof loader>();
  return (
    <div className="mx-auto max-w-4xl space-y-5">
      <div>
        <h1>{title}</h1>
        <p className="text-ink-soft">{t("contracts:newText")}</p>
      </div>
      {ofForm ? <Notice tone="danger">{ofForm.join(" ")}</Notice> : null}
      <ContractForm value={value} version={null} backupKey={backupKey} />
    </div>
  );
}
