-- fund.amount: what is an amount, what it does, and what it leaves alone.
SET client_encoding = 'UTF8';
SET search_path = public, fund;
\pset null '-'

-- The type and value of an expression, or its SQLSTATE and message.
CREATE FUNCTION pg_temp.outcome(expression text) RETURNS text
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_outcome text;
    BEGIN
        EXECUTE format('SELECT concat_ws('' '', pg_typeof(x), coalesce(x::text, ''NULL'')) FROM (SELECT %s) AS t (x)', expression)
        INTO v_outcome;
        RETURN v_outcome;
    EXCEPTION WHEN OTHERS THEN
        RETURN SQLSTATE || ' ' || SQLERRM;
    END
    $$;

-- The amount that a text is, or its SQLSTATE.
CREATE FUNCTION pg_temp.amount_or_state(source text) RETURNS text
    LANGUAGE plpgsql
    AS $$
    BEGIN
        RETURN source::amount;
    EXCEPTION WHEN OTHERS THEN
        RETURN SQLSTATE;
    END
    $$;

-- Text that is an amount
SELECT to_json(source) AS source, source::amount
FROM unnest(ARRAY[
    '0', '-0', '+0', '0.00', '-0.00', '1', '+1', '-1', '1.5', '1.50', '-0.05', '0.01', '1200', '1200.00', '1.2000000',
    '5.', '.5', '-.05', '007', '000000000000000000000000000001.10', ' 1', '1 ', E'\t\n 1.25 \r\n\f',
    '123456789012345.67', '92233720368547758.07', '-92233720368547758.07', '92233720368547758.0700000000000'
]) WITH ORDINALITY AS t (source, n) ORDER BY n;

-- Text that is none
SELECT source, pg_temp.outcome(format('%L::amount', source)) AS outcome
FROM unnest(ARRAY[
    '', ' ', '.', '-', '+', '-.', 'x', '1x', 'x1', '1 2', '- 1', '--1', '+-1', '1..2', '1.2.3', '1-', '1.-2',
    '1,000', '1,000.00', '1_000', '¥1', '1元', '１', '$1', '(1)', '1e2', '1E2', '1.5e0', '0x10', '1/2',
    'NaN', 'nan', 'Infinity', '-Infinity', 'inf', 'NULL', '1.005kg'
]) WITH ORDINALITY AS t (source, n) ORDER BY n;

-- Numbers that the type cannot hold: one decimal too many, out of range
SELECT source, pg_temp.outcome(format('%L::amount', source)) AS outcome
FROM unnest(ARRAY[
    '1.10', '1.101', '0.00', '0.001', '-0.001', '1.000', '1.0001', '92233720368547758.069', '92233720368547758.071',
    '92233720368547758.07', '92233720368547758.08', '-92233720368547758.07', '-92233720368547758.08', '-92233720368547758.09',
    '92233720368547759', '92233720368547759.001', '99999999999999999', '922337203685477580', '9223372036854775807',
    '18446744073709551616', '184467440737095516.17', repeat('9', 40)
]) WITH ORDINALITY AS t (source, n) ORDER BY n;

-- The whole error, as a client sees it
SELECT '1.005'::amount;

-- The SQLSTATE is one that a caller may ask for softly, where the server can
CREATE FUNCTION pg_temp.is_amount(source text) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_is_amount boolean;
    BEGIN
        IF current_setting('server_version_num')::integer < 160000 THEN
            RETURN pg_temp.amount_or_state(source) NOT LIKE '22___';
        END IF;
        EXECUTE 'SELECT pg_input_is_valid($1, ''fund.amount'')' INTO v_is_amount USING source;
        RETURN v_is_amount;
    END
    $$;
SELECT source, pg_temp.is_amount(source) FROM unnest(ARRAY['1.05', '1.005', 'x', '92233720368547758.08']) AS source;

-- Random text: numeric is the oracle
CREATE FUNCTION pg_temp.random_text(alphabet text, length integer) RETURNS text
    LANGUAGE plpgsql VOLATILE
    AS $$
    DECLARE
        v_text text := '';
    BEGIN
        FOR i IN 1 .. length LOOP
            v_text := v_text || substr(alphabet, 1 + floor(random() * length(alphabet))::integer, 1);
        END LOOP;
        RETURN v_text;
    END
    $$;

CREATE FUNCTION pg_temp.expected_amount(source text) RETURNS text
    LANGUAGE sql
    AS $$
        SELECT CASE
            WHEN source !~ '^ *[+-]?(\d+\.?\d*|\.\d+) *$' THEN '22P02'
            WHEN source::numeric <> round(source::numeric, 2) THEN '22003'
            WHEN abs(source::numeric) > 92233720368547758.07 THEN '22003'
            ELSE round(source::numeric, 2)::text
        END
    $$;

SELECT setseed(0.42);
CREATE TEMPORARY TABLE random_text AS
SELECT pg_temp.random_text('0123456789..+- eN,', n % 8) AS source FROM generate_series(1, 4000) AS n
UNION ALL
SELECT pg_temp.random_text('+- ', 1) || pg_temp.random_text('0123456789', n % 19) || pg_temp.random_text('.,', n % 2)
       || pg_temp.random_text('0005', n % 5)
