-- fund.basis: one byte that is text to whoever reads and writes it, as
-- fund.voucher_kind is (sql/voucher_kind.sql).
SET client_encoding = 'UTF8';
SET search_path = public, fund;
\set SHOW_CONTEXT never
\pset null '-'

-- The type and value of an expression, or its SQLSTATE, message and hint.
CREATE FUNCTION pg_temp.outcome(expression text) RETURNS text
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_outcome text;
        v_hint text;
    BEGIN
        EXECUTE format('SELECT concat_ws('' '', pg_typeof(x)::text COLLATE "C", coalesce(x::text, ''NULL'')) FROM (SELECT %s) AS t (x)', expression)
        INTO v_outcome;
        RETURN v_outcome;
    EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS v_hint = PG_EXCEPTION_HINT;
        RETURN concat_ws(E'\n', SQLSTATE || ' ' || SQLERRM, nullif(v_hint, ''));
    END
    $$;

-- As stored
SELECT typlen, typbyval, typalign, typstorage, typcategory, typispreferred
FROM pg_type WHERE oid = 'basis'::regtype;

-- Words of either language are read, English ones written
SELECT word, word::basis AS basis
FROM unnest('{cash,accrual,收付实现制,权责发生制}'::text[]) WITH ORDINALITY AS w (word, n)
ORDER BY n;
SELECT expression, pg_temp.outcome(expression) AS outcome
FROM unnest(ARRAY[
    $$'tax'::basis$$, $$''::basis$$, $$'Cash'::basis$$, $$'收付'::basis$$, $$'普通'::basis$$, $$'tax'::varchar::basis$$,
    $$'权责发生制'::varchar::basis$$, $$'cash   '::char(7)::basis$$, $$'{cash,权责发生制}'::basis[]$$, $$NULL::basis$$,
    $$basis_send('收付实现制')$$
]) WITH ORDINALITY AS e (expression, n)
ORDER BY n;

-- With fund on the search path and without it
CREATE TABLE bases (n integer, basis basis, word text, varying varchar, padded char(10));
INSERT INTO bases
SELECT n, (ARRAY['cash', 'accrual', '收付实现制', '权责发生制'])[1 + n % 4], (ARRAY['收付实现制', 'accrual', 'tax', '权责发生制'])[1 + n % 4],
       (ARRAY['cash', '权责发生制'])[1 + n % 2], (ARRAY['cash', 'accrual'])[1 + n % 2]
FROM generate_series(0, 399) AS n;
UPDATE bases SET basis = padded WHERE n = 0;
UPDATE bases SET basis = varying WHERE n = 1;
CREATE INDEX bases_basis ON bases (basis);
CREATE INDEX bases_basis_hash ON bases USING hash (basis);
SELECT basis, count(*), count(*) FILTER (WHERE basis = word) AS text, count(*) FILTER (WHERE word <> basis) AS not_text,
       count(*) FILTER (WHERE basis = varying) AS varchar, count(*) FILTER (WHERE padded = basis) AS bpchar
FROM bases GROUP BY basis ORDER BY basis;
CREATE FUNCTION pg_temp.found(condition text, path text) RETURNS text
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_found bigint;
    BEGIN
        PERFORM set_config('search_path', path, true);
        EXECUTE 'SELECT count(*) FROM public.bases WHERE ' || condition INTO v_found;
        PERFORM set_config('search_path', 'public, fund', true);
        RETURN v_found;
    EXCEPTION WHEN OTHERS THEN
        RETURN SQLSTATE || ' ' || SQLERRM;
    END
    $$;
SELECT condition, pg_temp.found(condition, 'public, fund') AS fund_on_the_path, pg_temp.found(condition, 'public') AS off_it
FROM unnest(ARRAY[
    $$basis = 'cash'$$, $$basis = '收付实现制'$$, $$basis <> '收付实现制'$$, $$basis = 'tax'$$, $$basis = 'tax'::text$$,
    $$basis IN ('cash', 'accrual')$$, $$basis IN ('收付实现制', '权责发生制')$$, $$basis = ANY ('{cash,权责发生制}'::text[])$$,
    $$basis = 'accrual'::varchar$$, $$basis = '权责发生制'::varchar$$, $$basis < 'accrual'$$, $$basis >= 'accrual'$$, $$basis <= 'cash'::text$$, $$'cash'::text >= basis$$, $$basis > 'tax'::text$$,
    $$CASE basis WHEN 'cash' THEN true ELSE false END$$, $$coalesce(basis, 'cash') = 'cash'$$,
    $$basis || '!' = 'cash!'$$, $$basis LIKE 'acc%'$$
]) WITH ORDINALITY AS c (condition, n) ORDER BY c.n;
PREPARE by_varchar (varchar) AS SELECT count(*) FROM bases WHERE basis = $1;
EXECUTE by_varchar ('权责发生制');

-- A damaged byte is no basis
CREATE CAST ("char" AS basis) WITHOUT FUNCTION;
SELECT expression, pg_temp.outcome(expression) AS outcome
FROM unnest(ARRAY[
    $$''::"char"::basis$$, $$chr(3)::"char"::basis$$, $$chr(3)::"char"::basis || ''$$, $$basis_send(''::"char"::basis)$$,
    $$''::"char"::basis = 'cash'$$, $$''::"char"::basis = 'cash'::text$$, $$chr(1)::"char"::basis$$
]) WITH ORDINALITY AS e (expression, n)
ORDER BY n;
DROP CAST ("char" AS basis);

DROP TABLE bases;
