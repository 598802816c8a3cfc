-- 导入: vouchers from rows of spreadsheets, all of them or none, with all that is wrong.
SET client_encoding = 'UTF8';
SET client_min_messages = warning;
SET datestyle = 'ISO, YMD';
SELECT fund.create_ledger();
SET search_path = public, fund;
SET client_min_messages = notice;
SELECT fund.create_book('市', '某市职工基本医疗保险基金', 'reform', '2026-01') > 0 AS created;
SELECT fund.create_book('审', '要审核的账套', 'reform', '2026-01', review_required => true) > 0 AS created;
SELECT fund.create_book('号', '办公室', '2017', '2026-01', numbering => 'at_posting') > 0 AS created;
SELECT fund.derive_standard('reform', '防', '防透支');
UPDATE ledger.account SET overdraft = 'guarded' WHERE standard = '防' AND account = '1004';
SELECT fund.create_book('防', '防透支账套', '防', '2026-01') > 0 AS created;
INSERT INTO ledger.party (party, name, party_kind) VALUES ('P01', '某单位', 'payer');
CREATE VIEW posted AS
SELECT b.book, v.voucher_date, v.kind, v.basis, v.summary, v.journal, v.source_key, v.attachments
FROM ledger.voucher AS v JOIN ledger.book AS b USING (book_id);

-- A sheet with Chinese headings, codes and names, dates of three forms
COPY ledger."导入凭证" ("凭证号", "日期", "摘要", "科目", "往来", "借方", "贷方", "备注", "附件数", "种类", "核算基础") FROM stdin WITH (FORMAT csv, HEADER match);
凭证号,日期,摘要,科目,往来,借方,贷方,备注,附件数,种类,核算基础
期-1,2026-01-01,期初余额,1003,,1000.00,0.00,,,期初,
期-1,2026-01-01,期初余额,300101,,0.00,1000.00,,,opening,
记-1,2026-01-05,收到保险费,财政专户存款,, 300.00 ,,工行,2,,
记-1,2026/1/5,收到保险费,待转社会保险费收入,P01,,300,,2,普通,cash
记-2,2026年1月6日,付待遇,社会保险待遇支出-统筹基金-住院费用支出,,80.00,0,,,normal,收付实现制
记-2,2026-01-06,付待遇,1003,,0.00,80,,,,
记-3,2026-01-07,冲回,1003,,-5,,,,,
记-3,2026-01-07,冲回,4601,,,-5.00,,,,
记-4,2026-01-31,计提,1131,P01,9.00,,,,,权责发生制
记-4,2026-01-31,计提,400101,,,9.00,,,,accrual
\.
SELECT count(*), count("摘要") FROM ledger."导入凭证" WHERE "导入时间" IS NULL;
SELECT * FROM fund."导入"("账套" => '市');
SELECT voucher_date, kind, basis, summary, journal, source_key, attachments FROM posted ORDER BY source_key COLLATE "C";
SELECT count("导入时间") FROM ledger."导入凭证";

-- Once more; the same file again; and once more with a row of another
SELECT * FROM fund.import(book => '市');
SELECT count(*) FROM posted;
INSERT INTO ledger.import_line (book, voucher_key, voucher_date, summary, account, party, debit, credit, memo, attachments, kind, basis)
SELECT '市', voucher_key, voucher_date, summary, account, party, debit, credit, memo, attachments, kind, basis
FROM ledger.import_line ORDER BY line_id;
SELECT * FROM fund.import();
SELECT count(*) FROM posted;
SELECT fund.discard_import();
INSERT INTO ledger.import_line (batch, voucher_key, voucher_date, summary, account, debit, credit, memo) VALUES
    ('a', '记-3', '2026-01-07', '冲回', '1003', '-5', NULL, '备注'), ('a', '记-3', '2026-01-07', '冲回', '4601', NULL, '-5.00', NULL),
    ('b', '记-3', '2026-01-07', '冲回', '1003', '-6', NULL, NULL), ('b', '记-3', '2026-01-07', '冲回', '4601', NULL, '-6', NULL);
