import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { Button } from "#app/ui/button.tsx";
import { SelectField } from "#app/ui/fields.tsx";
import { EmptyState } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { writeStory } from "#app/stories/commands.server.ts";
import { dealsWithSuccess } from "#app/stories/queries.server.ts";
import { StoryFields } from "#app/stories/parts/story-fields.tsx";
import { signedIn } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { step, takesSteps } from "#app/forms/steps.server.ts";
import { storySchema } from "#app/stories/schema.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const deals = await dealsWithSuccess(context.services, viewer);
  const chosen = parametersOf(request).get("deal") ?? "";
  const title = (await getT(request))("stories:new");
  return { deals, chosen, title };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export const action = takesSteps("signedIn", {
  steps: {
    write: step({
      fields: storySchema.extend({ dealId: z.uuid("required") }),
      run: async ({ dealId, ...words }, { services, viewer }) =>
        `/stories/${await writeStory(services, viewer, dealId, words)}`,
    }),
  },
});

export default function NewStory() {
  const { t } = useTranslation();
  const { deals, chosen } = useLoaderData<typeof loader>();
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
            field={{ id: "dealId", name: "dealId" }}
            label={t("stories:deal")}
            options={deals.map(({ id, demandName, supplyName, title }) => ({
              value: id,
              label: t("stories:dealOf", { demand: demandName, supply: supplyName, title }),
            }))}
            defaultValue={chosen}
          />
          <StoryFields values={{}} />
          <Button pending={busy}>{t("stories:save")}</Button>
        </StepForm>
      )}
    </div>
  );
}
