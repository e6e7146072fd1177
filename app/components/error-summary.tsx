import { useEffect, useId, useRef, type MouseEvent } from "react";

const control = "input:not([type=hidden]), select, textarea, button";

/** Moves to the field itself, or to the first control of a group. */
function goToField(event: MouseEvent, id: string): void {
  const field = document.getElementById(id);
  const target = field?.matches(control) ? field : field?.querySelector<HTMLElement>(control);
  if (!target) return;
  event.preventDefault();
  target.focus({ preventScroll: true });
  (field ?? target).scrollIntoView({ block: "center" });
}

/**
 * All errors of a form at its top, each a link to its field. It takes the focus
 * when it appears and after each submission that changes it, but never from a
 * person who is typing.
 */
export function ErrorSummary({
  title,
  errors,
}: {
  title: string;
  errors: { id: string; message: string }[];
}) {
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
        {errors.map(({ id, message }) => (
          <li key={`${id}${message}`}>
            <a
              href={`#${encodeURIComponent(id)}`}
              className="text-bad underline"
              onClick={(event) => goToField(event, id)}
            >
              {message}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