FROM generate_series(1, 4000) AS n;
SELECT count(*) AS texts,
       count(*) FILTER (WHERE is_amount LIKE '%.__') > 500 AS many_amounts,
       count(*) FILTER (WHERE is_amount = '22003') > 500 AS many_out_of_range,
       count(*) FILTER (WHERE is_amount = '22P02') > 500 AS many_others,
       count(*) FILTER (WHERE is_amount IS DISTINCT FROM pg_temp.expected_amount(source)) AS wrong
FROM (SELECT source, pg_temp.amount_or_state(source) AS is_amount FROM random_text) AS t;

-- Random amounts of every size, with their 分: out, in, casts, send
SELECT setseed(0.42);
CREATE TABLE random_amount AS
SELECT n, n % 5 AS part, fen, (fen * 0.01)::amount AS amount, (fen / 10000 * 0.01)::amount AS small_amount
FROM (SELECT n, (CASE WHEN random() < 0.5 THEN -1 ELSE 1 END)
                * (((floor(random() * 4294967296)::bigint << 31) | floor(random() * 2147483648)::bigint)
                   >> floor(random() * 63)::integer) AS fen
      FROM generate_series(1, 5000) AS n) AS t
UNION ALL
SELECT 5000 + n, n % 5, fen, (fen * 0.01)::amount, (fen / 10000 * 0.01)::amount
FROM unnest(ARRAY[0, 1, -1, 99, -99, 100, -100, 9223372036854775807, -9223372036854775807]) WITH ORDINALITY AS t (fen, n);
ANALYZE random_amount;
SELECT count(*) AS amounts,
       count(*) FILTER (WHERE amount::text <> (fen * 0.01)::text) AS printed_wrong,
       count(*) FILTER (WHERE amount::text::amount <> amount) AS read_wrong,
       count(*) FILTER (WHERE amount::numeric <> fen * 0.01 OR scale(amount::numeric) <> 2) AS cast_wrong,
       count(*) FILTER (WHERE amount::numeric::amount <> amount) AS cast_back_wrong,
       count(*) FILTER (WHERE amount_send(amount) <> int8send(fen)) AS sent_wrong
FROM random_amount;

-- Binary, there and back: the bytes of send are read by recv
CREATE TEMPORARY TABLE received (n bigint, amount amount);
\copy (SELECT n, amount FROM random_amount) to program 'cat > "${PG_ABS_BUILDDIR:-.}/results/amount.copy"' (format binary)
\copy received from program 'cat "${PG_ABS_BUILDDIR:-.}/results/amount.copy"' (format binary)
\! rm -f "${PG_ABS_BUILDDIR:-.}/results/amount.copy"
SELECT count(*) AS received,
       count(*) FILTER (WHERE r.amount <> a.amount) AS received_wrong,
       count(*) FILTER (WHERE amount_send(r.amount) <> amount_send(a.amount)) AS sent_again_wrong
FROM received AS r JOIN random_amount AS a USING (n);
SELECT amount_send('-0.05'), amount_send('92233720368547758.07');

-- Binary that is none: the lowest 64-bit number, 7, 0 and 9 bytes. Its
-- neighbour is the lowest amount.
CREATE TEMPORARY TABLE received_bytes (amount amount);
\set VERBOSITY sqlstate
\copy received_bytes from program 'printf "PGCOPY\n\377\r\n\000\000\000\000\000\000\000\000\000\000\001\000\000\000\010\200\000\000\000\000\000\000\001\377\377"' (format binary)
\copy received_bytes from program 'printf "PGCOPY\n\377\r\n\000\000\000\000\000\000\000\000\000\000\001\000\000\000\010\200\000\000\000\000\000\000\000\377\377"' (format binary)
\copy received_bytes from program 'printf "PGCOPY\n\377\r\n\000\000\000\000\000\000\000\000\000\000\001\000\000\000\007\000\000\000\000\000\000\001\377\377"' (format binary)
\copy received_bytes from program 'printf "PGCOPY\n\377\r\n\000\000\000\000\000\000\000\000\000\000\001\000\000\000\000\377\377"' (format binary)
\copy received_bytes from program 'printf "PGCOPY\n\377\r\n\000\000\000\000\000\000\000\000\000\000\001\000\000\000\011\000\000\000\000\000\000\000\001\001\377\377"' (format binary)
\set VERBOSITY default
SELECT amount FROM received_bytes;

-- Casts: what there is, and no float
SELECT castsource::regtype, casttarget::regtype, castcontext, castmethod
FROM pg_cast
WHERE 'amount'::regtype IN (castsource, casttarget) AND 'numeric'::regtype IN (castsource, casttarget)
   OR casttarget = 'amount'::regtype
