-- The role that row-level security binds: reads of what not everyone may see run as it
-- (db/row-security.ts). Roles belong to the whole server, so it may be there already.
DO $$ BEGIN
	CREATE ROLE duijie_viewer NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
--> statement-breakpoint
DO $$ BEGIN
	EXECUTE format('GRANT duijie_viewer TO %I', current_user);
EXCEPTION WHEN unique_violation THEN NULL;
END $$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO duijie_viewer;
--> statement-breakpoint
GRANT SELECT ON ALL TABLES IN SCHEMA public TO duijie_viewer;
--> statement-breakpoint
REVOKE SELECT ON "account", "session", "verification", "local_mail", "rescued_form" FROM duijie_viewer;
--> statement-breakpoint
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO duijie_viewer;
