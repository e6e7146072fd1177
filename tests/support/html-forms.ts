import { parse, type HTMLElement } from "node-html-parser";

export interface HtmlField {
  name: string;
  /** The type of an input, or select or textarea. */
  type: string;
  /** What a browser would send of it untouched, but for a box that is not ticked: what it would send then. */
  value: string;
  ticked: boolean;
  /** The values of a select. */
  options: string[];
}

/** A form of a page. */
export interface HtmlForm {
  /** Where it is sent; null for the page itself. */
  action: string | null;
  method: string;
  multipart: boolean;
  fields: HtmlField[];
  buttons: { name: string; value: string }[];
}

/** The forms of a page, with the fields and buttons that belong to each, wherever they stand. */
export function formsIn(html: string): HtmlForm[] {
  const page = parse(html);
  const controls = page.querySelectorAll("input,select,textarea,button");
  return page.querySelectorAll("form").map((form) => {
    const id = form.getAttribute("id");
    const mine = controls.filter((control) => {
      const owner = control.getAttribute("form");
      return owner === undefined ? control.closest("form") === form : owner === id;
    });
    const named = mine.filter((control) => (control.getAttribute("name") ?? "") !== "");
    const isButton = (control: HTMLElement) => control.tagName === "BUTTON";
    return {
      action: form.getAttribute("action") || null,
      method: form.getAttribute("method")?.toLowerCase() ?? "get",
      multipart: form.getAttribute("enctype") === "multipart/form-data",
      fields: named.filter((control) => !isButton(control)).map(fieldOf),
      buttons: named.filter(isButton).map((button) => ({
        name: button.getAttribute("name") ?? "",
        value: button.getAttribute("value") ?? "",
      })),
    };
  });
}

function fieldOf(control: HTMLElement): HtmlField {
  const name = control.getAttribute("name") ?? "";
  const kind = control.tagName.toLowerCase();
  if (kind === "select") {
    const options = control.querySelectorAll("option");
    const value = (option: HTMLElement | undefined) => option?.getAttribute("value") ?? "";
    const chosen = options.find((option) => option.hasAttribute("selected")) ?? options[0];
    return { name, type: kind, value: value(chosen), ticked: false, options: options.map(value) };
  }
  const type = kind === "textarea" ? kind : (control.getAttribute("type") ?? "text");
  const isBox = type === "checkbox" || type === "radio";
  const value =
    kind === "textarea"
      ? control.textContent
      : (control.getAttribute("value") ?? (isBox ? "on" : ""));
  return { name, type, value, ticked: control.hasAttribute("checked"), options: [] };
}
