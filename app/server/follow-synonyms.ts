import type { Services } from "#app/kernel/services.ts";
import { loadSynonyms } from "#app/synonyms/set.server.ts";

/** A function that reads the synonyms anew, for whenever they may have changed. */
export const followSynonyms =
  ({ database, log }: Pick<Services, "database" | "log">) =>
  (): void =>
    void loadSynonyms(database).catch((error: unknown) =>
      log.error({ error }, "the synonyms could not be read"),
    );
