import { createReadableStreamFromReadable, type LoaderFunctionArgs } from "@remix-run/node";
import { openDocument } from "#app/domain/sessions/documents.server.ts";
import { answering } from "#app/http/answers.server.ts";
import { idOfPath } from "#app/http/params.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await context.viewer(request);
  const { name, mediaType, size, content } = await answering(
    openDocument(context.services, viewer, idOfPath(params.sessionId), idOfPath(params.documentId)),
  );
  return new Response(createReadableStreamFromReadable(content), {
    headers: {
      "Content-Type": mediaType,
      "Content-Length": String(size),
      "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      "Content-Security-Policy": "sandbox",
      "Cache-Control": "private, no-store",
    },
  });
}