ORDER BY castcontext DESC, castsource::regtype::text COLLATE "C";
SELECT expression, pg_temp.outcome(expression) AS outcome
FROM unnest(ARRAY[
    '12.34::amount', '12.340::amount', '12.345::amount', '(-0.001)::amount', '(1/3.0)::amount', '1e3::numeric::amount',
    '92233720368547758.07::amount', '92233720368547758.08::amount',
    '(-92233720368547758.07)::amount', '(-92233720368547758.08)::amount', '1e40::numeric::amount',
    '''NaN''::numeric::amount', '''Infinity''::numeric::amount', '''-Infinity''::numeric::amount',
    '12::smallint::amount', '(-32768)::smallint::amount', '12::amount', '2147483647::amount', '(-2147483648)::amount',
    '12::bigint::amount', '92233720368547758::bigint::amount', '92233720368547759::bigint::amount',
    '(-92233720368547758)::bigint::amount', '(-92233720368547759)::bigint::amount',
    '''12.30''::text::amount', '''12.30''::varchar::amount', '''12,30''::text::amount', '''12.305''::varchar::amount',
    'amount ''12.30''::text', 'amount ''12.30''::varchar(3)', 'amount(5)', 'amount(''5'')', 'amount(5.5)',
    '1.5::float8::amount', '1.5::float4::amount', 'amount ''1.5''::float8', 'amount ''1.5''::float4',
    'amount ''1.50''::integer', 'true::amount', '''1''::money::amount'
]) WITH ORDINALITY AS t (expression, n) ORDER BY n;

-- What a driver binds is assigned, but for a float
CREATE TEMPORARY TABLE kept (amount amount);
PREPARE keep_varchar (varchar) AS INSERT INTO kept VALUES ($1);
PREPARE keep_text (text) AS INSERT INTO kept VALUES ($1);
PREPARE keep_numeric (numeric) AS INSERT INTO kept VALUES ($1);
PREPARE keep_integer (integer) AS INSERT INTO kept VALUES ($1);
PREPARE keep_bigint (bigint) AS INSERT INTO kept VALUES ($1);
PREPARE keep_smallint (smallint) AS INSERT INTO kept VALUES ($1);
EXECUTE keep_varchar('1.10');
EXECUTE keep_text('1.20');
EXECUTE keep_numeric(1.3);
EXECUTE keep_integer(2);
EXECUTE keep_bigint(3);
EXECUTE keep_smallint(4);
\set VERBOSITY sqlstate
EXECUTE keep_numeric(1.305);
PREPARE keep_float (float8) AS INSERT INTO kept VALUES ($1);
\set VERBOSITY default
SELECT * FROM kept ORDER BY amount;

-- Arithmetic, at its bounds
SELECT expression, pg_temp.outcome(expression) AS outcome
FROM unnest(ARRAY[
    'amount ''1.10'' + amount ''2.25''', 'amount ''1.10'' - amount ''2.25''', '- amount ''1.10''', '- amount ''0''', '+ amount ''-1.10''',
    'abs(amount ''-1.10'')', 'abs(amount ''1.10'')', 'sign(amount ''-0.01'')', 'sign(amount ''0'')', 'sign(amount ''7'')',
    'amount ''1.10'' * 3', '3 * amount ''1.10''', 'amount ''1.10'' * -3::smallint', '3::bigint * amount ''1.10''', 'amount ''1.10'' + ''2''',
    'amount ''92233720368547758.06'' + amount ''0.01''', 'amount ''92233720368547758.07'' + amount ''0.01''',
    'amount ''-92233720368547758.06'' + amount ''-0.01''', 'amount ''-92233720368547758.07'' + amount ''-0.01''',
    'amount ''92233720368547758.07'' + amount ''92233720368547758.07''',
    'amount ''-92233720368547758.06'' - amount ''0.01''', 'amount ''-92233720368547758.07'' - amount ''0.01''',
    'amount ''92233720368547758.06'' - amount ''-0.01''', 'amount ''92233720368547758.07'' - amount ''-0.01''',
    '- amount ''92233720368547758.07''', '- amount ''-92233720368547758.07''', 'abs(amount ''-92233720368547758.07'')',
    'amount ''46116860184273879.03'' * 2', 'amount ''46116860184273879.04'' * 2',
    '2 * amount ''46116860184273879.03''', '2 * amount ''46116860184273879.04''', '-2 * amount ''46116860184273879.04''',
    'amount ''0.01'' * 9223372036854775807', '9223372036854775807 * amount ''0.02''',
    'amount ''-0.01'' * (-9223372036854775808)', 'amount ''0.01'' * (-9223372036854775808)', '(-9223372036854775808) * amount ''0.01''',
    '(-9223372036854775808) * amount ''0.00''', 'NULL::amount + amount ''1'''
]) WITH ORDINALITY AS t (expression, n) ORDER BY n;

