-- Posting: what a voucher must be, and that no path dodges it.
SET client_encoding = 'UTF8';
SET client_min_messages = warning;
SELECT fund.create_ledger();
SET search_path = public, fund;

SELECT fund.create_book('甲', '某市职工基本医疗保险基金', 'reform', '2026-01') AS book_id \gset
SELECT fund.create_book('乙', '某市城乡居民基本医疗保险基金', '2017-居民', '2026-01');
\set VERBOSITY sqlstate
SELECT fund.create_book('', '无号账套', 'reform', '2026-01');
SELECT fund.create_book(' 甲', '空格账套', 'reform', '2026-01');
SELECT fund.create_book('丙', ' ', 'reform', '2026-01');
SELECT fund.create_book('丙', '账套', '2018', '2026-01');
SELECT fund.create_book('丙', '账套', 'reform', '2026-01', parent => '省');
\set VERBOSITY default
\set SHOW_CONTEXT never
SELECT fund.create_book('丙', ' ', 'reform', '2026-01');
SELECT fund.create_book('甲', '又一账套', 'reform', '2026-01');
SELECT fund.create_book('丙', '账套', 'reform', '2026-01', numbering => 'daily');
\set SHOW_CONTEXT errors
INSERT INTO ledger.party (party, name, party_kind) VALUES
    ('P01', '第一医院', 'institution'), ('P02', '某单位', 'payer'), ('P09', '已撤销单位', 'payer');
UPDATE ledger.party SET retired = true WHERE party = 'P09';

-- What became of a statement: "accepted", or SQLSTATE, message, detail, hint.
CREATE FUNCTION pg_temp.verdict(statement text) RETURNS TABLE (verdict text)
    LANGUAGE plpgsql AS $$
DECLARE
    v_detail text;
    v_hint   text;
BEGIN
    EXECUTE statement;
    RETURN QUERY SELECT 'accepted';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS v_detail = PG_EXCEPTION_DETAIL, v_hint = PG_EXCEPTION_HINT;
    RETURN QUERY VALUES (SQLSTATE || ' ' || SQLERRM), ('  ' || v_detail), ('  ' || v_hint);
END
$$;

-- The verdict on a voucher of book 甲.
CREATE FUNCTION pg_temp.post(
    journal text,
    kind text DEFAULT 'normal',
    voucher_date date DEFAULT '2026-01-05',
    basis text DEFAULT 'cash',
    book text DEFAULT '甲',
    summary text DEFAULT '测试'
) RETURNS TABLE (verdict text)
    LANGUAGE sql AS $$
    SELECT pg_temp.verdict(format('SELECT fund.post(%L, %L, %L, %L, kind => %L, basis => %L)',
                                  book, voucher_date, summary, journal, kind, basis))
$$;

-- The journal
SELECT * FROM pg_temp.post('Dr 1003 1200.00, Cr 400101 1200.00');
SELECT * FROM pg_temp.post('借 1003 1200.00，贷 400101 800.00，贷 400102 400.00');
SELECT * FROM pg_temp.post('Dr 1003 1200.00, Cr 400101 1199.99');
SELECT * FROM pg_temp.post('Dr 1003 1200.00');
SELECT * FROM pg_temp.post('');
SELECT * FROM pg_temp.post('Dr 1003 0.00, Cr 400101 0.00');
SELECT * FROM pg_temp.post('Dr 1003 5.00, Cr 1003 5.00');
SELECT * FROM pg_temp.post('Dr 1003 1.001, Cr 400101 1.001');
SELECT * FROM pg_temp.post('Dr 1003 92233720368547758.08, Cr 400101 92233720368547758.08');
SELECT * FROM pg_temp.post('Dr 1003 92233720368547758.07, Cr 400101 92233720368547758.07');
SELECT fund.reverse('甲', max(voucher_id), '2026-01-05') > 0 AS reversed FROM ledger.voucher;

-- Books and parties
SELECT * FROM pg_temp.post('Dr 1003 1.00, Cr 400101 1.00', book => '丙');
SELECT * FROM pg_temp.verdict($$INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
                                VALUES (4711, '2026-01-05', '测试', 'Dr 1003 1.00, Cr 400101 1.00')$$);
SELECT * FROM pg_temp.post('Dr 1101 1.00 @P01, Cr 1003 1.00');
SELECT * FROM pg_temp.post('Dr 1101 1.00 @P02 ''某单位垫付'', Cr 1003 1.00');
SELECT * FROM pg_temp.post('Dr 1101 1.00 @P03, Cr 1003 1.00');
SELECT * FROM pg_temp.post('Dr 1101 1.00 @P09, Cr 1003 1.00');

