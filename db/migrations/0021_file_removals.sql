CREATE TABLE "file_removal" (
	"storage_key" text PRIMARY KEY NOT NULL,
	"due_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "file_removal_due_at_index" ON "file_removal" USING btree ("due_at");--> statement-breakpoint
REVOKE SELECT ON "file_removal" FROM duijie_viewer;
