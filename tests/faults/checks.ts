import { createHash } from "node:crypto";
import type pg from "pg";
import { clock } from "#db/job-policies.ts";
import type { MailServer } from "#tests/support/mail-server.ts";
import type { ObjectStore } from "#tests/support/object-store.ts";
import { readMail } from "./mails.ts";
import { countDue } from "./settle.ts";
import { doubleBookings } from "./writes/sessions.ts";

type Check = (parts: { pool: pg.Pool; store: ObjectStore; mail: MailServer }) => Promise<string[]>;

/** Every published post stands in the index once, as it is, and nothing else does. */
const index: Check = async ({ pool }) => {
  const { rows } = await pool.query<{ wrong: string }>(
    `WITH public AS (SELECT id::text, title FROM post WHERE publication IN ('published', 'closed')),
       found AS (SELECT id, count(*) AS n, min(document->>'title') AS title FROM search.document
                 WHERE kind IN ('need', 'result') GROUP BY id)
     SELECT coalesce(p.id, f.id) || CASE
         WHEN f.id IS NULL THEN ' is published and not in the index'
         WHEN p.id IS NULL THEN ' is in the index and not published'
         WHEN f.n > 1 THEN ' is in the index ' || f.n || ' times'
         ELSE ' is in the index with another title' END AS wrong
     FROM public p FULL JOIN found f ON f.id = p.id
     WHERE p.id IS NULL OR f.id IS NULL OR f.n > 1 OR f.title IS DISTINCT FROM p.title`,
  );
  return rows.map(({ wrong }) => wrong);
};

/**
 * Each mail that the product decided to send was taken by the server once. A mail whose
 * acknowledgement was lost comes again with the same Message-ID, as a mail program knows
 * to show it once: mails are counted by Message-ID.
 */
const mails: Check = async ({ pool, mail }) => {
  const { rows } = await pool.query<{ recipient: string; subject: string; n: number }>(
    `SELECT data->>'to' AS recipient, data->>'subject' AS subject, count(*)::int AS n
     FROM (SELECT name, state, data FROM pgboss.job UNION ALL SELECT name, state, data FROM pgboss.archive) jobs
     WHERE name = 'mail.send' AND state = 'completed' GROUP BY 1, 2`,
  );
  const key = (recipient: string, subject: string) => `to ${recipient}: ${subject}`;
  const wanted = new Map(rows.map(({ recipient, subject, n }) => [key(recipient, subject), n]));
  const taken = new Map<string, Set<string>>();
  const sent = new Map<string, Set<string>>();
  for (const { to, messageId, text } of mail.accepted) {
    const { subject, body } = readMail(text);
    const known = taken.get(key(to, subject)) ?? new Set();
    taken.set(key(to, subject), known.add(messageId));
    const bodies = sent.get(messageId) ?? new Set();
    sent.set(messageId, bodies.add(`${to} ${subject} ${body}`));
  }
  const wrong: string[] = [];
  for (const mailKey of new Set([...wanted.keys(), ...taken.keys()])) {
    const [n, m] = [wanted.get(mailKey) ?? 0, taken.get(mailKey)?.size ?? 0];
    if (n !== m) wrong.push(`mail ${mailKey}: ${n} decided, ${m} taken by the server`);
  }
  for (const [messageId, contents] of sent)
    if (contents.size > 1) wrong.push(`Message-ID ${messageId} stands on ${contents.size} mails`);
  return wrong;
};

/** No notification waits for a mail that is due. */
const due: Check = async ({ pool }) => {
  const count = await countDue(pool);
  return count > 0 ? [`${count} notifications are due and not mailed`] : [];
};

/** Nothing that was asked for was given up; what the clock asks for, it asks for again. */
const givenUp: Check = async ({ pool }) => {
  const { rows } = await pool.query<{ wrong: string }>(
    `SELECT 'job ' || name || ' was given up: ' || left(coalesce(output::text, ''), 200) AS wrong
     FROM pgboss.job WHERE state IN ('failed', 'cancelled') AND name NOT LIKE '\\_\\_%'
       AND name <> ALL($1) LIMIT 20`,
    [Object.keys(clock)],
  );
  return rows.map(({ wrong }) => wrong);
};

/** The store keeps exactly what rows name, byte for byte, and no upload stands open. */
const files: Check = async ({ pool, store }) => {
  const { rows } = await pool.query<{ key: string; sha256: string }>(
    `SELECT storage_key AS key, sha256 FROM attachment
     UNION ALL SELECT storage_key, sha256 FROM deal_document_version`,
  );
  const wrong: string[] = [];
  for (const { key, sha256 } of rows) {
    const content = store.kept.get(key);
    if (!content) wrong.push(`file ${key} has a row and is not in the store`);
    else if (createHash("sha256").update(content).digest("hex") !== sha256)
      wrong.push(`file ${key} is in the store with other bytes`);
  }
  const named = new Set(rows.map(({ key }) => key));
  for (const key of store.kept.keys())
    if (!named.has(key)) wrong.push(`file ${key} is in the store and has no row`);
  for (const key of store.unfinished.values()) wrong.push(`upload in parts of ${key} stands open`);
  return wrong;
};

const bookings: Check = ({ pool }) => doubleBookings(pool);

/** What must hold of the whole market whenever it is at rest. */
export const marketChecks: Record<string, Check> = {
  index,
  mails,
  due,
  givenUp,
  files,
  bookings,
};
