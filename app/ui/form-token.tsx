import { formFields } from "#app/forms/form-fields.ts";
import { useFormToken } from "#app/forms/page-forms.ts";

/** In the one form of its page that says whose it is: what is typed there is kept when the sign-in has expired. */
export function FormToken() {
  const token = useFormToken();
  if (token === null) return null;
  return (
    <>
      <input type="hidden" name={formFields.token} value={token} />
      <input type="hidden" name={formFields.name} value="page" />
    </>
  );
}
