-- What cannot have been stored, planted behind constraints and triggers, and
-- what can be but makes no sense: a report is right or refused, with a SQLSTATE
-- that says which, and neither ends the server nor goes on for ever.
SET client_encoding = 'UTF8';
SET client_min_messages = warning;
SELECT fund.create_ledger();
SET search_path = public, fund;
\pset null '-'
\set SHOW_CONTEXT never

SELECT fund._copy_standard('reform', 'own', '自定', '自定', '2026-01-01');
SELECT fund.create_book('fund', '职工', 'own', '2025-12') > 0 AS created;
SELECT fund.post('fund', '2025-12-10', '收到保险费', 'Dr 1003 30.00, Cr 400101 30.00') > 0 AS posted;
INSERT INTO ledger.articulation (standard, rule, name, statement, lhs, rhs, rhs_of, period_window, severity, rule_type, authority)
VALUES ('own', 'issued', '年初余额 as issued', '资产负债表', 'opening([A3])', '[A3]', 'issued', 'year_to_date', 'error', 'articulation', '-');
SELECT count(*) > 0 AS closed FROM fund.close_period('fund', '2025-12');
SELECT fund.post('fund', '2026-01-11', '收到保险费', 'Dr 1003 5.00, Cr 400101 5.00') > 0 AS posted;

CREATE PROCEDURE pg_temp.plant(change text)
    LANGUAGE plpgsql
    AS $$
    DECLARE
        target regclass := ('ledger.' || substring(change FROM 'ledger\.(\w+)'))::regclass;
        name   text;
    BEGIN
        SET LOCAL session_replication_role = replica;
        FOR name IN SELECT conname FROM pg_constraint
                    WHERE conrelid = target AND contype NOT IN ('n', 't') ORDER BY contype <> 'f' LOOP
            EXECUTE format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I CASCADE', target, name);
        END LOOP;
        FOR name IN SELECT attname FROM pg_attribute
                    WHERE attrelid = target AND attnum > 0 AND attnotnull AND attidentity = '' LOOP
            EXECUTE format('ALTER TABLE %s ALTER %I DROP NOT NULL', target, name);
        END LOOP;
        EXECUTE change;
        SET LOCAL session_replication_role = origin;
    END
    $$;

-- What the reports say, those that say the same together
CREATE FUNCTION pg_temp.reports() RETURNS TABLE (reports text, outcome text)
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_query  text;
        v_detail text;
        v_said   text[] := '{}';
        v_names  text[] := '{}';
    BEGIN
        FOREACH v_query IN ARRAY ARRAY[
            'balance_sheet(''fund'', ''2026-01'')', 'income_expenditure(''fund'', ''2026-01'')',
            'statement(''fund'', ''资产负债表'', ''2026-01'', annual => true)',
            'statement_pack(''fund'', ''2026-01'', ''accrual'')',
            'articulation(''fund'', ''2026-01'')', 'trial_balance(''fund'', ''2026-01'')',
            'account_ledger(''fund'', ''1003'', ''2025-12'', ''2026-01'')',
            'journal_book(''fund'', ''1003'', ''2025-12'', ''2026-01'')',
            'balances(''fund'', ''2026-01-15'')', 'balances(''fund'', ''2025-12-05'', ''2026-01'', true)',
            'explain(''fund'', ''资产负债表'', ''A3'', ''2026-01'')',
            'attribute(''fund'', ''issued'', ''2026-01'')',
            'prove(''own'')', 'proof_laws(''own'')', 'proof_vectors(''own'')',
            'check_figures(''own'', ''资产负债表'', ''{"A3": [1, 2]}'')'] LOOP
            v_names := v_names || split_part(v_query, '(', 1);
            BEGIN
                EXECUTE 'SELECT FROM fund.' || v_query;
                v_said := v_said || 'rows'::text;
            EXCEPTION WHEN OTHERS THEN
                GET STACKED DIAGNOSTICS v_detail = PG_EXCEPTION_DETAIL;
                v_said := v_said || format('%s %s: %s', SQLSTATE, SQLERRM, v_detail);
            END;
        END LOOP;
        RETURN QUERY
            SELECT string_agg(n, ', ' ORDER BY i), s
            FROM unnest(v_names, v_said) WITH ORDINALITY AS u (n, s, i)
            GROUP BY s ORDER BY min(i);
    END
    $$;
SELECT outcome FROM pg_temp.reports();

