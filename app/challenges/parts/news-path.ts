import type { NotificationPayload } from "#app/notifications/kinds.ts";

/** Where a line of news of a challenge leads: to what its reader does next. */
export function challengeNewsPath(payload: NotificationPayload<"challenge_news">): string {
  const path = `/challenges/${payload.challengeId}`;
  switch (payload.news) {
    case "assigned":
      return `${path}/review`;
    case "concluded":
      return `${path}/decision`;
    default:
      return path;
  }
}
