CREATE TABLE "abuse_report" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reporter_id" uuid NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"subject_text" text NOT NULL,
	"reason" text NOT NULL,
	"words" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"outcome" text DEFAULT '' NOT NULL,
	"handled_by_id" uuid,
	"decided_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "call_candidate" (
	"match_id" uuid PRIMARY KEY NOT NULL,
	"priority" double precision NOT NULL,
	"deadline" date,
	"counted_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "match_call" (
	"id" uuid PRIMARY KEY NOT NULL,
	"need_id" uuid NOT NULL,
	"result_id" uuid NOT NULL,
	"outcome" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"called_by_id" uuid,
	"rests_until" timestamp with time zone NOT NULL,
	"client_key" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "match_call_clientKey_unique" UNIQUE("client_key")
);
--> statement-breakpoint
CREATE TABLE "match_quality" (
	"month" date NOT NULL,
	"cluster" text NOT NULL,
	"verdict" text NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"answers" integer NOT NULL,
	"counted_at" timestamp with time zone NOT NULL,
	CONSTRAINT "match_quality_month_cluster_verdict_reason_pk" PRIMARY KEY("month","cluster","verdict","reason")
);
--> statement-breakpoint
CREATE TABLE "organisation_block" (
	"organisation_id" uuid NOT NULL,
	"blocked_id" uuid NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"created_by_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "organisation_block_organisation_id_blocked_id_pk" PRIMARY KEY("organisation_id","blocked_id")
);
--> statement-breakpoint
CREATE TABLE "organisation_verification" (
	"organisation_id" uuid PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"country" text DEFAULT 'CN' NOT NULL,
	"code" text DEFAULT '' NOT NULL,
	"register" text DEFAULT '' NOT NULL,
	"name" text DEFAULT '' NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"demonstration" boolean DEFAULT false NOT NULL,
	"submitted_by_id" uuid,
	"submitted_at" timestamp with time zone DEFAULT now() NOT NULL,
	"decided_by_id" uuid,
	"decided_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "story" (
	"id" uuid PRIMARY KEY NOT NULL,
	"deal_id" uuid NOT NULL,
	"demand_organisation_id" uuid NOT NULL,
	"supply_organisation_id" uuid NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"title" text NOT NULL,
	"title_en" text DEFAULT '' NOT NULL,
	"body" text NOT NULL,
	"body_en" text DEFAULT '' NOT NULL,
	"picture_key" text,
	"picture_type" text,
	"picture_sha256" text,
	"picture_text" text DEFAULT '' NOT NULL,
	"hash" text NOT NULL,
	"written_by_id" uuid,
	"published_by_id" uuid,
	"published_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "story_consent" (
	"story_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"hash" text NOT NULL,
	"given_by_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "story_consent_story_id_organisation_id_pk" PRIMARY KEY("story_id","organisation_id")
);
--> statement-breakpoint
CREATE TABLE "verification_document" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"uploaded_by_id" uuid,
	"name" text NOT NULL,
	"media_type" text NOT NULL,
	"size" bigint NOT NULL,
	"sha256" text NOT NULL,
	"storage_key" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "verification_document_storageKey_unique" UNIQUE("storage_key")
);
--> statement-breakpoint
ALTER TABLE "abuse_report" ADD CONSTRAINT "abuse_report_reporter_id_user_id_fk" FOREIGN KEY ("reporter_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "abuse_report" ADD CONSTRAINT "abuse_report_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "abuse_report" ADD CONSTRAINT "abuse_report_handled_by_id_user_id_fk" FOREIGN KEY ("handled_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "call_candidate" ADD CONSTRAINT "call_candidate_match_id_standing_match_id_fk" FOREIGN KEY ("match_id") REFERENCES "public"."standing_match"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_call" ADD CONSTRAINT "match_call_need_id_post_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."post"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_call" ADD CONSTRAINT "match_call_result_id_post_id_fk" FOREIGN KEY ("result_id") REFERENCES "public"."post"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_call" ADD CONSTRAINT "match_call_called_by_id_user_id_fk" FOREIGN KEY ("called_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisation_block" ADD CONSTRAINT "organisation_block_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisation_block" ADD CONSTRAINT "organisation_block_blocked_id_organisation_id_fk" FOREIGN KEY ("blocked_id") REFERENCES "public"."organisation"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisation_block" ADD CONSTRAINT "organisation_block_created_by_id_user_id_fk" FOREIGN KEY ("created_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisation_verification" ADD CONSTRAINT "organisation_verification_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisation_verification" ADD CONSTRAINT "organisation_verification_submitted_by_id_user_id_fk" FOREIGN KEY ("submitted_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisation_verification" ADD CONSTRAINT "organisation_verification_decided_by_id_user_id_fk" FOREIGN KEY ("decided_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story" ADD CONSTRAINT "story_deal_id_deal_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story" ADD CONSTRAINT "story_demand_organisation_id_organisation_id_fk" FOREIGN KEY ("demand_organisation_id") REFERENCES "public"."organisation"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story" ADD CONSTRAINT "story_supply_organisation_id_organisation_id_fk" FOREIGN KEY ("supply_organisation_id") REFERENCES "public"."organisation"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story" ADD CONSTRAINT "story_written_by_id_user_id_fk" FOREIGN KEY ("written_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story" ADD CONSTRAINT "story_published_by_id_user_id_fk" FOREIGN KEY ("published_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story_consent" ADD CONSTRAINT "story_consent_story_id_story_id_fk" FOREIGN KEY ("story_id") REFERENCES "public"."story"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story_consent" ADD CONSTRAINT "story_consent_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "story_consent" ADD CONSTRAINT "story_consent_given_by_id_user_id_fk" FOREIGN KEY ("given_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verification_document" ADD CONSTRAINT "verification_document_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verification_document" ADD CONSTRAINT "verification_document_uploaded_by_id_user_id_fk" FOREIGN KEY ("uploaded_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "abuse_report_open" ON "abuse_report" USING btree ("reporter_id","subject_kind","subject_id") WHERE state in ('open', 'in_review');--> statement-breakpoint
CREATE INDEX "abuse_report_state_id_index" ON "abuse_report" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "abuse_report_reporter_id_id_index" ON "abuse_report" USING btree ("reporter_id","id");--> statement-breakpoint
CREATE INDEX "abuse_report_organisation_id_state_id_index" ON "abuse_report" USING btree ("organisation_id","state","id");--> statement-breakpoint
CREATE INDEX "abuse_report_subject_id_id_index" ON "abuse_report" USING btree ("subject_id","id");--> statement-breakpoint
CREATE INDEX "call_candidate_rank" ON "call_candidate" USING btree ("priority","match_id");--> statement-breakpoint
CREATE INDEX "match_call_need_id_result_id_rests_until_index" ON "match_call" USING btree ("need_id","result_id","rests_until");--> statement-breakpoint
CREATE INDEX "organisation_block_blocked_id_index" ON "organisation_block" USING btree ("blocked_id");--> statement-breakpoint
CREATE UNIQUE INDEX "organisation_verification_code" ON "organisation_verification" USING btree ("country","code") WHERE state = 'verified' and code <> '';--> statement-breakpoint
CREATE INDEX "organisation_verification_state_submitted_at_organisation_id_index" ON "organisation_verification" USING btree ("state","submitted_at","organisation_id");--> statement-breakpoint
CREATE INDEX "story_deal_id_index" ON "story" USING btree ("deal_id");--> statement-breakpoint
CREATE INDEX "story_demand_organisation_id_id_index" ON "story" USING btree ("demand_organisation_id","id");--> statement-breakpoint
CREATE INDEX "story_supply_organisation_id_id_index" ON "story" USING btree ("supply_organisation_id","id");--> statement-breakpoint
CREATE INDEX "story_state_id_index" ON "story" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "story_published" ON "story" USING btree ("published_at","id") WHERE state = 'published';--> statement-breakpoint
CREATE INDEX "verification_document_organisation_id_index" ON "verification_document" USING btree ("organisation_id");--> statement-breakpoint
CREATE INDEX "interest_post_id_from_organisation_id_index" ON "interest" USING btree ("post_id","from_organisation_id");--> statement-breakpoint
-- What an organizer verified before codes were asked stays verified.
INSERT INTO "organisation_verification" ("organisation_id", "state", "name")
	SELECT "id", 'verified', "name" FROM "organisation" WHERE "verified";
--> statement-breakpoint
ALTER TABLE "verification_document" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "verification_document_read" ON "verification_document" FOR SELECT TO duijie_viewer USING (
	current_setting('duijie.organizer', true) = 'true'
	OR "organisation_id"::text = ANY (string_to_array(current_setting('duijie.organisations', true), ','))
);
--> statement-breakpoint
ALTER TABLE "abuse_report" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "abuse_report_read" ON "abuse_report" FOR SELECT TO duijie_viewer USING (
	current_setting('duijie.organizer', true) = 'true'
	OR "reporter_id"::text = current_setting('duijie.user', true)
);
--> statement-breakpoint
ALTER TABLE "organisation_block" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "organisation_block_read" ON "organisation_block" FOR SELECT TO duijie_viewer USING (
	"organisation_id"::text = ANY (string_to_array(current_setting('duijie.organisations', true), ','))
);
