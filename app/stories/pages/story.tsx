import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useRouteLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "#app/ui/button.tsx";
import { Badge, Notice } from "#app/ui/parts.tsx";
import { isRefusal } from "#app/kernel/refusals.ts";
import { viewStory } from "#app/stories/queries.server.ts";
import { ConsentBox } from "#app/stories/parts/consent-box.tsx";
import { PictureForm } from "#app/stories/parts/picture-form.tsx";
import { takeStoryPageStep } from "./steps.server.ts";
import { storyTone } from "#app/stories/parts/words.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { codeName } from "#app/i18n/codes.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import type { loader as rootLoader } from "#app/root.tsx";
import { useRoom } from "#realtime/client.tsx";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await context.viewer(request);
  const story = await answering(viewStory(context.services, viewer, idOfPath(params.storyId)));
  return { story };
}

/** A guest's page depends on nothing but its address and the language. */
export const handle = { sameForGuests: true };

export const meta = ({ data }: { data: { story: { title: string } } | undefined }) =>
  pageTitle(data?.story.title);

export async function action({ request, context, params }: ActionFunctionArgs) {
  const viewer = await signedIn(context, request);
  const storyId = idOfPath(params.storyId);
  const form = await formOf(request);
  const t = await getT(request);
  const reason = String(form.get("reason") ?? "").trim();
  if (form.get("step") === "takeDown" && reason === "")
    return json({ reason, error: t("errors:required"), failed: null }, { status: 422 });
  try {
    await takeStoryPageStep(context.services, viewer, storyId, form, reason.slice(0, 1000));
    return redirect(`/stories/${storyId}`);
  } catch (error) {
    if (!isRefusal(error) || !["conflict", "illegalStep"].includes(error.code))
      return answering(Promise.reject(error as Error));
    return json({ reason, error: null, failed: t("stories:conflict") }, { status: error.status });
  }
}

export default function StoryPage() {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const { story } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const root = useRouteLoaderData<typeof rootLoader>("root");
  useRoom(root?.viewer ? "stories" : null);
  const inWork = story.consents.length > 0;
  const english = i18n.language === "en" && story.titleEn !== "" && story.bodyEn !== "";
  const language = english ? "en" : "zh-CN";
  return (
    <div className="mx-auto max-w-3xl space-y-5">
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
      {refused?.failed ? <Notice tone="danger">{refused.failed}</Notice> : null}
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
      {inWork ? (
        <ConsentBox
          story={story}
          reason={refused?.reason ?? ""}
          error={refused?.error ?? undefined}
        />
      ) : null}
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