SELECT row_no, voucher_key, column_name, value, sqlstate, message, detail ~ 'memos' AS tells FROM fund.import('a', '市');
SELECT row_no, voucher_key, column_name, value, sqlstate FROM fund.import('b', '市');

-- What Excel saves: "CSV UTF-8" with a mark before the first heading, and GBK
COPY ledger."导入凭证" ("凭证号", "日期", "摘要", "科目", "借方", "贷方") FROM stdin WITH (FORMAT csv, HEADER match);
﻿凭证号,日期,摘要,科目,借方,贷方
乙-1,2026-01-05,收款,1003,1.00,
\.
COPY ledger."导入凭证" ("凭证号", "日期", "摘要", "科目", "借方", "贷方") FROM stdin WITH (FORMAT csv, HEADER);
﻿凭证号,日期,摘要,科目,借方,贷方
乙-1,2026-01-05,收款,1003,1.00,
\.
\copy ledger."导入凭证" ("凭证号", "日期", "摘要", "科目", "借方", "贷方") FROM PROGRAM 'printf "\306\276\326\244\272\305,\310\325\306\332,\325\252\322\252,\277\306\304\277,\275\350\267\275,\264\373\267\275\n\271\310-1,2026-01-05,\312\325\277\356,1003,1.00,\n"' WITH (FORMAT csv, HEADER match, ENCODING 'GBK')
SELECT "凭证号", "日期", "摘要", "借方" FROM ledger."导入凭证" WHERE "导入时间" IS NULL AND "批次" = '';
DELETE FROM ledger.import_line WHERE batch = '' AND imported_at IS NULL;

-- All that is wrong, of one row, of two, of all; nothing is posted
COPY ledger.import_line (batch, voucher_key, voucher_date, summary, account, party, debit, credit, memo, kind, basis, attachments) FROM stdin WITH (FORMAT csv);
all,K01,2026-01-05,好,1003,,1.00,,,,,
all,K01,2026-01-05,好,4601,,,1.00,,,,
all,K02,2026-01-05,千分位,1003,,"1,200.00",,,,,
all,K02,2026-01-05,千分位,4601,,,"1，200.00",,,,
all,K03,2026-01-05,全角,１００３,,１２.00,,,,,
all,K03,２０２６-01-05,全角,4601,,,12。00,,,,
all,K04,2026-01-05,合并单元格,1003,,1.00,,,,,
all,,,,4601,,,1.00,,,,
all,K05,,合并日期,1003,,1.00,,,,,
all,K05,2026-01-05,,4601,,,1.00,,,,
all,K06,46027,序号,1003,,1.00,,,,,
all,K06,05/01/2026,序号,4601,,,1.00,,,,
all,K07,2026-02-29,没有,1003,,1.00,,,,,
all,K07,2026-13-01,没有,4601,,,1.00,,,,
all,K08,2026-01-05,两边,1003,,1.00,1.00,,,,
all,K08,2026-01-05,两边,4601,,,,,,,
all,K08,2026-01-05,两边,4601,,0.00,0,,,,
all,K09,2026-01-05,三位,1003,,1.005,,,,,
all,K09,2026-01-05,三位,4601,,,99999999999999999999,,,,
all,K10,2026-01-05,括号,1003,,(5.00),,,,,
all,K10,2026-01-05,货币,4601,,,￥5.00,,,,
all,K11,2026-01-05,名称,统筹基金,,1.00,,,,,
all,K11,2026-01-05,名称,没有的科目,,,1.00,,,,
all,K11,2026-01-05,名称,社会保险费收入-医院,,,,1.00,,,
all,K12,2026-01-05,科目,4999,P77,1.00,,,,,
all,K12,2026-01-05,科目,4001,,,1.00,,,,
all,K13,2025-12-31,之前,1003,,1.00,,,,,
all,K13,2025-12-31,之前,4601,P78,,1.00,,,,
all,K14,2026-01-05,不平,1003,,1.37,,,,,
all,K14,2026-01-05,不平,4601,,,1.36,,,,
all,K15,2026-01-05,孤行,1003,,1.37,,,,,
all,K16,2026-01-05,禁止,1004,,1.00,,,,,
all,K16,2026-01-05,禁止,400101,,,1.00,,,,
all,K17,2026-01-05,种类,1003,,1.00,,,凭证,,
all,K17,2026-01-05,种类,4601,,,1.00,,,现金,两张
all,K18,2026-01-05,不同,1003,,1.00,,,期初,,1
all,K18,2026-01-06,不同的,4601,,,1.00,,普通,,2
all,K19,2026-01-05,两次,1003,,1.00,,,,,
all,K19,2026-01-05,两次,4601,,,1.00,,,,
all,K19,2026-01-05,两次,1003,,1.00,,,,,
all,K19,2026-01-05,两次,4601,,,1.00,,,,
all,K20,2026-01-05,两次,1003,,1.00,,甲,,,
all,K20,2026-01-05,两次,1003,,1.00,,乙,,,
all,K20,2026-01-05,两次,4601,,,2.00,,,,
all,K21,2026-01-05,结转,1003,,1.00,,,carry,,
all,K21,2026-01-05,结转,4601,,,1.00,,carry,,
all,K22,2026-01-05,空,1003,,1.00,,,,,
all,K22,2026-01-05,空,1003,,-1.00,,,,,
all,记-1,2026-01-05,别的,1003,,1.00,,,,,
all,记-1,2026-01-05,别的,4601,,,1.00,,,,
all,K23,9999-01-01,远,1003,,1.00,,,,,
all,K23,9999-01-01,远,4601,,,1.00,,,,
all,　,2026-01-05, ,1003,,1.00,,,,,
\.
SELECT row_no, voucher_key, column_name, value, sqlstate, message FROM fund.import('all', '市');
SELECT DISTINCT sqlstate, hint FROM fund.import('all', '市') WHERE hint IS NOT NULL AND sqlstate !~ '^LG0[23]' ORDER BY sqlstate, hint;
SELECT count(*) FROM posted;
-- In Chinese the columns are those of the sheet
SELECT "行号", "栏目" FROM fund."导入"('all', '市') WHERE "行号" < 12;

