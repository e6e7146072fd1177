import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { addSynonyms } from "#app/synonyms/commands.server.ts";
import { builtInSynonyms } from "#app/synonyms/queries.server.ts";
import { additionSchema } from "#app/synonyms/schema.ts";
import { GroupForm } from "#app/synonyms/parts/group-form.tsx";
import { ToList } from "#app/synonyms/parts/group-line.tsx";
import { wrongGroup } from "./problem-text.server.ts";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { step, takesSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const { services } = context;
  const key = parametersOf(request).get("copy");
  const copied = key ? await answering(builtInSynonyms(services, viewer, key)) : null;
  const t = await getT(request);
  return {
    replaces: copied?.builtIn ?? null,
    initial: { words: copied?.words.join("\n") ?? "", note: "" },
    title: copied ? t("synonyms:copyTitle") : t("synonyms:newTitle"),
  };
}

export const action = takesSteps("organizers", {
  words: { conflict: (t) => t("synonyms:gone") },
  steps: {
    add: step({
      fields: additionSchema,
      run: async (fields, { services, viewer, t }) => {
        const outcome = await addSynonyms(services, viewer, fields);
        if ("problems" in outcome) throw wrongGroup(t, outcome.problems);
        return "/admin/synonyms?state=approved&saved=used";
      },
    }),
  },
});

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function NewSynonyms() {
  const { t } = useTranslation();
  const { initial, replaces, title } = useLoaderData<typeof loader>();
  return (
    <div className="mx-auto max-w-4xl space-y-4">
      <ToList />
      <h1>{title}</h1>
      {replaces === null ? null : <p>{t("synonyms:copyText", { word: replaces })}</p>}
      <GroupForm
        initial={initial}
        step="add"
        hidden={replaces === null ? {} : { replaces }}
        except={replaces === null ? {} : { builtIn: replaces }}
      />
    </div>
  );
}
