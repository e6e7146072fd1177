import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Notice } from "#app/ui/parts.tsx";
import { viewContract } from "#app/contracts/queries.server.ts";
import { amendmentForm, ContractForm } from "#app/contracts/parts/contract-form.tsx";
import { takesAmendment } from "./save.server.ts";
import { backupKeyOf } from "#app/posts/parts/draft-backup.tsx";
import { useGivenForm } from "#app/forms/form-identity.ts";
import { useStartedFrom } from "#app/forms/use-started-from.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const { services } = context;
  const view = await answering(viewContract(services, viewer, idOfPath(params.contractId)));
  if (view.side === null) throw new Response("", { status: 403 });
  return {
    id: view.id,
    value: view.content,
    version: view.version,
    open: view.mayAmend,
    typedBy: viewer.userId,
    title: (await getT(request))("contracts:amend"),
  };
}

/** Who was refused because something changed sees at once what it is now. */
export const shouldRevalidate = () => true;

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export const action = takesAmendment;

export default function AmendContract() {
  const { t } = useTranslation();
  const { id, value, open, typedBy, title, ...read } = useLoaderData<typeof loader>();
  const given = useGivenForm(amendmentForm);
  const version = useStartedFrom(read.version, given);
  return (
    <div className="mx-auto max-w-4xl space-y-5">
      <div className="flex flex-wrap items-baseline justify-between gap-3">
        <h1>{title}</h1>
        <Link to={`/contracts/${id}`} className="link">
          {t("common:action.view")}
        </Link>
      </div>
      <p className="text-ink-soft">{t("contracts:amendText")}</p>
      {given?.errors[""] ? (
        <Notice tone="danger">{given.errors[""].join(" ")}</Notice>
      ) : open ? null : (
        <Notice tone="warning">{t("contracts:conflictStep")}</Notice>
      )}
      <ContractForm
        key={id}
        value={value}
        version={version}
        backupKey={backupKeyOf(typedBy, `amendment:${id}`)}
        amends
      />
    </div>
  );
}
