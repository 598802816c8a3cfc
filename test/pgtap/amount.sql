-- fund.amount keeps the laws of arithmetic, with numeric as its oracle: random
-- and boundary values, every operator and aggregate, in every kind of plan.
--
--	psql -v rows=1000000 -v seed=0.5 -f test/pgtap/amount.sql
--
-- runs it on so many values; the seed is printed, and another one every time.
\set ECHO none
\set QUIET on
\pset format unaligned
\pset tuples_only on
\if :{?rows}
\else
    \set rows 10000
\endif
\if :{?seed}
\else
    SELECT random() AS seed \gset
\endif
BEGIN;
SET LOCAL search_path = public, fund;
SELECT plan(27);
SELECT diag('seed ' || :'seed' || ', ' || :'rows' || ' values (psql -v seed=… -v rows=… runs others)');
SELECT setseed(:seed) \g /dev/null

-- ---------- values ----------

-- 分 of every size, both signs, and what bounds lie next to.
CREATE FUNCTION pg_temp.random_fen() RETURNS bigint
    LANGUAGE sql VOLATILE
    AS $$
        SELECT CASE
            WHEN random() < 0.2 THEN (ARRAY[0, 1, -1, 99, -99, 100, -100, 101, 9223372036854775807, -9223372036854775807, 9223372036854775806,
                                            -9223372036854775806, 4611686018427387903, 4611686018427387904, -4611686018427387904, 2147483647,
                                            -2147483648, 4294967296, 999999999999999999, 1000000000000000000]::bigint[])[1 + floor(random() * 20)::integer]
            ELSE (CASE WHEN random() < 0.5 THEN -1 ELSE 1 END)
                 * (((floor(random() * 4294967296)::bigint << 31) | floor(random() * 2147483648)::bigint) >> floor(random() * 63)::integer)
        END
    $$;

CREATE TABLE value AS
SELECT n, n % 7 AS part, fen, (fen * 0.01)::amount AS a, other, (other * 0.01)::amount AS b,
       CASE WHEN random() < 0.5 THEN floor(random() * 2001)::bigint - 1000 ELSE pg_temp.random_fen() END AS factor,
       CASE WHEN n % 5 <> 0 THEN (fen * 0.01)::amount END AS sometimes
FROM (SELECT n, pg_temp.random_fen() AS fen, pg_temp.random_fen() AS other FROM generate_series(1, :rows) AS n) AS t;
ANALYZE value;

CREATE FUNCTION pg_temp.outcome(operation text, a amount, b amount, factor bigint) RETURNS text
    LANGUAGE plpgsql
    AS $$
    BEGIN
        RETURN CASE operation
            WHEN '+' THEN (a + b)::text
            WHEN '-' THEN (a - b)::text
            WHEN 'amount *' THEN (a * factor)::text
            WHEN '* amount' THEN (factor * a)::text
            WHEN '/' THEN (a / b)::text
        END;
    EXCEPTION WHEN numeric_value_out_of_range OR division_by_zero THEN
        RETURN SQLSTATE;
    END
    $$;

-- What it should be: exact, or refused.
CREATE FUNCTION pg_temp.exact(exact numeric) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$ SELECT CASE WHEN abs(exact) > 92233720368547758.07 THEN '22003' ELSE round(exact, 2)::text END $$;

-- None of the rows may fulfil the condition.
CREATE FUNCTION pg_temp.never(source text, condition text, sentence text) RETURNS text
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_examples text;
    BEGIN
        EXECUTE format('SELECT string_agg(t::text, E''\n'') FROM (SELECT * FROM %s WHERE %s LIMIT 3) AS t', source, condition) INTO v_examples;
        RETURN ok(v_examples IS NULL, sentence) || coalesce(E'\n' || diag(v_examples), '');
    END
    $$;

-- ---------- text, binary, numeric ----------

SELECT pg_temp.never('value', 'a::text <> (fen * 0.01)::text', 'an amount prints as numeric does');
SELECT pg_temp.never('value', 'a::text::amount <> a', 'what is printed is read again');
SELECT pg_temp.never('value', 'a::numeric <> fen * 0.01 OR a::numeric::amount <> a OR scale(a::numeric) <> 2', 'numeric, there and back, is the same');
SELECT pg_temp.never('value', 'amount_send(a) <> int8send(fen)', 'what is sent is the count of 分');

