import { json, redirect, type ActionFunctionArgs } from "@remix-run/node";
import { addAttachment, removeAttachment } from "#app/domain/attachments/commands.server.ts";
import { isRefusal } from "#app/domain/errors.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { formOf, idIn } from "#app/http/form.server.ts";
import { firstFile } from "#app/http/upload.server.ts";
import { idOfPath, parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { errorText } from "#app/i18n/issues.ts";

export const loader = () => redirect("/my-posts");

export async function action({ request, context, params }: ActionFunctionArgs) {
  const viewer = await signedIn(context, request);
  const { services } = context;
  const uploads = request.headers.get("content-type")?.startsWith("multipart/form-data") ?? false;
  if (!uploads) {
    const form = await formOf(request);
    await answering(removeAttachment(services, viewer, idIn(form, "attachmentId")));
    return json({ error: null });
  }
  const t = await getT(request);
  const file = await firstFile(request);
  if (!file || file.name === "") return json({ error: t("errors:required") }, { status: 422 });
  try {
    const confidential = parametersOf(request).get("confidential") === "1";
    await addAttachment(services, viewer, idOfPath(params.postId), file, confidential);
    return json({ error: null });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return json({ error: errorText(t, error.code) }, { status: error.status });
  }
}
