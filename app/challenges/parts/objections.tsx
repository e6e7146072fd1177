import { useTranslation } from "react-i18next";
import { Choices, TextArea } from "#app/ui/fields.tsx";
import { Badge, Section } from "#app/ui/parts.tsx";
import type { ChallengeView } from "#app/challenges/queries.server.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { ChallengeStep } from "./parts.tsx";

/** Objections to an outcome, with their answers; bidders object and organizers answer here. */
export function Objections({ challenge }: { challenge: ChallengeView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { objections } = challenge;
  return (
    <>
      {objections.length > 0 ? (
        <Section title={t("challenges:outcome.objections")}>
          <ul className="space-y-4">
            {objections.map((one) => (
              <li key={one.id} data-testid="objection" className="space-y-1.5">
                <p className="flex flex-wrap items-center gap-2">
                  <Badge tone={one.state === "open" ? "warning" : "info"}>
                    {t(`challenges:outcome.state.${one.state}`)}
                  </Badge>
                  {one.own ? <span>{t("challenges:outcome.own")}</span> : null}
                  <time dateTime={one.createdAt} className="text-sm text-ink-soft">
                    {format.dateTime(one.createdAt)}
                  </time>
                </p>
                <p className="whitespace-pre-line">{one.text}</p>
                {one.answer ? (
                  <p className="border-l-2 border-line-strong pl-3 whitespace-pre-line">
                    <span className="text-ink-soft">{t("challenges:outcome.answer")} · </span>
                    {one.answer}
                  </p>
                ) : null}
                {one.state === "open" && challenge.may.includes("answer") ? (
                  <AnswerForm objectionId={one.id} version={challenge.version} />
                ) : null}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {challenge.mayObject ? (
        <Section title={t("challenges:outcome.object")}>
          <ChallengeStep
            step="object"
            version={challenge.version}
            look="secondary"
            label={t("challenges:outcome.objectSend")}
          >
            <TextArea
              field={{ id: "text", name: "text" }}
              label={t("challenges:outcome.object")}
              hint={t("challenges:outcome.objectText")}
              limit={4000}
            />
          </ChallengeStep>
        </Section>
      ) : null}
    </>
  );
}

function AnswerForm({ objectionId, version }: { objectionId: string; version: number }) {
  const { t } = useTranslation();
  return (
    <ChallengeStep
      step="answer"
      row={{ objectionId }}
      version={version}
      look="secondary"
      label={t("challenges:outcome.answerSend")}
    >
      <Choices
        kind="radio"
        field={{ id: `${objectionId}-result`, name: "result" }}
        label={t("challenges:outcome.result")}
        options={(["rejected", "decideAgain", "evaluateAgain"] as const).map((value) => ({
          value,
          label: t(`challenges:outcome.${value}`),
        }))}
        chosen={[]}
      />
      <TextArea
        field={{ id: `${objectionId}-answer`, name: "answer" }}
        label={t("challenges:outcome.answer")}
        limit={4000}
      />
    </ChallengeStep>
  );
}
