import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** A safety net for what hangs: how long a test takes says nothing, as the machine may be busy. */
const limits = { testTimeout: 600_000, hookTimeout: 600_000 };

export default defineConfig({
  test: {
    /** Tests wait for PostgreSQL half of their time, so a core has always one that works. */
    maxWorkers: Math.max(2, availableParallelism()),
    projects: [
      {
        test: {
          name: "unit",
          ...limits,
          include: ["{app,db,search,realtime}/**/*.test.{ts,tsx}", "tests/fuzz/**/*.test.ts"],
        },
      },
      {
        test: {
          name: "processes",
          include: ["tests/processes/**/*.test.ts"],
          ...limits,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          globalSetup: ["tests/support/postgres-setup.ts"],
          ...limits,
        },
      },
    ],
  },
});
