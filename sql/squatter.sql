-- A squatter: somebody who may create in schema fund itself, by a default privilege
-- say, plants functions and operators that fit better than ours: without our
-- defaults, with text where a literal stands, and under the names of pg_catalog.
\set SHOW_CONTEXT never
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS ledger CASCADE;
CREATE ROLE regress_squatter;
CREATE ROLE regress_owner;
GRANT CREATE ON SCHEMA fund TO regress_squatter;
SELECT format('GRANT CREATE ON DATABASE %I TO regress_owner', current_database()) \gexec
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA fund TO regress_owner;

SET ROLE regress_squatter;
CREATE FUNCTION fund._sprung() RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'X0001', MESSAGE = 'a planted function ran';
END
$$;

DO $$
DECLARE
    victim record;
BEGIN
    FOR victim IN
        WITH victim AS (
            SELECT p.*, p.pronamespace = 'fund'::regnamespace AS ours
            FROM pg_proc AS p
            WHERE p.prokind IN ('f', 'a') AND p.provariadic = 0
              AND p.pronamespace IN ('fund'::regnamespace, 'pg_catalog'::regnamespace)
              AND p.prorettype NOT IN ('internal'::regtype, 'trigger'::regtype, 'cstring'::regtype)
              AND (p.pronamespace = 'fund'::regnamespace
                   OR p.proargtypes::oid[] <@ ARRAY['text', 'integer', 'bigint', 'numeric', 'date', 'boolean', 'name',
                                                    'oid', 'bytea', 'timestamptz', 'text[]']::regtype[]::oid[])
              AND NOT ARRAY['internal', 'cstring']::regtype[]::oid[] && p.proargtypes::oid[]
              AND p.proname <> '_sprung'
        )
        -- under the names and arguments of pg_catalog
        SELECT v.proname, ARRAY(SELECT format_type(t, NULL) FROM unnest(v.proargtypes::oid[]) AS t) AS arguments
        FROM victim AS v WHERE NOT v.ours
        UNION
        -- ours without what has a default
        SELECT v.proname, (ARRAY(SELECT format_type(t, NULL) FROM unnest(v.proargtypes::oid[]) AS t))[:v.pronargs - n]
        FROM victim AS v, generate_series(1, v.pronargdefaults) AS n WHERE v.ours
        UNION
        -- ours with text for every literal
        SELECT v.proname, array_fill('text'::text, ARRAY[v.pronargs])
        FROM victim AS v WHERE v.ours AND v.pronargs > 0
        UNION
        -- ours with text for what is of our types
        SELECT v.proname, ARRAY(SELECT CASE WHEN y.typnamespace = 'fund'::regnamespace THEN 'text'
                                            ELSE format_type(t, NULL) END
                                FROM unnest(v.proargtypes::oid[]) WITH ORDINALITY AS a (t, n)
                                JOIN pg_type AS y ON y.oid = t ORDER BY n)
        FROM victim AS v WHERE v.ours
    LOOP
        BEGIN
            EXECUTE format('CREATE FUNCTION fund.%I(%s) RETURNS text LANGUAGE plpgsql AS %L',
                           victim.proname, array_to_string(victim.arguments, ', '),
                           'BEGIN RETURN fund._sprung(); END');
        EXCEPTION
            WHEN duplicate_function OR insufficient_privilege OR invalid_function_definition THEN
                NULL;   -- ours, and so not to be replaced
        END;
    END LOOP;
END
$$;

DO $$
DECLARE
    victim record;
