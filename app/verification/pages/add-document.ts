import { redirect, type ActionFunctionArgs } from "@remix-run/node";
import { addScan, removeScan } from "#app/verification/documents.server.ts";
import { takeForm } from "#app/forms/file-form.server.ts";
import { idIn } from "#app/forms/form.server.ts";

const page = "/organisation/verification";

export const loader = () => redirect(page);

export function action({ request, context }: ActionFunctionArgs) {
  const { services } = context;
  return takeForm(
    { request, context },
    {
      page,
      door: "writers",
      keep: (viewer, file) => addScan(services, viewer, file),
      change: (viewer, form) => removeScan(services, viewer, idIn(form, "documentId")),
    },
  );
}
