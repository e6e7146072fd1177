import { json, type ActionFunctionArgs } from "@remix-run/node";
import { isRefusal } from "#app/kernel/refusals.ts";
import { importSynonyms } from "#app/synonyms/exchange.server.ts";
import { signedInOrganizer } from "#app/http/answers.server.ts";
import { discardBody, receiveFile } from "#app/forms/upload.server.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { errorText } from "#app/i18n/issues.ts";
import { problemText } from "./problem-text.server.ts";

/** Takes a file of synonyms in and reports line by line what became of it. */
export async function takeSynonyms({ request, context }: ActionFunctionArgs) {
  const t = await getT(request);
  const refused = (error: string, status: number) => json({ error, report: null }, { status });
  try {
    const viewer = await signedInOrganizer(context, request);
    const report = await receiveFile(request, ({ content }) =>
      importSynonyms(context.services, viewer, content),
    );
    if (typeof report === "string") return refused(t(`synonyms:import.${report}`), 422);
    const wrong = report.wrong.map(({ line, problems }) => ({
      line,
      reasons: problems.map((problem) => problemText(t, problem)),
    }));
    return json({ error: null, report: { ...report, wrong } });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return refused(errorText(t, error.code), error.status);
  } finally {
    await discardBody(request);
  }
}
