import type { LoaderFunctionArgs } from "@remix-run/node";
import { similarPosts } from "#app/matching/matches.server.ts";
import type { MatchView } from "#app/matching/views.ts";
import { answering, isSearchUnavailable } from "#app/http/answers.server.ts";
import { idOfPath } from "#app/http/params.ts";

/** Asked by an open page after it is shown; none are answered while the index cannot be reached. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await context.viewer(request);
  const asked = similarPosts(context.services, viewer, idOfPath(params.postId));
  const similar: MatchView[] = await answering(asked).catch((error: unknown) => {
    if (isSearchUnavailable(error)) return [];
    throw error;
  });
  return { similar };
}