-- Accounts
SELECT * FROM pg_temp.post('Dr 1003 1.00, Cr 4999 1.00');
SELECT * FROM pg_temp.post('Dr 1003 1.00, Cr 40010101 1.00');  -- 400101 takes details freely
SELECT * FROM pg_temp.post('Dr 1001 1.00, Cr 100101 1.00');    -- 1001 does not
SELECT * FROM pg_temp.post('Dr 1003 1.00, Cr 4001 1.00');
SELECT * FROM pg_temp.post('Dr 1003 1.00, Cr 4102 1.00');
SELECT * FROM pg_temp.post('Dr 1003 1.00, Cr 4601 1.00', book => '乙');
SELECT * FROM pg_temp.post('Dr 1003 1.00, Cr 400102 1.00', book => '乙'); -- a detail of 4001 there

-- Kinds and bases
SELECT * FROM pg_temp.post('Dr 1003 1.00, Cr 300101 1.00');
SELECT * FROM pg_temp.post('Dr 1003 1.00, Cr 300101 1.00', kind => 'opening');
SELECT * FROM pg_temp.post('Dr 1003 1.00, Cr 300101 1.00', kind => 'opening', voucher_date => '2026-02-01');
SELECT * FROM pg_temp.post('Dr 1003 1.00, Cr 400101 1.00', kind => 'opening');
SELECT * FROM pg_temp.post('Dr 300102 1.00, Cr 300103 1.00', kind => 'adjustment');
SELECT * FROM pg_temp.post('Dr 1003 1.00, Cr 400101 1.00', kind => 'adjustment');
SELECT * FROM pg_temp.post('Dr 1003 1.00, Cr 400101 1.00', kind => 'usual');
SELECT * FROM pg_temp.post('Dr 1003 1.00, Cr 400101 1.00', basis => 'modified');
-- Either language is read
SELECT * FROM pg_temp.post('Dr 1003 1.00, Cr 400101 1.00', kind => '普通', basis => '收付实现制');
SELECT * FROM pg_temp.post('Dr 1131 1.00 @P02, Cr 400101 1.00', basis => '权责发生制');
SELECT * FROM pg_temp.post('Dr 1003 1.00, Cr 400101 1.00', kind => '调整');
SELECT * FROM pg_temp.post('Dr 1131 1.00, Cr 400101 1.00');
SELECT * FROM pg_temp.post('Dr 1131 1.00 @P02, Cr 400101 1.00', basis => 'accrual');
SELECT * FROM pg_temp.post('Dr 1002 1.00, Cr 400101 1.00', basis => 'accrual');
SELECT * FROM pg_temp.post('Dr 1101 1.00, Cr 420101 1.00', basis => 'accrual', book => '乙');

-- Carry and closing vouchers stay within a group
SELECT * FROM pg_temp.post('Dr 4601 1.00, Cr 300103 1.00', kind => 'carry');
SELECT * FROM pg_temp.post('Dr 400101 1.00, Cr 300101 1.00', kind => 'closing');
SELECT * FROM pg_temp.post('Dr 400101 1.00, Cr 300102 1.00', kind => 'closing');
SELECT * FROM pg_temp.post('Dr 400101 1.00, Cr 300101 1.00, Dr 400102 1.00, Cr 300102 1.00', kind => 'closing');
SELECT * FROM pg_temp.post('Dr 4601 1.00, Cr 400101 1.00', kind => 'carry');

-- Periods
SELECT * FROM pg_temp.post('Dr 1003 1.00, Cr 400101 1.00', voucher_date => '2025-12-31');
SELECT * FROM pg_temp.post('Dr 1003 1.00, Cr 400101 1.00', voucher_date => '2026-01-01');
SELECT * FROM pg_temp.post('Dr 1003 1.00, Cr 400101 1.00', voucher_date => 'infinity');

