import type { LoaderFunctionArgs } from "@remix-run/node";
import { shownStatistics } from "#app/contracts/statistics.server.ts";
import { statisticsFile } from "./statistics-file.server.ts";
import { periodOf } from "#app/contracts/parts/statistics-period.ts";
import { signedIn } from "#app/http/answers.server.ts";
import { limited } from "#app/http/limits.server.ts";
import { parametersOf } from "#app/http/params.ts";
import { tableFile } from "#app/http/table-file.ts";
import { getT } from "#app/i18n/i18n.server.ts";

/** The statistics of contracts, as the viewer may see them, as a file. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  await limited(context, request, viewer, "export");
  const address = parametersOf(request);
  const kind = address.get("kind") === "csv" ? "csv" : "xlsx";
  const tables = await shownStatistics(context.services, viewer, periodOf(address));
  const file = await statisticsFile(await getT(request), tables, kind);
  return tableFile(file, "contracts", kind);
}
