/**
 * What row-level security holds: the one place where it is written down. Each start
 * compares the database with it and mends what differs (ensure.ts), so a new table
 * with secrets is one line here and nothing in a migration.
 */

/** The role that reads as a person (db/row-security.ts). It belongs to the whole server: databases share it. */
export const viewerRole = "duijie_viewer";

/** Setting of a transaction in which the server reads sealed rows whole, as a backup does. */
export const wholeSetting = "duijie.whole";

export interface DeclaredFunction {
  name: string;
  /** As CREATE FUNCTION takes them, without parentheses. */
  parameters: string;
  returns: string;
  /** Runs with the rights of its owner, for policies that must look behind a policy. */
  definer?: boolean;
  /** One SQL expression or query. */
  body: string;
}

export interface DeclaredPolicy {
  name: string;
  command: "ALL" | "SELECT";
  /** Null for every role, the server's own included. */
  role: typeof viewerRole | null;
  using: string;
  /** For rows that are written; as `using` where it is null. */
  check: string | null;
}

export interface SecretTable {
  table: string;
  /** Binds the server's own role too. */
  sealed: boolean;
  policies: DeclaredPolicy[];
}

/** Rows that the viewer role reads under a condition; the server's own role is not bound. */
const opened = (table: string, name: string, using: string): SecretTable => ({
  table,
  sealed: false,
  policies: [{ name, command: "SELECT", role: viewerRole, using, check: null }],
});

/** Rows that even the server reads and writes under these policies only. */
const sealed = (table: string, policies: DeclaredPolicy[]): SecretTable => ({
  table,
  sealed: true,
  policies: [
    ...policies,
    policy(
      `${table}_whole`,
      "SELECT",
      `duijie_is_server() AND current_setting('${wholeSetting}', true) = 'on'`,
    ),
  ],
});

const policy = (
  name: string,
  command: DeclaredPolicy["command"],
  using: string,
  role: DeclaredPolicy["role"] = null,
): DeclaredPolicy => ({ name, command, role, using, check: null });

const organisations = "string_to_array(current_setting('duijie.organisations', true), ',')";
const organizes = "current_setting('duijie.organizer', true) = 'true'";
const person = "current_setting('duijie.user', true)";

export const functions: DeclaredFunction[] = [
  {
    // Whoever may read as a person without being that role runs the market: no name of an
    // owner is kept, so a restored database serves whom it belongs to then.
    name: "duijie_is_server",
    parameters: "",
    returns: "boolean",
    body: `SELECT current_user <> '${viewerRole}' AND pg_has_role(current_user, '${viewerRole}', 'MEMBER')`,
  },
  {
    name: "duijie_organisations",
    parameters: "",
    returns: "uuid[]",
    body: "SELECT coalesce(string_to_array(nullif(current_setting('duijie.organisations', true), ''), ','), '{}')::uuid[]",
  },
  {
    name: "duijie_secret_open",
    parameters: "post_id uuid",
    returns: "boolean",
    body: `SELECT EXISTS (
      SELECT FROM post p WHERE p.id = $1 AND (
        p.organisation_id = ANY (duijie_organisations())
        OR (p.publication IN ('published', 'closed') AND EXISTS (
          SELECT FROM disclosure_grant g
          WHERE g.post_id = p.id AND g.state = 'accepted' AND g.organisation_id = ANY (duijie_organisations())))))`,
  },
  {
    name: "challenge_reader_organisations",
    parameters: "",
    returns: "uuid[]",
    body: "SELECT coalesce(string_to_array(nullif(current_setting('duijie.organisations', true), ''), ',')::uuid[], '{}')",
  },
  {
    name: "challenge_reader",
    parameters: "",
    returns: "uuid",
    body: "SELECT nullif(current_setting('duijie.user', true), '')::uuid",
  },
  {
    name: "challenge_reader_organizes",
    parameters: "",
    returns: "boolean",
    body: `SELECT ${organizes}`,
  },
  {
    name: "challenge_reader_bids",
    parameters: "challenge uuid",
    returns: "boolean",
    definer: true,
    body: "SELECT EXISTS (SELECT FROM proposal p WHERE p.challenge_id = $1 AND p.organisation_id = ANY (challenge_reader_organisations()))",
  },
];

const oneOfDeal = `EXISTS (
  SELECT 1 FROM deal WHERE deal.id = deal_id AND (
    deal.demand_organisation_id = ANY (${organisations}::uuid[])
    OR deal.supply_organisation_id = ANY (${organisations}::uuid[])
    OR deal.broker_id = nullif(${person}, '')::uuid))`;

