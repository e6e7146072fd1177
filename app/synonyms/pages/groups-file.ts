import type { LoaderFunctionArgs } from "@remix-run/node";
import { exportSynonyms } from "#app/synonyms/exchange.server.ts";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { limited } from "#app/http/limits.server.ts";

/** All groups in use as a CSV file. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  await limited(context, request, viewer, "export");
  const file = await answering(exportSynonyms(context.services, viewer));
  return new Response(new Uint8Array(file), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="synonyms.csv"',
      "Cache-Control": "no-store",
    },
  });
}
