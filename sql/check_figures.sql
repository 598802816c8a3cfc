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
-- A digit another, a sign lost, the point shifted
SELECT * FROM pg_temp.checked('{"X0": [600.00, 400.00]}');
SELECT * FROM pg_temp.checked('{"Z0": [-215.05, 3826.31]}');
SELECT * FROM pg_temp.checked('{"X0": [60000.00, 900.00]}');
-- Two figures in each other's place mend three rules at once.
SELECT * FROM pg_temp.checked('{"T0": [600.00, 4720.31], "X0": [810.05, 900.00]}');
-- Two that are wrong each by itself, both in one rule: no single one mends it
-- with the other rules that each of them is in.
SELECT * FROM pg_temp.checked('{"T0": [811.05, 4720.31], "X0": [690.00, 900.00]}');
-- Two that cannot be told from others: all pairs that mend both rules
SELECT * FROM pg_temp.checked('{"Z1": [211.05, 3820.31], "Z0": [216.15, 3826.31]}');
-- Two in rules without a common cell are found apart, one each.
SELECT * FROM pg_temp.checked('{"T3": [10.06, 20.10], "Z2": [6.00, 6.00]}');

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

-- In 元 a table is to the 分, however its figures are written, unless told otherwise.
SELECT decimals, rule, difference, allowed, verdict
FROM unnest(ARRAY[NULL, 0, 1, 2]) AS decimals,
     fund.check_figures('2017', '收支表',
         '{"T0": [530], "X0": [147], "Z1": [382], "Z2": [0], "Z3": [0], "Z0": [384]}', decimals => decimals)
WHERE verdict <> 'not evaluable'
ORDER BY decimals NULLS FIRST, rule;
-- The figures of another statement are a table of their own; all columns of one are one.
SELECT statement, rule, column_name, difference, allowed, verdict
FROM (VALUES ('收支表', '{"Z0": {"本年累计数": 5.12}, "Z4": {"本年累计数": 0}, "Z5": {"本年累计数": 0}, "资产负债表[N0]": [1, 6]}'::jsonb),
             ('资产负债表', '{"L1": [1.5, 2], "L2": [2, 2.25], "L0": [3.6, 4.2]}')) AS f (statement, figures),
     fund.check_figures('2017', statement, figures, '万元')
WHERE verdict NOT IN ('pass', 'not evaluable')
ORDER BY statement COLLATE "C", rule, column_name COLLATE "C";

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

-- Whoever drops zeros at the end changes no verdict, and nor who writes a whole
-- table in 元 without them.
CREATE FUNCTION pg_temp.without_zeros(figures jsonb) RETURNS jsonb
    LANGUAGE sql
    AS $$
        SELECT jsonb_object_agg(item_id, jsonb_build_array(trim_scale((row -> 0)::numeric)))
        FROM jsonb_each(figures) AS cell (item_id, row)
    $$;
