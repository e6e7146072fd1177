import { json, type ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { readingText } from "#app/office/reading-text.ts";
import { isRefusal } from "#app/kernel/refusals.ts";
import { importSynonyms } from "#app/synonyms/exchange.server.ts";
import { signedInOrganizer } from "#app/http/answers.server.ts";
import { discardBody, receiveFile } from "#app/forms/upload.server.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { errorText } from "#app/i18n/issues.ts";
import { problemText } from "./problem-text.server.ts";

/** Where the table stands, when the person says it. */
const choiceOf = z.object({
  sheet: z
    .string()
    .max(200)
    .transform((name) => (name === "" ? undefined : name))
    .optional(),
  headingLine: z.coerce.number<string>().int().min(1).max(2_000_000).optional().catch(undefined),
});

/** Takes a file of synonyms in and reports line by line what became of it. */
export async function takeSynonyms({ request, context }: ActionFunctionArgs) {
  const t = await getT(request);
  const refused = (error: string, status: number) => json({ error, report: null }, { status });
  try {
    const viewer = await signedInOrganizer(context, request);
    const report = await receiveFile(request, ({ content, fields }) =>
      importSynonyms(context.services, viewer, content, choiceOf.parse(fields)),
    );
    if (typeof report === "string")
      return refused(
        t(report === "tooManyRows" ? "synonyms:import.tooManyRows" : `office:failure.${report}`),
        422,
      );
    const reading = readingText(t, report.source);
    const wrong = report.wrong.map(({ line, problems }) => ({
      line,
      reasons: problems.map((problem) => problemText(t, problem)),
    }));
    const { added, unchanged } = report;
    return json({ error: null, report: { added, unchanged, wrong, reading } });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return refused(errorText(t, error.code), error.status);
  } finally {
    await discardBody(request);
  }
}
