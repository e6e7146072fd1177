-- Rights of the role that row-level security binds: reads of what not everyone may see run as it
-- (db/row-security.ts). The role itself is made before migrations run (db/security/), as the
-- server's role need not be one that may make roles.
GRANT USAGE ON SCHEMA public TO duijie_viewer;
--> statement-breakpoint
GRANT SELECT ON ALL TABLES IN SCHEMA public TO duijie_viewer;
--> statement-breakpoint
REVOKE SELECT ON "account", "session", "verification", "local_mail", "rescued_form" FROM duijie_viewer;
--> statement-breakpoint
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO duijie_viewer;
