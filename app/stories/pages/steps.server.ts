import {
  consentToStory,
  publishStory,
  takeStoryDown,
  withdrawConsent,
} from "#app/stories/commands.server.ts";
import type { Services } from "#app/kernel/services.ts";
import { versionIn } from "#app/kernel/version.ts";
import type { Viewer } from "#app/kernel/viewer.ts";

/** Takes the step that a button of a story's page asks for. */
export function takeStoryPageStep(
  services: Services,
  viewer: Viewer,
  storyId: string,
  form: FormData,
  reason: string,
): Promise<void> {
  switch (form.get("step")) {
    case "consent":
      return consentToStory(services, viewer, storyId, String(form.get("hash")));
    case "withdraw":
      return withdrawConsent(services, viewer, storyId);
    case "publish":
      return publishStory(services, viewer, storyId, versionIn(form.get("version")));
    case "takeDown":
      return takeStoryDown(services, viewer, storyId, reason);
    default:
      throw new Response("", { status: 400 });
  }
}
