import type { AppLoadContext } from "@remix-run/node";
import { signFormToken } from "./form-token.server.ts";
import { findKeptForm } from "./kept-forms.server.ts";
import type { PageForms } from "./page-forms.ts";

/** What the forms of a page have in common; the frame around every page reads it. */
export async function formsOfPage(context: AppLoadContext, request: Request): Promise<PageForms> {
  const viewer = await context.viewer(request);
  const { services } = context;
  const { pathname } = new URL(request.url);
  const [token, kept] = await Promise.all([
    signFormToken(services, viewer),
    viewer ? findKeptForm(services, viewer.userId, pathname) : null,
  ]);
  return { token, kept };
}
