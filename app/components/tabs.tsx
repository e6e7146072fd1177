import { Link, NavLink } from "@remix-run/react";
import { useFormat } from "#app/i18n/use-format.ts";

export interface Tab {
  to: string;
  label: string;
  count?: number | undefined;
  /** Says which view this is where addresses differ in their query only; else the path decides. */
  current?: boolean | undefined;
}

/** Views of one page side by side, each with its own address. */
export function Tabs({ label, tabs }: { label: string; tabs: Tab[] }) {
  return (
    <nav aria-label={label} className="border-b border-line">
      <ul className="flex flex-wrap gap-x-1">
        {tabs.map((tab) => (
          <li key={tab.to}>
            <TabLink {...tab} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

function TabLink({ to, label, count, current }: Tab) {
  const format = useFormat();
  const shared = {
    to,
    preventScrollReset: true,
    className: "tab",
    children: (
      <>
        {label}
        {count === undefined ? null : (
          <span className="ml-1.5 text-sm text-ink-soft">{format.number(count)}</span>
        )}
      </>
    ),
  };
  if (current === undefined) return <NavLink end {...shared} />;
  return <Link aria-current={current ? "page" : undefined} {...shared} />;
}
