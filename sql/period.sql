-- fund.period: accounting months.
SET client_encoding = 'UTF8';
SET search_path = public, fund;
SET datestyle = 'ISO, YMD';
\pset null '-'

-- The value of an expression as text, or its SQLSTATE and message.
CREATE FUNCTION pg_temp.try(expression text) RETURNS text
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_value text;
    BEGIN
        EXECUTE 'SELECT (' || expression || ')::text' INTO v_value;
        RETURN v_value;
    EXCEPTION WHEN OTHERS THEN
        RETURN SQLSTATE || ' ' || SQLERRM;
    END
    $$;

-- Text
SELECT source, pg_temp.try(format('%L::fund.period', source))
FROM unnest(ARRAY[
    '2026-01', '2026-12', '202601', '202612', '2026年1月', '2026年01月', '2026年12月', E' 2026-01\t\n',
    '0001-01', '9999-12',
    '', ' ', '2026', '2026-', '2026-1', '2026-001', '026-01', '12026-01', '2026-01-01', '2026 01', '2026/01',
    '20261', '2026年', '2026年1', '2026年001月', '2026-1月', '2026年-1月', '-2026-01', '2026-+1', '2026-01x',
    'x', '二〇二六年一月', '２０２６-01',
    '2026-00', '2026-13', '202613', '2026年0月', '2026年13月', '2026-99', '0000-12', '0000-00'
]) WITH ORDINALITY AS t (source, n) ORDER BY n;

-- The whole errors, as a client sees them
SELECT '2026-1'::fund.period;
SELECT '2026-13'::fund.period;

-- Both can be asked for softly, where the server can
CREATE FUNCTION pg_temp.is_period(source text) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_is_period boolean;
    BEGIN
        IF current_setting('server_version_num')::integer < 160000 THEN
            RETURN pg_temp.try(format('%L::fund.period', source)) !~ '^22';
        END IF;
        EXECUTE 'SELECT pg_input_is_valid($1, ''fund.period'')' INTO v_is_period USING source;
        RETURN v_is_period;
    END
    $$;
SELECT pg_temp.is_period('2026-01'), pg_temp.is_period('2026-1'), pg_temp.is_period('2026-13');

-- Every period has its text
SELECT count(*), count(DISTINCT p), min(p), max(p),
       count(*) FILTER (WHERE p::text <> format('%s-%s', lpad((n / 12)::text, 4, '0'), lpad((n % 12 + 1)::text, 2, '0'))) AS wrong_text,
       count(*) FILTER (WHERE p::text::period <> p) AS read_otherwise
FROM (SELECT n, '0001-01'::period + (n - 12) AS p FROM generate_series(12, 119999) AS n) AS t;

-- Binary: an int4
SELECT period_send('2026-01'), period_send('0001-01'), period_send('9999-12');
CREATE TEMPORARY TABLE received (period fund.period);
\copy received from program 'printf "PGCOPY\n\377\r\n\000\000\000\000\000\000\000\000\000\000\001\000\000\000\004\000\000\000\014\000\001\000\000\000\004\000\001\324\277\377\377"' (format binary)
SELECT period FROM received ORDER BY period;
-- out of range by one, negative, and cut short
\set VERBOSITY sqlstate
\copy received from program 'printf "PGCOPY\n\377\r\n\000\000\000\000\000\000\000\000\000\000\001\000\000\000\004\000\000\000\013\377\377"' (format binary)
\copy received from program 'printf "PGCOPY\n\377\r\n\000\000\000\000\000\000\000\000\000\000\001\000\000\000\004\000\001\324\300\377\377"' (format binary)
\copy received from program 'printf "PGCOPY\n\377\r\n\000\000\000\000\000\000\000\000\000\000\001\000\000\000\004\377\377\377\377\377\377"' (format binary)
\copy received from program 'printf "PGCOPY\n\377\r\n\000\000\000\000\000\000\000\000\000\000\001\000\000\000\002\000\014\377\377"' (format binary)
\set VERBOSITY default

-- Dates
SELECT date, pg_temp.try(format('fund.period(date %L)', date))
FROM unnest(ARRAY[
    '2026-01-01', '2026-01-31', '2026-02-01', '2024-02-29', '1999-12-31', '2000-01-01',
    '0001-01-01', '0001-12-31 BC', '9999-12-31', '10000-01-01', '4713-01-01 BC', '5874897-12-31',
    'infinity', '-infinity'
]) WITH ORDINALITY AS t (date, n) ORDER BY n;
SELECT p, first_day(p), last_day(p)
FROM unnest('{2026-01,2026-04,2024-02,2023-02,1900-02,2000-02,0001-01,9999-12}'::period[]) WITH ORDINALITY AS t (p, n)
ORDER BY n;
SELECT count(*) AS days,
       count(*) FILTER (WHERE fund.period(day) <> to_char(day, 'YYYY-MM')::period) AS wrong,
       count(*) FILTER (WHERE NOT day BETWEEN first_day(fund.period(day)) AND last_day(fund.period(day))) AS outside
