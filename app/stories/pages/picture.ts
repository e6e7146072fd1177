import type { ActionFunctionArgs } from "@remix-run/node";
import { changePicture } from "#app/stories/commands.server.ts";
import { openPicture } from "#app/stories/queries.server.ts";
import { anyone, fileLoader } from "#app/http/download.server.ts";
import { takeForm } from "#app/forms/file-form.server.ts";
import { idOfPath, versionOf } from "#app/http/params.ts";

export const loader = fileLoader(anyone, (services, viewer, id) =>
  openPicture(services, viewer, id("storyId")),
);

/** Gives the story another picture, or none; the version read stands in the address. */
export function action({ request, context, params }: ActionFunctionArgs) {
  const { services } = context;
  const storyId = idOfPath(params.storyId);
  const version = versionOf(request);
  return takeForm(
    { request, context },
    {
      page: `/stories/${storyId}/edit`,
      keep: (viewer, file) => changePicture(services, viewer, storyId, file, version),
      change: (viewer) => changePicture(services, viewer, storyId, null, version),
    },
  );
}
