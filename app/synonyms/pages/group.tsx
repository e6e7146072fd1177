import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { TextArea } from "#app/ui/fields.tsx";
import { Facts, Notice, Section } from "#app/ui/parts.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { isRefusal } from "#app/kernel/refusals.ts";
import { takeSynonymStep } from "#app/synonyms/commands.server.ts";
import { viewSynonyms } from "#app/synonyms/queries.server.ts";
import { synonymStepSchema } from "#app/synonyms/schema.ts";
import { GroupForm } from "#app/synonyms/parts/group-form.tsx";
import { GroupState, ToList, WordChips } from "#app/synonyms/parts/group-line.tsx";
import { groupText } from "#app/synonyms/parts/group-text.ts";
import { problemText } from "./problem-text.server.ts";
import { typedBefore, typedIn } from "./typed.server.ts";
import { answering, signedInOrganizer, signedIn, throughDoor } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { issueMessage } from "#app/i18n/issues.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const { services } = context;
  const group = await answering(viewSynonyms(services, viewer, idOfPath(params.groupId)));
  const { typed } = await typedBefore(context, request, viewer);
  const t = await getT(request);
  return {
    group,
    initial: typed ?? { words: group.words.join("\n"), note: group.note },
    title: t("synonyms:groupTitle", { words: groupText(group.words) }),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await formOf(request);
  const viewer = await signedIn(context, request);
  throughDoor(viewer, "organizers");
  const id = idOfPath(params.groupId);
  const { services } = context;
  const t = await getT(request);
  const step = String(form.get("step"));
  const values = step === "edit" ? typedIn(form) : null;
  const reason = String(form.get("reason") ?? "");
  const kept = { step, values, reason };
  const parsed = synonymStepSchema.safeParse(Object.fromEntries(form));
  if (!parsed.success) {
    const errors = parsed.error.issues.map((issue) => issueMessage(issue, t));
    return json({ ...kept, errors, conflict: null }, { status: 422 });
  }
  try {
    const outcome = await takeSynonymStep(services, viewer, id, parsed.data);
    if ("problems" in outcome) {
      const errors = outcome.problems.map((problem) => problemText(t, problem));
      return json({ ...kept, errors, conflict: null }, { status: 422 });
    }
    const used = outcome.group.state === "approved" || outcome.group.state === "retired";
    return redirect(
      `/admin/synonyms?state=${parsed.data.step === "reject" ? "proposed" : outcome.group.state}&saved=${used ? "used" : "quietly"}`,
    );
  } catch (error) {
    const meanwhile = isRefusal(error) && ["conflict", "illegalStep"].includes(error.code);
    if (!meanwhile) return await answering(Promise.reject(error as Error));
    const { revision, words, state, log } = await answering(viewSynonyms(services, viewer, id));
    const conflict = { revision, words, state, by: log[0]?.actorName ?? null };
    return json({ ...kept, errors: [] as string[], conflict }, { status: 409 });
  }
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function SynonymGroupPage() {
  const { t } = useTranslation();
  const { group, initial } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const conflict = refused?.conflict;
  const revision = conflict?.revision ?? group.revision;
  return (
    <div className="mx-auto max-w-4xl space-y-4">
      <ToList />
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="sr-only">{t("synonyms:groupTitle", { words: groupText(group.words) })}</h1>
        <GroupState state={conflict?.state ?? group.state} />
        <WordChips words={conflict?.words ?? group.words} />
      </div>
      {conflict ? (
        <Notice tone="danger">
          <p>{t("synonyms:conflict", { name: conflict.by ?? t("synonyms:someone") })}</p>
          <p>{t("synonyms:conflictNow", { words: groupText(conflict.words) })}</p>
        </Notice>
      ) : null}
      {refused && refused.step !== "edit" && refused.errors.length > 0 ? (
        <Notice tone="danger">
          {refused.errors.map((error) => (
            <p key={error}>{error}</p>
          ))}
        </Notice>
      ) : null}
      {group.state === "retired" ? <Notice>{t("synonyms:retiredText")}</Notice> : null}
      {group.state === "rejected" ? (
        <Notice>{t("synonyms:rejectedText", { reason: group.reason })}</Notice>
      ) : null}
      <Decision group={group} revision={revision} reason={refused?.reason ?? ""} />
      {group.may.includes("edit") ? (
        <GroupForm
          key={group.revision}
          initial={refused?.values ?? initial}
          errors={refused?.step === "edit" ? refused.errors : undefined}
          step="edit"
          hidden={{ revision }}
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
function Decision({ group, revision, reason }: { group: Group; revision: number; reason: string }) {
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  const { may, sharing } = group;
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
          <ConfirmDialog action={t("synonyms:reject")} title={t("synonyms:reject")}>
            <StepForm step="reject" className="space-y-4">
              <input type="hidden" name="revision" value={revision} />
              <TextArea
                field={{ id: "reason", name: "reason" }}
                label={t("synonyms:reason")}
                hint={t("synonyms:rejectText")}
                required
                maxLength={500}
                defaultValue={reason}
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
