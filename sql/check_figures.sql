-- 勾稽 of published figures: pass, rounding, violation, and what would mend it.
SET client_encoding = 'UTF8';
SET client_min_messages = warning;
SELECT fund.create_ledger();
RESET client_min_messages;
\pset null '-'

-- A statement of 2017 in 元, to the 分: nothing is rounded, so nothing is excused.
CREATE TABLE printed AS
SELECT '{"T1": [700.00, 4543.21], "T2": [100.00, 100.00], "T3": [10.05, 20.10], "T4": [null, null],
         "T5": [null, null], "T6": [0, 57.00], "T0": [810.05, 4720.31],
         "X1": [600.00, 900.00], "X11": [500.00, 700.00], "X12": [100.00, 200.00],
         "X13": [0, 0], "X14": [0, 0], "X15": [0, 0],
         "X2": [0, 0], "X3": [0, 0], "X4": [0, 0], "X5": [0, 0], "X0": [600.00, 900.00],
         "Z1": [210.05, 3820.31], "Z2": [5.00, 6.00], "Z3": [0, 0], "Z0": [215.05, 3826.31]}'::jsonb AS figures;

CREATE FUNCTION pg_temp.checked(changes jsonb) RETURNS TABLE (
    rule text, column_name text, difference numeric, allowed numeric, verdict text, edit text, cells text, mends integer, breaks jsonb)
    LANGUAGE sql
    AS $$
        SELECT c.rule, c.column_name, c.difference, c.allowed, c.verdict, r.repair ->> 'edit',
               (SELECT string_agg(format('%s %s -> %s', x ->> 'item_id', x ->> 'printed', x ->> 'needed'), ', ')
                FROM jsonb_array_elements(r.repair -> 'cells') AS x),
               (r.repair ->> 'mends')::integer, r.repair -> 'breaks'
        FROM printed, fund.check_figures('2017', '收支表', printed.figures || changes) WITH ORDINALITY AS c
        LEFT JOIN LATERAL jsonb_array_elements(c.repair) WITH ORDINALITY AS r (repair, position) ON true
        WHERE c.verdict IN ('rounding', 'violation')
        ORDER BY c.ordinality, r.position
    $$;

SELECT rule, name, column_name, lhs, rhs, difference, allowed, verdict
FROM printed, fund.check_figures('2017', '收支表', figures) WHERE verdict <> 'not evaluable';
SELECT rule, column_name, reason
FROM printed, fund.check_figures('2017', '收支表', figures)
WHERE verdict = 'not evaluable' AND rule !~ '印本口径-[^T]|基金变动';

-- A 分 is a 分.
SELECT * FROM pg_temp.checked('{"T3": [10.06, 20.10]}');
-- Two digits exchanged: the cell is named by the other rules that it is in.
SELECT * FROM pg_temp.checked('{"T0": [810.05, 4270.31]}');
SELECT * FROM pg_temp.checked('{"T1": [700.00, 4453.21]}');
-- A digit another, a sign lost
SELECT * FROM pg_temp.checked('{"X0": [600.00, 400.00]}');
SELECT * FROM pg_temp.checked('{"Z0": [-215.05, 3826.31]}');
-- Two figures in each other's place mend three rules at once.
SELECT * FROM pg_temp.checked('{"T0": [600.00, 4720.31], "X0": [810.05, 900.00]}');
-- One that mends the rule and one that mends what it breaks
SELECT * FROM pg_temp.checked('{"Z1": [211.05, 3820.31], "Z0": [216.15, 3826.31]}');

-- In 万元 each figure stands for half a unit of its last place to both sides,
-- so a sum may be off by that of each cell that is printed, and no more.
SELECT difference, allowed, verdict FROM fund.check_figures('2017', '收支表',
    '{"T0": [3.01], "T1": [1.00], "T2": [2.00], "T3": [null], "T4": [null], "T5": [null], "T6": [null]}', '万元') WHERE rule = '[T0]'
