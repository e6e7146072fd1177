import { randomBytes } from "node:crypto";
import type { NotificationGroup } from "#app/codes/codes.ts";
import type { Transaction } from "#db/connection.ts";
import { mailToken } from "#db/schema/index.ts";

/** What one click stops: all mail that can be, that of a group, or one subscription. */
export type MailScope = "all" | `group:${NotificationGroup}` | `${string}:${string}`;

/** The token that stops this for the person; the same each time. */
export async function tokenFor(
  transaction: Transaction,
  userId: string,
  scope: MailScope,
): Promise<string> {
  const [row] = await transaction
    .insert(mailToken)
    .values({ token: randomBytes(32).toString("base64url"), userId, scope })
    .onConflictDoUpdate({ target: [mailToken.userId, mailToken.scope], set: { scope } })
    .returning();
  if (!row) throw new Error("no token was kept");
  return row.token;
}
