-- Rules that printed figures keep one by one and not together, against all true
-- figures on a grid that has every corner of what they admit.
--   psql -v cases=10000 -v seed=0.5 -f test/pgtap/contradictions.sql
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
    \set seed 0.20261129
\endif
\if :{?cases}
\else
    \set cases 200
\endif
SELECT plan(9);
SELECT diag('seed ' || :'seed' || ', ' || :'cases' || ' cases');
SELECT setseed(:seed) \g /dev/null

SELECT fund.derive_standard('2017', 'together', '合看') \g /dev/null
INSERT INTO ledger.statement VALUES ('together', '合看', 'together', '合看', 9);
INSERT INTO ledger.statement_column VALUES ('together', '合看', 1, '本月数', 'month', 'both');
INSERT INTO ledger.statement_line (standard, statement, line_no, item_id, item, level, formula)
SELECT 'together', '合看', position, item_id, item_id, 1, formula::fund.formula
FROM unnest('{A, B, C, W, P, Q, R, S, T, U}'::text[],
            ARRAY['net(4101)', 'net(420101)', 'net(440101)', 'net(450101)', '[A] + [B]', '[B] + [C]',
                  '[A] + [B] + [C]', '[P] + [C]', '[A] + [C]', '[A] - [C]'])
     WITH ORDINALITY AS line (item_id, formula, position);
INSERT INTO ledger.articulation
    (standard, rule, name, statement, lhs, rhs, relation, period_window, severity, rule_type, authority)
VALUES ('together', 'W', 'no more than W', '合看', '[P]', '[W]', '<=', 'month', 'warning', 'control', '-');

-- Figures in 万元 to five decimals, so a unit is ten 分. True ones are rounded,
-- those of sums put wrong by a unit or two at times, and some are not given: of
-- A, B, C and P, which several rules have, at most one.
CREATE TEMP TABLE kase AS
SELECT i AS kase,
       CASE WHEN hidden <> 1 THEN figure[1] END AS a, CASE WHEN hidden <> 2 THEN figure[2] END AS b,
       CASE WHEN hidden <> 3 THEN figure[3] END AS c, CASE WHEN hidden <> 4 THEN figure[4] + off[4] END AS p,
       CASE WHEN given[5] THEN figure[5] + off[5] END AS q, CASE WHEN given[6] THEN figure[6] + off[6] END AS r,
       CASE WHEN given[7] THEN figure[6] + off[7] END AS s, CASE WHEN given[8] THEN figure[7] + off[8] END AS t,
       CASE WHEN given[9] THEN figure[8] + off[9] END AS u, CASE WHEN given[10] THEN figure[4] + off[10] END AS w
FROM (SELECT i, floor(random() * 40)::integer AS a, floor(random() * 40)::integer AS b, floor(random() * 40)::integer AS c,
             floor(random() * 10) AS hidden, random() * 0.5 AS how_wrong
      FROM generate_series(1, :cases) AS i OFFSET 0) AS x,
     LATERAL (SELECT array_agg(round(true_figure / 10.0)::integer ORDER BY n) AS figure
              FROM unnest(ARRAY[a, b, c, a + b, b + c, a + b + c, a + c, a - c]) WITH ORDINALITY AS f (true_figure, n)) AS f,
     LATERAL (SELECT array_agg(CASE WHEN random() + 0 * n < how_wrong THEN floor(random() * 5)::integer - 2 ELSE 0 END) AS off,
                     array_agg(random() < 0.8) AS given
              FROM generate_series(1, 10 + 0 * i) AS n) AS y;

