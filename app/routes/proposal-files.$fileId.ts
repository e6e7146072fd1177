import { createReadableStreamFromReadable, type LoaderFunctionArgs } from "@remix-run/node";
import { openProposalFile } from "#app/domain/challenges/files.server.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { idOfPath } from "#app/http/params.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const { name, mediaType, size, content } = await answering(
    openProposalFile(context.services, viewer, idOfPath(params.fileId)),
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
