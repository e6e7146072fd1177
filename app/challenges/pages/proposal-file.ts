import type { LoaderFunctionArgs } from "@remix-run/node";
import { openProposalFile } from "#app/challenges/files.server.ts";
import { signedIn } from "#app/http/answers.server.ts";
import { sendFile } from "#app/http/download.server.ts";
import { idOfPath } from "#app/http/params.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  return sendFile({ request, context }, async () =>
    openProposalFile(context.services, viewer, idOfPath(params.fileId)),
  );
}
