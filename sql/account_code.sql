-- fund.account_code: codes of accounts, their levels and their order.
SET client_encoding = 'UTF8';
SET search_path = public, fund;
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
SELECT source, pg_temp.try(format('%L::fund.account_code', source))
FROM unnest(ARRAY[
    '100', '1003', '10030', '100301', '0000', '000', '999', '9999999999999999', '0000000000000000',
    E' 1003\t\n',
    '', ' ', '1', '12', '12345678901234567', '123456789012345678901234567890',
    '1003.01', '1003-01', '10 03', '-1003', '+1003', '1003x', 'x1003', '１００３', '1003 1003'
]) WITH ORDINALITY AS t (source, n) ORDER BY n;
SELECT '12'::fund.account_code;

CREATE FUNCTION pg_temp.is_code(source text) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_is_code boolean;
    BEGIN
        IF current_setting('server_version_num')::integer < 160000 THEN
            RETURN pg_temp.try(format('%L::fund.account_code', source)) !~ '^22P02';
        END IF;
        EXECUTE 'SELECT pg_input_is_valid($1, ''fund.account_code'')' INTO v_is_code USING source;
        RETURN v_is_code;
    END
    $$;
SELECT pg_temp.is_code('1003'), pg_temp.is_code('12'), pg_temp.is_code('1003.01');

-- Levels: 3 or 4 digits, then 2 more for each
SELECT code, level(code), parent(code), parent(parent(code)) AS grandparent
FROM (SELECT left('1234567890123456', n)::account_code AS code FROM generate_series(3, 16) AS n) AS t
ORDER BY length(code::text);

-- Ancestors, from the first level down
SELECT code, ancestors(code), ancestor(code, 1) AS first, ancestor(code, 2) AS second, ancestor(code, level(code)) AS itself,
       ancestor(code, level(code) + 1) AS below, ancestor(code, 0) AS none
FROM unnest('{100,1003,10030,400101,40010102,1234567890123456}'::account_code[]) WITH ORDINALITY AS t (code, n) ORDER BY n;
SELECT code, last_descendant(code)
FROM unnest('{100,999,1003,9999,10030,400101,99999999999999,999999999999999,9999999999999999}'::account_code[]) WITH ORDINALITY AS t (code, n) ORDER BY n;

-- Descent: itself and below, never across the two ways of numbering
SELECT a, b, a <@ b AS within, b @> a AS contained
FROM (VALUES
    ('1003', '1003'), ('100301', '1003'), ('10030102', '1003'), ('1003', '100301'), ('1004', '1003'),
    ('100401', '1003'), ('100299', '1003'), ('1003000000000000', '1003'), ('1003999999999999', '1003'),
    ('10030', '1003'), ('100301', '100'), ('1003', '100'), ('10003', '100'), ('1000304', '100'), ('101', '100'),
    ('9999999999999999', '9999999999999999'), ('9999999999999999', '9999'), ('99999', '9999'),
    ('9999999999999999', '99999999999999'), ('9999999999999998', '9999999999999999')
) AS t (a_text, b_text), LATERAL (SELECT a_text::account_code AS a, b_text::account_code AS b) AS c;

-- Against the digits themselves
SELECT setseed(0.1003);
CREATE TEMPORARY TABLE code AS
SELECT DISTINCT rpad((floor(random() * 1000)::integer % 7)::text || lpad(floor(random() * 30)::text, 2, '0'), 3 + n % 14,
            lpad((floor(random() * 3)::integer * 1000000003)::text, 13, '0'))::account_code AS code
