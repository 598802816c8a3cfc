-- What makes a figure, and the difference of a rule: always the whole of it.
SET client_encoding = 'UTF8';
SET datestyle = 'ISO, YMD';
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS ledger CASCADE;
SELECT fund.create_ledger();
\pset null '-'
\getenv abs_srcdir PG_ABS_SRCDIR

CREATE FUNCTION pg_temp.refusal(query text) RETURNS text
    LANGUAGE plpgsql
    AS $$
    BEGIN
        EXECUTE query;
        RETURN 'no error';
    EXCEPTION WHEN OTHERS THEN
        RETURN SQLSTATE || ' ' || SQLERRM;
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

CREATE TEMP TABLE example (
    line         integer GENERATED ALWAYS AS IDENTITY,
    voucher_date date,
    kind         text,
    summary      text,
    journal      fund.journal
);
\set vouchers :abs_srcdir '/demo/vouchers.csv'
COPY example (voucher_date, kind, summary, journal) FROM :'vouchers' CSV HEADER;

SELECT fund.create_book('example', 'the worked example', 'reform', '2026-01') > 0 AS created;
INSERT INTO ledger.voucher (book_id, voucher_date, kind, summary, journal)
SELECT b.book_id, e.voucher_date, e.kind, e.summary, e.journal
FROM example AS e, ledger.book AS b WHERE b.book = 'example' ORDER BY e.line;

-- every_figure_is_explained: in open months, then in closed ones, and across
SELECT u.* FROM unnest('{2026-01,2026-02,2026-03,2027-01}'::fund.period[]) AS m,
    pg_temp.unexplained('example', m, 'cash') AS u;
SELECT m, u.* FROM unnest('{2026-01,2026-02,2026-03,2027-01}'::fund.period[]) AS m,
    pg_temp.unattributed('example', m, 'cash') AS u;
SELECT count(*) > 0 AS closed FROM fund.close_period('example', '2026-01');
SELECT u.* FROM unnest('{2026-01,2026-02,2026-03,2027-01}'::fund.period[]) AS m,
    pg_temp.unexplained('example', m, 'cash') AS u;
SELECT count(*) > 0 AS closed FROM fund.close_period('example', '2026-02');
SELECT count(*) > 0 AS closed FROM fund.close_period('example', '2026-03');
SELECT u.* FROM unnest('{2026-01,2026-02,2026-03,2027-01}'::fund.period[]) AS m,
    pg_temp.unexplained('example', m, 'cash') AS u;
SELECT m, u.* FROM unnest('{2026-01,2026-02,2026-03,2027-01}'::fund.period[]) AS m,
    pg_temp.unattributed('example', m, 'cash') AS u;

-- as_it_is_shown
SELECT level, kind, item_id, account, name, factor, measure, voucher_date, voucher_kind, number, line_no, contribution
FROM fund.explain('example', 'balance_sheet', 'N13', '2026-03');
SELECT level, kind, statement, item_id, account, name, factor, measure, contribution
FROM fund.explain('example', '收支表', 'Z1', '2026-03', '本年累计数')
WHERE contribution <> 0 AND kind <> 'voucher';
SELECT kind, voucher_date, number, summary, contribution
FROM fund.explain('example', '资产负债表', 'A3', '2026-03', '年初余额') WHERE level > 1;
-- what is no figure: of a time before the book, of a heading
SELECT * FROM fund.explain('example', '收支表', 'Z1', '2026-03', '上年数');

-- fractions_add_up: each part is rounded, their sum is the figure
SELECT fund.derive_standard('reform', 'own', '自定');
INSERT INTO ledger.statement_line (standard, statement, line_no, item_id, item, level, formula) VALUES
    ('own', '资产负债表', 90, 'F0', 'heading', 1, NULL),
    ('own', '资产负债表', 91, 'F1', 'a third', 1, '1/3 * closing(1003) + 1/3 * closing(1004)'),
    ('own', '资产负债表', 92, 'F2', 'of a third', 1, '2/7 * [F1] - 1/3 * (opening(资产负债表[F1]) - closing(资产负债表[N0]))'),
    ('own', '收支表', 93, 'F3', 'turnover', 1, '1/3 * [T1] - 2/3 * debit(1003, normal) + 5 * credit(1003) + debit(1003, opening)'),
    ('own', '收支表', 94, 'F4', 'of both', 1, '1/9 * [F3] + 1/9 * [F3] + 1/7 * 资产负债表[F2] - closing(300101)');
