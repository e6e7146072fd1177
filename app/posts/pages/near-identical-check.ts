import { json, type ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { parseContent } from "#app/posts/content.ts";
import { nearIdenticalTo } from "#app/posts/similar.server.ts";
import { kindOfPath } from "#app/posts/parts/kind.ts";
import { comparedTexts, type nearAnswer } from "#app/posts/parts/near-line.ts";
import { signedIn } from "#app/http/answers.server.ts";
import { formOf, given } from "#app/forms/form.server.ts";

/** What nearly says the same as a form that is being filled in. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const kind = kindOfPath(params.kinds);
  const viewer = await signedIn(context, request);
  const form = await formOf(request);
  const postId = z.uuid().safeParse(form.get("ownPostId"));
  const texts = given(comparedTexts(kind), Object.fromEntries(form));
  const content = parseContent(kind, texts);
  const near = await nearIdenticalTo(context.services, viewer, content, postId.data ?? null);
  const answer: z.infer<typeof nearAnswer> = {
    near: near.map(({ id, kind: nearKind, title, share, own, continueBy }) => ({
      id,
      kind: nearKind,
      title,
      share,
      own,
      continueBy,
    })),
  };
  return json(answer);
}
