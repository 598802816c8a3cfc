-- fund.journal: balanced lines, as a value.
SET client_encoding = 'UTF8';
SET search_path = public, fund;
\pset null '-'

-- The value of an expression as text, or its SQLSTATE, message and detail.
CREATE FUNCTION pg_temp.try(expression text) RETURNS text
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_value text;
        v_detail text;
    BEGIN
        EXECUTE 'SELECT (' || expression || ')::text' INTO v_value;
        RETURN v_value;
    EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS v_detail = PG_EXCEPTION_DETAIL;
        IF SQLSTATE LIKE '42%' THEN
            RETURN SQLSTATE;    -- the server's own words, which change
        END IF;
        RETURN SQLSTATE || ' ' || coalesce(nullif(v_detail, ''), SQLERRM);
    END
    $$;

CREATE FUNCTION pg_temp.read(source text) RETURNS text
    LANGUAGE sql
    RETURN pg_temp.try(format('%L::fund.journal', source));

-- Text: what is read, and how it is written
SELECT n, pg_temp.read(source)
FROM unnest(ARRAY[
    'Dr 1003 1200.00, Cr 400101 1200.00',
    'dr 1003 1200,cr 400101 1200',
    'DR 1003 1200; CR 400101 1200.0',
    '借 1003 1200.00，贷：400101 1200.00',
    '借：1003　1200.00；贷 400101　1200',
    '　借1003 1200，贷400101 1200　',
    E'Dr 1003 1200.00,\r\n\tCr 400101 1200.00\n',
    'Dr: 1003 1200 @P01 ''first'', Cr 4001 1200 @"P 02" ''it''''s''',
    '借 1003 1200 ＠甲公司 ‘摘要’，贷 4001 1200 @"乙""丙"',
    'Dr 1003 1200 ''a, b; @c "d"'', Cr 4001 1200 ''''',
    'Dr 1003 -1200, Cr 4001 -1200.00',
    'Dr 1003 1200, Cr 4001 1000, Cr 4601 200',
    'Dr 1003 1, Dr 1003 1, Cr 4001 2',
    'Dr 1003 0.00',
    'Dr 1003 0, Cr 4001 0',
    'Dr 1003 10, Dr 1002 -10',
    '', ' 　'
]) WITH ORDINALITY AS t (source, n) ORDER BY n;

-- What is no journal
SELECT n, source, pg_temp.read(source)
FROM unnest(ARRAY[
    'Dr 1003 1200.00', 'Cr 1003 -0.01', 'Dr 1003 1200.00, Cr 400101 1199.99', 'Dr 1003 100, Dr 4001 -99',
    'Dr', 'Dr ', 'Dr 1003', 'Dr 1003 ', 'Dr 1003 x', 'Dr 12 1', 'Dr 12345678901234567 1', 'Dr 1003x 1', 'Dr x 1',
    'Db 1003 1', '借方 1003 1', '1003 1', ',', 'Dr 1003 1,', 'Dr 1003 1 Cr 4001 1', 'Dr 1003 1,, Cr 4001 1',
    'Dr 1003 1,200.00, Cr 4001 1,200.00', 'Dr 1003 1.005', 'Dr 1003 1.00x', 'Dr 1003 1e3', 'Dr 1003 NaN',
    'Dr 1003 92233720368547758.08', 'Dr 1003 1 @', 'Dr 1003 1 @ P01', 'Dr 1003 1 @""', 'Dr 1003 1 @"P',
    'Dr 1003 1 ''open', 'Dr 1003 1 ‘open''', 'Dr 1003 1 ''a'' ''b''', 'Dr 1003 1 ''memo'' @P01', 'Dr 1003 1 memo',
    'Dr 1003 1, Cr 4001 1.', 'Dr 1003 1, Cr 4001 一', '借 １００３ 1，贷 4001 1', '借 1003 １，贷 4001 1'
]) WITH ORDINALITY AS t (source, n) ORDER BY n;

CREATE FUNCTION pg_temp.verdict(statement text, n integer) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE statement;
    RETURN n || ' accepted';
EXCEPTION WHEN OTHERS THEN
    RETURN n || ' ' || SQLSTATE || ' ' || SQLERRM;
END
$$;

