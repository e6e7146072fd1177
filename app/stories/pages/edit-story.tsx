import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { isRefusal } from "#app/kernel/refusals.ts";
import { changeStory } from "#app/stories/commands.server.ts";
import { viewStory } from "#app/stories/queries.server.ts";
import { versionIn } from "#app/kernel/version.ts";
import { StoryFields } from "#app/stories/parts/story-fields.tsx";
import { readStoryForm } from "./typed.server.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const story = await answering(viewStory(context.services, viewer, idOfPath(params.storyId)));
  if (!story.may.includes("edit")) throw new Response("", { status: 403 });
  return { story };
}

export const meta = ({ data }: { data: { story: { title: string } } | undefined }) =>
  pageTitle(data?.story.title);

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await formOf(request);
  const viewer = await signedIn(context, request);
  const storyId = idOfPath(params.storyId);
  const t = await getT(request);
  const { values, errors, words } = readStoryForm(form, t);
  if (!words) return json({ values, errors, failed: null }, { status: 422 });
  try {
    await changeStory(context.services, viewer, storyId, words, versionIn(form.get("version")));
    return redirect(`/stories/${storyId}`);
  } catch (error) {
    if (!isRefusal(error) || !["conflict", "illegalStep"].includes(error.code))
      return answering(Promise.reject(error as Error));
    return json({ values, errors, failed: t("stories:conflict") }, { status: error.status });
  }
}

export default function EditStory() {
  const { t } = useTranslation();
  const { story } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  return (
    <div className="mx-auto max-w-3xl space-y-4">
      <h1>{t("stories:edit")}</h1>
      <p className="text-ink-soft">{t("stories:editText")}</p>
      {refused?.failed ? (
        <Notice tone="danger">
          {refused.failed}{" "}
          <Link to={`/stories/${story.id}`} className="link">
            {story.title}
          </Link>
        </Notice>
      ) : null}
      <StepForm step="save" version={story.version} className="card space-y-4">
        <StoryFields values={refused?.values ?? story} errors={refused?.errors ?? {}} />
        <Button pending={busy}>{t("stories:save")}</Button>
      </StepForm>
    </div>
  );
}
