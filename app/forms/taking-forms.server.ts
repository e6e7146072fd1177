import type {
  ActionFunction,
  ActionFunctionArgs,
  AppLoadContext,
  ServerBuild,
} from "@remix-run/node";
import { leadsToSignIn, withFormKept } from "#app/http/answers.server.ts";
import { take } from "#app/http/limits.server.ts";
import type { MaybeViewer } from "#app/kernel/viewer.ts";
import { formFields, typedFieldsOf, type TypedFields } from "./form-fields.ts";
import { readFormToken, type FormToken } from "./form-token.server.ts";
import { forgetKeptForm, keepForm } from "./kept-forms.server.ts";
import { once } from "./sent-forms.server.ts";

/**
 * The same pages, whose actions take the forms of our pages with what is true of each of
 * them: a form sent twice is carried out once; it is for the organisation for which its
 * page was opened; and what was typed while the sign-in had expired is kept for its person.
 * A form without a token, as a program sends it, passes as it is.
 */
export function takingForms(build: ServerBuild): ServerBuild {
  const routes = Object.entries(build.routes).flatMap(([id, route]) => {
    if (!route) return [];
    const { action } = route.module;
    const module = action ? { ...route.module, action: taking(action) } : route.module;
    return [[id, { ...route, module }] as const];
  });
  return { ...build, routes: Object.fromEntries(routes) };
}

const urlencoded = /^application\/x-www-form-urlencoded\b/i;

const taking =
  (action: ActionFunction): ActionFunction =>
  async (args) => {
    if (!urlencoded.test(args.request.headers.get("Content-Type") ?? "")) return action(args);
    const body = await args.request.text();
    const { method, headers, signal } = args.request;
    const request = new Request(args.request.url, { method, headers, signal, body });
    const form = new URLSearchParams(body);
    const { services } = args.context;
    const token = await readFormToken(services, form.get(formFields.token));
    if (!token) return action({ ...args, request });
    return takeForm({ ...args, request }, token, form, action);
  };

async function takeForm(
  args: ActionFunctionArgs,
  token: FormToken,
  form: URLSearchParams,
  action: ActionFunction,
): Promise<unknown> {
  const { request, context } = args;
  const { services } = context;
  const viewer = actingFor(await context.viewer(request), token);
  const { pathname, search } = new URL(request.url);
  const fields = typedFieldsOf(form);
  const sent = { token, userId: viewer?.userId ?? null, address: pathname + search, fields };
  const acting: AppLoadContext = { ...context, viewer: () => Promise.resolve(viewer) };
  const work = async () => action({ ...args, context: acting });
  if (!viewer)
    return keepingTyped(context, request, { token, fields }, () => once(services, sent, work));
  const answer = await once(services, sent, work);
  const name = form.get(formFields.name);
  if (name !== null && answer instanceof Response && answer.status < 400)
    await forgetKeptForm(services, { userId: viewer.userId, path: pathname, name });
  return answer;
}

/** The person as they were when the page was opened, whatever they switched to since; for none where they left it. */
function actingFor(viewer: MaybeViewer, { personId, organisationId }: FormToken): MaybeViewer {
  if (!viewer || organisationId === null || viewer.userId !== personId) return viewer;
  const active =
    viewer.memberships.find((membership) => membership.organisationId === organisationId) ?? null;
  return { ...viewer, active };
}

/** Does the work; where that asks to sign in first, what was typed waits until its person has. */
async function keepingTyped(
  context: AppLoadContext,
  request: Request,
  { token, fields }: { token: FormToken; fields: TypedFields },
  work: () => Promise<unknown>,
): Promise<unknown> {
  const kept = async (answer: unknown): Promise<unknown> => {
    if (!(answer instanceof Response) || !leadsToSignIn(answer) || token.personId === null)
      return answer;
    if ((await take(context, request, null, "rescue")) > 0) return answer;
    const place = { userId: token.personId, path: new URL(request.url).pathname };
    return (await keepForm(context.services, place, fields)) ? withFormKept(answer) : answer;
  };
  try {
    return await kept(await work());
  } catch (error) {
    if (error instanceof Response) throw await kept(error);
    throw error;
  }
}
