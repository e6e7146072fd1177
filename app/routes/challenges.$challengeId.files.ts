import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { addProposalFile, removeProposalFile } from "#app/domain/challenges/files.server.ts";
import { isRefusal } from "#app/domain/errors.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { formOf, idIn } from "#app/http/form.server.ts";
import { idOfPath } from "#app/http/params.ts";
import { firstFile } from "#app/http/upload.server.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { errorText } from "#app/i18n/issues.ts";

export const loader = ({ params }: LoaderFunctionArgs) =>
  redirect(`/challenges/${idOfPath(params.challengeId)}/proposal`);

export async function action({ request, context, params }: ActionFunctionArgs) {
  const viewer = await signedIn(context, request);
  const { services } = context;
  const challengeId = idOfPath(params.challengeId);
  const uploads = request.headers.get("content-type")?.startsWith("multipart/form-data") ?? false;
  if (!uploads) {
    const form = await formOf(request);
    const fileId = idIn(form, "fileId");
    await answering(removeProposalFile(services, viewer, challengeId, fileId));
    return json({ error: null });
  }
  const t = await getT(request);
  const file = await firstFile(request);
  if (!file || file.name === "") return json({ error: t("errors:required") }, { status: 422 });
  try {
    await addProposalFile(services, viewer, challengeId, file);
    return json({ error: null });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return json({ error: errorText(t, error.code) }, { status: error.status });
  }
}
