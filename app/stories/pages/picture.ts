import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { changePicture } from "#app/stories/commands.server.ts";
import { openPicture } from "#app/stories/queries.server.ts";
import { sendFile } from "#app/http/download.server.ts";
import { takeForm } from "#app/forms/file-form.server.ts";
import { idOfPath, versionOf } from "#app/http/params.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await context.viewer(request);
  return sendFile({ request, context }, async () =>
    openPicture(context.services, viewer, idOfPath(params.storyId)),
  );
}

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
