import type { LoaderFunctionArgs } from "@remix-run/node";
import { moment } from "#app/kernel/days.ts";
import { listNotifications } from "#app/notifications/centre.server.ts";
import { recipientsOf } from "#app/notifications/preferences.server.ts";
import { quietUntil } from "#app/notifications/schedule.ts";
import { parametersOf } from "#app/http/params.ts";

/**
 * Who asks, what is unread of theirs since a moment, and whether they want no message over
 * the page now.
 */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await context.viewer(request);
  const since = moment.safeParse(parametersOf(request).get("since"));
  const person = viewer?.userId ?? null;
  if (!viewer || !since.success) return { person, lines: [], quiet: false };
  const { services } = context;
  const from = new Date(since.data);
  const { lines } = await listNotifications(services, viewer, { since: from, limit: 20 });
  const unread = lines.filter(({ readAt }) => readAt === null);
  /** Every page asks once it is connected, mostly in vain. */
  if (unread.length === 0) return { person, lines: [], quiet: false };
  const recipients = await recipientsOf(services.database, [viewer.userId]);
  const chosen = recipients.get(viewer.userId)?.preferences;
  return {
    person,
    lines: unread,
    quiet: chosen !== undefined && quietUntil(services.now(), chosen.quiet, chosen.zone) !== null,
  };
}