FROM generate_series(1, 800) AS n;
SELECT count(*) > 100000 AS many, count(*) FILTER (WHERE a.code <@ b.code) > 1000 AS many_within,
       count(*) FILTER (WHERE (a.code <@ b.code) <> (starts_with(a.code::text, b.code::text)
                                                     AND length(a.code::text) % 2 = length(b.code::text) % 2)) AS wrong,
       count(*) FILTER (WHERE (a.code <@ b.code) <> (b.code @> a.code)) AS wrong_commutator,
       count(*) FILTER (WHERE (a.code < b.code, a.code <= b.code, a.code = b.code, a.code <> b.code, a.code >= b.code, a.code > b.code)
                          <> (a.code::text COLLATE "C" < b.code::text, a.code::text COLLATE "C" <= b.code::text,
                              a.code::text = b.code::text, a.code::text <> b.code::text,
                              a.code::text COLLATE "C" >= b.code::text, a.code::text COLLATE "C" > b.code::text)) AS wrong_order,
       count(*) FILTER (WHERE (account_code_hash(a.code) = account_code_hash(b.code)) <> (a.code = b.code)) < 5 AS hashes_differ
FROM code AS a, code AS b;
SELECT count(*) FILTER (WHERE code::text::account_code <> code) AS read_otherwise,
       count(*) FILTER (WHERE parent(code) IS NULL) > 0 AS roots,
       count(*) FILTER (WHERE parent(code) IS NOT NULL AND NOT (code <@ parent(code) AND level(parent(code)) = level(code) - 1)) AS wrong_parent,
       count(*) FILTER (WHERE (parent(code) IS NULL) <> (level(code) = 1)) AS wrong_root
FROM code;

SELECT count(*) FILTER (WHERE ancestors(code) <> ARRAY(SELECT ancestor(code, n) FROM generate_series(1, level(code) - 1) AS n ORDER BY n)) AS wrong_ancestors,
       count(*) FILTER (WHERE parent(code) IS DISTINCT FROM ancestor(code, level(code) - 1)) AS wrong_ancestor
FROM code;
SELECT count(*) FILTER (WHERE (a.code @> b.code) <> (a.code = ANY (ancestors(b.code) || b.code))) AS wrong_ancestors,
       count(*) FILTER (WHERE a.code <@ b.code AND NOT a.code BETWEEN b.code AND last_descendant(b.code)) AS out_of_range
FROM code AS a, code AS b;
SELECT min(code) = min(code::text COLLATE "C")::account_code AS min, max(code) = max(code::text COLLATE "C")::account_code AS max FROM code;
SELECT min(code), max(code) FROM unnest('{999,100,1003,10030}'::account_code[]) AS code;

-- Sorted, details follow their account
SELECT array_agg(c ORDER BY c) FROM unnest('{1004,100302,1003,10030101,100,10001,999,100301,1003999999999999,9999999999999999,000}'::account_code[]) AS c;
SELECT count(*) AS out_of_order
FROM (SELECT code::text AS code, lag(code::text) OVER (ORDER BY code) AS before FROM code) AS t
WHERE before COLLATE "C" >= code;

-- Binary: a nibble a digit, plus one
SELECT account_code_send('100'), account_code_send('1003'), account_code_send('9999999999999999');
CREATE TEMPORARY TABLE received (code fund.account_code);
\copy received from program 'printf "PGCOPY\n\377\r\n\000\000\000\000\000\000\000\000\000\000\001\000\000\000\010\041\020\000\000\000\000\000\000\000\001\000\000\000\010\252\252\252\252\252\252\252\252\377\377"' (format binary)
SELECT code FROM received ORDER BY code;
-- nothing, two digits, a nibble of 11, a gap, and cut short
\set VERBOSITY sqlstate
\copy received from program 'printf "PGCOPY\n\377\r\n\000\000\000\000\000\000\000\000\000\000\001\000\000\000\010\000\000\000\000\000\000\000\000\377\377"' (format binary)
\copy received from program 'printf "PGCOPY\n\377\r\n\000\000\000\000\000\000\000\000\000\000\001\000\000\000\010\041\000\000\000\000\000\000\000\377\377"' (format binary)
\copy received from program 'printf "PGCOPY\n\377\r\n\000\000\000\000\000\000\000\000\000\000\001\000\000\000\010\041\033\000\000\000\000\000\000\377\377"' (format binary)
\copy received from program 'printf "PGCOPY\n\377\r\n\000\000\000\000\000\000\000\000\000\000\001\000\000\000\010\041\024\000\001\000\000\000\000\377\377"' (format binary)
\copy received from program 'printf "PGCOPY\n\377\r\n\000\000\000\000\000\000\000\000\000\000\001\000\000\000\004\041\024\000\000\377\377"' (format binary)
\set VERBOSITY default

