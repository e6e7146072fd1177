import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { buttonClass } from "#app/ui/button.tsx";
import { Badge, Notice, Section } from "#app/ui/parts.tsx";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { ownProposal } from "#app/challenges/own.server.ts";
import { namesOf } from "#app/challenges/proposals.server.ts";
import { viewChallenge } from "#app/challenges/queries.server.ts";
import { successorsOf } from "#app/posts/queries.server.ts";
import { Countdown } from "#app/challenges/parts/countdown.tsx";
import { ConfirmedStep } from "#app/challenges/parts/parts.tsx";
import { ProposalFiles } from "#app/challenges/parts/proposal-files.tsx";
import { ProposalForm, proposalForm } from "#app/challenges/parts/proposal-form.tsx";
import { takesProposal } from "./proposal-save.server.ts";
import { backupKeyOf, useForgottenBackups } from "#app/posts/parts/draft-backup.tsx";
import { useGivenForm } from "#app/forms/form-identity.ts";
import { useStartedFrom } from "#app/forms/use-started-from.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
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
  const organisationId = viewer.active?.organisationId ?? "";
  return {
    challenge,
    proposal,
    typedBy: viewer.userId,
    saved: address.searchParams.has("saved"),
    submitted: address.searchParams.has("submitted"),
    names: await namesOf(services.database, organisationId),
    results: await successorsOf(services, { id: "", kind: "result", organisationId }),
    title: (await getT(request))("challenges:proposal.title"),
  };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

/** The working copy is kept also where its submission is refused. */
export const shouldRevalidate = () => true;

export const action = takesProposal;

export default function ProposalPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const data = useLoaderData<typeof loader>();
  const { challenge, proposal, typedBy } = data;
  const given = useGivenForm(proposalForm);
  const version = useStartedFrom(proposal.version, given);
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
      {data.saved && !given ? (
        <Notice tone="success">{t("challenges:proposal.saved")}</Notice>
      ) : null}
      <LostRefusal />
      {given?.errors[""] ? (
        <Notice tone="danger">
          {given.errors[""].join(" ")}
          {given.conflict ? (
            <span className="mt-2 flex flex-wrap items-center gap-3">
              <a
                href={`/challenges/${challenge.id}/proposal`}
                target="_blank"
                rel="noreferrer"
                className="link"
              >
                {t("challenges:edit.latest")}
              </a>
              <input type="hidden" form="proposal" name="latest" value={proposal.version ?? ""} />
              <button
                form="proposal"
                name="step"
                value="saveOver"
                className={buttonClass("secondary")}
              >
                {t("challenges:edit.over")}
              </button>
            </span>
          ) : null}
        </Notice>
      ) : null}
      {closed && !given?.errors[""] ? (
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
          version={version}
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