-- balances
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.balance SET account = '9999' WHERE account = '1003' $$);
SELECT * FROM pg_temp.reports() WHERE outcome <> 'rows';
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.balance SET opening = NULL $$);
SELECT * FROM pg_temp.reports() WHERE outcome <> 'rows';
ROLLBACK;
BEGIN;
CREATE CAST ("char" AS fund.basis) WITHOUT FUNCTION;
CALL pg_temp.plant($$ UPDATE ledger.balance SET basis = 'y'::"char"::fund.basis WHERE account OPERATOR(fund.=) '1003' $$);
SELECT * FROM pg_temp.reports() WHERE outcome <> 'rows';
ROLLBACK;

-- numbers
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.voucher_number SET vouchers = ARRAY[1, NULL, 3] $$);
SELECT * FROM pg_temp.reports() WHERE outcome <> 'rows';
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.voucher_number SET first_number = 2147483647 $$);
SELECT * FROM pg_temp.reports() WHERE outcome <> 'rows';
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.voucher_number SET vouchers = NULL $$);
SELECT * FROM pg_temp.reports() WHERE outcome <> 'rows';
ROLLBACK;

-- issued figures
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.issued_statement SET figure = 'NaN' WHERE item_id = 'A3' $$);
SELECT * FROM pg_temp.reports() WHERE outcome <> 'rows';
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.issued_statement SET figure = 1e17 WHERE item_id = 'A3' $$);
SELECT * FROM pg_temp.reports() WHERE outcome <> 'rows';
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.issued_statement SET item_id = NULL $$);
SELECT * FROM pg_temp.reports() WHERE outcome <> 'rows';
ROLLBACK;

-- forms and rules: words, forms and levels that are none, and numbers twice
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.statement_column SET period_window = 'week' $$);
SELECT * FROM pg_temp.reports() WHERE outcome <> 'rows';
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.statement_line SET statement = '现金流量表' WHERE item_id = 'A3' $$);
SELECT * FROM pg_temp.reports() WHERE outcome <> 'rows';
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.articulation SET relation = '<>' WHERE rule = 'issued' $$);
SELECT * FROM pg_temp.reports() WHERE outcome <> 'rows';
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.statement_line SET level = -2147483648, line_no = 7 $$);
SELECT * FROM pg_temp.reports() WHERE outcome <> 'rows';
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.statement_column SET column_no = 1, name = 'x' $$);
SELECT * FROM pg_temp.reports() WHERE outcome <> 'rows';
ROLLBACK;

-- formulas: of what is not there, of themselves, of factors without end
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.statement_line SET formula = '[A3] + [X99]' WHERE item_id = 'A3' AND standard = 'own' $$);
SELECT * FROM pg_temp.reports() WHERE outcome <> 'rows';
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.statement_line SET formula = '9223372036854775807 * closing(1003) + 1/9223372036854775807 * closing(1004) + 1/9223372036854775783 * closing(1005)'
                      WHERE item_id = 'A3' AND standard = 'own' $$);
SELECT * FROM pg_temp.reports() WHERE outcome <> 'rows';
ROLLBACK;

-- Sixty lines, each twice the one before: the figure is one of a moment, what it
-- is made of has no end.
BEGIN;
CALL pg_temp.plant($$
    WITH line AS (
        INSERT INTO ledger.statement_line (standard, statement, line_no, item_id, item, level, formula)
        SELECT 'own', '资产负债表', 1000 + i, 'X' || i, 'X' || i, 1,
               CASE i WHEN 1 THEN 'closing(1005)' ELSE format('[X%s] + [X%s]', i - 1, i - 1) END::fund.formula
        FROM generate_series(1, 60) AS i)
    UPDATE ledger.statement_line SET formula = 'closing(1003) + [X60]' WHERE item_id = 'A3' AND standard = 'own' $$);
SELECT * FROM pg_temp.reports() WHERE outcome <> 'rows';
ROLLBACK;

-- verdicts
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.proof SET verdict = NULL WHERE standard = 'own' AND rule = 'issued' AND moment = 'any' $$);
UPDATE ledger.articulation SET name = 'as issued' WHERE standard = 'own' AND rule = 'issued';
SET CONSTRAINTS ALL IMMEDIATE;
\echo :LAST_ERROR_SQLSTATE
ROLLBACK;

-- days that are none
\set VERBOSITY sqlstate
SELECT * FROM fund.account_ledger('fund', '1003', '-infinity', 'infinity');
SELECT * FROM fund.account_ledger('fund', '1003', '2026-01', 'infinity');
SELECT count(*) FROM fund.account_ledger('fund', '1003', '0001-01', '9999-12');
SELECT count(*) > 0 AS shown FROM fund.balance_sheet('fund', '9999-12');
SELECT count(*) > 0 AS shown FROM fund.statement('fund', '收支表', '9999-12', annual => true);

DROP SCHEMA ledger CASCADE;
