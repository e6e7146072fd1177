import { Form, type FormProps } from "@remix-run/react";
import { forwardRef } from "react";
import { useTranslation } from "react-i18next";
import { formFields, type TypedFields } from "#app/forms/form-fields.ts";
import { GivenBackContext } from "#app/forms/given-back.ts";
import { nameOfForm, useGivenForm, type FormIdentity } from "#app/forms/form-identity.ts";
import { useFormToken } from "#app/forms/page-forms.ts";
import { Notice } from "./parts.tsx";

type StepFormProps = Omit<FormProps, "method"> &
  FormIdentity & {
    /** The version of what it changes, as its person had it. */
    version?: number | null;
    /** It is checked in the browser (useStepForm), which itself gives its fields back what they held. */
    checked?: boolean;
    /** What is said over what was kept of it; null where the page says it. */
    keptWords?: string | null | undefined;
  };

/**
 * A form that takes a step of its page (takesSteps). Its fields get back what was typed,
 * with what is wrong beside each, when it was refused or the sign-in had expired.
 */
export const StepForm = forwardRef<HTMLFormElement, StepFormProps>(function StepForm(
  { step, row, fetcher, version, checked = false, keptWords, children, ...rest },
  ref,
) {
  const { t } = useTranslation();
  const token = useFormToken();
  const given = useGivenForm({ step, row, fetcher });
  const Sent = fetcher?.Form ?? Form;
  const shownVersion = given?.kept ? (versionIn(given.typed) ?? version) : version;
  const ofForm = checked ? undefined : given?.errors[""];
  return (
    <Sent ref={ref} method="post" data-refused={given && !given.kept ? "" : undefined} {...rest}>
      {token === null ? null : <input type="hidden" name={formFields.token} value={token} />}
      <input type="hidden" name={formFields.name} value={nameOfForm({ step, row })} />
      {typeof step === "string" ? (
        <input type="hidden" name={formFields.step} value={step} />
      ) : null}
      {Object.entries(row ?? {}).map(([field, value]) => (
        <input key={field} type="hidden" name={field} value={value} />
      ))}
      {typeof shownVersion === "number" ? (
        <input type="hidden" name="version" value={shownVersion} />
      ) : null}
      {given?.kept && keptWords !== null ? (
        <Notice tone="success">{keptWords ?? t("common:form.kept")}</Notice>
      ) : null}
      {ofForm ? <Notice tone="danger">{ofForm.join(" ")}</Notice> : null}
      <GivenBackContext.Provider value={checked ? null : given}>
        {children}
      </GivenBackContext.Provider>
    </Sent>
  );
});

/**
 * The version that its person had before them when the sign-in had expired: what somebody else
 * changed meanwhile is then told as a conflict, not written over.
 */
function versionIn(typed: TypedFields): number | null {
  const written = typed.find(([name]) => name === "version")?.[1];
  const version = Number(written);
  return written !== undefined && Number.isInteger(version) ? version : null;
}
