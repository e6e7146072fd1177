import type { LoaderFunctionArgs } from "@remix-run/node";
import { exportSynonyms } from "#app/synonyms/exchange.server.ts";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { limited } from "#app/http/limits.server.ts";
import { tableFile } from "#app/http/table-file.ts";

/** All groups in use as a CSV file. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  await limited(context, request, viewer, "export");
  const file = await answering(exportSynonyms(context.services, viewer));
  return tableFile(file, "synonyms", "csv");
}
