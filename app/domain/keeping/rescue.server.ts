import { and, desc, eq } from "drizzle-orm";
import { z } from "zod";
import type { Services } from "#app/domain/services.ts";
import { rescuedForm, user } from "#db/schema/index.ts";

const fieldsSchema = z.array(z.tuple([z.string(), z.string()])).max(2_000);
const maximumBytes = 400_000;

/**
 * Keeps what a person had typed when their sign-in had expired. The form names
 * its person in the field `typedBy`; only that person gets it back.
 */
export async function rescueForm(services: Services, path: string, form: FormData): Promise<void> {
  const typedBy = z.uuid().safeParse(form.get("typedBy"));
  if (!typedBy.success) return;
  const fields = [...form].flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value] as [string, string]] : [],
  );
  if (Buffer.byteLength(JSON.stringify(fields)) > maximumBytes) return;
  const [known] = await services.database
    .select({ id: user.id })
    .from(user)
    .where(eq(user.id, typedBy.data));
  if (known) await services.database.insert(rescuedForm).values({ userId: known.id, path, fields });
}

/** What was kept for this person and page, the newest of it. */
export async function findRescued(
  services: Services,
  userId: string,
  path: string,
): Promise<[string, string][] | null> {
  const mine = and(eq(rescuedForm.userId, userId), eq(rescuedForm.path, path));
  const [row] = await services.database
    .select()
    .from(rescuedForm)
    .where(mine)
    .orderBy(desc(rescuedForm.id))
    .limit(1);
  if (!row) return null;
  const fields = fieldsSchema.safeParse(row.fields);
  return fields.success ? fields.data : null;
}

/** Forgets what was kept, once the form was saved. */
export async function forgetRescued(
  services: Services,
  userId: string,
  path: string,
): Promise<void> {
  await services.database
    .delete(rescuedForm)
    .where(and(eq(rescuedForm.userId, userId), eq(rescuedForm.path, path)));
}
