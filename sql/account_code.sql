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
RESET enable_seqscan;
RESET enable_bitmapscan;
SELECT count(*) FROM entry WHERE account <@ '0010';
SELECT count(*) FROM (SELECT DISTINCT account FROM entry) AS t;

-- What a view with security_barrier may push down
SELECT oprname, proleakproof
FROM pg_operator JOIN pg_proc AS p ON p.oid = oprcode
WHERE oprleft = 'fund.account_code'::regtype AND oprresult = 'boolean'::regtype
ORDER BY oprname COLLATE "C";
