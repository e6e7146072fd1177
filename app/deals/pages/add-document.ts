import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { addVersion } from "#app/deals/documents.server.ts";
import { documentTitleSchema } from "#app/deals/schema.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { takeForm } from "#app/forms/file-form.server.ts";
import { idOfPath } from "#app/http/params.ts";

export const loader = ({ params }: LoaderFunctionArgs) =>
  redirect(`/deals/${idOfPath(params.dealId)}`);

const targetSchema = z.union([
  z.object({ documentId: z.uuid() }),
  z.object({ title: documentTitleSchema }),
]);

export function action({ request, context, params }: ActionFunctionArgs) {
  const dealId = idOfPath(params.dealId);
  return takeForm(
    { request, context },
    {
      page: `/deals/${dealId}`,
      keep: async (viewer, file) => {
        const target = targetSchema.safeParse(file.fields);
        if (!target.success) throw new Refusal("titleMissing");
        await addVersion(context.services, viewer, dealId, target.data, file);
      },
    },
  );
}
