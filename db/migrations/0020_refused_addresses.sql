CREATE TABLE "refused_address" (
	"address" text PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"refused_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "local_mail" ADD COLUMN "job_id" uuid;--> statement-breakpoint
ALTER TABLE "local_mail" ADD CONSTRAINT "local_mail_jobId_unique" UNIQUE("job_id");