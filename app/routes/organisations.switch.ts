import { redirect, type ActionFunctionArgs } from "@remix-run/node";
import { belongsTo } from "#app/domain/viewer/viewer.ts";
import { signedIn } from "#app/http/answers.server.ts";
import { redirectWith } from "#app/http/auth.server.ts";
import { formOf } from "#app/http/form.server.ts";

export const loader = () => redirect("/");

export async function action({ request, context }: ActionFunctionArgs) {
  const viewer = await signedIn(context, request);
  const organizationId = String((await formOf(request)).get("organisationId"));
  if (!belongsTo(viewer, organizationId)) throw new Response("", { status: 403 });
  const { headers } = await context.auth.api.setActiveOrganization({
    body: { organizationId },
    headers: request.headers,
    returnHeaders: true,
  });
  return redirectWith(headers, "/");
}
