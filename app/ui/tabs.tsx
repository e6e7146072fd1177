import { Link } from "@remix-run/react";

export interface Tab {
  to: string;
  label: string;
  /** How many lines stand behind it. */
  count?: number;
  current: boolean;
}

/**
 * The views of a page, one of which is shown. Each is an address of its own, so they are
 * links: reached in turn by the keyboard, opened in another window, and kept by going back.
 */
export function Tabs({ label, tabs }: { label: string; tabs: Tab[] }) {
  return (
    <nav aria-label={label}>
      <ul className="flex flex-wrap gap-1">
        {tabs.map((tab) => (
          <li key={tab.to}>
            <Link
              to={tab.to}
              aria-current={tab.current ? "page" : undefined}
              className="inline-flex min-h-10 items-center gap-1.5 rounded px-3 text-ink no-underline hover:bg-sunken aria-[current=page]:bg-accent-soft aria-[current=page]:font-semibold aria-[current=page]:text-accent-strong"
            >
              {tab.label}
              {tab.count === undefined ? null : (
                <span className="text-sm tabular-nums"> {tab.count}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
