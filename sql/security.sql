-- Attacks. A role without rights plants functions and operators where a careless
-- caller's search path finds them first, and attaches our trigger functions to
-- tables of its own; a poster and a reader try what is not theirs.
\set SHOW_CONTEXT never
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS ledger CASCADE;
CREATE ROLE regress_attacker;
CREATE ROLE regress_owner;
CREATE ROLE regress_poster;
CREATE SCHEMA planted AUTHORIZATION regress_attacker;

-- planted_functions: each with the very arguments of one that we call, so that
-- only the path decides
SET ROLE regress_attacker;
CREATE FUNCTION planted.spring() RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'X0001', MESSAGE = 'a planted function ran';
END
$$;
DO $$
DECLARE
    victim record;
BEGIN
    FOR victim IN
        -- what our SQL calls of pg_catalog, and our own functions
        SELECT p.oid, p.proname, format_type(p.prorettype, NULL) AS result, p.proretset,
               pg_get_function_identity_arguments(p.oid) AS arguments
        FROM pg_proc AS p
        WHERE p.prokind = 'f'
          AND (p.pronamespace = 'pg_catalog'::regnamespace
               AND p.proname IN ('array_agg', 'btrim', 'cardinality', 'concat', 'concat_ws', 'current_database',
                                 'format', 'generate_series', 'greatest', 'length', 'lower', 'now', 'obj_description',
                                 'pg_get_userbyid', 'pg_has_role', 'quote_ident', 'quote_literal', 'regexp_replace',
                                 'repeat', 'right', 'round', 'sha256', 'substr', 'substring', 'to_char', 'to_regclass',
                                 'to_regnamespace', 'unnest', 'upper')
               OR p.pronamespace = 'fund'::regnamespace)
          AND p.prorettype NOT IN ('internal'::regtype, 'trigger'::regtype, 'cstring'::regtype)
          AND NOT 'internal'::regtype = ANY (p.proargtypes::oid[])
          AND NOT 'cstring'::regtype = ANY (p.proargtypes::oid[])
          AND p.provariadic = 0
    LOOP
        IF victim.proretset THEN
            CONTINUE WHEN victim.result = 'record';
            EXECUTE format('CREATE FUNCTION planted.%I(%s) RETURNS SETOF %s LANGUAGE plpgsql AS %L',
                           victim.proname, victim.arguments, victim.result,
                           'BEGIN PERFORM planted.spring(); END');
        ELSE
            EXECUTE format('CREATE FUNCTION planted.%I(%s) RETURNS %s LANGUAGE plpgsql AS %L',
                           victim.proname, victim.arguments, victim.result,
                           CASE WHEN victim.result = 'void' THEN 'BEGIN PERFORM planted.spring(); END'
                                ELSE 'BEGIN PERFORM planted.spring(); RETURN NULL; END' END);
        END IF;
    END LOOP;
END
$$;

-- planted_operators: of text, numbers, dates and our types
DO $$
DECLARE
    victim record;
BEGIN
    FOR victim IN
        SELECT o.oprname, o.oprleft::regtype AS left_type, o.oprright::regtype AS right_type,
               o.oprresult::regtype AS result, row_number() OVER () AS n
        FROM pg_operator AS o
        WHERE o.oprkind = 'b'
          AND (o.oprnamespace = 'fund'::regnamespace
               OR o.oprnamespace = 'pg_catalog'::regnamespace
                  AND o.oprleft = o.oprright
                  AND o.oprleft IN ('text'::regtype, 'name'::regtype, 'integer'::regtype, 'bigint'::regtype,
                                    'numeric'::regtype, 'date'::regtype, 'boolean'::regtype, 'oid'::regtype,
                                    'timestamptz'::regtype))
    LOOP
        EXECUTE format('CREATE FUNCTION planted.operator_%s(%s, %s) RETURNS %s LANGUAGE plpgsql AS %L',
                       victim.n, victim.left_type, victim.right_type, victim.result,
                       'BEGIN PERFORM planted.spring(); RETURN NULL; END');
        EXECUTE format('CREATE OPERATOR planted.%s (LEFTARG = %s, RIGHTARG = %s, FUNCTION = planted.operator_%s)',
                       victim.oprname, victim.left_type, victim.right_type, victim.n);
    END LOOP;
END
$$;

-- planted_relations: where an unqualified name would find them
CREATE TABLE planted.book (book_id integer, book text);
CREATE TABLE planted.voucher (voucher_id bigint);
CREATE TABLE planted.pg_class (oid oid, relowner oid);
CREATE TABLE planted.pg_roles (rolname name);
GRANT USAGE ON SCHEMA planted TO PUBLIC;
RESET ROLE;

