CREATE TABLE "indexed_synonyms" (
	"engine" text PRIMARY KEY NOT NULL,
	"version" text NOT NULL,
	"groups" jsonb NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "synonym_group" (
	"id" uuid PRIMARY KEY NOT NULL,
	"words" text[] NOT NULL,
	"state" text DEFAULT 'proposed' NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"replaces" text,
	"proposed_by_id" uuid,
	"decided_by_id" uuid,
	"decided_at" timestamp with time zone,
	"reason" text DEFAULT '' NOT NULL,
	"revision" bigint DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "synonym_group" ADD CONSTRAINT "synonym_group_proposed_by_id_user_id_fk" FOREIGN KEY ("proposed_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "synonym_group" ADD CONSTRAINT "synonym_group_decided_by_id_user_id_fk" FOREIGN KEY ("decided_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "synonym_group_state_id_index" ON "synonym_group" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "synonym_group_proposed_by_id_id_index" ON "synonym_group" USING btree ("proposed_by_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "synonym_group_replaces" ON "synonym_group" USING btree ("replaces") WHERE state in ('approved', 'retired');