-- After a restore of the data alone. pg_dump --disable-triggers leaves every
-- trigger enabled as an ordinary one, and duties without their privileges.

-- Ours, and how they are meant to be: sessions must hear of changes that
-- replication applies, too, so those that tell caches fire always.
CREATE FUNCTION fund._strayed_triggers()
    RETURNS TABLE (trigger_table regclass, trigger_name name, expected text, found text)
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT s.tgrelid, s.tgname, s.expected, s.found
        FROM (SELECT t.tgrelid, t.tgname,
                     CASE WHEN p.proname IN ('_code_changed', '_duty_changed', '_party_kind_changed', '_standard_changed')
                           AND (t.tgtype & 1) = 1
                          THEN 'always' ELSE 'origin' END AS expected,
                     CASE t.tgenabled WHEN 'A' THEN 'always' WHEN 'O' THEN 'origin'
                                      WHEN 'R' THEN 'replica' ELSE 'disabled' END AS found
              FROM pg_trigger AS t
              JOIN pg_class AS c ON c.oid = t.tgrelid AND c.relnamespace = to_regnamespace('ledger')
              JOIN pg_proc AS p ON p.oid = t.tgfoid AND p.pronamespace = to_regnamespace('fund')
              WHERE NOT t.tgisinternal) AS s
        WHERE s.found <> s.expected AND s.found <> 'always'
        ORDER BY s.tgrelid::regclass::text COLLATE "C", s.tgname
    $$;

COMMENT ON FUNCTION fund._strayed_triggers() IS
'Triggers of the ledger that fire less often than they were made to.';

CREATE FUNCTION fund._check_restored() RETURNS void
    LANGUAGE c STABLE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'fl_check_restored';

COMMENT ON FUNCTION fund._check_restored() IS
'Warns the ledger''s owner of a restore that fund.finish_restore() has not finished: LGW04.';

CREATE FUNCTION fund._verify_triggers()
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT 'trigger', NULL::text, format('trigger %s of %s', t.trigger_name, t.trigger_table),
               t.expected, t.found
        FROM fund._strayed_triggers() AS t
    $$;

COMMENT ON FUNCTION fund._verify_triggers() IS
'Part of fund.verify(): the ledger''s triggers fire when they were made to.';

CREATE FUNCTION fund.finish_restore() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_strayed record;
    v_absent  text;
BEGIN
    PERFORM fund._check_owner();
    FOR v_strayed IN SELECT * FROM fund._strayed_triggers() LOOP
        EXECUTE format('ALTER TABLE %s ENABLE %s TRIGGER %I', v_strayed.trigger_table,
                       CASE v_strayed.expected WHEN 'always' THEN 'ALWAYS' ELSE '' END,
                       v_strayed.trigger_name);
    END LOOP;
    PERFORM fund._set_all_privileges();

    SELECT string_agg(m, ', ') INTO v_absent FROM fund._parts_missing() AS m;
    IF v_absent IS NOT NULL THEN
        RAISE WARNING USING
            MESSAGE = 'the ledger lacks triggers, constraints or indexes that it was made with',
            DETAIL = format('Missing: %s.', v_absent),
            HINT = 'Create them again; pg_dump --schema-only --schema=ledger, of a database in which fund.create_ledger() has been called, shows how.';
    END IF;

    SELECT string_agg(format('"%s"', d.role_name), ', ' ORDER BY d.role_name) INTO v_absent
    FROM (SELECT DISTINCT role_name FROM ledger.duty) AS d
    WHERE NOT EXISTS (SELECT FROM pg_roles AS r WHERE r.rolname = d.role_name);
    IF v_absent IS NOT NULL THEN
        RAISE WARNING USING
            MESSAGE = 'roles that have duties do not exist',
            DETAIL = format('They are: %s.', v_absent),
            HINT = 'Create them and call fund.finish_restore() again, or call fund.revoke_duty().';
    END IF;
END
$function$;

COMMENT ON FUNCTION fund.finish_restore() IS
'After a restore of the data alone: sets the ledger''s triggers as they were made, and gives every role the privileges that its duties bring; warns of triggers, constraints and unique indexes that are missing, and of duties of roles that do not exist. For the owner of the ledger; it may be called at any time. 42501: somebody else; LG052: no ledger.';