-- Strings are assigned
CREATE TEMPORARY TABLE assigned (code fund.account_code);
INSERT INTO assigned SELECT '1003'::text UNION ALL SELECT '400101'::varchar;
INSERT INTO assigned VALUES ('5001');
SELECT code FROM assigned ORDER BY code;

-- Indexes
CREATE TEMPORARY TABLE entry AS
SELECT lpad(n::text, 6, '0')::account_code AS account FROM generate_series(0, 9999) AS n;
SET enable_seqscan = off;
SET enable_bitmapscan = off;
CREATE INDEX entry_btree ON entry (account);
EXPLAIN (COSTS OFF) SELECT * FROM entry WHERE account = '001003';
SELECT count(*) FROM entry WHERE account = '001003';
SELECT count(*), min(account::text), max(account::text) FROM entry WHERE account >= '0010' AND account < '0011';
SELECT account FROM entry ORDER BY account DESC LIMIT 3;
DROP INDEX entry_btree;
CREATE INDEX entry_hash ON entry USING hash (account);
EXPLAIN (COSTS OFF) SELECT * FROM entry WHERE account = '001003';
SELECT count(*) FROM entry WHERE account = '001003';
DROP INDEX entry_hash;

-- An account with its details is one range of a plain btree, rechecked for the
-- other way of numbering; so are its ancestors, of a shorter one
INSERT INTO entry SELECT code FROM code;
INSERT INTO entry VALUES (NULL), ('001'), ('0010'), ('00103'), ('00100301'), ('0010999999999999'), ('0011');
CREATE INDEX entry_btree ON entry (account);
EXPLAIN (COSTS OFF) SELECT * FROM entry WHERE account <@ '0010';
EXPLAIN (COSTS OFF) SELECT * FROM entry WHERE '0010' @> account;
EXPLAIN (COSTS OFF) SELECT * FROM entry WHERE account @> '00100301';
EXPLAIN (COSTS OFF) SELECT * FROM entry WHERE '00100301' <@ account;
EXPLAIN (COSTS OFF) SELECT * FROM entry WHERE account_code_within(account, '0010');
SELECT count(*) FROM entry WHERE account <@ NULL;
SELECT count(*), min(account), max(account) FROM entry WHERE account <@ '0010';
SELECT count(*), min(account), max(account) FROM entry WHERE '001' @> account;
SELECT DISTINCT account FROM entry WHERE account @> '00100301' ORDER BY account;
SELECT DISTINCT account FROM entry WHERE account = ANY (ancestors('00100301') || account_code '00100301') ORDER BY account;
-- Not only of constants: parameters, and the rows of another table
PREPARE within (account_code) AS SELECT count(*) FROM entry WHERE account <@ $1;
SET plan_cache_mode = force_generic_plan;
EXPLAIN (COSTS OFF) EXECUTE within('0010');
EXECUTE within('0010');
EXECUTE within(NULL);
RESET plan_cache_mode;
SET enable_material = off;
EXPLAIN (COSTS OFF) SELECT * FROM (VALUES ('0010'::account_code), ('0011')) AS t (heading) JOIN entry ON account <@ heading;
SELECT heading, count(*) FROM (VALUES ('0010'::account_code), ('0011')) AS t (heading) JOIN entry ON account <@ heading GROUP BY heading ORDER BY heading;
EXPLAIN (COSTS OFF) SELECT * FROM (VALUES ('00100301'::account_code)) AS t (detail) JOIN entry ON account @> detail;
RESET enable_material;
-- An index does not change what is found
SET enable_indexscan = off;
SET enable_indexonlyscan = off;
SET enable_seqscan = on;
CREATE TEMPORARY TABLE found AS
SELECT code, count(*) FILTER (WHERE account <@ code) AS within, count(*) FILTER (WHERE account @> code) AS contains
FROM entry, unnest('{001,0010,00100,001003,00100301,004,7002,9999}'::account_code[]) AS code GROUP BY code;
RESET enable_indexscan;
RESET enable_indexonlyscan;
SET enable_seqscan = off;
SELECT count(*) AS codes, count(*) FILTER (WHERE within <> w OR contains <> c) AS wrong
FROM found, LATERAL (SELECT (SELECT count(*) FROM entry WHERE account <@ code) AS w, (SELECT count(*) FROM entry WHERE account @> code) AS c) AS x;
DROP INDEX entry_btree;
SET enable_bitmapscan = on;
CREATE INDEX entry_brin ON entry USING brin (account) WITH (pages_per_range = 1);
EXPLAIN (COSTS OFF) SELECT * FROM entry WHERE account <@ '0010';
SELECT count(*) AS codes, count(*) FILTER (WHERE within <> w OR contains <> c) AS wrong
FROM found, LATERAL (SELECT (SELECT count(*) FROM entry WHERE account <@ code) AS w, (SELECT count(*) FROM entry WHERE account @> code) AS c) AS x;
DROP INDEX entry_brin;
CREATE INDEX entry_brin_multi ON entry USING brin (account account_code_minmax_multi_ops (values_per_range = 8)) WITH (pages_per_range = 1);
EXPLAIN (COSTS OFF) SELECT * FROM entry WHERE account <@ '0010';
SELECT count(*) AS codes, count(*) FILTER (WHERE within <> w OR contains <> c) AS wrong
FROM found, LATERAL (SELECT (SELECT count(*) FROM entry WHERE account <@ code) AS w, (SELECT count(*) FROM entry WHERE account @> code) AS c) AS x;
RESET enable_seqscan;
RESET enable_bitmapscan;
SELECT count(*) FROM (SELECT DISTINCT account FROM entry) AS t;
SELECT opcname, amname, opcdefault, amvalidate(c.oid)
FROM pg_opclass AS c JOIN pg_am AS a ON a.oid = opcmethod
WHERE opcintype = 'account_code'::regtype ORDER BY opcname COLLATE "C";

