CREATE TABLE "match_day" (
	"organisation_id" uuid NOT NULL,
	"day" date NOT NULL,
	"told" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "match_day_organisation_id_day_pk" PRIMARY KEY("organisation_id","day")
);
--> statement-breakpoint
CREATE TABLE "match_feedback" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"need_id" uuid NOT NULL,
	"result_id" uuid NOT NULL,
	"verdict" text NOT NULL,
	"reason" text,
	"score" double precision NOT NULL,
	"features" jsonb NOT NULL,
	"given_by_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "match_visit" (
	"user_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"seen_until" timestamp with time zone,
	"last_at" timestamp with time zone NOT NULL,
	CONSTRAINT "match_visit_user_id_organisation_id_pk" PRIMARY KEY("user_id","organisation_id")
);
--> statement-breakpoint
CREATE TABLE "matched_post" (
	"post_id" uuid PRIMARY KEY NOT NULL,
	"revision" bigint NOT NULL,
	"matched_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "standing_match" (
	"id" uuid PRIMARY KEY NOT NULL,
	"need_id" uuid NOT NULL,
	"result_id" uuid NOT NULL,
	"need_organisation_id" uuid NOT NULL,
	"result_organisation_id" uuid NOT NULL,
	"score" double precision NOT NULL,
	"features" jsonb NOT NULL,
	"reasons" jsonb NOT NULL,
	"need_revision" bigint NOT NULL,
	"result_revision" bigint NOT NULL,
	"found_at" timestamp with time zone NOT NULL,
	"scored_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"need_sees_since" timestamp with time zone,
	"result_sees_since" timestamp with time zone,
	"need_told_at" timestamp with time zone,
	"need_told_score" double precision,
	"need_waiting_since" timestamp with time zone,
	"result_told_at" timestamp with time zone,
	"result_told_score" double precision,
	"result_waiting_since" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "match_day" ADD CONSTRAINT "match_day_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_feedback" ADD CONSTRAINT "match_feedback_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_feedback" ADD CONSTRAINT "match_feedback_need_id_post_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."post"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_feedback" ADD CONSTRAINT "match_feedback_result_id_post_id_fk" FOREIGN KEY ("result_id") REFERENCES "public"."post"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_feedback" ADD CONSTRAINT "match_feedback_given_by_id_user_id_fk" FOREIGN KEY ("given_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_visit" ADD CONSTRAINT "match_visit_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_visit" ADD CONSTRAINT "match_visit_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matched_post" ADD CONSTRAINT "matched_post_post_id_post_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."post"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standing_match" ADD CONSTRAINT "standing_match_need_id_post_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."post"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standing_match" ADD CONSTRAINT "standing_match_result_id_post_id_fk" FOREIGN KEY ("result_id") REFERENCES "public"."post"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standing_match" ADD CONSTRAINT "standing_match_need_organisation_id_organisation_id_fk" FOREIGN KEY ("need_organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standing_match" ADD CONSTRAINT "standing_match_result_organisation_id_organisation_id_fk" FOREIGN KEY ("result_organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "match_day_day_index" ON "match_day" USING btree ("day");--> statement-breakpoint
CREATE UNIQUE INDEX "match_feedback_answer" ON "match_feedback" USING btree ("organisation_id","need_id","result_id");--> statement-breakpoint
CREATE UNIQUE INDEX "standing_match_pair" ON "standing_match" USING btree ("need_id","result_id");--> statement-breakpoint
CREATE INDEX "standing_match_of_need" ON "standing_match" USING btree ("need_id","score","id") WHERE "standing_match"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "standing_match_of_result" ON "standing_match" USING btree ("result_id","score","id") WHERE "standing_match"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "standing_match_need_list" ON "standing_match" USING btree ("need_organisation_id","score","id") WHERE ended_at is null and need_sees_since is not null;--> statement-breakpoint
CREATE INDEX "standing_match_result_list" ON "standing_match" USING btree ("result_organisation_id","score","id") WHERE ended_at is null and result_sees_since is not null;--> statement-breakpoint
CREATE INDEX "standing_match_need_waiting" ON "standing_match" USING btree ("need_organisation_id") WHERE "standing_match"."need_waiting_since" is not null;--> statement-breakpoint
CREATE INDEX "standing_match_result_waiting" ON "standing_match" USING btree ("result_organisation_id") WHERE "standing_match"."result_waiting_since" is not null;--> statement-breakpoint
CREATE INDEX "standing_match_scored" ON "standing_match" USING btree ("scored_at") WHERE "standing_match"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "standing_match_ended" ON "standing_match" USING btree ("ended_at") WHERE "standing_match"."ended_at" is not null;