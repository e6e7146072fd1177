import { Link, type LinkProps } from "@remix-run/react";
import type { ButtonHTMLAttributes } from "react";

export type ButtonLook = "primary" | "secondary" | "quiet" | "danger";

const base =
  "inline-flex min-h-10 items-center justify-center gap-2 rounded-md px-4 py-1.5 text-center whitespace-nowrap font-medium no-underline transition-colors disabled:opacity-60 aria-disabled:opacity-60";
const looks: Record<ButtonLook, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong",
  secondary: "border border-line-strong bg-surface text-ink hover:bg-sunken",
  quiet: "text-accent hover:bg-sunken",
  danger: "border border-bad bg-surface text-bad hover:bg-bad-soft",
};

/** The classes of a button of this look, for an element that cannot be one of these components. */
export const buttonClass = (look: ButtonLook): string => `${base} ${looks[look]}`;

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: ButtonLook;
  /** Its work is under way; a second press does nothing. */
  pending?: boolean;
}

/** A button; it submits its form unless a type says otherwise. */
export function Button({
  look = "primary",
  pending = false,
  className = "",
  onClick,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="submit"
      aria-disabled={pending || undefined}
      className={`${buttonClass(look)} ${className}`}
      onClick={(event) => (pending ? event.preventDefault() : onClick?.(event))}
      {...rest}
    >
      {pending ? <span aria-hidden className="spinner" /> : null}
      {children}
    </button>
  );
}

/** A link that looks like a button, for the one thing a page wants done next. */
export function LinkButton({
  look = "primary",
  className = "",
  ...rest
}: LinkProps & { look?: ButtonLook }) {
  return <Link className={`${buttonClass(look)} ${className}`} {...rest} />;
}