-- With an integer it stays an amount, with another number it is numeric; with
-- a float it is nothing
SELECT expression, pg_temp.outcome(expression) AS outcome
FROM unnest(ARRAY[
    'amount ''10.00'' = 10', '10 = amount ''10.00''', 'amount ''10.00'' < 10.001', '9.999 < amount ''10.00''', 'amount ''10.00'' <> 10::bigint',
    'amount ''10.00'' = ''10''', 'amount ''10.00'' IN (1, 10)', 'amount ''10.00'' IN (''1'', ''10'')', 'amount ''10.00'' BETWEEN 9.5 AND 11',
    'amount ''10.00'' = ANY (''{10}''::numeric[])', 'amount ''10.00'' + 1', '1.5 - amount ''10.00''', 'amount ''10.00'' * 1.5',
    'amount ''10.00'' + 1::smallint', '1 - amount ''10.00''', 'amount ''10.00'' + 1::bigint', 'amount ''10.00'' < 9223372036854775807',
    'amount ''10.00'' BETWEEN 9 AND 11', 'amount ''10.00'' = ANY (''{10}''::integer[])', 'greatest(amount ''10.00'', 0)', 'ARRAY[amount ''10.00'', 0]',
    'amount ''10.00'' / 4', 'amount ''10.00'' / amount ''4.00''', 'amount ''10.00'' / amount ''3.00''', 'amount ''-0.01'' / amount ''92233720368547758.07''',
    'amount ''92233720368547758.07'' / amount ''0.01''', 'amount ''1.00'' / amount ''0.00''', 'amount ''0.00'' / amount ''0.00''', '@ amount ''-1.10''', 'round(amount ''10.00'' * 0.333, 2)::amount', '(amount ''10.00'' * 0.3333)::amount',
    'coalesce(NULL::amount, 0.5)', 'coalesce(NULL::amount, ''0'')', 'coalesce(NULL::amount, 0)', 'coalesce(0, NULL::amount)',
    'coalesce(sum(a), 0) FROM unnest(''{}''::amount[]) AS a', 'coalesce(NULL::amount, 0::bigint)', 'CASE WHEN true THEN amount ''1.00'' ELSE 0 END',
    'amount ''10.00'' = 10::float8', '10::float8 < amount ''10.00''', 'amount ''10.00'' + 1::float8', 'amount ''10.00'' * 1::float4',
    'amount ''10.00'' = ''10''::text', 'amount ''10.00'' = ''10''::money'
]) WITH ORDINALITY AS t (expression, n) ORDER BY n;

-- Random operands: numeric is the oracle
CREATE FUNCTION pg_temp.calculate(operator text, a amount, b amount, factor bigint) RETURNS text
    LANGUAGE plpgsql
    AS $$
    BEGIN
        RETURN CASE operator WHEN '+' THEN a + b WHEN '-' THEN a - b WHEN '*' THEN a * factor ELSE factor * a END;
    EXCEPTION WHEN numeric_value_out_of_range THEN
        RETURN '22003';
    END
    $$;

SELECT operator,
       count(*) FILTER (WHERE abs(exact) > 92233720368547758.07) > 100 AS many_out_of_range,
       count(*) FILTER (WHERE pg_temp.calculate(operator, a, b, factor)
                              <> CASE WHEN abs(exact) > 92233720368547758.07 THEN '22003' ELSE exact::text END) AS wrong
FROM (SELECT operator, a.amount AS a, b.amount AS b, c.fen AS factor,
             CASE operator
                 WHEN '+' THEN a.amount::numeric + b.amount::numeric
                 WHEN '-' THEN a.amount::numeric - b.amount::numeric
                 ELSE a.amount::numeric * c.fen
             END AS exact
      FROM unnest(ARRAY['+', '-', '*', 'reversed *']) AS operator,
           random_amount AS a
           JOIN (SELECT n, CASE WHEN n % 2 = 0 THEN '92233720368547758.07'::amount ELSE amount END AS amount
                 FROM random_amount) AS b ON b.n = 5001 - a.n
           JOIN random_amount AS c ON c.n = (a.n * 7) % 5009 + 1) AS t
GROUP BY operator ORDER BY operator COLLATE "C";
SELECT count(*) FILTER (WHERE abs(amount)::numeric <> abs(fen) * 0.01) AS abs_wrong,
       count(*) FILTER (WHERE sign(amount) <> sign(fen)) AS sign_wrong,
       count(*) FILTER (WHERE (-amount)::numeric <> -fen * 0.01) AS negative_wrong
FROM random_amount;

-- Comparison and hash are those of 分
SELECT count(*) AS pairs,
       count(*) FILTER (WHERE (a.amount < b.amount) <> (a.fen < b.fen) OR (a.amount <= b.amount) <> (a.fen <= b.fen)
                              OR (a.amount = b.amount) <> (a.fen = b.fen) OR (a.amount <> b.amount) <> (a.fen <> b.fen)
                              OR (a.amount >= b.amount) <> (a.fen >= b.fen) OR (a.amount > b.amount) <> (a.fen > b.fen)
                              OR amount_cmp(a.amount, b.amount) <> btint8cmp(a.fen, b.fen)) AS compared_wrong,
       count(*) FILTER (WHERE a.amount = b.amount AND amount_hash(a.amount) <> amount_hash(b.amount)
                              OR a.amount = b.amount AND amount_hash_extended(a.amount, 42) <> amount_hash_extended(b.amount, 42)
                       ) AS hashed_wrong