SELECT count(*) > 100 AS functions FROM pg_proc WHERE pronamespace = 'planted'::regnamespace;
SELECT count(*) > 100 AS operators FROM pg_operator WHERE oprnamespace = 'planted'::regnamespace;

-- the_trap_is_set: a caller who does not qualify runs into it
SET search_path = planted, pg_catalog;
SELECT 1 + 1;
\echo :LAST_ERROR_SQLSTATE
SELECT lower('A');
\echo :LAST_ERROR_SQLSTATE
RESET search_path;

-- our_functions_do_not_fall_into_it: a whole year of a book's life
SELECT format('GRANT CREATE ON DATABASE %I TO regress_owner', current_database()) \gexec
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA fund TO regress_owner;
SET search_path = planted, pg_catalog, fund;
SET ROLE regress_owner;
SELECT fund.create_ledger();
SELECT EXISTS (SELECT FROM fund.upgrade_ledger());
SELECT fund.create_book('b'::text, 'a book'::text, 'reform'::text, '2026-01'::fund.period);
SELECT fund.create_book('c'::text, 'a lower book'::text, 'reform'::text, '2026-01'::fund.period, parent => 'b'::text, numbering => 'at_posting'::text);
SELECT fund.create_book('d'::text, 'a successor'::text, 'reform'::text, '2026-02'::fund.period);
INSERT INTO ledger.party (party, name, party_kind) VALUES ('P01', 'a payer', 'payer');
SELECT fund.grant_duty('regress_poster'::name, 'prepare'::text, 'b'::text);
SELECT fund.has_duty('b'::text, 'prepare'::text);
SELECT fund.post('b'::text, '2026-01-01'::date, 'opening'::text, 'Dr 1003 100.00, Cr 300101 100.00'::text, kind => 'opening'::text);
SELECT fund.post('b'::text, '2026-01-02'::date, 'income'::text, 'Dr 1003 50.00, Cr 400101 50.00 @P01'::text, source_key => 'k'::text);
SELECT fund.post('b'::text, '2026-01-02'::date, 'income'::text, 'Dr 1003 50.00, Cr 400101 50.00 @P01'::text, source_key => 'k'::text);
SELECT fund.post('b'::text, '2026-01-02'::date, 'undetermined'::text, fund.journal(fund.debit('1003'::text, 7.00), fund.credit('4601'::text, 7.00)));
SELECT fund.reverse('b'::text, 2::bigint, '2026-01-03'::date);
SELECT fund.post('c'::text, '2026-01-02'::date, 'income'::text, 'Dr 1003 50.00, Cr 400101 50.00'::text);
SELECT action FROM fund.month_end('b'::text, '2026-01'::fund.period);
SELECT action FROM fund.close_period('b'::text, '2026-01'::fund.period);
SELECT fund.succeed('d'::text, 'b'::text, 'merger'::text, 'a reason'::text, '{"1003": "1003"}'::jsonb);
SELECT action FROM fund.close_period('d'::text, '2026-02'::fund.period);
SELECT fund.withdraw_succession('d'::text, 'b'::text);
SELECT fund.restate('b'::text, fund.post('b'::text, '2026-02-02'::date, 'an error'::text, 'Dr 1003 1.00, Cr 300101 1.00'::text, kind => 'adjustment'::text), 'error_correction'::text, 'a reason'::text) > 0;
SELECT action FROM fund.reopen_period('b'::text, '2026-01'::fund.period, 'an attack'::text);
SELECT action FROM fund.close_period('b'::text, '2026-01'::fund.period);
SELECT EXISTS (SELECT FROM fund.balance_sheet('b'::text, '2026-01'::fund.period));
SELECT EXISTS (SELECT FROM fund.income_expenditure('b'::text, '2026-01'::fund.period));
SELECT EXISTS (SELECT FROM fund."资产负债表"('b'::text, '2026-01'::fund.period));
SELECT EXISTS (SELECT FROM fund."收支表"('b'::text, '2026-01'::fund.period));
SELECT EXISTS (SELECT FROM fund.statement('b'::text, '收支表'::text, '2026-01'::fund.period, annual => true));
SELECT EXISTS (SELECT FROM fund.articulation('b'::text, '2026-01'::fund.period));
SELECT EXISTS (SELECT FROM fund.trial_balance('b'::text, '2026-01'::fund.period));
SELECT EXISTS (SELECT FROM fund."科目余额表"('b'::text, '2026-01'::fund.period));
SELECT EXISTS (SELECT FROM fund.restatements('b'::text, '2026-01'::fund.period, '2026-02'::fund.period));
SELECT EXISTS (SELECT FROM fund."重述"('b'::text, '2026-01'::fund.period, '2026-02'::fund.period));
SELECT * FROM fund.verify('b'::text);
SELECT count(r) IS NULL AS unread FROM ledger.entry AS r;
SELECT count(r) IS NULL AS unread FROM ledger.trial_balance AS r;
SELECT count(r) IS NULL AS unread FROM ledger."凭证分录" AS r;
SELECT count(r) IS NULL AS unread FROM ledger."科目余额表" AS r;
SELECT count(r) IS NULL AS unread FROM ledger."资产负债表" AS r;
SELECT count(r) IS NULL AS unread FROM ledger."收支表" AS r;
SELECT count(r) IS NULL AS unread FROM ledger.restatement_line AS r;
SELECT count(e) IS NULL AS unread FROM ledger.month_event AS e;
SELECT count(i) IS NULL AS unread FROM ledger.issued_figure AS i;
SELECT count(r) IS NULL AS unread FROM ledger."重述" AS r;
SELECT fund.revoke_duty('regress_poster'::name, 'prepare'::text, 'b'::text);
SELECT fund.grant_duty('regress_poster'::name, 'prepare'::text, 'b'::text);
RESET ROLE;
RESET search_path;

