-- Rules that printed figures keep one by one, and no true figures together.
SET client_encoding = 'UTF8';
SET client_min_messages = warning;
SELECT fund.create_ledger();
\pset null '-'

SELECT fund.derive_standard('2017', 'own', 'small forms');
INSERT INTO ledger.statement VALUES ('own', '小表', 'small_form', '小表', 9);
INSERT INTO ledger.statement_column VALUES
    ('own', '小表', 1, '本月数', 'month', 'both'), ('own', '小表', 2, '本年累计数', 'year_to_date', 'both');
INSERT INTO ledger.statement_line (standard, statement, line_no, item_id, item, level, formula)
SELECT 'own', '小表', position, item_id, item_id, 1, formula::fund.formula
FROM unnest('{A, B, C, X, Y, Z}'::text[],
            ARRAY['net(4101)', 'net(420101)', 'net(440101)', '[A] + [B]', '[A] + [B] + [C]', '[X] + [C]'])
     WITH ORDINALITY AS line (item_id, formula, position);

CREATE FUNCTION pg_temp.judged(statement text, figures jsonb, unit text DEFAULT '亿元') RETURNS TABLE (
    rule text, column_name text, difference numeric, allowed numeric, verdict text, reason text)
    LANGUAGE sql
    AS $$ SELECT rule, column_name, difference, allowed, verdict, reason FROM fund.check_figures('own', statement, figures, unit) $$;

-- X says that A + B is 2.5 or more, Y that it is 2.0 or less.
SELECT * FROM pg_temp.judged('小表', '{"A": [1], "B": [1], "C": [0], "X": [3], "Y": [1], "Z": [3]}');
SELECT rule, jsonb_pretty(contradictions) AS contradictions
FROM fund.check_figures('own', '小表', '{"A": [1], "B": [1], "C": [0], "X": [3], "Y": [1], "Z": [3]}', '亿元')
WHERE rule = '[Y]';
-- Whose change mends it: A's and B's would not, for they cancel out.
SELECT rule, r ->> 'edit' AS edit, r -> 'cells' -> 0 ->> 'item_id' AS item_id, r -> 'cells' -> 0 ->> 'needed' AS needed,
       r -> 'mends' AS mends, r -> 'breaks' AS breaks
FROM fund.check_figures('own', '小表', '{"A": [1], "B": [1], "C": [0], "X": [3], "Y": [1]}', '亿元'),
     jsonb_array_elements(repair) AS r;

-- A figure stands for half a unit to both sides, ends included: Y allows 2.5, too.
SELECT * FROM pg_temp.judged('小表', '{"A": [1], "B": [1], "C": [0], "X": [3], "Y": [2]}');
-- What is printed empty is nothing: C takes no part, and Y says 1.5 or less.
SELECT * FROM pg_temp.judged('小表', '{"A": [1], "B": [1], "C": [null], "X": [2], "Y": [1]}');
SELECT * FROM pg_temp.judged('小表', '{"A": [1], "B": [1], "C": [null], "X": [3], "Y": [1]}');
-- One more decimal, and it is another matter.
SELECT * FROM pg_temp.judged('小表', '{"A": [1.0], "B": [1.1], "C": [0.0], "X": [2.2], "Y": [2.1]}');
SELECT * FROM pg_temp.judged('小表', '{"A": [1.0], "B": [1.1], "C": [0.0], "X": [2.2], "Y": [2.0]}');
-- Columns are judged apart, and so is a rule that is violated by itself.
SELECT * FROM pg_temp.judged('小表', '{"A": [1, 1], "B": [1, 1], "C": [0, 0], "X": [3, 9], "Y": [1, 1], "Z": [3, 3]}');

-- What is not given is not known, and not nothing: A and B may be anything, and
-- X and Y contradict each other all the same; Z says nothing of its own.
SELECT * FROM pg_temp.judged('小表', '{"C": [0], "X": [3], "Y": [1]}');
SELECT * FROM pg_temp.judged('小表', '{"A": [1], "C": [0], "X": [3], "Y": [1]}');
SELECT * FROM pg_temp.judged('小表', '{"X": [3], "Y": [1]}');
-- To the 分 no single rule has a rounding, and what is not given still ties them.
SELECT * FROM pg_temp.judged('小表', '{"C": [0.01], "Y": [5.00], "Z": [5.01]}', '元');
SELECT * FROM pg_temp.judged('小表', '{"C": [0.01], "X": [4.99], "Y": [5.01], "Z": [5.00]}', '元');

-- By table, and under Chinese names
SELECT rule, verdict, reason
FROM fund.check_figures('own', '小表', '{C,X,Y}', array_fill('本月数'::text, ARRAY[3]), '{0,3,1}', '亿元') WHERE verdict = 'contradiction';
SELECT "规则", "结论", "原因", jsonb_path_query_array("矛盾", '$[*][*].says') AS "矛盾"
FROM fund."核对报表"('own', '小表', '{"A": [1], "B": [1], "C": [0], "X": [3], "Y": [1]}', '亿元');

