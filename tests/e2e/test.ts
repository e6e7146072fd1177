import { test as playwrightTest, type BrowserContext } from "@playwright/test";
import { ownAddress, type SignInAs } from "./people.ts";
import { serve, type Served } from "./served.ts";

export { expect } from "@playwright/test";

/** A safety net only, in milliseconds: a busy machine takes long to start the product. */
const limit = 600_000;

interface TestFixtures {
  signInAs: SignInAs;
}

interface WorkerFixtures {
  /** What the product's environment has besides; a file that sets it gets a worker of its own. */
  variables: Record<string, string>;
  served: Served;
}

/**
 * Tests against the product as it is served, with the demonstration data. Each worker has a
 * product and a database of its own; what one test changes, later ones of the worker see.
 */
export const test = playwrightTest.extend<TestFixtures, WorkerFixtures>({
  variables: [{}, { scope: "worker", option: true }],
  served: [
    async ({ variables }, use) => {
      const served = await serve(variables);
      await use(served);
      await served.close();
    },
    { scope: "worker", timeout: limit },
  ],
  baseURL: ({ served }, use) => use(served.origin),
  signInAs: async ({ browser, served }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (name, options = {}) => {
      const context = await browser.newContext({ extraHTTPHeaders: ownAddress(), ...options });
      contexts.push(context);
      await context.addCookies(await served.signInOf(name));
      return { context, page: await context.newPage() };
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});
