import { json, type LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { suggestFor } from "#app/search/suggestions.server.ts";
import { limited } from "#app/http/limits.server.ts";
import { queryOf } from "#app/http/params.ts";

const asking = z.object({ q: z.string().max(200).default("").catch("") });

/** The same for everyone, and soon out of date. */
const headers = { "Cache-Control": "public, max-age=60" };

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { q } = queryOf(request, asking);
  await limited(context, request, null, "suggestion");
  return json({ suggestions: await suggestFor(context.services, q) }, { headers });
}
