import { redirect, type ActionFunctionArgs } from "@remix-run/node";
import { redirectWith } from "#app/http/auth.server.ts";

export const loader = () => redirect("/");

export async function action({ request, context }: ActionFunctionArgs) {
  const { headers } = await context.auth.api.signOut({
    headers: request.headers,
    returnHeaders: true,
  });
  return redirectWith(headers, "/");
}