UNION ALL
SELECT difference, allowed, verdict FROM fund.check_figures('2017', '收支表',
    '{"T0": [3.02], "T1": [1.00], "T2": [2.00], "T3": [null], "T4": [null], "T5": [null], "T6": [null]}', '万元') WHERE rule = '[T0]'
UNION ALL
-- a zero was rounded like the others, however short it is written
SELECT difference, allowed, verdict FROM fund.check_figures('2017', '收支表',
    '{"T0": [3.02], "T1": [1.00], "T2": [2.00], "T3": [0], "T4": [null], "T5": [null], "T6": [null]}', '万元') WHERE rule = '[T0]'
UNION ALL
-- what has six decimals in 万元 is exact, ten in 亿元
SELECT difference, allowed, verdict FROM fund.check_figures('2017', '收支表',
    '{"T0": [3.000001], "T1": [1.000000], "T2": [2.000000], "T3": [null], "T4": [null], "T5": [null], "T6": [null]}', '万元') WHERE rule = '[T0]'
UNION ALL
SELECT difference, allowed, verdict FROM fund.check_figures('2017', '收支表',
    '{"T0": [3.000001], "T1": [1.000000], "T2": [2.000000], "T3": [null], "T4": [null], "T5": [null], "T6": [null]}', '亿元') WHERE rule = '[T0]'
UNION ALL
-- whoever wrote the file dropped the zeros at the end
SELECT difference, allowed, verdict FROM fund.check_figures('2017', '收支表',
    '{"T0": [3.2], "T1": [1.2], "T2": [1.9], "T3": [null], "T4": [null], "T5": [null], "T6": [null]}', '万元') WHERE rule = '[T0]'
UNION ALL
SELECT difference, allowed, verdict FROM fund.check_figures('2017', '收支表',
    '{"T0": [3.2], "T1": [1.2], "T2": [1.9], "T3": [null], "T4": [null], "T5": [null], "T6": [null]}', '万元', decimals => 2) WHERE rule = '[T0]';

-- Figures are exact, however long.
SELECT difference, allowed, verdict, repair -> 0 -> 'cells' -> 0 ->> 'needed' AS needed
FROM fund.check_figures('2017', '资产负债表', '{
    "L1": [1234567890123456789012345678901234567890.01], "L2": [0.01],
    "L0": [1234567890123456789012345678901234567890.03]}') WHERE rule = '[L0]';

-- Both statements: the rules between them
SELECT rule, column_name, lhs, rhs, verdict
FROM printed, fund.check_figures('2017', '收支表', figures ||
    '{"Z4": [0, 0], "Z5": [0, 0], "资产负债表[N0]": [1000.00, 4826.31], "资产负债表[N11]": {"年初余额": 900.00, "期末余额": 4720.30}}')
WHERE rule ~ '变动-累计' AND verdict <> 'not evaluable';
SELECT rule, column_name, lhs, rhs, difference, verdict
FROM fund.check_figures('2017', 'balance_sheet', '{"A0": [10.00, 20.00], "S0": [10.00, 20.01], "A6": [1.00, 2.00], "A61": [1.01, 1.99]}')
WHERE verdict <> 'not evaluable';

-- The annual form prints no 待转基金 and has other columns.
SELECT rule, column_name, lhs, rhs, verdict
FROM fund.check_figures('2017', '收支表', '{"Z0": [3.00, 2.00], "Z1": [1.00, 1.50], "Z2": [2.00, 0.50]}', annual => true)
WHERE verdict <> 'not evaluable';

-- Figures from a table
SELECT rule, column_name, lhs, rhs, verdict
FROM fund.check_figures('2017', '收支表', ARRAY['Z0', 'Z1', 'Z2', 'Z3'],
                        ARRAY['本月数', '本月数', '本月数', '本月数'], ARRAY[3.00, 1.00, 2.00, NULL])
