import { isRefusal } from "#app/kernel/refusals.ts";
import { expressInterest } from "#app/interests/commands.server.ts";
import { expressInterestSchema } from "#app/interests/schema.ts";
import * as commands from "#app/posts/commands.server.ts";
import type { PostKind } from "#app/codes/codes.ts";
import { approve, reject, returnForChanges } from "#app/posts/review.server.ts";
import { submitUnlessNear } from "#app/posts/submission.server.ts";
import type { Limits } from "#app/kernel/limits.server.ts";
import type { Services } from "#app/kernel/services.ts";
import { versionIn } from "#app/kernel/version.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { idIn } from "#app/forms/form.server.ts";
import { waitText } from "#app/http/limits.server.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { errorText, issueMessage } from "#app/i18n/issues.ts";

/** The step was taken; where to go now. */
interface Taken {
  goTo: string;
}
/** It was not; what to say beside which field, and what had been typed. */
interface NotTaken {
  errors: { comment?: string[]; message?: string[]; form?: string[] };
  values: { comment: string; message: string };
  /** Seconds until it may be tried again, where it was tried too often. */
  wait?: number;
}

/** Takes the step that a button of a post's page asks for. */
export async function takePostStep(
  { services, limits }: { services: Services; limits: Limits },
  viewer: Viewer,
  request: Request,
  { kind, postId, form }: { kind: PostKind; postId: string; form: FormData },
): Promise<Taken | NotTaken> {
  const t = await getT(request);
  const path = `/${kind}s/${postId}`;
  const typed = (name: string) => String(form.get(name) ?? "").trim();
  const comment = typed("comment");
  const values = { comment, message: typed("message") };
  const here = { goTo: path };
  try {
    switch (typed("step")) {
      case "submit": {
        const { near } = await submitUnlessNear(services, viewer, kind, postId);
        return near.length > 0 ? { goTo: `${path}/near-identical` } : here;
      }
      case "recall":
        await commands.recall(services, viewer, postId);
        return here;
      case "renew":
        await commands.renew(services, viewer, postId);
        return here;
      case "close":
        await commands.close(services, viewer, postId);
        return here;
      case "withdraw":
        await commands.withdraw(services, viewer, postId);
        return here;
      case "discard":
        await commands.discard(services, viewer, postId);
        return here;
      case "supersede":
        await commands.supersede(services, viewer, postId, idIn(form, "newerId"));
        return here;
      case "copy": {
        const copy = await commands.copyAsDraft(services, viewer, postId);
        return { goTo: `/${kind}s/${copy.id}/edit` };
      }
      case "approve":
        await approve(services, viewer, postId, versionIn(form.get("revision")));
        return { goTo: "/review" };
      case "return":
      case "reject": {
        if (comment === "") return { errors: { comment: [t("errors:required")] }, values };
        const decline = typed("step") === "return" ? returnForChanges : reject;
        await decline(services, viewer, postId, comment.slice(0, 2000));
        return { goTo: "/review" };
      }
      case "express": {
        const parsed = expressInterestSchema.safeParse({
          message: values.message,
          ownPostId: typed("ownPostId") || null,
        });
        if (!parsed.success) {
          const messages = parsed.error.issues.map((issue) => issueMessage(issue, t));
          return { errors: { message: messages }, values };
        }
        const wait = await limits.take("message", { account: viewer.userId });
        if (wait > 0) return { errors: { message: [waitText(t, wait)] }, values, wait };
        const interestId = await expressInterest(services, viewer, postId, parsed.data);
        return { goTo: `/interests/${interestId}` };
      }
      default:
        throw new Response("", { status: 400 });
    }
  } catch (error) {
    const told = [
      "illegalStep",
      "incomplete",
      "conflict",
      "alreadyInterested",
      "ownPost",
      "notPossible",
    ];
    if (isRefusal(error) && told.includes(error.code))
      return { errors: { form: [errorText(t, error.code)] }, values };
    throw error;
  }
}
