import { and, desc, eq, lt } from "drizzle-orm";
import type { Services } from "#app/kernel/services.ts";
import type { Reader } from "#db/connection.ts";
import { refusedAddress } from "#db/schema/index.ts";
import { keyOfAddress } from "#app/kernel/mail-address.ts";

/** Whether mail to this address was refused for good, and none has got through since. */
export async function isRefused(reader: Reader, address: string): Promise<boolean> {
  return (
    (await reader.$count(refusedAddress, eq(refusedAddress.address, keyOfAddress(address)))) > 0
  );
}

export interface RefusedAddress {
  address: string;
  /** What its server said. */
  reason: string;
  /** ISO 8601. */
  refusedAt: string;
}

/** The addresses refused last, newest first; `before` is the moment of the page's last one. */
export async function listRefused(
  services: Services,
  { before, limit }: { before: Date | undefined; limit: number },
): Promise<RefusedAddress[]> {
  const rows = await services.database
    .select()
    .from(refusedAddress)
    .where(and(before ? lt(refusedAddress.refusedAt, before) : undefined))
    .orderBy(desc(refusedAddress.refusedAt))
    .limit(limit);
  return rows.map((row) => ({ ...row, refusedAt: row.refusedAt.toISOString() }));
}
