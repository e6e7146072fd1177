import { parseForm } from "#app/forms/parse-form.ts";
import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useLocation } from "@remix-run/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { buttonClass } from "#app/ui/button.tsx";
import { Badge, Notice, Section } from "#app/ui/parts.tsx";
import { proposalSchema } from "#app/challenges/content.ts";
import { stepInput } from "#app/challenges/inputs.ts";
import { ownProposal } from "#app/challenges/own.server.ts";
import { namesOf, withdrawProposal } from "#app/challenges/proposals.server.ts";
import { viewChallenge } from "#app/challenges/queries.server.ts";
import { successorsOf } from "#app/posts/queries.server.ts";
import { Countdown } from "#app/challenges/parts/countdown.tsx";
import { ConfirmedStep, StepRefused } from "#app/challenges/parts/parts.tsx";
import { ProposalFiles } from "#app/challenges/parts/proposal-files.tsx";
import { ProposalForm } from "#app/challenges/parts/proposal-form.tsx";
import { autosaveProposal, saveProposalForm } from "./proposal-save.server.ts";
import { taking } from "./taking.server.ts";
import { backupKeyOf, useForgottenBackups } from "#app/posts/parts/draft-backup.tsx";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { typedHere } from "#app/forms/typed.server.ts";
import { idOfPath } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { useRoom } from "#realtime/client.tsx";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const { services } = context;
  const address = new URL(request.url);
  const id = idOfPath(params.challengeId);
  const challenge = await answering(viewChallenge(services, viewer, id));
  const proposal = await answering(ownProposal(services, viewer, id));
  const here = await typedHere(context, request, viewer, Object.keys(proposalSchema.shape));
  const form = new FormData();
  for (const [name, value] of here.typed ?? []) form.append(name, value);
  const organisationId = viewer.active?.organisationId ?? "";
  return {
    challenge,
    proposal,
    typedBy: viewer.userId,
    saved: address.searchParams.has("saved"),
    submitted: address.searchParams.has("submitted"),
    kept: here.typed && parseForm(form, { schema: proposalSchema }).reply(),
    names: await namesOf(services.database, organisationId),
    results: await successorsOf(services, { id: "", kind: "result", organisationId }),
    title: (await getT(request))("challenges:proposal.title"),
  };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await formOf(request);
  const viewer = await signedIn(context, request);
  const { services } = context;
  const challengeId = idOfPath(params.challengeId);
  if (form.get("step") === "autosave")
    return json(await answering(autosaveProposal(services, viewer, challengeId, form)));
  if (form.get("step") === "withdraw") {
    const refused = await answering(
      taking(request, form, (_, fields) =>
        withdrawProposal(services, viewer, challengeId, stepInput.parse(fields).version),
      ),
    );
    return refused
      ? json({ refused }, { status: 422 })
      : redirect(`/challenges/${challengeId}/proposal`);
  }
  const { terms } = await answering(viewChallenge(services, viewer, challengeId));
  const outcome = await answering(
    saveProposalForm(services, viewer, request, {
      challengeId,
      milestones: terms.milestones.length,
      form,
    }),
  );
  return "goTo" in outcome ? redirect(outcome.goTo) : json({ outcome });
}