-- Fields
SELECT * FROM pg_temp.post('Dr 1003 1.00, Cr 400101 1.00', summary => '');
SELECT * FROM pg_temp.post('Dr 1003 1.00, Cr 400101 1.00', summary => '  ') LIMIT 1;
SELECT * FROM pg_temp.post('Dr 1003 1.00, Cr 400101 1.00', summary => E' \u3000\u00a0\t') LIMIT 1;
SELECT * FROM pg_temp.verdict($$SELECT fund.post('甲', '2026-01-05', '测试', 'Dr 1003 1.00, Cr 400101 1.00', attachments => -1)$$);
SELECT * FROM pg_temp.verdict($$SELECT fund.post('甲', '2026-01-05', '测试', 'Dr 1003 1.00, Cr 400101 1.00', source_key => '')$$);
SELECT argument, verdict
FROM unnest(ARRAY['book', 'voucher_date', 'summary', 'journal', 'kind', 'basis']) WITH ORDINALITY AS a (argument, n),
     LATERAL pg_temp.verdict(format(
        $$SELECT fund.post(%s, %s, %s, %s, kind => %s, basis => %s)$$,
        CASE argument WHEN 'book' THEN 'NULL' ELSE $$'甲'$$ END,
        CASE argument WHEN 'voucher_date' THEN 'NULL' ELSE $$'2026-01-05'$$ END,
        CASE argument WHEN 'summary' THEN 'NULL' ELSE $$'测试'$$ END,
        CASE argument WHEN 'journal' THEN 'NULL' ELSE $$'Dr 1003 1.00, Cr 400101 1.00'$$ END,
        CASE argument WHEN 'kind' THEN 'NULL' ELSE $$'normal'$$ END,
        CASE argument WHEN 'basis' THEN 'NULL' ELSE $$'cash'$$ END)) WITH ORDINALITY AS v (verdict, line)
WHERE v.line = 1
ORDER BY a.n;
SELECT * FROM pg_temp.verdict($$INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
                                VALUES (1, '2026-01-05', '测试', NULL)$$) LIMIT 1;
SELECT * FROM pg_temp.verdict($$INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
                                VALUES (1, NULL, '测试', 'Dr 1003 1.00, Cr 400101 1.00')$$) LIMIT 1;

-- Pairs: 收支两条线
SELECT * FROM pg_temp.post('Dr 1004 1.00, Cr 400101 1.00');
SELECT * FROM pg_temp.post('Dr 50010101 1.00, Cr 1002 1.00');
SELECT * FROM pg_temp.post('Dr 530101 1.00, Cr 1002 1.00');       -- 上解 may go straight from the 收入户
SELECT * FROM pg_temp.post('Dr 530201 1.00, Cr 1002 1.00');
SELECT * FROM pg_temp.post('Dr 100401 1.00, Cr 40010109 1.00');   -- details too
-- red lines dodge no rule: both red; one side, opposite signs
SELECT * FROM pg_temp.post('Dr 1004 -1.00, Cr 400101 -1.00');
SELECT * FROM pg_temp.post('Dr 50010101 1.00, Dr 1002 -1.00');
SELECT * FROM pg_temp.post('Cr 50010101 -1.00, Cr 1002 1.00');
-- the other way round is no such pair
SELECT * FROM pg_temp.post('Dr 1002 1.00, Dr 50010101 -1.00');
-- one forbidden pair among others
SELECT * FROM pg_temp.post('Dr 1003 5.00, Dr 1004 1.00, Cr 400101 6.00');
-- an unusual one is posted with a warning
SELECT fund.post('甲', '2026-01-05', '退回收入户', 'Dr 1002 1.00, Cr 1003 1.00') > 0 AS posted;

-- Every path refuses the same wrong voucher (支出户 takes contributions)
CREATE TEMP TABLE before AS SELECT count(*) AS vouchers FROM ledger.voucher;
CREATE TEMP TABLE wrong (book_id integer, voucher_date date, summary text, journal text);
INSERT INTO wrong VALUES (:book_id, '2026-01-05', '正', 'Dr 1003 1.00, Cr 400101 1.00'),
                         (:book_id, '2026-01-06', '误', 'Dr 1004 1.00, Cr 400101 1.00');
\set VERBOSITY sqlstate
\set columns '(book_id, voucher_date, summary, journal)'
INSERT INTO ledger.voucher :columns SELECT book_id, voucher_date, summary, journal FROM wrong WHERE summary = '误';
INSERT INTO ledger.voucher :columns VALUES (:book_id, '2026-01-05', '正', 'Dr 1003 1.00, Cr 400101 1.00'),
                                           (:book_id, '2026-01-06', '误', 'Dr 1004 1.00, Cr 400101 1.00');
INSERT INTO ledger.voucher :columns SELECT book_id, voucher_date, summary, journal FROM wrong;
COPY ledger.voucher (book_id, voucher_date, summary, journal) FROM stdin;
1	2026-01-05	正	Dr 1003 1.00, Cr 400101 1.00
1	2026-01-06	误	Dr 1004 1.00, Cr 400101 1.00
\.
MERGE INTO ledger.voucher AS v USING wrong AS w ON v.source_key = w.summary
    WHEN NOT MATCHED THEN INSERT :columns VALUES (w.book_id, w.voucher_date, w.summary, w.journal);
INSERT INTO ledger.voucher :columns SELECT book_id, voucher_date, summary, journal FROM wrong ON CONFLICT DO NOTHING;
WITH posted AS (INSERT INTO ledger.voucher :columns SELECT book_id, voucher_date, summary, journal FROM wrong RETURNING 1)
    SELECT count(*) FROM posted;