-- What is right but for one thing, and then right
DELETE FROM ledger.import_line WHERE batch = 'all' AND coalesce(voucher_key, '') NOT IN ('K01', 'K14', 'K20');
SELECT row_no, voucher_key, sqlstate, message, detail FROM fund.import('all', '市');
UPDATE ledger.import_line SET debit = '1.36' WHERE batch = 'all' AND debit = '1.37';
SELECT * FROM fund.import('all', '市');
SELECT source_key, journal FROM posted WHERE source_key LIKE 'K%' ORDER BY source_key;

-- Rows have the numbers that they are given
INSERT INTO ledger.import_line (batch, row_no, book, voucher_key, voucher_date, summary, account, debit, credit) VALUES
    ('n', 12, '市', 'N1', '2026-01-05', '行号', '1003', '1', NULL), ('n', 13, '市', 'N1', '2026-01-05', '行号', '4999', NULL, '1');
SELECT row_no, column_name FROM fund.import('n');
SELECT * FROM fund.import('none', '市');
SELECT * FROM fund.import(NULL);
-- Rows of no book, of none that there is; a retired one; a month that is closed
INSERT INTO ledger.import_line (batch, book, voucher_key, voucher_date, summary, account, debit, credit) VALUES
    ('k', NULL, 'B1', '2026-01-05', '无', '1003', '1', NULL), ('k', '无', 'B2', '2026-01-05', '无', '1003', 'x', NULL);
SELECT row_no, column_name, value, sqlstate, message FROM fund.import('k');