INSERT INTO ledger.articulation (standard, rule, name, statement, lhs, relation, rhs, rhs_of, period_window, severity, rule_type, authority) VALUES
    ('own', 'thirds', '-', '资产负债表', '[F1]', '=', '1/7 * [F2]', 'book', 'month', 'warning', 'control', '-'),
    ('own', 'turnover', '-', '收支表', '[F3]', '<=', '1/3 * net(4001)', 'book', 'year_to_date', 'warning', 'control', '-'),
    ('own', 'issued', '-', '资产负债表', 'opening([A3])', '=', '1/3 * [A3] + [F1]', 'issued', 'year_to_date', 'warning', 'control', '-'),
    ('own', 'lower', '-', '收支表', '[T1]', '=', '1/3 * [T1]', 'children', 'year_to_date', 'warning', 'control', '-');
SELECT fund.create_book('thirds', 'fractions', 'own', '2025-12') > 0 AS created;
SELECT fund.create_book('below', 'a lower book', 'own', '2026-01', parent => 'thirds') > 0 AS created;
INSERT INTO ledger.party (party, name, party_kind) VALUES ('P1', '某单位', 'payer');
SELECT count(fund.post(v.book, v.voucher_date::date, '-', v.journal, kind => v.kind, basis => v.basis))
FROM (VALUES
    ('thirds', '2025-12-01', 'Dr 1003 100.01, Cr 300101 100.01', 'opening', 'cash'),
    ('thirds', '2025-12-05', 'Dr 1003 0.01, Cr 400101 0.01', 'normal', 'cash'),
    ('thirds', '2025-12-06', 'Dr 1003 0.01, Cr 400101 0.01', 'normal', 'cash'),
    ('thirds', '2026-01-05', 'Dr 1003 0.04, Cr 400101 0.04', 'normal', 'cash'),
    ('thirds', '2026-01-06', 'Dr 10030101 0.05, Cr 1003 -1.01, Cr 400101 1.06', 'normal', 'cash'),
    ('thirds', '2026-01-07', 'Dr 1004 7.77, Cr 1003 7.77', 'normal', 'cash'),
    ('thirds', '2026-01-08', 'Dr 1003 -3.10, Cr 400101 -3.10', 'normal', 'cash'),
    ('thirds', '2026-01-31', 'Dr 1131 5.11 @P1, Cr 400101 5.11', 'normal', 'accrual'),
    ('thirds', '2026-02-01', 'Dr 1003 4.19, Cr 400102 4.19', 'normal', 'cash'),
    ('below',  '2026-01-05', 'Dr 1003 0.01, Cr 400101 0.01', 'normal', 'cash')
) AS v (book, voucher_date, journal, kind, basis);
SELECT m, b, u.* FROM unnest('{2025-12,2026-01,2026-02}'::fund.period[]) AS m, unnest('{cash,accrual}'::text[]) AS b,
    pg_temp.unexplained('thirds', m, b) AS u;
SELECT m, b, u.* FROM unnest('{2025-12,2026-01,2026-02}'::fund.period[]) AS m, unnest('{cash,accrual}'::text[]) AS b,
    pg_temp.unattributed('thirds', m, b) AS u;
SELECT count(*) > 0 AS closed FROM fund.close_period('thirds', '2025-12');
SELECT m, b, u.* FROM unnest('{2025-12,2026-01,2026-02}'::fund.period[]) AS m, unnest('{cash,accrual}'::text[]) AS b,
    pg_temp.unexplained('thirds', m, b) AS u;
SELECT m, b, u.* FROM unnest('{2025-12,2026-01,2026-02}'::fund.period[]) AS m, unnest('{cash,accrual}'::text[]) AS b,
    pg_temp.unattributed('thirds', m, b) AS u;
SELECT level, kind, item_id, account, factor, measure, voucher_date, line_no, contribution
FROM fund.explain('thirds', '资产负债表', 'F1', '2026-01');
SELECT level, kind, contribution FROM fund.explain('thirds', '资产负债表', 'F0', '2026-01');

