import type { Role } from "./case.ts";
import type { World } from "./world.ts";

export interface Field {
  name: string;
  /** The type of an input, or select, textarea, button. */
  type: string;
  value: string;
  options: string[];
}

/** A form as a page showed it to somebody; ids in it are generalised. */
export interface LearnedForm {
  as: Role;
  /** Where it is sent. */
  action: string;
  multipart: boolean;
  fields: Field[];
  buttons: { name: string; value: string }[];
}

const entities: Record<string, string> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#x27;": "'",
  "&#39;": "'",
};
const decoded = (text: string) =>
  text.replace(/&(?:amp|lt|gt|quot|#x27|#39);/g, (entity) => entities[entity] ?? entity);

function attributesOf(tag: string): Map<string, string> {
  const found = [...tag.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)];
  return new Map(
    found.slice(1).map(([, name = "", value = ""]) => [name.toLowerCase(), decoded(value)]),
  );
}

/** The forms that write, in a page as React renders it. */
export function formsOf(html: string, page: string, as: Role, world: World): LearnedForm[] {
  const forms: LearnedForm[] = [];
  const byId = new Map<string, LearnedForm>();
  let open: LearnedForm | null = null;
  let select: Field | null = null;
  let reads = false;
  for (const [tag, closing, kind] of html.matchAll(
    /<(\/?)(form|input|select|option|textarea|button)\b[^>]*>/g,
  )) {
    if (closing) {
      if (kind === "form") open = null;
      if (kind === "select") select = null;
      continue;
    }
    const attributes = attributesOf(tag);
    if (kind === "form") {
      reads = attributes.get("method")?.toLowerCase() !== "post";
      open = {
        as,
        action: world.generalise(attributes.get("action") || page),
        multipart: attributes.get("enctype") === "multipart/form-data",
        fields: [],
        buttons: [],
      };
      byId.set(attributes.get("id") ?? "", open);
      if (!reads) forms.push(open);
      continue;
    }
    const form = byId.get(attributes.get("form") ?? "-") ?? open;
    const name = attributes.get("name") ?? "";
    const value = world.generalise(attributes.get("value") ?? "");
    if (kind === "option") select?.options.push(value);
    else if (!form || name === "") continue;
    else if (kind === "button") form.buttons.push({ name: world.generalise(name), value });
    else {
      const type = kind === "input" ? (attributes.get("type") ?? "text") : (kind ?? "");
      const field = { name: world.generalise(name), type, value, options: [] };
      form.fields.push(field);
      if (kind === "select") select = field;
    }
  }
  return forms.filter(({ fields, buttons }) => fields.length + buttons.length > 0);
}
