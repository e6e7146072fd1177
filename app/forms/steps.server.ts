import {
  json,
  redirect,
  type ActionFunctionArgs,
  type AppLoadContext,
  type TypedResponse,
} from "@remix-run/node";
import type { TFunction } from "i18next";
import { z } from "zod";
import { signedIn, throughDoor } from "#app/http/answers.server.ts";
import { take, waiting, waitText } from "#app/http/limits.server.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { errorText, formatIssues } from "#app/i18n/issues.ts";
import { comesThrough, type Door } from "#app/kernel/doors.ts";
import type { LimitName } from "#app/kernel/limits.server.ts";
import { isRefusal, Refusal, refusalStatus, type RefusalCode } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { MaybeViewer, Viewer } from "#app/kernel/viewer.ts";
import {
  isNeedsConsent,
  isStandingMeetings,
  type Consequences,
} from "#app/sessions/consequences.ts";
import { isConflict } from "#db/conflict.ts";
import type { FormAnswer, RefusedForm } from "./answer.ts";
import { formOf } from "./form.server.ts";
import { formFields, typedFieldsOf } from "./form-fields.ts";
import { firstStepOf } from "./form-identity.ts";
import { intentField, parseForm } from "./parse-form.ts";

/** What a step works with beside its fields. */
export interface Asked<Who extends MaybeViewer = Viewer> {
  request: Request;
  params: ActionFunctionArgs["params"];
  context: AppLoadContext;
  services: Services;
  viewer: Who;
  /** Words in the person's language. */
  t: TFunction;
  form: FormData;
  /** The page's own path, and its parameters with their question mark. */
  path: string;
  search: string;
}

/**
 * What comes after a step: a path to go to, the page itself where it gives nothing, or
 * something to show where the person stays.
 */
type Next<Shown> =
  | string
  | Response
  | { shown: Shown }
  /** The command says that it was tried too often; at which field, and how long to wait. */
  | { seconds: number; at: string }
  | undefined
  | void;

/** A command found something wrong with fields that the schema could not know of; nothing was changed. */
export class WrongFields extends Error {
  override name = "WrongFields";
  /** In the person's language, by field; of the whole form under "". */
  constructor(readonly errors: Partial<Record<string, string[] | null>>) {
    super("wrong fields");
  }
}

/** Where a refusal shows, and in which words where its own do not fit. */
export interface Telling {
  /** The field that a refusal is about; every other one is about the whole form. */
  at?: Partial<Record<RefusalCode, string>>;
  words?: Partial<Record<RefusalCode, (t: TFunction) => string>>;
}

interface StepDeclaration<
  Who extends MaybeViewer,
  Schema extends z.ZodType,
  Shown,
> extends Telling {
  /** Who may take it, where that is fewer than may open the page. */
  door?: Door;
  /** Counted under this name before it is run. */
  limit?: LimitName;
  /** The field that says that it was tried too often; the whole form unless given. */
  limitAt?: string;
  /** Fields that are never given back, such as a password. */
  secret?: readonly string[];
  fields: Schema | ((asked: Asked<Who>) => Schema | Promise<Schema>);
  /** The browser checks it too (useStepForm), which takes empty fields for absent ones and reads numbers. */
  checkedInBrowser?: boolean;
  /** Calls the command. */
  run: (fields: z.output<Schema>, asked: Asked<Who>) => Promise<Next<Shown>>;
}

/** A declared step. */
export interface Step<Who extends MaybeViewer, Shown> extends Telling {
  secret: readonly string[];
  take: (asked: Asked<Who>) => Promise<Taken<Shown>>;
}

type Taken<Shown> =
  | { next: Exclude<Next<Shown>, { seconds: number }> }
  | { wrong: RefusedForm["errors"] }
  /** Too often; it may be tried again after so many seconds. */
  | { wrong: RefusedForm["errors"]; seconds: number };

/** What a step takes that is told all it needs by its name. */
export const noFields = z.object({});

/** Declares one step of a page's forms for who is signed in. */
export const step = <Schema extends z.ZodType, Shown = null>(
  declaration: StepDeclaration<Viewer, Schema, Shown>,
): Step<Viewer, Shown> => declared(declaration);

/** The same of a page that guests use too. */
export const openStep = <Schema extends z.ZodType, Shown = null>(
  declaration: StepDeclaration<MaybeViewer, Schema, Shown>,
): Step<MaybeViewer, Shown> => declared(declaration);

/** Declares a step that gives a form back as it was sent, such as text that a browser had kept, to be looked at and saved. */
export const givesBack = <Schema extends z.ZodType>(
  fields: Schema | ((asked: Asked) => Schema),
): Step<Viewer, never> =>
  step<Schema, never>({
    fields,
    checkedInBrowser: true,
    run: () => Promise.reject(new WrongFields({})),
  });

/** What was typed is saved as this version: the form comes back with it, should the rest of its step be refused. */
export const savedAs = ({ form }: Pick<Asked, "form">, version: number): void =>
  form.set("version", String(version));

function declared<Who extends MaybeViewer, Schema extends z.ZodType, Shown>(
  declaration: StepDeclaration<Who, Schema, Shown>,
): Step<Who, Shown> {
  const { door, limit, limitAt = "", fields, checkedInBrowser, run } = declaration;
  const { at = {}, words = {}, secret = [] } = declaration;
  return {
    ...{ at, words, secret },
    take: async (asked) => {
      const { context, request, viewer, t, form } = asked;
      if (door && !comesThrough(viewer, door)) throw new Refusal("forbidden");
      const submission = parseForm(form, {
        schema: typeof fields === "function" ? await fields(asked) : fields,
        formatError: formatIssues(t),
        disableAutoCoercion: !checkedInBrowser,
      });
      if (submission.status !== "success") return { wrong: withoutNull(submission.error ?? {}) };
      const seconds = limit ? await take(context, request, viewer, limit) : 0;
      if (seconds > 0) return { wrong: { [limitAt]: [waitText(t, seconds)] }, seconds };
      const next = await run(submission.value, asked);
      if (typeof next !== "object" || !("seconds" in next)) return { next };
      return { wrong: { [next.at]: [waitText(t, next.seconds)] }, seconds: next.seconds };
    },
  };
}