-- What the planner expects of them: few common accounts, many rare ones
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
CREATE TEMPORARY TABLE posted AS
SELECT CASE WHEN n % 2 = 0 THEN '400101' WHEN n % 10 = 1 THEN '1003' ELSE '5001' || lpad((n % 10000)::text, 4, '0') END::account_code AS account
FROM generate_series(1, 20000) AS n;
ANALYZE posted;
SELECT condition, pg_temp.expected_rows('SELECT FROM posted WHERE ' || condition) BETWEEN low AND high AS sane
FROM (VALUES ('account <@ ''4001''', 9500, 10500), ('account <@ ''1003''', 1900, 2100), ('account <@ ''5001''', 7500, 8500), ('account <@ ''500112''', 40, 160),
             ('account <@ ''6001''', 1, 50), ('account @> ''40010101''', 9500, 10500), ('account @> ''5001''', 1, 50), ('account <@ NULL', 0, 1),
             ('''4001'' @> account', 9500, 10500), ('account <@ (SELECT ''4001''::account_code)', 10, 1000)
     ) AS t (condition, low, high);

-- What a view with security_barrier may push down
SELECT oprname, proleakproof
FROM pg_operator JOIN pg_proc AS p ON p.oid = oprcode
WHERE oprleft = 'fund.account_code'::regtype AND oprresult = 'boolean'::regtype
ORDER BY oprname COLLATE "C";
