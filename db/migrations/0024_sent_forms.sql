CREATE TABLE "sent_form" (
	"fingerprint" text PRIMARY KEY NOT NULL,
	"claimed_until" timestamp with time zone NOT NULL,
	"status" integer,
	"location" text,
	"body" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
