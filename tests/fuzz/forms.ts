import { formsIn } from "#tests/support/html-forms.ts";
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

/** The forms that write, in a page as React renders it. */
export const formsOf = (html: string, page: string, as: Role, world: World): LearnedForm[] =>
  formsIn(html)
    .filter(
      ({ method, fields, buttons }) => method === "post" && fields.length + buttons.length > 0,
    )
    .map(({ action, multipart, fields, buttons }) => ({
      as,
      action: world.generalise(action ?? page),
      multipart,
      fields: fields.map(({ name, type, value, options }) => ({
        name: world.generalise(name),
        type,
        value: world.generalise(value),
        options: options.map((option) => world.generalise(option)),
      })),
      buttons: buttons.map(({ name, value }) => ({
        name: world.generalise(name),
        value: world.generalise(value),
      })),
    }));
