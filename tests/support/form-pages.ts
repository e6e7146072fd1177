import { formsIn, type HtmlField } from "./html-forms.ts";

/** A form of a page that writes, as it is sent. */
export interface PageForm {
  action: string;
  /** As `nameOfForm` makes it. */
  name: string;
  /** The steps that it asks for, a blank between them. */
  steps: string;
  /** Name and value of all that it sends untouched, in their order. */
  fields: [name: string, value: string][];
  /** The names of its fields for text. */
  texts: string[];
  /** What can be chosen, by the name of the field. */
  choices: Record<string, string[]>;
  /** What a person sees of it: all but the hidden fields, as the page holds them. */
  shown: HtmlField[];
}

/** Pages of a server, their forms as a browser without scripts has them, and sending these. */
export function formPages(origin: string) {
  /** The page's HTML; `cookie` is undefined for a guest. */
  async function read(at: string, cookie: string | undefined): Promise<string> {
    const answer = await fetch(origin + at, {
      headers: { accept: "text/html", ...(cookie === undefined ? {} : { cookie }) },
    });
    return answer.text();
  }

  const formsOf = async (at: string, cookie: string | undefined): Promise<PageForm[]> =>
    formsIn(await read(at, cookie))
      .filter(({ method, multipart }) => method === "post" && !multipart)
      .map(({ action, fields, buttons }) => {
        const sent = fields.filter(
          ({ name, type, ticked }, index) =>
            ticked ||
            (type !== "checkbox" &&
              (type !== "radio" || fields.findIndex((field) => field.name === name) === index)),
        );
        const step = buttons.find(({ name }) => name === "step");
        const name = fields.find((field) => field.name === "formName")?.value ?? "";
        return {
          action: action ?? at,
          name,
          steps: name.split(":", 1)[0] ?? "",
          fields: [
            ...sent.map((field): [string, string] => [field.name, field.value]),
            ...(step ? [["step", step.value] as [string, string]] : []),
          ],
          texts: fields
            .filter(({ type }) => type === "text" || type === "textarea")
            .map((field) => field.name),
          choices: choicesOf(fields),
          shown: fields.filter(({ type }) => type !== "hidden"),
        };
      });

  const send = (form: PageForm, fields: PageForm["fields"], cookie: string | undefined) =>
    fetch(origin + form.action, {
      method: "POST",
      redirect: "manual",
      headers: {
        accept: "text/html",
        origin,
        "sec-fetch-site": "same-origin",
        ...(cookie === undefined ? {} : { cookie }),
      },
      body: new URLSearchParams(fields),
    });

  return { read, formsOf, send };
}

function choicesOf(fields: HtmlField[]): PageForm["choices"] {
  const choices: PageForm["choices"] = {};
  for (const { name, type, value, options } of fields) {
    const values = type === "checkbox" || type === "radio" ? [value] : options;
    choices[name] = [...(choices[name] ?? []), ...values.filter((option) => option !== "")];
  }
  return choices;
}

const typedInto: Record<string, string> = {
  text: "登录过期前写下的文字",
  textarea: "登录过期前写下的文字，\n分成两行",
  date: "2031-02-03",
  "datetime-local": "2031-02-03T04:05",
  time: "04:05",
};

/** A form filled in: words into each text, the last of what each field lets choose, and every box ticked. */
export function filledIn(form: PageForm): PageForm["fields"] {
  const shown = new Set(form.shown.map(({ name }) => name));
  const filled = form.shown.flatMap((field, index): PageForm["fields"] => {
    const { name, type, value } = field;
    if (type === "select") return [[name, form.choices[name]?.at(-1) ?? value]];
    const isLast = form.shown.findLastIndex((one) => one.name === name) === index;
    if (type === "radio" && !isLast) return [];
    return [[name, typedInto[type] ?? value]];
  });
  return [...form.fields.filter(([name]) => !shown.has(name)), ...filled];
}

/** What a form holds for its person. */
export const heldBy = (form: PageForm): PageForm["fields"] =>
  form.shown
    .filter(({ type, ticked }) => ticked || !["checkbox", "radio"].includes(type))
    .map(({ name, value }) => [name, value]);
