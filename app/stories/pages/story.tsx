import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData, useRouteLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { LinkButton } from "#app/ui/button.tsx";
import { Badge, Notice } from "#app/ui/parts.tsx";
import { viewStory } from "#app/stories/queries.server.ts";
import { ConsentBox } from "#app/stories/parts/consent-box.tsx";
import { PictureForm } from "#app/stories/parts/picture-form.tsx";
import { storyTone } from "#app/stories/parts/words.ts";
import { answering } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { codeName } from "#app/i18n/codes.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import type { loader as rootLoader } from "#app/root.tsx";
import { useRoom } from "#realtime/client.tsx";
import { noFields, step, takesSteps } from "#app/forms/steps.server.ts";
import { version } from "#app/kernel/version.ts";
import { z } from "zod";
import {
  consentToStory,
  publishStory,
  takeStoryDown,
  withdrawConsent,
} from "#app/stories/commands.server.ts";
import { textOf } from "#app/kernel/texts.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await context.viewer(request);
  const story = await answering(viewStory(context.services, viewer, idOfPath(params.storyId)));
  return { story };
}

/** A guest's page depends on nothing but its address and the language. */
export const handle = { sameForGuests: true };

export const meta = ({ data }: { data: { story: { title: string } } | undefined }) =>
  pageTitle(data?.story.title);

export const action = takesSteps("signedIn", {
  words: {
    conflict: (t) => t("stories:conflict"),
    illegalStep: (t) => t("stories:conflict"),
  },
  steps: {
    consent: step({
      fields: z.object({ hash: z.string().max(100) }),
      run: ({ hash }, { services, viewer, params }) =>
        consentToStory(services, viewer, idOfPath(params.storyId), hash),
    }),
    withdraw: step({
      fields: noFields,
      run: (_, { services, viewer, params }) =>
        withdrawConsent(services, viewer, idOfPath(params.storyId)),
    }),
    publish: step({
      fields: z.object({ version }),
      run: (fields, { services, viewer, params }) =>
        publishStory(services, viewer, idOfPath(params.storyId), fields.version),
    }),
    takeDown: step({
      fields: z.object({ reason: textOf(1000, 1) }),
      run: ({ reason }, { services, viewer, params }) =>
        takeStoryDown(services, viewer, idOfPath(params.storyId), reason),
    }),
  },
});

export default function StoryPage() {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const { story } = useLoaderData<typeof loader>();
  const root = useRouteLoaderData<typeof rootLoader>("root");
  useRoom(root?.viewer ? "stories" : null);
  const inWork = story.consents.length > 0;
  const english = i18n.language === "en" && story.titleEn !== "" && story.bodyEn !== "";
  const language = english ? "en" : "zh-CN";
  return (
    <div className="mx-auto max-w-3xl space-y-5">
      <LostRefusal />
      <header className="space-y-2">
        {inWork ? (
          <Badge tone={storyTone[story.state]}>{codeName(t, "storyStates", story.state)}</Badge>
        ) : null}
        <h1 lang={language}>{english ? story.titleEn : story.title}</h1>
        <p className="text-ink-soft">
          <Link to={`/organisations/${story.demand.id}`} className="link">
            {story.demand.name}
          </Link>
          {" · "}
          <Link to={`/organisations/${story.supply.id}`} className="link">
            {story.supply.name}
          </Link>
          {story.publishedAt
            ? ` · ${t("stories:publishedAt", { date: format.date(story.publishedAt) })}`
            : ""}
        </p>
      </header>
      {story.state === "taken_down" ? (
        <Notice tone="warning">{t("stories:takenDownText")}</Notice>
      ) : null}
      {i18n.language === "en" && !english ? <Notice>{t("stories:onlyChinese")}</Notice> : null}
      <article className="card space-y-4">
        {story.hasPicture ? (
          <img
            src={`/stories/${story.id}/picture`}
            alt={story.pictureText}
            className="w-full rounded-md"
          />
        ) : null}
        <p lang={language} className="max-w-[75ch] whitespace-pre-line">
          {english ? story.bodyEn : story.body}
        </p>
      </article>
      {inWork && story.titleEn + story.bodyEn !== "" ? (
        <article className="card space-y-2">
          <h2 lang={english ? "zh-CN" : "en"}>{english ? story.title : story.titleEn}</h2>
          <p lang={english ? "zh-CN" : "en"} className="max-w-[75ch] whitespace-pre-line">
            {english ? story.body : story.bodyEn}
          </p>
        </article>
      ) : null}
      {inWork ? <ConsentBox story={story} /> : null}
      {story.may.includes("edit") ? (
        <>
          <p>
            <LinkButton to={`/stories/${story.id}/edit`} look="secondary">
              {t("stories:edit")}
            </LinkButton>
          </p>
          <PictureForm storyId={story.id} version={story.version} hasPicture={story.hasPicture} />
        </>
      ) : null}
    </div>
  );
}
