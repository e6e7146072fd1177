import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { handInRegistrations } from "#app/sessions/registrations/import/registration-import.server.ts";
import { takeForm } from "#app/forms/file-form.server.ts";
import { idOfPath } from "#app/http/params.ts";

const pageOf = (sessionId: string) => `/sessions/${sessionId}/registrations/import`;

export const loader = ({ params }: LoaderFunctionArgs) =>
  redirect(pageOf(idOfPath(params.sessionId)));

/** Takes a file of registrations in and leads to what is found in it. */
export function action({ request, context, params }: ActionFunctionArgs) {
  const sessionId = idOfPath(params.sessionId);
  const page = pageOf(sessionId);
  return takeForm(
    { request, context },
    {
      page,
      door: "organizers",
      keep: (viewer, file) => handInRegistrations(context.services, viewer, sessionId, file),
      goTo: (importId) => `${page}?import=${importId}`,
    },
  );
}