-- Points of a grid, in twentieths of a unit, and a bit a rule that is kept there
-- with all that is printed; what is not given is at most twelve units here. Four
-- bounds that hold as equations have determinants of 1 and 2, and bounds are
-- whole halves, so each corner of what is admitted has quarters of a unit.
CREATE FUNCTION pg_temp.points(k kase, step integer) RETURNS TABLE (a integer, b integer, c integer, p integer, rules integer)
    LANGUAGE sql IMMUTABLE
    AS $$
        SELECT a, b, c, p,
               CASE WHEN a + b = p THEN 1 ELSE 0 END
               + CASE WHEN abs(b + c - 20 * k.q) > 10 THEN 0 ELSE 2 END
               + CASE WHEN abs(a + b + c - 20 * k.r) > 10 THEN 0 ELSE 4 END
               + CASE WHEN abs(p + c - 20 * k.s) > 10 THEN 0 ELSE 8 END
               + CASE WHEN abs(a + c - 20 * k.t) > 10 THEN 0 ELSE 16 END
               + CASE WHEN abs(a - c - 20 * k.u) > 10 THEN 0 ELSE 32 END
               + CASE WHEN p > 20 * k.w + 10 THEN 0 ELSE 64 END
        FROM generate_series(coalesce(20 * k.a - 10, -240), coalesce(20 * k.a + 10, 240), step) AS a,
             generate_series(coalesce(20 * k.b - 10, -240), coalesce(20 * k.b + 10, 240), step) AS b,
             generate_series(coalesce(20 * k.c - 10, -240), coalesce(20 * k.c + 10, 240), step) AS c,
             generate_series(coalesce(20 * k.p - 10, -240), coalesce(20 * k.p + 10, 240), step) AS p
    $$;

CREATE FUNCTION pg_temp.bit(rule text) RETURNS integer
    LANGUAGE sql IMMUTABLE
    AS $$ SELECT 1 << array_position('{[P], [Q], [R], [S], [T], [U], W}'::text[], rule) - 1 $$;

CREATE FUNCTION pg_temp.given(k kase) RETURNS jsonb
    LANGUAGE sql
    AS $$
        SELECT jsonb_object_agg(upper(item_id), jsonb_build_array(round(figure::numeric / 100000, 5)))
        FROM jsonb_each_text(to_jsonb(k) - 'kase') AS x (item_id, figure) WHERE figure IS NOT NULL
    $$;

CREATE TEMP TABLE checked AS
SELECT k.kase, c.*, pg_temp.bit(c.rule) AS bit
FROM kase AS k, fund.check_figures('together', '合看', pg_temp.given(k), '万元') AS c WHERE c.rule ~ '^(\[.\]|W)$';

CREATE TEMP TABLE kept AS
SELECT DISTINCT k.kase, g.rules FROM kase AS k, pg_temp.points(k, 5) AS g;
ANALYZE kase, checked, kept;

SELECT ok((SELECT count(DISTINCT kase) FILTER (WHERE verdict = 'contradiction') > :cases / 10
                  AND count(DISTINCT kase) FILTER (WHERE verdict = 'rounding') > :cases / 10
                  AND count(*) FILTER (WHERE verdict = 'contradiction' AND lhs IS NULL) > :cases / 100
                  AND count(*) FILTER (WHERE verdict = 'contradiction' AND jsonb_array_length(contradictions -> 0) > 2) > :cases / 100
                  AND count(*) FILTER (WHERE verdict = 'contradiction' AND rule = 'W') > :cases / 100
           FROM checked), 'figures contradict each other in some cases, in two rules and in more, given or not');

SELECT is_empty($$
    SELECT c.kase, c.rule FROM checked AS c
    WHERE (c.verdict = 'violation') <> NOT EXISTS (SELECT FROM kept AS k WHERE k.kase = c.kase AND k.rules & c.bit <> 0)
$$, 'a rule is violated if no true figures keep it');

SELECT is_empty($$
    SELECT c.kase
    FROM (SELECT kase, bit_or(bit) AS bits FROM checked WHERE verdict NOT IN ('violation', 'contradiction') GROUP BY kase) AS c
    WHERE NOT EXISTS (SELECT FROM kept AS k WHERE k.kase = c.kase AND k.rules & c.bits = c.bits)
$$, 'some true figures keep all rules that are not marked');

CREATE TEMP TABLE said AS
SELECT x.kase, x.contradiction, bits.bits, s.saying ->> 'rule' AS rule, (s.saying ->> 'times')::numeric AS times,
       s.saying ->> 'says' AS says
