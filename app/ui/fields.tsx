import type {
  InputHTMLAttributes,
  ReactNode,
  SelectHTMLAttributes,
  TextareaHTMLAttributes,
} from "react";
import { useTranslation } from "react-i18next";
import { useGivenField } from "#app/forms/given-back.ts";
import { useCounter, type Counter } from "./use-counter.ts";

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
  /** False for what may stay empty; a text says when it may, where that hangs on other fields. */
  needed?: boolean | string | undefined;
}

const hasErrors = ({ errors }: FieldState): boolean => (errors?.length ?? 0) > 0;

/** The attributes that tie a control to its hint, its error and what it is read as. */
export const describe = ({
  field,
  hint,
  reading = false,
}: Pick<FrameProps, "field" | "hint"> & { reading?: boolean }) => {
  const ids = [
    hint ? `${field.id}-hint` : "",
    hasErrors(field) ? `${field.id}-error` : "",
    reading ? `${field.id}-reading` : "",
  ];
  const describedBy = ids.filter((id) => id !== "").join(" ");
  return {
    id: field.id,
    name: field.name,
    "aria-invalid": hasErrors(field) ? true : undefined,
    "aria-describedby": describedBy === "" ? undefined : describedBy,
  };
};

/** The name of a field, with a mark when it may stay empty, or that says when it must not. */
function Name({ label, needed = true }: Pick<FrameProps, "label" | "needed">) {
  const { t } = useTranslation();
  return (
    <>
      {label}
      {needed === true ? null : (
        <span className="ml-2 text-sm font-normal text-ink-soft">
          {needed === false ? t("common:optional") : needed}
        </span>
      )}
    </>
  );
}

/** A hint stands outside the label: it describes the control and is not its name. */
function Hint({ field, hint }: Pick<FrameProps, "field" | "hint">) {
  if (!hint) return null;
  return (
    <span id={`${field.id}-hint`} className="block text-sm text-ink-soft">
      {hint}
    </span>
  );
}

/** The errors of a field, beside it. */
export function FieldError({ field }: { field: FieldState }) {
  if (!hasErrors(field)) return null;
  return (
    <span id={`${field.id}-error`} className="block text-sm font-medium text-bad">
      {field.errors?.join(" ")}
    </span>
  );
}

/** A control with its name, hint and errors around it. */
export function Frame({
  field,
  label,
  hint,
  needed,
  children,
}: FrameProps & { children: ReactNode }) {
  return (
    <div className="space-y-1">
      <label htmlFor={field.id} className="block font-medium">
        <Name label={label} needed={needed} />
      </label>
      <Hint field={field} hint={hint} />
      <FieldError field={field} />
      {children}
    </div>
  );
}

/** What a control takes beside the attributes of its element. */
export type Control<Attributes> = FrameProps & Omit<Attributes, "name" | "id">;

/** The field as the form around it has it back: with what is wrong, and what was typed. */
export function useGiven(field: FieldState): { field: FieldState; values: string[] | null } {
  // Conform's fields are proxies: what is not read by its name is not there.
  const { id, name, required } = field;
  const { values, errors } = useGivenField(name);
  return { field: { id, name, required, errors: field.errors ?? errors }, values };
}

/** What a control that nobody else holds begins with. */
export const begins = (
  values: string[] | null,
  rest: { value?: unknown; defaultValue?: unknown },
) => (values?.[0] === undefined || rest.value !== undefined ? {} : { defaultValue: values[0] });

/**
 * What the field of a mail address has: the keyboard for one, but none of the browser's own
 * checks, which refuse without useful words what the product understands (name＠例子.cn).
 */
export const mailInput = {
  type: "text",
  inputMode: "email",
  autoCapitalize: "none",
  spellCheck: false,
} as const;

interface Limited {
  /** The most characters; unlike with maxLength more can be typed, so that no paste is cut short. */
  limit?: number | undefined;
}

/** One line of text or a date; counts when its limit comes near. */
export function TextField({
  field: asked,
  label,
  hint,
  needed,
  limit,
  onInput,
  ...rest
}: Control<Omit<InputHTMLAttributes<HTMLInputElement>, "maxLength">> & Limited) {
  const { field, values } = useGiven(asked);
  const given = begins(values, rest);
  const counter = useCounter(limit, String(given.defaultValue ?? rest.defaultValue ?? ""));
  return (
    <Frame field={field} label={label} hint={hint} needed={needed}>
      <input
        className="control"
        {...describe({ field, hint })}
        onInput={(event) => {
          counter.count(event.currentTarget.value);
          onInput?.(event);
        }}
        {...rest}
        {...given}
      />
      <Count counter={counter} />
    </Frame>
  );
}

