import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

/** All errors of a form at its top, each a link to its field; takes the focus when it appears. */
export function ErrorSummary({
  title,
  errors,
}: {
  title: string;
  errors: { id: string; message: string }[];
}) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const shown = errors.map(({ id }) => id).join(" ");
  useEffect(() => {
    if (shown !== "") box.current?.focus();
  }, [shown]);
  if (errors.length === 0) return null;
  return (
    <div
      ref={box}
      tabIndex={-1}
      role="alert"
      aria-label={t("common:notice.danger")}
      className="rounded-md border-2 border-bad bg-surface p-4"
    >
      <p className="font-semibold">{title}</p>
      <ul className="mt-1 list-disc pl-5">
        {errors.map(({ id, message }) => (
          <li key={`${id}${message}`}>
            <a href={`#${id}`} className="text-bad underline">
              {message}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