SELECT fund.post('甲', '2026-01-06', '误', 'Dr 1004 1.00, Cr 400101 1.00');
PREPARE post_wrong (text) AS SELECT fund.post('甲', '2026-01-06', '误', $1);
EXECUTE post_wrong ('Dr 1004 1.00, Cr 400101 1.00');
-- in a savepoint: what was right before it stays right
BEGIN;
SELECT fund.post('甲', '2026-01-05', '正', 'Dr 1003 1.00, Cr 400101 1.00') > 0 AS posted;
SAVEPOINT s;
SELECT fund.post('甲', '2026-01-06', '误', 'Dr 1004 1.00, Cr 400101 1.00');
ROLLBACK TO SAVEPOINT s;
SELECT count(*) - (SELECT vouchers FROM before) AS posted FROM ledger.voucher;
ROLLBACK;
-- in a transaction to be prepared
BEGIN;
SELECT fund.post('甲', '2026-01-06', '误', 'Dr 1004 1.00, Cr 400101 1.00');
PREPARE TRANSACTION 'wrong';
-- in a block that catches it
DO $$
BEGIN
    PERFORM fund.post('甲', '2026-01-06', '误', 'Dr 1004 1.00, Cr 400101 1.00');
EXCEPTION WHEN SQLSTATE 'LG025' THEN
    RAISE WARNING USING ERRCODE = 'LG025', MESSAGE = 'caught';
END
$$;
SELECT count(*) - (SELECT vouchers FROM before) AS posted FROM ledger.voucher;

-- Nothing is changed or deleted
UPDATE ledger.voucher SET summary = '改';
UPDATE ledger.voucher SET summary = '改' WHERE false;
DELETE FROM ledger.voucher;
TRUNCATE ledger.voucher;
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal, source_key)
    VALUES (:book_id, '2026-01-05', '正', 'Dr 1003 1.00, Cr 400101 1.00', 'k0')
    ON CONFLICT (book_id, source_key) WHERE source_key IS NOT NULL DO UPDATE SET summary = '改';
MERGE INTO ledger.voucher AS v USING wrong AS w ON v.summary = w.summary WHEN MATCHED THEN DELETE;

-- A prepared transaction holds its month, and can be committed
BEGIN;
SELECT fund.post('甲', '2026-01-05', '待提交', 'Dr 1003 1.00, Cr 400101 1.00') > 0 AS posted;
PREPARE TRANSACTION 'right';
COMMIT PREPARED 'right';

-- Source keys: the same body is the same voucher
\set VERBOSITY default
SELECT fund.post('甲', '2026-01-07', '批量', 'Dr 1003 1.00, Cr 400101 1.00', source_key => 'k1') AS first \gset
SELECT fund.post('甲', '2026-01-07', '批量', 'Dr 1003 1.00, Cr 400101 1.00', source_key => 'k1') = :first AS same;
SELECT fund.post('甲', '2026-01-07', '批量', 'Cr 400101 1.00, Dr 1003 1.00', source_key => 'k1') = :first AS same_but_for_order;
SELECT fund.post('乙', '2026-01-07', '批量', 'Dr 1003 1.00, Cr 4001 1.00', source_key => 'k1') <> :first AS another_book;
-- The memo is part of the body; the order of lines is not
SELECT fund.post('甲', '2026-01-07', '备注', 'Dr 1003 1.00 ''甲'', Dr 1003 2.00 ''乙'', Cr 400101 3.00', source_key => 'm1') AS memo \gset
SELECT fund.post('甲', '2026-01-07', '备注', 'Cr 400101 3.00, Dr 1003 2.00 ''乙'', Dr 1003 1.00 ''甲''', source_key => 'm1') = :memo AS same;
\set VERBOSITY sqlstate
SELECT fund.post('甲', '2026-01-07', '批量', 'Dr 1003 2.00, Cr 400101 2.00', source_key => 'k1');
SELECT fund.post('甲', '2026-01-08', '批量', 'Dr 1003 1.00, Cr 400101 1.00', source_key => 'k1');
SELECT fund.post('甲', '2026-01-07', '批量2', 'Dr 1003 1.00, Cr 400101 1.00', source_key => 'k1');
SELECT fund.post('甲', '2026-01-07', '备注', 'Dr 1003 1.00 ''甲'', Dr 1003 2.00 ''丙'', Cr 400101 3.00', source_key => 'm1');
SELECT fund.post('甲', '2026-01-07', '备注', 'Dr 1003 1.00, Dr 1003 2.00 ''乙'', Cr 400101 3.00', source_key => 'm1');
SELECT fund.post('甲', '2026-01-07', '备注', 'Dr 1003 1.00 '''', Dr 1003 2.00 ''乙'', Cr 400101 3.00', source_key => 'm1');
SELECT fund.post('甲', '2026-01-07', '备注', 'Dr 1003 2.00 ''甲'', Dr 1003 1.00 ''乙'', Cr 400101 3.00', source_key => 'm1');
SELECT fund.post('甲', '2026-01-07', '备注', 'Dr 1003 1.00 ''甲'', Dr 1003 2.00 ''乙'', Cr 400101 3.00 ''丙''', source_key => 'm1');
SELECT fund.post('甲', '2026-01-07', '批量', 'Dr 1003 1.00 ''备注'', Cr 400101 1.00', source_key => 'k1');
INSERT INTO ledger.posting (book, voucher_date, summary, journal, source_key)
VALUES ('甲', '2026-01-07', '备注', 'Dr 1003 3.00 ''甲'', Cr 400101 3.00', 'm1');
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal, source_key)
    VALUES (:book_id, '2026-01-07', '批量', 'Dr 1003 1.00, Cr 400101 1.00', 'k1');
