-- fund.journal as jsonb, and back.
SET client_encoding = 'UTF8';
SET search_path = public, fund;
\pset null '-'

-- The journal of a jsonb as text, or its SQLSTATE, message, detail and context.
CREATE FUNCTION pg_temp.read(source text) RETURNS text
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_detail text;
        v_context text;
    BEGIN
        RETURN source::jsonb::fund.journal::text;
    EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS v_detail = PG_EXCEPTION_DETAIL, v_context = PG_EXCEPTION_CONTEXT;
        RETURN concat_ws(' | ', SQLSTATE || ' ' || SQLERRM, nullif(v_detail, ''), substring(v_context FROM '^line [0-9]+ of a journal'));
    END
    $$;

SELECT j::journal::jsonb
FROM unnest(ARRAY[
    '', 'Dr 1003 1200.00, Cr 400101 1200.00 @P01 ''a memo''', 'Dr 1003 -0.01 @"甲，乙" '''', Cr 4001 -0.01 ''it''''s "x" \ y''',
    'Dr 1003 92233720368547758.07, Cr 4001 92233720368547758.07'
]) WITH ORDINALITY AS t (j, n) ORDER BY n;
SELECT NULL::journal::jsonb, NULL::jsonb::journal;

-- What is read: amounts as strings or as numbers, both to the last 分
SELECT pg_temp.read(format('[{"side": "debit", "account": "1003", "amount": %1$s}, {"amount": %1$s, "account": "4001", "side": "credit"}]', amount))
FROM unnest(ARRAY['1200', '1200.00', '"1200.00"', '" 1200 "', '-0.01', '1.2e3', '0.1', '92233720368547758.07', '"92233720368547758.07"', '-92233720368547758.07', '1.10000'])
     WITH ORDINALITY AS t (amount, n) ORDER BY n;
SELECT pg_temp.read(source)
FROM unnest(ARRAY[
    '[]', '[{"side": "debit", "account": "1003", "amount": 0, "party": null, "memo": null}]',
    '[{"side": "debit", "account": "1003", "amount": 0, "party": "", "memo": ""}]',
    '[{"side": "debit", "account": " 1003 ", "amount": 0, "party": "甲\"", "memo": "\u6458\n"}]'
]) WITH ORDINALITY AS t (source, n) ORDER BY n;

-- What is refused: the structure as 22023, a text in its place as 22P02
SELECT source, pg_temp.read(source)
FROM unnest(ARRAY[
    '{}', '"Dr 1003 1"', '1', 'null', '[1]', '[null]', '[[]]', '["a"]', '[true]', '[{}]',
    '[{"side": "debit", "account": "1003"}]', '[{"side": "debit", "amount": 1}]', '[{"account": "1003", "amount": 1}]',
    '[{"side": "Dr", "account": "1003", "amount": 1}]', '[{"side": "debit ", "account": "1003", "amount": 1}]',
    '[{"side": 1, "account": "1003", "amount": 1}]', '[{"side": null, "account": "1003", "amount": 1}]',
    '[{"side": "debit", "account": 1003, "amount": 1}]', '[{"side": "debit", "account": ["1003"], "amount": 1}]',
    '[{"side": "debit", "account": "1003", "amount": null}]', '[{"side": "debit", "account": "1003", "amount": true}]',
    '[{"side": "debit", "account": "1003", "amount": {}}]',
    '[{"side": "debit", "account": "1003", "amount": 0, "party": 1}]', '[{"side": "debit", "account": "1003", "amount": 0, "memo": []}]',
    '[{"side": "debit", "account": "1003", "amount": 0, "memos": ""}]', '[{"side": "debit", "account": "1003", "amount": 0, "Party": "P"}]',
    '[{"side": "debit", "account": "12", "amount": 1}]', '[{"side": "debit", "account": "", "amount": 1}]',
    '[{"side": "debit", "account": "1003", "amount": "1,200"}]', '[{"side": "debit", "account": "1003", "amount": ""}]',
    '[{"side": "debit", "account": "1003", "amount": 1.005}]', '[{"side": "debit", "account": "1003", "amount": "1.005"}]',
    '[{"side": "debit", "account": "1003", "amount": 92233720368547758.08}]', '[{"side": "debit", "account": "1003", "amount": 1e20}]',
    '[{"side": "debit", "account": "1003", "amount": 1}]',
    '[{"side": "debit", "account": "1003", "amount": 0}, {"side": "credit", "account": "1003", "amount": "NaN"}]'
]) WITH ORDINALITY AS t (source, n) ORDER BY n;
SELECT '{}'::jsonb::journal;
SELECT '[{"side": "debit", "account": "1003", "amount": "x"}]'::jsonb::journal;
SELECT pg_temp.read(jsonb_build_array(jsonb_build_object('side', 'debit', 'account', '1003', 'amount', 0, 'party', repeat('P', 256)))::text);
SELECT pg_temp.read(jsonb_build_array(jsonb_build_object('side', repeat('借', 100), 'account', '1003', 'amount', 0))::text);
SELECT pg_temp.read(jsonb_build_array(jsonb_build_object(repeat('科目', 100), '1003'))::text);

-- Assigned without a cast, both ways
CREATE TEMPORARY TABLE kept (journal fund.journal, json jsonb);
INSERT INTO kept (journal) SELECT '[{"side": "debit", "account": "1003", "amount": 5}, {"side": "credit", "account": "4001", "amount": "5"}]'::jsonb;
UPDATE kept SET json = journal;
SELECT * FROM kept;

-- Round trips of random journals are exact
\echo seed 0.4014
SELECT setseed(0.4014);
SELECT count(*), count(*) FILTER (WHERE journal::jsonb::journal::text <> journal::text) AS otherwise,
       count(*) FILTER (WHERE jsonb_array_length(journal::jsonb) <> (SELECT count(*) FROM lines(journal))) AS wrong_length
FROM (SELECT n, fund.journal(VARIADIC array_agg(line)) AS journal
      FROM (SELECT n, unnest(ARRAY[fund.debit('1003', amount, party, memo), fund.credit('400101', amount, memo => party)]) AS line
            FROM (SELECT n, floor((random() - 0.5) * 1e15)::bigint / 100.00 AS amount,
                         (ARRAY[NULL, 'P01', '甲，"乙"', E'a\tb\\', '’'])[1 + floor(random() * 5)::integer] AS party,
                         (ARRAY[NULL, '', '摘要', E'line\nbreak "x" \\u0041', '''', '{}'])[1 + floor(random() * 6)::integer] AS memo
                  FROM generate_series(1, 2000) AS n, generate_series(1, 3)) AS t) AS l
      GROUP BY n) AS j;
-- and of a large one
SELECT journal::jsonb::journal::text = journal::text AS same
FROM (SELECT string_agg(format('Dr 1003 %s, Cr 4001 %s', n, n), ', ')::journal AS journal FROM generate_series(1, 20000) AS n) AS t;
