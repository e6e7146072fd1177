import { redirect, type ActionFunctionArgs } from "@remix-run/node";
import { addAttachment, removeAttachment } from "#app/domain/attachments/commands.server.ts";
import { takeForm } from "#app/http/file-form.server.ts";
import { idIn } from "#app/http/form.server.ts";
import { idOfPath, parametersOf } from "#app/http/params.ts";

export const loader = () => redirect("/my-posts");

export function action({ request, context, params }: ActionFunctionArgs) {
  const { services } = context;
  const postId = idOfPath(params.postId);
  const confidential = parametersOf(request).get("confidential") === "1";
  return takeForm(
    { request, context },
    {
      page: "/my-posts",
      keep: async (viewer, file) => {
        await addAttachment(services, viewer, postId, file, confidential);
      },
      change: (viewer, form) => removeAttachment(services, viewer, idIn(form, "attachmentId")),
    },
  );
}
