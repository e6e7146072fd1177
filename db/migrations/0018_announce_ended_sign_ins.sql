-- Live connections follow sign-ins and rights. The database itself announces what changes
-- them, with the transaction that does it, so that no way of changing them is forgotten.
CREATE FUNCTION duijie_sign_in_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('duijie_events', jsonb_build_object(
    'event', 'signin.ended',
    'rooms', jsonb_build_array('user:' || OLD.user_id),
    'data', jsonb_build_object('signInId', OLD.id))::text);
  RETURN NULL;
END
$$;--> statement-breakpoint
CREATE TRIGGER sign_in_ended AFTER DELETE ON "session"
FOR EACH ROW EXECUTE FUNCTION duijie_sign_in_ended();--> statement-breakpoint
CREATE FUNCTION duijie_rights_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed jsonb := to_jsonb(coalesce(NEW, OLD));
BEGIN
  PERFORM pg_notify('duijie_events', jsonb_build_object(
    'event', 'rights.changed',
    'rooms', jsonb_build_array('user:' || (changed ->> TG_ARGV[0])),
    'data', '{}'::jsonb)::text);
  RETURN NULL;
END
$$;--> statement-breakpoint
CREATE TRIGGER member_changed AFTER INSERT OR UPDATE OR DELETE ON "member"
FOR EACH ROW EXECUTE FUNCTION duijie_rights_changed('user_id');--> statement-breakpoint
CREATE TRIGGER platform_role_changed AFTER UPDATE OF platform_role ON "user"
FOR EACH ROW WHEN (OLD.platform_role IS DISTINCT FROM NEW.platform_role)
EXECUTE FUNCTION duijie_rights_changed('id');
