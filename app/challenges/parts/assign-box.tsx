import { Form } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { Choices, FieldError } from "#app/ui/fields.tsx";
import { Section } from "#app/ui/parts.tsx";
import { useGivenField } from "#app/forms/given-back.ts";
import type { OpenedProposal, PersonLine } from "#app/challenges/evaluation.server.ts";
import { ChallengeStep } from "./parts.tsx";

/** Where an organizer finds an expert and gives them proposals to review. */
export function AssignBox(props: {
  sought: string;
  people: PersonLine[];
  proposals: OpenedProposal[];
  version: number;
}) {
  const { t } = useTranslation();
  const { sought, people, proposals, version } = props;
  return (
    <Section title={t("challenges:evaluation.assign")}>
      <Form className="flex flex-wrap items-end gap-2" preventScrollReset>
        <label className="min-w-0 grow space-y-1">
          <span className="block">{t("challenges:evaluation.search")}</span>
          <input name="q" type="search" defaultValue={sought} className="control" />
        </label>
        <Button look="secondary">{t("challenges:evaluation.searchButton")}</Button>
      </Form>
      {sought !== "" && people.length === 0 ? (
        <p role="status">{t("challenges:evaluation.nobody")}</p>
      ) : null}
      {people.length > 0 ? (
        <ChallengeStep
          step="assign"
          version={version}
          label={t("challenges:evaluation.assignButton")}
        >
          <ExpertChoice people={people} />
          <Choices
            kind="checkbox"
            field={{ id: "proposalIds", name: "proposalIds" }}
            label={t("challenges:evaluation.proposals")}
            options={proposals.map(({ id, label }) => ({
              value: id,
              label: t("challenges:evaluation.label", { label }),
            }))}
            chosen={proposals.map(({ id }) => id)}
          />
        </ChallengeStep>
      ) : null}
    </Section>
  );
}

function ExpertChoice({ people }: { people: PersonLine[] }) {
  const { t } = useTranslation();
  const { values, errors } = useGivenField("expertId");
  return (
    <fieldset id="expertId" className="space-y-1">
      <legend className="font-medium">{t("challenges:evaluation.expert")}</legend>
      <FieldError field={{ id: "expertId", name: "expertId", errors }} />
      {people.map(({ id, name, email }) => (
        <label key={id} className="flex min-h-8 items-center gap-2">
          <input
            type="radio"
            name="expertId"
            value={id}
            defaultChecked={values?.includes(id) || people.length === 1}
            className="size-4 accent-accent"
          />
          <span className="min-w-0 break-all">
            {name} <span className="text-sm text-ink-soft">{email}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