WHERE verdict <> 'not evaluable';

-- Factors count in what is allowed, and lines that take fractions of accounts
-- are rounded even where they are printed to the 分.
SELECT fund.derive_standard('2017', 'own', 'a standard with factors');
DELETE FROM ledger.articulation WHERE standard = 'own';
INSERT INTO ledger.articulation
    (standard, rule, name, statement, lhs, rhs, period_window, severity, rule_type, authority)
VALUES
    ('own', 'third', 'a third', '收支表', '1/3 * [T1] + 1/6 * [T2]', '[T3]', 'month', 'warning', 'control', '-'),
    ('own', 'twice', 'a cell on both sides counts once', '收支表', '2 * [T1]', '[T1] + [T2]', 'month', 'warning', 'control', '-');
SELECT rule, lhs, rhs, difference, allowed, verdict
FROM fund.check_figures('own', '收支表', '{"T1": [1.0], "T2": [1.0], "T3": [0.4]}', '万元') WHERE rule IN ('third', 'twice');
UPDATE ledger.statement_line SET formula = '1/2 * net(420101)' WHERE standard = 'own' AND item_id = 'T3';
SELECT lhs, rhs, difference, allowed, verdict
FROM fund.check_figures('own', '收支表', '{"T1": [1.00], "T2": [1.00], "T3": [0.50]}') WHERE rule = 'third'
UNION ALL
SELECT lhs, rhs, difference, allowed, verdict
FROM fund.check_figures('own', '收支表', '{"T1": [1.00], "T2": [1.01], "T3": [0.50]}') WHERE rule = 'third';

-- A statement that is right in 分 is never violated in 万元, and one whose
-- digits were exchanged in one cell is, with the cell among the repairs.
CREATE FUNCTION pg_temp.ledger(seed integer, unit numeric, decimals integer) RETURNS jsonb
    LANGUAGE sql
    AS $$
        WITH part AS (
            SELECT i, (hashint8extended(seed * 10 + i, 0) % 100000000000)::numeric / 100 AS figure
            FROM generate_series(1, 6) AS i
        )
        SELECT jsonb_object_agg(item, jsonb_build_array(round(figure / unit, decimals)))
        FROM (SELECT 'T' || i AS item, figure FROM part
              UNION ALL SELECT 'T0', sum(figure) FROM part
              UNION ALL SELECT 'Z1', sum(figure) FROM part
              UNION ALL SELECT 'X0', 0) AS cell
    $$;
SELECT decimals, bool_or(verdict = 'rounding') AS some_rounded, count(*) FILTER (WHERE verdict = 'violation') AS violated
FROM generate_series(0, 6, 2) AS decimals, generate_series(1, 80) AS seed,
     fund.check_figures('2017', '收支表', pg_temp.ledger(seed, 10000, decimals), '万元')
WHERE rule IN ('[T0]', '[Z1]')
GROUP BY decimals ORDER BY decimals;

WITH slip AS (
    SELECT seed, pg_temp.ledger(seed, 1, 2) AS figures, figure::text AS figure,
           overlay(figure::text PLACING reverse(substr(figure::text, length(figure::text) - 4, 2))
                   FROM length(figure::text) - 4 FOR 2) AS slipped
    FROM generate_series(1, 80) AS seed,
         LATERAL (SELECT pg_temp.ledger(seed, 1, 2) -> 'T2' -> 0) AS f (figure)
)
SELECT count(*) FILTER (WHERE slipped <> figure) = count(*) FILTER (WHERE verdict = 'violation') AS all_found,
       count(*) FILTER (WHERE verdict = 'violation'
                          AND NOT repair @> format('[{"edit": "transposition", "cells": [{"item_id": "T2", "needed": %s}]}]', figure)::jsonb) AS not_named
FROM slip, fund.check_figures('2017', '收支表', figures || format('{"T2": [%s]}', slipped)::jsonb)
WHERE rule = '[T0]' AND length(figure) > 5;

