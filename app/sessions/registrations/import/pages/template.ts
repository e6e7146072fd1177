import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { registrationTemplate } from "#app/sessions/registrations/import/registration-file.server.ts";
import {
  registrationColumns,
  type RegistrationColumn,
} from "#app/sessions/registrations/import/registration-columns.ts";
import { signedInOrganizer } from "#app/http/answers.server.ts";
import { queryOf } from "#app/http/params.ts";
import { tableFile } from "#app/http/table-file.ts";
import { getT } from "#app/i18n/i18n.server.ts";

const asked = z.object({ format: z.enum(["csv", "xlsx"]).catch("csv") });

/** An empty file of registrations with the headings of the person's language. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  await signedInOrganizer(context, request);
  const { format } = queryOf(request, asked);
  const t = await getT(request);
  const headings = Object.fromEntries(
    registrationColumns.map((column) => [column, t(`sessionFiles:column.${column}`)]),
  ) as Record<RegistrationColumn, string>;
  const file = await registrationTemplate(format, headings);
  return tableFile(file, "registrations", format);
}
