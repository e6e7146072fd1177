import { betterAuth } from "better-auth";
import { testUtils } from "better-auth/plugins";
import { createAuth, type AuthOptions } from "#app/accounts/auth.server.ts";

/** Sign-ins without a form and a password. */
export interface TestSignIns {
  /** Begins a sign-in of a person; answers the cookies that a browser at localhost would have. */
  cookiesOf(userId: string): Promise<SignInCookie[]>;
  /** The same as the headers of a request. */
  headersOf(userId: string): Promise<Headers>;
}

/** A cookie with all that a browser is told of it; without an end, as for a browser's session. */
export interface SignInCookie {
  name: string;
  value: string;
  domain: string;
  path: string;
  httpOnly: boolean;
  secure: boolean;
  sameSite: "Lax" | "Strict" | "None";
  expires: number;
}

/**
 * Begins sign-ins by the account library's own helpers for tests, over the product's
 * configuration of it. The options are those that the served product has.
 */
export function testSignIns(options: AuthOptions): TestSignIns {
  const auth = betterAuth({ ...createAuth(options).options, plugins: [testUtils()] });
  return {
    cookiesOf: async (userId) => {
      const { test } = await auth.$context;
      const cookies = await test.getCookies({ userId, domain: "localhost" });
      return cookies.map((cookie) => ({
        httpOnly: true,
        secure: false,
        sameSite: "Lax",
        expires: -1,
        ...cookie,
      }));
    },
    headersOf: async (userId) => {
      const { test } = await auth.$context;
      return test.getAuthHeaders({ userId });
    },
  };
}
