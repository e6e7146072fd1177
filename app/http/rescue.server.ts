import { and, desc, eq, sql } from "drizzle-orm";
import { jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import type { Services } from "#app/kernel/services.ts";
import { inTransaction } from "#db/connection.ts";
import { rescuedForm, user } from "#db/schema/index.ts";

/** The field in which a form carries the proof of whose it is. */
export const formTokenField = "formToken";

/** What is kept of what people typed while their sign-in had expired. */
export const rescueLimits = {
  /** Bytes of one form. */
  form: 400_000,
  fields: 2_000,
  /** Forms of one person, and their bytes together; the oldest go. */
  forms: 20,
  bytes: 2_000_000,
  /** So long may a page stand open before it is sent. */
  days: 30,
} as const;

const fieldsSchema = z.array(z.tuple([z.string(), z.string()])).max(rescueLimits.fields);
const algorithm = "HS256";
/** No other token that is signed with the same secret passes for one of these. */
const audience = "form";
const tokenSchema = z.object({ sub: z.uuid(), path: z.string() });

const keyOf = ({ secret }: Pick<Services, "secret">) => new TextEncoder().encode(secret);

/** What a form of this person at this path carries, so that what is typed there can be kept for them. */
export const signForm = (
  services: Pick<Services, "secret" | "now">,
  userId: string,
  path: string,
): Promise<string> =>
  new SignJWT({ path })
    .setProtectedHeader({ alg: algorithm })
    .setAudience(audience)
    .setSubject(userId)
    .setExpirationTime(
      Math.floor(services.now().getTime() / 1_000) + rescueLimits.days * 24 * 60 * 60,
    )
    .sign(keyOf(services));

/** Whose form was sent to the path; null when it does not prove it. */
async function personOf(services: Services, path: string, token: unknown): Promise<string | null> {
  if (typeof token !== "string") return null;
  const verified = await jwtVerify(token, keyOf(services), {
    algorithms: [algorithm],
    audience,
    currentDate: services.now(),
  }).catch(() => null);
  const proof = tokenSchema.safeParse(verified?.payload);
  return proof.success && proof.data.path === path ? proof.data.sub : null;
}

/**
 * Keeps what a person had typed when their sign-in had expired, in the place of what
 * was kept of that path before; only they get it back. Answers whether it was kept:
 * a form without the token that the person's own page had, or too large, is not.
 */
export async function rescueForm(
  services: Services,
  path: string,
  form: FormData,
): Promise<boolean> {
  const userId = await personOf(services, path, form.get(formTokenField));
  if (userId === null) return false;
  const fields = [...form].flatMap(([name, value]) =>
    typeof value === "string" && name !== formTokenField ? [[name, value] as const] : [],
  );
  const bytes = Buffer.byteLength(JSON.stringify(fields));
  if (bytes > rescueLimits.form || fields.length > rescueLimits.fields) return false;
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
      delete from rescued_form where id in (
        select id from (
          select id, row_number() over newest as forms,
            sum(octet_length(fields::text)) over newest as bytes
          from rescued_form where user_id = ${userId}
          window newest as (order by id desc rows unbounded preceding)
        ) as kept where forms > ${rescueLimits.forms} or bytes > ${rescueLimits.bytes})`);
    return true;
  });
}

/**
 * What was kept for this person and page, of the fields that its form knows: by
 * their own names, or those that their names begin with (indicators[0].name).
 */
export async function findRescued(
  services: Services,
  userId: string,
  path: string,
  known: readonly string[],
): Promise<[string, string][] | null> {
  const [row] = await services.database
    .select()
    .from(rescuedForm)
    .where(and(eq(rescuedForm.userId, userId), eq(rescuedForm.path, path)))
    .orderBy(desc(rescuedForm.id))
    .limit(1);
  const fields = fieldsSchema.safeParse(row?.fields);
  if (!fields.success) return null;
  const typed = fields.data.filter(([name]) => known.includes(name.split(/[.[]/, 1)[0] ?? ""));
  return typed.length > 0 ? typed : null;
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
