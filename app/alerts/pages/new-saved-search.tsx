import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { TextField } from "#app/ui/fields.tsx";
import { Badge, Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { saveSearch } from "#app/alerts/commands.server.ts";
import { canAlert, longestName, mostSavedSearches, savedSearchSchema } from "#app/alerts/schema.ts";
import { readSearchParameters } from "#app/search/request.ts";
import { FrequencyField } from "#app/alerts/parts/frequency-field.tsx";
import { searchWords } from "#app/alerts/parts/search-words.ts";
import { signedIn } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { step, takesSteps, WrongFields } from "#app/forms/steps.server.ts";
import { cut } from "#app/text/graphemes.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  await signedIn(context, request);
  const parameters = readSearchParameters(parametersOf(request));
  const title = (await getT(request))("alerts:newTitle");
  return { parameters, alerts: canAlert(parameters), title };
}

export const action = takesSteps("signedIn", {
  steps: {
    save: step({
      fields: savedSearchSchema,
      run: async (fields, { services, viewer, request, t }) => {
        const parameters = readSearchParameters(parametersOf(request));
        const outcome = await saveSearch(services, viewer, parameters, fields);
        if ("same" in outcome) throw new WrongFields({ "": [t("alerts:same")] });
        if ("tooMany" in outcome)
          throw new WrongFields({ "": [t("alerts:tooMany", { max: mostSavedSearches })] });
        return `/saved-searches?saved=${outcome.saved}`;
      },
    }),
  },
});

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function SaveSearch() {
  const { t } = useTranslation();
  const { parameters, alerts } = useLoaderData<typeof loader>();
  const busy = useNavigation().state !== "idle";
  const words = searchWords(t, parameters);
  const proposed = cut(words.join(" · "), longestName) || t("alerts:everything");
  return (
    <div className="mx-auto max-w-2xl space-y-4">
      <h1>{t("alerts:newTitle")}</h1>
      <Section title={t("alerts:conditions")}>
        <p className="flex flex-wrap gap-2">
          {words.length === 0 ? t("alerts:everything") : null}
          {words.map((word) => (
            <Badge key={word}>{word}</Badge>
          ))}
        </p>
        <StepForm step="save" className="space-y-4">
          <TextField
            field={{ id: "name", name: "name" }}
            label={t("alerts:name")}
            limit={longestName}
            defaultValue={proposed}
          />
          {alerts ? (
            <FrequencyField field={{ id: "frequency", name: "frequency" }} value="daily" />
          ) : (
            <>
              <input type="hidden" name="frequency" value="none" />
              <p className="text-ink-soft">{t("alerts:noAlerts")}</p>
            </>
          )}
          <Button pending={busy}>{t("alerts:create")}</Button>
        </StepForm>
      </Section>
    </div>
  );
}