const ofReadableContract = (table: string) =>
  opened(
    table,
    `${table}_readers`,
    `EXISTS (SELECT 1 FROM contract c WHERE c.id = ${table}.contract_id)`,
  );

const ofOwnProposal =
  "proposal_id IN (SELECT p.id FROM proposal p WHERE p.organisation_id = ANY (challenge_reader_organisations()))";

export const secretTables: SecretTable[] = [
  opened("post_secret", "post_secret_open", "duijie_secret_open(post_id)"),
  opened("attachment", "attachment_open", "NOT confidential OR duijie_secret_open(post_id)"),
  opened(
    "disclosure_grant",
    "disclosure_grant_sides",
    "owner_organisation_id = ANY (duijie_organisations()) OR organisation_id = ANY (duijie_organisations())",
  ),
  opened(
    "disclosure_view",
    "disclosure_view_owner",
    "owner_organisation_id = ANY (duijie_organisations())",
  ),
  ...[
    "deal_read",
    "deal_message",
    "deal_task",
    "deal_note",
    "deal_document",
    "deal_document_version",
    "deal_document_comment",
  ].map((table) => opened(table, "deal_sides", oneOfDeal)),
  opened(
    "contract",
    "contract_readers",
    `buyer_organisation_id::text = ANY (${organisations})
      OR seller_organisation_id::text = ANY (${organisations})
      OR (${organizes} AND submitted_at IS NOT NULL)
      OR EXISTS (SELECT 1 FROM deal d WHERE d.id = contract.deal_id AND d.broker_id::text = ${person})`,
  ),
  ...["contract_version", "contract_signature", "contract_amendment", "contract_milestone"].map(
    ofReadableContract,
  ),
  opened(
    "verification_document",
    "verification_document_read",
    `${organizes} OR organisation_id::text = ANY (${organisations})`,
  ),
  opened("abuse_report", "abuse_report_read", `${organizes} OR reporter_id::text = ${person}`),
  opened(
    "organisation_block",
    "organisation_block_read",
    `organisation_id::text = ANY (${organisations})`,
  ),
  sealed("proposal", [
    { ...policy("proposal_server", "ALL", "duijie_is_server()"), check: "duijie_is_server()" },
    policy(
      "proposal_read",
      "SELECT",
      `organisation_id = ANY (challenge_reader_organisations())
        OR (state = 'submitted' AND NOT challenge_reader_bids(challenge_id) AND challenge_id IN (
          SELECT c.id FROM challenge c
          WHERE c.deadline <= now() AND c.closed_at IS NOT NULL AND c.names_at IS NOT NULL
            AND (c.organisation_id = ANY (challenge_reader_organisations()) OR challenge_reader_organizes())))`,
      viewerRole,
    ),
  ]),
  sealed("proposal_draft", [policy("proposal_draft_own", "ALL", ofOwnProposal)]),
  sealed("proposal_submission", [
    policy("proposal_submission_own", "ALL", ofOwnProposal),
    policy(
      "proposal_submission_opened",
      "SELECT",
      `NOT challenge_reader_bids(challenge_id)
        AND challenge_id IN (
          SELECT c.id FROM challenge c WHERE c.deadline <= now() AND c.closed_at IS NOT NULL
            AND (challenge_reader_organizes() OR c.organisation_id = ANY (challenge_reader_organisations())
              OR proposal_id IN (SELECT r.proposal_id FROM proposal_review r
                WHERE r.expert_id = challenge_reader() AND r.state IN ('open', 'submitted'))))`,
    ),
  ]),
  sealed("proposal_receipt", [policy("proposal_receipt_own", "ALL", ofOwnProposal)]),
  sealed("proposal_file", [
    policy("proposal_file_own", "ALL", ofOwnProposal),
    policy(
      "proposal_file_opened",
      "SELECT",
      "id IN (SELECT unnest(s.files) FROM proposal_submission s WHERE s.proposal_id = proposal_file.proposal_id)",
    ),
  ]),
];

/** What the viewer role reads whole, beside the secret tables: what its queries and the policies join. */
const joined = [
  "audit_entry",
  "challenge",
  "deal",
  "member",
  "organisation",
  "post",
  "proposal_review",
  "user",
];

/** Every table that the viewer role may read; it has no other right on any table. */
export const readable: ReadonlySet<string> = new Set([
  ...joined,
  ...secretTables.map(({ table }) => table),
]);
