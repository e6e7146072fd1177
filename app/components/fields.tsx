import type {
  InputHTMLAttributes,
  ReactNode,
  SelectHTMLAttributes,
  TextareaHTMLAttributes,
} from "react";
import { useTranslation } from "react-i18next";

/** What conform says of a field, as far as the controls need it. */
export interface FieldState {
  id: string;
  name: string;
  errors?: string[] | undefined;
  required?: boolean | undefined;
}

interface FrameProps {
  field: FieldState;
  label: string;
  hint?: string | undefined;
  /** Marks what a submission needs, in words. */
  needed?: boolean | undefined;
}

/** The attributes that tie a control to its hint and its error. */
export const describe = ({ field, hint }: Pick<FrameProps, "field" | "hint">) => {
  const ids = [hint ? `${field.id}-hint` : "", field.errors ? `${field.id}-error` : ""];
  const describedBy = ids.filter((id) => id !== "").join(" ");
  return {
    id: field.id,
    name: field.name,
    "aria-invalid": field.errors ? true : undefined,
    "aria-describedby": describedBy === "" ? undefined : describedBy,
  };
};

function Words({ field, label, hint, needed = true }: FrameProps) {
  const { t } = useTranslation();
  return (
    <>
      <span className="font-medium">
        {label}
        {needed ? null : <span className="ml-2 text-sm font-normal text-ink-soft">{t("common:optional")}</span>}
      </span>
      {hint ? (
        <span id={`${field.id}-hint`} className="block text-sm text-ink-soft">
          {hint}
        </span>
      ) : null}
      <FieldError field={field} />
    </>
  );
}

/** The errors of a field, beside it. */
export function FieldError({ field }: { field: FieldState }) {
  if (!field.errors) return null;
  return (
    <span id={`${field.id}-error`} className="block text-sm font-medium text-bad">
      {field.errors.join(" ")}
    </span>
  );
}

function Frame({ children, ...words }: FrameProps & { children: ReactNode }) {
  return (
    <label htmlFor={words.field.id} className="block space-y-1">
      <Words {...words} />
      {children}
    </label>
  );
}

type Control<Attributes> = FrameProps & Omit<Attributes, "name" | "id">;

/** One line of text, a number or a date. */
export function TextField({
  field,
  label,
  hint,
  needed,
  ...rest
}: Control<InputHTMLAttributes<HTMLInputElement>>) {
  return (
    <Frame field={field} label={label} hint={hint} needed={needed}>
      <input className="control" {...describe({ field, hint })} {...rest} />
    </Frame>
  );
}

/** Text of several lines; grows with what is typed. */
export function TextArea({
  field,
  label,
  hint,
  needed,
  ...rest
}: Control<TextareaHTMLAttributes<HTMLTextAreaElement>>) {
  return (
    <Frame field={field} label={label} hint={hint} needed={needed}>
      <textarea className="control" {...describe({ field, hint })} {...rest} />
    </Frame>
  );
}

export interface Option {
  value: string;
  label: string;
}

/** A choice from a list; empty means that nothing was said. */
export function SelectField({
  field,
  label,
  hint,
  needed,
  options,
  ...rest
}: Control<SelectHTMLAttributes<HTMLSelectElement>> & { options: Option[] }) {
  const { t } = useTranslation();
  return (
    <Frame field={field} label={label} hint={hint} needed={needed}>
      <select className="control" {...describe({ field, hint })} {...rest}>
        <option value="">{t("common:pleaseSelect")}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Frame>
  );
}

interface ChoiceProps extends FrameProps {
  options: Option[];
  chosen: string[];
  kind: "checkbox" | "radio";
}

/** Several choices, or one of a few, all in view. */
export function Choices({ options, chosen, kind, ...words }: ChoiceProps) {
  const { field, hint } = words;
  const { "aria-describedby": describedBy } = describe({ field, hint });
  return (
    <fieldset id={field.id} aria-describedby={describedBy} className="space-y-1">
      <legend>
        <Words {...words} />
      </legend>
      <div className="flex flex-wrap gap-x-5 gap-y-1">
        {options.map(({ value, label }) => (
          <label key={value} className="inline-flex min-h-8 items-center gap-2">
            <input
              type={kind}
              name={field.name}
              value={value}
              defaultChecked={chosen.includes(value)}
              className="size-4 accent-accent"
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** A yes or no. */
export function Checkbox({
  field,
  label,
  checked,
}: {
  field: FieldState;
  label: string;
  checked: boolean;
}) {
  return (
    <label className="inline-flex min-h-10 items-center gap-2">
      <input
        type="checkbox"
        id={field.id}
        name={field.name}
        defaultChecked={checked}
        className="size-4 accent-accent"
      />
      {label}
    </label>
  );
}
