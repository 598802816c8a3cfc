-- fund.period is a calendar month: date is its oracle, on random months and days.
-- psql -v rows=1000000 -v seed=0.5 -f test/pgtap/period.sql runs so many.
\set ECHO none
\set QUIET on
\pset format unaligned
\pset tuples_only on
\if :{?rows}
\else
    \set rows 20000
\endif
\if :{?seed}
\else
    SELECT random() AS seed \gset
\endif
BEGIN;
SET LOCAL search_path = public, fund;
SELECT plan(9);
SELECT diag('seed ' || :'seed' || ', ' || :'rows' || ' values (psql -v seed=… -v rows=… runs others)');
SELECT setseed(:seed) \g /dev/null

-- Any days of the years 1 to 9999, with their months and some months to go.
CREATE TEMPORARY TABLE value AS
SELECT *, date_trunc('month', day)::date AS first, (date_trunc('month', day) + interval '1 month - 1 day')::date AS last,
       date_trunc('month', other_day)::date AS other_first, fund.period(day) AS p, fund.period(other_day) AS o
FROM (SELECT n, date '0001-01-01' + floor(random() * 3652059)::integer AS day, date '0001-01-01' + floor(random() * 3652059)::integer AS other_day,
             floor(random() * 2401)::integer - 1200 AS months
      FROM generate_series(1, :rows) AS n
      UNION ALL
      SELECT -n, day, other_day, months
      FROM unnest('{0001-01-01,0001-01-31,9999-12-01,9999-12-31,2000-02-29,1900-02-28,1970-01-01}'::date[]) WITH ORDINALITY AS t (day, n),
           unnest('{0001-01-01,9999-12-31,2000-03-01}'::date[]) AS other_day, unnest('{-1,0,1}'::integer[]) AS months) AS t;

CREATE FUNCTION pg_temp.never(condition text, sentence text) RETURNS text
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_examples text;
    BEGIN
        EXECUTE format('SELECT string_agg(t::text, E''\n'') FROM (SELECT * FROM value WHERE %s LIMIT 3) AS t', condition) INTO v_examples;
        RETURN ok(v_examples IS NULL, sentence) || coalesce(E'\n' || diag(v_examples), '');
    END
    $$;

CREATE FUNCTION pg_temp.plus(p period, months integer) RETURNS text
    LANGUAGE plpgsql
    AS $$
    BEGIN
        IF p + months <> months + p OR p + months <> p - (-months) THEN
            RETURN 'not the same';
        END IF;
        RETURN p + months;
    EXCEPTION WHEN datetime_field_overflow THEN
        RETURN SQLSTATE;
    END
    $$;

SELECT pg_temp.never($$p::text <> to_char(day, 'YYYY-MM') OR p::text::period <> p OR replace(p::text, '-', '')::period <> p$$, 'a period prints as its month and is read again');
SELECT pg_temp.never($$(lpad(extract(year FROM day)::text, 4, '0') || '年' || extract(month FROM day) || '月')::period <> p$$, 'and is read in Chinese');
SELECT pg_temp.never('first_day(p) <> first OR last_day(p) <> last OR days(p) <> daterange(first, last, ''[]'')', 'its days are those of its month');
SELECT pg_temp.never('NOT day <@ p OR NOT p @> day OR (other_day <@ p) <> (other_day BETWEEN first AND last) OR (other_day <@ p) <> (o = p)', 'it has the days of its month and no others');
SELECT pg_temp.never($$pg_temp.plus(p, months) <> CASE WHEN extract(year FROM first + make_interval(months => months)) BETWEEN 1 AND 9999
                                                    THEN to_char(first + make_interval(months => months), 'YYYY-MM') ELSE '22008' END$$, 'months later is as with dates, or 22008');
SELECT pg_temp.never('p - o <> (extract(year FROM first) - extract(year FROM other_first)) * 12 + extract(month FROM first) - extract(month FROM other_first)
                      OR o + (p - o) <> p OR elapsed(p, o) <> make_interval(months => p - o)', 'differences are months');
SELECT pg_temp.never('(p < o, p <= o, p = o, p <> o, p >= o, p > o)
                      <> (first < other_first, first <= other_first, first = other_first, first <> other_first, first >= other_first, first > other_first)
                      OR period_cmp(p, o) <> sign(p - o) OR p = o AND period_hash(p) <> period_hash(o)', 'order is that of time');
SELECT pg_temp.never('period_in_range(p, o, abs(months), false, true) <> (p - o <= abs(months))', 'frames are of months');
SELECT pg_temp.never('n BETWEEN 1 AND 50 AND ARRAY(SELECT x FROM generate_series(p, p + 11 * (1 - 2 * (p > ''5000-01'')::integer), 1 - 2 * (p > ''5000-01'')::integer) AS x)
                      <> ARRAY(SELECT p + i * (1 - 2 * (p > ''5000-01'')::integer) FROM generate_series(0, 11) AS i ORDER BY i)', 'a series has every month, in either direction');
SELECT * FROM finish();
ROLLBACK;
