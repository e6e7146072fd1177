import { setTimeout as wait } from "node:timers/promises";
import { followFirstAdministrator } from "#app/accounts/first-administrator.server.ts";
import { demonstrationAccounts, loadDemonstration } from "#app/demonstration/load.server.ts";
import { failureLog, failureReasonOf } from "#app/jobs/failure-log.ts";
import { findHeld, heldLine } from "#app/restoration/held.server.ts";
import { prepareIndex, collectSuggestionsOnce } from "#app/search/rebuild.server.ts";
import { inTransaction } from "#db/connection.ts";
import { startWorker } from "#db/job-worker.ts";
import { sendJob, wakeChannel } from "#db/jobs.ts";
import { listen, synonymChannel } from "#db/listener.ts";
import type { Environment } from "./environment.ts";
import { followSynonyms } from "./follow-synonyms.ts";
import { createPartsCheck, type PartState } from "./outside-parts.ts";
import type { ServerParts } from "./services.ts";

const indexRetry = 5_000;

/**
 * Makes data and index ready, then does the jobs. Answers what the console should say.
 */
export async function startWork(
  parts: ServerParts,
  environment: Environment,
  databaseUrl: string,
): Promise<{ lines: string[]; close: () => Promise<void> }> {
  const { services, handlers } = parts;
  const { log } = services;
  const stopping = new AbortController();
  const demonstration = environment.DUIJIE_ENV === "demonstration";
  const loaded = demonstration && (await loadDemonstration(services, parts.auth));
  await followFirstAdministrator(parts.accounts);
  await collectSuggestionsOnce(services);
  const indexReady = prepareIndexUntilReady(parts, loaded, stopping.signal);
  if (services.search.name === "embedded") await indexReady;

  let wake: (name: string) => void = () => {};
  const worker = await startWorker({
    url: databaseUrl,
    handlers,
    onFailure: failureLog(log),
    onError: (error) => log.warn({ reason: failureReasonOf(error) }, "the job queue does not work"),
    onWake: (wakeUp) => (wake = wakeUp),
    isHeld: async () => (await findHeld(services.database)) !== null,
  });
  const reloadSynonyms = followSynonyms(services);
  const listener = await listen(
    databaseUrl,
    { [wakeChannel]: (name) => wake(name), [synonymChannel]: reloadSynonyms },
    reloadSynonyms,
  );
  const held = await findHeld(services.database);
  return {
    lines: [
      ...(await partLines(parts, environment)),
      ...(held ? [heldLine(held)] : []),
      ...(demonstration ? demonstrationAccounts : []),
    ],
    close: async () => {
      stopping.abort();
      await listener.close();
      await worker.stop();
    },
  };
}

/** Where each part outside is, and whether it answers now. */
async function partLines({ services }: ServerParts, environment: Environment): Promise<string[]> {
  const { search, mail, files } = await createPartsCheck(services, environment)();
  const { MEILI_URL, SMTP_URL, S3_BUCKET, DUIJIE_HOME, origin } = environment;
  const localMail = `kept in the local mail box, ${origin}/dev/mail`;
  return [
    `Search       ${MEILI_URL ? `Meilisearch at ${hostOf(MEILI_URL)}` : "embedded in PostgreSQL"}${away(search, "search is simple until it is there")}`,
    `Mail         ${SMTP_URL ? `by SMTP at ${hostOf(SMTP_URL)}` : localMail}${away(mail, "mail waits until it is there")}`,
    `Files        ${S3_BUCKET ? `bucket ${S3_BUCKET}` : `${DUIJIE_HOME}/files`}${away(files, "files cannot be sent or opened until it is there")}`,
  ];
}

const hostOf = (url: string): string => new URL(url).host;

const away = ({ available, reason }: PartState, consequence: string): string =>
  available ? "" : ` - NOT REACHED (${reason}); ${consequence}`;

/**
 * An index server that is down must not keep the market closed, so it is tried
 * until it is there; then what was never matched is.
 */
async function prepareIndexUntilReady(
  parts: ServerParts,
  anew: boolean,
  signal: AbortSignal,
): Promise<void> {
  let told = "";
  for (;;) {
    try {
      await prepareIndex(parts.services, anew);
      return await inTransaction(parts.services.database, (transaction) =>
        sendJob(transaction, "matches.refresh", {}),
      );
    } catch (error) {
      if (signal.aborted) return;
      const reason = failureReasonOf(error);
      if (reason !== told)
        parts.services.log.warn({ reason }, "the search index is not ready; it is tried again");
      told = reason;
      await wait(indexRetry, undefined, { signal }).catch(() => {});
    }
  }
}
