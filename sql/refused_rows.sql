-- Refusals of a bulk load name the row: its source key, and its number in the statement.
SET client_encoding = 'UTF8';
SET client_min_messages = warning;
SET datestyle = 'ISO, YMD';
SELECT fund.create_ledger();
SET search_path = public, fund;

SELECT fund.create_book('甲', '某市职工基本医疗保险基金', 'reform', '2026-01') AS book_id \gset
SELECT fund.create_book('乙', '某市城乡居民基本医疗保险基金', '2017-居民', '2026-01') AS other_id \gset
SELECT fund.create_book('丙', '已撤销账套', 'reform', '2026-01') AS retired_id \gset
UPDATE ledger.book SET retired = true WHERE book = '丙';
SELECT fund.derive_standard('reform', '防', '防透支');
UPDATE ledger.account SET overdraft = 'guarded' WHERE standard = '防' AND account = '1004';
SELECT fund.create_book('防', '防透支账套', '防', '2026-01') AS guarded_id \gset

-- A sheet: every voucher has the same summary and date, as those of a feed do
CREATE TABLE sheet (n integer, book_id integer, day date DEFAULT '2026-01-05', summary text DEFAULT '批量',
                    journal fund.journal DEFAULT 'Dr 1003 1.00, Cr 400101 1.00', key text,
                    kind fund.voucher_kind DEFAULT 'normal');
