import { Link, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { ClusterBadge } from "#app/ui/cluster-badge.tsx";
import { SelectField, TextField } from "#app/ui/fields.tsx";
import { Badge } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { useGivenForm } from "#app/forms/form-identity.ts";
import type { CallLine, CallSide } from "#app/matching/calls.server.ts";
import { briefReasonsText } from "./brief-reasons.ts";
import { codeName, codeOptions } from "#app/i18n/codes.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { callOutcomes } from "#app/codes/codes.ts";

/** A pair worth a call: both sides with their contacts, why they fit, and what came of a call. */
export function CallCard(props: { line: CallLine; clientKey: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { line } = props;
  const { pro, con } = briefReasonsText(line.reasons, t, format);
  return (
    <article data-testid="call" className="card space-y-3">
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone="success">
          {t("matchQuality:score", { score: format.percent(line.score) })}
        </Badge>
        <Badge>{t("matchQuality:priority", { priority: format.percent(line.priority) })}</Badge>
        {line.cluster ? <ClusterBadge cluster={line.cluster} /> : null}
        <span className="text-sm">
          {line.deadline
            ? t("matchQuality:deadline", { date: format.date(line.deadline) })
            : t("matchQuality:noDeadline")}
        </span>
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Side kind="need" side={line.need} />
        <Side kind="result" side={line.result} />
      </div>
      {pro === "" ? null : <p className="text-sm">{pro}</p>}
      {con === "" ? null : (
        <p className="text-sm text-warn">
          {t("common:labelled", { label: t("matches:against"), text: con })}
        </p>
      )}
      <p className="text-sm">
        <Link to={`/needs/${line.need.postId}/with/${line.result.postId}`} className="link">
          {t("matchQuality:compare")}
        </Link>
      </p>
      {line.lastCall ? (
        <p className="text-sm text-ink-soft">
          {t("matchQuality:lastCall", {
            time: format.date(line.lastCall.at),
            name: line.lastCall.by ?? t("matchQuality:someone"),
            outcome: codeName(t, "callOutcomes", line.lastCall.outcome),
          })}
          {line.lastCall.note === "" ? "" : ` · ${line.lastCall.note}`}
        </p>
      ) : null}
      <CallForm {...props} />
    </article>
  );
}

function CallForm({ line, clientKey }: Parameters<typeof CallCard>[0]) {
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  const row = { matchId: line.matchId };
  const given = useGivenForm({ step: "call", row });
  return (
    <details open={given !== null}>
      <summary
        aria-label={t("matchQuality:calledOf", { title: line.need.title })}
        className="inline-flex min-h-10 items-center rounded-md border border-line-strong px-4"
      >
        {t("matchQuality:called")}
      </summary>
      <StepForm step="call" row={row} className="mt-3 max-w-xl space-y-3">
        <input type="hidden" name="clientKey" value={clientKey} />
        <SelectField
          field={{ id: `outcome-${line.matchId}`, name: "outcome" }}
          label={t("matchQuality:outcome")}
          options={codeOptions(t, "callOutcomes", callOutcomes)}
        />
        <TextField
          field={{ id: `note-${line.matchId}`, name: "note" }}
          label={t("matchQuality:note")}
          needed={false}
          limit={500}
        />
        <Button pending={busy}>{t("matchQuality:save")}</Button>
      </StepForm>
    </details>
  );
}

function Side({ kind, side }: { kind: "need" | "result"; side: CallSide }) {
  const { t } = useTranslation();
  return (
    <div className="space-y-1">
      <p className="text-sm text-ink-soft">{t(`matchQuality:${kind}`)}</p>
      <h3 className="text-base">
        <Link to={`/${kind}s/${side.postId}`} className="text-accent hover:underline">
          {side.title}
        </Link>
      </h3>
      <p className="text-sm">
        <Link to={`/organisations/${side.organisationId}`} className="link">
          {side.organisationName}
        </Link>
      </p>
      <p className="text-sm break-words">
        {t("common:labelled", { label: t("matchQuality:contact"), text: side.contactName })}
        {side.contactPhone ? (
          <>
            {" · "}
            <a href={`tel:${side.contactPhone.replace(/[^\d+]/g, "")}`} className="link">
              {side.contactPhone}
            </a>
          </>
        ) : null}
        {side.contactEmail ? (
          <>
            {" · "}
            <a href={`mailto:${side.contactEmail}`} className="link">
              {side.contactEmail}
            </a>
          </>
        ) : null}
      </p>
    </div>
  );
}
