import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { Notice, Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { proposeSynonyms } from "#app/synonyms/commands.server.ts";
import { ownProposals } from "#app/synonyms/queries.server.ts";
import { synonymProposalSchema } from "#app/synonyms/schema.ts";
import { GroupFields } from "#app/synonyms/parts/group-fields.tsx";
import { GroupState, WordChips } from "#app/synonyms/parts/group-line.tsx";
import { wrongGroup } from "./problem-text.server.ts";
import { signedIn } from "#app/http/answers.server.ts";
import { step, takesSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { cut } from "#app/text/graphemes.ts";
import { writtenLine } from "#app/text/characters.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const { services } = context;
  const address = parametersOf(request);
  const word = cut(writtenLine(address.get("word") ?? ""), 100);
  return {
    proposals: await ownProposals(services, viewer),
    initial: { words: word === "" ? "" : `${word}\n`, note: "" },
    done: address.has("done"),
    title: (await getT(request))("synonyms:propose.title"),
  };
}

export const action = takesSteps("signedIn", {
  steps: {
    propose: step({
      fields: synonymProposalSchema,
      run: async (fields, { services, viewer, t, path }) => {
        const outcome = await proposeSynonyms(services, viewer, fields);
        if ("problems" in outcome) throw wrongGroup(t, outcome.problems);
        return `${path}?done`;
      },
    }),
  },
});

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function ProposeSynonyms() {
  const { t } = useTranslation();
  const { proposals, initial, done } = useLoaderData<typeof loader>();
  const busy = useNavigation().state !== "idle";
  return (
    <div className="mx-auto max-w-2xl space-y-4">
      <h1>{t("synonyms:propose.title")}</h1>
      {done ? <Notice tone="success">{t("synonyms:propose.done")}</Notice> : null}
      <p>{t("synonyms:propose.text")}</p>
      <StepForm step="propose" className="card space-y-4" key={proposals[0]?.id}>
        <GroupFields initial={initial} hint={t("synonyms:propose.hint")} />
        <Button pending={busy}>{t("synonyms:propose.submit")}</Button>
      </StepForm>
      <Section title={t("synonyms:propose.own")}>
        {proposals.length === 0 ? (
          <p className="text-ink-soft">{t("synonyms:propose.none")}</p>
        ) : null}
        <ul className="space-y-3">
          {proposals.map((line) => (
            <li key={line.id} className="space-y-1">
              <div className="flex flex-wrap items-center gap-2">
                <GroupState state={line.state} />
                <WordChips words={line.words} />
              </div>
              {line.state === "rejected" ? (
                <p className="text-sm">{t("synonyms:rejectedText", { reason: line.reason })}</p>
              ) : null}
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}
