import { redirect, type ActionFunctionArgs } from "@remix-run/node";
import { addAttachment, removeAttachment } from "#app/posts/attachments.server.ts";
import { takeForm } from "#app/forms/file-form.server.ts";
import { idIn } from "#app/forms/form.server.ts";
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
      keep: (viewer, file) => addAttachment(services, viewer, postId, file, confidential),
      change: (viewer, form) => removeAttachment(services, viewer, idIn(form, "attachmentId")),
    },
  );
}
