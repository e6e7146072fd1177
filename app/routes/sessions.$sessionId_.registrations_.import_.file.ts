import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { handInRegistrations } from "#app/domain/sessions/registration-import.server.ts";
import { takeForm } from "#app/http/file-form.server.ts";
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
      keep: async (viewer, file) => {
        const importId = await handInRegistrations(context.services, viewer, sessionId, file);
        return `${page}?import=${importId}`;
      },
    },
  );
}
