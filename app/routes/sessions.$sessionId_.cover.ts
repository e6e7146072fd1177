import {
  createReadableStreamFromReadable,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
} from "@remix-run/node";
import { isRefusal } from "#app/domain/errors.ts";
import { changeCover, openCover } from "#app/domain/sessions/cover.server.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { idOfPath, parametersOf } from "#app/http/params.ts";
import { pictureOf } from "#app/http/upload.server.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await context.viewer(request);
  const { mediaType, content } = await answering(
    openCover(context.services, viewer, idOfPath(params.sessionId)),
  );
  return new Response(createReadableStreamFromReadable(content), {
    headers: {
      "Content-Type": mediaType,
      "Content-Security-Policy": "sandbox",
      "Cache-Control": "private, no-cache",
    },
  });
}

/**
 * Gives the session another cover, or none, and leads back to the page that sent
 * it; the version read stands in the address, as files come as a stream.
 */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const viewer = await signedIn(context, request);
  const sessionId = idOfPath(params.sessionId);
  const version = Number(parametersOf(request).get("version"));
  const back = (answer: string) => redirect(`/sessions/${sessionId}/edit?cover=${answer}`);
  const file = await pictureOf(request);
  if (file === "missing") return back("required");
  try {
    await changeCover(context.services, viewer, sessionId, file, version);
    return back("saved");
  } catch (error) {
    if (!isRefusal(error) || error.status === 403 || error.status === 404)
      return answering(Promise.reject(error as Error));
    return back(error.code);
  }
}
