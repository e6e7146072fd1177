import { useFetcher, useRevalidator } from "@remix-run/react";
import { useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useToast } from "#app/components/toasts.tsx";
import { readNotification } from "#app/domain/notifications/kinds.ts";
import { notificationWords } from "#app/features/notifications/words.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import type { loader as recentNews } from "#app/routes/notifications.recent.ts";
import { useMissed, useRealtimeEvent } from "#realtime/client.tsx";

/**
 * Milliseconds that are asked for twice, as commits are not in step with the clock;
 * few at an opening, where what was shown on the page before would be shown again.
 */
const overlap = { opening: 250, break: 5_000 };

/**
 * Brings news into the open page: shows each notification once, keeps the
 * unread count and the page's content fresh, and fetches what was missed after a
 * break and between the page's making (`madeAt`, by the server's clock) and its
 * first connection.
 */
export function News(props: {
  madeAt: string;
  /** Nothing is shown over the page, which others see too, such as on a wall. */
  silent?: boolean;
  children: ReactNode;
}) {
  const { madeAt, silent = false, children } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const show = useToast();
  const { revalidate } = useRevalidator();
  const missed = useFetcher<typeof recentNews>();
  const [lastSeen, setLastSeen] = useState(madeAt);

  useRealtimeEvent("notification.created", (line) => {
    const content = readNotification(line.kind, line.payload);
    if (content && !line.quiet && !silent)
      show({ id: line.id, ...notificationWords(content, t, format) });
    setLastSeen(line.createdAt);
    revalidate();
  });
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
  useEffect(() => {
    const lines = missed.data?.lines ?? [];
    for (const line of silent || missed.data?.quiet ? [] : [...lines].reverse())
      show({ id: line.id, ...notificationWords(line, t, format) });
    if (lines.some(({ createdAt }) => createdAt > madeAt)) revalidate();
  }, [missed.data, madeAt, revalidate, show, t, format, silent]);
  return children;
}
