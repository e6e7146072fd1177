import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { eq } from "drizzle-orm";
import { databaseOf, type Database } from "#db/connection.ts";
import { user } from "#db/schema/index.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import { freePort } from "#tests/support/free-port.ts";
import { startProduct, type Product } from "#tests/support/product.ts";
import { testSignIns, type SignInCookie } from "#tests/support/sign-ins.ts";

/** Signs the cookies of sign-ins that tests make themselves. */
const secret = "a secret of the browser tests that is long enough";

/** Who a demonstration's tests can be: the part of the mail address before the "@". */
export type AccountName =
  | "enterprise"
  | "university"
  | "institute"
  | "organizer"
  | "admin"
  | "reader"
  | "broker"
  | "editor";

/** The product over a database and a folder of its own. */
export interface Served {
  origin: string;
  /** Its DUIJIE_HOME. */
  home: string;
  /** Its database, for what no page can bring about, such as a day that is over. */
  database: Database;
  databaseUrl: string;
  /** All it printed so far. */
  printed: () => string;
  /** Begins a sign-in of a demonstration account; answers its cookies. */
  signInOf: (name: AccountName) => Promise<SignInCookie[]>;
  close: () => Promise<void>;
}

/** Starts the product as people do, on a free port. */
export async function startServedProduct(env: Record<string, string>): Promise<Product> {
  const root = path.join(import.meta.dirname, "../..");
  return startProduct({ root, port: await freePort(), env: { AUTH_SECRET: secret, ...env } });
}

/** Serves the product over a copy of the filled template, with these variables besides. */
export async function serve(env: Record<string, string> = {}): Promise<Served> {
  const copy = await createTestDatabase();
  const home = await mkdtemp(path.join(os.tmpdir(), "duijie-e2e-"));
  const product = await startServedProduct({ DATABASE_URL: copy.url, DUIJIE_HOME: home, ...env });
  const database = databaseOf(copy.pool);
  return {
    origin: product.origin,
    home,
    database,
    databaseUrl: copy.url,
    printed: product.said,
    signInOf: signInsOf(database, product.origin),
    close: async () => {
      await product.stop();
      await copy.drop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Begins sign-ins of demonstration accounts with a product at this address. */
export function signInsOf(
  database: Database,
  origin: string,
): (name: AccountName) => Promise<SignInCookie[]> {
  const signIns = testSignIns({ database, secret, origin });
  return async (name) => {
    const email = `${name}@duijie.example`;
    const [person] = await database.select().from(user).where(eq(user.email, email));
    if (!person) throw new Error(`${email} is no account of the demonstration`);
    return signIns.cookiesOf(person.id);
  };
}
