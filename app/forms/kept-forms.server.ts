import { and, desc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Services } from "#app/kernel/services.ts";
import { inTransaction } from "#db/connection.ts";
import { rescuedForm, user } from "#db/schema/index.ts";
import { formFields, type TypedFields } from "./form-fields.ts";

/** What is kept of what people typed while their sign-in had expired. */
export const keptLimits = {
  /** Bytes of one form. */
  form: 400_000,
  fields: 2_000,
  /** Forms of one person, and their bytes together; the oldest go. */
  forms: 20,
  bytes: 2_000_000,
} as const;

const fieldsSchema = z.array(z.tuple([z.string(), z.string()])).max(keptLimits.fields);

/**
 * Keeps what a person had typed when their sign-in had expired, in the place of what
 * was kept of that path before; only they get it back. Whose it is must be proven
 * (readFormToken). Answers whether it was kept: what is too large is not.
 */
export async function keepForm(
  services: Services,
  { userId, path }: { userId: string; path: string },
  fields: TypedFields,
): Promise<boolean> {
  const bytes = Buffer.byteLength(JSON.stringify(fields));
  if (bytes > keptLimits.form || fields.length > keptLimits.fields) return false;
  return inTransaction(services.database, async (transaction) => {
    const [known] = await transaction
      .select({ id: user.id })
      .from(user)
      .where(eq(user.id, userId))
      .for("no key update");
    if (!known) return false;
    await transaction
      .delete(rescuedForm)
      .where(and(eq(rescuedForm.userId, userId), eq(rescuedForm.path, path)));
    await transaction.insert(rescuedForm).values({ userId, path, fields });
    await transaction.execute(sql`
      delete from ${rescuedForm} where id in (
        select id from (
          select id, row_number() over newest as forms,
            sum(octet_length(fields::text)) over newest as bytes
          from ${rescuedForm} where user_id = ${userId}
          window newest as (order by id desc rows unbounded preceding)
        ) as kept where forms > ${keptLimits.forms} or bytes > ${keptLimits.bytes})`);
    return true;
  });
}

/** What was kept for this person of a form on the page at the path. */
export async function findKeptForm(
  services: Services,
  userId: string,
  path: string,
): Promise<TypedFields | null> {
  const [row] = await services.database
    .select({ fields: rescuedForm.fields })
    .from(rescuedForm)
    .where(and(eq(rescuedForm.userId, userId), eq(rescuedForm.path, path)))
    .orderBy(desc(rescuedForm.id))
    .limit(1);
  return fieldsSchema.safeParse(row?.fields).data ?? null;
}

/** Forgets what was kept of a form, once it was taken; other forms of the page stay. */
export async function forgetKeptForm(
  services: Services,
  { userId, path, name }: { userId: string; path: string; name: string },
): Promise<void> {
  const ofForm = JSON.stringify([[formFields.name, name]]);
  await services.database
    .delete(rescuedForm)
    .where(
      and(
        eq(rescuedForm.userId, userId),
        eq(rescuedForm.path, path),
        sql`${rescuedForm.fields} @> ${ofForm}::jsonb`,
      ),
    );
}
