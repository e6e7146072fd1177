import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { Refusal } from "#app/kernel/refusals.ts";
import { addSessionDocument } from "#app/sessions/documents.server.ts";
import { takeForm } from "#app/forms/file-form.server.ts";
import { idOfPath } from "#app/http/params.ts";

const pageOf = (sessionId: string) => `/sessions/${sessionId}/documents`;

export const loader = ({ params }: LoaderFunctionArgs) =>
  redirect(pageOf(idOfPath(params.sessionId)));

const target = z.object({
  item: z
    .union([z.uuid(), z.literal("")])
    .default("")
    .transform((item) => (item === "" ? null : item)),
});

/** Takes a document of a session, or of one item of its programme. */
export function action({ request, context, params }: ActionFunctionArgs) {
  const sessionId = idOfPath(params.sessionId);
  return takeForm(
    { request, context },
    {
      page: pageOf(sessionId),
      door: "organizers",
      keep: async (viewer, file) => {
        const { success, data } = target.safeParse(file.fields);
        if (!success) throw new Refusal("uploadForm");
        await addSessionDocument(context.services, viewer, sessionId, data.item, file);
      },
    },
  );
}