-- ---------- operators ----------

SELECT pg_temp.never('value', $$pg_temp.outcome('+', a, b, 0) <> pg_temp.exact(a::numeric + b::numeric)$$, 'a + b is exact or 22003');
SELECT pg_temp.never('value', $$pg_temp.outcome('-', a, b, 0) <> pg_temp.exact(a::numeric - b::numeric)$$, 'a - b is exact or 22003');
SELECT pg_temp.never('value', $$pg_temp.outcome('amount *', a, b, factor) <> pg_temp.exact(a::numeric * factor)
                             OR pg_temp.outcome('* amount', a, b, factor) <> pg_temp.exact(a::numeric * factor)$$, 'a * n and n * a are exact or 22003');
SELECT pg_temp.never('value', $$pg_temp.outcome('/', a, b, 0) <> CASE WHEN other = 0 THEN '22012' ELSE (a::numeric / b::numeric)::text END$$,
                     'a / b is the ratio that numeric makes, or 22012');
SELECT pg_temp.never('value', '(-a)::numeric <> -(a::numeric) OR (+a) <> a OR -(-a) <> a OR abs(a)::numeric <> abs(a::numeric)
                             OR (@ a) <> abs(a) OR sign(a) <> sign(fen) OR abs(a) * sign(a) <> a', '- + abs @ sign');
SELECT pg_temp.never('value', '(a < b, a <= b, a = b, a <> b, a >= b, a > b)
                               <> (fen < other, fen <= other, fen = other, fen <> other, fen >= other, fen > other)
                             OR amount_cmp(a, b) <> sign(fen::numeric - other)', 'comparison is that of the numbers');
SELECT pg_temp.never('value', 'a = b AND (amount_hash(a) <> amount_hash(b) OR amount_hash_extended(a, 42) <> amount_hash_extended(b, 42))
                             OR amount_hash(a) <> hashint8(fen)', 'equal amounts have equal hashes');
SELECT pg_temp.never('(SELECT fen, lag(fen) OVER (ORDER BY a) AS before FROM value) AS t', 'fen < before', 'amounts sort as numbers');

-- ---------- aggregates ----------

-- In one place, so that every plan is compared with the same.
CREATE TEMPORARY TABLE by_part AS
SELECT part, pg_temp.exact(sum(a::numeric)) AS sum, avg(a::numeric)::text AS avg, min(a::numeric) AS min, max(a::numeric) AS max,
       sum(sometimes::numeric * 0) AS zero, count(sometimes) AS count
FROM value GROUP BY part;

CREATE FUNCTION pg_temp.sum_or_state(part integer) RETURNS text
    LANGUAGE plpgsql
    AS $$
    BEGIN
        RETURN (SELECT sum(a) FROM value WHERE value.part = sum_or_state.part);
    EXCEPTION WHEN numeric_value_out_of_range THEN
        RETURN SQLSTATE;
    END
    $$;

-- Amounts small enough for every sum of them; few enough to be every size.
CREATE TABLE small AS SELECT n, part, fen / :rows AS fen, (fen / :rows * 0.01)::amount AS a FROM value;
ANALYZE small;
CREATE TEMPORARY TABLE small_by_part AS
SELECT part, sum(fen) * 0.01 AS sum, avg(fen * 0.01)::text AS avg, min(fen) * 0.01 AS min, max(fen) * 0.01 AS max FROM small GROUP BY part;

CREATE FUNCTION pg_temp.aggregates_are_right(sentence text) RETURNS text
    LANGUAGE sql
    AS $$
        SELECT pg_temp.never('small_by_part FULL JOIN (SELECT part, sum(a), avg(a), min(a), max(a) FROM small GROUP BY part) AS t USING (part)',
            'small_by_part.sum IS DISTINCT FROM t.sum::numeric OR small_by_part.avg IS DISTINCT FROM t.avg::text
             OR small_by_part.min IS DISTINCT FROM t.min::numeric OR small_by_part.max IS DISTINCT FROM t.max::numeric', sentence)
    $$;

CREATE FUNCTION pg_temp.plan_of(query text) RETURNS text
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_line text;
        v_plan text := '';
    BEGIN
        FOR v_line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
            v_plan := v_plan || v_line || E'\n';
        END LOOP;
        RETURN v_plan;
    END
    $$;

SELECT pg_temp.never('by_part', 'pg_temp.sum_or_state(part) <> sum', 'sum is exact, or 22003 where the result is out of range');
SELECT pg_temp.never('by_part JOIN (SELECT part, avg(a) AS mean, min(a) AS least, max(a) AS greatest FROM value GROUP BY part) AS t USING (part)',
                     'mean::text <> avg OR least::numeric <> min OR greatest::numeric <> max', 'avg, min and max of any amounts');
SET LOCAL enable_sort = off;
SELECT pg_temp.aggregates_are_right('aggregates in a hash table');
RESET enable_sort;
SET LOCAL enable_hashagg = off;
SELECT pg_temp.aggregates_are_right('aggregates of sorted groups');
RESET enable_hashagg;
SET LOCAL work_mem = '64kB';
SELECT pg_temp.never('(SELECT n % 1000 AS p, sum(a), avg(a), sum(fen) AS fen FROM small GROUP BY n % 1000) AS t', 'sum::numeric <> fen * 0.01', 'aggregates in a hash table that spills');
RESET work_mem;

SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
SET LOCAL min_parallel_table_scan_size = 0;
SET LOCAL max_parallel_workers_per_gather = 2;
SET LOCAL parallel_leader_participation = off;
SELECT ok(pg_temp.plan_of('SELECT part, sum(a), avg(a), min(a), max(a) FROM small GROUP BY part') ~ 'Finalize .*Gather.*Partial .*Parallel',
          'aggregates are planned in parallel');
SELECT pg_temp.aggregates_are_right('aggregates in parallel');
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
RESET max_parallel_workers_per_gather;
RESET parallel_leader_participation;

CREATE TEMPORARY TABLE frame AS
SELECT n, CASE WHEN n % 5 <> 0 AND n % 100 > 10 THEN a END AS a FROM small;
SELECT pg_temp.never('(SELECT sum(a) OVER few AS few, sum(a::numeric) OVER few AS few_exact, avg(a) OVER few AS mean, avg(a::numeric) OVER few AS mean_exact,
                              sum(a) OVER rest AS rest, sum(a::numeric) OVER rest AS rest_exact, avg(a) OVER ahead AS ahead, avg(a::numeric) OVER ahead AS ahead_exact
                       FROM frame
                       WINDOW few AS (ORDER BY n ROWS BETWEEN 3 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW),
                              rest AS (ORDER BY n ROWS BETWEEN 500 PRECEDING AND CURRENT ROW),
                              ahead AS (ORDER BY n ROWS BETWEEN 2 FOLLOWING AND 9 FOLLOWING)) AS t',
                     'few::numeric IS DISTINCT FROM few_exact OR mean::text IS DISTINCT FROM mean_exact::text
                      OR rest::numeric IS DISTINCT FROM rest_exact OR ahead::text IS DISTINCT FROM ahead_exact::text', 'aggregates over moving frames');

-- ---------- indexes ----------

CREATE INDEX value_btree ON value (a);
CREATE INDEX value_hash ON value USING hash (a);
CREATE INDEX value_brin ON value USING brin (b amount_minmax_multi_ops) WITH (pages_per_range = 1);
SET LOCAL enable_seqscan = off;
SELECT pg_temp.never('(SELECT v, (SELECT count(*) FROM value WHERE a < v) AS less, (SELECT count(*) FROM value WHERE fen * 0.01 < v::numeric) AS less_exact,
                              (SELECT count(*) FROM value WHERE a = v) AS equal, (SELECT count(*) FROM value WHERE fen * 0.01 = v::numeric) AS equal_exact,
                              (SELECT count(*) FROM value WHERE b >= v) AS most, (SELECT count(*) FROM value WHERE other * 0.01 >= v::numeric) AS most_exact
                       FROM (SELECT a AS v FROM value WHERE n <= 40) AS t) AS t',
                     'less <> less_exact OR equal <> equal_exact OR most <> most_exact', 'btree, hash and BRIN find what a scan finds');
RESET enable_seqscan;

-- ---------- rounding, sharing out, writing ----------

-- Every sixth of 10^-4 stands on a half, every 10^-3 near one.
CREATE TEMPORARY TABLE exact_number AS
SELECT n, (fen % 1000000000000) * (ARRAY[0.01, 0.005, 0.001, 0.0001, 0.00000005])[1 + n % 5] AS v, a,
       (CASE WHEN factor = 0 THEN 3 ELSE factor END) * (ARRAY[1, 0.01, 0.00000001])[1 + n % 3] AS d
FROM value WHERE n <= 20000;
CREATE TEMPORARY TABLE rounded AS
SELECT v, round_amount(v)::numeric AS up5, round_amount(v, 'half_even')::numeric AS even5, round_amount(v, 'up')::numeric AS up, round_amount(v, 'down')::numeric AS down,
       trunc(v, 2) AS t, sign(v) * 0.01 AS unit
FROM exact_number;
SELECT pg_temp.never('rounded', 'down <> t OR up <> t + CASE WHEN v <> t THEN unit ELSE 0 END OR up5 <> round(v, 2)
                               OR even5 <> CASE WHEN abs(v - t) = 0.005 AND t * 100 % 2 = 0 THEN t ELSE round(v, 2) END', 'round_amount in its four modes');

-- By what a quotient is, as numeric's is not exact.
CREATE FUNCTION pg_temp.divided(a amount, d numeric, mode text) RETURNS numeric
    LANGUAGE plpgsql
    AS $$
    BEGIN
        RETURN divide_amount(a, d, mode);
    EXCEPTION WHEN numeric_value_out_of_range THEN
        RETURN CASE WHEN abs(a::numeric) + abs(d) * 0.01 > 92233720368547758.07 * abs(d) THEN NULL ELSE 'NaN' END;
    END
    $$;
CREATE TEMPORARY TABLE divided AS
SELECT x, d, 0.01 * abs(d) AS unit, down * d AS down, up * d AS up, up5 * d AS up5, even5 * d AS even5, even5 * 100 % 2 AS odd
FROM (SELECT a::numeric AS x, d, pg_temp.divided(a, d, 'down') AS down, pg_temp.divided(a, d, 'up') AS up,
             pg_temp.divided(a, d, 'half_up') AS up5, pg_temp.divided(a, d, 'half_even') AS even5 FROM exact_number) AS t;
SELECT pg_temp.never('divided', 'abs(down) > abs(x) OR abs(x) - abs(down) >= unit OR abs(up) < abs(x) OR abs(up) - abs(x) >= unit
                               OR 2 * abs(up5 - x) > unit OR 2 * abs(even5 - x) > unit
                               OR 2 * abs(up5 - x) = unit AND abs(up5) < abs(x) OR 2 * abs(even5 - x) = unit AND odd <> 0', 'divide_amount in its four modes');

CREATE TEMPORARY TABLE shared AS
SELECT n, a::numeric AS a, w, s, allocate(-a, w) AS s_negative, w_total
FROM (SELECT n, a, array_agg(CASE WHEN random() < 0.2 THEN 0 ELSE floor(random() * 1000)::numeric * (ARRAY[1, 0.001, 1e20])[1 + n % 3] END) || 1.0 AS w
      FROM value, generate_series(1, 1 + n % 9) WHERE n <= 5000 GROUP BY n, a) AS v,
     LATERAL (SELECT allocate(a, w) AS s, (SELECT sum(x) FROM unnest(w) AS x) AS w_total) AS t;
SELECT pg_temp.never('shared', '(SELECT sum(x)::numeric FROM unnest(s) AS x) <> a OR array_length(s, 1) <> array_length(w, 1)
                              OR s_negative <> ARRAY(SELECT -x FROM unnest(s) WITH ORDINALITY AS u (x, i) ORDER BY i)', 'allocate shares out all of it, and its reversal');
SELECT pg_temp.never('shared, LATERAL (SELECT x::numeric, y FROM unnest(s, w) AS u (x, y)) AS u', 'abs(x * w_total - a * y) >= 0.01 * w_total OR y = 0 AND x <> 0',
                     'every share is within a 分 of exact, none for a weight of 0');

SELECT pg_temp.never('value', 'from_chinese(to_chinese(a)) <> a', '中文大写, there and back');
SELECT pg_temp.never('value', $$format_amount(a) <> trim(to_char(a::numeric, '999,999,999,999,999,999,990.00'))$$, 'digits in groups of three');

SELECT * FROM finish();
ROLLBACK;
