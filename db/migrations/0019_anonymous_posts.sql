DROP INDEX "post_organisation_id_id_index";--> statement-breakpoint
ALTER TABLE "post" ADD COLUMN "shown_owner" jsonb;--> statement-breakpoint
CREATE INDEX "post_organisation_id_created_at_id_index" ON "post" USING btree ("organisation_id","created_at","id");