FROM random_amount AS a JOIN random_amount AS b ON a.n <= 200 AND (b.n <= 200 OR b.n > 5000);
SELECT count(*) AS out_of_order
FROM (SELECT fen < lag(fen) OVER (ORDER BY amount) AS falls FROM random_amount) AS t WHERE falls;
SELECT o.oprname, c.oprname AS commutator, n.oprname AS negator, o.oprrest, o.oprjoin, o.oprcanhash, o.oprcanmerge, p.proleakproof
FROM pg_operator AS o
     JOIN pg_operator AS c ON c.oid = o.oprcom
     JOIN pg_operator AS n ON n.oid = o.oprnegate AND n.oprnegate = o.oid
     JOIN pg_proc AS p ON p.oid = o.oprcode
WHERE o.oprleft = 'amount'::regtype AND o.oprright = 'amount'::regtype
ORDER BY o.oprname COLLATE "C";
SELECT amname, opcname, opcdefault, amvalidate(c.oid)
FROM pg_opclass AS c JOIN pg_am AS a ON a.oid = opcmethod
WHERE opcintype = 'amount'::regtype ORDER BY amname;

-- What the planner expects of a range of amounts: within a bin of its histogram
CREATE FUNCTION pg_temp.expected_rows(query text) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_plan json;
    BEGIN
        EXECUTE 'EXPLAIN (FORMAT json) ' || query INTO v_plan;
        RETURN v_plan -> 0 -> 'Plan' ->> 'Plan Rows';
    END
    $$;
CREATE TEMPORARY TABLE even_amount AS SELECT n::amount AS amount FROM generate_series(1, 10000) AS n;
ANALYZE even_amount;
SELECT condition, abs(pg_temp.expected_rows('SELECT FROM even_amount WHERE ' || condition) - rows) <= 100 AS within_a_bin
FROM (VALUES ('amount < ''2050.00''', 2049), ('amount >= 2050', 7951), ('''9950.00'' > amount', 9949), ('amount > 2020 AND amount <= 4080', 2060),
             ('amount BETWEEN ''0.00'' AND ''10000.00''', 10000), ('amount > 10000', 0), ('amount = 77', 1), ('amount <> 77', 9999), ('amount < NULL', 0)
     ) AS t (condition, rows);

-- An index serves comparison, min and max; joins hash and merge
CREATE FUNCTION pg_temp.plan_has(query text, pattern text) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_line text;
        v_plan text := '';
    BEGIN
        FOR v_line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
            v_plan := v_plan || v_line || E'\n';
        END LOOP;
        RETURN v_plan ~ pattern;
    END
    $$;
CREATE INDEX random_amount_amount_key ON random_amount (amount);
CREATE INDEX random_amount_amount_hash ON random_amount USING hash (amount);
VACUUM ANALYZE random_amount;
SELECT pg_temp.plan_has('SELECT min(amount) FROM random_amount', 'Index Only Scan using random_amount_amount_key') AS min,
       pg_temp.plan_has('SELECT max(amount) FROM random_amount', 'Index Only Scan Backward using random_amount_amount_key') AS max,
       pg_temp.plan_has('SELECT amount FROM random_amount WHERE amount < ''-90000000000000000''', 'Index Cond: \(amount <') AS less;
SELECT min(amount), max(amount), min(-amount), max(-amount) FROM random_amount;
SET enable_seqscan = off;
SELECT count(*) FROM random_amount WHERE amount > '92233720368547758.06';
BEGIN;
DROP INDEX random_amount_amount_key;
SELECT pg_temp.plan_has('SELECT * FROM random_amount WHERE amount = ''92233720368547758.07''', 'random_amount_amount_hash') AS hash;
SELECT amount FROM random_amount WHERE amount = '92233720368547758.07';
ROLLBACK;
-- BRIN: the amounts that a range of pages has, from the least to the greatest,
-- or several ranges of them where some rows are out of order
CREATE TEMPORARY TABLE arriving AS
SELECT n, CASE WHEN n % 500 = 0 THEN '92233720368547758.07' ELSE n::amount - 5000 END AS amount FROM generate_series(1, 10000) AS n;
SET enable_indexscan = off;
CREATE INDEX arriving_minmax ON arriving USING brin (amount) WITH (pages_per_range = 1);
SELECT pg_temp.plan_has('SELECT FROM arriving WHERE amount < ''-4990''', 'Bitmap Index Scan on arriving_minmax') AS minmax;
SELECT count(*), min(n), max(n) FROM arriving WHERE amount < '-4990';
SELECT count(*), min(n), max(n) FROM arriving WHERE amount = '77';
SELECT count(*), min(n), max(n) FROM arriving WHERE amount >= '92233720368547758.07';
DROP INDEX arriving_minmax;
CREATE INDEX arriving_minmax_multi ON arriving USING brin (amount amount_minmax_multi_ops (values_per_range = 8)) WITH (pages_per_range = 1);
SELECT pg_temp.plan_has('SELECT FROM arriving WHERE amount < ''-4990''', 'Bitmap Index Scan on arriving_minmax_multi') AS minmax_multi;
SELECT count(*), min(n), max(n) FROM arriving WHERE amount < '-4990';
SELECT count(*), min(n), max(n) FROM arriving WHERE amount = '77';
SELECT count(*), min(n), max(n) FROM arriving WHERE amount >= '92233720368547758.07';
INSERT INTO arriving SELECT n, -n::amount FROM generate_series(10001, 12000) AS n;
SELECT count(*), min(n), max(n) FROM arriving WHERE amount < '-10000';
RESET enable_indexscan;
RESET enable_seqscan;
SET enable_nestloop = off;
SET enable_mergejoin = off;
SELECT pg_temp.plan_has('SELECT FROM random_amount AS a JOIN received AS b ON a.amount = b.amount', 'Hash Join') AS hash_join;
CREATE TEMPORARY TABLE joined AS
SELECT a.n AS a, b.n AS b FROM random_amount AS a JOIN received AS b ON a.amount = b.amount;
SET enable_mergejoin = on;
SET enable_hashjoin = off;
SELECT pg_temp.plan_has('SELECT FROM random_amount AS a JOIN received AS b ON a.amount = b.amount', 'Merge Join') AS merge_join;
SELECT count(*) AS differences
FROM joined FULL JOIN (SELECT a.n AS a, b.n AS b FROM random_amount AS a JOIN received AS b ON a.amount = b.amount) AS merged
     USING (a, b)
