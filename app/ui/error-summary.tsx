import { useEffect, useId, useRef, type MouseEvent } from "react";
import { useTranslation } from "react-i18next";

const control = "input:not([type=hidden]), select, textarea, button";

/** Moves to the field itself, or to the first control of a group. */
export function goToField(event: MouseEvent, id: string): void {
  const field = document.getElementById(id);
  const target = field?.matches(control) ? field : field?.querySelector<HTMLElement>(control);
  if (!target) return;
  event.preventDefault();
  target.focus({ preventScroll: true });
  (field ?? target).scrollIntoView({ block: "center" });
}

export interface FormError {
  /** The id of the field. */
  id: string;
  message: string;
  /** The name of the field, where the message alone does not say which it is. */
  label?: string | undefined;
}

/**
 * All errors of a form at its top, each a link to its field. It takes the focus
 * when it appears and after each submission that changes it, but never from a
 * person who is typing.
 */
export function ErrorSummary({ title, errors }: { title: string; errors: FormError[] }) {
  const { t } = useTranslation();
  const titleId = useId();
  const box = useRef<HTMLDivElement>(null);
  const submitted = useRef(true);
  const shown = errors.map(({ id }) => id).join(" ");
  useEffect(() => {
    const note = () => {
      submitted.current = true;
    };
    document.addEventListener("submit", note, true);
    return () => document.removeEventListener("submit", note, true);
  }, []);
  useEffect(() => {
    if (shown === "" || !submitted.current) return;
    submitted.current = false;
    box.current?.focus();
  }, [shown]);
  if (errors.length === 0) return null;
  return (
    <div
      ref={box}
      tabIndex={-1}
      role="alert"
      aria-labelledby={titleId}
      className="rounded-md border-2 border-bad bg-surface p-4"
    >
      <p id={titleId} className="font-semibold">
        {title}
      </p>
      <ul className="mt-1 list-disc pl-5">
        {errors.map(({ id, message, label }) => (
          <li key={`${id}${message}`}>
            <a
              href={`#${encodeURIComponent(id)}`}
              className="text-bad underline"
              onClick={(event) => goToField(event, id)}
            >
              {label ? t("common:labelled", { label, text: message }) : message}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
