CREATE TABLE "deal_broker" (
	"id" uuid PRIMARY KEY NOT NULL,
	"deal_id" uuid NOT NULL,
	"broker_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"proposed_by_id" uuid,
	"state" text DEFAULT 'proposed' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deal_document" (
	"id" uuid PRIMARY KEY NOT NULL,
	"deal_id" uuid NOT NULL,
	"title" text NOT NULL,
	"created_by_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deal_document_comment" (
	"id" uuid PRIMARY KEY NOT NULL,
	"deal_id" uuid NOT NULL,
	"version_id" uuid NOT NULL,
	"author_id" uuid,
	"body" text NOT NULL,
	"client_key" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deal_document_version" (
	"id" uuid PRIMARY KEY NOT NULL,
	"deal_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"uploaded_by_id" uuid,
	"name" text NOT NULL,
	"media_type" text NOT NULL,
	"size" bigint NOT NULL,
	"sha256" text NOT NULL,
	"storage_key" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "deal_document_version_storageKey_unique" UNIQUE("storage_key")
);
--> statement-breakpoint
CREATE TABLE "deal_message" (
	"id" uuid PRIMARY KEY NOT NULL,
	"deal_id" uuid NOT NULL,
	"organisation_id" uuid,
	"author_id" uuid,
	"body" text NOT NULL,
	"client_key" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deal_note" (
	"id" uuid PRIMARY KEY NOT NULL,
	"deal_id" uuid NOT NULL,
	"held_on" date NOT NULL,
	"attendees" text DEFAULT '' NOT NULL,
	"body" text NOT NULL,
	"author_id" uuid,
	"edited_by_id" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	"client_key" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deal_read" (
	"deal_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"last_message_id" uuid NOT NULL,
	"read_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "deal_read_deal_id_user_id_pk" PRIMARY KEY("deal_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "deal_task" (
	"id" uuid PRIMARY KEY NOT NULL,
	"deal_id" uuid NOT NULL,
	"title" text NOT NULL,
	"assignee_side" text NOT NULL,
	"assignee_id" uuid,
	"due_on" date NOT NULL,
	"done_at" timestamp with time zone,
	"done_by_id" uuid,
	"reminded_at" timestamp with time zone,
	"created_by_id" uuid,
	"client_key" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "deal" ADD COLUMN "cluster" text;--> statement-breakpoint
ALTER TABLE "deal_broker" ADD CONSTRAINT "deal_broker_deal_id_deal_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deal"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_broker" ADD CONSTRAINT "deal_broker_broker_id_user_id_fk" FOREIGN KEY ("broker_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_broker" ADD CONSTRAINT "deal_broker_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_broker" ADD CONSTRAINT "deal_broker_proposed_by_id_user_id_fk" FOREIGN KEY ("proposed_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_document" ADD CONSTRAINT "deal_document_deal_id_deal_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deal"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_document" ADD CONSTRAINT "deal_document_created_by_id_user_id_fk" FOREIGN KEY ("created_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_document_comment" ADD CONSTRAINT "deal_document_comment_deal_id_deal_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deal"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_document_comment" ADD CONSTRAINT "deal_document_comment_version_id_deal_document_version_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."deal_document_version"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_document_comment" ADD CONSTRAINT "deal_document_comment_author_id_user_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_document_version" ADD CONSTRAINT "deal_document_version_deal_id_deal_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deal"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_document_version" ADD CONSTRAINT "deal_document_version_document_id_deal_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."deal_document"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_document_version" ADD CONSTRAINT "deal_document_version_uploaded_by_id_user_id_fk" FOREIGN KEY ("uploaded_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_message" ADD CONSTRAINT "deal_message_deal_id_deal_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deal"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_message" ADD CONSTRAINT "deal_message_author_id_user_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_note" ADD CONSTRAINT "deal_note_deal_id_deal_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deal"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_note" ADD CONSTRAINT "deal_note_author_id_user_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_note" ADD CONSTRAINT "deal_note_edited_by_id_user_id_fk" FOREIGN KEY ("edited_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_read" ADD CONSTRAINT "deal_read_deal_id_deal_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deal"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_read" ADD CONSTRAINT "deal_read_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_task" ADD CONSTRAINT "deal_task_deal_id_deal_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deal"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_task" ADD CONSTRAINT "deal_task_assignee_id_user_id_fk" FOREIGN KEY ("assignee_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_task" ADD CONSTRAINT "deal_task_done_by_id_user_id_fk" FOREIGN KEY ("done_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_task" ADD CONSTRAINT "deal_task_created_by_id_user_id_fk" FOREIGN KEY ("created_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "deal_broker_broker_id_state_index" ON "deal_broker" USING btree ("broker_id","state");--> statement-breakpoint
CREATE UNIQUE INDEX "deal_broker_open" ON "deal_broker" USING btree ("deal_id") WHERE state in ('proposed', 'agreed', 'active');--> statement-breakpoint
CREATE INDEX "deal_document_deal_id_id_index" ON "deal_document" USING btree ("deal_id","id");--> statement-breakpoint
CREATE INDEX "deal_document_comment_deal_id_id_index" ON "deal_document_comment" USING btree ("deal_id","id");--> statement-breakpoint
CREATE INDEX "deal_document_comment_version_id_index" ON "deal_document_comment" USING btree ("version_id");--> statement-breakpoint
CREATE UNIQUE INDEX "deal_document_comment_deal_id_client_key_index" ON "deal_document_comment" USING btree ("deal_id","client_key");--> statement-breakpoint
CREATE UNIQUE INDEX "deal_document_version_document_id_number_index" ON "deal_document_version" USING btree ("document_id","number");--> statement-breakpoint
CREATE INDEX "deal_document_version_deal_id_id_index" ON "deal_document_version" USING btree ("deal_id","id");--> statement-breakpoint
CREATE INDEX "deal_message_deal_id_id_index" ON "deal_message" USING btree ("deal_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "deal_message_deal_id_client_key_index" ON "deal_message" USING btree ("deal_id","client_key");--> statement-breakpoint
CREATE INDEX "deal_note_deal_id_held_on_id_index" ON "deal_note" USING btree ("deal_id","held_on","id");--> statement-breakpoint
CREATE UNIQUE INDEX "deal_note_deal_id_client_key_index" ON "deal_note" USING btree ("deal_id","client_key");--> statement-breakpoint
CREATE INDEX "deal_task_deal_id_due_on_id_index" ON "deal_task" USING btree ("deal_id","due_on","id");--> statement-breakpoint
CREATE UNIQUE INDEX "deal_task_deal_id_client_key_index" ON "deal_task" USING btree ("deal_id","client_key");--> statement-breakpoint
CREATE INDEX "deal_task_reminder" ON "deal_task" USING btree ("due_on") WHERE done_at is null and reminded_at is null;--> statement-breakpoint
CREATE INDEX "user_name" ON "user" USING btree (lower("name") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "deal_cluster_stage_id_index" ON "deal" USING btree ("cluster","stage","id");--> statement-breakpoint
UPDATE "deal" d SET "cluster" = p."content" ->> 'cluster'
FROM "post" p WHERE p."id" = coalesce(d."need_id", d."result_id");
--> statement-breakpoint
-- The thread of an interest becomes the thread of its pair's deal.
INSERT INTO "deal_message" ("id", "deal_id", "organisation_id", "author_id", "body", "client_key", "created_at")
SELECT m."id", d."id", m."organisation_id", m."author_id", m."body", m."client_key", m."created_at"
FROM "interest_message" m
JOIN "interest" i ON i."id" = m."interest_id"
JOIN "post" p ON p."id" = i."post_id"
LEFT JOIN "post" o ON o."id" = i."own_post_id" AND o."kind" <> p."kind"
JOIN "deal" d ON d."demand_organisation_id" = CASE WHEN p."kind" = 'need' THEN i."to_organisation_id" ELSE i."from_organisation_id" END
	AND d."supply_organisation_id" = CASE WHEN p."kind" = 'need' THEN i."from_organisation_id" ELSE i."to_organisation_id" END
	AND d."need_id" IS NOT DISTINCT FROM CASE WHEN p."kind" = 'need' THEN p."id" ELSE o."id" END
	AND d."result_id" IS NOT DISTINCT FROM CASE WHEN p."kind" = 'result' THEN p."id" ELSE o."id" END
ON CONFLICT DO NOTHING;
--> statement-breakpoint
DROP TABLE "interest_message";
--> statement-breakpoint
-- Notices of messages lead to the deal from now on.
UPDATE "notification" n SET "payload" = n."payload" || jsonb_build_object('dealId', d."id")
FROM "deal" d WHERE n."kind" = 'message_received' AND d."interest_id" = (n."payload" ->> 'interestId')::uuid;
--> statement-breakpoint
-- What is in a deal is its two sides' and its broker's, whatever a query asks.
DO $$
DECLARE part text;
BEGIN
	FOREACH part IN ARRAY ARRAY['deal_message', 'deal_read', 'deal_task', 'deal_note', 'deal_document', 'deal_document_version', 'deal_document_comment'] LOOP
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', part);
		EXECUTE format($policy$
			CREATE POLICY deal_sides ON %I FOR SELECT TO duijie_viewer USING (EXISTS (
				SELECT 1 FROM deal WHERE deal.id = deal_id AND (
					deal.demand_organisation_id = ANY (string_to_array(current_setting('duijie.organisations', true), ',')::uuid[])
					OR deal.supply_organisation_id = ANY (string_to_array(current_setting('duijie.organisations', true), ',')::uuid[])
					OR deal.broker_id = nullif(current_setting('duijie.user', true), '')::uuid)))
		$policy$, part);
	END LOOP;
END $$;
