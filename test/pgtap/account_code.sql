-- fund.account_code is its digits: text is its oracle, on random codes.
-- psql -v rows=1000000 -v seed=0.5 -f test/pgtap/account_code.sql runs so many.
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
SELECT plan(10);
SELECT diag('seed ' || :'seed' || ', ' || :'rows' || ' values (psql -v seed=… -v rows=… runs others)');
SELECT setseed(:seed) \g /dev/null

-- Pairs of codes, every second time one of them cut from the other.
CREATE TABLE value AS
SELECT n, digits, cut, digits::account_code AS c, cut::account_code AS d
FROM (SELECT n, digits, CASE WHEN n % 2 = 0 THEN left(digits, 3 + floor(random() * (length(digits) - 2))::integer)
                             ELSE lpad(floor(random() * 10000)::text, 3 + (n % 4), '0') END AS cut
      FROM (SELECT n, left(lpad(floor(random() * 10000)::text, 4, '0') || lpad(floor(random() * 1e12)::text, 12, (n % 10)::text), 3 + floor(random() * 14)::integer) AS digits
            FROM generate_series(1, :rows) AS n) AS t
      UNION ALL
      SELECT -n, digits, cut
      FROM unnest('{000,0000,999,9999,9999999999999999,999999999999999,0000000000000000,100,1003,10030}'::text[]) WITH ORDINALITY AS t (digits, n),
           unnest('{000,0000,999,9999,99999,9999999999999999,100,1003}'::text[]) AS cut) AS t;
ANALYZE value;

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

SELECT pg_temp.never('c::text <> digits OR c::text::account_code <> c', 'a code prints as its digits and is read again');
SELECT pg_temp.never('(c < d, c <= d, c = d, c <> d, c >= d, c > d)
                      <> (digits COLLATE "C" < cut, digits COLLATE "C" <= cut, digits = cut, digits <> cut, digits COLLATE "C" >= cut, digits COLLATE "C" > cut)
                      OR account_code_cmp(c, d) <> CASE WHEN digits = cut THEN 0 WHEN digits COLLATE "C" < cut THEN -1 ELSE 1 END', 'order is that of the digits');
SELECT pg_temp.never('c = d AND (account_code_hash(c) <> account_code_hash(d) OR account_code_hash_extended(c, 7) <> account_code_hash_extended(d, 7))', 'equal codes have equal hashes');
SELECT pg_temp.never('(c <@ d) <> (starts_with(digits, cut) AND length(digits) % 2 = length(cut) % 2) OR (c <@ d) <> (d @> c) OR NOT c <@ c', 'descent is that of the digits, within one way of numbering');
SELECT pg_temp.never('level(c) <> (length(digits) - 1) / 2 OR parent(c)::text IS DISTINCT FROM CASE WHEN length(digits) > 4 THEN left(digits, -2) END', 'level and parent');
SELECT pg_temp.never('ancestors(c)::text[] <> ARRAY(SELECT left(digits, 4 - length(digits) % 2 + 2 * i) FROM generate_series(0, level(c) - 2) AS i ORDER BY i)
                      OR ancestor(c, 1)::text <> left(digits, 4 - length(digits) % 2) OR ancestor(c, level(c)) <> c OR ancestor(c, level(c) + 1) IS NOT NULL
                      OR (d @> c) <> (d = ANY (ancestors(c) || c))', 'ancestors');
SELECT pg_temp.never('NOT last_descendant(c) <@ c OR last_descendant(c)::text <> rpad(digits, 16 - length(digits) % 2, ''9'')
                      OR c <@ d AND NOT c BETWEEN d AND last_descendant(d)', 'details stand between their account and its last descendant');
SELECT ok((SELECT min(c)::text = min(digits COLLATE "C") AND max(c)::text = max(digits COLLATE "C") FROM value), 'min and max');

CREATE INDEX value_btree ON value (c);
CREATE INDEX value_brin ON value USING brin (d account_code_minmax_multi_ops) WITH (pages_per_range = 1);
SET LOCAL enable_seqscan = off;
SELECT is((SELECT count(*) FROM (SELECT d AS x FROM value WHERE n BETWEEN 1 AND 40) AS t,
                LATERAL (SELECT count(*) AS found FROM value WHERE c <@ x) AS f,
                LATERAL (SELECT count(*) AS exact FROM value WHERE starts_with(digits, x::text) AND length(digits) % 2 = length(x::text) % 2) AS e
           WHERE found <> exact), 0::bigint, 'a btree finds what descends');
SELECT is((SELECT count(*) FROM (SELECT c AS x FROM value WHERE n BETWEEN 1 AND 40) AS t,
                LATERAL (SELECT count(*) AS found FROM value WHERE d @> x) AS f,
                LATERAL (SELECT count(*) AS exact FROM value WHERE starts_with(x::text, cut) AND length(cut) % 2 = length(x::text) % 2) AS e
           WHERE found <> exact), 0::bigint, 'BRIN finds the ancestors');
SELECT * FROM finish();
ROLLBACK;
