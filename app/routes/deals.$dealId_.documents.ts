import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { addVersion } from "#app/domain/deals/documents.server.ts";
import { documentTitleSchema } from "#app/domain/deals/schema.ts";
import { isRefusal } from "#app/domain/errors.ts";
import { signedIn } from "#app/http/answers.server.ts";
import { idOfPath } from "#app/http/params.ts";
import { firstFile } from "#app/http/upload.server.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { errorText } from "#app/i18n/issues.ts";

export const loader = ({ params }: LoaderFunctionArgs) =>
  redirect(`/deals/${idOfPath(params.dealId)}`);

const targetSchema = z.union([
  z.object({ documentId: z.uuid() }),
  z.object({ title: documentTitleSchema }),
]);

export async function action({ request, context, params }: ActionFunctionArgs) {
  const viewer = await signedIn(context, request);
  const t = await getT(request);
  const file = await firstFile(request);
  const target = targetSchema.safeParse(file?.fields);
  if (!file || file.name === "" || !target.success) {
    file?.content.resume();
    return json({ error: t("errors:required") }, { status: 422 });
  }
  try {
    await addVersion(context.services, viewer, idOfPath(params.dealId), target.data, file);
    return json({ error: null });
  } catch (error) {
    file.content.resume();
    if (!isRefusal(error)) throw error;
    return json({ error: errorText(t, error.code) }, { status: error.status });
  }
}
