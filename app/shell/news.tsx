import { useFetcher, useRevalidator } from "@remix-run/react";
import { useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useToast } from "#app/ui/toasts.tsx";
import { notificationWords } from "#app/notifications/parts/words.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import type { loader as recentNews } from "#app/notifications/pages/recent.ts";
import { useMissed, useRealtimeEvent, useWithoutLink } from "#realtime/client.tsx";

/**
 * Milliseconds that are asked for twice, as commits are not in step with the clock;
 * few at an opening, where what was shown on the page before would be shown again.
 */
const overlap = { opening: 250, break: 5_000 };

/** So often a page without a live connection asks for news, in milliseconds. */
const askingInterval = 30_000;

/**
 * Brings news into the open page: shows each notification once, keeps the
 * unread count and the page's content fresh, and fetches what was missed after a
 * break and between the page's making (`madeAt`, by the server's clock) and its
 * first connection.
 */
export function News(props: {
  /** Whose page it is; null for a guest's. */
  person: string | null;
  madeAt: string;
  /** Nothing is shown over the page, which others see too, such as on a wall. */
  silent?: boolean;
  children: ReactNode;
}) {
  const { person, madeAt, silent = false, children } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const show = useToast();
  const { revalidate } = useRevalidator();
  const missed = useFetcher<typeof recentNews>();
  const [lastSeen, setLastSeen] = useState(madeAt);

  useRealtimeEvent("notification.created", (line) => {
    const words = notificationWords(line, t, format);
    if (words && !line.quiet && !silent) show({ id: line.id, ...words });
    setLastSeen(line.createdAt);
    revalidate();
  });
  useRealtimeEvent("rights.changed", () => revalidate());
  useRealtimeEvent("notification.read", () => revalidate());
  useRealtimeEvent("matches.changed", () => revalidate());
  useRealtimeEvent("interest.changed", () => revalidate());
  useRealtimeEvent("challenge.changed", () => revalidate());
  useRealtimeEvent("contract.changed", () => revalidate());
  useRealtimeEvent("review.changed", () => revalidate());
  useRealtimeEvent("post.changed", () => revalidate());
  useRealtimeEvent("disclosure.changed", () => revalidate());
  useRealtimeEvent("session.changed", () => revalidate());
  useRealtimeEvent("verification.changed", () => revalidate());
  useRealtimeEvent("report.changed", () => revalidate());
  useRealtimeEvent("story.changed", () => revalidate());
  useMissed((during) => {
    if (during === "break") revalidate();
    const since = new Date(Date.parse(lastSeen) - overlap[during]).toISOString();
    missed.load(`/notifications/recent?since=${encodeURIComponent(since)}`);
  });
  const mustAsk = useWithoutLink();
  const { load } = missed;
  useEffect(() => {
    if (!mustAsk) return;
    const ask = () => {
      if (document.visibilityState !== "visible") return;
      const since = new Date(Date.parse(lastSeen) - overlap.break).toISOString();
      load(`/notifications/recent?since=${encodeURIComponent(since)}`);
    };
    ask();
    const timer = setInterval(ask, askingInterval);
    return () => clearInterval(timer);
  }, [mustAsk, load, lastSeen]);
  useEffect(() => {
    const lines = missed.data?.lines ?? [];
    for (const line of silent || missed.data?.quiet ? [] : [...lines].reverse()) {
      const words = notificationWords(line, t, format);
      if (words) show({ id: line.id, ...words });
    }
    const newest = lines.reduce((late, { createdAt }) => (createdAt > late ? createdAt : late), "");
    setLastSeen((before) => (newest > before ? newest : before));
    if (newest > madeAt || (missed.data && missed.data.person !== person)) revalidate();
  }, [missed.data, person, madeAt, revalidate, show, t, format, silent]);
  return (
    <>
      {children}
      {mustAsk && !silent ? (
        <p
          role="status"
          data-testid="without-link"
          className="no-print fixed bottom-0 left-0 z-40 rounded-tr border border-line bg-surface px-2 py-0.5 text-xs text-ink-soft"
        >
          {t("notifications:withoutLink")}
        </p>
      ) : null}
    </>
  );
}