-- Guarded accounts and numbers go by the order of the rows
INSERT INTO ledger.import_line (batch, book, voucher_key, voucher_date, summary, account, debit, credit) VALUES
    ('g', '防', 'G1', '2026-01-05', '先付', '1003', '1', NULL), ('g', '防', 'G1', '2026-01-05', '先付', '1004', NULL, '1'),
    ('g', '防', 'G2', '2026-01-05', '后拨', '1004', '5', NULL), ('g', '防', 'G2', '2026-01-05', '后拨', '1003', NULL, '5'),
    ('g', '防', 'G3', '2026-01-05', '再付', '1003', '3', NULL), ('g', '防', 'G3', '2026-01-05', '再付', '1004', NULL, '3'),
    ('g', '防', 'G4', '2026-01-05', '透支', '1003', '3', NULL), ('g', '防', 'G4', '2026-01-05', '透支', '1004', NULL, '3');
SELECT row_no, voucher_key, column_name, sqlstate, message, detail FROM fund.import('g');
DELETE FROM ledger.import_line WHERE batch = 'g' AND voucher_key IN ('G1', 'G4');
SELECT * FROM fund.import('g');
INSERT INTO ledger.import_line (batch, book, voucher_key, voucher_date, summary, account, debit, credit)
SELECT 'q', '号', 'Q' || v.n, '2026-01-0' || (9 - v.n), '第' || v.n, CASE s.n WHEN 1 THEN '1003' ELSE '400101' END,
       CASE s.n WHEN 1 THEN v.n END, CASE s.n WHEN 2 THEN v.n END
FROM generate_series(1, 3) AS v (n), generate_series(1, 2) AS s (n) ORDER BY s.n, v.n;
SELECT * FROM fund.import('q');
SELECT summary, number FROM ledger.entry WHERE book = '号' AND side = 'debit' ORDER BY number;

-- Who may: one's own rows, in books where one may post
CREATE ROLE regress_import_a;
CREATE ROLE regress_import_b;
CREATE ROLE regress_import_reader;
SELECT fund.grant_duty('regress_import_a', 'prepare', '市'), fund.grant_duty('regress_import_a', 'prepare', '审'),
       fund.grant_duty('regress_import_b', 'prepare', '号'), fund.grant_duty('regress_import_b', 'review', '审'),
       fund.grant_duty('regress_import_reader', 'read', '市');
GRANT USAGE ON SCHEMA public TO regress_import_a, regress_import_b;
SET ROLE regress_import_a;
INSERT INTO ledger.import_line (batch, voucher_key, voucher_date, summary, account, debit, credit) VALUES
    ('x', 'X1', '2026-01-05', '甲的', '1003', '1', NULL), ('x', 'X1', '2026-01-05', '甲的', '4601', NULL, '1');
INSERT INTO ledger."导入凭证" ("批次", "账套", "凭证号", "日期", "摘要", "科目", "借方", "贷方") VALUES
    ('r', '审', 'R1', '2026-01-05', '待审', '1003', '1', NULL), ('r', '审', 'R1', '2026-01-05', '待审', '4601', NULL, '1'),
    ('r', '市', 'R2', '2026-01-05', '别的账套', '1003', '1', NULL);
SELECT "批次", "凭证号", "科目", "导入人" FROM ledger."导入凭证" ORDER BY "凭证号" COLLATE "C", "科目" COLLATE "C";
SELECT row_no, column_name, value, sqlstate FROM fund.import('x', '号');
SELECT * FROM fund.import('x', '市');
SELECT row_no, column_name, value, sqlstate, message FROM fund.import('r') WHERE voucher_key = 'R1';
\set VERBOSITY sqlstate
SELECT * FROM ledger.import_line;
DELETE FROM ledger.import_line;
UPDATE ledger.import_line SET debit = '2';
INSERT INTO ledger.import_line (batch, loaded_by) VALUES ('y', 'regress_import_b');
INSERT INTO ledger.import_line (batch, imported_at) VALUES ('y', now());
SET ROLE regress_import_b;
-- One who reviews sees the rows that name the book, and not those of others; what
-- is imported there is a draft of who imports, whom another approves
SELECT "批次", "凭证号", "科目", "导入人" FROM ledger."导入凭证" ORDER BY "凭证号" COLLATE "C", "科目" COLLATE "C";
SELECT * FROM fund.import('x', '号');
\set VERBOSITY default
RESET ROLE;
SET SESSION AUTHORIZATION regress_import_a;
SELECT row_no, voucher_key, column_name, value, sqlstate FROM fund.import('r');
SELECT fund.discard_import('r');
INSERT INTO ledger.import_line (batch, book, voucher_key, voucher_date, summary, account, debit, credit) VALUES
    ('r', '审', 'R1', '2026-01-05', '待审', '财政专户存款', '1', NULL), ('r', '审', 'R1', '2026-01-05', '待审', '4601', NULL, '1'),
    ('r', '市', 'R2', '2026-01-05', '记账', '1003', '1', NULL), ('r', '市', 'R2', '2026-01-05', '记账', '4601', NULL, '1');