-- Factors and fractions: a rule counts as often as "times" says.
INSERT INTO ledger.statement VALUES ('own', '系数', 'factors', '系数', 10);
INSERT INTO ledger.statement_column VALUES ('own', '系数', 1, '本月数', 'month', 'both');
INSERT INTO ledger.statement_line (standard, statement, line_no, item_id, item, level, formula)
SELECT 'own', '系数', position, item_id, item_id, 1, formula::fund.formula
FROM unnest('{A, B, D, E, F, G, H}'::text[],
            ARRAY['net(4101)', 'net(420101)', '2 * [A] + [B]', '[A] - [B]', '5 * [A]', '1/3 * [A] + 1/6 * [B]', '7000000007 * [A]'])
     WITH ORDINALITY AS line (item_id, formula, position);
SELECT * FROM pg_temp.judged('系数', '{"D": [4], "E": [1], "F": [8]}') WHERE verdict <> 'not evaluable';
SELECT s ->> 'rule' AS rule, s ->> 'says' AS says, s -> 'times' AS times, jsonb_path_query_array(s, '$.by[*].item_id') AS by
FROM fund.check_figures('own', '系数', '{"D": [4], "E": [1], "F": [12]}', '亿元') AS c, jsonb_array_elements(c.contradictions -> 0) AS s
WHERE c.rule = '[F]';
SELECT * FROM pg_temp.judged('系数', '{"A": [1.4], "B": [1.0], "G": [0.7], "D": [3.6]}') WHERE verdict <> 'not evaluable';
SELECT * FROM pg_temp.judged('系数', '{"D": [5], "G": [1]}') WHERE verdict <> 'not evaluable';
SELECT * FROM pg_temp.judged('系数', '{"D": [10], "G": [1]}') WHERE verdict <> 'not evaluable';
-- Where factors are too large for the search of repairs, none is looked for.
SELECT rule, verdict, reason, repair
FROM fund.check_figures('own', '系数', '{"F": [3], "H": [10000000000]}', '亿元') WHERE verdict <> 'not evaluable';
-- Figures are taken for real numbers: that A would be a third of a 分 is not seen.
SELECT rule, verdict FROM fund.check_figures('own', '系数', '{"D": [0.01], "E": [0.00]}') WHERE rule IN ('[D]', '[E]');
-- They are exact, however long.
SELECT rule, verdict, reason
FROM fund.check_figures('own', '小表', '{"C": [0.01], "X": [1234567890123456789012345678901234567890.01], "Y": [1234567890123456789012345678901234567890.03]}')
WHERE rule IN ('[X]', '[Y]');

-- A rule of several contradictions: each comes first where it was brought about,
-- and figures that mend more than one are suspected before others. Inequalities
-- bound on one side.
INSERT INTO ledger.statement VALUES ('own', '多方', 'several', '多方', 12);
INSERT INTO ledger.statement_column VALUES ('own', '多方', 1, '本月数', 'month', 'both');
INSERT INTO ledger.statement_line (standard, statement, line_no, item_id, item, level, formula)
SELECT 'own', '多方', position, item_id, item_id, 1, formula::fund.formula
FROM unnest('{A, B, C, W, X, Y, Z}'::text[],
            ARRAY['net(4101)', 'net(420101)', 'net(440101)', 'net(450101)', '[A] + [B]', '[A] + [B] + [C]', '[A] + [B] - [C]'])
     WITH ORDINALITY AS line (item_id, formula, position);
INSERT INTO ledger.articulation
    (standard, rule, name, statement, lhs, rhs, relation, period_window, severity, rule_type, authority)
VALUES ('own', 'at most', 'no more than W', '多方', '[A] + [B]', '[W]', '<=', 'month', 'warning', 'control', '-'),
       ('own', 'at least', 'no less than W', '多方', '[A] + [B]', '[W]', '>=', 'month', 'warning', 'control', '-');
SELECT rule, verdict, reason, jsonb_array_length(contradictions) AS sets, repair #>> '{0,cells,0,item_id}' AS item_id,
       repair #>> '{0,cells,0,needed}' AS needed, repair #> '{0,mends}' AS mends
FROM fund.check_figures('own', '多方', '{"A": [1], "B": [1], "C": [0], "X": [3], "Y": [1], "Z": [1], "W": [2]}', '亿元');
SELECT rule, verdict, reason FROM fund.check_figures('own', '多方', '{"A": [1], "B": [1], "W": [1], "X": [3]}', '亿元') WHERE verdict <> 'not evaluable';
SELECT rule, verdict, reason FROM fund.check_figures('own', '多方', '{"A": [1], "B": [1], "W": [3], "X": [1]}', '亿元') WHERE verdict <> 'not evaluable';

-- Between statements, and between the columns of one.
SELECT rule, column_name, verdict, reason
FROM fund.check_figures('2017', '收支表', '{"Z1": {"本年累计数": 2.00}, "Z2": {"本年累计数": 1.00}, "Z3": {"本年累计数": 0.00}, "Z4": {"本年累计数": 0.00}, "Z5": {"本年累计数": 0.00},
    "资产负债表[N0]": [10.00, 13.05]}', '万元') WHERE verdict = 'contradiction';