CREATE FUNCTION fill(column_name name, value text, keys boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    TRUNCATE sheet;
    INSERT INTO sheet (n, book_id, key)
    SELECT n, (SELECT book_id FROM ledger.book WHERE book = '甲'), CASE WHEN keys THEN 'K' || n END
    FROM generate_series(1, 200) AS n;
    EXECUTE format('UPDATE sheet SET %I = %L WHERE n = 137', column_name, value);
END
$$;
-- What names the row: of detail and context what says "row", "line" or "source key".
CREATE FUNCTION verdict(statement text) RETURNS TABLE (verdict text) LANGUAGE plpgsql AS $$
DECLARE
    v_context text;
BEGIN
    EXECUTE statement;
    RAISE EXCEPTION 'accepted';     -- and taken back
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS v_context = PG_EXCEPTION_CONTEXT;
    RETURN QUERY SELECT SQLSTATE || ' ' || SQLERRM
                 UNION ALL
                 SELECT '  ' || line FROM regexp_split_to_table(v_context, '\n') AS line
                 WHERE line ~ '^(voucher|row|the account|journal|COPY)';
END
$$;
CREATE FUNCTION load(column_name name, value text, keys boolean DEFAULT false) RETURNS TABLE (verdict text) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM fill(column_name, value, keys);
    RETURN QUERY SELECT v.verdict FROM verdict(
        'INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal, source_key, kind)
         SELECT book_id, day, summary, journal, key, kind FROM sheet ORDER BY n') AS v;
END
$$;

-- INSERT … SELECT into the table
SELECT * FROM load('journal', 'Dr 1003 1.00, Cr 4999 1.00');
SELECT * FROM load('journal', 'Dr 1003 1.00, Cr 4999 1.00', true);
SELECT * FROM load('journal', '');
SELECT * FROM load('journal', 'Dr 1003 1.00, Cr 4001 1.00');
SELECT * FROM load('journal', 'Dr 1004 1.00, Cr 400101 1.00', true);
SELECT * FROM load('journal', 'Dr 1003 1.00 @P77, Cr 400101 1.00');
SELECT * FROM load('kind', 'carry');
SELECT * FROM load('kind', 'opening', true);
SELECT * FROM load('day', '2025-12-31');
SELECT * FROM load('day', 'infinity');
SELECT * FROM load('summary', ' ');
SELECT * FROM load('key', '', true);
SELECT * FROM load('book_id', :'retired_id');
SELECT * FROM load('book_id', :'retired_id', true);
SELECT * FROM load('book_id', '-1');
SELECT fund.post('甲', '2026-01-05', '批量', 'Dr 1003 1.00, Cr 400101 1.00', source_key => 'K137') > 0 AS posted;
\set SHOW_CONTEXT never
SELECT fill('summary', '批量', true);
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal, source_key) SELECT book_id, day, summary, journal, key FROM sheet ORDER BY n;
\set SHOW_CONTEXT errors

-- Of text that is no journal, the journal itself; import has the row
SELECT * FROM verdict('INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
                       SELECT book_id, day, summary, replace(journal::text, ''Cr 400101 1.00'',
                              CASE n WHEN 137 THEN ''Cr 400101 1.37'' ELSE ''Cr 400101 1.00'' END)::fund.journal FROM sheet');

-- A call a row, which cannot know the row: what tells the voucher, as far as it is given
CREATE FUNCTION load_calls(column_name name, value text, journal_type text DEFAULT 'fund.journal') RETURNS TABLE (verdict text) LANGUAGE plpgsql AS $$
BEGIN
    DROP TABLE IF EXISTS calls;
    CREATE TEMPORARY TABLE calls AS
    SELECT n, '甲'::text AS book, date '2026-01-05' AS day, '批量'::text AS summary, 'Dr 1003 1.00, Cr 400101 1.00'::text AS journal,
           'normal'::text AS kind, 'cash'::text AS basis, CASE WHEN column_name <> 'key' THEN 'S' || n END AS key
    FROM generate_series(1, 200) AS n;
    EXECUTE format('UPDATE calls SET %I = %L WHERE n = 137', column_name, value);
    RETURN QUERY SELECT v.verdict FROM verdict(format(
        'SELECT fund.post(book, day, summary, journal::%s, kind, basis, source_key => key) FROM (SELECT * FROM calls ORDER BY n) AS c', journal_type)) AS v;
END
$$;
SELECT c AS changed, v.verdict FROM (VALUES (1, 'book', NULL), (2, 'book', '无'), (3, 'book', '丙'), (4, 'day', NULL), (5, 'day', '2025-12-31'),
    (6, 'day', 'infinity'), (7, 'summary', NULL), (8, 'summary', ' '), (9, 'kind', 'x'), (10, 'basis', 'x'), (11, 'kind', 'carry'),
    (12, 'journal', 'Dr 1003 1.00, Cr 4999 1.00'), (13, 'journal', 'Dr 1003 1.00, Cr 400101 1.37'), (14, 'journal', NULL),
    (15, 'key', ' ')) AS c (n, c, value), LATERAL load_calls(c, value, 'text') AS v ORDER BY n;
SELECT * FROM load_calls('journal', 'Dr 1003 1.00, Cr 4999 1.00');
SELECT * FROM load_calls('journal', 'Dr 1003 1.00, Cr 400101 1.37');

-- Guarded: where the account is lowest, whatever comes after it
CREATE FUNCTION take(keys boolean) RETURNS TABLE (verdict text) LANGUAGE sql AS $$
    SELECT fill('summary', '批量', keys);
    UPDATE sheet SET book_id = (SELECT book_id FROM ledger.book WHERE book = '防'), journal = 'Dr 1003 1.00, Cr 1004 1.00' WHERE n > 190;
    UPDATE sheet SET journal = 'Dr 1004 1.00, Cr 1003 1.00' WHERE n = 200;
    SELECT verdict FROM verdict('INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal, source_key)
                                 SELECT book_id, day, summary, journal, key || ''g'' FROM sheet ORDER BY n')
$$;
SELECT * FROM take(false);
SELECT * FROM take(true);
SELECT * FROM verdict($$SELECT fund.post('防', '2026-01-05', '取现', 'Dr 1003 1.00, Cr 1004 1.00')$$);
SELECT * FROM verdict($$SELECT fund.post('防', '2026-01-05', '取现', 'Dr 1003 1.00, Cr 1004 1.00', source_key => 'q1')$$);

-- The view
CREATE FUNCTION load_view(column_name name, value text, keys boolean DEFAULT false) RETURNS TABLE (verdict text) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM fill(column_name, value, keys);
    RETURN QUERY SELECT v.verdict FROM verdict(
        'INSERT INTO ledger.posting (book, voucher_date, summary, journal, source_key, kind)
         SELECT coalesce(b.book, ''无''), day, summary, replace(journal::text, ''9.99'', ''9.98''), key || ''v'', kind
         FROM sheet LEFT JOIN ledger.book AS b USING (book_id) ORDER BY n') AS v;
END
$$;
SELECT * FROM load_view('journal', 'Dr 1003 1.00, Cr 4999 1.00');
SELECT * FROM load_view('journal', 'Dr 1003 1.00, Cr 4999 1.00', true);
SELECT * FROM load_view('journal', 'Dr 1003 9.99, Cr 400101 8.00, Cr 400102 1.99');
SELECT * FROM load_view('book_id', '-1', true);
SELECT * FROM load_view('book_id', :'retired_id');
SELECT * FROM load_view('summary', ' ', true);

-- COPY: the server says the line of what no column takes
\set VERBOSITY default
COPY ledger.voucher (book_id, voucher_date, summary, journal) FROM stdin WITH (FORMAT csv);
1,2026-01-05,批量,"Dr 1003 1.00, Cr 400101 1.00"
1,2026-01-05,批量,"Dr 1003 137.00, Cr 400101 136.00"
\.
COPY ledger.voucher (book_id, voucher_date, summary, journal) FROM stdin WITH (FORMAT csv);
1,2026-01-05,批量,"Dr 1003 1.00, Cr 400101 1.00"
1,2026-01-05,批量,"Dr 1003 1.00, Cr 4999 1.00"
\.
COPY ledger.voucher (book_id, voucher_date, summary, journal, source_key) FROM stdin WITH (FORMAT csv);
1,2026-01-05,批量,"Dr 1003 1.00, Cr 400101 1.00",c1
1,2026-01-05,批量,"Dr 1003 1.00, Cr 4999 1.00",c2
\.
COPY ledger.posting (book, voucher_date, summary, journal) FROM stdin WITH (FORMAT csv);
甲,2026-01-05,批量,"Dr 1003 1.00, Cr 400101 1.00"
甲,2026-01-05,批量,"Dr 1003 137.00, Cr 400101 136.00"
\.

-- Nothing of any of them is there
SELECT count(*) FROM ledger.voucher;
DROP SCHEMA ledger CASCADE;
