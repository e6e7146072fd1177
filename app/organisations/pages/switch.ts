import { redirect, type ActionFunctionArgs } from "@remix-run/node";
import { actFor } from "#app/organisations/commands.server.ts";
import { signedInBy } from "#app/accounts/viewer.server.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";

export const loader = () => redirect("/");

export async function action({ request, context }: ActionFunctionArgs) {
  await signedIn(context, request);
  const { auth, services } = context;
  const by = await signedInBy(auth, services.database, request.headers);
  if (!by) throw redirect("/sign-in");
  const organisationId = String((await formOf(request)).get("organisationId"));
  await answering(actFor(services, by, organisationId));
  return redirect("/");
}