\set VERBOSITY default

-- Reversals
SELECT fund.post('甲', '2026-01-09', '错账', 'Dr 530101 7.00, Cr 1002 7.00') AS wrong_one \gset
SELECT fund.reverse('甲', :wrong_one, '2026-02-03') AS reversal \gset
SELECT v.voucher_date, v.kind, v.journal, v.reverses = :wrong_one AS reverses,
       replace(v.summary, :'wrong_one', 'N') AS summary
FROM ledger.voucher AS v WHERE v.voucher_id = :reversal;
\set VERBOSITY sqlstate
SELECT fund.reverse('甲', :wrong_one, '2026-02-03');        -- once only
SELECT fund.reverse('甲', :wrong_one, '2025-12-03');        -- not before the book, nor the voucher
SELECT fund.reverse('甲', 0, '2026-02-03');
SELECT fund.reverse('乙', :reversal, '2026-02-03');         -- another book's
SELECT fund.reverse('甲', NULL, '2026-02-03');
SELECT fund.post('甲', '2026-02-03', '假冲销', 'Dr 1003 1.00, Cr 400101 1.00', reverses => :reversal);
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal, reverses)
    VALUES (:book_id, '2026-02-03', '再冲', 'Dr 530101 -7.00, Cr 1002 -7.00', :wrong_one);
\set VERBOSITY default
SELECT fund.reverse('甲', :reversal, '2026-02-04', '恢复') > 0 AS restored;

-- Codes are retired, never deleted or given to another
\set VERBOSITY sqlstate
DELETE FROM ledger.book WHERE book = '甲';
UPDATE ledger.book SET book = '丁' WHERE book = '甲';
UPDATE ledger.book SET standard = '2017' WHERE book = '甲';
UPDATE ledger.book SET first_period = '2025-01' WHERE book = '甲';
DELETE FROM ledger.party WHERE party = 'P01';
UPDATE ledger.party SET party = 'P04' WHERE party = 'P01';
\set VERBOSITY default
UPDATE ledger.book SET retired = true, name = '已并入上级' WHERE book = '乙';
SELECT * FROM pg_temp.post('Dr 1003 1.00, Cr 4001 1.00', book => '乙');

-- What is rolled back has never been, whatever was posted with it
BEGIN;
SAVEPOINT s;
INSERT INTO ledger.party (party, name, party_kind) VALUES ('P05', '新医院', 'institution');
SELECT fund.create_book('戊', '新账套', 'reform', '2026-01') > 0 AS created;
SELECT * FROM pg_temp.post('Dr 1101 1.00 @P05, Cr 1003 1.00');
SELECT * FROM pg_temp.post('Dr 1101 1.00 @P05, Cr 1003 1.00', book => '戊');
ROLLBACK TO SAVEPOINT s;
SELECT * FROM pg_temp.post('Dr 1101 1.00 @P05, Cr 1003 1.00');
SELECT * FROM pg_temp.post('Dr 1101 1.00 @P01, Cr 1003 1.00', book => '戊');
COMMIT;
INSERT INTO ledger.party (party, name, party_kind) VALUES ('P05', '新医院', 'institution');
SELECT * FROM pg_temp.post('Dr 1101 1.00 @P05, Cr 1003 1.00');

-- Of many vouchers, the wrong one is named
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
VALUES (:book_id, '2026-01-05', '正', 'Dr 1003 1.00, Cr 400101 1.00'),
       (:book_id, '2025-12-31', '早', 'Dr 1003 1.00, Cr 400101 1.00');