-- nor_do_posters: the trigger judges as before, whatever their path
SET ROLE regress_owner;
SELECT fund.grant_duty('regress_poster', 'feed', 'b');
RESET ROLE;
SET ROLE regress_poster;
SET search_path = planted, pg_catalog;
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
VALUES (1, '2026-02-01', 'a payment', 'Dr 1002 1.00, Cr 400101 1.00');
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
VALUES (1, '2026-02-01', 'a payment', 'Dr 1004 1.00, Cr 400101 1.00');
\echo :LAST_ERROR_SQLSTATE
RESET search_path;

-- names_cannot_be_forged
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal, prepared_by)
VALUES (1, '2026-02-01', 'a payment', 'Dr 1002 1.00, Cr 400101 1.00', 'regress_owner');
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;

-- derived_rows_are_nobody's: not even the owner's
SET ROLE regress_owner;
DELETE FROM ledger.balance;
\echo :LAST_ERROR_SQLSTATE
UPDATE ledger.book_period SET state = 'open';
\echo :LAST_ERROR_SQLSTATE
TRUNCATE ledger.voucher;
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;

-- trigger_functions_are_not_lent: to whoever has no EXECUTE; borrowed.sql has who does
SET ROLE regress_attacker;
CREATE TABLE planted.target (standard integer);
CREATE TRIGGER borrowed AFTER INSERT ON planted.target FOR EACH ROW EXECUTE FUNCTION fund._standard_changed();
\echo :LAST_ERROR_SQLSTATE
CREATE TRIGGER borrowed AFTER INSERT ON planted.target FOR EACH ROW EXECUTE FUNCTION fund._code_changed();
\echo :LAST_ERROR_SQLSTATE
CREATE TRIGGER borrowed AFTER INSERT ON planted.target REFERENCING NEW TABLE AS vouchers
    FOR EACH STATEMENT EXECUTE FUNCTION fund._check_vouchers();
\echo :LAST_ERROR_SQLSTATE

-- strangers_see_nothing
SELECT * FROM ledger.entry;
\echo :LAST_ERROR_SQLSTATE
SELECT * FROM fund.trial_balance('b', '2026-01');
\echo :LAST_ERROR_SQLSTATE
SELECT * FROM fund.verify('b');
\echo :LAST_ERROR_SQLSTATE
SELECT fund._account_name(1, '1003', '2026-01');
\echo :LAST_ERROR_SQLSTATE
SELECT * FROM fund.reopen_period('b', '2026-01', 'an attack');
\echo :LAST_ERROR_SQLSTATE
SELECT fund.create_ledger();
\echo :LAST_ERROR_SQLSTATE

