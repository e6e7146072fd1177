CREATE TABLE "session_meeting_limit" (
	"session_id" uuid NOT NULL,
	"organisation_kind" text DEFAULT '' NOT NULL,
	"part" text DEFAULT '' NOT NULL,
	"meetings_per_person" integer NOT NULL,
	CONSTRAINT "session_meeting_limit_session_id_organisation_kind_part_pk" PRIMARY KEY("session_id","organisation_kind","part")
);
--> statement-breakpoint
CREATE TABLE "calendar_subscription" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "calendar_subscription_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "registration_import" (
	"id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"file_name" text NOT NULL,
	"storage_key" text NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"expected" integer,
	"report" jsonb,
	"asked_by_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"moved_at" timestamp with time zone,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "meeting_task" (
	"id" uuid PRIMARY KEY NOT NULL,
	"meeting_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"title" text NOT NULL,
	"due_on" date NOT NULL,
	"assignee_id" uuid,
	"created_by_id" uuid,
	"done_at" timestamp with time zone,
	"reminded_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "slot_offer" (
	"id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"slot_id" uuid NOT NULL,
	"table_id" uuid NOT NULL,
	"wish_id" uuid NOT NULL,
	"state" text DEFAULT 'offered' NOT NULL,
	"from_accepted" boolean DEFAULT false NOT NULL,
	"to_accepted" boolean DEFAULT false NOT NULL,
	"freed_by_meeting_id" uuid,
	"meeting_id" uuid,
	"expires_at" timestamp with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "matchmaking_session" ADD COLUMN "travel_minutes" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "timetable_run" ADD COLUMN "moved_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "session_meeting_limit" ADD CONSTRAINT "session_meeting_limit_session_id_matchmaking_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."matchmaking_session"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_subscription" ADD CONSTRAINT "calendar_subscription_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registration_import" ADD CONSTRAINT "registration_import_session_id_matchmaking_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."matchmaking_session"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registration_import" ADD CONSTRAINT "registration_import_asked_by_id_user_id_fk" FOREIGN KEY ("asked_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_task" ADD CONSTRAINT "meeting_task_meeting_id_meeting_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meeting"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_task" ADD CONSTRAINT "meeting_task_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_task" ADD CONSTRAINT "meeting_task_assignee_id_user_id_fk" FOREIGN KEY ("assignee_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_task" ADD CONSTRAINT "meeting_task_created_by_id_user_id_fk" FOREIGN KEY ("created_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slot_offer" ADD CONSTRAINT "slot_offer_session_id_matchmaking_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."matchmaking_session"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slot_offer" ADD CONSTRAINT "slot_offer_slot_id_session_slot_id_fk" FOREIGN KEY ("slot_id") REFERENCES "public"."session_slot"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slot_offer" ADD CONSTRAINT "slot_offer_table_id_session_table_id_fk" FOREIGN KEY ("table_id") REFERENCES "public"."session_table"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slot_offer" ADD CONSTRAINT "slot_offer_wish_id_meeting_wish_id_fk" FOREIGN KEY ("wish_id") REFERENCES "public"."meeting_wish"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slot_offer" ADD CONSTRAINT "slot_offer_freed_by_meeting_id_meeting_id_fk" FOREIGN KEY ("freed_by_meeting_id") REFERENCES "public"."meeting"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slot_offer" ADD CONSTRAINT "slot_offer_meeting_id_meeting_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meeting"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "registration_import_session_id_id_index" ON "registration_import" USING btree ("session_id","id");--> statement-breakpoint
CREATE INDEX "meeting_task_meeting_id_id_index" ON "meeting_task" USING btree ("meeting_id","id");--> statement-breakpoint
CREATE INDEX "meeting_task_organisation_id_id_index" ON "meeting_task" USING btree ("organisation_id","id");--> statement-breakpoint
CREATE INDEX "meeting_task_due" ON "meeting_task" USING btree ("due_on") WHERE done_at IS NULL AND reminded_at IS NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "slot_offer_slot_id_table_id_wish_id_index" ON "slot_offer" USING btree ("slot_id","table_id","wish_id");--> statement-breakpoint
CREATE INDEX "slot_offer_wish_id_index" ON "slot_offer" USING btree ("wish_id");--> statement-breakpoint
CREATE INDEX "slot_offer_session_id_state_id_index" ON "slot_offer" USING btree ("session_id","state","id");