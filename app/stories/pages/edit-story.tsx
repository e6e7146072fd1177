import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { changeStory } from "#app/stories/commands.server.ts";
import { viewStory } from "#app/stories/queries.server.ts";
import { StoryFields } from "#app/stories/parts/story-fields.tsx";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { step, takesSteps } from "#app/forms/steps.server.ts";
import { useGivenForm } from "#app/forms/form-identity.ts";
import { version } from "#app/kernel/version.ts";
import { storySchema } from "#app/stories/schema.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const story = await answering(viewStory(context.services, viewer, idOfPath(params.storyId)));
  if (!story.may.includes("edit")) throw new Response("", { status: 403 });
  return { story };
}

export const meta = ({ data }: { data: { story: { title: string } } | undefined }) =>
  pageTitle(data?.story.title);

export const action = takesSteps("signedIn", {
  words: {
    conflict: (t) => t("stories:conflict"),
    illegalStep: (t) => t("stories:conflict"),
  },
  steps: {
    save: step({
      fields: storySchema.extend({ version }),
      run: async ({ version: read, ...words }, { services, viewer, params }) => {
        const storyId = idOfPath(params.storyId);
        await changeStory(services, viewer, storyId, words, read);
        return `/stories/${storyId}`;
      },
    }),
  },
});

export default function EditStory() {
  const { t } = useTranslation();
  const { story } = useLoaderData<typeof loader>();
  const given = useGivenForm({ step: "save" });
  const busy = useNavigation().state !== "idle";
  return (
    <div className="mx-auto max-w-3xl space-y-4">
      <h1>{t("stories:edit")}</h1>
      <p className="text-ink-soft">{t("stories:editText")}</p>
      {given?.conflict ? (
        <p>
          <Link to={`/stories/${story.id}`} className="link">
            {story.title}
          </Link>
        </p>
      ) : null}
      <StepForm step="save" version={story.version} className="card space-y-4">
        <StoryFields values={story} />
        <Button pending={busy}>{t("stories:save")}</Button>
      </StepForm>
    </div>
  );
}
