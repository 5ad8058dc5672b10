-- The audit log only grows. Where the application has a role of its own, that role's grants say so already; this trigger
-- says it to everybody, the owner included, which is all there is when one role does everything.
CREATE FUNCTION longshore_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The audit log is append-only: % on "%" is refused.', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END;
$$;

CREATE TRIGGER audit_event_append_only
  BEFORE UPDATE OR DELETE OR TRUNCATE ON "AuditEvent"
  FOR EACH STATEMENT EXECUTE FUNCTION longshore_refuse_change();
