import type { ActionFunctionArgs } from "@remix-run/node";
import { changeCover, openCover } from "#app/sessions/cover.server.ts";
import { anyone, fileLoader } from "#app/http/download.server.ts";
import { takeForm } from "#app/forms/file-form.server.ts";
import { idOfPath, versionOf } from "#app/http/params.ts";

export const loader = fileLoader(anyone, (services, viewer, id) =>
  openCover(services, viewer, id("sessionId")),
);

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