BEGIN
    FOR victim IN
        SELECT o.oprname, format_type(o.oprleft, NULL) AS left_type, format_type(o.oprright, NULL) AS right_type,
               row_number() OVER () AS n
        FROM pg_operator AS o
        WHERE o.oprkind = 'b' AND o.oprnamespace = 'pg_catalog'::regnamespace
          AND ARRAY[o.oprleft, o.oprright]
              <@ ARRAY['text', 'integer', 'bigint', 'numeric', 'date', 'boolean', 'name', 'oid', 'bytea',
                       'timestamptz', 'text[]', '"char"']::regtype[]::oid[]
    LOOP
        BEGIN
            EXECUTE format('CREATE FUNCTION fund._planted_%s(%s, %s) RETURNS boolean LANGUAGE plpgsql AS %L',
                           victim.n, victim.left_type, victim.right_type, 'BEGIN RETURN fund._sprung(); END');
            EXECUTE format('CREATE OPERATOR fund.%s (LEFTARG = %s, RIGHTARG = %s, FUNCTION = fund._planted_%s)',
                           victim.oprname, victim.left_type, victim.right_type, victim.n);
        EXCEPTION
            WHEN duplicate_function THEN
                NULL;
        END;
    END LOOP;
    -- of ours, with text on one side
    FOR victim IN
        SELECT DISTINCT o.oprname, l.type AS left_type, r.type AS right_type
        FROM pg_operator AS o,
             LATERAL (VALUES (format_type(o.oprleft, NULL)), ('text')) AS l (type),
             LATERAL (VALUES (format_type(o.oprright, NULL)), ('text')) AS r (type)
        WHERE o.oprkind = 'b' AND o.oprnamespace = 'fund'::regnamespace
          AND (o.oprleft::regtype::text ~ '^fund' OR o.oprright::regtype::text ~ '^fund')
    LOOP
        BEGIN
            EXECUTE format('CREATE FUNCTION fund._planted(%s, %s) RETURNS boolean LANGUAGE plpgsql AS %L',
                           victim.left_type, victim.right_type, 'BEGIN RETURN fund._sprung(); END');
        EXCEPTION
            WHEN duplicate_function THEN
                NULL;
        END;
        BEGIN
            EXECUTE format('CREATE OPERATOR fund.%s (LEFTARG = %s, RIGHTARG = %s, FUNCTION = fund._planted)',
                           victim.oprname, victim.left_type, victim.right_type);
        EXCEPTION
            WHEN duplicate_function THEN
                NULL;
        END;
    END LOOP;
END
$$;
RESET ROLE;
SELECT count(*) > 1000 AS functions FROM pg_proc WHERE proowner = 'regress_squatter'::regrole;
SELECT count(*) > 200 AS operators FROM pg_operator WHERE oprowner = 'regress_squatter'::regrole;

-- the_trap_is_set: with the schema on the path, and with a literal
SET search_path = fund, pg_catalog;
SELECT lower('A'::text);
\echo :LAST_ERROR_SQLSTATE
RESET search_path;
SELECT fund._add_turnover_rule('own', 'rule', 'name', '[A]', '[B]', 'authority');
\echo :LAST_ERROR_SQLSTATE

