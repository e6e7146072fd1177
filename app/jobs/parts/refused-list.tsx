import { RelativeTime } from "#app/ui/relative-time.tsx";
import type { RefusedAddress } from "#app/mail/refused.server.ts";

/** Addresses that refuse our mail, with what their server said. */
export function RefusedList({ lines }: { lines: RefusedAddress[] }) {
  return (
    <ul className="divide-y divide-line">
      {lines.map(({ address, reason, refusedAt }) => (
        <li key={address} className="py-3">
          <p className="font-semibold wrap-anywhere">{address}</p>
          <p className="text-sm wrap-anywhere text-ink-soft">{reason}</p>
          <p className="text-sm text-ink-soft">
            <RelativeTime at={refusedAt} />
          </p>
        </li>
      ))}
    </ul>
  );
}
