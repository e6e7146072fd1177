import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Notice } from "#app/ui/parts.tsx";
import { isRefusal } from "#app/kernel/refusals.ts";
import { addSynonyms } from "#app/synonyms/commands.server.ts";
import { builtInSynonyms } from "#app/synonyms/queries.server.ts";
import { additionSchema } from "#app/synonyms/schema.ts";
import { GroupForm } from "#app/synonyms/parts/group-form.tsx";
import { ToList } from "#app/synonyms/parts/group-line.tsx";
import { problemText } from "./problem-text.server.ts";
import { typedBefore, typedIn } from "./typed.server.ts";
import { answering, signedInOrganizer, signedIn, throughDoor } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { issueMessage } from "#app/i18n/issues.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const { services } = context;
  const key = parametersOf(request).get("copy");
  const copied = key ? await answering(builtInSynonyms(services, viewer, key)) : null;
  const { typed } = await typedBefore(context, request, viewer);
  const t = await getT(request);
  return {
    replaces: copied?.builtIn ?? null,
    initial: typed ?? { words: copied?.words.join("\n") ?? "", note: "" },
    title: copied ? t("synonyms:copyTitle") : t("synonyms:newTitle"),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await formOf(request);
  const viewer = await signedIn(context, request);
  throughDoor(viewer, "organizers");
  const t = await getT(request);
  const values = typedIn(form);
  const refused = (errors: string[], status = 422) =>
    json({ values, errors, gone: status === 409 }, { status });
  const parsed = additionSchema.safeParse(Object.fromEntries(form));
  if (!parsed.success) return refused(parsed.error.issues.map((issue) => issueMessage(issue, t)));
  const { services } = context;
  try {
    const outcome = await addSynonyms(services, viewer, parsed.data);
    if ("problems" in outcome)
      return refused(outcome.problems.map((problem) => problemText(t, problem)));
  } catch (error) {
    if (isRefusal(error) && error.code === "conflict") return refused([], 409);
    return await answering(Promise.reject(error as Error));
  }
  return redirect("/admin/synonyms?state=approved&saved=used");
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function NewSynonyms() {
  const { t } = useTranslation();
  const { initial, replaces, title } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <div className="mx-auto max-w-4xl space-y-4">
      <ToList />
      <h1>{title}</h1>
      {replaces === null ? null : <p>{t("synonyms:copyText", { word: replaces })}</p>}
      {refused?.gone ? <Notice tone="danger">{t("synonyms:gone")}</Notice> : null}
      <GroupForm
        initial={refused?.values ?? initial}
        errors={refused?.errors}
        step="add"
        hidden={replaces === null ? {} : { replaces }}
        except={replaces === null ? {} : { builtIn: replaces }}
      />
    </div>
  );
}
