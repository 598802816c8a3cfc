-- Functions of ours that somebody with EXECUTE, the ledger's owner say, lends to a
-- table or an operator of its own: refused, and never a crash.
\set SHOW_CONTEXT never
SET client_min_messages = error;
DROP SCHEMA IF EXISTS ledger CASCADE;
SELECT fund.create_ledger();
CREATE SCHEMA borrower;

-- trigger_functions: on tables that look like none of ours, and at events of no trigger of ours
CREATE FUNCTION borrower.fire(function text, layout text, fires text, statements text[]) RETURNS TABLE (state text, message text)
    LANGUAGE plpgsql AS $$
DECLARE
    statement text;
BEGIN
    EXECUTE format('CREATE TABLE borrower.target (%s)', layout);
    EXECUTE format('INSERT INTO borrower.target DEFAULT VALUES');
    EXECUTE format('CREATE TRIGGER borrowed %s EXECUTE FUNCTION fund.%I()', fires, function);
    FOREACH statement IN ARRAY statements
    LOOP
        BEGIN
            EXECUTE statement;
            state := 'nothing';
            message := statement;
            RETURN NEXT;
        EXCEPTION WHEN OTHERS THEN
            GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT;
            RETURN NEXT;
        END;
    END LOOP;
    DROP TABLE borrower.target;
END
$$;

CREATE TABLE borrower.layout AS
SELECT string_agg(format('c%s %s', n, type), ', ' ORDER BY n) AS columns
FROM unnest(ARRAY['bigint', 'text', 'boolean', 'bytea', 'numeric']) AS type, generate_series(1, 13) AS n
GROUP BY type;

SELECT count(*) > 300 AS tried, count(*) FILTER (WHERE f.state = '39P01') = count(*) AS all_refused,
       string_agg(DISTINCT p.proname, ' ') FILTER (WHERE f.state <> '39P01') AS but
FROM pg_proc AS p
CROSS JOIN borrower.layout AS l
CROSS JOIN (VALUES
    ('AFTER INSERT OR UPDATE OR DELETE ON borrower.target FOR EACH ROW'),
    ('BEFORE INSERT OR UPDATE OR DELETE ON borrower.target FOR EACH ROW'),
    ('BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON borrower.target FOR EACH STATEMENT'),
    ('AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON borrower.target FOR EACH STATEMENT')) AS t (fires)
CROSS JOIN LATERAL borrower.fire(p.proname, l.columns, t.fires,
    CASE WHEN t.fires ~ 'ROW' THEN ARRAY['INSERT INTO borrower.target DEFAULT VALUES',
                                         'UPDATE borrower.target SET c1 = c1', 'DELETE FROM borrower.target']
         ELSE ARRAY['INSERT INTO borrower.target DEFAULT VALUES', 'TRUNCATE borrower.target'] END) AS f
WHERE p.pronamespace = 'fund'::regnamespace AND p.prorettype = 'trigger'::regtype
  AND p.prolang = (SELECT oid FROM pg_language WHERE lanname = 'c');

-- with_a_transition_table
SELECT f.state, f.message, count(*)
FROM borrower.layout AS l
CROSS JOIN LATERAL borrower.fire('_check_vouchers', l.columns,
    'AFTER INSERT ON borrower.target REFERENCING NEW TABLE AS vouchers FOR EACH STATEMENT',
    ARRAY['INSERT INTO borrower.target DEFAULT VALUES']) AS f
GROUP BY 1, 2;

-- by_the_name_of_ours, and as a view
CREATE TABLE borrower.voucher (LIKE ledger.voucher INCLUDING ALL);
CREATE TRIGGER borrowed AFTER INSERT ON borrower.voucher REFERENCING NEW TABLE AS vouchers
    FOR EACH STATEMENT EXECUTE FUNCTION fund._check_vouchers();
INSERT INTO borrower.voucher (book_id, voucher_date, summary, journal) VALUES (1, '2026-01-01', 's', 'Dr 1003 1.00, Cr 4101 1.00');
\echo :LAST_ERROR_SQLSTATE
CREATE VIEW borrower.book AS SELECT 1 AS book_id;
CREATE TRIGGER borrowed INSTEAD OF INSERT ON borrower.book FOR EACH ROW EXECUTE FUNCTION fund._code_changed();
INSERT INTO borrower.book VALUES (1);
\echo :LAST_ERROR_SQLSTATE

-- on_another_table_of_the_ledger, and at another moment
BEGIN;
CREATE TRIGGER borrowed AFTER INSERT ON ledger.party FOR EACH ROW EXECUTE FUNCTION fund._duty_changed();
INSERT INTO ledger.party (party, name, party_kind) VALUES ('P', 'p', 'payer');
\echo :LAST_ERROR_SQLSTATE
ROLLBACK;
BEGIN;
CREATE TRIGGER borrowed BEFORE INSERT ON ledger.party FOR EACH ROW EXECUTE FUNCTION fund._code_changed();
INSERT INTO ledger.party (party, name, party_kind) VALUES ('P', 'p', 'payer');
\echo :LAST_ERROR_SQLSTATE
ROLLBACK;
BEGIN;
CREATE TRIGGER borrowed AFTER INSERT ON ledger.voucher FOR EACH STATEMENT EXECUTE FUNCTION fund._check_vouchers();
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal) VALUES (1, '2026-01-01', 's', 'Dr 1003 1.00, Cr 4101 1.00');
\echo :LAST_ERROR_SQLSTATE
ROLLBACK;

-- columns_that_are_others_now
BEGIN;
ALTER TABLE ledger.carry_rule DISABLE TRIGGER USER;
ALTER TABLE ledger.carry_rule DROP CONSTRAINT carry_rule_standard_fkey;
DELETE FROM ledger.carry_rule;
ALTER TABLE ledger.carry_rule ALTER standard TYPE bigint USING 1;
ALTER TABLE ledger.carry_rule ENABLE TRIGGER USER;
INSERT INTO ledger.carry_rule VALUES (1, 'g', '4601', '4602', 'carry');
\echo :LAST_ERROR_SQLSTATE
ROLLBACK;
BEGIN;
ALTER TABLE ledger.standard DROP CONSTRAINT standard_pkey CASCADE;
ALTER TABLE ledger.standard ALTER standard DROP NOT NULL;
INSERT INTO ledger.standard VALUES (NULL, 'n', 'i', 'a', '2026-01-01');
\echo :LAST_ERROR_SQLSTATE
ROLLBACK;

-- estimators: of operators whose values are no codes
CREATE OPERATOR borrower.@@ (LEFTARG = numeric, RIGHTARG = numeric, FUNCTION = numeric_eq,
                             RESTRICT = fund._account_code_contains_selectivity);
CREATE OPERATOR borrower.@@ (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq,
                             RESTRICT = fund._account_code_within_selectivity);
CREATE TABLE borrower.value AS SELECT (n % 3)::numeric AS n, (n % 3)::text AS t FROM generate_series(1, 300) AS n;
ANALYZE borrower.value;
SELECT count(*) FROM borrower.value WHERE n OPERATOR(borrower.@@) 1;
SELECT count(*) FROM borrower.value WHERE t OPERATOR(borrower.@@) '1';

SET client_min_messages = error;
DROP SCHEMA borrower CASCADE;
DROP SCHEMA ledger CASCADE;