FROM (SELECT date '1890-01-01' + n AS day FROM generate_series(0, 80000) AS n) AS t;

-- A column generated from a date; strings and dates are assigned
CREATE TEMPORARY TABLE voucher (
    voucher_date date,
    period fund.period GENERATED ALWAYS AS (fund.period(voucher_date)) STORED,
    assigned fund.period
);
INSERT INTO voucher (voucher_date, assigned) VALUES ('2026-03-31', date '2026-05-15');
INSERT INTO voucher (voucher_date, assigned) VALUES ('2026-04-01', '2026-06'::text), ('2026-04-02', '2026-07'::varchar), (NULL, '2026-08');
SELECT * FROM voucher ORDER BY assigned;
SELECT date '2026-01-15'::fund.period, CAST('2026-02'::text AS fund.period), fund.period('2026-03');

-- Arithmetic
SELECT expression, pg_temp.try(expression)
FROM unnest(ARRAY[
    $$'2026-01'::period + 1$$, $$'2026-12'::period + 1$$, $$'2026-01'::period - 1$$, $$'2026-01'::period + (-13)$$,
    $$'2026-01'::period - '2025-01'::period$$, $$'2025-01'::period - '2026-02'::period$$,
    $$'0001-01'::period - '9999-12'::period$$,
    $$1 + '2026-12'::period$$, $$-1 + '0001-01'::period$$, $$'2026-01'::period + '1'$$, $$'2026-01'::period + 1::bigint$$,
    $$'9999-11'::period + 1$$, $$'9999-12'::period + 1$$, $$'0001-02'::period - 1$$, $$'0001-01'::period - 1$$,
    $$'2026-01'::period + 2147483647$$, $$'2026-01'::period - 2147483647$$,
    $$'2026-01'::period + (-2147483648)$$, $$'2026-01'::period - (-2147483648)$$
]) WITH ORDINALITY AS t (expression, n) ORDER BY n;

-- The time between two, in years and months
SELECT elapsed('2026-03', '2025-01'), elapsed('2025-01', '2026-03'), elapsed('2026-01', '2026-01'), elapsed('9999-12', '0001-01');

-- All days of a period
SELECT days('2026-02'), days('2024-02'), '2025-12'::period::daterange, days('9999-12'), days('0001-01');
SELECT upper(days(p)) - lower(days(p)) AS days, count(*) FROM generate_series('2001-01'::period, '2400-12') AS p GROUP BY 1 ORDER BY 1;
SELECT pg_temp.try($$'2026-01'::period::date$$), pg_temp.try($$'2026-01'::period::integer$$);

-- Is a day of: never an error
SELECT date, date <@ '2026-02'::period AS within, '2026-02'::period @> date AS contained
FROM unnest('{2026-01-31,2026-02-01,2026-02-28,2026-03-01,infinity,-infinity,10000-01-01,0001-02-01 BC}'::date[]) WITH ORDINALITY AS t (date, n)
ORDER BY n;
SELECT date '9999-12-31' <@ '9999-12'::period, date '10000-01-01' <@ '9999-12'::period, date '0001-01-01' <@ '0001-01'::period,
       date '0001-12-31 BC' <@ '0001-01'::period, NULL::date <@ '2026-01'::period;

-- Series
SELECT array_agg(p) FROM generate_series('2025-11'::period, '2026-02') AS p;
SELECT array_agg(p) FROM generate_series('2025-11'::period, '2026-12', 3) AS p;
SELECT array_agg(p) FROM generate_series('2026-02'::period, '2025-11', -1) AS p;
SELECT array_agg(p) FROM generate_series('2026-02'::period, '2025-11') AS p;
SELECT array_agg(p) FROM generate_series('9999-11'::period, '9999-12', 2) AS p;
SELECT array_agg(p) FROM generate_series('0001-02'::period, '0001-01', -7) AS p;
SELECT count(*) FROM generate_series('0001-01'::period, '9999-12');
SELECT pg_temp.try($$(SELECT count(*) FROM generate_series('2026-01'::period, '2026-02', 0))$$);

-- Frames of months: the last three of them
SELECT p, sum(1) OVER (ORDER BY p RANGE BETWEEN 2 PRECEDING AND CURRENT ROW) AS rows
FROM unnest('{2025-11,2025-12,2026-02,2026-02,2026-05,9999-12}'::period[]) AS p;
\set VERBOSITY sqlstate
SELECT sum(1) OVER (ORDER BY p RANGE -1 PRECEDING) FROM unnest('{2026-01}'::period[]) AS p;
\set VERBOSITY default

-- Comparison, against that of the text
SELECT count(*) AS pairs,
       count(*) FILTER (WHERE (a < b, a <= b, a = b, a <> b, a >= b, a > b)
                          <> (a::text COLLATE "C" < b::text, a::text COLLATE "C" <= b::text, a::text = b::text,
                              a::text <> b::text, a::text COLLATE "C" >= b::text, a::text COLLATE "C" > b::text)) AS wrong,
       count(*) FILTER (WHERE sign(period_cmp(a, b)) <> sign(a - b)) AS wrong_cmp
