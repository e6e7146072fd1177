-- Live connections follow sign-ins and rights. The database itself announces what changes
-- them, with the transaction that does it, so that no way of changing them is forgotten.
CREATE FUNCTION duijie_announce(event text, "user" uuid, data jsonb) RETURNS void
LANGUAGE sql AS $$
  SELECT pg_notify('duijie_events', jsonb_build_object(
    'event', event, 'rooms', jsonb_build_array('user:' || "user"), 'data', data)::text)
$$;--> statement-breakpoint
CREATE FUNCTION duijie_sign_in_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM duijie_announce('signin.ended', OLD.user_id, jsonb_build_object('signInId', OLD.id));
  RETURN NULL;
END
$$;--> statement-breakpoint
CREATE TRIGGER sign_in_ended AFTER DELETE ON "session"
FOR EACH ROW EXECUTE FUNCTION duijie_sign_in_ended();--> statement-breakpoint
CREATE FUNCTION duijie_member_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM duijie_announce('rights.changed', coalesce(NEW.user_id, OLD.user_id), '{}');
  RETURN NULL;
END
$$;--> statement-breakpoint
CREATE TRIGGER member_changed AFTER INSERT OR UPDATE OR DELETE ON "member"
FOR EACH ROW EXECUTE FUNCTION duijie_member_changed();--> statement-breakpoint
CREATE FUNCTION duijie_platform_role_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM duijie_announce('rights.changed', NEW.id, '{}');
  RETURN NULL;
END
$$;--> statement-breakpoint
CREATE TRIGGER platform_role_changed AFTER UPDATE OF platform_role ON "user"
FOR EACH ROW WHEN (OLD.platform_role IS DISTINCT FROM NEW.platform_role)
EXECUTE FUNCTION duijie_platform_role_changed();
