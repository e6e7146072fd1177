import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { Button } from "#app/ui/button.tsx";
import { SelectField } from "#app/ui/fields.tsx";
import { EmptyState } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { writeStory } from "#app/stories/commands.server.ts";
import { dealsWithSuccess } from "#app/stories/queries.server.ts";
import { StoryFields } from "#app/stories/parts/story-fields.tsx";
import { readStoryForm } from "./typed.server.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const deals = await dealsWithSuccess(context.services, viewer);
  const chosen = parametersOf(request).get("deal") ?? "";
  const title = (await getT(request))("stories:new");
  return { deals, chosen, title };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await formOf(request);
  const viewer = await signedIn(context, request);
  const t = await getT(request);
  const { values, errors, words } = readStoryForm(form, t);
  const dealId = z.uuid().safeParse(form.get("dealId")).data;
  if (!dealId) errors.dealId = [t("errors:required")];
  if (!words || !dealId)
    return json({ values, errors, dealId: String(form.get("dealId") ?? "") }, { status: 422 });
  const storyId = await answering(writeStory(context.services, viewer, dealId, words));
  return redirect(`/stories/${storyId}`);
}

export default function NewStory() {
  const { t } = useTranslation();
  const { deals, chosen } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  return (
    <div className="mx-auto max-w-3xl space-y-4">
      <h1>{t("stories:new")}</h1>
      <p className="text-ink-soft">{t("stories:newIntro")}</p>
      {deals.length === 0 ? (
        <EmptyState title={t("stories:noDeals")} />
      ) : (
        <StepForm step="write" className="card space-y-4">
          <SelectField
            field={{ id: "dealId", name: "dealId", errors: refused?.errors.dealId }}
            label={t("stories:deal")}
            options={deals.map(({ id, demandName, supplyName, title }) => ({
              value: id,
              label: t("stories:dealOf", { demand: demandName, supply: supplyName, title }),
            }))}
            defaultValue={refused?.dealId ?? chosen}
          />
          <StoryFields values={refused?.values ?? {}} errors={refused?.errors ?? {}} />
          <Button pending={busy}>{t("stories:save")}</Button>
        </StepForm>
      )}
    </div>
  );
}
