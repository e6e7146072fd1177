import { Link } from "@remix-run/react";

/** The states of a list, one of which is shown. */
export function StateFilter(props: {
  label: string;
  states: { to: string; label: string; current: boolean }[];
}) {
  return (
    <nav aria-label={props.label}>
      <ul className="flex flex-wrap gap-1">
        {props.states.map(({ to, label, current }) => (
          <li key={to}>
            <Link
              to={to}
              aria-current={current ? "page" : undefined}
              className="inline-flex min-h-10 items-center rounded px-3 text-ink no-underline hover:bg-sunken aria-[current=page]:bg-accent-soft aria-[current=page]:font-semibold aria-[current=page]:text-accent-strong"
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
