CREATE TABLE "challenge" (
	"id" uuid PRIMARY KEY NOT NULL,
	"need_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"author_id" uuid,
	"state" text DEFAULT 'draft' NOT NULL,
	"title" text NOT NULL,
	"cluster" text,
	"audience" text NOT NULL,
	"terms" jsonb NOT NULL,
	"award" numeric(18, 2),
	"deadline" timestamp with time zone,
	"reviews_wanted" integer DEFAULT 3 NOT NULL,
	"review_comment" text DEFAULT '' NOT NULL,
	"withdraw_reason" text DEFAULT '' NOT NULL,
	"winner_id" uuid,
	"decision_reasons" text DEFAULT '' NOT NULL,
	"decided_by_id" uuid,
	"outcome" jsonb,
	"objections_until" timestamp with time zone,
	"deal_id" uuid,
	"submitted_at" timestamp with time zone,
	"published_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"names_at" timestamp with time zone,
	"decided_at" timestamp with time zone,
	"outcome_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "challenge_objection" (
	"id" uuid PRIMARY KEY NOT NULL,
	"challenge_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"author_id" uuid,
	"text" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"answer" text DEFAULT '' NOT NULL,
	"answered_by_id" uuid,
	"answered_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "proposal" (
	"id" uuid PRIMARY KEY NOT NULL,
	"challenge_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"author_id" uuid,
	"state" text DEFAULT 'draft' NOT NULL,
	"label" text,
	"people" text DEFAULT '' NOT NULL,
	"result_id" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "proposal_of_organisation" UNIQUE("challenge_id","organisation_id")
);
--> statement-breakpoint
CREATE TABLE "proposal_draft" (
	"proposal_id" uuid PRIMARY KEY NOT NULL,
	"content" jsonb NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "proposal_file" (
	"id" uuid PRIMARY KEY NOT NULL,
	"proposal_id" uuid NOT NULL,
	"name" text NOT NULL,
	"media_type" text NOT NULL,
	"size" bigint NOT NULL,
	"sha256" text NOT NULL,
	"storage_key" text NOT NULL,
	"removed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "proposal_file_storageKey_unique" UNIQUE("storage_key")
);
--> statement-breakpoint
CREATE TABLE "proposal_receipt" (
	"id" uuid PRIMARY KEY NOT NULL,
	"proposal_id" uuid NOT NULL,
	"sha256" text NOT NULL,
	"submitted_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "proposal_review" (
	"id" uuid PRIMARY KEY NOT NULL,
	"challenge_id" uuid NOT NULL,
	"proposal_id" uuid NOT NULL,
	"expert_id" uuid NOT NULL,
	"state" text DEFAULT 'assigned' NOT NULL,
	"conflict_reason" text DEFAULT '' NOT NULL,
	"scores" text[] DEFAULT '{}' NOT NULL,
	"comment" text DEFAULT '' NOT NULL,
	"submitted_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "proposal_review_once" UNIQUE("proposal_id","expert_id")
);
--> statement-breakpoint
CREATE TABLE "proposal_submission" (
	"proposal_id" uuid PRIMARY KEY NOT NULL,
	"challenge_id" uuid NOT NULL,
	"content" jsonb NOT NULL,
	"price" numeric(18, 2) NOT NULL,
	"files" uuid[] NOT NULL,
	"submitted_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "challenge" ADD CONSTRAINT "challenge_need_id_post_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."post"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "challenge" ADD CONSTRAINT "challenge_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "challenge" ADD CONSTRAINT "challenge_author_id_user_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "challenge" ADD CONSTRAINT "challenge_decided_by_id_user_id_fk" FOREIGN KEY ("decided_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "challenge" ADD CONSTRAINT "challenge_deal_id_deal_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "challenge_objection" ADD CONSTRAINT "challenge_objection_challenge_id_challenge_id_fk" FOREIGN KEY ("challenge_id") REFERENCES "public"."challenge"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "challenge_objection" ADD CONSTRAINT "challenge_objection_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "challenge_objection" ADD CONSTRAINT "challenge_objection_author_id_user_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "challenge_objection" ADD CONSTRAINT "challenge_objection_answered_by_id_user_id_fk" FOREIGN KEY ("answered_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_challenge_id_challenge_id_fk" FOREIGN KEY ("challenge_id") REFERENCES "public"."challenge"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_author_id_user_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_result_id_post_id_fk" FOREIGN KEY ("result_id") REFERENCES "public"."post"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal_draft" ADD CONSTRAINT "proposal_draft_proposal_id_proposal_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposal"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal_file" ADD CONSTRAINT "proposal_file_proposal_id_proposal_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposal"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal_receipt" ADD CONSTRAINT "proposal_receipt_proposal_id_proposal_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposal"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal_review" ADD CONSTRAINT "proposal_review_challenge_id_challenge_id_fk" FOREIGN KEY ("challenge_id") REFERENCES "public"."challenge"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal_review" ADD CONSTRAINT "proposal_review_proposal_id_proposal_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal_review" ADD CONSTRAINT "proposal_review_expert_id_user_id_fk" FOREIGN KEY ("expert_id") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal_submission" ADD CONSTRAINT "proposal_submission_proposal_id_proposal_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposal"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal_submission" ADD CONSTRAINT "proposal_submission_challenge_id_challenge_id_fk" FOREIGN KEY ("challenge_id") REFERENCES "public"."challenge"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "challenge_state_id_index" ON "challenge" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "challenge_cluster_state_id_index" ON "challenge" USING btree ("cluster","state","id");--> statement-breakpoint
CREATE INDEX "challenge_organisation_id_id_index" ON "challenge" USING btree ("organisation_id","id");--> statement-breakpoint
CREATE INDEX "challenge_deadline" ON "challenge" USING btree ("deadline") WHERE state = 'published';--> statement-breakpoint
CREATE INDEX "challenge_objections" ON "challenge" USING btree ("objections_until") WHERE state = 'outcome';--> statement-breakpoint
CREATE UNIQUE INDEX "challenge_of_need" ON "challenge" USING btree ("need_id") WHERE state not in ('withdrawn', 'failed');--> statement-breakpoint
CREATE INDEX "challenge_objection_challenge_id_id_index" ON "challenge_objection" USING btree ("challenge_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "challenge_objection_open" ON "challenge_objection" USING btree ("challenge_id","organisation_id") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "proposal_organisation_id_id_index" ON "proposal" USING btree ("organisation_id","id");--> statement-breakpoint
CREATE INDEX "proposal_file_proposal_id_id_index" ON "proposal_file" USING btree ("proposal_id","id");--> statement-breakpoint
CREATE INDEX "proposal_receipt_proposal_id_id_index" ON "proposal_receipt" USING btree ("proposal_id","id");--> statement-breakpoint
CREATE INDEX "proposal_review_challenge_id_id_index" ON "proposal_review" USING btree ("challenge_id","id");--> statement-breakpoint
CREATE INDEX "proposal_review_expert_id_id_index" ON "proposal_review" USING btree ("expert_id","id");--> statement-breakpoint
CREATE INDEX "proposal_submission_challenge_id_index" ON "proposal_submission" USING btree ("challenge_id");--> statement-breakpoint
-- Sealed proposals. The four tables with content bind every role, the server's own included;
-- "proposal" says who bids and lets the server count and notify. All is by the database's clock.
CREATE FUNCTION challenge_reader_organisations() RETURNS uuid[] LANGUAGE sql STABLE AS $$
	SELECT coalesce(string_to_array(nullif(current_setting('duijie.organisations', true), ''), ',')::uuid[], '{}')
$$;
--> statement-breakpoint
CREATE FUNCTION challenge_reader() RETURNS uuid LANGUAGE sql STABLE AS $$
	SELECT nullif(current_setting('duijie.user', true), '')::uuid
$$;
--> statement-breakpoint
CREATE FUNCTION challenge_reader_organizes() RETURNS boolean LANGUAGE sql STABLE AS $$
	SELECT current_setting('duijie.organizer', true) = 'true'
$$;
--> statement-breakpoint
-- Whether an organisation of the reader's bids: then they read their own and nobody else's.
CREATE FUNCTION challenge_reader_bids(challenge uuid) RETURNS boolean
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
	SELECT EXISTS (SELECT FROM proposal p WHERE p.challenge_id = $1 AND p.organisation_id = ANY (challenge_reader_organisations()))
$$;
--> statement-breakpoint
ALTER TABLE "proposal" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "proposal" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY proposal_server ON "proposal" TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY proposal_read ON "proposal" FOR SELECT TO duijie_viewer USING (
	organisation_id = ANY (challenge_reader_organisations())
	OR (state = 'submitted' AND NOT challenge_reader_bids(challenge_id) AND challenge_id IN (
		SELECT c.id FROM challenge c
		WHERE c.deadline <= now() AND c.closed_at IS NOT NULL AND c.names_at IS NOT NULL
			AND (c.organisation_id = ANY (challenge_reader_organisations()) OR challenge_reader_organizes())))
);
--> statement-breakpoint
ALTER TABLE "proposal_draft" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "proposal_draft" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY proposal_draft_own ON "proposal_draft" USING (
	proposal_id IN (SELECT p.id FROM proposal p WHERE p.organisation_id = ANY (challenge_reader_organisations()))
);
--> statement-breakpoint
ALTER TABLE "proposal_submission" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "proposal_submission" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY proposal_submission_own ON "proposal_submission" USING (
	proposal_id IN (SELECT p.id FROM proposal p WHERE p.organisation_id = ANY (challenge_reader_organisations()))
);
--> statement-breakpoint
CREATE POLICY proposal_submission_opened ON "proposal_submission" FOR SELECT USING (
	NOT challenge_reader_bids(challenge_id)
	AND challenge_id IN (
		SELECT c.id FROM challenge c WHERE c.deadline <= now() AND c.closed_at IS NOT NULL
			AND (challenge_reader_organizes() OR c.organisation_id = ANY (challenge_reader_organisations())
				OR proposal_id IN (SELECT r.proposal_id FROM proposal_review r
					WHERE r.expert_id = challenge_reader() AND r.state IN ('open', 'submitted'))))
);
--> statement-breakpoint
ALTER TABLE "proposal_receipt" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "proposal_receipt" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY proposal_receipt_own ON "proposal_receipt" USING (
	proposal_id IN (SELECT p.id FROM proposal p WHERE p.organisation_id = ANY (challenge_reader_organisations()))
);
--> statement-breakpoint
ALTER TABLE "proposal_file" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "proposal_file" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY proposal_file_own ON "proposal_file" USING (
	proposal_id IN (SELECT p.id FROM proposal p WHERE p.organisation_id = ANY (challenge_reader_organisations()))
);
--> statement-breakpoint
CREATE POLICY proposal_file_opened ON "proposal_file" FOR SELECT USING (
	id IN (SELECT unnest(s.files) FROM proposal_submission s WHERE s.proposal_id = proposal_file.proposal_id)
);