-- the_difference_of_a_rule: its vouchers, what was before them, the other side
SELECT r.rule, r.lhs, r.rhs, r.difference, a.kind, a.voucher_date, a.voucher_kind, a.number, a.journal, a.contribution
FROM fund.articulation('thirds', '2026-01') AS r, fund.attribute('thirds', r.rule, '2026-01') AS a
WHERE r.verdict = 'fail' AND r.rule ~ '^[a-z]' ORDER BY r.rule COLLATE "C", a.voucher_date NULLS FIRST, a.voucher_id, a.kind COLLATE "C";

-- a_factor_that_is_out_of_range: the product of those of the lines on the way
INSERT INTO ledger.statement_line (standard, statement, line_no, item_id, item, level, formula) VALUES
    ('own', '资产负债表', 95, 'F5', 'large', 1, '4611686018427387904 * closing(1002)'),
    ('own', '资产负债表', 96, 'F6', 'too large', 1, '2 * [F5]');
SELECT level, factor, contribution FROM fund.explain('thirds', '资产负债表', 'F5', '2026-01');
SELECT pg_temp.refusal($$SELECT * FROM fund.explain('thirds', '资产负债表', 'F6', '2026-01')$$);

-- vouchers_of_lower_books_are_for_their_readers, and those of this one for its own
CREATE ROLE regress_reader;
SELECT fund.grant_duty('regress_reader', 'read', 'thirds');
SET ROLE regress_reader;
SELECT kind, voucher_date, contribution FROM fund.attribute('thirds', 'lower', '2026-01');
SELECT pg_temp.refusal($$SELECT * FROM fund.attribute('below', 'lower', '2026-01')$$);
SELECT pg_temp.refusal($$SELECT * FROM fund.explain('below', '收支表', 'T1', '2026-01')$$);
RESET ROLE;

-- a_sum_that_is_not_exact_is_refused: somebody has got at the balances
ALTER TABLE ledger.balance DISABLE TRIGGER ALL;
UPDATE ledger.balance SET debit = fund.amount '0.05'
WHERE book_id = (SELECT book_id FROM ledger.book WHERE book = 'thirds') AND account::text = '1003' AND kind = 'normal';
ALTER TABLE ledger.balance ENABLE TRIGGER ALL;
SELECT pg_temp.refusal($$SELECT * FROM fund.explain('thirds', '资产负债表', 'A3', '2025-12')$$);
SELECT pg_temp.refusal($$SELECT * FROM fund.attribute('thirds', 'thirds', '2025-12')$$);

-- arguments
SELECT pg_temp.refusal($$SELECT * FROM fund.explain('nowhere', '收支表', 'T1', '2026-01')$$);
SELECT pg_temp.refusal($$SELECT * FROM fund.explain('example', '现金流量表', 'T1', '2026-01')$$);
SELECT pg_temp.refusal($$SELECT * FROM fund.explain('example', '收支表', 'A3', '2026-01')$$);
SELECT pg_temp.refusal($$SELECT * FROM fund.explain('example', '收支表', 'T1', '2026-01', '期末余额')$$);
SELECT pg_temp.refusal($$SELECT * FROM fund.explain('example', '收支表', 'T1', '2026-01', NULL, 'both')$$);
SELECT pg_temp.refusal($$SELECT * FROM fund.explain('example', '收支表', 'T1', NULL)$$);
SELECT pg_temp.refusal($$SELECT * FROM fund.explain('example', '收支表', 'T1', '2025-12')$$);
SELECT pg_temp.refusal($$SELECT * FROM fund.attribute('example', '月末待转收入为零-利息', '2025-12')$$);
SELECT pg_temp.refusal($$SELECT * FROM fund.attribute('example', 'no such rule', '2026-01')$$);
SELECT pg_temp.refusal($$SELECT * FROM fund.attribute('example', NULL, '2026-01')$$);
-- as a restore may leave a standard: a commit refuses what refers to nothing
SET session_replication_role = replica;
UPDATE ledger.statement_line SET formula = 'closing(9999)' WHERE standard = 'own' AND item_id = 'F1';
SELECT pg_temp.refusal($$SELECT * FROM fund.explain('below', '资产负债表', 'F2', '2026-01')$$);
DELETE FROM ledger.statement_column WHERE standard = 'own' AND name = '期末余额';
SELECT pg_temp.refusal($$SELECT * FROM fund.explain('below', '资产负债表', 'A3', '2026-01')$$);
RESET session_replication_role;

DROP SCHEMA ledger CASCADE;
DROP ROLE regress_reader;
