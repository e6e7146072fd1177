import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { listNotifications } from "#app/domain/notifications/centre.server.ts";
import { recipientsOf } from "#app/domain/notifications/preferences.server.ts";
import { quietUntil } from "#app/domain/notifications/schedule.ts";
import { parametersOf } from "#app/http/params.ts";

/** What is unread since a moment, and whether the person wants no message over the page now. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await context.viewer(request);
  const since = z.iso.datetime().safeParse(parametersOf(request).get("since"));
  if (!viewer || !since.success) return { lines: [], quiet: false };
  const { services } = context;
  const from = new Date(since.data);
  const { lines } = await listNotifications(services, viewer, { since: from, limit: 20 });
  const unread = lines.filter(({ readAt }) => readAt === null);
  /** Every page asks once it is connected, mostly in vain. */
  if (unread.length === 0) return { lines: [], quiet: false };
  const recipients = await recipientsOf(services.database, [viewer.userId]);
  const chosen = recipients.get(viewer.userId)?.preferences;
  return {
    lines: unread,
    quiet: chosen !== undefined && quietUntil(services.now(), chosen.quiet, chosen.zone) !== null,
  };
}
