-- The whole of every figure is explained and the whole of every rule's
-- difference attributed: of random books, whose standard has lines with
-- fractions and rules that do not hold, in open months and across closed ones.
\set ECHO none
\set QUIET on
\pset format unaligned
\pset tuples_only on
BEGIN;
SET LOCAL client_min_messages = error;
SET LOCAL search_path = public, fund;
SELECT fund.create_ledger() \g /dev/null

\if :{?seed}
\else
    \set seed 0.20260301
\endif
SELECT plan(7);
SELECT diag('seed ' || :'seed' || ' (psql -v seed=… runs another)');
SELECT setseed(:seed) \g /dev/null

-- Parties whose codes are their kinds, for the accounts that demand one
INSERT INTO ledger.party (party, name, party_kind)
SELECT party_kind, name, party_kind FROM ledger.party_kind WHERE party_kind IN ('institution', 'payer', 'lender') \g /dev/null
CREATE FUNCTION pg_temp.party_of(account text) RETURNS text
    LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN account LIKE '110102%' THEN 'institution' WHEN account LIKE '1131%' THEN 'payer'
                WHEN account LIKE '2101%' THEN 'lender' END;

-- Which accounts a voucher of a kind may have together
CREATE TEMP VIEW grouped AS
SELECT DISTINCT standard, kind::text, carry_group AS of_group, account
FROM ledger.carry_rule, unnest(ARRAY[from_account, to_account]) AS account
UNION ALL
SELECT standard, 'transfer', transfer_group, account FROM ledger.transfer_group;

-- A journal of two to five lines on random accounts that take such vouchers;
-- lines may be red. Details of open accounts come up, too.
CREATE FUNCTION pg_temp.random_journal(v_standard text, v_kind text, v_basis text) RETURNS fund.journal
    LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    v_lines     fund.journal_line[] := '{}';
    v_total     numeric := 0;
    v_amount    numeric;
    v_account   text;
    v_group     text;
    v_count     int := 1 + floor(random() * 4);
BEGIN
    SELECT of_group INTO v_group FROM grouped AS r
    WHERE r.standard = v_standard AND r.kind = v_kind ORDER BY random() LIMIT 1;

    FOR n IN 0 .. v_count LOOP
        SELECT a.account::text || CASE WHEN a.detail = 'open' AND random() < 0.3 THEN '0' || ceil(random() * 3) ELSE '' END
        INTO v_account
        FROM ledger.account AS a
        WHERE a.standard = v_standard AND a.postable AND v_kind = ANY (a.kinds)
          AND v_basis = ANY (coalesce(a.bases, '{cash}'))
          AND (v_kind NOT IN ('carry', 'closing', 'transfer')
               OR EXISTS (SELECT FROM grouped AS r
                          WHERE r.standard = v_standard AND r.kind = v_kind AND r.of_group = v_group
                            AND a.account <@ r.account))
        ORDER BY random() LIMIT 1;
        IF n < v_count THEN
            v_amount := round((random() * 1000 - 100)::numeric, 2);
            v_lines := v_lines || fund.debit(v_account, v_amount, pg_temp.party_of(v_account));
            v_total := v_total + v_amount;
        ELSE
            v_lines := v_lines || fund.credit(v_account, v_total, pg_temp.party_of(v_account));
        END IF;
    END LOOP;
    RETURN fund.journal(VARIADIC v_lines);
END
$$;

-- The figures of all forms of the book in the month, the annual ones too, that
-- are not what is explained, and the rows that are not the sum of those a
-- level below: so that vouchers and what was brought forward make the figure.
CREATE FUNCTION pg_temp.unexplained(v_book text, v_month fund.period, v_basis text) RETURNS SETOF text
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_figure record;
        v_row    record;
        v_own    numeric[];     -- of the rows above, by level from 1, and
        v_sum    numeric[];     -- the sum of those below each so far
        v_depth  integer;
    BEGIN
        FOR v_figure IN
            SELECT f.statement, s.item_id, s.column_name, s.figure,
                   CASE WHEN annual THEN format('%s-12', extract(year FROM fund.first_day(v_month)))::fund.period
                        ELSE v_month END AS month
            FROM ledger.book AS k JOIN ledger.statement AS f USING (standard),
            unnest(ARRAY[false, true]) AS annual,
            fund.statement(v_book, f.statement, v_month, v_basis, enforce => false, annual => annual) AS s
            WHERE k.book = v_book
        LOOP
            v_depth := 0;
            FOR v_row IN
                SELECT e.level + 1 AS level, e.kind, e.contribution
                FROM fund.explain(v_book, v_figure.statement, v_figure.item_id, v_figure.month, v_figure.column_name, v_basis) AS e
                UNION ALL
                SELECT 1, 'end', NULL
            LOOP
                WHILE v_depth >= v_row.level LOOP
                    IF v_own[v_depth] <> v_sum[v_depth] THEN
                        RETURN NEXT format('%s %s %s: a row of %s is not %s', v_month, v_figure.item_id,
                                           v_figure.column_name, v_own[v_depth], v_sum[v_depth]);
                    END IF;
                    v_depth := v_depth - 1;
                END LOOP;
                IF v_row.level = 1 AND v_row.kind <> 'end' AND v_row.contribution IS DISTINCT FROM v_figure.figure THEN
                    RETURN NEXT format('%s %s %s: %s is not %s', v_month, v_figure.item_id,
                                       v_figure.column_name, v_row.contribution, v_figure.figure);
                END IF;
                IF v_row.level > 1 THEN
                    v_sum[v_row.level - 1] := v_sum[v_row.level - 1] + v_row.contribution;
                END IF;
                IF v_row.kind IN ('line', 'account') THEN
                    v_depth := v_row.level;
                    v_own[v_depth] := v_row.contribution;
                    v_sum[v_depth] := 0;
                END IF;
            END LOOP;
        END LOOP;
    END
    $$;

