import { json, type LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { previewSynonyms } from "#app/synonyms/preview.server.ts";
import { wordsField } from "#app/synonyms/schema.ts";
import { problemText } from "./problem-text.server.ts";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";

const asked = z.object({
  words: wordsField,
  id: z.uuid().optional().catch(undefined),
  builtIn: z.string().max(100).optional().catch(undefined),
});

/** What is wrong with the words that are being typed, and what they would find. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const t = await getT(request);
  const parsed = asked.safeParse(Object.fromEntries(parametersOf(request)));
  if (!parsed.success) return json({ failed: true as const });
  const { words, ...except } = parsed.data;
  const preview = await answering(previewSynonyms(context.services, viewer, words, except));
  const problems = preview.problems.map((problem) => problemText(t, problem));
  return json({ failed: false as const, ...preview, problems: [...new Set(problems)] });
}
