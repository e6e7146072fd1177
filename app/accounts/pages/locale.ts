import { redirect, type ActionFunctionArgs } from "@remix-run/node";
import { safePath } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { localeCookie } from "#app/i18n/i18n.server.ts";
import { asLanguage } from "#app/i18n/languages.ts";
import { chooseLocale } from "#app/accounts/locale.server.ts";

export const loader = () => redirect("/");

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await formOf(request);
  const locale = asLanguage(String(form.get("locale")));
  const viewer = await context.viewer(request);
  if (viewer) await chooseLocale(context.services, viewer.userId, locale);
  return redirect(safePath(form.get("redirectTo")), {
    headers: { "Set-Cookie": await localeCookie.serialize(locale) },
  });
}
