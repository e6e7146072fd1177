import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { takeForm } from "#app/forms/file-form.server.ts";
import { kindOfPath } from "#app/posts/parts/kind.ts";
import { keepFilledForm } from "./filled-form.server.ts";

const pageOf = (kinds: string | undefined) => `/${kindOfPath(kinds)}s/new`;

export const loader = ({ params }: LoaderFunctionArgs) => redirect(pageOf(params.kinds));

/** Takes a form that an office filled in as a document, and leads to our form with it filled in. */
export function action({ request, context, params }: ActionFunctionArgs) {
  const kind = kindOfPath(params.kinds);
  const page = pageOf(params.kinds);
  return takeForm(
    { request, context },
    {
      page,
      keep: (viewer, file) => keepFilledForm(context.services, viewer, { kind, page }, file),
      goTo: () => page,
    },
  );
}