-- A third decimal is 22003 with the same words on every way in, once the text is one of a journal
SELECT pg_temp.verdict(v.given, v.n) FROM (VALUES
    (1, $$SELECT 'Dr 1003 1.00, Cr 400101 1.005'::fund.journal$$),
    (2, $$SELECT '借 1003 1.005 @P01 ‘备注’，贷 400101 1.00'::fund.journal$$),
    (3, $$SELECT 'Dr 1003 -0.001, Cr 400101 -0.001'::varchar::fund.journal$$),
    (4, $$SELECT '[{"side": "debit", "account": "1003", "amount": 1.005}]'::jsonb::fund.journal$$),
    (5, $$SELECT '[{"side": "debit", "account": "1003", "amount": "1.005"}]'::jsonb::fund.journal$$),
    (6, $$SELECT fund.debit('1003', 1.005)$$),
    (7, $$SELECT '(debit,1003,1.005,,)'::fund.journal_line$$),
    (8, $$SELECT 'Dr 1003 1.005kg, Cr 400101 1.005'::fund.journal$$),
    (9, $$SELECT 'Dr 1003 1.005,000, Cr 400101 1'::fund.journal$$),
    (10, $$SELECT 'Dr 1003 1.0050 Cr 400101 1'::fund.journal$$),
    (11, $$SELECT 'Dr 1003 1.000, Cr 400101 1.00'::fund.journal$$),
    (12, $$SELECT 'Dr 1003 92233720368547758.08'::fund.journal$$),
    (13, $$SELECT '[{"side": "debit", "account": "1003", "amount": "92233720368547758.08"}]'::jsonb::fund.journal$$)
) AS v (n, given) ORDER BY n;

-- What does not balance is named by its first lines
SELECT 'Dr 1003 1200.00, Cr 400101 1000.00'::fund.journal;
SELECT fund.journal(fund.debit('1003', 1), fund.credit('400101', 2, 'P01', 'memo'));
SELECT '[{"side": "debit", "account": "1003", "amount": 1}]'::jsonb::fund.journal;
SELECT 'Dr 1001 1, Dr 1002 1, Dr 1003 1, Dr 1004 1, Dr 1005 1, Cr 400101 4'::fund.journal;
SELECT ('Dr 1003 1 ''' || repeat('汉', 100) || '''')::fund.journal;
SELECT 'Dr 1003 1200.00, Xr 400101 1200.00'::fund.journal;
SELECT pg_temp.read('Dr 1003 1, Cr 4001 1 ' || repeat('汉', 100));

-- Both can be asked for softly, where the server can
CREATE FUNCTION pg_temp.is_journal(source text) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_is_journal boolean;
    BEGIN
        IF current_setting('server_version_num')::integer < 160000 THEN
            RETURN pg_temp.read(source) !~ '^(22P02|22003|LG001)';
        END IF;
        EXECUTE 'SELECT pg_input_is_valid($1, ''fund.journal'')' INTO v_is_journal USING source;
        RETURN v_is_journal;
    END
    $$;
SELECT pg_temp.is_journal('Dr 1003 1, Cr 4001 1'), pg_temp.is_journal('Dr 1003 1, Cr 4001 2'), pg_temp.is_journal('Dr 1003');

-- In Chinese: read back as the same journal
SELECT text, text::journal
FROM (SELECT n, journal_text(source::journal) AS text
      FROM unnest(ARRAY[
          '', 'Dr 1003 1200.00, Cr 400101 1200.00 @P01 ''a memo''', 'Dr 1003 -1 @"甲，乙" ''it''''s'', Cr 4001 -1 ''‘摘要’''',
          'Dr 1003 0 ''’''', 'Dr 1003 0 ''’’'''
      ]) WITH ORDINALITY AS t (source, n)) AS s ORDER BY n;
SELECT journal_text('Dr 1003 1, Cr 4001 1 ''m''', 'zh'), journal_text('借 1003 1，贷 4001 1 ‘m’', 'en');
SELECT journal_text('', 'de');