SELECT * FROM fund.import('r');
SELECT * FROM fund.import('r');
INSERT INTO ledger.import_line (batch, book, voucher_key, voucher_date, summary, account, debit, credit) VALUES
    ('again', '审', 'R1', '2026-01-05', '待审', '1003', '2', NULL), ('again', '审', 'R1', '2026-01-05', '待审', '4601', NULL, '2');
SELECT row_no, column_name, value, sqlstate, message, hint FROM fund.import('again');
SET SESSION AUTHORIZATION regress_import_b;
SELECT state, revision, summary, source_key, prepared_by FROM ledger.draft_list;
SELECT line_no, account, debit, credit FROM ledger.draft_entry ORDER BY line_no;
SELECT fund.approve_draft('审', draft_id, revision) > 0 AS posted FROM ledger.draft_list;
RESET SESSION AUTHORIZATION;
SELECT prepared_by, reviewed_by FROM ledger.voucher WHERE source_key = 'R1';
SET SESSION AUTHORIZATION regress_import_a;
SELECT * FROM fund.import('r');
RESET SESSION AUTHORIZATION;
SELECT count(*) FROM ledger.voucher WHERE source_key IN ('R1', 'R2');
SET ROLE regress_import_reader;
\set VERBOSITY sqlstate
INSERT INTO ledger.import_line (batch) VALUES ('x');
SELECT * FROM fund.import('x', '市');
SELECT count(*) FROM ledger."导入凭证";
RESET ROLE;
\set VERBOSITY default

-- Details of the book, too, by the names of the month of the voucher
SELECT action, detail FROM fund.name_accounts('市', '[{"account": "100201", "name": "建行", "takes_balance": true},
    {"account": "100401", "name": "工行-支出户", "takes_balance": true}, {"account": "100402", "name": "建行"},
    {"account": "100403", "name": "旧户"}]') WHERE action = 'listed';
SELECT action, detail FROM fund.name_account('市', '100403', retired => true);
SELECT action, detail FROM fund.name_account('市', '100401', '工商银行支出户', from_period => '2026-03');
INSERT INTO ledger.import_line (batch, book, voucher_key, voucher_date, summary, account, debit, credit)
SELECT '名', '市', '名-' || n, d, '拨付', a, CASE s WHEN 1 THEN '1' END, CASE s WHEN 2 THEN '1' END
FROM (VALUES (1, '2026-02-02', '工行-支出户'), (2, '2026-02-02', '工商银行支出户'), (3, '2026-03-02', '工行-支出户'),
             (4, '2026-03-02', '支出户存款-工商银行支出户'), (5, '2026-02-02', '建行'), (6, '2026-02-02', '支出户存款-建行'),
             (7, '2026-02-02', '旧户'), (8, '2026-02-02', '收入户存款-工行-支出户'), (9, '2026-13-02', '工行-支出户')) AS v (n, d, name),
     LATERAL (VALUES (1, name), (2, '财政专户存款')) AS l (s, a) ORDER BY n, s;
SELECT row_no, column_name, value, sqlstate, message, hint FROM fund.import('名');
DELETE FROM ledger.import_line WHERE batch = '名' AND voucher_key NOT IN ('名-1', '名-4', '名-6');
SELECT row_no, message FROM fund.import('名');
SELECT voucher_date, journal FROM posted WHERE summary = '拨付' ORDER BY source_key COLLATE "C";

