import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { addProposalFile, removeProposalFile } from "#app/challenges/files.server.ts";
import { takeForm } from "#app/forms/file-form.server.ts";
import { idIn } from "#app/forms/form.server.ts";
import { idOfPath } from "#app/http/params.ts";

const pageOf = (challengeId: string) => `/challenges/${challengeId}/proposal`;

export const loader = ({ params }: LoaderFunctionArgs) =>
  redirect(pageOf(idOfPath(params.challengeId)));

export function action({ request, context, params }: ActionFunctionArgs) {
  const { services } = context;
  const challengeId = idOfPath(params.challengeId);
  return takeForm(
    { request, context },
    {
      page: pageOf(challengeId),
      keep: (viewer, file) => addProposalFile(services, viewer, challengeId, file),
      change: (viewer, form) =>
        removeProposalFile(services, viewer, challengeId, idIn(form, "fileId")),
    },
  );
}