-- The rules whose difference is not the sum of what it is attributed to
CREATE FUNCTION pg_temp.unattributed(book text, month fund.period, basis text)
    RETURNS TABLE (rule text, difference numeric, total numeric)
    LANGUAGE sql
    AS $$
        SELECT r.rule, r.difference, a.total
        FROM fund.articulation($1, $2, $3) AS r,
        LATERAL (SELECT CASE WHEN r.difference IS NOT NULL OR count(*) > 0
                             THEN coalesce(sum(contribution), 0) END AS total
                 FROM fund.attribute($1, r.rule, $2, $3)) AS a
        WHERE a.total IS DISTINCT FROM r.difference
    $$;

-- Posts so many random vouchers.
CREATE FUNCTION pg_temp.post_random(v_book text, v_standard text, v_count int) RETURNS void
    LANGUAGE plpgsql AS $$
DECLARE
    v_posted    int := 0;
    v_kind      text;
    v_basis     text;
    v_date      date;
BEGIN
    WHILE v_posted < v_count LOOP
        SELECT k INTO v_kind FROM unnest(ARRAY['normal', 'normal', 'normal', 'opening', 'adjustment', 'transfer', 'closing', 'carry']) AS k
        ORDER BY random() LIMIT 1;
        v_basis := CASE WHEN random() < 0.3 THEN 'accrual' ELSE 'cash' END;
        v_date := CASE v_kind WHEN 'opening' THEN date '2025-11-01' ELSE date '2025-11-01' + floor(random() * 120)::int END;
        BEGIN
            PERFORM fund.post(v_book, v_date, '随机', pg_temp.random_journal(v_standard, v_kind, v_basis),
                              kind => v_kind, basis => v_basis);
            v_posted := v_posted + 1;
        EXCEPTION WHEN SQLSTATE 'LG025' OR SQLSTATE 'LG002' OR SQLSTATE 'LG026' THEN
            NULL;   -- a forbidden pair, amounts that cancel each other, 待转 that is not there
        END;
    END LOOP;
END
$$;

SELECT fund.derive_standard('reform', 'own', '自定') \g /dev/null
UPDATE ledger.account SET overdraft = 'free', guard_group = NULL, month_end_zero = 'no' WHERE standard = 'own';
DELETE FROM ledger.articulation WHERE standard = 'own' AND judged = 'at_close';
INSERT INTO ledger.statement_line (standard, statement, line_no, item_id, item, level, formula) VALUES
    ('own', '资产负债表', 91, 'F1', '-', 1, '1/3 * closing(1003) + 1/3 * closing(1004)'),
    ('own', '资产负债表', 92, 'F2', '-', 1, '2/7 * [F1] - 1/3 * (opening(资产负债表[F1]) - closing(资产负债表[N0]))'),
    ('own', '收支表', 93, 'F3', '-', 1, '1/3 * [T1] - 2/3 * debit(1003, normal) + 5 * credit(1003) + debit(1003, opening)'),
    ('own', '收支表', 94, 'F4', '-', 1, '1/9 * [F3] + 1/9 * [F3] + 1/7 * 资产负债表[F2] - closing(300101)');
INSERT INTO ledger.articulation (standard, rule, name, statement, lhs, relation, rhs, rhs_of, period_window, severity, rule_type, authority) VALUES
    ('own', 'month', '-', '资产负债表', '[F1]', '=', '1/7 * [F2]', 'book', 'month', 'warning', 'control', '-'),
    ('own', 'to date', '-', '收支表', '[F3]', '<=', '1/3 * net(4001) + opening(1004)', 'book', 'year_to_date', 'warning', 'control', '-'),
    ('own', 'year', '-', '收支表', '[F4]', '>=', '[F3]', 'book', 'year', 'warning', 'control', '-'),
    ('own', 'issued', '-', '资产负债表', 'opening([A3])', '=', '1/3 * [A3] + [F1]', 'issued', 'year_to_date', 'warning', 'control', '-');
SELECT fund.create_book('random', '-', 'own', '2025-11') \g /dev/null
SELECT pg_temp.post_random('random', 'own', 150) \g /dev/null

CREATE TEMP TABLE moment AS
SELECT m::fund.period AS month, b AS basis
FROM unnest(ARRAY['2025-11', '2025-12', '2026-01', '2026-02', '2026-12', '2027-01']) AS m, unnest(ARRAY['cash', 'accrual']) AS b;

SELECT is_empty($$SELECT u FROM moment, pg_temp.unexplained('random', month, basis) AS u$$,
                'every figure of open months is explained');
SELECT is_empty($$SELECT month, u FROM moment, pg_temp.unattributed('random', month, basis) AS u$$,
                'every difference of open months is attributed');
SELECT fund.restate('random', voucher_id, 'error_correction', '随机') FROM ledger.voucher WHERE kind = 'adjustment' \g /dev/null
SELECT lives_ok($$SELECT count(*) FROM fund.close_period('random', '2025-11')$$, 'a month is closed');
SELECT lives_ok($$SELECT count(*) FROM fund.close_period('random', '2025-12')$$, 'and another');
SELECT is_empty($$SELECT u FROM moment, pg_temp.unexplained('random', month, basis) AS u$$,
                'every figure is explained across closed months');
SELECT is_empty($$SELECT month, u FROM moment, pg_temp.unattributed('random', month, basis) AS u$$,
                'every difference is attributed across closed months');
SELECT ok(count(*) > 20, 'and rules did fail')
FROM moment, fund.articulation('random', month, basis) WHERE verdict = 'fail';

SELECT * FROM finish();
ROLLBACK;
