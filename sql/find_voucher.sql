-- One voucher by its id: at once, wherever it lies, and no other book's.
SET client_encoding = 'UTF8';
SET client_min_messages = warning;
SET datestyle = 'ISO, YMD';
SELECT fund.create_ledger();
SET search_path = public, fund;
SELECT fund.create_book('甲', '某市职工基本医疗保险基金', 'reform', '2025-01') AS book_id \gset
SELECT fund.create_book('乙', '另一账套', 'reform', '2025-01') AS other_id \gset
INSERT INTO ledger.party (party, name, party_kind) VALUES ('P01', '某单位', 'payer');

-- Days in no order of ids; books in turn
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
SELECT CASE n % 2 WHEN 0 THEN :book_id ELSE :other_id END, date '2025-01-01' + (n * 37) % 300, n::text, 'Dr 1003 1.00, Cr 400101 1.00'
FROM generate_series(1, 20000) AS n;
SELECT fund.post('甲', '2025-12-30', '最后', 'Dr 1003 1.00 @P01 ''备注'', Cr 400101 1.00', source_key => 'k', attachments => 2) AS last \gset
CREATE FUNCTION pages(statement text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    v_plan json;
BEGIN
    EXECUTE 'EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, SUMMARY OFF, FORMAT JSON) ' || statement INTO STRICT v_plan;
    RETURN (v_plan -> 0 -> 'Plan' ->> 'Shared Hit Blocks')::bigint + (v_plan -> 0 -> 'Plan' ->> 'Shared Read Blocks')::bigint;
END
$$;

-- Every one of a sample is the one that was asked for, and the pages read are few
SELECT count(*), bool_and(v.voucher_id = s.voucher_id AND v.summary = s.summary AND v.voucher_date = s.voucher_date) AS right
FROM ledger.voucher AS s CROSS JOIN LATERAL fund.voucher('甲', s.voucher_id) AS v
WHERE s.book_id = :book_id AND s.voucher_id % 97 = 0;
SELECT voucher_id AS old FROM ledger.voucher WHERE summary = '2000' \gset
SELECT voucher_id AS other FROM ledger.voucher WHERE summary = '2001' \gset
SELECT (fund.voucher('甲', :old)).voucher_id = :old AS warm;
SELECT pages(format('SELECT * FROM fund.voucher(''甲'', %s)', :old)) < 300 AS at_once;
SELECT fund.reverse('甲', voucher_id, '2025-12-31') > 0 AS warm FROM ledger.voucher WHERE summary = '1998';
SELECT pages(format('SELECT fund.reverse(''甲'', %s, ''2025-12-31'')', :old)) < 600 AS at_once;

-- The row, and its lines, in both languages
\x on
SELECT voucher_id = :last AS is_last, period, voucher_date, kind, number, basis, summary, journal, attachments, source_key,
       reverses, reversed_by, prepared_by = current_user AS by_me, reviewed_by, done_through, posted_at <= now() AS in_time
FROM fund.voucher('甲', :last);
SELECT "凭证" = :last AS is_last, "期间", "日期", "种类", "凭证号", "核算基础", "摘要", "分录", "附件数", "来源键", "冲销凭证", "被冲销于"
FROM fund."凭证"('甲', :last);
\x off
SELECT * FROM fund.voucher_lines('甲', :last);
SELECT * FROM fund."凭证分录"('甲', :last);
SELECT r.reverses = :old AS of_the_old, o.reversed_by = r.voucher_id AS by_it, r.summary ~ '^注销' AS says_so, r.journal
FROM fund.voucher('甲', :old) AS o CROSS JOIN LATERAL fund.voucher('甲', o.reversed_by) AS r;

-- None of it, and none of another book
\set VERBOSITY sqlstate
SELECT * FROM fund.voucher('甲', 0);
SELECT * FROM fund.voucher('甲', 9223372036854775807);
SELECT * FROM fund.voucher('甲', :other);
SELECT * FROM fund.voucher_lines('甲', :other);
SELECT * FROM fund.voucher('丙', 1);
SELECT * FROM fund.voucher(NULL, 1);
SELECT * FROM fund.voucher('甲', NULL);
SELECT fund.reverse('甲', :other, '2025-12-31');
SELECT fund.reverse('甲', :last, '2025-12-29');
\set VERBOSITY default
SELECT * FROM fund.voucher('甲', :other - :other);

-- Numbered, in either way
SELECT fund.create_book('号', '办公室', 'reform', '2025-01', numbering => 'at_posting') > 0 AS created;
SELECT count(fund.post('号', date '2025-02-01' + n, '第' || n, 'Dr 1003 1.00, Cr 400101 1.00')) FROM generate_series(1, 9) AS n;
SELECT v.number, v.summary FROM ledger.voucher AS s CROSS JOIN LATERAL fund.voucher('号', s.voucher_id) AS v
WHERE s.summary IN ('第1', '第7') ORDER BY v.number;
SELECT fund.create_book('结', '接口', 'reform', '2025-01') > 0 AS created;
SELECT fund.post('结', '2025-01-01', '期初', 'Dr 1003 5.00, Cr 300101 5.00', kind => 'opening') AS opening \gset
SELECT fund.post('结', '2025-01-05', '晚', 'Dr 1003 1.00, Cr 400101 1.00') AS late \gset
SELECT fund.post('结', '2025-01-02', '早', 'Dr 1003 1.00, Cr 400101 1.00') AS early \gset
SELECT count(*) > 0 AS closed FROM fund.close_period('结', '2025-01');
SELECT v.summary, v.kind, v.number FROM (VALUES (:opening), (:late), (:early)) AS i (id), fund.voucher('结', i.id) AS v ORDER BY v.kind, v.number;

-- In a table that is in no order of ids, with gaps between days, on days that are none
CLUSTER ledger.voucher USING voucher_pkey;
SELECT count(*), bool_and(v.voucher_id = s.voucher_id AND v.summary = s.summary) AS right
FROM ledger.voucher AS s CROSS JOIN LATERAL fund.voucher('甲', s.voucher_id) AS v
WHERE s.book_id = :book_id AND s.voucher_id % 197 = 0;
SELECT summary FROM fund.voucher('甲', :last);
SET session_replication_role = replica;
INSERT INTO ledger.voucher (voucher_id, book_id, voucher_date, summary, journal) OVERRIDING SYSTEM VALUE
VALUES (9000001, :book_id, '-infinity', '坏', 'Dr 1003 1.00, Cr 400101 1.00'), (9000002, :book_id, 'infinity', '坏', 'Dr 1003 1.00, Cr 400101 1.00'),
       (9000003, :book_id, '5000-01-01', '好', 'Dr 1003 1.00, Cr 400101 1.00');
RESET session_replication_role;
CLUSTER ledger.voucher;
SELECT summary FROM fund.voucher('甲', :last);
SELECT summary FROM fund.voucher('甲', 9000003);
\set VERBOSITY sqlstate
SELECT summary FROM fund.voucher('甲', 9000001);
SELECT summary FROM fund.voucher('甲', 9000002);
SELECT summary FROM fund.voucher('甲', 9000004);

-- Only for who may read the book, and by the snapshot of the query
CREATE ROLE regress_find_voucher;
SELECT fund.grant_duty('regress_find_voucher', 'read', '甲');
SET ROLE regress_find_voucher;
SELECT summary FROM fund.voucher('甲', :last);
SELECT count(*) FROM fund.voucher_lines('甲', :last);
SELECT summary FROM fund.voucher('乙', :other);
SELECT count(*) FROM fund.voucher_lines('乙', :other);
RESET ROLE;
SELECT fund.revoke_duty('regress_find_voucher', 'read', '甲');
DROP ROLE regress_find_voucher;

-- A key that is gone, or another, is said
ALTER TABLE ledger.voucher DROP CONSTRAINT voucher_pkey;
SELECT summary FROM fund.voucher('甲', :last);
CREATE INDEX voucher_pkey ON ledger.voucher (book_id, voucher_date DESC, voucher_id);
SELECT summary FROM fund.voucher('甲', :last);
DROP SCHEMA ledger CASCADE;
SELECT summary FROM fund.voucher('甲', :last);
