-- The ledger: books are yours, code is the extension's. The tables, triggers
-- and views in schema "ledger" belong to whoever calls fund.create_ledger()
-- and are members of no extension, so pg_dump, replication and pg_upgrade
-- treat them like any others.

CREATE FUNCTION fund._check_ledger() RETURNS void
    LANGUAGE c STABLE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'fl_check_ledger';

COMMENT ON FUNCTION fund._check_ledger() IS
'Refuses to go on without a ledger of the installed version: LG052, LG053.';

CREATE FUNCTION fund._check_derived_write() RETURNS trigger
    LANGUAGE c AS 'MODULE_PATHNAME', 'fl_check_derived_write';

COMMENT ON FUNCTION fund._check_derived_write() IS
'Statement trigger on the derived tables: refuses every change that is not made by the functions of fundledger (LG051).';

-- A child or a partition is written through its parent, past our triggers. The
-- server makes none of a table that has a row trigger with a transition table:
-- so each has one, on what is rare in it, and it never fires.
CREATE FUNCTION fund._stays_alone() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'trigger_protocol_violated',
        MESSAGE = format('trigger "%s" of table "%s" is no trigger of the ledger', tg_name, tg_table_name),
        DETAIL = 'Those of the ledger with this function never fire.',
        HINT = 'Drop the trigger.';
END
$function$;

COMMENT ON FUNCTION fund._stays_alone() IS
'Row trigger on every table of schema ledger that never fires: because of it the table cannot be attached as a partition or inherit from another.';

CREATE FUNCTION fund._keep_tables_alone() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_table name;
BEGIN
    FOR v_table IN
        SELECT c.relname FROM pg_class AS c
        WHERE c.relnamespace = 'ledger'::regnamespace AND c.relkind = 'r'
        ORDER BY c.relname
    LOOP
        EXECUTE format('CREATE TRIGGER %I AFTER %s ON ledger.%I REFERENCING OLD TABLE AS gone '
                       'FOR EACH ROW WHEN (false) EXECUTE FUNCTION fund._stays_alone()',
                       v_table || '_alone', CASE v_table WHEN 'guarded_change' THEN 'UPDATE' ELSE 'DELETE' END,
                       v_table);
    END LOOP;
END
$function$;

COMMENT ON FUNCTION fund._keep_tables_alone() IS
'Part of fund.create_ledger(): keeps every table of schema ledger from becoming part of another.';

-- Default privileges may have let others in: to read every book, or to put a trigger
-- on what a close writes as the owner. Duties alone give privileges.
CREATE FUNCTION fund._keep_others_out() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_granted record;
BEGIN
    FOR v_granted IN
        SELECT o.object, CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END AS role
        FROM (SELECT 'SCHEMA ledger' AS object, n.nspowner AS owner, n.nspacl AS acl
              FROM pg_namespace AS n WHERE n.nspname = 'ledger'
              UNION ALL
              SELECT format('TABLE ledger.%I', c.relname), c.relowner, c.relacl
              FROM pg_class AS c WHERE c.relnamespace = 'ledger'::regnamespace) AS o,
             aclexplode(o.acl) AS a
        WHERE a.grantee <> o.owner
        GROUP BY o.object, a.grantee
    LOOP
        EXECUTE format('REVOKE ALL ON %s FROM %s CASCADE', v_granted.object, v_granted.role);
    END LOOP;
END
$function$;

COMMENT ON FUNCTION fund._keep_others_out() IS
'Part of fund.create_ledger(): takes what default privileges have given others on schema ledger and in it.';

CREATE FUNCTION fund._create_ledger_schema() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    CREATE SCHEMA ledger;
    COMMENT ON SCHEMA ledger IS 'the books of fundledger';

    CREATE TABLE ledger.installation (
        version         text        NOT NULL,
        single          boolean     NOT NULL DEFAULT true CONSTRAINT installation_pkey PRIMARY KEY,
        CONSTRAINT installation_single CHECK (single)
    );
    COMMENT ON TABLE ledger.installation IS 'the version of fundledger that this ledger is of';
    CREATE TRIGGER installation_truncated
        BEFORE TRUNCATE ON ledger.installation
        FOR EACH STATEMENT EXECUTE FUNCTION fund._check_derived_write();
    INSERT INTO ledger.installation (version)
    SELECT extversion FROM pg_extension WHERE extname = 'fundledger';

    PERFORM fund._create_party_kind_table();
    PERFORM fund._create_standard_tables();
    PERFORM fund._create_book_tables();
    PERFORM fund._create_book_account_tables();
    PERFORM fund._create_voucher_tables();
    PERFORM fund._create_used_detail_table();
    PERFORM fund._create_balance_table();
    PERFORM fund._create_month_tables();
    PERFORM fund._create_seal_tables();
    PERFORM fund._create_issued_table();
    PERFORM fund._create_restatement_table();
    PERFORM fund._create_succession_tables();
    PERFORM fund._create_settlement_tables();
    PERFORM fund._create_brought_forward_tables();
    PERFORM fund._create_duty_table();
    PERFORM fund._create_draft_tables();
    PERFORM fund._create_posting_triggers();
    PERFORM fund._create_word_triggers();
    PERFORM fund._create_ledger_views();
    PERFORM fund._create_posting_view();
    PERFORM fund._create_import_table();
    PERFORM fund._create_draft_views();
    PERFORM fund._create_fence_views();
    PERFORM fund._create_log_tables();
    PERFORM fund._create_log_views();
    PERFORM fund._create_log_triggers();
    PERFORM fund._keep_tables_alone();
    PERFORM fund._keep_others_out();
END
$function$;

