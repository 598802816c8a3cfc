-- With fund on the search path every built-in expression means what it meant:
-- all expressions that these operands make with the names that fund shares
-- with pg_catalog, and with the usual functions of numbers and dates.
-- (doc/adr/0006-amount-casts.md)
\set ECHO none
\set QUIET on
\pset format unaligned
\pset tuples_only on
BEGIN;
SELECT plan(6);

CREATE TEMPORARY TABLE operand (text) AS
SELECT unnest(ARRAY['1', '1::smallint', '1::bigint', '1.5', '1::real', '1::float8', 'NULL', '''1''', '''1''::text', '''1''::varchar', '''1''::oid', '''1''::money',
                    'date ''2026-01-01''', 'interval ''1 day''', '''2026-01-01''', 'timestamp ''2026-01-01''', '''{1}''', 'ARRAY[1]', 'ARRAY[1.5]', 'true', '''1''::name',
                    '''a''::"char"', 'int4range(1, 2)', 'jsonb ''[1, 2]''', '''4001''']);

CREATE TEMPORARY TABLE shared_function (name) AS
SELECT DISTINCT proname FROM pg_catalog.pg_proc AS p
WHERE pronamespace = 'fund'::regnamespace AND proname !~ '^_'
  AND EXISTS (SELECT FROM pg_catalog.pg_proc AS q WHERE q.pronamespace = 'pg_catalog'::regnamespace AND q.proname = p.proname);

CREATE TEMPORARY TABLE shared_operator (name) AS
SELECT DISTINCT oprname FROM pg_catalog.pg_operator AS o
WHERE oprnamespace = 'fund'::regnamespace
  AND EXISTS (SELECT FROM pg_catalog.pg_operator AS q WHERE q.oprnamespace = 'pg_catalog'::regnamespace AND q.oprname = o.oprname);

CREATE TEMPORARY TABLE expression (text) AS
SELECT format('%s %s %s', a.text, name, b.text) FROM operand AS a, shared_operator, operand AS b
UNION SELECT format('%s %s', name, a.text) FROM shared_operator, operand AS a WHERE name IN ('+', '-', '@')
UNION SELECT format('%s(%s)', name, a.text) FROM shared_function, operand AS a
UNION SELECT format('%s(%s, %s)', name, a.text, b.text) FROM shared_function, operand AS a, operand AS b
UNION SELECT format('coalesce(%s, %s)', a.text, b.text) FROM operand AS a, operand AS b
UNION SELECT format('%s(%s)', name, a.text) FROM operand AS a,
    unnest('{avg,stddev,sqrt,round,ceil,floor,trunc,exp,ln,power,log,to_hex,chr,money,numeric,text,daterange,age}'::text[]) AS name
UNION SELECT format('%s(%s, %s)', name, a.text, b.text) FROM operand AS a, operand AS b,
    unnest('{round,trunc,to_char,mod,gcd,power,log,repeat,lpad,div,atan2,left,substr,greatest,nullif,int4range,numrange,daterange,age}'::text[]) AS name
UNION SELECT format('generate_series(%s, %s, %s)', a.text, b.text, c.text) FROM operand AS a, operand AS b,
    unnest('{1,''1'',interval ''1 day'',NULL,1.5}'::text[]) AS c (text);

CREATE FUNCTION pg_temp.outcome(expression text) RETURNS text
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_outcome text;
    BEGIN
        EXECUTE format('SELECT concat_ws('' '', pg_typeof(x), coalesce(x::text, ''NULL'')) FROM (SELECT %s) AS t (x)', expression) INTO v_outcome;
        RETURN v_outcome;
    EXCEPTION WHEN OTHERS THEN
        RETURN SQLSTATE || ' ' || SQLERRM;
    END
    $$;

SET LOCAL search_path = public;
CREATE TEMPORARY TABLE without_fund AS SELECT text, pg_temp.outcome(text) AS outcome FROM expression;
SET LOCAL search_path = public, fund;
CREATE TEMPORARY TABLE with_fund AS SELECT text, pg_temp.outcome(text) AS outcome FROM expression;
SET LOCAL search_path = fund, pg_catalog, public;
CREATE TEMPORARY TABLE fund_first AS SELECT text, pg_temp.outcome(text) AS outcome FROM expression;
SET LOCAL search_path = public, fund;

SELECT cmp_ok((SELECT count(*) FROM expression), '>', 29000::bigint, 'there are many expressions');
SELECT cmp_ok((SELECT count(*) FROM without_fund WHERE outcome !~ '^[0-9A-Z]{5} '), '>', 3000::bigint, 'many of them have a value');
SELECT is_empty($$SELECT text, w.outcome, f.outcome FROM without_fund AS w JOIN with_fund AS f USING (text)
                  WHERE w.outcome !~ '^[0-9A-Z]{5} ' AND w.outcome IS DISTINCT FROM f.outcome$$,
                'what had a value has the same one of the same type');
SELECT is_empty($$SELECT text, w.outcome, f.outcome FROM without_fund AS w JOIN fund_first AS f USING (text)
                  WHERE w.outcome !~ '^[0-9A-Z]{5} ' AND w.outcome IS DISTINCT FROM f.outcome$$,
                'and has it with fund before pg_catalog');
SELECT is_empty($$SELECT text, w.outcome, f.outcome FROM without_fund AS w JOIN with_fund AS f USING (text)
                  WHERE w.outcome ~ '^[0-9A-Z]{5} ' AND w.outcome IS DISTINCT FROM f.outcome
                    AND text NOT LIKE '% @> date %' AND text NOT LIKE 'date % <@ %'$$,
                'an error is the same error');
-- date <@ unknown was ambiguous between ranges and multiranges.
SELECT is_empty($$SELECT text, w.outcome, f.outcome FROM without_fund AS w JOIN with_fund AS f USING (text)
                  WHERE w.outcome IS DISTINCT FROM f.outcome AND w.outcome NOT LIKE '42725 operator is not unique: %'$$,
                'but for what was ambiguous');
SELECT * FROM finish();
ROLLBACK;
