import { Link } from "@remix-run/react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { Badge, StateBadge } from "#app/ui/parts.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { useGivenForm } from "#app/forms/form-identity.ts";
import type { SynonymLine } from "#app/synonyms/queries.server.ts";
import { groupText } from "./group-text.ts";

/** The words of a group, the one that stands for all first. */
export function WordChips({ words }: { words: readonly string[] }) {
  return (
    <ul className="flex min-w-0 flex-wrap gap-1.5">
      {words.map((word, index) => (
        <li
          key={word}
          className={`rounded border border-line bg-sunken px-2 py-0.5 break-all ${index === 0 ? "font-semibold" : ""}`}
        >
          {word}
        </li>
      ))}
    </ul>
  );
}

/** The way back to the list. */
export function ToList() {
  const { t } = useTranslation();
  return (
    <p>
      <Link to="/admin/synonyms" className="link">
        <span aria-hidden>← </span>
        {t("synonyms:title")}
      </Link>
    </p>
  );
}

/** In which state a group is, in words. */
export function GroupState({ state }: { state: SynonymLine["state"] }) {
  const { t } = useTranslation();
  const label = t(`synonyms:state.${state}`);
  if (state === "builtIn") return <Badge>{label}</Badge>;
  const tone = { proposed: "pending", approved: "accepted", rejected: "rejected", retired: "" };
  return <StateBadge state={tone[state]} label={label} />;
}

/** One row of the list of groups, with what can be done next. */
export function GroupLine({ line }: { line: SynonymLine }) {
  const { t } = useTranslation();
  const word = line.words[0] ?? "";
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 py-3">
      <div className="min-w-0 grow basis-72 space-y-1">
        <div className="flex flex-wrap items-center gap-2">
          <GroupState state={line.state} />
          <WordChips words={line.words} />
        </div>
        <LineFacts line={line} />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {line.id === null ? (
          <BuiltInActions line={line} word={word} />
        ) : (
          <Link
            to={`/admin/synonyms/${line.id}`}
            className="link inline-flex min-h-10 items-center px-2"
            aria-label={`${actionOf(t, line)}: ${groupText(line.words)}`}
          >
            {actionOf(t, line)}
          </Link>
        )}
      </div>
    </li>
  );
}

function actionOf(t: TFunction, line: SynonymLine): string {
  if (line.state === "proposed") return t("synonyms:decide");
  return line.state === "approved" ? t("synonyms:edit") : t("synonyms:open");
}

function LineFacts({ line }: { line: SynonymLine }) {
  const { t } = useTranslation();
  const facts = [
    line.note,
    line.builtIn !== null && line.id !== null
      ? t("synonyms:standsFor", { word: line.builtIn })
      : "",
    line.proposedBy === null || line.proposedBy === line.decidedBy
      ? ""
      : t("synonyms:proposedBy", { name: line.proposedBy }),
    line.decidedBy === null || line.state === "proposed"
      ? ""
      : t("synonyms:decidedBy", { name: line.decidedBy }),
  ].filter((fact) => fact !== "");
  return (
    <>
      {line.reason !== "" && line.state === "rejected" ? (
        <p className="text-sm">{t("synonyms:rejectedText", { reason: line.reason })}</p>
      ) : null}
      {line.updatedAt === null ? null : (
        <p className="text-sm text-ink-soft">
          {facts.map((fact) => `${fact} · `).join("")}
          <RelativeTime at={line.updatedAt} words={(time) => t("synonyms:changed", { time })} />
        </p>
      )}
    </>
  );
}

function BuiltInActions({ line, word }: { line: SynonymLine; word: string }) {
  const { t } = useTranslation();
  const row = { key: line.builtIn ?? word };
  const retiring = useGivenForm({ step: "retire", row });
  return (
    <>
      <Link
        to={`/admin/synonyms/new?copy=${encodeURIComponent(row.key)}`}
        className="link inline-flex min-h-10 items-center px-2"
        aria-label={t("synonyms:copyOf", { word })}
      >
        {t("synonyms:copy")}
      </Link>
      <ConfirmDialog
        action={t("synonyms:retireBuiltIn")}
        title={t("synonyms:retireOf", { word })}
        look="secondary"
        open={retiring !== null}
      >
        <StepForm step="retire" row={row} className="space-y-4">
          <p>{t("synonyms:confirmRetire", { words: groupText(line.words) })}</p>
          <Button look="danger">{t("synonyms:retire")}</Button>
        </StepForm>
      </ConfirmDialog>
    </>
  );
}
