DROP INDEX "meeting_table_once";--> statement-breakpoint
CREATE UNIQUE INDEX "meeting_table_once" ON "meeting" USING btree ("slot_id","table_id") WHERE state NOT IN ('cancelled', 'missed');