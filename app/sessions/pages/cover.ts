import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { changeCover, openCover } from "#app/sessions/cover.server.ts";
import { sendFile } from "#app/http/download.server.ts";
import { takeForm } from "#app/forms/file-form.server.ts";
import { idOfPath, versionOf } from "#app/http/params.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await context.viewer(request);
  return sendFile({ request, context }, async () =>
    openCover(context.services, viewer, idOfPath(params.sessionId)),
  );
}

/** Gives the session another cover, or none; the version read stands in the address. */
export function action({ request, context, params }: ActionFunctionArgs) {
  const { services } = context;
  const sessionId = idOfPath(params.sessionId);
  const version = versionOf(request);
  return takeForm(
    { request, context },
    {
      page: `/sessions/${sessionId}/edit`,
      keep: (viewer, file) => changeCover(services, viewer, sessionId, file, version),
      change: (viewer) => changeCover(services, viewer, sessionId, null, version),
    },
  );
}
