import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { prepareTestRun } from "#tests/support/database.ts";
import { startServedProduct } from "./served.ts";

/** The template of browser tests is filled by the product itself at its first start. */
export default (): Promise<() => Promise<void>> =>
  prepareTestRun(async (databaseUrl) => {
    const home = await mkdtemp(path.join(os.tmpdir(), "duijie-e2e-"));
    const product = await startServedProduct({ DATABASE_URL: databaseUrl, DUIJIE_HOME: home });
    await product.stop();
    await rm(home, { recursive: true, force: true });
  });