WITH given AS (
    SELECT seed, u.*, figures || jsonb_build_object('T0', jsonb_build_array(round((figures #> '{T0,0}')::numeric + off * 10::numeric ^ -decimals, decimals))) AS figures
    FROM generate_series(1, 15) AS seed, generate_series(-5, 5, 5) AS off,
         (VALUES ('元', 1, 2), ('元', 1, 0), ('万元', 10000, 1), ('万元', 10000, 2), ('亿元', 100000000, 3)) AS u (unit, times, decimals),
         pg_temp.ledger(seed, times, decimals) AS figures
)
SELECT unit, decimals, count(*) AS judged, count(*) FILTER (WHERE c.verdict = 'violation') AS violated,
       count(*) FILTER (WHERE bare.verdict IS DISTINCT FROM c.verdict) AS other_verdict
FROM given
JOIN LATERAL fund.check_figures('2017', '收支表', figures, unit) AS c ON rule IN ('[T0]', '[Z1]')
LEFT JOIN LATERAL fund.check_figures('2017', '收支表', pg_temp.without_zeros(figures), unit) AS bare USING (rule, column_name)
GROUP BY unit, decimals ORDER BY unit COLLATE "C", decimals;

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

-- The smallest sets of cells, against trying everything: sums that share their
-- parts, a few 分 each, so that all changes of a cell and of two can be tried.
SELECT fund.derive_standard('2017', 'small', 'a small form');
INSERT INTO ledger.statement VALUES ('small', '小表', 'small_form', '小表', 9);
INSERT INTO ledger.statement_column VALUES ('small', '小表', 1, '本月数', 'month', 'both');
INSERT INTO ledger.statement_line (standard, statement, line_no, item_id, item, level, formula)
SELECT 'small', '小表', position, item_id, item_id, 1, formula::fund.formula
FROM unnest(ARRAY['A', 'B', 'C', 'D', 'AB', 'CD', 'ABC', 'AD'],
            ARRAY['net(4101)', 'net(420101)', 'net(440101)', 'net(450101)',
                  '[A] + [B]', '[C] + [D]', '[AB] + [C]', '[A] - [D]'])
     WITH ORDINALITY AS line (item_id, formula, position);

CREATE FUNCTION pg_temp.items() RETURNS text[]
    LANGUAGE sql IMMUTABLE AS $$ SELECT '{A, B, C, D, AB, CD, ABC, AD}'::text[] $$;
-- Left less right side of each sum, by item.
CREATE FUNCTION pg_temp.factors() RETURNS integer[]
    LANGUAGE sql IMMUTABLE
    AS $$ SELECT '{{-1,-1,0,0,1,0,0,0}, {0,0,-1,-1,0,1,0,0}, {0,0,-1,0,-1,0,1,0}, {-1,0,0,1,0,0,0,1}}'::integer[] $$;

-- Sets of one cell that mend every sum, else of two. "allowed" is in half units.
CREATE FUNCTION pg_temp.smallest_sets(figures integer[], allowed integer[]) RETURNS SETOF text[]
    LANGUAGE plpgsql
    AS $$
    DECLARE
        f    integer[] := pg_temp.factors();
        off  integer[] := (SELECT array_agg((SELECT sum(f[r][i] * figures[i]) FROM generate_series(1, 8) AS i) ORDER BY r)
                           FROM generate_series(1, 4) AS r);
    BEGIN
        FOR size IN 1..2 LOOP
            RETURN QUERY
            SELECT DISTINCT CASE WHEN a = b THEN ARRAY[items[a]] ELSE ARRAY[items[a], items[b]] END
            FROM generate_series(1, 8) AS a, generate_series(1, 8) AS b,
                 generate_series(-45, 45) AS x, generate_series(-45, 45) AS y, pg_temp.items() AS items
            WHERE CASE WHEN size = 1 THEN a = b AND y = 0 ELSE a < b END
              AND 2 * abs(off[1] + f[1][a] * x + f[1][b] * y) <= allowed[1]
              AND 2 * abs(off[2] + f[2][a] * x + f[2][b] * y) <= allowed[2]
              AND 2 * abs(off[3] + f[3][a] * x + f[3][b] * y) <= allowed[3]
              AND 2 * abs(off[4] + f[4][a] * x + f[4][b] * y) <= allowed[4];
            EXIT WHEN FOUND;
        END LOOP;
    END
    $$;

-- Of a set, what mends a sum: cells of one sum belong together.
CREATE FUNCTION pg_temp.part(cells text[], rule integer) RETURNS text[]
    LANGUAGE sql
    AS $$
        WITH cell AS (
            SELECT item, array_position(pg_temp.items(), item) AS i FROM unnest(cells) AS item
        ), linked AS (
            SELECT EXISTS (SELECT FROM generate_series(1, 4) AS r
                           WHERE (SELECT bool_and((pg_temp.factors())[r][i] <> 0) FROM cell)) AS all_of_them
        )
        SELECT array_agg(item ORDER BY i) FROM cell, linked
        WHERE all_of_them OR (pg_temp.factors())[rule][i] <> 0
    $$;

-- One or two figures got wrong: a digit, two exchanged, the sign, two places
-- shifted, or the figures of two cells in each other's place.
CREATE FUNCTION pg_temp.misprinted(figures integer[], seed integer) RETURNS integer[]
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_random  bigint := hashint8extended(seed, 1) & 1073741823;
        i         integer := 1 + v_random % 8;
        k         integer := 1 + v_random / 8 % 8;
        v_figure  integer := figures[i];
    BEGIN
        CASE v_random / 64 % 5
            WHEN 0 THEN figures[i] := v_figure - v_figure % 10 + (v_figure + 1 + v_random / 320 % 9)::integer % 10;
            WHEN 1 THEN figures[i] := v_figure % 10 * 10 + v_figure / 10;
            WHEN 2 THEN figures[i] := -v_figure;
            WHEN 3 THEN figures[i] := v_figure / 10;
            ELSE figures[i] := figures[k]; figures[k] := v_figure;
        END CASE;
        RETURN figures;
    END
    $$;

CREATE TABLE misprint AS
SELECT seed, is_rounded,
       CASE WHEN seed % 2 = 0 THEN pg_temp.misprinted(figures, seed)
            ELSE pg_temp.misprinted(pg_temp.misprinted(figures, seed), -seed) END AS figures
FROM generate_series(1, 30) AS seed, (VALUES (false), (true)) AS r (is_rounded),
     LATERAL (SELECT 1 + (hashint8extended(seed, 2) & 1023)::integer % 9, 1 + (hashint8extended(seed, 3) & 1023)::integer % 9,
                     1 + (hashint8extended(seed, 4) & 1023)::integer % 9, 1 + (hashint8extended(seed, 5) & 1023)::integer % 9) AS part (a, b, c, d),
     LATERAL (SELECT ARRAY[a, b, c, d, a + b, c + d, a + b + c, a - d]) AS f (figures);

WITH checked AS (
    SELECT m.seed, m.is_rounded, m.figures, r.i AS rule, c.repair
    FROM misprint AS m,
         LATERAL (SELECT jsonb_object_agg(item, jsonb_build_array(CASE WHEN is_rounded THEN figure ELSE round(figure / 100.0, 2) END))
                  FROM unnest(pg_temp.items(), m.figures) AS x (item, figure)) AS j (figures),
         fund.check_figures('small', '小表', j.figures, CASE WHEN is_rounded THEN '亿元' ELSE '元' END) AS c,
         LATERAL (SELECT array_position('{[AB], [CD], [ABC], [AD]}'::text[], c.rule) AS i) AS r
    WHERE c.verdict = 'violation'
), shown AS (
    SELECT seed, is_rounded, rule,
           (SELECT array_agg(cells ORDER BY cells COLLATE "C")
            FROM jsonb_array_elements(repair) AS r (mend),
                 LATERAL (SELECT string_agg(cell ->> 'item_id', ',' ORDER BY array_position(pg_temp.items(), cell ->> 'item_id')) AS cells
                          FROM jsonb_array_elements(mend -> 'cells') AS cell) AS s) AS sets
    FROM checked
), tried AS (
    SELECT m.seed, m.is_rounded, s.cells
    FROM misprint AS m,
         pg_temp.smallest_sets(m.figures, CASE WHEN m.is_rounded THEN '{3, 3, 3, 3}' ELSE '{0, 0, 0, 0}'::integer[] END) AS s (cells)
    WHERE EXISTS (SELECT FROM checked AS c WHERE (c.seed, c.is_rounded) = (m.seed, m.is_rounded))
), violated AS (
    -- [AB] and [CD] have no cell in common, nor have [ABC] and [AD]: violated
    -- without the others, such two are searched apart, and a cell each is found.
    SELECT seed, is_rounded, array_agg(rule ORDER BY rule) IN ('{1, 2}', '{3, 4}') AS is_apart
    FROM checked GROUP BY seed, is_rounded
), part AS (
    SELECT seed, is_rounded, rule, cardinality(cells) AS size, is_apart, pg_temp.part(cells, rule) AS cells
    FROM shown JOIN tried USING (seed, is_rounded) JOIN violated USING (seed, is_rounded)
), expected AS (
    SELECT seed, is_rounded, rule, max(size) AS size,
           array_agg(DISTINCT array_to_string(cells, ',') COLLATE "C") AS sets
    FROM part
    WHERE NOT is_apart OR cardinality(cells) = 1
    GROUP BY seed, is_rounded, rule
)
SELECT is_rounded, e.size, count(*) > 10 AS some, count(*) FILTER (WHERE s.sets IS DISTINCT FROM e.sets) AS other_sets
FROM expected AS e JOIN shown AS s USING (seed, is_rounded, rule)
GROUP BY is_rounded, e.size ORDER BY is_rounded, e.size;
DROP TABLE misprint;

-- What is bounded: a jump in a chain of equal lines takes eight cells to mend,
-- and six are looked for, so single ones are shown with what each breaks.
INSERT INTO ledger.statement VALUES ('small', '链', 'chain', '链', 10);
INSERT INTO ledger.statement_column VALUES ('small', '链', 1, '本月数', 'month', 'both');
INSERT INTO ledger.statement_line (standard, statement, line_no, item_id, item, level, formula)
SELECT 'small', '链', n, 'C' || n, 'C' || n, 1,
       CASE n WHEN 1 THEN 'net(4101)' ELSE '[C' || n - 1 || ']' END::fund.formula
FROM generate_series(1, 16) AS n;
SELECT rule, difference, jsonb_path_query_array(repair, '$[*].cells[*].item_id') AS items,
       jsonb_path_query_array(repair, '$[*].breaks[*]') AS breaks
FROM fund.check_figures('small', '链',
    (SELECT jsonb_object_agg('C' || n, jsonb_build_array(CASE WHEN n < 9 THEN 5.00 ELSE 6.00 END))
     FROM generate_series(1, 16) AS n))
WHERE verdict = 'violation';
-- Eight rules that hang together and are violated each by a figure of its own:
-- too many to be mended at once, so each is mended by itself.
INSERT INTO ledger.statement VALUES ('small', '累计', 'running', '累计', 11);
INSERT INTO ledger.statement_column VALUES ('small', '累计', 1, '本月数', 'month', 'both');
INSERT INTO ledger.statement_line (standard, statement, line_no, item_id, item, level, formula)
SELECT 'small', '累计', 2 * n, 'D' || n, 'D' || n, 1, 'net(4101)'::fund.formula
FROM generate_series(0, 8) AS n
UNION ALL
SELECT 'small', '累计', 2 * n + 1, 'C' || n, 'C' || n, 1,
       CASE n WHEN 1 THEN '[D0] + [D1]' ELSE format('[C%s] + [D%s]', n - 1, n) END::fund.formula
FROM generate_series(1, 8) AS n;
SELECT rule, difference, repair #>> '{0,cells,0,item_id}' AS item_id, repair #>> '{0,cells,0,needed}' AS needed,
       jsonb_array_length(repair #> '{0,cells}') AS cells, repair #> '{0,breaks}' AS breaks
FROM fund.check_figures('small', '累计',
    (SELECT jsonb_object_agg(item_id, jsonb_build_array(figure))
     FROM (SELECT 'D' || n, round(1 + n * n / 100.0, 2) FROM generate_series(0, 8) AS n
           UNION ALL SELECT 'C' || n, 1.00 + n FROM generate_series(1, 8) AS n) AS cell (item_id, figure)))
WHERE verdict = 'violation';
-- No figure is so long.
SELECT difference, verdict, repair
FROM fund.check_figures('2017', '资产负债表', '{"L1": [1e30], "L2": [1.00], "L0": [2.00]}') WHERE rule = '[L0]';

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

-- A line of fractions, of another form and of an account, as it is written; and
-- one whose factors have no common denominator.
SELECT fund.derive_standard('2017', 'fractions', '自定');
INSERT INTO ledger.statement_line (standard, statement, line_no, item_id, item, level, formula) VALUES
    ('fractions', '收支表', 90, 'Q1', '-', 1, '1/3 * [T1] - 2 * [T2] + 资产负债表[A3]'),
    ('fractions', '收支表', 91, 'Q2', '-', 1, '-[T1] - 3/4 * credit(4001)'),
    ('fractions', '收支表', 92, 'Q3', '-', 1, '1/9223372036854775783 * [T1] + 1/4294967291 * [T2]');
SELECT pg_temp.refusal($$SELECT * FROM fund.check_figures('fractions', '收支表', '{"T1": [1]}')$$);
DELETE FROM ledger.statement_line WHERE standard = 'fractions' AND item_id = 'Q3';
SELECT rule, name, lhs, rhs, difference, allowed, verdict, reason
FROM fund.check_figures('fractions', '收支表', '{"Q1": [7], "Q2": [1], "T1": [10], "T2": [1], "资产负债表[A3]": {"期末余额": 6}}')
WHERE rule ~ 'Q';

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
