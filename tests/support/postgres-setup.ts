import { migrate } from "#db/migrate.ts";
import { prepareTestRun } from "./database.ts";

/** The template of integration tests is migrated and empty. */
export default (): Promise<() => Promise<void>> => prepareTestRun(migrate);