SELECT rule, column_name, verdict, reason
FROM fund.check_figures('2017', '收支表', '{"Z1": {"本年累计数": 2.00}, "Z2": {"本年累计数": 1.00}, "Z3": {"本年累计数": 0.00}, "Z4": {"本年累计数": 0.00}, "Z5": {"本年累计数": 0.00},
    "资产负债表[N0]": [10.00, 13.02]}', '万元') WHERE verdict NOT IN ('pass', 'not evaluable');
SELECT rule, column_name, verdict, reason
FROM fund.check_figures('2017', '资产负债表', '{"A0": [9, 20], "L0": [3, 5], "S0": [10, 20], "N0": [8, 15]}', '亿元') WHERE verdict <> 'not evaluable';

-- A large form: lines of three lines each, and another way to add up the leaves.
INSERT INTO ledger.statement VALUES ('own', '大表', 'large_form', '大表', 11);
INSERT INTO ledger.statement_column VALUES
    ('own', '大表', 1, '本月数', 'month', 'both'), ('own', '大表', 2, '本年累计数', 'year_to_date', 'both'), ('own', '大表', 3, '上年数', 'prior_year', 'both');
INSERT INTO ledger.statement_line (standard, statement, line_no, item_id, item, level, formula)
SELECT 'own', '大表', n, 'L' || n, 'L' || n, 1,
       CASE WHEN n <= 121 THEN format('[L%s] + [L%s] + [L%s]', 3 * n - 1, 3 * n, 3 * n + 1) ELSE 'net(4101)' END::fund.formula
FROM generate_series(1, 364) AS n
UNION ALL
SELECT 'own', '大表', 364 + n, 'M' || n, 'M' || n, 1,
       (SELECT string_agg(format('[L%s]', 121 + 9 * (n - 1) + k), ' + ' ORDER BY k) FROM generate_series(1, 9) AS k)::fund.formula
FROM generate_series(1, 27) AS n
UNION ALL
SELECT 'own', '大表', 400, 'M0', 'M0', 1, (SELECT string_agg(format('[M%s]', n), ' + ' ORDER BY n) FROM generate_series(1, 27) AS n)::fund.formula;
CREATE TEMP TABLE leaf AS
SELECT n, c, (hashint8extended(n * 3 + c, 0) & 4294967295)::numeric / 100 AS figure FROM generate_series(122, 364) AS n, generate_series(1, 3) AS c;
CREATE TEMP TABLE line AS
WITH RECURSIVE above (leaf, n) AS (
    SELECT n, n FROM generate_series(122, 364) AS n UNION ALL SELECT leaf, (n + 1) / 3 FROM above WHERE n > 1
)
SELECT 'L' || a.n AS item_id, c, sum(figure) AS figure FROM above AS a JOIN pg_temp.leaf ON leaf.n = a.leaf GROUP BY a.n, c
UNION ALL
SELECT 'M' || (n - 122) / 9 + 1, c, sum(figure) FROM pg_temp.leaf GROUP BY (n - 122) / 9, c
UNION ALL
SELECT 'M0', c, sum(figure) FROM pg_temp.leaf GROUP BY c;
CREATE FUNCTION pg_temp.printed(items text, off numeric DEFAULT 0) RETURNS jsonb
    LANGUAGE sql
    AS $$
        SELECT jsonb_object_agg(item_id, figures)
        FROM (SELECT item_id, jsonb_agg(round(figure / 10000, 2) + CASE item_id WHEN 'L1' THEN off ELSE 0 END ORDER BY c) AS figures
              FROM pg_temp.line WHERE item_id ~ items GROUP BY item_id) AS l
    $$;
SELECT verdict, count(*) FROM fund.check_figures('own', '大表', pg_temp.printed(''), '万元') GROUP BY verdict ORDER BY verdict;
-- Without the lines between the top and the leaves the rules of these only say
-- something together: how far the top can be from its 243 leaves, or from the 27
-- sums of them, is half a unit of each. M0 sums these and says it to a unit.
SELECT off, verdict, count(*), max(jsonb_array_length(contradictions -> 0)) AS rules
FROM (VALUES (1.00), (1.40)) AS o (off), fund.check_figures('own', '大表', pg_temp.printed('^L(1|12[2-9]|1[3-9].|[23]..)$', off), '万元') AS c
GROUP BY off, verdict ORDER BY off, verdict;
SELECT items, off, verdict, count(*), max(jsonb_array_length(contradictions -> 0)) AS rules
FROM (VALUES ('^(L1|M[1-9].*)$', 0.05), ('^(L1|M[1-9].*)$', 0.30), ('^(L1|M.*)$', 0.05)) AS o (items, off),
     fund.check_figures('own', '大表', pg_temp.printed(items, off), '万元') AS c
GROUP BY items, off, verdict ORDER BY items COLLATE "C", off, verdict;
DROP TABLE pg_temp.leaf, pg_temp.line;

DROP SCHEMA ledger CASCADE;
