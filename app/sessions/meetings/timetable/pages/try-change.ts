import { json, type LoaderFunctionArgs } from "@remix-run/node";
import { handEdit, tryEdit } from "#app/sessions/meetings/timetable/timetable.server.ts";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { idOfPath, parametersOf } from "#app/http/params.ts";

/** What a change of the timetable by hand would break; it changes nothing. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const sessionId = idOfPath(params.sessionId);
  const parsed = handEdit.safeParse(Object.fromEntries(parametersOf(request)));
  if (!parsed.success) throw new Response("", { status: 400 });
  const conflicts = await answering(tryEdit(context.services, viewer, sessionId, parsed.data));
  return json({ kinds: [...new Set(conflicts.map(({ kind }) => kind))] });
}