-- What a batch warns of is said once it stands
INSERT INTO ledger.import_line (batch, book, voucher_key, voucher_date, summary, account, debit, credit) VALUES
    ('w', '市', 'W1', '2026-01-08', '不常有', '50010101', '1', NULL), ('w', '市', 'W1', '2026-01-08', '不常有', '400101', NULL, '1'),
    ('w', '市', 'W3', '2026-01-09', '又一次', '50010101', '1', NULL), ('w', '市', 'W3', '2026-01-09', '又一次', '400101', NULL, '1'),
    ('w', '市', 'W2', '2026-01-08', '错', '1003', '1', NULL), ('w', '市', 'W2', '2026-01-08', '错', '5001', NULL, '1');
SELECT row_no, sqlstate FROM fund.import('w');
DELETE FROM ledger.import_line WHERE voucher_key = 'W2';
\set SHOW_CONTEXT always
DO $$ BEGIN PERFORM fund.import('w'); END $$;
\set SHOW_CONTEXT errors

-- Damage is no fault of a row: it is raised, and whoever catches it goes on
CREATE FUNCTION caught(statement text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE statement;
    RETURN 'nothing';
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE;
END
$$;
INSERT INTO ledger.import_line (batch, book, voucher_key, voucher_date, summary, account, debit, credit) VALUES
    ('损', '号', 'D1', '2026-01-08', '损', '1003', '1', NULL), ('损', '号', 'D1', '2026-01-08', '损', '4101', NULL, '1');
BEGIN;
ALTER TABLE ledger.book DROP CONSTRAINT book_horizon_not_negative;
UPDATE ledger.book SET horizon_years = -5 WHERE book = '号';
SELECT caught($$SELECT * FROM fund.import('损')$$);
SELECT caught($$SELECT 1 / 0$$);
ROLLBACK;
SELECT caught($$SELECT * FROM fund.import('损')$$);
DROP FUNCTION caught;

-- A hundred thousand rows, of which one is wrong, then none; and all of twenty thousand
SET statement_timeout = '300s';
INSERT INTO ledger.import_line (batch, book, voucher_key, voucher_date, summary, account, debit, credit)
SELECT '大', '市', '大' || v.n, '2026-02-' || lpad((1 + v.n % 28)::text, 2, '0'), '批量',
       CASE s.n WHEN 1 THEN '1003' ELSE CASE v.n WHEN 40000 THEN '4999' ELSE '社会保险费收入-统筹基金' END END,
       CASE s.n WHEN 1 THEN '12.50' END, CASE s.n WHEN 2 THEN '12.50' END
FROM generate_series(1, 50000) AS v (n), generate_series(1, 2) AS s (n) ORDER BY v.n, s.n;
SELECT row_no, voucher_key, column_name, value, sqlstate FROM fund.import('大');
SELECT count(*) FROM posted WHERE summary = '批量';
UPDATE ledger.import_line SET account = '400101' WHERE batch = '大' AND account = '4999';
SELECT * FROM fund.import('大');
SELECT count(*) FROM posted WHERE summary = '批量';
INSERT INTO ledger.import_line (batch, book, voucher_key, voucher_date, summary, account, debit, credit)
SELECT '坏', '市', 'x' || voucher_key, voucher_date, summary, '4999', debit, credit FROM ledger.import_line WHERE batch = '大' ORDER BY line_id LIMIT 20000;
SELECT count(*), count(DISTINCT row_no), min(sqlstate), max(sqlstate) FROM fund.import('坏');
RESET statement_timeout;

SELECT fund.revoke_duty('regress_import_a', 'prepare', '市'), fund.revoke_duty('regress_import_a', 'prepare', '审'),
       fund.revoke_duty('regress_import_b', 'prepare', '号'), fund.revoke_duty('regress_import_b', 'review', '审'),
       fund.revoke_duty('regress_import_reader', 'read', '市');
DROP OWNED BY regress_import_a, regress_import_b, regress_import_reader;
DROP ROLE regress_import_a, regress_import_b, regress_import_reader;
DROP VIEW posted;
SET client_min_messages = warning;
DROP SCHEMA ledger CASCADE;
SELECT * FROM fund.import('x');
