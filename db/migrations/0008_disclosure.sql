CREATE TABLE "disclosure_grant" (
	"id" uuid PRIMARY KEY NOT NULL,
	"post_id" uuid NOT NULL,
	"owner_organisation_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"state" text NOT NULL,
	"message" text DEFAULT '' NOT NULL,
	"requested_by_id" uuid,
	"decided_by_id" uuid,
	"opened_at" timestamp with time zone,
	"terms_version" text,
	"terms_text" text,
	"terms_hash" text,
	"signer_id" uuid,
	"signer_name" text,
	"accepted_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "disclosure_terms" (
	"post_id" uuid PRIMARY KEY NOT NULL,
	"extra_terms" text DEFAULT '' NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "disclosure_view" (
	"id" uuid PRIMARY KEY NOT NULL,
	"post_id" uuid NOT NULL,
	"owner_organisation_id" uuid NOT NULL,
	"viewer_id" uuid,
	"organisation_id" uuid,
	"part" text NOT NULL,
	"attachment_id" uuid,
	"hour" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "post_secret" (
	"post_id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"confidential" text DEFAULT '' NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"updated_by_id" uuid,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "attachment" ADD COLUMN "confidential" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "post" ADD COLUMN "has_secret" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "disclosure_grant" ADD CONSTRAINT "disclosure_grant_post_id_post_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."post"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disclosure_grant" ADD CONSTRAINT "disclosure_grant_owner_organisation_id_organisation_id_fk" FOREIGN KEY ("owner_organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disclosure_grant" ADD CONSTRAINT "disclosure_grant_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disclosure_grant" ADD CONSTRAINT "disclosure_grant_requested_by_id_user_id_fk" FOREIGN KEY ("requested_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disclosure_grant" ADD CONSTRAINT "disclosure_grant_decided_by_id_user_id_fk" FOREIGN KEY ("decided_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disclosure_grant" ADD CONSTRAINT "disclosure_grant_signer_id_user_id_fk" FOREIGN KEY ("signer_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disclosure_terms" ADD CONSTRAINT "disclosure_terms_post_id_post_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."post"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disclosure_view" ADD CONSTRAINT "disclosure_view_post_id_post_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."post"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disclosure_view" ADD CONSTRAINT "disclosure_view_viewer_id_user_id_fk" FOREIGN KEY ("viewer_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disclosure_view" ADD CONSTRAINT "disclosure_view_attachment_id_attachment_id_fk" FOREIGN KEY ("attachment_id") REFERENCES "public"."attachment"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_secret" ADD CONSTRAINT "post_secret_post_id_post_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."post"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_secret" ADD CONSTRAINT "post_secret_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_secret" ADD CONSTRAINT "post_secret_updated_by_id_user_id_fk" FOREIGN KEY ("updated_by_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "disclosure_grant_once" ON "disclosure_grant" USING btree ("post_id","organisation_id");--> statement-breakpoint
CREATE INDEX "disclosure_grant_owner_organisation_id_id_index" ON "disclosure_grant" USING btree ("owner_organisation_id","id");--> statement-breakpoint
CREATE INDEX "disclosure_grant_organisation_id_id_index" ON "disclosure_grant" USING btree ("organisation_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "disclosure_view_once" ON "disclosure_view" USING btree ("post_id","viewer_id","part",coalesce(attachment_id, post_id),"hour");--> statement-breakpoint
CREATE INDEX "disclosure_view_post_id_id_index" ON "disclosure_view" USING btree ("post_id","id");--> statement-breakpoint
-- The second wall (db/row-security.ts): what app/domain/disclosure/policy.ts says, said again to the role duijie_viewer.
CREATE FUNCTION duijie_organisations() RETURNS uuid[] LANGUAGE sql STABLE AS $$
	SELECT coalesce(string_to_array(nullif(current_setting('duijie.organisations', true), ''), ','), '{}')::uuid[]
$$;
--> statement-breakpoint
CREATE FUNCTION duijie_secret_open(post_id uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
	SELECT EXISTS (
		SELECT FROM post p WHERE p.id = $1 AND (
			p.organisation_id = ANY (duijie_organisations())
			OR (p.publication IN ('published', 'closed') AND EXISTS (
				SELECT FROM disclosure_grant g
				WHERE g.post_id = p.id AND g.state = 'accepted' AND g.organisation_id = ANY (duijie_organisations())))))
$$;
--> statement-breakpoint
ALTER TABLE "post_secret" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "post_secret_open" ON "post_secret" FOR SELECT TO duijie_viewer USING (duijie_secret_open(post_id));
--> statement-breakpoint
ALTER TABLE "attachment" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "attachment_open" ON "attachment" FOR SELECT TO duijie_viewer USING (NOT confidential OR duijie_secret_open(post_id));
--> statement-breakpoint
ALTER TABLE "disclosure_grant" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "disclosure_grant_sides" ON "disclosure_grant" FOR SELECT TO duijie_viewer
	USING (owner_organisation_id = ANY (duijie_organisations()) OR organisation_id = ANY (duijie_organisations()));
--> statement-breakpoint
ALTER TABLE "disclosure_view" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "disclosure_view_owner" ON "disclosure_view" FOR SELECT TO duijie_viewer
	USING (owner_organisation_id = ANY (duijie_organisations()));