-- A shipped standard stays as it is
\set VERBOSITY sqlstate
UPDATE ledger.account SET name = '银行存款' WHERE account = '1003';
DELETE FROM ledger.articulation;
INSERT INTO ledger.posting_rule VALUES ('reform', '1003', '4001', 'forbid', '-', '-');
UPDATE ledger.standard SET shipped = false;
DELETE FROM ledger.standard WHERE standard = '2017-居民';
TRUNCATE ledger.carry_rule;
\set VERBOSITY default

-- One of one's own is changed, and the change counts at once
SELECT fund._copy_standard('reform', '自定', '自定', '自定', '2026-01-01');
SELECT fund.create_book('自', '自定制度账套', '自定', '2026-01');
SELECT * FROM pg_temp.post('Dr 1003 1.00, Cr 4102 1.00', book => '自');
BEGIN;
INSERT INTO ledger.carry_rule (standard, carry_group, from_account, to_account, kind) VALUES ('自定', '统筹基金', '4102', '300101', 'closing');
UPDATE ledger.account SET postable = true WHERE standard = '自定' AND account = '4102';
COMMIT;
SELECT * FROM pg_temp.post('Dr 1003 1.00, Cr 4102 1.00', book => '自');
UPDATE ledger.account SET retired = true WHERE standard = '自定' AND account = '4102';
SELECT * FROM pg_temp.post('Dr 1003 1.00, Cr 4102 1.00', book => '自');
SELECT * FROM pg_temp.verdict($$DELETE FROM ledger.account WHERE standard = '自定' AND account = '4102'$$);
SELECT * FROM pg_temp.verdict($$UPDATE ledger.account SET account = '4103' WHERE standard = '自定' AND account = '4102'$$) LIMIT 1;
-- the longest matching pair decides
SELECT * FROM pg_temp.post('Dr 1004 1.00, Cr 40010105 1.00', book => '自');
INSERT INTO ledger.posting_rule VALUES ('自定', '1004', '40010105', 'allow', '试点', '试点办法');
SELECT * FROM pg_temp.post('Dr 1004 1.00, Cr 40010105 1.00', book => '自');
SELECT * FROM pg_temp.post('Dr 1004 1.00, Cr 40010106 1.00', book => '自') LIMIT 1;
-- parties
UPDATE ledger.account SET party_kind = 'institution' WHERE standard = '自定' AND account = '110102';
SELECT * FROM pg_temp.post('Dr 110102 1.00, Cr 1003 1.00', book => '自');
SELECT * FROM pg_temp.post('Dr 110102 1.00 @P02, Cr 1003 1.00', book => '自');
SELECT * FROM pg_temp.post('Dr 110102 1.00 @P01, Cr 1003 1.00', book => '自');
SELECT * FROM pg_temp.post('Dr 11010201 1.00, Cr 1003 1.00', book => '自') LIMIT 1;  -- details inherit

-- A guarded account is never overdrawn
SELECT * FROM pg_temp.post('Dr 1003 100.00, Cr 400101 100.00', book => '自');
UPDATE ledger.account SET overdraft = 'guarded' WHERE standard = '自定' AND account = '1003';
SELECT * FROM pg_temp.post('Dr 1101 99.00, Cr 1003 99.00', book => '自');
SELECT * FROM pg_temp.post('Dr 1101 1.01, Cr 1003 1.01', book => '自');
SELECT * FROM pg_temp.post('Dr 1101 0.01, Cr 100301 0.01', book => '自');            -- 99.00 and 1.00 were paid from details' parent
SELECT * FROM pg_temp.post('Dr 1101 1.00, Cr 1003 0.99, Cr 100301 0.01', book => '自');
SELECT * FROM pg_temp.post('Dr 1003 3.00, Cr 400101 3.00', book => '自');
SELECT * FROM pg_temp.post('Dr 1101 2.00, Cr 1003 2.00', book => '自');
SELECT b.book, g.account, g.folded, g.change
FROM ledger.guarded_change AS g JOIN ledger.book AS b USING (book_id);
SELECT fund.sum(CASE l.side WHEN 'debit' THEN l.amount ELSE -l.amount END) AS balance
FROM ledger.voucher AS v JOIN ledger.book AS b USING (book_id), fund.lines(v.journal) AS l
WHERE b.book = '自' AND l.account <@ '1003';

-- an account below that has a row of its own is another's balance
UPDATE ledger.account SET overdraft = 'guarded' WHERE standard = '自定' AND account = '1101';
SELECT fund.create_book('守', '防透支账套', '自定', '2026-01') > 0 AS created;
SELECT * FROM pg_temp.post('Dr 110101 10.00, Cr 1101 10.00', book => '守');
SELECT * FROM pg_temp.post('Dr 110199 10.00, Cr 1101 10.00', book => '守');
UPDATE ledger.account SET overdraft = 'at_close' WHERE standard = '自定' AND account = '1101';

