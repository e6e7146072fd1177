import type { LoaderFunctionArgs } from "@remix-run/node";
import { pairsWorthACall } from "#app/matching/calls.server.ts";
import { matchQualityView } from "#app/matching/quality.server.ts";
import { exportQuality } from "./export.server.ts";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { limited } from "#app/http/limits.server.ts";
import { parametersOf } from "#app/http/params.ts";
import { tableFile } from "#app/http/table-file.ts";
import { getT } from "#app/i18n/i18n.server.ts";

const mostPairs = 500;

/** How matches were judged, and with XLSX the pairs worth a call, as a file. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  await limited(context, request, viewer, "export");
  const { services } = context;
  const format = parametersOf(request).get("format") === "csv" ? "csv" : "xlsx";
  const [quality, calls, t] = await Promise.all([
    answering(matchQualityView(services, viewer)),
    answering(pairsWorthACall(services, viewer, { limit: mostPairs })),
    getT(request),
  ]);
  const file = await exportQuality(t, quality, calls.lines, format);
  return tableFile(file, "match-quality", format);
}
