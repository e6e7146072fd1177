CREATE TABLE "index_rebuild" (
	"id" uuid PRIMARY KEY NOT NULL,
	"asked_by_id" uuid,
	"done" integer DEFAULT 0 NOT NULL,
	"expected" integer DEFAULT 0 NOT NULL,
	"documents" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"moved_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"failure" text
);
--> statement-breakpoint
ALTER TABLE "post" ADD COLUMN "visibility" text GENERATED ALWAYS AS (content ->> 'visibility') STORED;--> statement-breakpoint
ALTER TABLE "post" ADD COLUMN "name_text" text GENERATED ALWAYS AS (lower((content ->> 'title') || ' ' || (content ->> 'keywords'))) STORED;--> statement-breakpoint
ALTER TABLE "index_rebuild" ADD CONSTRAINT "index_rebuild_asked_by_id_user_id_fk" FOREIGN KEY ("asked_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "post_newest" ON "post" USING btree ("published_at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE publication in ('published', 'closed');