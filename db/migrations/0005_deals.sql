CREATE TABLE "deal" (
	"id" uuid PRIMARY KEY NOT NULL,
	"need_id" uuid,
	"result_id" uuid,
	"demand_organisation_id" uuid NOT NULL,
	"supply_organisation_id" uuid NOT NULL,
	"interest_id" uuid NOT NULL,
	"broker_id" uuid,
	"stage" text DEFAULT 'interest' NOT NULL,
	"stage_since" timestamp with time zone DEFAULT now() NOT NULL,
	"end_reason" text,
	"end_note" text DEFAULT '' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "deal_pair" UNIQUE NULLS NOT DISTINCT("demand_organisation_id","supply_organisation_id","need_id","result_id")
);
--> statement-breakpoint
ALTER TABLE "deal" ADD CONSTRAINT "deal_need_id_post_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."post"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal" ADD CONSTRAINT "deal_result_id_post_id_fk" FOREIGN KEY ("result_id") REFERENCES "public"."post"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal" ADD CONSTRAINT "deal_demand_organisation_id_organisation_id_fk" FOREIGN KEY ("demand_organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal" ADD CONSTRAINT "deal_supply_organisation_id_organisation_id_fk" FOREIGN KEY ("supply_organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal" ADD CONSTRAINT "deal_interest_id_interest_id_fk" FOREIGN KEY ("interest_id") REFERENCES "public"."interest"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal" ADD CONSTRAINT "deal_broker_id_user_id_fk" FOREIGN KEY ("broker_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "deal_demand_organisation_id_stage_id_index" ON "deal" USING btree ("demand_organisation_id","stage","id");--> statement-breakpoint
CREATE INDEX "deal_supply_organisation_id_stage_id_index" ON "deal" USING btree ("supply_organisation_id","stage","id");--> statement-breakpoint
CREATE INDEX "deal_broker_id_stage_id_index" ON "deal" USING btree ("broker_id","stage","id");--> statement-breakpoint
CREATE INDEX "deal_stage_id_index" ON "deal" USING btree ("stage","id");--> statement-breakpoint
CREATE INDEX "deal_interest_id_index" ON "deal" USING btree ("interest_id");--> statement-breakpoint
INSERT INTO "deal" ("id", "interest_id", "need_id", "result_id", "demand_organisation_id", "supply_organisation_id", "stage", "stage_since", "end_reason", "created_at")
SELECT i."id", i."id",
	CASE WHEN p."kind" = 'need' THEN p."id" WHEN o."kind" = 'need' THEN o."id" END,
	CASE WHEN p."kind" = 'result' THEN p."id" WHEN o."kind" = 'result' THEN o."id" END,
	CASE WHEN p."kind" = 'need' THEN i."to_organisation_id" ELSE i."from_organisation_id" END,
	CASE WHEN p."kind" = 'need' THEN i."from_organisation_id" ELSE i."to_organisation_id" END,
	CASE i."state" WHEN 'pending' THEN 'interest' WHEN 'accepted' THEN 'contact' ELSE 'ended' END,
	coalesce(i."decided_at", i."created_at"),
	CASE WHEN i."state" IN ('declined', 'withdrawn') THEN i."state" END,
	i."created_at"
FROM "interest" i JOIN "post" p ON p."id" = i."post_id" LEFT JOIN "post" o ON o."id" = i."own_post_id"
ORDER BY i."id" DESC
ON CONFLICT DO NOTHING;