FROM (SELECT kase, contradiction AS sayings, row_number() OVER (PARTITION BY kase ORDER BY contradiction) AS contradiction
      FROM (SELECT DISTINCT c.kase, x.contradiction
            FROM checked AS c, jsonb_array_elements(c.contradictions) AS x (contradiction)) AS x) AS x,
     LATERAL (SELECT sum(pg_temp.bit(y ->> 'rule'))::integer AS bits FROM jsonb_array_elements(x.sayings) AS y) AS bits,
     jsonb_array_elements(x.sayings) AS s (saying);
ANALYZE said;

SELECT is_empty($$
    SELECT s.kase, s.contradiction FROM said AS s JOIN kept AS k USING (kase) WHERE k.rules & s.bits = s.bits
$$, 'no true figures keep the rules of a contradiction');

SELECT is_empty($$
    SELECT s.kase, s.contradiction, s.rule FROM said AS s
    WHERE NOT EXISTS (SELECT FROM kept AS k WHERE k.kase = s.kase AND (k.rules | pg_temp.bit(s.rule)) & s.bits = s.bits)
$$, 'without any one of its rules some do');

SELECT is_empty($$
    SELECT c.kase, c.rule FROM checked AS c
    WHERE (c.verdict = 'contradiction') <> EXISTS (SELECT FROM said AS s WHERE s.kase = c.kase AND s.rule = c.rule)
       OR (c.verdict = 'contradiction') <> (c.contradictions IS NOT NULL)
$$, 'every rule of a contradiction is marked, and no other');

-- What a rule says, by its terms: 2 * [A] - [C] >= 1.5
CREATE TEMP TABLE term AS
SELECT s.kase, s.contradiction, s.rule, s.times, t.item, t.factor,
       CASE substring(s.says FROM ' (.=) ') WHEN '>=' THEN 1 ELSE -1 END AS way, substring(s.says FROM '.= (.*)$')::numeric AS bound
FROM said AS s,
     LATERAL (SELECT m[3] AS item, (coalesce(m[1], '') || coalesce(m[2], '1'))::numeric AS factor
              FROM regexp_matches(replace(s.says, ' - ', ' + -'), '(-)?(?:(\d+) \* )?\[(\w+)\]', 'g') AS m) AS t;

SELECT is_empty($$
    SELECT kase, contradiction, item, sum(times * factor * way)
    FROM term GROUP BY kase, contradiction, item HAVING sum(times * factor * way) <> 0
    UNION ALL
    SELECT kase, contradiction, NULL, sum(times * bound * way)
    FROM (SELECT DISTINCT kase, contradiction, rule, times, way, bound FROM term) AS t
    GROUP BY kase, contradiction HAVING sum(times * bound * way) <= 0
$$, 'what is said comes to nothing, and its bounds to more');

CREATE TEMP TABLE sum_said AS
SELECT kase, contradiction, rule, pg_temp.bit(rule) AS bit, way, (way * 20 * 100000 * bound)::integer AS bound,
       coalesce(sum(way * factor) FILTER (WHERE item = 'A'), 0)::integer AS a,
       coalesce(sum(way * factor) FILTER (WHERE item = 'B'), 0)::integer AS b,
       coalesce(sum(way * factor) FILTER (WHERE item = 'C'), 0)::integer AS c,
       coalesce(sum(way * factor) FILTER (WHERE item = 'P'), 0)::integer AS p
FROM term GROUP BY kase, contradiction, rule, way, bound;
SELECT is_empty($$
    SELECT s.kase, s.contradiction, s.rule
    FROM sum_said AS s JOIN kase AS k USING (kase), pg_temp.points(k, 5) AS g
    WHERE g.rules & s.bit <> 0 AND s.a * g.a + s.b * g.b + s.c * g.c + s.p * g.p < s.bound
$$, 'what a rule is said to say is true of all figures that keep it');

-- Books are kept in 分, which is a coarser grid.
SELECT is_empty($$
    SELECT s.kase, s.contradiction
    FROM (SELECT DISTINCT kase, contradiction, bits FROM said) AS s
    JOIN kase AS k USING (kase), pg_temp.points(k, 2) AS g
    WHERE num_nulls(k.a, k.b, k.c, k.p) = 0 AND g.rules & s.bits = s.bits
$$, 'nor do any in whole 分');

SELECT * FROM finish();
ROLLBACK;
