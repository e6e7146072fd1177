CREATE TABLE "contract" (
	"id" uuid PRIMARY KEY NOT NULL,
	"deal_id" uuid NOT NULL,
	"buyer_organisation_id" uuid NOT NULL,
	"seller_organisation_id" uuid NOT NULL,
	"number" text,
	"state" text DEFAULT 'draft' NOT NULL,
	"content" jsonb NOT NULL,
	"content_hash" text,
	"round" integer DEFAULT 0 NOT NULL,
	"proposed_by_id" uuid,
	"signed_on" date,
	"submitted_at" timestamp with time zone,
	"registration_number" text,
	"registered_on" date,
	"return_reason" text DEFAULT '' NOT NULL,
	"termination_asked_by_id" uuid,
	"termination_reason" text DEFAULT '' NOT NULL,
	"created_by_id" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"title" text GENERATED ALWAYS AS (content ->> 'title') STORED,
	"kind" text GENERATED ALWAYS AS (content ->> 'kind') STORED,
	"cluster" text GENERATED ALWAYS AS (content ->> 'cluster') STORED,
	"buyer_region" text GENERATED ALWAYS AS (content ->> 'buyerRegion') STORED,
	"seller_region" text GENERATED ALWAYS AS (content ->> 'sellerRegion') STORED,
	"contract_amount" numeric(18, 2) GENERATED ALWAYS AS ((content ->> 'contractAmount')::numeric) STORED,
	"technology_amount" numeric(18, 2) GENERATED ALWAYS AS ((content ->> 'technologyAmount')::numeric) STORED,
	CONSTRAINT "contract_number_unique" UNIQUE("number"),
	CONSTRAINT "contract_registrationNumber_unique" UNIQUE("registration_number")
);
--> statement-breakpoint
CREATE TABLE "contract_amendment" (
	"id" uuid PRIMARY KEY NOT NULL,
	"contract_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"state" text DEFAULT 'proposed' NOT NULL,
	"reason" text NOT NULL,
	"before" jsonb NOT NULL,
	"content" jsonb NOT NULL,
	"hash" text NOT NULL,
	"proposed_by_id" uuid NOT NULL,
	"decided_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "contract_amendment_contractId_number_unique" UNIQUE("contract_id","number")
);
--> statement-breakpoint
CREATE TABLE "contract_counter" (
	"year" integer PRIMARY KEY NOT NULL,
	"last" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "contract_milestone" (
	"id" uuid PRIMARY KEY NOT NULL,
	"contract_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"title" text NOT NULL,
	"due_on" date NOT NULL,
	"amount" numeric(18, 2) NOT NULL,
	"state" text DEFAULT 'planned' NOT NULL,
	"reject_reason" text DEFAULT '' NOT NULL,
	"reminders_sent" integer DEFAULT 0 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "contract_signature" (
	"contract_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"hash" text NOT NULL,
	"signed_on" date NOT NULL,
	"signatory" text NOT NULL,
	"recorded_by_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "contract_signature_contract_id_organisation_id_pk" PRIMARY KEY("contract_id","organisation_id")
);
--> statement-breakpoint
CREATE TABLE "contract_version" (
	"contract_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"content" jsonb NOT NULL,
	"hash" text NOT NULL,
	"proposed_by_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "contract_version_contract_id_number_pk" PRIMARY KEY("contract_id","number")
);
--> statement-breakpoint
ALTER TABLE "contract" ADD CONSTRAINT "contract_deal_id_deal_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contract" ADD CONSTRAINT "contract_buyer_organisation_id_organisation_id_fk" FOREIGN KEY ("buyer_organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contract" ADD CONSTRAINT "contract_seller_organisation_id_organisation_id_fk" FOREIGN KEY ("seller_organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contract" ADD CONSTRAINT "contract_proposed_by_id_organisation_id_fk" FOREIGN KEY ("proposed_by_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contract" ADD CONSTRAINT "contract_termination_asked_by_id_organisation_id_fk" FOREIGN KEY ("termination_asked_by_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contract" ADD CONSTRAINT "contract_created_by_id_user_id_fk" FOREIGN KEY ("created_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contract_amendment" ADD CONSTRAINT "contract_amendment_contract_id_contract_id_fk" FOREIGN KEY ("contract_id") REFERENCES "public"."contract"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contract_amendment" ADD CONSTRAINT "contract_amendment_proposed_by_id_organisation_id_fk" FOREIGN KEY ("proposed_by_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contract_milestone" ADD CONSTRAINT "contract_milestone_contract_id_contract_id_fk" FOREIGN KEY ("contract_id") REFERENCES "public"."contract"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contract_signature" ADD CONSTRAINT "contract_signature_contract_id_contract_id_fk" FOREIGN KEY ("contract_id") REFERENCES "public"."contract"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contract_signature" ADD CONSTRAINT "contract_signature_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contract_signature" ADD CONSTRAINT "contract_signature_recorded_by_id_user_id_fk" FOREIGN KEY ("recorded_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contract_version" ADD CONSTRAINT "contract_version_contract_id_contract_id_fk" FOREIGN KEY ("contract_id") REFERENCES "public"."contract"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contract_version" ADD CONSTRAINT "contract_version_proposed_by_id_organisation_id_fk" FOREIGN KEY ("proposed_by_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "contract_buyer_organisation_id_id_index" ON "contract" USING btree ("buyer_organisation_id","id");--> statement-breakpoint
CREATE INDEX "contract_seller_organisation_id_id_index" ON "contract" USING btree ("seller_organisation_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "contract_live" ON "contract" USING btree ("deal_id") WHERE state not in ('terminated', 'discarded');--> statement-breakpoint
CREATE INDEX "contract_deal_id_id_index" ON "contract" USING btree ("deal_id","id");--> statement-breakpoint
CREATE INDEX "contract_queue" ON "contract" USING btree ("submitted_at","id") WHERE state = 'submitted';--> statement-breakpoint
CREATE INDEX "contract_submitted" ON "contract" USING btree ("id") WHERE submitted_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "contract_amendment_open" ON "contract_amendment" USING btree ("contract_id") WHERE state = 'proposed';--> statement-breakpoint
CREATE INDEX "contract_milestone_contract_id_position_index" ON "contract_milestone" USING btree ("contract_id","position");--> statement-breakpoint
CREATE INDEX "contract_milestone_due" ON "contract_milestone" USING btree ("due_on") WHERE state in ('planned', 'rejected');--> statement-breakpoint
-- Who reads contracts: members of the two sides, the deal's broker, and organizers once a
-- contract was handed in for registration. What belongs to a contract follows it.
ALTER TABLE "contract" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "contract_readers" ON "contract" FOR SELECT TO duijie_viewer USING (
	"buyer_organisation_id"::text = ANY (string_to_array(current_setting('duijie.organisations', true), ','))
	OR "seller_organisation_id"::text = ANY (string_to_array(current_setting('duijie.organisations', true), ','))
	OR (current_setting('duijie.organizer', true) = 'true' AND "submitted_at" IS NOT NULL)
	OR EXISTS (
		SELECT 1 FROM "deal" d
		WHERE d."id" = "contract"."deal_id" AND d."broker_id"::text = current_setting('duijie.user', true)
	)
);
--> statement-breakpoint
ALTER TABLE "contract_version" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "contract_version_readers" ON "contract_version" FOR SELECT TO duijie_viewer USING (
	EXISTS (SELECT 1 FROM "contract" c WHERE c."id" = "contract_version"."contract_id")
);
--> statement-breakpoint
ALTER TABLE "contract_signature" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "contract_signature_readers" ON "contract_signature" FOR SELECT TO duijie_viewer USING (
	EXISTS (SELECT 1 FROM "contract" c WHERE c."id" = "contract_signature"."contract_id")
);
--> statement-breakpoint
ALTER TABLE "contract_amendment" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "contract_amendment_readers" ON "contract_amendment" FOR SELECT TO duijie_viewer USING (
	EXISTS (SELECT 1 FROM "contract" c WHERE c."id" = "contract_amendment"."contract_id")
);
--> statement-breakpoint
ALTER TABLE "contract_milestone" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "contract_milestone_readers" ON "contract_milestone" FOR SELECT TO duijie_viewer USING (
	EXISTS (SELECT 1 FROM "contract" c WHERE c."id" = "contract_milestone"."contract_id")
);
