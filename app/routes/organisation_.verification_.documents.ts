import { json, redirect, type ActionFunctionArgs } from "@remix-run/node";
import { isRefusal } from "#app/domain/errors.ts";
import { addDocument, removeDocument } from "#app/domain/verification/documents.server.ts";
import { signedIn } from "#app/http/answers.server.ts";
import { formOf, idIn } from "#app/http/form.server.ts";
import { firstFile } from "#app/http/upload.server.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { errorText } from "#app/i18n/issues.ts";

export const loader = () => redirect("/organisation/verification");

export async function action({ request, context }: ActionFunctionArgs) {
  const viewer = await signedIn(context, request);
  const { services } = context;
  const t = await getT(request);
  try {
    if (request.headers.get("content-type")?.startsWith("multipart/form-data")) {
      const file = await firstFile(request);
      if (!file || file.name === "") return json({ error: t("errors:required") }, { status: 422 });
      await addDocument(services, viewer, file);
    } else {
      const form = await formOf(request);
      await removeDocument(services, viewer, idIn(form, "documentId"));
    }
    return json({ error: null });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return json({ error: errorText(t, error.code) }, { status: error.status });
  }
}
