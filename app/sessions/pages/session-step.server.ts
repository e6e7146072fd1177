import type { TFunction } from "i18next";
import { z } from "zod";
import { step, type Asked } from "#app/forms/steps.server.ts";
import { idOfPath } from "#app/http/params.ts";
import type { Services } from "#app/kernel/services.ts";
import type { MaybeViewer, Viewer } from "#app/kernel/viewer.ts";
import { versionIn } from "#app/kernel/version.ts";
import type { PlanChange } from "#app/sessions/plan/plan.server.ts";

/** How the forms of a session say that somebody was faster. */
export const sessionWords = { conflict: (t: TFunction): string => t("sessions:lost") };

/** The session of a page's address. */
export const sessionIdOf = ({ params }: Pick<Asked<MaybeViewer>, "params">): string =>
  idOfPath(params.sessionId);

/** The session that a form changes as its person read it, with what they agreed to. */
export const planChangeOf = (asked: Pick<Asked, "params" | "form">): Required<PlanChange> => {
  const agreed = asked.form.get("agreed");
  return {
    sessionId: sessionIdOf(asked),
    version: versionIn(asked.form.get("version")),
    agreed: typeof agreed === "string" ? agreed : "",
  };
};

/** The step that takes a row of a session away, named by its id. */
export const removing = (
  remove: (
    services: Services,
    viewer: Viewer,
    change: Required<PlanChange>,
    id: string,
  ) => Promise<void>,
) =>
  step({
    fields: z.object({ id: z.uuid() }),
    run: ({ id }, { services, viewer, ...asked }) =>
      remove(services, viewer, planChangeOf(asked), id),
  });
