import type { LoaderFunctionArgs } from "@remix-run/node";
import { openSessionDocument } from "#app/sessions/documents.server.ts";
import { sendFile } from "#app/http/download.server.ts";
import { idOfPath } from "#app/http/params.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await context.viewer(request);
  return sendFile({ request, context }, async () =>
    openSessionDocument(
      context.services,
      viewer,
      idOfPath(params.sessionId),
      idOfPath(params.documentId),
    ),
  );
}