-- What was posted to an account before it was retired is corrected all the same
SELECT fund.reverse('自', max(voucher_id), '2026-01-06') > 0 AS reversed FROM ledger.voucher
WHERE journal = 'Dr 1003 1.00, Cr 4102 1.00'::journal;

-- Numbers at posting: continuous per book, period and kind
SELECT fund.create_book('号', '办公室账套', 'reform', '2026-01', numbering => 'at_posting');
SELECT * FROM pg_temp.post('Dr 1003 1.00, Cr 400101 1.00', book => '号');
SELECT * FROM pg_temp.post('Dr 1004 1.00, Cr 400101 1.00', book => '号') LIMIT 1;
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal, kind)
SELECT b.book_id, date '2026-01-01' + n * 20, '第' || n,
       CASE n WHEN 2 THEN 'Dr 4601 1.00, Cr 300103 1.00' ELSE 'Dr 1003 1.00, Cr 4601 1.00' END::journal,
       CASE n WHEN 2 THEN 'carry' ELSE 'normal' END
FROM ledger.book AS b, generate_series(0, 3) AS n WHERE b.book = '号';
SELECT n.period, n.kind, n.first_number, cardinality(n.vouchers) AS vouchers
FROM ledger.voucher_number AS n JOIN ledger.book AS b USING (book_id)
WHERE b.book = '号' ORDER BY 1, 2, 3;

-- Review: what is made by hand comes by drafts, the owner's too
SELECT fund.create_book('审', '须审核账套', 'reform', '2026-01', review_required => true);
SELECT * FROM pg_temp.post('Dr 1003 1.00, Cr 400101 1.00', book => '审');
SELECT fund.post('审', '2026-01-05', '测试', 'Dr 1003 1.00, Cr 400101 1.00', prepared_by => '张三') > 0 AS posted;
SELECT fund.reverse('审', 1, '2026-01-05');
\set VERBOSITY sqlstate
SELECT fund.post('甲', '2026-01-05', '测试', 'Dr 1003 1.00, Cr 400101 1.00', prepared_by => '张三');
\set VERBOSITY default

-- A voucher of 100 000 lines
SELECT fund.post('甲', '2026-01-31', '大凭证',
                 (SELECT string_agg(format('Dr 1101%s 0.01', lpad((n % 97 + 3)::text, 2, '0')), ', ')
                  FROM generate_series(1, 99999) AS n)::text || ', Cr 1003 999.99') > 0 AS posted;
SELECT count(*) AS lines FROM ledger.voucher AS v, fund.lines(v.journal) WHERE v.summary = '大凭证';

-- A statement whose vouchers do not fit into memory
SET work_mem = '64kB';
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
SELECT :book_id, '2026-01-31', '批量' || n, 'Dr 1003 1.00, Cr 400101 1.00' FROM generate_series(1, 5000) AS n;
RESET work_mem;

-- A statement of very many book-months takes the whole ledger's lock
UPDATE ledger.book SET horizon_years = 30 WHERE book_id = :book_id;
WITH posted AS (
    INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
    SELECT :book_id, (date '2026-02-01' + make_interval(months => n))::date, '远期', 'Dr 1003 1.00, Cr 400101 1.00'
    FROM generate_series(0, 299) AS n
    RETURNING 1)
SELECT count(*) FROM posted;

-- Derived tables are written by closing only
\set VERBOSITY sqlstate
INSERT INTO ledger.balance SELECT FROM generate_series(1, 0);
UPDATE ledger.book_period SET state = 'open';
DELETE FROM ledger.issued_statement;
TRUNCATE ledger.period_event;
INSERT INTO ledger.voucher_number VALUES (1, '2026-01', 'normal', 1, '{1}');
DELETE FROM ledger.guarded_change;
\set VERBOSITY default

-- No table of the ledger is emptied by mistake, though a replica may be
SELECT * FROM pg_temp.verdict('TRUNCATE ledger.party');
SELECT * FROM pg_temp.verdict('TRUNCATE ledger.book CASCADE') LIMIT 1;
SELECT * FROM pg_temp.verdict('TRUNCATE ledger.installation') LIMIT 1;
SELECT * FROM pg_temp.verdict('TRUNCATE ledger.proof') LIMIT 1;
BEGIN;
SET LOCAL session_replication_role = replica;
TRUNCATE ledger.party, ledger.installation, ledger.proof;
ROLLBACK;

