import { redirect, type ActionFunctionArgs } from "@remix-run/node";
import { endSignIn } from "#app/accounts/sign-out.server.ts";
import { redirectWith } from "#app/http/auth.server.ts";

export const loader = () => redirect("/");

export async function action({ request, context }: ActionFunctionArgs) {
  return redirectWith(await endSignIn(context.accounts, request.headers), "/");
}