-- account_names_are_for_readers: for whoever has a duty, in one book or in all, or
-- the privilege to read accounts; through a view, too
RESET ROLE;
SET ROLE regress_poster;
SELECT fund._account_name(1, '1003', '2026-01') IS NOT NULL AS named;
SELECT count(account_name) > 0 AS named FROM ledger.entry;
RESET ROLE;
REVOKE SELECT ON ledger.account FROM regress_poster;
SET ROLE regress_poster;
SELECT has_table_privilege('ledger.account', 'SELECT') AS by_privilege;
SELECT count(account_name) > 0 AS named FROM ledger.entry;
RESET ROLE;
BEGIN;
SET LOCAL ROLE regress_owner;
SELECT fund.grant_duty('regress_attacker', 'read');
RESET ROLE;
REVOKE SELECT ON ledger.account FROM regress_attacker;
SET LOCAL ROLE regress_attacker;
SELECT fund._account_name(1, '1003', '2026-01') IS NOT NULL AS named;
ROLLBACK;
BEGIN;
GRANT SELECT ON ledger.account TO regress_attacker;
SET LOCAL ROLE regress_attacker;
SELECT fund._account_name(1, '1003', '2026-01') IS NOT NULL AS named;
ROLLBACK;
SET ROLE regress_attacker;

-- wrappers_do_not_lend_rights: a function of the attacker's that the owner calls
-- is judged as the owner, one of SECURITY DEFINER as the attacker
CREATE FUNCTION planted.peek() RETURNS bigint SECURITY DEFINER LANGUAGE sql
    AS $$ SELECT count(*) FROM fund.trial_balance('b', '2026-01') $$;
RESET ROLE;
SELECT planted.peek();
\echo :LAST_ERROR_SQLSTATE

-- what_is_on_the_table_is_the_posters_to_run: triggers and indexes of others run as
-- for an INSERT of whoever posts, and never with the owner's rights (doc/adr/0004)
SET client_min_messages = error;
SET ROLE regress_owner;
CREATE SCHEMA kept;
CREATE TABLE kept.wish (n integer);
CREATE FUNCTION kept.come_true() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE WARNING 'a deferred trigger runs as %', current_user;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER later AFTER INSERT ON kept.wish
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION kept.come_true();
CREATE FUNCTION kept.make_wish() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO kept.wish VALUES (1);
    RETURN NULL;
END
$$;
CREATE FUNCTION kept.tell(text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RAISE WARNING 'an index expression runs as %', current_user;
    RETURN $1;
END
$$;
CREATE TRIGGER wish AFTER INSERT ON ledger.voucher FOR EACH ROW EXECUTE FUNCTION kept.make_wish();
RESET ROLE;
SET client_min_messages = warning;
SELECT fund.post('b', '2026-02-03', 'by a superuser', 'Dr 1002 1.00, Cr 400101 1.00') > 0 AS posted;
SET client_min_messages = error;
SET ROLE regress_owner;
DROP TRIGGER wish ON ledger.voucher;
CREATE INDEX told ON ledger.voucher (kept.tell(summary));
RESET ROLE;
SET client_min_messages = warning;
SELECT fund.post('b', '2026-02-03', 'by a superuser', 'Dr 1002 1.00, Cr 400101 1.00') > 0 AS posted;
SET ROLE regress_poster;
SELECT fund.post('b', '2026-02-03', 'by a poster', 'Dr 1002 1.00, Cr 400101 1.00', source_key => 'told') > 0 AS posted;
RESET ROLE;
DROP INDEX ledger.told;
DROP SCHEMA kept CASCADE;

-- a_policy_hides_nothing: forced on an owner who is no superuser, it is an error
BEGIN;
CREATE POLICY hiding ON ledger.voucher USING (summary <> 'a payment');
ALTER TABLE ledger.voucher ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
SAVEPOINT s;
SELECT * FROM fund.trial_balance('b', '2026-02');
\echo :LAST_ERROR_SQLSTATE
ROLLBACK TO s;
SELECT * FROM fund.verify('b');
\echo :LAST_ERROR_SQLSTATE
ROLLBACK TO s;
SELECT * FROM fund.close_period('b', '2026-02');
\echo :LAST_ERROR_SQLSTATE
ROLLBACK;

-- a_new_owner_needs_the_functions: REASSIGN OWNED does not bring them
\set VERBOSITY default
CREATE ROLE regress_heir;
BEGIN;
REASSIGN OWNED BY regress_owner TO regress_heir;
SAVEPOINT s;
SELECT action FROM fund.close_period('b', '2026-02');
\echo :LAST_ERROR_SQLSTATE
ROLLBACK TO s;
SELECT count(*) > 0 AS rows FROM fund.trial_balance('b', '2026-01');
ROLLBACK TO s;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA fund TO regress_heir;
SELECT count(*) > 0 AS rows FROM fund.trial_balance('b', '2026-01');
ROLLBACK;
DROP ROLE regress_heir;

DROP SCHEMA planted CASCADE;
DROP SCHEMA ledger CASCADE;
DROP OWNED BY regress_owner, regress_attacker, regress_poster;
DROP ROLE regress_attacker, regress_owner, regress_poster;
