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
                     CASE WHEN p.proname IN ('_book_part_changed', '_code_changed', '_duty_changed', '_party_kind_changed', '_standard_changed')
                           AND (t.tgtype & 1) = 1
                           OR p.proname = '_log_is_immutable'
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

-- A ledger beside the one that is there is made, looked at, and taken back: so no
-- definition is written down twice. NULL where the caller may not make one.
CREATE FUNCTION fund._definitions_made() RETURNS jsonb
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    SET client_min_messages = warning
AS $function$
DECLARE
    v_made jsonb;
BEGIN
    ALTER SCHEMA ledger RENAME TO ledger_as_it_is;
    PERFORM fund._create_ledger_schema();
    SELECT jsonb_agg(to_jsonb(d)) INTO v_made FROM fund._part_definitions() AS d;
    RAISE SQLSTATE 'LGXXX';
EXCEPTION
    WHEN SQLSTATE 'LGXXX' THEN
        RETURN v_made;
    WHEN insufficient_privilege THEN
        RETURN NULL;
END
$function$;

COMMENT ON FUNCTION fund._definitions_made() IS
'What fund._part_definitions() says of a ledger as fund.create_ledger() makes it; NULL for who may create no schema.';

CREATE FUNCTION fund._make_part(kind text, of_table text, part text, definition text) RETURNS boolean
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    SET client_min_messages = warning
AS $function$
BEGIN
    -- What has the name and is none of ours goes, too.
    EXECUTE CASE kind WHEN 'trigger' THEN format('DROP TRIGGER IF EXISTS %I ON ledger.%I', part, of_table)
                      WHEN 'constraint' THEN format('ALTER TABLE ledger.%I DROP CONSTRAINT IF EXISTS %I', of_table, part)
                      ELSE format('DROP INDEX IF EXISTS ledger.%I', part) END;
    EXECUTE definition;
    RETURN true;
EXCEPTION WHEN OTHERS THEN
    RAISE WARNING USING
        MESSAGE = format('could not make %s "%s" of ledger.%s again', kind, part, of_table),
        DETAIL = format('%s (%s)', SQLERRM, SQLSTATE),
        HINT = format('Mend what is in the way, then run: %s', definition);
    RETURN false;
END
$function$;

COMMENT ON FUNCTION fund._make_part(text, text, text, text) IS
'Makes a trigger, constraint or unique index of the ledger as it was made, in place of one of the same name; warns where that cannot be, and leaves it as it is.';

CREATE FUNCTION fund._make_parts_again() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_made jsonb := fund._definitions_made();
    v_part record;
    v_done text[] := '{}';
BEGIN
    FOR v_part IN
        SELECT m.kind, m.of_table, m.part, m.definition, f.part IS NOT NULL AS is_there
        FROM jsonb_to_recordset(v_made) AS m (kind text, of_table text, part text, definition text, place integer)
        LEFT JOIN fund._part_definitions() AS f ON (f.kind, f.of_table, f.part) = (m.kind, m.of_table, m.part)
        WHERE f.definition IS DISTINCT FROM m.definition
        ORDER BY m.place, m.of_table COLLATE "C", m.part COLLATE "C"
    LOOP
        IF fund._make_part(v_part.kind, v_part.of_table, v_part.part, v_part.definition) THEN
            v_done := v_done || format('%s %I of ledger.%I (%s)', v_part.kind, v_part.part, v_part.of_table,
                                       CASE WHEN v_part.is_there THEN 'had been altered' ELSE 'was missing' END);
        END IF;
    END LOOP;
    IF v_done <> '{}' THEN
        RAISE NOTICE USING
            MESSAGE = 'parts of the ledger have been made again',
            DETAIL = format('They are: %s.', array_to_string(v_done, ', ')),
            HINT = 'What was stored without them has not been judged: SELECT * FROM fund.verify(book) for each book.';
    END IF;
END
$function$;

COMMENT ON FUNCTION fund._make_parts_again() IS
'Part of fund.finish_restore(): makes the triggers, constraints and unique indexes that are missing, or are not as they were made.';

CREATE FUNCTION fund.finish_restore() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_strayed record;
    v_absent  text;
BEGIN
    PERFORM fund._check_owner();
    PERFORM fund._make_parts_again();
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
            HINT = 'A role that may create a schema in this database makes them again by fund.finish_restore(); pg_dump --schema-only --schema=ledger, of a database in which fund.create_ledger() has been called, shows how.';
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
'After a restore of the data alone: makes the triggers, constraints and unique indexes that are missing or have been altered as they were made, has triggers fire when they were made to, and gives every role the privileges that its duties bring; warns of what it cannot make, and of duties of roles that do not exist. For the owner of the ledger; it may be called at any time. 42501: somebody else; LG052: no ledger.';
