import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { buttonClass } from "#app/ui/button.tsx";
import { Notice, Section } from "#app/ui/parts.tsx";
import { viewContract } from "#app/contracts/queries.server.ts";
import { ContractForm, contractForm } from "#app/contracts/parts/contract-form.tsx";
import { DifferenceTable } from "#app/contracts/parts/difference-table.tsx";
import { takesContractDraft } from "./save.server.ts";
import { useForgottenBackup } from "#app/contracts/parts/use-forgotten-backup.ts";
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
  const address = new URL(request.url);
  const view = await answering(viewContract(services, viewer, idOfPath(params.contractId)));
  if (view.side === null) throw new Response("", { status: 403 });
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
    title: (await getT(request))("contracts:edit"),
  };
}

/** Who was refused because something changed sees at once what it is now. */
export const shouldRevalidate = () => true;

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export const action = takesContractDraft;

export default function EditContract() {
  const { t } = useTranslation();
  const data = useLoaderData<typeof loader>();
  const given = useGivenForm(contractForm);
  const busy = useNavigation().state !== "idle";
  const version = useStartedFrom(data.version, given);
  const { id, dealId, typedBy, saved } = data;
  useForgottenBackup(typedBy, [`contract:${id}`, `contract:${dealId}`], saved, data.version);
  return (
    <div className="mx-auto max-w-4xl space-y-5">
      <div className="flex flex-wrap items-baseline justify-between gap-3">
        <h1>{data.title}</h1>
        <Link to={`/contracts/${id}`} className="link">
          {t("common:action.view")}
        </Link>
      </div>
      {saved && !given ? <Notice tone="success">{t("contracts:draftSaved")}</Notice> : null}
      {given?.conflict ? (
        <Notice tone="danger">
          <p>{t("contracts:conflict", { name: data.lastBy ?? t("contracts:someone") })}</p>
          <span className="mt-2 flex flex-wrap items-center gap-3">
            <a href={`/contracts/${id}`} target="_blank" rel="noreferrer" className="link">
              {t("contracts:latest")}
            </a>
            <input type="hidden" form="contract" name="latest" value={data.version} />
            <button
              form="contract"
              name="step"
              value="saveOver"
              disabled={busy}
              className={buttonClass("secondary")}
            >
              {t("contracts:saveOver")}
            </button>
          </span>
        </Notice>
      ) : given?.errors[""] ? (
        <Notice tone="danger">{given.errors[""].join(" ")}</Notice>
      ) : null}
      {data.open || given?.conflict ? null : (
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
        version={version}
        backupKey={backupKeyOf(typedBy, `contract:${id}`)}
      />
    </div>
  );
}