WHERE joined IS NULL OR merged IS NULL;
RESET enable_nestloop;
RESET enable_hashjoin;
RESET enable_mergejoin;
SELECT count(DISTINCT amount) = count(DISTINCT fen) AS distinct_as_fen FROM random_amount;

-- sum: only the result can be out of range, whatever the order of the rows
CREATE FUNCTION pg_temp.sum_of(VARIADIC amounts amount[]) RETURNS text
    LANGUAGE sql
    AS $$ SELECT pg_temp.outcome(format('sum(a) FROM unnest(%L::amount[]) AS a', amounts)) $$;
SELECT pg_temp.sum_of('0.10', '0.20', '0.30');
SELECT pg_temp.sum_of('92233720368547758.06', '0.01'), pg_temp.sum_of('92233720368547758.07', '0.01');
SELECT pg_temp.sum_of('-92233720368547758.06', '-0.01'), pg_temp.sum_of('-92233720368547758.07', '-0.01');
SELECT pg_temp.sum_of('92233720368547758.07', '92233720368547758.07', '-92233720368547758.07');
SELECT pg_temp.sum_of('1', NULL, '2'), pg_temp.sum_of(NULL, NULL), pg_temp.sum_of(VARIADIC '{}');
SELECT sum(a) FROM generate_series(1, 1000000) AS n, LATERAL (SELECT '92233720368.54'::amount) AS t (a);
SELECT min(a), max(a) FROM unnest(ARRAY[NULL, '1', '-92233720368547758.07', '92233720368547758.07', NULL]::amount[]) AS a;
SELECT min(a), max(a) FROM unnest('{NULL}'::amount[]) AS a;
SELECT part, sum(small_amount)::numeric = sum(small_amount::numeric) AS same FROM random_amount GROUP BY part ORDER BY part;

-- avg: as numeric's, of a total that is no amount, too
SELECT avg(a), avg(a::numeric), pg_typeof(avg(a)) FROM unnest('{1,2,4,NULL}'::amount[]) AS a;
SELECT avg(a) FROM unnest('{92233720368547758.07,92233720368547758.07,92233720368547758.06}'::amount[]) AS a;
SELECT avg(a), sum(a) FROM unnest('{NULL}'::amount[]) AS a;
SELECT avg(a), sum(a) FROM unnest('{}'::amount[]) AS a;
SELECT part, avg(amount) = avg(amount::numeric) AND scale(avg(amount)) = scale(avg(amount::numeric)) AS same
FROM random_amount GROUP BY part ORDER BY part;

-- Moving frames: as numeric sums them again, NULL where nothing is in them
CREATE TEMPORARY TABLE moving AS
SELECT n, CASE WHEN n % 4 <> 0 AND n NOT BETWEEN 101 AND 120 THEN small_amount END AS amount FROM random_amount;
SELECT count(*) AS frames,
       count(*) FILTER (WHERE few IS NULL) > 10 AS some_null,
       count(*) FILTER (WHERE few::numeric IS DISTINCT FROM few_exact
                              OR many::numeric IS DISTINCT FROM many_exact
                              OR ahead::numeric IS DISTINCT FROM ahead_exact
                              OR filtered::numeric IS DISTINCT FROM filtered_exact
                              OR mean IS DISTINCT FROM mean_exact) AS wrong