-- Lengths: the longest party and memo, and one byte more
SELECT octet_length(pg_temp.read('Dr 1003 0 @' || repeat('P', 255))), pg_temp.read('Dr 1003 0 @' || repeat('P', 256));
SELECT octet_length(pg_temp.read('Dr 1003 0 @' || repeat('汉', 85))), pg_temp.read('Dr 1003 0 @' || repeat('汉', 85) || 'x');
SELECT octet_length(pg_temp.read('Dr 1003 0 ''' || repeat('m', 65535) || '''')),
       pg_temp.read('Dr 1003 0 ''' || repeat('m', 65536) || '''');

-- The extremes of an amount, and a total beyond them
SELECT 'Dr 1003 92233720368547758.07, Cr 4001 92233720368547758.07'::journal;
SELECT -('Dr 1003 92233720368547758.07, Cr 4001 92233720368547758.07'::journal);
SELECT 'Dr 1003 92233720368547758.07, Dr 1003 92233720368547758.07, Cr 4001 92233720368547758.07, Cr 4001 92233720368547758.07'::journal;
SELECT pg_temp.read('Dr 1003 92233720368547758.07, Dr 1003 92233720368547758.07, Cr 4001 0.01');

-- Storage: a header byte, a version byte and 17 bytes a plain line
CREATE TEMPORARY TABLE kept (n integer, journal fund.journal);
INSERT INTO kept VALUES
    (1, ''), (2, 'Dr 1003 1200.00, Cr 400101 1200.00'), (3, 'Dr 1003 1200.00, Cr 400101 1200.00 @P01 ''memo'''),
    (4, 'Dr 1003 1.00, Dr 1002 1.00, Dr 1001 1.00, Cr 400101 3.00');
INSERT INTO kept SELECT 5, 'Dr 1003 1, Cr 4001 1'::text;
INSERT INTO kept SELECT 6, '借 1003 1，贷 4001 1'::varchar;
INSERT INTO kept SELECT 7, string_agg('Dr 1003 1.00, Cr 4001 1.00', ', ') FROM generate_series(1, 50000);
SELECT n, pg_column_size(journal), (SELECT count(*) FROM lines(journal)) AS lines FROM kept WHERE n < 7 ORDER BY n;
SELECT n, left(journal::text, 60) AS journal FROM kept ORDER BY n;
SELECT pg_column_size(journal) < 1700000 AS compressed FROM kept WHERE n = 7;
SELECT typlen, typbyval, typalign, typstorage FROM pg_type WHERE oid = 'fund.journal'::regtype;

-- Lines
SELECT * FROM lines('Dr 1003 1200.00 @P01 ''memo'', Cr 400101 -0.01, Cr 4601 1200.01 @"P 02"');
SELECT * FROM lines('');
SELECT n, l.* FROM kept, lines(journal) AS l WHERE n IN (2, 5) ORDER BY n, line_no;
SELECT count(*), sum(line_no), sum(amount) FILTER (WHERE side = 'debit') AS debits,
       sum(amount) FILTER (WHERE side = 'credit') AS credits
FROM kept, lines(journal) WHERE n = 7;

-- Constructors: account codes, text, varchar and unknown literals
SELECT fund.debit('1003', 1200), fund.credit('400101', 12.5, 'P01', 'a memo');
SELECT fund.debit('1003'::account_code, 1200), fund.debit('1003'::text, 1200), fund.debit('1003'::varchar, 1200::bigint);
SELECT fund.debit('1003', '12.50'), fund.debit('1003', 12.50::fund.amount), fund.credit(account => '1003', amount => 1, memo => 'm');
SELECT fund.journal(fund.debit('1003', 1200), fund.credit('400101', 1000, party => 'P01'), fund.credit('4601', 200, memo => '备注'));
SELECT fund.journal(VARIADIC array_agg(CASE WHEN n = 0 THEN fund.debit('1003', 10) ELSE fund.credit('400' || n, 1) END))
FROM generate_series(0, 10) AS n;
SELECT fund.journal(VARIADIC ARRAY[]::journal_line[]) = '' AS is_empty;
SELECT fund.journal('Dr 1003 1, Cr 4001 1'), fund.journal('Dr 1003 1, Cr 4001 1'::text), fund.journal('Dr 1003 1, Cr 4001 1'::varchar);
SELECT fund.journal(('debit', '1003', 1, '', '')::journal_line, ('credit', '4001', 1, NULL, NULL)::journal_line);
PREPARE bound (varchar, numeric, varchar, varchar) AS
SELECT fund.journal(fund.debit($1, $2, $4), fund.credit($3, $2, memo => $4));
EXECUTE bound ('1003', 12.34, '400101', 'P01');
PREPARE untyped AS SELECT fund.journal(fund.debit($1, $2), fund.credit($3, $4));
EXECUTE untyped ('1003', 12.34, '400101', 12.34);
SELECT expression, pg_temp.try(expression)
FROM unnest(ARRAY[
    $$fund.journal(fund.debit('1003', 1200))$$,
    $$fund.journal(fund.debit('1003', 1200), fund.credit('4001', 1199.99))$$,
    $$fund.journal(fund.debit('1003', 0))$$,
    $$fund.debit('1003', 1.005)$$, $$fund.debit('1003', 'NaN')$$, $$fund.debit('12', 1)$$,
    $$fund.debit('1003', 92233720368547758.07)$$, $$fund.debit('1003', 92233720368547758.08)$$,
    $$fund.debit('1003', 1::float8)$$,
    $$fund.journal(fund.debit(NULL::text, 1))$$, $$fund.journal(fund.debit('1003', NULL))$$,
    $$fund.journal(NULL::journal_line)$$,
    $$fund.journal(fund.debit('1003', 0), NULL)$$,
    $$fund.journal(VARIADIC NULL::journal_line[])$$,
    $$fund.journal(('dr', '1003', 1, NULL, NULL)::journal_line)$$,
    $$fund.journal((NULL, '1003', 1, NULL, NULL)::journal_line)$$,
    $$octet_length(fund.journal(fund.debit('1003', 0, repeat('P', 255), repeat('m', 65535)))::text)$$,
    $$fund.journal(fund.debit('1003', 0, repeat('P', 256)))$$,
    $$fund.journal(fund.debit('1003', 0, NULL, repeat('m', 65536)))$$
]) WITH ORDINALITY AS t (expression, n) ORDER BY n;

-- Equality is that of the merged lines
SELECT a, b, a::journal = b::journal AS eq, a::journal <> b::journal AS ne, sign(journal_cmp(a::journal, b::journal)) AS cmp,
       journal_hash(a::journal) = journal_hash(b::journal) AS hash,
       journal_hash_extended(a::journal, 42) = journal_hash_extended(b::journal, 42) AS hash_extended
FROM (VALUES
    (1, '', ''), (2, '', 'Dr 1003 0, Cr 4001 0'), (3, '', 'Dr 1003 1, Dr 1003 -1'),
    (4, 'Dr 1003 1, Cr 4001 1', 'Cr 4001 1, Dr 1003 1'),
    (5, 'Dr 1003 1, Cr 4001 1', 'Dr 1003 1 ''memo'', Cr 4001 1'),
    (6, 'Dr 1003 2, Cr 4001 2', 'Dr 1003 1, Cr 4001 2, Dr 1003 1, Dr 1002 0'),
    (7, 'Dr 1003 1, Cr 4001 1', 'Dr 1003 1 @P01, Cr 4001 1'),
    (8, 'Dr 1003 1 @P01, Cr 4001 1', 'Dr 1003 1 @P02, Cr 4001 1'),
    (9, 'Dr 1003 1, Cr 4001 1', 'Dr 1003 1.01, Cr 4001 1.01'),
    (10, 'Dr 1003 1, Cr 4001 1', 'Dr 4001 -1, Cr 1003 -1'),
    (11, 'Dr 1003 1, Cr 4001 1', 'Cr 1003 1, Dr 4001 1'),
    (12, 'Dr 1003 1, Cr 4001 1', 'Dr 1003 1, Cr 4001 1, Cr 4601 0.01, Cr 4602 -0.01'),
    (13, 'Dr 1003 92233720368547758.07, Dr 1003 0.01, Cr 4001 92233720368547758.07, Cr 4001 0.01',
         'Dr 1003 92233720368547758.06, Dr 1003 0.02, Cr 4001 92233720368547758.06, Cr 4001 0.02')
) AS t (n, a, b) ORDER BY n;

-- The group: + and -, and where it has no element
SELECT expression, pg_temp.try(expression)
FROM unnest(ARRAY[
    $$'Dr 1003 1, Cr 4001 1'::journal + 'Dr 1003 2 @P01 ''memo'', Dr 1003 3, Cr 4601 5'$$,
    $$'Cr 4001 1, Dr 1003 1'::journal + ''$$,
    $$'Cr 4001 1, Dr 1003 1'::journal + 'Dr 1003 -1, Dr 1002 1'$$,
    $$-('Cr 4001 1 @P01 ''memo'', Dr 1003 1'::journal)$$,
    $$-(''::journal)$$,
    $$'Dr 1003 5, Cr 4001 5'::journal - 'Dr 1003 2 @P01 ''memo'', Cr 4001 2'$$,
    $$'Dr 1003 5, Cr 4001 5'::journal - 'Cr 4001 5 ''memo'', Dr 1003 5'$$,
    $$''::journal - 'Dr 1003 5, Cr 4001 5'$$,
    $$'Dr 1003 1, Cr 4001 1'::journal + -('Cr 4001 1, Dr 1003 1'::journal)$$,
    $$'Dr 1003 92233720368547758.06, Cr 4001 92233720368547758.06'::journal + 'Dr 1003 0.01, Cr 4001 0.01'$$,
    $$'Dr 1003 92233720368547758.07, Cr 4001 92233720368547758.07'::journal + 'Dr 1003 0.01, Cr 4001 0.01'$$,
    $$'Dr 1003 92233720368547758.07, Cr 4001 92233720368547758.07'::journal - 'Dr 1003 -0.01, Cr 4001 -0.01'$$
]) WITH ORDINALITY AS t (expression, n) ORDER BY n;

-- Random journals: two to seven lines, parties and memos of all kinds, red
-- lines, zero lines
CREATE FUNCTION pg_temp.pick(choices text[]) RETURNS text
    LANGUAGE sql VOLATILE
    AS $$ SELECT choices[1 + floor(random() * cardinality(choices))::integer] $$;

CREATE FUNCTION pg_temp.random_journal() RETURNS fund.journal
    LANGUAGE plpgsql VOLATILE
    AS $$
    DECLARE
        v_lines fund.journal_line[];
        v_party text;
        v_memo text;
        v_amount numeric;
        v_balance numeric := 0;
    BEGIN
        FOR i IN 0 .. floor(random() * 6)::integer LOOP
            v_party := pg_temp.pick(ARRAY[NULL, NULL, 'P01', 'P-02/a.b:c_d', 'p 3', '甲公司', '甲，乙', 'q"q', '‘q’', '　', E'a\tb', 'x@y', 'it''s']);
            v_memo := pg_temp.pick(ARRAY[NULL, NULL, '', 'memo', 'it''s', '''', '‘摘要’', 'Dr 1003 1, Cr 4001 1', E'line\nbreak', '@"']);
            v_amount := floor(random() * 20 - 5) / 4;
            v_balance := v_balance + v_amount;
            v_lines := v_lines || fund.debit(pg_temp.pick('{1003,1002,100301,10030,5001}'), v_amount, v_party, v_memo);
        END LOOP;
        RETURN fund.journal(VARIADIC v_lines || fund.credit(pg_temp.pick('{1003,4001,400101}'), v_balance));
    END
    $$;

\echo seed 0.4001
SELECT setseed(0.4001);
CREATE TEMPORARY TABLE random_journal AS
SELECT n, pg_temp.random_journal() AS a, pg_temp.random_journal() AS b, pg_temp.random_journal() AS c
FROM generate_series(1, 2000) AS n;
SELECT count(*),
       count(*) FILTER (WHERE a::text::journal::text <> a::text) AS read_otherwise,
       count(*) FILTER (WHERE a <> a OR NOT a = a) AS not_itself,
       count(*) FILTER (WHERE a + -a <> '' OR (a + -a)::text <> '') AS no_inverse,
       count(*) FILTER (WHERE (a + '') <> a OR ('' + a)::text <> (a + '')::text) AS no_zero,
       count(*) FILTER (WHERE (a + b)::text <> (b + a)::text) AS not_commutative,
       count(*) FILTER (WHERE ((a + b) + c)::text <> (a + (b + c))::text) AS not_associative,
       count(*) FILTER (WHERE -(a + b) <> (-a) + (-b) OR -(-a) <> a OR (-(-a))::text <> a::text) AS wrong_minus,
       count(*) FILTER (WHERE (a - b)::text <> (a + -b)::text OR (a - a)::text <> '' OR (a + b) - b <> a) AS wrong_difference,
       count(*) FILTER (WHERE journal_text(a)::journal::text <> a::text OR journal_text(a, 'en') <> a::text) AS wrong_chinese,
       count(*) FILTER (WHERE (a = b) <> ((a + '')::text = (b + '')::text)) AS wrong_equality,
       count(*) FILTER (WHERE journal_hash(a) <> journal_hash(a + '')
                           OR journal_hash_extended(a, 7) <> journal_hash_extended(a + '', 7)) AS wrong_hash,
       count(*) FILTER (WHERE (a < b, a <= b, a = b, a >= b, a > b) <> (b > a, b >= a, b = a, b <= a, b < a)
                           OR (a < b)::integer + (a = b)::integer + (a > b)::integer <> 1
                           OR (a <> b) <> NOT (a = b)) AS wrong_order,
       count(*) FILTER (WHERE a < b AND b < c AND NOT a < c) AS not_transitive
FROM random_journal;
SELECT count(*) AS journals, count(*) FILTER (WHERE lines IS DISTINCT FROM a) AS lines_lost
FROM (SELECT a, (SELECT fund.journal(VARIADIC array_agg((side, account, amount, party, memo)::journal_line ORDER BY line_no)) FROM lines(a)) AS lines
      FROM random_journal) AS t;

-- Cut or damaged anywhere, text is a journal, no journal or unbalanced, and
-- nothing else
SELECT count(*) AS damaged, count(*) FILTER (WHERE outcome LIKE '22P02 %') > 100 AS some_wrong,
       count(*) FILTER (WHERE outcome LIKE 'LG001 %') > 10 AS some_unbalanced,
       count(*) FILTER (WHERE outcome !~ '^(22P02 |22003 |LG001 |Dr |Cr |$)') AS other
FROM (SELECT pg_temp.read(left(a::text, floor(random() * length(a::text))::integer)
                          || pg_temp.pick(ARRAY['', ',', '，', '@', '"', '''', '‘', '1', '.', 'Dr', '贷', ' ', '　', '-'])
                          || right(a::text, floor(random() * length(a::text))::integer)) AS outcome
      FROM random_journal) AS t;

-- A journal of rows, in their order; of none it is NULL
CREATE TEMPORARY TABLE sheet (voucher text, n integer, account text, debit numeric, credit numeric, party text, memo text);
INSERT INTO sheet VALUES
    ('一', 1, '1003', 300, NULL, 'P01', '甲'), ('一', 2, '400101', NULL, 200.50, NULL, NULL), ('一', 3, '400102', 0, 99.5, '', ''),
    ('二', 4, '1003', -5, 0, NULL, NULL), ('二', 5, '400101', 0, -5.000, NULL, NULL);
SELECT voucher, journal(account, debit, credit, party, memo ORDER BY n) FROM sheet GROUP BY voucher ORDER BY min(n);
SELECT voucher, journal(account, debit, credit, party, memo ORDER BY n DESC) FROM sheet GROUP BY voucher ORDER BY min(n);
SELECT voucher, journal(CASE WHEN debit <> 0 THEN fund.debit(account, debit, party, memo) ELSE fund.credit(account, credit, party, memo) END ORDER BY n)
FROM sheet GROUP BY voucher ORDER BY min(n);
SELECT journal(account, debit, credit, party, memo) IS NULL AS rows_none, journal(fund.debit(account, debit)) IS NULL AS lines_none FROM sheet WHERE false;
SELECT count(*), count(DISTINCT j::text) FROM (SELECT journal(account, debit, credit, party, memo) OVER (PARTITION BY voucher) AS j FROM sheet) AS s;
SELECT journal(account, debit, credit, party, memo ORDER BY n) FILTER (WHERE voucher = '二') FROM sheet;
SELECT pg_temp.verdict(v.given, v.n) FROM (VALUES
    (1, $$SELECT journal(account, debit, credit, party, memo) FROM sheet WHERE n <> 3$$),
    (2, $$SELECT journal(account, debit, coalesce(credit, 0) + 1, party, memo) FROM sheet$$),
    (3, $$SELECT journal(account, 0, NULL, party, memo) FROM sheet$$),
    (4, $$SELECT journal(NULL, debit, credit, party, memo) FROM sheet$$),
    (5, $$SELECT journal(account, 1.005, NULL, party, memo) FROM sheet$$),
    (6, $$SELECT journal('１００３', debit, credit, party, memo) FROM sheet$$),
    (7, $$SELECT journal(NULL::fund.journal_line) FROM sheet$$),
    (8, $$SELECT journal(fund.debit(account, 1)) FROM sheet$$),
    (9, $$SELECT journal(account, 'NaN', credit, party, memo) FROM sheet$$)
) AS v (n, given) ORDER BY n;
-- By a parallel worker, and a large one
CREATE TABLE long_sheet AS SELECT n, CASE WHEN n % 2 = 0 THEN '1003' ELSE '400101' END AS account, 1.00 AS amount FROM generate_series(1, 100000) AS n;
SET min_parallel_table_scan_size = 0; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0;
SELECT length(journal(account, CASE WHEN n % 2 = 0 THEN amount END, CASE WHEN n % 2 = 1 THEN amount END, NULL, NULL ORDER BY n)::text) FROM long_sheet;
RESET min_parallel_table_scan_size; RESET parallel_setup_cost; RESET parallel_tuple_cost;
DROP TABLE long_sheet;

-- Sorting, hashing and indexes agree about what is equal
CREATE TEMPORARY TABLE few AS SELECT a AS journal FROM random_journal WHERE n <= 200 UNION ALL SELECT a + '' FROM random_journal WHERE n <= 200;
SET enable_hashagg = off;
SELECT count(*) AS sorted, sum(n) FROM (SELECT journal, count(*) AS n FROM few GROUP BY journal) AS t \gset by_sort_
SET enable_hashagg = on;
SET enable_sort = off;
SELECT count(*) AS hashed, sum(n) FROM (SELECT journal, count(*) AS n FROM few GROUP BY journal) AS t \gset by_hash_
RESET enable_sort;
SELECT :by_sort_sorted = :by_hash_hashed AS agree, :by_sort_sum, :by_hash_sum;
CREATE INDEX few_btree ON few (journal);
CREATE INDEX few_hash ON few USING hash (journal);
SET enable_seqscan = off;
SELECT count(*) = 200 AND bool_and(found >= 2) AS found
FROM (SELECT (SELECT count(*) FROM few WHERE journal = r.a) AS found FROM random_journal AS r WHERE n <= 200) AS t;
RESET enable_seqscan;

-- sum: the 科目汇总表
SELECT sum(j::journal)
FROM unnest(ARRAY['Dr 1003 1 @P01, Cr 4001 1 ''memo''', 'Dr 1003 2 @P02, Cr 400101 2', NULL, '', 'Cr 1003 3, Dr 1002 3', 'Dr 5001 1, Dr 5001 -1']) AS j;
SELECT sum(j::journal), sum(j::journal) IS NULL AS is_null FROM unnest('{}'::text[]) AS j;
SELECT sum(NULL::journal), sum(''::journal) = '' AS is_empty FROM generate_series(1, 3);
SELECT sum(a + -a), sum(-a) = -sum(a) AS linear FROM random_journal;
-- totals may leave the range on the way, but not at the end
SELECT pg_temp.try(format($$SELECT sum(j::journal) FROM unnest('{%s}'::text[]) AS j$$, string_agg('"' || j || '"', ', ')))
FROM (VALUES (1, 'Dr 1003 92233720368547758.07, Cr 4001 92233720368547758.07'), (1, 'Dr 1003 0.01, Cr 4001 0.01'),
             (2, 'Dr 1003 92233720368547758.07, Cr 4001 92233720368547758.07'), (2, 'Dr 1003 0.01, Cr 4001 0.01'),
             (2, 'Dr 1003 -0.01, Cr 4001 -0.01')) AS t (n, j)
GROUP BY n ORDER BY n;

CREATE FUNCTION pg_temp.summary(journal fund.journal) RETURNS text
    LANGUAGE sql
    RETURN (SELECT string_agg(concat_ws(' ', side, account, amount), ', ' ORDER BY line_no) FROM fund.lines(journal));
SELECT pg_temp.summary(sum(a)) FROM random_journal;
SELECT (SELECT pg_temp.summary(sum(a)) FROM random_journal)
     = (SELECT string_agg(concat_ws(' ', side, account, amount), ', ' ORDER BY side DESC, account)
        FROM (SELECT side, account, sum(amount) AS amount FROM random_journal, lines(a) GROUP BY side, account) AS t
        WHERE amount <> 0) AS as_group_by;
SELECT sum(a) = (SELECT sum(s) FROM (SELECT sum(a) AS s FROM random_journal GROUP BY n % 17) AS t) AS of_sums FROM random_journal;
-- many accounts, so that the table of totals grows
SELECT count(*) AS lines, count(DISTINCT account) AS accounts, sum(amount) FILTER (WHERE side = 'debit') AS debits
FROM (SELECT fund.sum(fund.journal(fund.debit((1000 + n % 9000)::text, n), fund.credit(((1000 + n % 9000)::text || lpad((n % 100)::text, 2, '0')), n))) AS s
      FROM generate_series(1, 50000) AS n) AS t, lines(s);

-- A moving frame adds what enters and subtracts what leaves
SELECT n, sum(j::journal) OVER (ORDER BY n ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS two,
       sum(j::journal) OVER (ORDER BY n ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING) AS before
FROM (VALUES (1, 'Dr 1003 5 @P01, Cr 4001 5'), (2, NULL), (3, NULL), (4, ''), (5, 'Dr 1003 5, Cr 4001 5'),
             (6, 'Dr 1003 -5, Cr 4001 -5'), (7, NULL)) AS t (n, j);
SELECT sum(j::journal) OVER (ORDER BY n ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING)
FROM (VALUES (1, 'Dr 1003 92233720368547758.07, Cr 4001 92233720368547758.07'), (2, 'Dr 1003 -1, Cr 4001 -1'), (3, 'Dr 1003 1, Cr 4001 1')) AS t (n, j);
SELECT count(*) FILTER (WHERE moving IS DISTINCT FROM (SELECT sum(i.a) FROM random_journal AS i WHERE i.n BETWEEN t.n - 3 AND t.n + 2)) AS otherwise
FROM (SELECT n, sum(a) OVER (ORDER BY n ROWS BETWEEN 3 PRECEDING AND 2 FOLLOWING) AS moving FROM random_journal WHERE n <= 300) AS t
WHERE n <= 298;

-- The same by a parallel plan
CREATE TABLE parallel_journal AS SELECT a AS journal FROM random_journal, generate_series(1, 10);
ALTER TABLE parallel_journal SET (parallel_workers = 2);
ANALYZE parallel_journal;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
EXPLAIN (COSTS OFF) SELECT sum(journal) FROM parallel_journal;
SELECT sum(journal) AS parallel FROM parallel_journal \gset
SELECT count(*) FROM (SELECT sum(journal) AS s FROM parallel_journal WHERE journal IS NULL) AS t WHERE s IS NULL;
SET max_parallel_workers_per_gather = 0;
SELECT sum(journal) AS serial FROM parallel_journal \gset
SELECT :'parallel' = :'serial' AS same;
DROP TABLE parallel_journal;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
RESET max_parallel_workers_per_gather;

-- 100 000 lines: read, written, merged, reversed, compared
SELECT count(*), (SELECT journal::text::journal::text = journal::text FROM kept WHERE n = 7) AS round_trip
FROM kept, lines(journal) WHERE n = 7;
SELECT sum(journal), journal + '' AS merged, (journal + -journal)::text AS zero, journal = 'Dr 1003 50000, Cr 4001 50000' AS equal
FROM kept WHERE n = 7 GROUP BY journal;

-- Binary: version, count, then per line flags, account, amount, party, memo
SELECT journal_send(''), journal_send('Dr 1003 12.00, Cr 400101 12.00 @P01 ''m''');
SET client_encoding = 'GBK';
SELECT journal_send(fund.journal(fund.debit('1003', 0, U&'\7532', U&'\6458\8981')));
SET client_encoding = 'UTF8';

-- A message as COPY gives it to the receive function
CREATE TEMPORARY TABLE received (journal fund.journal);
CREATE FUNCTION pg_temp.receive(message bytea) RETURNS text
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_file text := format('/tmp/fundledger_journal_%s', pg_backend_pid());
        v_object oid;
        v_journal text;
    BEGIN
        v_object := lo_from_bytea(0, '\x5047434f50590aff0d0a0000000000000000000001' || int4send(length(message)) || message || '\xffff');
        PERFORM lo_export(v_object, v_file), lo_unlink(v_object);
        BEGIN
            EXECUTE format('COPY received FROM %L (FORMAT binary)', v_file);
            DELETE FROM received RETURNING journal INTO v_journal;
        EXCEPTION WHEN OTHERS THEN
            v_journal := SQLSTATE;
        END;
        EXECUTE format('COPY received FROM PROGRAM %L', 'rm ' || v_file);
        RETURN v_journal;
    END
    $$;

CREATE TEMPORARY TABLE message (n serial, note text, head bytea, tail bytea);
INSERT INTO message (note, head, tail) VALUES
    ('good',                    '\x0100000002', '\x00211400000000000000000000000004b0015112120000000000 00000000000004b0'),
    ('empty journal',           '\x0100000000', ''),
    ('party and memo',          '\x0100000001', '\x0621140000000000000000000000000000 00000003503031 000000016d'),
    ('empty memo',              '\x0100000001', '\x0421140000000000000000000000000000 00000000'),
    ('no bytes',                '', ''),
    ('version 0',               '\x0000000000', ''),
    ('version 2',               '\x0200000000', ''),
    ('no count',                '\x010000', ''),
    ('negative count',          '\x01ffffffff', ''),
    ('count too high',          '\x0100000003', '\x00211400000000000000000000000004b0015112120000000000 00000000000004b0'),
    ('count of 2 billion',      '\x017fffffff', ''),
    ('count too low',           '\x0100000001', '\x00211400000000000000000000000000000121140000000000000000000000000000'),
    ('unbalanced',              '\x0100000001', '\x00211400000000000000000000000004b0'),
    ('unknown flags',           '\x0100000001', '\x0821140000000000000000000000000000'),
    ('no account',              '\x0100000001', '\x0000000000000000000000000000000000'),
    ('account of two digits',   '\x0100000001', '\x0021000000000000000000000000000000'),
    ('account with a gap',      '\x0100000001', '\x0021140010000000000000000000000000'),
    ('largest amount',          '\x0100000002', '\x0021140000000000007fffffffffffffff 0121140000000000007fffffffffffffff'),
    ('smallest amount',         '\x0100000002', '\x0021140000000000008000000000000001 0121140000000000008000000000000001'),
    ('below the smallest',      '\x0100000002', '\x0021140000000000008000000000000000 0121140000000000008000000000000000'),
    ('empty party',             '\x0100000001', '\x0221140000000000000000000000000000 00000000'),
    ('party of length -1',      '\x0100000001', '\x0221140000000000000000000000000000 ffffffff'),
    ('party of 2 GB',           '\x0100000001', '\x0221140000000000000000000000000000 7fffffff'),
    ('party with a zero byte',  '\x0100000001', '\x0221140000000000000000000000000000 00000003500031'),
    ('memo that is no UTF-8',   '\x0100000001', '\x0421140000000000000000000000000000 00000002ff41'),
    ('longest party',           '\x0100000001', '\x0221140000000000000000000000000000 000000ff' || convert_to(repeat('P', 255), 'UTF8')),
    ('party too long',          '\x0100000001', '\x0221140000000000000000000000000000 00000100' || convert_to(repeat('P', 256), 'UTF8')),
    ('longest memo',            '\x0100000001', '\x0421140000000000000000000000000000 0000ffff' || convert_to(repeat('m', 65535), 'UTF8')),
    ('memo too long',           '\x0100000001', '\x0421140000000000000000000000000000 00010000' || convert_to(repeat('m', 65536), 'UTF8'));
SELECT note, left(pg_temp.receive(head || tail), 80) FROM message ORDER BY n;

-- Cut short anywhere it is refused, by the protocol's SQLSTATE or by ours
SELECT DISTINCT pg_temp.receive(substr(m, 1, n)) AS sqlstate
FROM (SELECT journal_send('Dr 1003 12.00 @P01, Cr 400101 12.00 ''memo''') AS m) AS t, generate_series(0, length(m) - 1) AS n
ORDER BY sqlstate;
-- and whole it comes back
SELECT count(*) AS received, count(*) FILTER (WHERE pg_temp.receive(journal_send(a)) <> a::text) AS otherwise
FROM random_journal WHERE n <= 200;
-- and damaged in one byte it is refused, or another journal that is sound
SELECT count(*) AS damaged,
       count(*) FILTER (WHERE outcome !~ '^(22P03|LG001|08P01|22021|22001)$'
                          AND pg_temp.read(outcome) <> outcome) AS other
FROM (SELECT pg_temp.receive(set_byte(m, floor(random() * length(m))::integer, floor(random() * 256)::integer)) AS outcome
      FROM (SELECT journal_send(a) AS m FROM random_journal WHERE n <= 300) AS s) AS t;
SELECT pg_temp.receive(journal_send(journal)) = journal::text AS same FROM kept WHERE n = 7;