/** How many characters are left or too many, where the limit is near. */
function Count({ counter }: { counter: Counter }) {
  if (counter.words === null) return null;
  return (
    <>
      <span
        aria-hidden
        className={`block text-right text-sm ${counter.over ? "font-medium text-bad" : "text-ink-soft"}`}
      >
        {counter.words}
      </span>
      <span role="status" className="sr-only">
        {counter.announced}
      </span>
    </>
  );
}

/** Text of several lines; grows with what is typed, and counts when its limit comes near. */
export function TextArea({
  field: asked,
  label,
  hint,
  needed,
  limit,
  onInput,
  ...rest
}: Control<Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "maxLength">> & Limited) {
  const { field, values } = useGiven(asked);
  const given = begins(values, rest);
  const counter = useCounter(
    limit,
    String(rest.value ?? given.defaultValue ?? rest.defaultValue ?? ""),
  );
  return (
    <Frame field={field} label={label} hint={hint} needed={needed}>
      <textarea
        className="control"
        {...describe({ field, hint })}
        onInput={(event) => {
          counter.count(event.currentTarget.value);
          onInput?.(event);
        }}
        {...rest}
        {...given}
      />
      <Count counter={counter} />
    </Frame>
  );
}

export interface Option {
  value: string;
  label: string;
}

/** A choice from a list; empty means that nothing was said. */
export function SelectField({
  field: asked,
  label,
  hint,
  needed,
  options,
  ...rest
}: Control<SelectHTMLAttributes<HTMLSelectElement>> & { options: Option[] }) {
  const { t } = useTranslation();
  const { field, values } = useGiven(asked);
  return (
    <Frame field={field} label={label} hint={hint} needed={needed}>
      <select
        className="control"
        {...describe({ field, hint })}
        {...rest}
        {...begins(values, rest)}
      >
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

/** A choice in a row of a list or a table, which says by itself what it is of. */
export function RowSelect({
  field: asked,
  label,
  options,
  ...rest
}: Omit<SelectHTMLAttributes<HTMLSelectElement>, "name" | "id"> & {
  field: FieldState;
  /** Its name for who hears the page, where no label stands around it. */
  label?: string | undefined;
  options: Option[];
}) {
  const { field, values } = useGiven(asked);
  return (
    <>
      <FieldError field={field} />
      <select
        className="control w-auto"
        aria-label={label}
        {...describe({ field, hint: undefined })}
        {...rest}
        {...begins(values, rest)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </>
  );
}

interface ChoiceProps extends FrameProps {
  options: Option[];
  chosen: string[];
  kind: "checkbox" | "radio";
}

/** Several choices, or one of a few, all in view. */
export function Choices({ options, kind, label, hint, needed, ...rest }: ChoiceProps) {
  const { field, values } = useGiven(rest.field);
  const chosen = values ?? rest.chosen;
  const { "aria-describedby": describedBy } = describe({ field, hint });
  return (
    <fieldset id={field.id} aria-describedby={describedBy} className="space-y-1">
      <legend className="font-medium">
        <Name label={label} needed={needed} />
      </legend>
      <Hint field={field} hint={hint} />
      <FieldError field={field} />
      <div className="flex flex-wrap gap-x-5 gap-y-1">
        {options.map(({ value, label: name }) => (
          <label key={value} className="inline-flex min-h-8 items-center gap-2">
            <input
              type={kind}
              name={field.name}
              value={value}
              defaultChecked={chosen.includes(value)}
              aria-invalid={hasErrors(field) || undefined}
              className="size-4 accent-accent"
            />
            {name}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** A yes or no. */
export function Checkbox({
  field: asked,
  label,
  checked,
  hint,
  fixed = false,
}: {
  field: FieldState;
  label: string;
  checked: boolean;
  hint?: string | undefined;
  /** It is shown only: nothing of it is sent. */
  fixed?: boolean | undefined;
}) {
  const { field, values } = useGiven(asked);
  return (
    <div>
      <label htmlFor={field.id} className="inline-flex min-h-10 items-center gap-2">
        <input
          type="checkbox"
          defaultChecked={values && !fixed ? values.length > 0 : checked}
          disabled={fixed}
          className="size-4 accent-accent"
          {...describe({ field, hint })}
        />
        {label}
      </label>
      <Hint field={field} hint={hint} />
      <FieldError field={field} />
    </div>
  );
}
