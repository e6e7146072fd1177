import {
  createReadableStreamFromReadable,
  json,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
} from "@remix-run/node";
import { isRefusal } from "#app/domain/errors.ts";
import { changePicture } from "#app/domain/stories/commands.server.ts";
import { openPicture } from "#app/domain/stories/queries.server.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { idOfPath, parametersOf } from "#app/http/params.ts";
import { pictureOf } from "#app/http/upload.server.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { errorText } from "#app/i18n/issues.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await context.viewer(request);
  const { mediaType, content } = await answering(
    openPicture(context.services, viewer, idOfPath(params.storyId)),
  );
  return new Response(createReadableStreamFromReadable(content), {
    headers: {
      "Content-Type": mediaType,
      "Content-Security-Policy": "sandbox",
      /** A story can be taken down at any moment, and its picture with it. */
      "Cache-Control": "private, no-store",
    },
  });
}

/** Gives the story another picture, or none; the version read stands in the address, as files come as a stream. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const viewer = await signedIn(context, request);
  const storyId = idOfPath(params.storyId);
  const version = Number(parametersOf(request).get("version"));
  const t = await getT(request);
  const file = await pictureOf(request);
  if (file === "missing") return json({ error: t("errors:required") }, { status: 422 });
  try {
    await changePicture(context.services, viewer, storyId, file, version);
    return json({ error: null });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return json({ error: errorText(t, error.code) }, { status: error.status });
  }
}
