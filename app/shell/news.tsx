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
 * Brings news into the open page: shows each notification once, keeps the
 * unread count and the page's content fresh, and after a break fetches what was
 * missed.
 */
export function News(props: {
  /** Nothing is shown over the page, which others see too, such as on a wall. */
  silent?: boolean;
  children: ReactNode;
}) {
  const { silent = false, children } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const show = useToast();
  const { revalidate } = useRevalidator();
  const missed = useFetcher<typeof recentNews>();
  const [lastSeen, setLastSeen] = useState(() => new Date().toISOString());

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
  useMissed(() => {
    revalidate();
    missed.load(`/notifications/recent?since=${encodeURIComponent(lastSeen)}`);
  });
  useEffect(() => {
    for (const line of silent ? [] : (missed.data?.lines.toReversed() ?? []))
      show({ id: line.id, ...notificationWords(line, t, format) });
  }, [missed.data, show, t, format, silent]);
  return children;
}