-- our_functions_do_not_fall_into_it
SET search_path = pg_catalog;
SET ROLE regress_owner;
SELECT fund.create_ledger(true);
SELECT EXISTS (SELECT FROM fund.upgrade_ledger());
SELECT fund.create_book('b'::text, 'a book'::text, 'reform'::text, '2026-01'::fund.period, NULL::text, 'at_close'::text, false);
SELECT fund.create_book('c'::text, 'a lower book'::text, 'reform'::text, '2026-01'::fund.period, 'b'::text, 'at_posting'::text, false);
SELECT fund.create_book('d'::text, 'a successor'::text, 'reform'::text, '2026-02'::fund.period, NULL::text, 'at_close'::text, false);
SELECT fund.derive_standard('reform'::text, 'own'::text, 'a standard of our own'::text);
UPDATE ledger.account SET overdraft = 'guarded' WHERE standard = 'own' AND account::text = '1004';
SELECT fund.create_book('e'::text, 'a guarded book'::text, 'own'::text, '2026-01'::fund.period, NULL::text, 'at_close'::text, false);
SELECT fund.grant_duty('regress_squatter'::name, 'prepare'::text, 'b'::text, true);
SELECT fund.has_duty('b'::text, 'prepare'::text);
SELECT fund.post('b'::text, '2026-01-01'::date, 'opening'::text, 'Dr 1003 100.00, Cr 300101 100.00'::fund.journal, 'opening'::text, 'cash'::text, NULL::text, NULL::bigint, NULL::integer, NULL::text);
SELECT fund.post('b'::text, '2026-01-02'::date, 'income'::text, 'Dr 1003 50.00, Cr 400101 50.00'::text, 'normal'::text, 'cash'::text, 'k'::text, NULL::bigint, NULL::integer, NULL::text);
SELECT fund.post('b'::text, '2026-01-02'::date, 'undetermined'::text, 'Dr 1003 7.00, Cr 4601 7.00'::fund.journal, 'normal'::text, 'cash'::text, NULL::text, NULL::bigint, NULL::integer, NULL::text);
SELECT fund.reverse('b'::text, 2::bigint, '2026-01-03'::date, NULL::text, NULL::text);
SELECT fund.post('c'::text, '2026-01-02'::date, 'income'::text, 'Dr 1003 50.00, Cr 400101 50.00'::fund.journal, 'normal'::text, 'cash'::text, NULL::text, NULL::bigint, NULL::integer, NULL::text);
SELECT fund.post('e'::text, '2026-01-02'::date, 'in'::text, 'Dr 1004 50.00, Cr 1003 50.00'::fund.journal, 'normal'::text, 'cash'::text, NULL::text, NULL::bigint, NULL::integer, NULL::text);
SELECT fund.post('e'::text, '2026-01-02'::date, 'out'::text, 'Dr 50010101 20.00, Cr 1004 20.00'::fund.journal, 'normal'::text, 'cash'::text, NULL::text, NULL::bigint, NULL::integer, NULL::text);
SELECT action FROM fund.month_end('b'::text, '2026-01'::fund.period);
SELECT action FROM fund.close_period('b'::text, '2026-01'::fund.period);
SELECT fund.succeed('d'::text, 'b'::text, 'merger'::text, 'a reason'::text, '{"1003": "1003"}'::jsonb, NULL::text);
SELECT action FROM fund.close_period('d'::text, '2026-02'::fund.period);
SELECT fund.withdraw_succession('d'::text, 'b'::text);
SELECT fund.restate('b'::text, fund.post('b'::text, '2026-02-02'::date, 'an error'::text, 'Dr 1003 1.00, Cr 300101 1.00'::fund.journal, 'adjustment'::text, 'cash'::text, NULL::text, NULL::bigint, NULL::integer, NULL::text), 'error_correction'::text, 'a reason'::text, NULL::text) > 0;
SELECT action FROM fund.reopen_period('b'::text, '2026-01'::fund.period, 'an attack'::text, 'error_correction'::text);
SELECT action FROM fund.close_period('b'::text, '2026-01'::fund.period);
SELECT EXISTS (SELECT FROM fund.balance_sheet('b'::text, '2026-01'::fund.period, 'cash'::text, true));
SELECT EXISTS (SELECT FROM fund.income_expenditure('b'::text, '2026-01'::text, 'cash'::text, true));
SELECT EXISTS (SELECT FROM fund."资产负债表"('b'::text, '2026-01'::fund.period, 'cash'::text, true));
SELECT EXISTS (SELECT FROM fund."收支表"('b'::text, '2026-01'::text, 'cash'::text, true));
SELECT EXISTS (SELECT FROM fund.statement('b'::text, '收支表'::text, '2026-01'::fund.period, 'cash'::text, true, true));
SELECT EXISTS (SELECT FROM fund.statement_pack('b'::text, '2026-01'::fund.period, 'cash'::text));
SELECT EXISTS (SELECT FROM fund.articulation('b'::text, '2026-01'::fund.period, 'cash'::text));
SELECT EXISTS (SELECT FROM fund.trial_balance('b'::text, '2026-01'::fund.period, 'cash'::text));
SELECT EXISTS (SELECT FROM fund."科目余额表"('b'::text, '2026-01'::fund.period, 'cash'::text));
SELECT EXISTS (SELECT FROM fund.restatements('b'::text, '2026-01'::fund.period, '2026-02'::fund.period, 'cash'::text));
SELECT EXISTS (SELECT FROM fund."重述"('b'::text, '2026-01'::fund.period, '2026-02'::fund.period, 'cash'::text));
SELECT EXISTS (SELECT FROM fund.blind_spots('reform'::text));
SELECT EXISTS (SELECT FROM fund.mutation_report('b'::text, '2026-01'::fund.period, 3, 1::bigint));
SELECT EXISTS (SELECT FROM fund.prove('own'::text));
SELECT * FROM fund.verify('b'::text);
DO $$
DECLARE
    view text;
BEGIN
    FOR view IN SELECT c.relname FROM pg_class AS c WHERE c.relnamespace = 'ledger'::regnamespace AND c.relkind = 'v'
    LOOP
        EXECUTE format('SELECT count(v) FROM ledger.%I AS v', view);
    END LOOP;
END
$$;
SELECT fund.revoke_duty('regress_squatter'::name, 'prepare'::text, 'b'::text);
RESET ROLE;
RESET search_path;

DROP SCHEMA ledger CASCADE;
DROP OWNED BY regress_squatter, regress_owner CASCADE;
DROP ROLE regress_squatter, regress_owner;
