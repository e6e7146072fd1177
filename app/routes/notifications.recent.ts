import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { listNotifications } from "#app/domain/notifications/centre.server.ts";

/** Clocks and commits are not in step to the second, so a little is asked for twice. */
const overlap = 5_000;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await context.viewer(request);
  const since = z.iso.datetime().safeParse(new URL(request.url).searchParams.get("since"));
  if (!viewer || !since.success) return { lines: [] };
  const from = new Date(Date.parse(since.data) - overlap);
  const { lines } = await listNotifications(context.services, viewer, { since: from, limit: 20 });
  return { lines: lines.filter(({ readAt }) => readAt === null) };
}