-- The longest matching pair decides, and of two as long the stricter: as by
-- a look at all the rules
SELECT fund.derive_standard('reform', '对子', '对子');
SELECT fund.create_book('对', '对子账套', '对子', '2026-01') > 0 AS created;
DELETE FROM ledger.posting_rule WHERE standard = '对子';
CREATE TEMPORARY TABLE code AS
SELECT code::account_code FROM unnest(ARRAY['1003', '100301', '10030101', '1003010101', '10030102', '100302', '1101']) AS code;
INSERT INTO ledger.posting_rule
SELECT '对子', d.code, c.code,
       (ARRAY['forbid', 'allow', 'warn'])[1 + (('x' || substr(md5(d.code::text || c.code::text), 1, 6))::bit(24)::integer) % 3],
       d.code || '-' || c.code, '-'
FROM code AS d, code AS c
WHERE (('x' || substr(md5(d.code::text || '/' || c.code::text), 1, 6))::bit(24)::integer) % 3 = 0;
SELECT count(*) AS rules, count(DISTINCT verdict) AS verdicts FROM ledger.posting_rule WHERE standard = '对子';
SET client_min_messages = error;
SELECT count(*) AS pairs,
       count(*) FILTER (WHERE expected = 'forbid') AS forbidden,
       count(*) FILTER (WHERE (expected = 'forbid') <> (posted LIKE 'LG025%')) AS misjudged
FROM (
    SELECT (SELECT r.verdict FROM ledger.posting_rule AS r
            WHERE r.standard = '对子' AND d.code <@ r.debit AND c.code <@ r.credit
            ORDER BY length(r.debit::text) + length(r.credit::text) DESC,
                     array_position(ARRAY['forbid', 'warn', 'allow'], r.verdict)
            LIMIT 1) AS expected,
           (SELECT verdict FROM pg_temp.post(format('Dr %s 1.00, Cr %s 1.00', d.code, c.code), book => '对')
            LIMIT 1) AS posted
    FROM code AS d, code AS c WHERE d.code <> c.code
    OFFSET 0
) AS judged;
SET client_min_messages = warning;

-- Thousands of codes in posting rules make a standard no slower to read than
-- its table of pairs is large
SET client_min_messages = error;
INSERT INTO ledger.account (standard, account, name, element, normal_side, kinds)
SELECT '对子', code::text::account_code, '-', 'asset', 'debit', '{normal}' FROM generate_series(5000, 6999) AS code
ON CONFLICT DO NOTHING;
SET client_min_messages = warning;
INSERT INTO ledger.posting_rule
SELECT '对子', code::text::account_code, code::text::account_code, 'warn', '-', '-' FROM generate_series(5000, 6999) AS code;
SET statement_timeout = '5s';
SELECT fund._account_name(book_id, '1003', '2026-01') FROM ledger.book WHERE book = '对';
RESET statement_timeout;

-- What is kept of details below open accounts is bounded once a transaction ends
SELECT min(book_id) AS reform FROM ledger.book WHERE standard = 'reform' \gset
SELECT count(fund._account_name(:reform, ('1003' || 10000000 + n)::account_code, '2026-01')) FROM generate_series(1, 100) AS n;
SELECT sum(used_bytes) AS kept FROM pg_backend_memory_contexts WHERE name ~ '^fundledger' \gset
SELECT count(fund._account_name(:reform, ('1003' || 10000000 + n)::account_code, '2026-01')) FROM generate_series(1, 20000) AS n;
SELECT sum(used_bytes) <= :kept AS bounded FROM pg_backend_memory_contexts WHERE name ~ '^fundledger';

-- Turning to another book and back takes no memory: seen by what numbers vouchers
SELECT fund.create_book('号二', '另一办公室账套', 'reform', '2026-01', numbering => 'at_posting') > 0 AS created;
CREATE TEMPORARY TABLE seen (bytes bigint);
CREATE FUNCTION pg_temp.see_memory() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO pg_temp.seen
    SELECT used_bytes FROM pg_backend_memory_contexts WHERE name = 'AfterTriggerTupleContext';
    RETURN NULL;
END
$$;
CREATE TRIGGER see_memory BEFORE INSERT ON ledger.voucher_number
    FOR EACH STATEMENT EXECUTE FUNCTION pg_temp.see_memory();
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
SELECT b.book_id, '2026-01-05', '交替', 'Dr 1003 1.00, Cr 400101 1.00'
FROM generate_series(1, 5000) AS n, ledger.book AS b WHERE b.book IN ('号', '号二') ORDER BY n, b.book_id;
SELECT max(bytes) < 800000 AS bounded FROM pg_temp.seen;

DROP SCHEMA ledger CASCADE;
SELECT fund.post('甲', '2026-01-05', '测试', 'Dr 1003 1.00, Cr 400101 1.00');