FROM (SELECT avg(amount) OVER few AS mean, avg(amount::numeric) OVER few AS mean_exact,
             sum(amount) OVER few AS few, sum(amount::numeric) OVER few AS few_exact,
             sum(amount) OVER many AS many, sum(amount::numeric) OVER many AS many_exact,
             sum(amount) OVER ahead AS ahead, sum(amount::numeric) OVER ahead AS ahead_exact,
             sum(amount) FILTER (WHERE n % 3 = 0) OVER few AS filtered,
             sum(amount::numeric) FILTER (WHERE n % 3 = 0) OVER few AS filtered_exact
      FROM moving
      WINDOW few AS (ORDER BY n ROWS BETWEEN 2 PRECEDING AND CURRENT ROW),
             many AS (ORDER BY n ROWS BETWEEN 20 PRECEDING AND 10 FOLLOWING EXCLUDE CURRENT ROW),
             ahead AS (ORDER BY n ROWS BETWEEN 3 FOLLOWING AND 5 FOLLOWING)) AS t;
-- A frame may pass through what is out of range; a result may not be it.
SELECT n, sum(a) OVER (ORDER BY n ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)
FROM (VALUES (1, '92233720368547758.07'::amount), (2, '-0.01'), (3, '0.01'), (4, '0.02')) AS t (n, a);
\set VERBOSITY sqlstate
SELECT n, sum(a) OVER (ORDER BY n ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)
FROM (VALUES (1, '92233720368547758.07'::amount), (2, '-0.01'), (3, '0.02'), (4, '0.02')) AS t (n, a);
\set VERBOSITY default
-- Frames by value, not by row
SELECT a, sum(a) OVER (ORDER BY a RANGE BETWEEN '0.10' PRECEDING AND '0.10' FOLLOWING)
FROM unnest('{1.00,1.05,1.10,1.21,92233720368547758.07}'::amount[]) AS a;
\set VERBOSITY sqlstate
SELECT a, sum(a) OVER (ORDER BY a RANGE '-0.10' PRECEDING) FROM unnest('{1.00}'::amount[]) AS a;
\set VERBOSITY default

-- Parallel: a partial sum in each worker, and the same result
CREATE TEMPORARY TABLE serial AS
SELECT part, sum(small_amount), avg(amount), min(amount), max(amount) FROM random_amount GROUP BY part;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET min_parallel_index_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
SET parallel_leader_participation = off;
SELECT pg_temp.plan_has('SELECT sum(small_amount) FROM random_amount',
                        'Finalize Aggregate.*Gather.*Partial Aggregate.*Parallel') AS parallel,
       pg_temp.plan_has('SELECT part, sum(small_amount), avg(amount), min(amount), max(amount) FROM random_amount GROUP BY part',
                        'Finalize .*Gather.*Partial .*Parallel') AS parallel_groups;
SELECT count(*) AS differences
FROM serial FULL JOIN (SELECT part, sum(small_amount), avg(amount), min(amount), max(amount) FROM random_amount GROUP BY part) AS parallel
     USING (part, sum, avg, min, max)
WHERE serial IS NULL OR parallel IS NULL;
SELECT (SELECT sum(small_amount) FROM random_amount) = (SELECT sum(sum) FROM serial) AS same_sum;
SELECT sum(amount), avg(amount) FROM random_amount WHERE n < 0;
SELECT pg_temp.outcome('sum(amount) FROM random_amount WHERE amount > ''900000000000000''');
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
RESET min_parallel_index_scan_size;
RESET max_parallel_workers_per_gather;
RESET parallel_leader_participation;

