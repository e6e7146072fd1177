/** The fields that every form of a page carries beside what is typed. */
export const formFields = {
  /** Whose page it is on, for which organisation, and which submission it is. */
  token: "formToken",
  /** Which form of the page it is. */
  name: "formName",
  /** What it asks for. */
  step: "step",
} as const;

/** The fields of a form in their order, as they are kept and given back. */
export type TypedFields = [name: string, value: string][];

/** What a person typed into a form, without what the form says of itself. */
export const typedFieldsOf = (form: FormData | URLSearchParams): TypedFields =>
  [...form].flatMap(([name, value]): TypedFields =>
    typeof value === "string" && name !== formFields.token ? [[name, value]] : [],
  );

/** Typed fields as a form again. */
export function formOfTyped(typed: TypedFields): FormData {
  const form = new FormData();
  for (const [name, value] of typed) form.append(name, value);
  return form;
}
