DROP INDEX "post_review_queue";--> statement-breakpoint
CREATE INDEX "post_review_queue" ON "post" USING btree ("submitted_at","id") WHERE draft_state = 'submitted';