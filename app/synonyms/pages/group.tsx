import type { LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { Button } from "#app/ui/button.tsx";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { TextArea } from "#app/ui/fields.tsx";
import { Facts, Notice, Section } from "#app/ui/parts.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { takeSynonymStep } from "#app/synonyms/commands.server.ts";
import { viewSynonyms } from "#app/synonyms/queries.server.ts";
import { synonymStepSchema } from "#app/synonyms/schema.ts";
import { GroupForm } from "#app/synonyms/parts/group-form.tsx";
import { GroupState, ToList, WordChips } from "#app/synonyms/parts/group-line.tsx";
import { groupText } from "#app/synonyms/parts/group-text.ts";
import { wrongGroup } from "./problem-text.server.ts";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { useGivenForm } from "#app/forms/form-identity.ts";
import { step, takesSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const { services } = context;
  const group = await answering(viewSynonyms(services, viewer, idOfPath(params.groupId)));
  const t = await getT(request);
  return {
    group,
    initial: { words: group.words.join("\n"), note: group.note },
    title: t("synonyms:groupTitle", { words: groupText(group.words) }),
  };
}

/** What somebody else changed meanwhile is read again, so that it stands on the page. */
export const shouldRevalidate = () => true;

const take = step({
  fields: synonymStepSchema,
  run: async (asked, { services, viewer, params, t }) => {
    const outcome = await takeSynonymStep(services, viewer, idOfPath(params.groupId), asked);
    if ("problems" in outcome)
      throw wrongGroup(t, outcome.problems, asked.step === "edit" ? "words" : "");
    const { state } = outcome.group;
    const used = state === "approved" || state === "retired";
    return `/admin/synonyms?state=${asked.step === "reject" ? "proposed" : state}&saved=${used ? "used" : "quietly"}`;
  },
});

export const action = takesSteps("organizers", {
  // Said over the page, with who changed it: the form may be gone.
  at: { conflict: "revision", illegalStep: "revision" },
  steps: { edit: take, approve: take, merge: take, reject: take, retire: take, restore: take },
});

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function SynonymGroupPage() {
  const { t } = useTranslation();
  const { group, initial } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>()?.refused;
  const changedBy = group.log[0]?.actorName ?? t("synonyms:someone");
  return (
    <div className="mx-auto max-w-4xl space-y-4">
      <LostRefusal />
      <ToList />
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="sr-only">{t("synonyms:groupTitle", { words: groupText(group.words) })}</h1>
        <GroupState state={group.state} />
        <WordChips words={group.words} />
      </div>
      {refused?.errors.revision ? (
        <Notice tone="danger">
          <p>{t("synonyms:conflict", { name: changedBy })}</p>
          <p>{t("synonyms:conflictNow", { words: groupText(group.words) })}</p>
        </Notice>
      ) : null}
      {group.state === "retired" ? <Notice>{t("synonyms:retiredText")}</Notice> : null}
      {group.state === "rejected" ? (
        <Notice>{t("synonyms:rejectedText", { reason: group.reason })}</Notice>
      ) : null}
      <Decision group={group} />
      {group.may.includes("edit") ? (
        <GroupForm
          key={group.revision}
          initial={initial}
          step="edit"
          hidden={{ revision: group.revision }}
          except={{ id: group.id, ...(group.builtIn === null ? {} : { builtIn: group.builtIn }) }}
        />
      ) : null}
      <Section title={t("synonyms:history")}>
        <Facts
          facts={[
            [t("synonyms:note"), group.may.includes("edit") ? "" : group.note],
            [
              t("synonyms:state.builtIn"),
              group.builtIn === null ? "" : t("synonyms:standsFor", { word: group.builtIn }),
            ],
          ]}
        />
        <ol className="space-y-2">
          {group.log.map((entry) => (
            <li key={entry.id}>
              {t(`synonyms:step.${entry.action as "edit"}`)} ·{" "}
              {entry.actorName ?? t("synonyms:someone")} · <RelativeTime at={entry.at} />
              <span className="block text-sm text-ink-soft">{groupText(entry.words)}</span>
            </li>
          ))}
        </ol>
      </Section>
    </div>
  );
}

type Group = ReturnType<typeof useLoaderData<typeof loader>>["group"];

/** What an organizer may decide on the group as it stands. */
function Decision({ group }: { group: Group }) {
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  const { may, sharing, revision } = group;
  const rejecting = useGivenForm({ step: "reject" });
  const [shared] = sharing;
  if (may.includes("approve"))
    return (
      <Section title={t("synonyms:decision")}>
        {shared && sharing.length === 1 ? (
          <p>{t("synonyms:mergeText", { group: groupText(shared.words) })}</p>
        ) : null}
        {sharing.length > 1 ? (
          <p>
            {t("synonyms:mergeSeveral", {
              groups: sharing.map(({ words }) => groupText(words)).join(" · "),
            })}
          </p>
        ) : null}
        <div className="flex flex-wrap gap-2">
          {sharing.length < 2 ? (
            <StepForm step={shared ? "merge" : "approve"}>
              <input type="hidden" name="revision" value={revision} />
              <Button pending={busy}>{shared ? t("synonyms:merge") : t("synonyms:approve")}</Button>
            </StepForm>
          ) : null}
          <ConfirmDialog
            action={t("synonyms:reject")}
            title={t("synonyms:reject")}
            open={rejecting !== null}
          >
            <StepForm step="reject" className="space-y-4">
              <input type="hidden" name="revision" value={revision} />
              <TextArea
                field={{ id: "reason", name: "reason" }}
                label={t("synonyms:reason")}
                hint={t("synonyms:rejectText")}
                required
                limit={500}
              />
              <Button look="danger">{t("synonyms:reject")}</Button>
            </StepForm>
          </ConfirmDialog>
        </div>
      </Section>
    );
  if (may.includes("retire"))
    return (
      <ConfirmDialog
        action={t("synonyms:retire")}
        title={t("synonyms:retireOf", { word: group.words[0] })}
        look="secondary"
      >
        <StepForm step="retire" className="space-y-4">
          <p>{t("synonyms:confirmRetire", { words: groupText(group.words) })}</p>
          <input type="hidden" name="revision" value={revision} />
          <Button look="danger">{t("synonyms:retire")}</Button>
        </StepForm>
      </ConfirmDialog>
    );
  return may.includes("restore") ? (
    <StepForm step="restore">
      <input type="hidden" name="revision" value={revision} />
      <Button pending={busy}>{t("synonyms:restore")}</Button>
    </StepForm>
  ) : null;
}