FROM unnest('{0001-01,2025-12,2026-01,2026-02,9999-12}'::period[]) AS a,
     unnest('{0001-01,2025-12,2026-01,2026-02,9999-12}'::period[]) AS b;
SELECT min(p), max(p) FROM unnest('{2026-02,2025-11,2026-01}'::period[]) AS p;
SELECT min(p), max(p) FROM unnest('{}'::period[]) AS p;

-- Indexes: btree in order, hash, BRIN
CREATE FUNCTION pg_temp.uses_index(query text) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_plan json;
    BEGIN
        EXECUTE 'EXPLAIN (FORMAT json) ' || query INTO v_plan;
        RETURN v_plan::text LIKE '%"Index Name"%';
    END
    $$;
CREATE TEMPORARY TABLE month AS SELECT '2000-01'::period + n / 10 AS period FROM generate_series(0, 9999) AS n;
SET enable_seqscan = off;
SET enable_bitmapscan = off;
CREATE INDEX month_btree ON month (period);
EXPLAIN (COSTS OFF) SELECT count(*) FROM month WHERE period >= '2026-01' AND period < '2026-03';
SELECT count(*) FROM month WHERE period >= '2026-01' AND period < '2026-03';
SELECT pg_temp.uses_index('SELECT max(period) FROM month');
SELECT max(period) FROM month;
DROP INDEX month_btree;
CREATE INDEX month_hash ON month USING hash (period);
SELECT count(*) FROM month WHERE period = '2026-01';
DROP INDEX month_hash;
SET enable_bitmapscan = on;
CREATE INDEX month_brin ON month USING brin (period) WITH (pages_per_range = 1);
EXPLAIN (COSTS OFF) SELECT count(*) FROM month WHERE period = '2026-01';
SELECT count(*) FROM month WHERE period = '2026-01';
DROP INDEX month_brin;
CREATE INDEX month_brin ON month USING brin (period period_minmax_multi_ops) WITH (pages_per_range = 1);
EXPLAIN (COSTS OFF) SELECT count(*) FROM month WHERE period = '2026-01';
SELECT count(*) FROM month WHERE period = '2026-01';
SELECT count(*) FROM month WHERE period @> date '2026-01-31';
DROP INDEX month_brin;

-- The day of a period is found by an index on periods, the days of one by an
-- index on dates; what is in no period needs none
SET enable_bitmapscan = off;
CREATE INDEX month_btree ON month (period);
EXPLAIN (COSTS OFF) SELECT count(*) FROM month WHERE period @> '2026-01-31';
EXPLAIN (COSTS OFF) SELECT count(*) FROM month WHERE date '2026-01-31' <@ period;
SELECT count(*), min(period), max(period) FROM month WHERE period @> '2026-01-31';
SELECT count(*) FROM month WHERE period @> 'infinity';
SELECT count(*) FROM month WHERE period @> NULL;
CREATE TEMPORARY TABLE day AS SELECT date '2020-01-01' + n AS day FROM generate_series(0, 3999) AS n;
CREATE INDEX day_btree ON day (day);
EXPLAIN (COSTS OFF) SELECT count(*) FROM day WHERE day <@ '2026-02';
EXPLAIN (COSTS OFF) SELECT count(*) FROM day WHERE period '2026-02' @> day;
SELECT count(*), min(day), max(day) FROM day WHERE day <@ '2026-02';
EXPLAIN (COSTS OFF) SELECT period, count(day) FROM (VALUES ('2026-02'::period), ('2026-04')) AS t (period) JOIN day ON day <@ period GROUP BY period;
SELECT period, count(day) FROM (VALUES ('2026-02'::period), ('2026-04')) AS t (period) JOIN day ON day <@ period GROUP BY period ORDER BY period;
PREPARE days_of (period) AS SELECT count(*) FROM day WHERE day <@ $1;
SET plan_cache_mode = force_generic_plan;
EXPLAIN (COSTS OFF) EXECUTE days_of('2026-02');
EXECUTE days_of('2024-02');
RESET plan_cache_mode;
RESET enable_seqscan;
RESET enable_bitmapscan;
SELECT count(DISTINCT period), count(*) FROM month;
SELECT opcname, amname, opcdefault, amvalidate(c.oid)
FROM pg_opclass AS c JOIN pg_am AS a ON a.oid = opcmethod
WHERE opcintype = 'period'::regtype ORDER BY opcname COLLATE "C";
SELECT count(*) FROM (SELECT period FROM month GROUP BY period) AS t;

-- What a view with security_barrier may push down
SELECT oprname, oprleft::regtype, proleakproof
FROM pg_operator JOIN pg_proc AS p ON p.oid = oprcode
WHERE oprleft = 'fund.period'::regtype AND oprresult = 'boolean'::regtype
ORDER BY oprname COLLATE "C";
