import type { ReactNode } from "react";

const scrolls = "overflow-x-auto print:overflow-visible";

/** What may be wider than a phone; it scrolls by keyboard too, where there is nothing in it to reach. */
export function ScrollRegion({ label, children }: { label: string; children: ReactNode }) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div role="region" aria-label={label} tabIndex={0} className={scrolls}>
      {children}
    </div>
  );
}