export default function ProposalPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { challenge, proposal, typedBy, kept } = data;
  const outcome = answer && "outcome" in answer ? answer.outcome : undefined;
  const refused = answer && "refused" in answer ? answer.refused : undefined;
  const { key } = useLocation();
  /** News reloads this page's data while a person types; the version stays what they started from. */
  const [startedFrom, setStartedFrom] = useState({ key, version: proposal.version });
  if (startedFrom.key !== key && !outcome) setStartedFrom({ key, version: proposal.version });
  const closed = challenge.state !== "published";
  useRoom(`challenge:${challenge.id}`);
  useForgottenBackups({
    kind: "proposal",
    postId: `proposal:${challenge.id}`,
    typedBy,
    saved: data.saved || data.submitted,
    revision: proposal.version ?? 0,
  });
  const submitted = proposal.state === "submitted";
  return (
    <div className="mx-auto max-w-6xl space-y-5">
      <header className="space-y-1">
        <p className="flex flex-wrap items-center gap-2">
          {proposal.state ? (
            <Badge tone={submitted ? "success" : undefined}>
              {t(`challenges:proposalState.${proposal.state}`)}
            </Badge>
          ) : null}
          {challenge.proposal?.label ? (
            <span>{t("challenges:proposal.label", { label: challenge.proposal.label })}</span>
          ) : null}
        </p>
        <h1>{data.title}</h1>
        <p>
          <Link to={`/challenges/${challenge.id}`} className="link">
            {challenge.title}
          </Link>
        </p>
        {!closed && challenge.deadline ? (
          <Countdown deadline={challenge.deadline} now={challenge.now} />
        ) : null}
      </header>
      {data.saved && !outcome ? (
        <Notice tone="success">{t("challenges:proposal.saved")}</Notice>
      ) : null}
      {kept && !outcome ? <Notice tone="success">{t("challenges:edit.restored")}</Notice> : null}
      <StepRefused refused={refused} />
      {outcome?.result.error?.[""] ? (
        <Notice tone="danger">
          {outcome.result.error[""].join(" ")}
          {outcome.conflict ? (
            <span className="mt-2 flex flex-wrap items-center gap-3">
              <a
                href={`/challenges/${challenge.id}/proposal`}
                target="_blank"
                rel="noreferrer"
                className="link"
              >
                {t("challenges:edit.latest")}
              </a>
              <button
                form="proposal"
                name="overVersion"
                value={proposal.version ?? ""}
                className={buttonClass("secondary")}
              >
                {t("challenges:edit.over")}
              </button>
            </span>
          ) : null}
        </Notice>
      ) : null}
      {closed && !outcome?.result.error?.[""] ? (
        <Notice tone="warning">
          {challenge.state === "withdrawn"
            ? `${t("challenges:withdrawnBecause")} · ${challenge.withdrawReason}`
            : submitted
              ? t("challenges:proposal.closed")
              : t("challenges:proposal.late")}
        </Notice>
      ) : null}
      {submitted && proposal.changed && !closed ? (
        <Notice tone="warning">{t("challenges:proposal.changed")}</Notice>
      ) : null}
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <ProposalForm
          key={challenge.id}
          value={proposal.content}
          milestones={challenge.terms.milestones}
          lastResult={outcome?.result ?? kept ?? undefined}
          version={outcome?.version ?? startedFrom.version}
          backupKey={backupKeyOf(typedBy, `proposal:${challenge.id}`)}
          justSaved={data.saved || data.submitted}
          results={data.results}
          submitted={submitted}
          closed={closed}
          names={data.names}
        />
        <aside className="min-w-0 space-y-5">
          {proposal.state === null ? (
            <p className="text-ink-soft">{t("challenges:proposal.filesAfterSave")}</p>
          ) : (
            <ProposalFiles challengeId={challenge.id} files={proposal.files} mayChange={!closed} />
          )}
          {proposal.receipts.length > 0 ? (
            <Section title={t("challenges:proposal.receipt")}>
              <p className="text-sm text-ink-soft">{t("challenges:proposal.receiptText")}</p>
              <ol className="space-y-2">
                {proposal.receipts.map(({ sha256, at }) => (
                  <li key={at} data-testid="receipt" className="text-sm">
                    {t("challenges:proposal.receiptLine", { time: format.dateTime(at) })}
                    <code className="break-all">{sha256}</code>
                  </li>
                ))}
              </ol>
            </Section>
          ) : null}
          {submitted && !closed && proposal.version !== null ? (
            <ConfirmedStep
              step="withdraw"
              version={proposal.version}
              look="danger"
              label={t("challenges:proposal.withdraw")}
              text={t("challenges:proposal.withdrawText")}
            />
          ) : null}
        </aside>
      </div>
    </div>
  );
}
