import type { ReactNode } from "react";
import { Bar } from "#app/ui/bar.tsx";
import { ScrollRegion } from "#app/ui/scroll-region.tsx";
import { compareAmounts } from "#app/contracts/amounts.ts";

/** The greatest of amounts in yuan. */
export const greatestOf = (amounts: string[]): string =>
  amounts.reduce((most, amount) => (compareAmounts(amount, most) > 0 ? amount : most), "0");

/** A table that scrolls by itself where the window is narrow; numbers stand right. */
export function ReportTable(props: {
  name: string;
  head: string[];
  foot?: ReactNode;
  children: ReactNode;
}) {
  const { name, head, foot, children } = props;
  return (
    <ScrollRegion label={name}>
      <table className="w-full text-right tabular-nums">
        <thead className="text-sm text-ink-soft">
          <tr>
            {head.map((title, at) => (
              <th
                key={title}
                scope="col"
                className={`py-1 font-normal ${at === 0 ? "pr-4 text-left" : "pl-4 whitespace-nowrap print:pl-2 print:whitespace-normal"}`}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
        {foot ? <tfoot className="font-semibold">{foot}</tfoot> : null}
      </table>
    </ScrollRegion>
  );
}

/** A row with a bar under its name, in twentieths of the widest. */
export function TableRow(props: { name: ReactNode; bar?: number; cells: ReactNode[] }) {
  const { name, bar = 0, cells } = props;
  return (
    <tr className="border-t border-line align-top">
      <th scope="row" className="min-w-28 py-1.5 pr-4 text-left font-normal break-normal">
        {name}
        <Bar twentieths={bar} />
      </th>
      {cells.map((cell, at) => (
        <td key={at} className="py-1.5 pl-4 whitespace-nowrap print:pl-2 print:whitespace-normal">
          {cell}
        </td>
      ))}
    </tr>
  );
}