COMMENT ON FUNCTION fund._create_ledger_schema() IS
'Part of fund.create_ledger(): schema ledger with its tables, triggers and views, and no rows but its version.';

-- An update script calls it last, so that sessions that know the ledger as one
-- of the installed version look again at their next call.
CREATE FUNCTION fund._installation_changed() RETURNS void
    LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'fl_installation_changed';

COMMENT ON FUNCTION fund._installation_changed() IS
'Makes every session look anew, at its next call, whether the ledger is of the installed version.';

CREATE FUNCTION fund._install_shipped_standards() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    PERFORM fund._install_party_kinds();
    PERFORM fund._log_standards(false);
    PERFORM fund._install_standard_1999();
    PERFORM fund._install_standard_2017();
    PERFORM fund._install_standard_2017_as_printed();
    PERFORM fund._install_standard_reform();
    PERFORM fund._install_standard_2017_resident();
    PERFORM fund._install_standard_2017_single();
    -- Proves them now; events left over would keep a caller from other DDL.
    SET CONSTRAINTS ledger.account_proved, ledger.carry_rule_proved, ledger.transfer_group_proved,
        ledger.posting_rule_proved, ledger.statement_proved, ledger.statement_column_proved,
        ledger.statement_line_proved, ledger.articulation_proved IMMEDIATE;
    SET CONSTRAINTS ledger.account_proved, ledger.carry_rule_proved, ledger.transfer_group_proved,
        ledger.posting_rule_proved, ledger.statement_proved, ledger.statement_column_proved,
        ledger.statement_line_proved, ledger.articulation_proved DEFERRED;
    PERFORM fund._log_standards(true);
END
$function$;

COMMENT ON FUNCTION fund._install_shipped_standards() IS
'Part of fund.create_ledger(), and of fund.upgrade_ledger(): the standards that fundledger ships, and the kinds of parties that they name, as of this version, into tables that have none of them.';

CREATE FUNCTION fund.create_ledger(standards boolean DEFAULT true) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_owner oid := (SELECT d.datdba FROM pg_database AS d WHERE d.datname = current_database());
BEGIN
    IF to_regnamespace('ledger') IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'duplicate_schema',
            MESSAGE = 'schema "ledger" already exists',
            DETAIL = format('Role "%s" owns it.', (SELECT pg_get_userbyid(n.nspowner) FROM pg_namespace AS n WHERE n.nspname = 'ledger')),
            HINT = 'A database has one ledger; its owner''s call of fund.upgrade_ledger() brings an older one to the installed version.';
    END IF;

    PERFORM fund._create_ledger_schema();

    IF standards THEN
        PERFORM fund._install_shipped_standards();
    ELSE
        -- The log comes with the data, or from a publisher: what is logged here
        -- meanwhile, duties, must not meet its numbers.
        PERFORM setval('ledger.log_entry_id_seq', (1 + floor(random() * 8000))::bigint * 1000000000000000, false);
    END IF;

    -- Not current_setting(): this function has a path of its own.
    IF EXISTS (SELECT FROM pg_settings AS s WHERE s.name = 'search_path' AND s.reset_val ~ '[[:<:]]fund[[:>:]]') THEN
        RETURN;
    END IF;
    RAISE NOTICE USING
        MESSAGE = 'the operators and functions of fundledger are found on the search path only',
        HINT = format('%sALTER DATABASE %I SET search_path = "$user", public, fund;',
                      CASE WHEN NOT pg_has_role(v_owner, 'USAGE')
                           THEN format('As role "%s", which owns the database: ', pg_get_userbyid(v_owner)) END,
                      current_database());
END
$function$;

COMMENT ON FUNCTION fund.create_ledger(boolean) IS
'Creates schema ledger with its tables, triggers and views, owned by the caller, and installs kinds of parties and the shipped standards (standards => false leaves them to a data-only restore). 42P06: there is a ledger already.';

CREATE FUNCTION fund.upgrade_ledger() RETURNS text
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_installed text := (SELECT extversion FROM pg_extension WHERE extname = 'fundledger');
    v_ledger    text;
    v_step      regprocedure;
BEGIN
    -- Not to_regclass(), which refuses who has no privileges on the schema.
    IF NOT EXISTS (SELECT FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
                   WHERE n.nspname = 'ledger' AND c.relname = 'installation') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'LG052',
            MESSAGE = 'this database has no ledger',
            HINT = 'Call fund.create_ledger() first.';
    END IF;
    PERFORM fund._check_owner();
    SELECT version INTO STRICT v_ledger FROM ledger.installation FOR UPDATE;

    -- A version whose tables are others than its successor's comes with a step,
    -- fund._upgrade_from_0_1_0() say, which returns the version that it reaches.
    WHILE v_ledger <> v_installed LOOP
        v_step := to_regprocedure(format('fund._upgrade_from_%s()', translate(v_ledger, '.', '_')));
        IF v_step IS NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'LG053',
                MESSAGE = format('ledger of version "%s" cannot be brought to version "%s"', v_ledger, v_installed),
                HINT = 'Install the version of fundledger that the ledger is of.';
        END IF;
        EXECUTE format('SELECT %s', v_step) INTO STRICT v_ledger;
        UPDATE ledger.installation SET version = v_ledger;
    END LOOP;

    PERFORM fund._installation_changed();
    -- What a duty brings may have changed.
    PERFORM fund._set_all_privileges();
    RETURN v_ledger;
END
$function$;

COMMENT ON FUNCTION fund.upgrade_ledger() IS
'Brings the ledger to the installed version of the extension, after ALTER EXTENSION fundledger UPDATE, and returns that version. LG052: no ledger; LG053: no way from its version; 42501: a superuser calls it for an owner that is none.';
