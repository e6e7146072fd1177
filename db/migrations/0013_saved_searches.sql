CREATE TABLE "alerted_post" (
	"post_id" uuid PRIMARY KEY NOT NULL,
	"revision" bigint NOT NULL,
	"version" integer NOT NULL,
	"state" text
);
--> statement-breakpoint
CREATE TABLE "mail_token" (
	"token" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"scope" text NOT NULL,
	"before" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notification_channel" (
	"user_id" uuid NOT NULL,
	"group" text NOT NULL,
	"in_product" boolean NOT NULL,
	"mail" text NOT NULL,
	CONSTRAINT "notification_channel_user_id_group_pk" PRIMARY KEY("user_id","group")
);
--> statement-breakpoint
CREATE TABLE "notification_setting" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"quiet_from" text,
	"quiet_to" text,
	"zone" text NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "saved_search" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"parameters" jsonb NOT NULL,
	"fingerprint" text NOT NULL,
	"gates" text[] NOT NULL,
	"frequency" text NOT NULL,
	"paused_at" timestamp with time zone,
	"deleted_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "saved_search_hit" (
	"id" uuid PRIMARY KEY NOT NULL,
	"saved_search_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"found_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"told_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "notification" ADD COLUMN "shown" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "notification" ADD COLUMN "mail_due_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "notification" ADD COLUMN "mailed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "local_mail" ADD COLUMN "html" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "local_mail" ADD COLUMN "headers" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "alerted_post" ADD CONSTRAINT "alerted_post_post_id_post_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."post"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail_token" ADD CONSTRAINT "mail_token_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_channel" ADD CONSTRAINT "notification_channel_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_setting" ADD CONSTRAINT "notification_setting_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_search" ADD CONSTRAINT "saved_search_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_search_hit" ADD CONSTRAINT "saved_search_hit_saved_search_id_saved_search_id_fk" FOREIGN KEY ("saved_search_id") REFERENCES "public"."saved_search"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_search_hit" ADD CONSTRAINT "saved_search_hit_post_id_post_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."post"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_search_hit" ADD CONSTRAINT "saved_search_hit_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "mail_token_scope" ON "mail_token" USING btree ("user_id","scope");--> statement-breakpoint
CREATE UNIQUE INDEX "saved_search_same" ON "saved_search" USING btree ("user_id","fingerprint") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "saved_search_user_id_id_index" ON "saved_search" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "saved_search_gates" ON "saved_search" USING gin ("gates") WHERE deleted_at is null and paused_at is null and frequency <> 'none';--> statement-breakpoint
CREATE INDEX "saved_search_deleted" ON "saved_search" USING btree ("deleted_at") WHERE "saved_search"."deleted_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "saved_search_hit_once" ON "saved_search_hit" USING btree ("saved_search_id","post_id");--> statement-breakpoint
CREATE INDEX "saved_search_hit_due" ON "saved_search_hit" USING btree ("due_at","user_id") WHERE "saved_search_hit"."told_at" is null;--> statement-breakpoint
CREATE INDEX "saved_search_hit_waiting_person" ON "saved_search_hit" USING btree ("user_id") WHERE "saved_search_hit"."told_at" is null;--> statement-breakpoint
CREATE INDEX "saved_search_hit_waiting_post" ON "saved_search_hit" USING btree ("post_id") WHERE "saved_search_hit"."told_at" is null;--> statement-breakpoint
CREATE INDEX "saved_search_hit_saved_search_id_found_at_index" ON "saved_search_hit" USING btree ("saved_search_id","found_at");--> statement-breakpoint
CREATE INDEX "saved_search_hit_post_id_index" ON "saved_search_hit" USING btree ("post_id");--> statement-breakpoint
CREATE INDEX "notification_mail_due" ON "notification" USING btree ("mail_due_at","user_id") WHERE mail_due_at is not null;--> statement-breakpoint
CREATE INDEX "notification_mail_person" ON "notification" USING btree ("user_id") WHERE mail_due_at is not null;--> statement-breakpoint
REVOKE SELECT ON "mail_token" FROM duijie_viewer;