const withoutNull = (errors: WrongFields["errors"]): RefusedForm["errors"] =>
  Object.fromEntries(
    Object.entries(errors).flatMap(([name, said]) => (said ? [[name, said]] : [])),
  );

/** A page's steps by their names, and what they have in common. */
interface PageSteps<Who extends MaybeViewer, Shown> extends Telling {
  steps: Record<string, Step<Who, Shown>>;
  /** Where a step leads that says nothing else; the page's own path unless given. */
  goTo?: (asked: Asked<Who>) => string;
}

/** The action of a page for people who are signed in and come through its door. */
export const takesSteps =
  <Shown = null>(door: Exclude<Door, "anyone">, page: PageSteps<Viewer, Shown>) =>
  async (args: ActionFunctionArgs) => {
    const form = await formOf(args.request);
    const viewer = await signedIn(args.context, args.request);
    throughDoor(viewer, door);
    return answer(page, await askedOf(args, viewer, form));
  };

/** The action of a page that guests use too. */
export const takesOpenSteps =
  <Shown = null>(page: PageSteps<MaybeViewer, Shown>) =>
  async (args: ActionFunctionArgs) => {
    const form = await formOf(args.request);
    return answer(page, await askedOf(args, await args.context.viewer(args.request), form));
  };

async function askedOf<Who extends MaybeViewer>(
  { request, context, params }: ActionFunctionArgs,
  viewer: Who,
  form: FormData,
): Promise<Asked<Who>> {
  const { pathname: path, search } = new URL(request.url);
  const t = await getT(request);
  return { request, context, params, services: context.services, viewer, t, form, path, search };
}

/**
 * The step that a form names. A page with one step needs no name; a button that adds or takes
 * away a row without scripts says none, and its form is looked at as by the first of its steps.
 *
 * @throws a response of 400 for another
 */
function stepOf<Who extends MaybeViewer, Shown>(
  { steps }: PageSteps<Who, Shown>,
  form: FormData,
): [string, Step<Who, Shown>] {
  const names = Object.keys(steps);
  const unsaid = form.has(intentField) ? firstStepOf(String(form.get(formFields.name))) : null;
  const asked = form.get(formFields.step) ?? (names.length === 1 ? names[0] : unsaid);
  const step = typeof asked === "string" && Object.hasOwn(steps, asked) ? steps[asked] : undefined;
  if (typeof asked !== "string" || !step) throw new Response("", { status: 400 });
  return [asked, step];
}

async function answer<Who extends MaybeViewer, Shown>(
  page: PageSteps<Who, Shown>,
  asked: Asked<Who>,
): Promise<TypedResponse<FormAnswer<Shown>>> {
  const { t, form } = asked;
  const [name, step] = stepOf(page, form);
  const refuse = (
    why: Pick<RefusedForm, "errors"> & Partial<RefusedForm>,
    init: { status: number; headers?: Record<string, string> },
  ) => {
    const refused: RefusedForm = {
      form: String(form.get(formFields.name) ?? name),
      step: name,
      typed: typedFieldsOf(form).filter(([field]) => !step.secret.includes(field)),
      code: null,
      consequences: null,
      ...why,
    };
    return json<FormAnswer<Shown>>({ refused, shown: null }, init);
  };
  try {
    const taken = await step.take(asked);
    if ("wrong" in taken)
      return refuse(
        { errors: taken.wrong },
        "seconds" in taken ? waiting(taken.seconds) : { status: 422 },
      );
    const { next } = taken;
    if (next instanceof Response) return next;
    if (typeof next === "object")
      return json<FormAnswer<Shown>>({ refused: null, shown: next.shown });
    return redirect(next ?? page.goTo?.(asked) ?? asked.path);
  } catch (error) {
    const { errors, code, consequences } = refusalOf(error, t, step, page);
    return refuse(
      { errors, code, consequences },
      { status: code === null ? 422 : refusalStatus[code] },
    );
  }
}

/** What a refusal says beside which field. @throws a response where it hides or forbids, and every other error */
function refusalOf(
  error: unknown,
  t: TFunction,
  ...tellings: Telling[]
): Pick<RefusedForm, "errors" | "code"> & { consequences: Consequences | null } {
  if (error instanceof WrongFields)
    return { errors: withoutNull(error.errors), code: null, consequences: null };
  if (isNeedsConsent(error)) {
    const errors = { "": [t("sessions:consequences.needed")] };
    return { errors, code: null, consequences: error.consequences };
  }
  if (isStandingMeetings(error)) {
    const errors = { "": [errorText(t, "standingMeetings", { count: error.count })] };
    return { errors, code: "standingMeetings", consequences: null };
  }
  const code = isRefusal(error) ? error.code : isConflict(error) ? "conflict" : null;
  if (code === null) throw error;
  const status = refusalStatus[code];
  if ([401, 403, 404].includes(status)) throw json({ code }, { status });
  const field = tellings.find(({ at }) => at?.[code])?.at?.[code] ?? "";
  const words = tellings.find((telling) => telling.words?.[code])?.words?.[code];
  return { errors: { [field]: [words ? words(t) : errorText(t, code)] }, code, consequences: null };
}
