import { json, redirect, type ActionFunctionArgs } from "@remix-run/node";
import { isRefusal, Refusal, type RefusalCode } from "#app/kernel/refusals.ts";
import { comesThrough, type Door } from "#app/kernel/doors.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { errorText } from "#app/i18n/issues.ts";
import { safePath, signedIn } from "#app/http/answers.server.ts";
import { formOf } from "./form.server.ts";
import type { Upload } from "./incoming-form.server.ts";
import { answerParameters, doneOutcome } from "./upload-answer.ts";
import { discardBody, receiveFile } from "./upload.server.ts";
import { refusalAnswer, wantsPage } from "#app/http/words-page.server.ts";

type Asked = Pick<ActionFunctionArgs, "request" | "context">;

/** What a place of files does with what it is sent. */
export interface FilePlace<T> {
  /** The page of its forms, for browsers that do not say which page they come from. */
  page: string;
  /** Who may send it anything, where that is not everybody who is signed in. */
  door?: Door;
  keep: (viewer: Viewer, file: Upload) => Promise<T>;
  /** The path to go to once it is kept, where that is not the page that sent it. */
  goTo?: (kept: T) => string;
  /** Does what the form without a file asks for, such as taking one away. */
  change?: (viewer: Viewer, form: FormData) => Promise<void>;
}

/**
 * The action of a place of files. A page that sends the form by itself hears in
 * JSON how it went; a browser without scripts is led back to the page it came from,
 * whose form shows it.
 */
export async function takeForm<T>(
  { request, context }: Asked,
  place: FilePlace<T>,
): Promise<Response> {
  try {
    const viewer = await personOf({ request, context });
    if (!comesThrough(viewer, place.door ?? "signedIn")) throw new Refusal("forbidden");
    const goTo = await work(request, viewer, place);
    if (wantsPage(request)) return redirect(goTo ?? backTo(request, place.page, doneOutcome), 303);
    return json({ error: null, goTo });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (error.status >= 500) context.services.log.error({ error }, "a file could not be taken");
    if (!wantsPage(request)) {
      const words = errorText(await getT(request), error.code);
      return json({ error: words, code: error.code }, { status: error.status });
    }
    const away = error.status === 403 || error.status === 404;
    return away
      ? refusalAnswer(request, error.code)
      : redirect(backTo(request, place.page, error.code), 303);
  } finally {
    await discardBody(request);
  }
}

async function personOf({ request, context }: Asked): Promise<Viewer> {
  const bySelf = (request.headers.get("accept") ?? "").includes("application/json");
  if (!bySelf) return signedIn(context, request);
  const viewer = await context.viewer(request);
  if (!viewer) throw new Refusal("signInRequired");
  return viewer;
}

/** Answers with the path to go to, or null for the page that sent the form. */
async function work<T>(
  request: Request,
  viewer: Viewer,
  { keep, goTo, change }: FilePlace<T>,
): Promise<string | null> {
  const type = (request.headers.get("content-type") ?? "").toLowerCase();
  if (!change || !type.startsWith("application/x-www-form-urlencoded"))
    return receiveFile(request, async (file) => {
      const kept = await keep(viewer, file);
      return goTo ? goTo(kept) : null;
    });
  await change(viewer, await formOf(request));
  return null;
}

/** The page that sent the form, told how it went; only the path is believed, so that nobody is led elsewhere. */
function backTo(request: Request, page: string, outcome: RefusalCode | typeof doneOutcome): string {
  const referer = request.headers.get("referer") ?? "";
  const from = URL.canParse(referer) ? new URL(referer) : null;
  const back = new URL(from ? safePath(from.pathname + from.search) : page, request.url);
  const form = new URL(request.url).searchParams.get(answerParameters.form);
  back.searchParams.set(answerParameters.outcome, outcome);
  if (form !== null) back.searchParams.set(answerParameters.form, form);
  return back.pathname + back.search;
}
