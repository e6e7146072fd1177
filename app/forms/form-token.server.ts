import { jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import type { Services } from "#app/kernel/services.ts";
import type { MaybeViewer } from "#app/kernel/viewer.ts";
import { newId } from "#db/schema/columns.ts";

/** So long may a page stand open before its form is sent. */
export const tokenDays = 30;

const algorithm = "HS256";
/** No other token that is signed with the same secret passes for one of these. */
const audience = "form";
const tokenSchema = z.object({
  sub: z.uuid().optional(),
  organisation: z.uuid().optional(),
  jti: z.uuid(),
});

/** What a form proves of the page that it was on. */
export interface FormToken {
  /** Sent again with the same content, it is the same submission. */
  key: string;
  /** Who had the page; null for a guest. */
  personId: string | null;
  /** The organisation for which the page was opened. */
  organisationId: string | null;
}

type Signing = Pick<Services, "secret" | "now">;
const keyOf = ({ secret }: Signing) => new TextEncoder().encode(secret);

/** What the forms of a page carry, made anew each time that the page is read. */
export function signFormToken(services: Signing, viewer: MaybeViewer): Promise<string> {
  const organisation = viewer?.active?.organisationId;
  const token = new SignJWT(organisation === undefined ? {} : { organisation })
    .setProtectedHeader({ alg: algorithm })
    .setAudience(audience)
    .setJti(newId())
    .setExpirationTime(Math.floor(services.now().getTime() / 1_000) + tokenDays * 24 * 60 * 60);
  return (viewer ? token.setSubject(viewer.userId) : token).sign(keyOf(services));
}

/** What a form's token says; null for what is none, or is too old. */
export async function readFormToken(services: Signing, token: unknown): Promise<FormToken | null> {
  if (typeof token !== "string") return null;
  const verified = await jwtVerify(token, keyOf(services), {
    algorithms: [algorithm],
    audience,
    currentDate: services.now(),
  }).catch(() => null);
  const proof = tokenSchema.safeParse(verified?.payload);
  if (!proof.success) return null;
  const { jti, sub, organisation } = proof.data;
  return { key: jti, personId: sub ?? null, organisationId: organisation ?? null };
}