-- What is said to mend a rule does.
SELECT count(*) > 0 AS repaired, count(*) FILTER (WHERE again.verdict = 'violation') AS still_violated
FROM generate_series(1, 8) AS seed,
     LATERAL (SELECT pg_temp.ledger(seed, 10000, 2) || '{"T2": [12345.67]}') AS f (figures),
     LATERAL fund.check_figures('2017', '收支表', figures, '万元') AS c,
     LATERAL jsonb_array_elements(c.repair) AS r (mend),
     LATERAL (SELECT jsonb_object_agg(cell ->> 'item_id', jsonb_build_array(cell -> 'needed'))
              FROM jsonb_array_elements(mend -> 'cells') AS cell) AS mended (cells),
     LATERAL fund.check_figures('2017', '收支表', figures || cells, '万元') AS again
WHERE c.verdict = 'violation' AND again.rule = c.rule AND again.column_name = c.column_name;

-- What is refused
CREATE FUNCTION pg_temp.refusal(query text) RETURNS TABLE (said text)
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_hint   text;
    BEGIN
        EXECUTE query;
        said := 'no error';
        RETURN NEXT;
    EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS v_hint = PG_EXCEPTION_HINT;
        RETURN QUERY SELECT s FROM unnest(ARRAY[SQLSTATE || ' ' || SQLERRM, v_hint]) AS s WHERE s <> '';
    END
    $$;
SELECT r.said
FROM unnest(ARRAY[
    $$'none', '收支表', '{}'$$,
    $$'2017', '现金流量表', '{}'$$,
    $$'2017', '收支表', NULL::jsonb$$,
    $$'2017', '收支表', '{}', '千元'$$,
    $$'2017', '收支表', '{}', decimals => -1$$,
    $$'2017', '收支表', '[1]'$$,
    $$'2017', '收支表', '{"T99": [1]}'$$,
    $$'2017', '收支表', '{"T1": 1}'$$,
    $$'2017', '收支表', '{"T1": [1, 2, 3]}'$$,
    $$'2017', '收支表', '{"T1": {"期末余额": 1}}'$$,
    $$'2017', '收支表', '{"T1": {"本年数": 1}}'$$,
    $$'2017', '收支表', '{"T1": ["1,234.00"]}'$$,
    $$'2017', '收支表', '{"T1": [1], "收支表[T1]": [1]}'$$,
    $$'2017', '资产负债表', '{"A": [1]}'$$,
    $$'2017', '资产负债表', '{"A": [null]}'$$,
    $$'2017', '收支表', ARRAY['T1'], ARRAY['本月数'], ARRAY[1, 2]$$,
    $$'2017', '收支表', ARRAY['T1', 'T1'], ARRAY['本月数', '本月数'], ARRAY[1, 2]$$,
    $$'2017', '收支表', ARRAY['T1', NULL], ARRAY['本月数', '本月数'], ARRAY[1, 2]$$,
    $$'2017', '收支表', ARRAY['T1'], ARRAY['本月数'], ARRAY['NaN']::numeric[]$$,
    $$'2017', '收支表', ARRAY['T1'], ARRAY['本月数'], ARRAY['infinity']::numeric[]$$
]) WITH ORDINALITY AS call (arguments, position),
     LATERAL pg_temp.refusal('SELECT * FROM fund.check_figures(' || arguments || ')') WITH ORDINALITY AS r (said, line)
ORDER BY call.position, r.line;

-- Who may read standards may check figures, and nobody else.
CREATE ROLE regress_figures_nobody;
SET ROLE regress_figures_nobody;
\set VERBOSITY sqlstate
SELECT * FROM fund.check_figures('2017', '收支表', '{}');
\set VERBOSITY default
RESET ROLE;
DROP ROLE regress_figures_nobody;
DROP TABLE printed;

SET client_min_messages = warning;
DROP SCHEMA ledger CASCADE;