-- Built-in expressions mean with fund on the search path what they mean
-- without it, wherever it stands there: same type, value or error.
CREATE TEMPORARY TABLE builtin AS
SELECT expression, n FROM unnest(ARRAY[
    '1::numeric <> 0', '0 <> 1::numeric', '1::numeric = 1::bigint', '1 + 1', '1 < 2.5', '2.5 > 1', '''1'' = 1', '1 = ''1''', '1 = 1::bigint',
    '1::smallint = 1::bigint', '1::smallint + 1::bigint', '1::smallint * 2', '1::smallint < 2.0', '1::real = 1', '1::float8 > 1::numeric', '1::float8 * 2',
    '2 * 3::float8', '2 * 3.0', '2.0 * 3::bigint', '3::bigint * 2.0', '2 * 3::bigint', '3::bigint * 2', '7 / 2', '7 / 2.0', '7 % 2', '7::bigint % 2::smallint', '2 ^ 3',
    '''5'' + 3', '3 + ''5''', '''5'' * 3', '3 * ''5''', '''5'' * 3::bigint', '3::bigint * ''5''', '''5'' * 3.5', '''5'' - 3::numeric', '''5.5'' + 3',
    '''5'' + ''3''', '''5'' * ''3''', '''5'' = ''5.0''', '''5'' < ''10''', 'NULL + 1', 'NULL * 1', 'NULL = NULL', 'NULL + NULL', '1 = NULL',
    '-5', '+5', '-5.5', '- (5::bigint)', '-''5''', '+''5''', '@ -5', '@ ''-4.5''', '- NULL',
    'abs(-1)', 'abs(-1.5)', 'abs(''-1.5'')', 'abs(NULL)', 'sign(-2)', 'sign(-2.5)', 'sign(''-2.5'')', 'sign(NULL)',
    'sum(1)', 'sum(1.5)', 'sum(1::bigint)', 'sum(1::float8)', 'sum(NULL)', 'sum(''1'')', 'sum(''1 day''::interval)', 'sum(''1''::money)',
    'min(1)', 'max(1.5)', 'min(''a'')', 'max(NULL)', 'min(''1''::money)', 'avg(1)', 'avg(''1'')',
    '''1''::money * 2', '2 * ''1''::money', '''1''::money * 2::bigint', '''1''::money + ''2''', '''1''::money < ''2''', '''1''::money / 2',
    '1::oid = 1', '1::oid = 1::bigint', '1::oid + 1', '1::oid < ''2''', '1::oid * 2', '''pg_class''::regclass = 1259', '''1''::xid = 1', '''a''::"char" = ''a''',
    'true = ''t''', '''a'' = ''a''::text', '''a''::varchar = ''a''', '''a''::name = ''a''', '1 = ''1''::text', '1 + ''1''::text',
    'date ''2026-01-01'' + 1', '1 + date ''2026-01-01''', 'date ''2026-01-01'' - date ''2025-12-31''', 'date ''2026-01-01'' < ''2026-01-02''',
    'interval ''1 day'' * 2', '2 * interval ''1 day''', 'interval ''1 day'' + ''1 day''', '- interval ''1 day''', '''1 day'' + interval ''1 day''',
    'coalesce(1, 2.5)', 'coalesce(NULL, ''1'')', 'greatest(1, 2.5)', 'CASE WHEN true THEN 1 ELSE 2.5 END', 'nullif(1, 1.0)', '1 IN (1, 2.5)', '1 IN (''1'')',
    '1 BETWEEN ''0'' AND 2.5', '1 = ANY (''{1,2}'')', '1 = ANY (''{1,2}''::numeric[])', '1.5 = ALL (ARRAY[1, 1.5])', 'ARRAY[1, 2.5]', 'ARRAY[1, 2] = ''{1,2}''',
    '(1, 2.5) = (1.0, 2)', '(1, ''a'') < (1, ''b'')', 'ROW(1, 2) = ROW(1, 2)', 'int4range(1, 2) = ''[1,2)''', 'int4range(1, 3) * int4range(2, 5)', 'int4range(1, 3) - int4range(2, 5)',
    'point(1, 2) + point(1, 1)', 'point(1, 2) * ''(1,1)''', '''(1,1)'' + point(1, 2)', 'jsonb ''{"a": 1}'' - ''a''', '''127.0.0.1''::inet + 1', '1 + ''127.0.0.1''::inet', '''0/1''::pg_lsn + 1',
    'round(1.5)', 'round(''1.5'')', 'mod(7, 2)', 'generate_series(1, 1)', 'generate_series(1, 1.5)', 'to_char(1, ''9'')', 'to_char(1.5, ''9.9'')', 'numeric(5,2) ''1.5''', 'lag(1) OVER ()',
    'sum(1) OVER ()', 'percentile_cont(0.5) WITHIN GROUP (ORDER BY 1)', 'width_bucket(1, 0, 2, 2)', 'gcd(4, 6)', 'power(2, 3)', 'power(''2'', ''3'')', 'trunc(''1.5'')'
]) WITH ORDINALITY AS t (expression, n);
SET search_path = public;
CREATE TEMPORARY TABLE without_fund AS SELECT n, pg_temp.outcome(expression) AS outcome FROM builtin;
SET search_path = public, fund;
CREATE TEMPORARY TABLE with_fund AS SELECT n, 'last' AS fund, pg_temp.outcome(expression) AS outcome FROM builtin;
SET search_path = fund, public;
INSERT INTO with_fund SELECT n, 'first', pg_temp.outcome(expression) FROM builtin;
SET search_path = fund, pg_catalog, public;
INSERT INTO with_fund SELECT n, 'before pg_catalog', pg_temp.outcome(expression) FROM builtin;
SET search_path = public, fund;
SELECT count(*) AS expressions,
       count(*) FILTER (WHERE outcome ~ '^[0-9A-Z]{5} ') > 10 AS some_errors,
       count(*) FILTER (WHERE outcome !~ '^[0-9A-Z]{5} ') > 100 AS many_values
FROM without_fund;
SELECT expression, fund, w.outcome AS without, f.outcome AS with
FROM builtin JOIN without_fund AS w USING (n) JOIN with_fund AS f USING (n)
WHERE w.outcome IS DISTINCT FROM f.outcome ORDER BY n, fund;

-- Without fund on the path an amount is still a number, and sorts
SET search_path = public;
SELECT sum(amount) = sum(fen) * 0.01 AS same_sum, pg_typeof(sum(amount)), min(amount), max(amount) FROM random_amount;
SELECT count(*) FROM random_amount WHERE amount = '92233720368547758.07';
SELECT amount FROM random_amount ORDER BY amount DESC LIMIT 1;
SELECT pg_temp.outcome('''1''::fund.amount OPERATOR(fund.+) ''2'''), pg_temp.outcome('''1''::fund.amount + ''2''');

DROP TABLE random_amount;
