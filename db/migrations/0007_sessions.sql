CREATE TABLE "forbidden_pair" (
	"session_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"other_organisation_id" uuid NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"added_by_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "forbidden_pair_session_id_organisation_id_other_organisation_id_pk" PRIMARY KEY("session_id","organisation_id","other_organisation_id")
);
--> statement-breakpoint
CREATE TABLE "matchmaking_session" (
	"id" uuid PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"title_en" text DEFAULT '' NOT NULL,
	"summary" text DEFAULT '' NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"mode" text DEFAULT 'onsite' NOT NULL,
	"place" text DEFAULT '' NOT NULL,
	"zone" text DEFAULT 'Asia/Shanghai' NOT NULL,
	"clusters" text[] DEFAULT '{}' NOT NULL,
	"capacity" integer,
	"people_per_organisation" integer DEFAULT 3 NOT NULL,
	"registration_opens_at" timestamp with time zone,
	"registration_closes_at" timestamp with time zone,
	"needs_approval" boolean DEFAULT true NOT NULL,
	"wish_rule" text DEFAULT 'opt_in' NOT NULL,
	"scheduling_by" text DEFAULT 'organizer' NOT NULL,
	"meetings_per_person" integer DEFAULT 10 NOT NULL,
	"meetings_per_organisation" integer DEFAULT 20 NOT NULL,
	"starts_at" timestamp with time zone,
	"ends_at" timestamp with time zone,
	"cover_storage_key" text,
	"cover_media_type" text,
	"copied_from_id" uuid,
	"created_by_id" uuid,
	"published_at" timestamp with time zone,
	"delay_minutes" integer DEFAULT 0 NOT NULL,
	"timetable" text DEFAULT 'none' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "meeting" (
	"id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"slot_id" uuid NOT NULL,
	"table_id" uuid NOT NULL,
	"participant_id" uuid NOT NULL,
	"other_participant_id" uuid NOT NULL,
	"wish_id" uuid,
	"state" text DEFAULT 'planned' NOT NULL,
	"pinned" boolean DEFAULT false NOT NULL,
	"absent_participant_id" uuid,
	"sequence" integer DEFAULT 0 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "meeting_rating" (
	"id" uuid PRIMARY KEY NOT NULL,
	"meeting_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"participant_id" uuid NOT NULL,
	"stars" integer NOT NULL,
	"outcome" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"intended_amount" numeric(18, 2),
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "meeting_seat" (
	"slot_id" uuid NOT NULL,
	"person_key" text NOT NULL,
	"meeting_id" uuid NOT NULL,
	"participant_id" uuid NOT NULL,
	CONSTRAINT "meeting_seat_slot_id_person_key_pk" PRIMARY KEY("slot_id","person_key")
);
--> statement-breakpoint
CREATE TABLE "meeting_wish" (
	"id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"from_participant_id" uuid NOT NULL,
	"to_participant_id" uuid NOT NULL,
	"state" text DEFAULT 'asked' NOT NULL,
	"from_rank" integer,
	"to_rank" integer,
	"message" text DEFAULT '' NOT NULL,
	"score" double precision,
	"added_by_id" uuid,
	"answered_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "participant_absence" (
	"participant_id" uuid NOT NULL,
	"slot_id" uuid NOT NULL,
	CONSTRAINT "participant_absence_participant_id_slot_id_pk" PRIMARY KEY("participant_id","slot_id")
);
--> statement-breakpoint
CREATE TABLE "programme_item" (
	"id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"title" text NOT NULL,
	"place" text DEFAULT '' NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"speakers" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "registration_post" (
	"registration_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	CONSTRAINT "registration_post_registration_id_post_id_pk" PRIMARY KEY("registration_id","post_id")
);
--> statement-breakpoint
CREATE TABLE "session_document" (
	"id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"programme_item_id" uuid,
	"name" text NOT NULL,
	"media_type" text NOT NULL,
	"size" integer NOT NULL,
	"sha256" text NOT NULL,
	"storage_key" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "session_document_storageKey_unique" UNIQUE("storage_key")
);
--> statement-breakpoint
CREATE TABLE "session_invitation" (
	"id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"state" text DEFAULT 'sent' NOT NULL,
	"score" double precision,
	"message" text DEFAULT '' NOT NULL,
	"invited_by_id" uuid,
	"answered_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session_participant" (
	"id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"registration_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"user_id" uuid,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"position" text DEFAULT '' NOT NULL,
	"pass_key" text NOT NULL,
	"checked_in_at" timestamp with time zone,
	"checked_in_by_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "session_participant_passKey_unique" UNIQUE("pass_key")
);
--> statement-breakpoint
CREATE TABLE "session_question" (
	"id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"label" text NOT NULL,
	"kind" text DEFAULT 'text' NOT NULL,
	"options" text[] DEFAULT '{}' NOT NULL,
	"required" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session_registration" (
	"id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"state" text DEFAULT 'applied' NOT NULL,
	"answers" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"decision_note" text DEFAULT '' NOT NULL,
	"registered_by_id" uuid,
	"waiting_since" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session_slot" (
	"id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"kind" text DEFAULT 'meeting' NOT NULL,
	"part" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session_table" (
	"id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"name" text NOT NULL,
	"hall" text DEFAULT '' NOT NULL,
	"kind" text DEFAULT 'place' NOT NULL,
	"link" text DEFAULT '' NOT NULL,
	"seats" integer DEFAULT 4 NOT NULL,
	"host_organisation_id" uuid,
	"position" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "table_closure" (
	"table_id" uuid NOT NULL,
	"slot_id" uuid NOT NULL,
	CONSTRAINT "table_closure_table_id_slot_id_pk" PRIMARY KEY("table_id","slot_id")
);
--> statement-breakpoint
CREATE TABLE "timetable_run" (
	"id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"asked_by_id" uuid,
	"session_version" integer NOT NULL,
	"progress" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"report" jsonb,
	"failure" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "forbidden_pair" ADD CONSTRAINT "forbidden_pair_session_id_matchmaking_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."matchmaking_session"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "forbidden_pair" ADD CONSTRAINT "forbidden_pair_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "forbidden_pair" ADD CONSTRAINT "forbidden_pair_other_organisation_id_organisation_id_fk" FOREIGN KEY ("other_organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "forbidden_pair" ADD CONSTRAINT "forbidden_pair_added_by_id_user_id_fk" FOREIGN KEY ("added_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matchmaking_session" ADD CONSTRAINT "matchmaking_session_copied_from_id_matchmaking_session_id_fk" FOREIGN KEY ("copied_from_id") REFERENCES "public"."matchmaking_session"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matchmaking_session" ADD CONSTRAINT "matchmaking_session_created_by_id_user_id_fk" FOREIGN KEY ("created_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting" ADD CONSTRAINT "meeting_session_id_matchmaking_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."matchmaking_session"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting" ADD CONSTRAINT "meeting_slot_id_session_slot_id_fk" FOREIGN KEY ("slot_id") REFERENCES "public"."session_slot"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting" ADD CONSTRAINT "meeting_table_id_session_table_id_fk" FOREIGN KEY ("table_id") REFERENCES "public"."session_table"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting" ADD CONSTRAINT "meeting_participant_id_session_participant_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."session_participant"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting" ADD CONSTRAINT "meeting_other_participant_id_session_participant_id_fk" FOREIGN KEY ("other_participant_id") REFERENCES "public"."session_participant"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting" ADD CONSTRAINT "meeting_wish_id_meeting_wish_id_fk" FOREIGN KEY ("wish_id") REFERENCES "public"."meeting_wish"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_rating" ADD CONSTRAINT "meeting_rating_meeting_id_meeting_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meeting"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_rating" ADD CONSTRAINT "meeting_rating_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_rating" ADD CONSTRAINT "meeting_rating_participant_id_session_participant_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."session_participant"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_seat" ADD CONSTRAINT "meeting_seat_slot_id_session_slot_id_fk" FOREIGN KEY ("slot_id") REFERENCES "public"."session_slot"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_seat" ADD CONSTRAINT "meeting_seat_meeting_id_meeting_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meeting"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_seat" ADD CONSTRAINT "meeting_seat_participant_id_session_participant_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."session_participant"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_wish" ADD CONSTRAINT "meeting_wish_session_id_matchmaking_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."matchmaking_session"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_wish" ADD CONSTRAINT "meeting_wish_from_participant_id_session_participant_id_fk" FOREIGN KEY ("from_participant_id") REFERENCES "public"."session_participant"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_wish" ADD CONSTRAINT "meeting_wish_to_participant_id_session_participant_id_fk" FOREIGN KEY ("to_participant_id") REFERENCES "public"."session_participant"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_wish" ADD CONSTRAINT "meeting_wish_added_by_id_user_id_fk" FOREIGN KEY ("added_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "participant_absence" ADD CONSTRAINT "participant_absence_participant_id_session_participant_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."session_participant"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "participant_absence" ADD CONSTRAINT "participant_absence_slot_id_session_slot_id_fk" FOREIGN KEY ("slot_id") REFERENCES "public"."session_slot"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "programme_item" ADD CONSTRAINT "programme_item_session_id_matchmaking_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."matchmaking_session"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registration_post" ADD CONSTRAINT "registration_post_registration_id_session_registration_id_fk" FOREIGN KEY ("registration_id") REFERENCES "public"."session_registration"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registration_post" ADD CONSTRAINT "registration_post_post_id_post_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."post"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_document" ADD CONSTRAINT "session_document_session_id_matchmaking_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."matchmaking_session"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_document" ADD CONSTRAINT "session_document_programme_item_id_programme_item_id_fk" FOREIGN KEY ("programme_item_id") REFERENCES "public"."programme_item"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_invitation" ADD CONSTRAINT "session_invitation_session_id_matchmaking_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."matchmaking_session"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_invitation" ADD CONSTRAINT "session_invitation_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_invitation" ADD CONSTRAINT "session_invitation_invited_by_id_user_id_fk" FOREIGN KEY ("invited_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_participant" ADD CONSTRAINT "session_participant_session_id_matchmaking_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."matchmaking_session"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_participant" ADD CONSTRAINT "session_participant_registration_id_session_registration_id_fk" FOREIGN KEY ("registration_id") REFERENCES "public"."session_registration"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_participant" ADD CONSTRAINT "session_participant_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_participant" ADD CONSTRAINT "session_participant_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_participant" ADD CONSTRAINT "session_participant_checked_in_by_id_user_id_fk" FOREIGN KEY ("checked_in_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_question" ADD CONSTRAINT "session_question_session_id_matchmaking_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."matchmaking_session"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_registration" ADD CONSTRAINT "session_registration_session_id_matchmaking_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."matchmaking_session"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_registration" ADD CONSTRAINT "session_registration_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_registration" ADD CONSTRAINT "session_registration_registered_by_id_user_id_fk" FOREIGN KEY ("registered_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_slot" ADD CONSTRAINT "session_slot_session_id_matchmaking_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."matchmaking_session"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_table" ADD CONSTRAINT "session_table_session_id_matchmaking_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."matchmaking_session"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_table" ADD CONSTRAINT "session_table_host_organisation_id_organisation_id_fk" FOREIGN KEY ("host_organisation_id") REFERENCES "public"."organisation"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "table_closure" ADD CONSTRAINT "table_closure_table_id_session_table_id_fk" FOREIGN KEY ("table_id") REFERENCES "public"."session_table"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "table_closure" ADD CONSTRAINT "table_closure_slot_id_session_slot_id_fk" FOREIGN KEY ("slot_id") REFERENCES "public"."session_slot"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "timetable_run" ADD CONSTRAINT "timetable_run_session_id_matchmaking_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."matchmaking_session"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "timetable_run" ADD CONSTRAINT "timetable_run_asked_by_id_user_id_fk" FOREIGN KEY ("asked_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "matchmaking_session_state_starts_at_id_index" ON "matchmaking_session" USING btree ("state","starts_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "meeting_table_once" ON "meeting" USING btree ("slot_id","table_id") WHERE state <> 'cancelled';--> statement-breakpoint
CREATE INDEX "meeting_session_id_slot_id_index" ON "meeting" USING btree ("session_id","slot_id");--> statement-breakpoint
CREATE INDEX "meeting_participant_id_index" ON "meeting" USING btree ("participant_id");--> statement-breakpoint
CREATE INDEX "meeting_other_participant_id_index" ON "meeting" USING btree ("other_participant_id");--> statement-breakpoint
CREATE UNIQUE INDEX "meeting_rating_meeting_id_organisation_id_index" ON "meeting_rating" USING btree ("meeting_id","organisation_id");--> statement-breakpoint
CREATE INDEX "meeting_seat_meeting_id_index" ON "meeting_seat" USING btree ("meeting_id");--> statement-breakpoint
CREATE INDEX "meeting_seat_participant_id_index" ON "meeting_seat" USING btree ("participant_id");--> statement-breakpoint
CREATE UNIQUE INDEX "meeting_wish_pair" ON "meeting_wish" USING btree ("session_id",least(from_participant_id, to_participant_id),greatest(from_participant_id, to_participant_id));--> statement-breakpoint
CREATE INDEX "meeting_wish_from_participant_id_index" ON "meeting_wish" USING btree ("from_participant_id");--> statement-breakpoint
CREATE INDEX "meeting_wish_to_participant_id_index" ON "meeting_wish" USING btree ("to_participant_id");--> statement-breakpoint
CREATE INDEX "programme_item_session_id_starts_at_id_index" ON "programme_item" USING btree ("session_id","starts_at","id");--> statement-breakpoint
CREATE INDEX "session_document_session_id_index" ON "session_document" USING btree ("session_id");--> statement-breakpoint
CREATE UNIQUE INDEX "session_invitation_session_id_organisation_id_index" ON "session_invitation" USING btree ("session_id","organisation_id");--> statement-breakpoint
CREATE INDEX "session_invitation_organisation_id_id_index" ON "session_invitation" USING btree ("organisation_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "session_participant_once" ON "session_participant" USING btree ("registration_id",lower(email));--> statement-breakpoint
CREATE INDEX "session_participant_session_id_id_index" ON "session_participant" USING btree ("session_id","id");--> statement-breakpoint
CREATE INDEX "session_participant_user_id_index" ON "session_participant" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "session_question_session_id_position_index" ON "session_question" USING btree ("session_id","position");--> statement-breakpoint
CREATE UNIQUE INDEX "session_registration_session_id_organisation_id_index" ON "session_registration" USING btree ("session_id","organisation_id");--> statement-breakpoint
CREATE INDEX "session_registration_session_id_state_id_index" ON "session_registration" USING btree ("session_id","state","id");--> statement-breakpoint
CREATE INDEX "session_registration_organisation_id_id_index" ON "session_registration" USING btree ("organisation_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "session_slot_session_id_starts_at_index" ON "session_slot" USING btree ("session_id","starts_at");--> statement-breakpoint
CREATE UNIQUE INDEX "session_table_session_id_hall_name_index" ON "session_table" USING btree ("session_id","hall","name");--> statement-breakpoint
CREATE INDEX "table_closure_slot_id_index" ON "table_closure" USING btree ("slot_id");--> statement-breakpoint
CREATE INDEX "timetable_run_session_id_id_index" ON "timetable_run" USING btree ("session_id","id");