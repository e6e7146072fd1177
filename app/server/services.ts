import type { Logger } from "pino";
import { removeDiscarded } from "#app/files/removal.server.ts";
import { tickChallenges } from "#app/challenges/clock.server.ts";
import { createAuth, type Auth } from "#app/accounts/auth.server.ts";
import type { AccountParts } from "#app/accounts/parts.ts";
import { createSignInPauses } from "#app/accounts/sign-in-pauses.server.ts";
import { remindOfTasks } from "#app/deals/reminders.server.ts";
import { remindOfMilestones } from "#app/contracts/reminders.server.ts";
import { housekeep } from "./housekeeping.server.ts";
import { tellFinds } from "#app/alerts/tell.server.ts";
import { createLimits } from "#app/kernel/limits.server.ts";
import { createMailDelivery } from "#app/mail/deliver.server.ts";
import { mailNotifications } from "#app/notifications/mail.server.ts";
import { sendDigests } from "#app/matching/digest.server.ts";
import { countMatchQuality } from "#app/matching/quality.server.ts";
import { refreshMatches } from "#app/matching/refresh.server.ts";
import { expirePosts } from "#app/posts/expiry.server.ts";
import { publishPost } from "./publish-post.server.ts";
import { indexOrganisation } from "#app/search/index.server.ts";
import { followIndex, rebuildIndex } from "#app/search/rebuild.server.ts";
import type { Services } from "#app/kernel/services.ts";
import { remindAfterSessions } from "#app/sessions/outcomes/after-reminders.server.ts";
import { followClock } from "#app/sessions/plan/commands.server.ts";
import { importRegistrations } from "#app/sessions/registrations/import/registration-import-job.server.ts";
import { expireOffers } from "#app/sessions/meetings/offers/slot-offers.server.ts";
import { holdRated } from "#app/sessions/outcomes/ratings.server.ts";
import { makeTimetable } from "#app/sessions/meetings/timetable/timetable-job.server.ts";
import { applySynonyms } from "#app/search/apply-synonyms.server.ts";
import { openDatabase, type PoolOptions } from "#db/connection.ts";
import type { JobHandlers } from "#db/job-worker.ts";
import { createHttpEmbedder } from "#search/embedding/http.ts";
import { createTextLikeness, type TextLikeness } from "#search/embedding/likeness.ts";
import { indexFields } from "#app/search/fields.ts";
import { createSearchEngine } from "#search/index.ts";
import { createMatcher } from "#search/matching/matcher.ts";
import { contributionsOf } from "#search/matching/score.ts";
import { weights } from "#search/matching/weights.ts";
import type { Environment } from "./environment.ts";
import { createFileStore } from "./file-store.ts";
import { news } from "./news.ts";

export interface ServerParts {
  services: Services;
  auth: Auth;
  accounts: AccountParts;
  handlers: JobHandlers;
  close: () => Promise<void>;
}

/** Puts the parts of a server together over one database; no statement of a page may take as long as work's. */
export function createParts(
  environment: Environment,
  databaseUrl: string,
  log: Logger,
  bounds: Pick<PoolOptions, "statementSeconds"> = {},
): ServerParts {
  const database = openDatabase(databaseUrl, {
    ...bounds,
    onAway: ({ message }) => log.warn({ reason: message }, "connection to the database lost"),
  });
  const meili = environment.MEILI_URL
    ? {
        url: environment.MEILI_URL,
        key: environment.MEILI_KEY,
        indexPrefix: environment.MEILI_INDEX_PREFIX,
        onChange: (reason: string | null) =>
          reason === null
            ? log.info("the search server answers again")
            : log.warn({ reason }, "the search server does not answer; searches are simple"),
      }
    : undefined;
  const search = createSearchEngine({ meili, pool: database.$client, fields: indexFields });
  const services: Services = {
    database,
    search,
    matcher: createMatcher(search, createLikeness(environment, log)),
    learned: { contributionsOf, reliability: weights.reliability },
    files: createFileStore(environment),
    news,
    log,
    now: () => new Date(),
    secret: environment.AUTH_SECRET,
    origin: environment.origin,
  };
  const deliver = createMailDelivery(services, {
    smtpUrl: environment.SMTP_URL,
    from: environment.MAIL_FROM,
  });
  const { AUTH_SECRET: secret, FIRST_ADMINISTRATOR: firstAdministrator, origin } = environment;
  const auth = createAuth({ database, secret, origin });
  const limits = createLimits(database.$client);
  const pauses = createSignInPauses(limits);
  return {
    services,
    auth,
    accounts: { services, auth, limits, pauses, firstAdministrator },
    handlers: {
      "post.publish": ({ postId }) => publishPost(services, postId),
      "organisation.index": ({ organisationId }) => indexOrganisation(services, organisationId),
      "search.follow": () => followIndex(services),
      "search.rebuild": ({ rebuildId }) => rebuildIndex(services, rebuildId).then(() => {}),
      "mail.send": deliver,
      "notifications.mail": () => mailNotifications(services),
      "alerts.tell": () => tellFinds(services),
      "posts.expire": () => expirePosts(services),
      "sessions.follow": async () => {
        await followClock(services);
        await expireOffers(services);
        await holdRated(services);
      },
      "sessions.importRegistrations": (asked) => importRegistrations(services, asked),
      "timetable.make": (asked) => makeTimetable(services, asked),
      "challenges.tick": () => tickChallenges(services),
      "matches.refresh": () => refreshMatches(services),
      "matches.digest": () => sendDigests(services),
      "contracts.remind": () => remindOfMilestones(services),
      "matches.quality": () => countMatchQuality(services),
      "housekeeping.run": () => housekeep(services),
      "files.remove": () => removeDiscarded(services),
      "synonyms.apply": () => applySynonyms(services),
      "deals.remind": () => remindOfTasks(services),
      "sessions.remind": () => remindAfterSessions(services),
    },
    close: async () => {
      await search.close();
      await database.$client.end();
    },
  };
}

/** None unless a server for it is set. */
function createLikeness(environment: Environment, log: Logger): TextLikeness | undefined {
  const { EMBEDDING_URL: url, EMBEDDING_KEY: key, EMBEDDING_MODEL: model } = environment;
  if (!url || !model) return undefined;
  const warn = (reason: string) => log.warn({ reason }, "matching goes on without embeddings");
  return createTextLikeness(createHttpEmbedder({ url, key, model }), { warn });
}
