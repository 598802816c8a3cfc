-- 草稿, 审核: a voucher is prepared by one and reviewed by another.
SET client_encoding = 'UTF8';
SET client_min_messages = warning;
SET datestyle = 'ISO, YMD';
SELECT fund.create_ledger();
SET search_path = public, fund;
RESET client_min_messages;
CREATE ROLE regress_prep LOGIN;
CREATE ROLE regress_rev LOGIN;
CREATE ROLE regress_both LOGIN;
CREATE ROLE regress_group;
CREATE ROLE regress_app LOGIN;
CREATE ROLE regress_zhang;
CREATE ROLE regress_li;
CREATE ROLE regress_other LOGIN;
GRANT regress_group TO regress_both;
GRANT regress_zhang, regress_li TO regress_app;
SELECT fund.create_book('审', '须审核账套', 'reform', '2026-01', review_required => true) > 0 AS created;
SELECT fund.create_book('旁', '另一账套', 'reform', '2026-01', review_required => true) > 0 AS created;
INSERT INTO ledger.party (party, name, party_kind) VALUES ('P01', '某单位', 'payer'), ('H1', '某医院', 'institution');
SELECT fund.grant_duty(r, 'prepare', '审') FROM unnest(ARRAY['regress_prep', 'regress_both', 'regress_group', 'regress_zhang', 'regress_li']) AS r \g /dev/null
SELECT fund.grant_duty(r, 'review', '审') FROM unnest(ARRAY['regress_rev', 'regress_both', 'regress_group', 'regress_zhang', 'regress_li']) AS r \g /dev/null
SELECT fund.grant_duty('regress_other', 'prepare', '旁'), fund.grant_duty('regress_other', 'review', '旁') \g /dev/null

--
-- Saved, as wrong as it may be; submitted, with all that is wrong by line.
--
SET SESSION AUTHORIZATION regress_prep;
SELECT fund.save_draft('审', '2026-01-05', '收到保险费', '[
    {"account": "财政专户存款", "debit": 300},
    {"科目": "4001", "贷方": "200.00", "往来": "P99"},
    {"account": "没有的科目", "credit": "1,00"},
    {"memo": "空行"}]') AS draft \gset
SELECT line_no, column_name, value, sqlstate, message FROM fund.submit_draft('审', :draft);
SELECT "行号", "栏目", "值", "错误代码" FROM fund."提交"('审', :draft);
SELECT line_no, column_name, value, sqlstate FROM ledger.draft_error;
SELECT "状态", "行号", "栏目", "值", "错误代码" FROM ledger."草稿错误";
SELECT draft_id, state, revision, faults, prepared_by, done_by, login, voucher_id FROM ledger.draft_list;
SELECT line_no, account, party, debit, credit, memo FROM ledger.draft_entry;
-- unbalanced, without a date
SELECT fund.save_draft('审', NULL, '收到保险费', '[{"account": "1003", "debit": 300}, {"account": "400101", "credit": 299}]', draft_id => :draft) = :draft AS same;
SELECT line_no, column_name, value, sqlstate, message, detail, hint FROM fund.submit_draft('审', :draft);
-- no entries
SELECT fund.save_draft('审', '2026-01-05', draft_id => :draft) = :draft AS same;
SELECT line_no, column_name, sqlstate, message FROM fund.submit_draft('审', :draft);
-- what posting says of it: pairs, closed accounts, months, all at once
SELECT fund.save_draft('审', '2025-12-05', '太早', '[{"account": "1131", "debit": 1}, {"account": "4001", "credit": 1}]', draft_id => :draft) = :draft AS same;
SELECT line_no, column_name, value, sqlstate, message FROM fund.submit_draft('审', :draft);
-- right, with its documents
SELECT fund.save_draft('审', '2026-01-05', '收到保险费', '[{"account": "财政专户存款", "debit": 300}, {"account": "400101", "credit": "300", "memo": "一月"}]',
    documents => '[{"票据号": "0001", "名称": "缴款书", "SHA-256": "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", "存放": "档案室"}, {"name": "清单"}]',
    draft_id => :draft) = :draft AS same;
SELECT fund.save_draft('审', '2026-01-05', '收到保险费', '[{"account": "1003", "debit": 300}, {"account": "400101", "credit": "300", "memo": "一月"}]',
    documents => '[{"票据号": "0001", "名称": "缴款书", "SHA-256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "存放": "档案室"}, {"name": "清单"}]',
    draft_id => :draft) = :draft AS no_other_revision;
SELECT * FROM fund.submit_draft('审', :draft);
SELECT * FROM fund.submit_draft('审', :draft);
SELECT state, revision, attachments, faults FROM ledger.draft_list;
SELECT attachment_no, document_no, name, left(sha256, 8) AS sha256, kept_at FROM ledger.draft_document;
-- it is not changed any more
SELECT fund.save_draft('审', '2026-01-05', '别的', '[]', draft_id => :draft);
\echo :LAST_ERROR_SQLSTATE
SELECT fund.discard_draft('审', :draft);
SELECT fund.approve_draft('审', :draft, 5);
-- nor by another, or seen by who has no duty in the book
SET SESSION AUTHORIZATION regress_both;
SELECT fund.withdraw_draft('审', :draft);
\echo :LAST_ERROR_SQLSTATE
SET SESSION AUTHORIZATION regress_other;
SELECT count(*) FROM ledger.draft_list;
SELECT count(*) FROM ledger."草稿分录";
SELECT count(*) FROM ledger.draft_history;
SELECT count(*) FROM ledger.draft_error;
SELECT count(*) FROM ledger.draft_document;
SELECT fund.withdraw_draft('审', :draft);
SELECT fund.withdraw_draft('旁', :draft);
\echo :LAST_ERROR_SQLSTATE
SELECT * FROM ledger.draft;

--
-- Returned, withdrawn, approved: by another, and as it was seen.
--
SET SESSION AUTHORIZATION regress_rev;
SELECT fund.return_draft('审', :draft, ' ');
SELECT fund.return_draft('审', :draft, '附件不全');
SELECT fund.return_draft('审', :draft, '再退');
\echo :LAST_ERROR_SQLSTATE
SELECT fund.approve_draft('审', :draft, 5);
SET SESSION AUTHORIZATION regress_prep;
SELECT "状态", "经办", "意见" FROM ledger."草稿";
SELECT * FROM fund.submit_draft('审', :draft);
SELECT fund.withdraw_draft('审', :draft, '漏了一张');
SELECT state, remark FROM ledger.draft_list;
SELECT * FROM fund.submit_draft('审', :draft);
SET SESSION AUTHORIZATION regress_rev;
SELECT fund.approve_draft('审', :draft, 4);
\echo :LAST_ERROR_SQLSTATE
SELECT fund.approve_draft('审', :draft, 5, '核对无误') AS voucher \gset
SELECT fund.approve_draft('审', :draft, 5) = :voucher AS again;
SELECT fund.return_draft('审', :draft, '晚了');
SELECT voucher_date, summary, journal, attachments, prepared_by, reviewed_by, done_through FROM fund.voucher('审', :voucher);
SELECT attachment_no, document_no, name, left(sha256, 8) AS sha256, kept_at FROM ledger.voucher_document;
SELECT "序号", "票据号", "名称", "存放" FROM ledger."凭证附件";
SELECT step_no, step, revision, done_by, login, done_through, remark FROM ledger.draft_history;
SELECT "步骤", "经办" FROM ledger."审核记录" WHERE "序号" > 8;
SET SESSION AUTHORIZATION regress_both;
SELECT fund.approve_draft('审', :draft, 5);
\echo :LAST_ERROR_SQLSTATE
SELECT * FROM fund.approve_drafts('审', ARRAY[:draft], ARRAY[5]);
\echo :LAST_ERROR_SQLSTATE

--
-- Two persons: neither role is the other or a member of it, nor the logins.
--
SELECT fund.prepare('审', '2026-01-06', '自审', 'Dr 1003 1.00, Cr 400101 1.00') AS own \gset
SELECT fund.approve_draft('审', :own, 1);
\echo :LAST_ERROR_SQLSTATE
SET ROLE regress_group;
SELECT fund.approve_draft('审', :own, 1);
\echo :LAST_ERROR_SQLSTATE
SELECT fund.prepare('审', '2026-01-06', '组', 'Dr 1003 1.00, Cr 400101 1.00') AS of_group \gset
RESET ROLE;
SELECT fund.approve_draft('审', :of_group, 1);
-- one transaction, whatever savepoints are in it
SET SESSION AUTHORIZATION regress_app;
SET ROLE regress_zhang;
SELECT fund.prepare('审', '2026-01-07', '经应用', 'Dr 1003 1.00, Cr 400101 1.00') AS by_app \gset
SET ROLE regress_li;
SELECT fund.approve_draft('审', :by_app, 1);
\echo :LAST_ERROR_SQLSTATE
RESET SESSION AUTHORIZATION;
SELECT fund.register_login('regress_gone', '某系统');
SELECT fund.register_login('regress_app', ' ');
SELECT fund.register_login('regress_app', '某系统');
SELECT login, purpose, registered_by = current_user AS by_me, done_through FROM ledger.registered_login;
SELECT check_name, object, expected, replace(found, current_user, 'owner') AS found FROM fund.verify('审');
SELECT "检查", "对象" FROM fund."稽核"('审');
SET SESSION AUTHORIZATION regress_app;
SELECT fund.register_login('regress_app', '自己');
\echo :LAST_ERROR_SQLSTATE
SELECT fund.unregister_login('regress_app');
\echo :LAST_ERROR_SQLSTATE
BEGIN;
SET LOCAL ROLE regress_zhang;
SAVEPOINT s;
SELECT fund.prepare('审', '2026-01-07', '一个事务', 'Dr 1003 1.00, Cr 400101 1.00') AS at_once \gset
RELEASE s;
SET LOCAL ROLE regress_li;
SELECT fund.approve_draft('审', :at_once, 1);
ROLLBACK;
BEGIN;
SET LOCAL ROLE regress_zhang;
SELECT fund.approve_draft('审', :by_app, 1);
ROLLBACK;
-- the login itself is a member of both
SELECT fund.approve_draft('审', :by_app, 1);
\echo :LAST_ERROR_SQLSTATE
BEGIN;
SET LOCAL ROLE regress_li;
SELECT fund.approve_draft('审', :by_app, 1) > 0 AS approved;
COMMIT;
RESET SESSION AUTHORIZATION;
SELECT step, done_by, login FROM ledger.draft_history WHERE draft_id = :by_app;
SELECT prepared_by, reviewed_by FROM ledger.voucher WHERE summary = '经应用';
SELECT fund.unregister_login('regress_app');
SELECT fund.unregister_login('regress_app');
\echo :LAST_ERROR_SQLSTATE
SELECT * FROM fund.verify('审');

--
-- Sets: all or none, with what is wrong of each.
--
SET SESSION AUTHORIZATION regress_prep;
SELECT fund.save_draft('审', '2026-01-08', '一', '[{"account": "1003", "debit": 1}, {"account": "400101", "credit": 1}]', source_key => 'K1') AS one \gset
SELECT fund.save_draft('审', '2026-01-08', '二', '[{"account": "1003", "debit": 1}, {"account": "400101", "credit": 2}]', source_key => 'K2') AS two \gset
-- the same key is the same draft, or another content
SELECT fund.save_draft('审', '2026-01-08', '一', '[{"account": "1003", "debit": 1}, {"account": "400101", "credit": 1}]', source_key => 'K1') = :one AS same;
SELECT fund.save_draft('审', '2026-01-08', '三', '[{"account": "1003", "debit": 1}, {"account": "400101", "credit": 1}]', source_key => 'K1');
\echo :LAST_ERROR_SQLSTATE
SELECT fund.save_draft('审', '2026-01-08', '二', '[]', source_key => 'K1', draft_id => :two);
\echo :LAST_ERROR_SQLSTATE
SELECT fund.save_draft('审', '2026-01-08', '一', '[{"account": "1003", "debit": 1}, {"account": "400101", "credit": 1}]', source_key => 'K1', draft_id => :two);
SELECT draft = :two AS of_two, line_no, column_name, sqlstate, detail FROM fund.submit_drafts('审');
SELECT state, count(*) FROM ledger.draft_list GROUP BY 1 ORDER BY 1;
SELECT fund.save_draft('审', '2026-01-08', '二', '[{"account": "1003", "debit": 2}, {"account": "400101", "credit": 2}]', source_key => 'K2', draft_id => :two) = :two AS corrected;
SELECT * FROM fund.submit_drafts('审');
SELECT fund.withdraw_drafts('审', ARRAY[:one, :two]);
SELECT * FROM fund.submit_drafts('审', ARRAY[:two, :one]);
SELECT * FROM fund.submit_drafts('审', ARRAY[:one, :one]);
SELECT * FROM fund.submit_drafts('审', ARRAY[:one, NULL]);
SELECT * FROM fund.submit_drafts('审', ARRAY[:one, 987654]);
\echo :LAST_ERROR_SQLSTATE
SELECT * FROM fund.submit_drafts('审', '{}');
SET SESSION AUTHORIZATION regress_rev;
SELECT fund.return_drafts('审', ARRAY[:one, :two], '都再看看');
SET SESSION AUTHORIZATION regress_prep;
SELECT * FROM fund.submit_drafts('审');
SET SESSION AUTHORIZATION regress_rev;
SELECT * FROM fund.approve_drafts('审', ARRAY[:one, :two], ARRAY[1]);
SELECT draft = :one AS of_one, draft = :two AS of_two, voucher_id, line_no, sqlstate, message LIKE '%is not as it was seen' AS changed FROM fund.approve_drafts('审', ARRAY[:two, :one, :own], ARRAY[1, 9, 1]);
SELECT count(*) FROM ledger.draft_error;
SELECT draft IN (:one, :two) AS named, voucher_id > 0 AS posted, sqlstate FROM fund.approve_drafts('审', ARRAY[:two, :one], ARRAY[2, 1]);
SELECT draft IN (:one, :two) AS named, voucher_id > 0 AS posted, sqlstate FROM fund.approve_drafts('审', ARRAY[:two, :one], ARRAY[2, 1]);
-- the key is the voucher's, and the draft's for ever
SET SESSION AUTHORIZATION regress_prep;
SELECT fund.prepare('审', '2026-01-08', '一', 'Dr 1003 5.00, Cr 400101 5.00', source_key => 'K1');
\echo :LAST_ERROR_SQLSTATE
-- a discarded one has its key no more
SELECT fund.save_draft('审', '2026-01-08', '弃', '[]', source_key => 'K3') AS gone \gset
SELECT fund.discard_draft('审', :gone, '重做');
SELECT * FROM fund.submit_draft('审', :gone);
SELECT fund.save_draft('审', '2026-01-08', '新', '[]', source_key => 'K3') > :gone AS another;
-- what cannot be read as lines is refused with all of it
SELECT fund.save_draft('审', '2026-01-08', '错', '[{"acount": "1003"}, {"account": true}]', documents => '[{"sha256": "x"}]');
SELECT fund.save_draft('审', '2026-01-08', '错', '{}');
SELECT fund.save_draft('审', '2026-01-08', '错', kind => '没有');
SELECT fund.save_draft(NULL);
SELECT fund.save_draft('审', draft_id => 987654);
SELECT fund.save_draft('旁');

--
-- Every way to post says how; what is prepared is judged at once.
--
SELECT fund.prepare('审', '2026-01-09', '不平', 'Dr 1003 1.00, Cr 400101 2.00');
SELECT fund.prepare('审', '2026-01-09', '停用', 'Dr 1003 1.00, Cr 4999 1.00');
SELECT fund.prepare_reversal('审', :voucher, '2026-01-09') AS reversal \gset
SELECT fund.prepare_reversal('审', 987654, '2026-01-09');
SELECT state, kind, reverses = :voucher AS reverses, summary ~ '^注销2026-01-05凭证' AS says FROM ledger.draft_list WHERE draft_id = :reversal;
SET SESSION AUTHORIZATION regress_rev;
SELECT fund.reverse('审', :voucher, '2026-01-09');
\echo :LAST_ERROR_SQLSTATE
SELECT fund.post('审', '2026-01-09', '径记', 'Dr 1003 1.00, Cr 400101 1.00', kind => 'carry');
\echo :LAST_ERROR_SQLSTATE
SELECT fund.approve_draft('审', :reversal, 1) AS reversing \gset
SELECT reverses = :voucher AS reverses, prepared_by, reviewed_by FROM fund.voucher('审', :reversing);
SET SESSION AUTHORIZATION regress_prep;
SELECT fund.prepare_reversal('审', :voucher, '2026-01-09');
\echo :LAST_ERROR_SQLSTATE
RESET SESSION AUTHORIZATION;
SELECT fund.post('审', '2026-01-09', '所有者', 'Dr 1003 1.00, Cr 400101 1.00');
COPY ledger.voucher (book_id, voucher_date, summary, journal) FROM stdin;
1	2026-01-09	装入	Dr 1003 1.00, Cr 400101 1.00
\.
INSERT INTO ledger.draft (book_id, kind, basis, digest) VALUES (1, 'normal', 'cash', '');
\echo :LAST_ERROR_SQLSTATE
UPDATE ledger.draft_step SET done_by = 'x';
DELETE FROM ledger.draft;
TRUNCATE ledger.voucher_attachment;

--
-- Approval judges again, as things stand then; month-end needs no draft.
--
SET SESSION AUTHORIZATION regress_prep;
SELECT fund.prepare('审', '2026-01-10', '来迟', 'Dr 1003 1.00, Cr 400101 1.00') AS late \gset
RESET SESSION AUTHORIZATION;
SELECT count(*) > 0 AS closed FROM fund.close_period('审', '2026-01');
SET SESSION AUTHORIZATION regress_rev;
SELECT fund.approve_draft('审', :late, 1);
\echo :LAST_ERROR_SQLSTATE
SELECT line_no, column_name, value, sqlstate FROM fund.approve_drafts('审', ARRAY[:late], ARRAY[1]);
SELECT state, faults FROM ledger.draft_list WHERE draft_id = :late;
RESET SESSION AUTHORIZATION;
SELECT kind, reviewed_by, count(*) FROM ledger.voucher GROUP BY 1, 2 ORDER BY kind, 2;

--
-- What fund.verify finds: of drafts, of vouchers without one, of attachments, under the seal.
--
SELECT * FROM fund.verify('审');
SET session_replication_role = replica;
CREATE PROCEDURE pg_temp.plant(tampering text) LANGUAGE plpgsql AS $$
DECLARE
    v_row record;
BEGIN
    EXECUTE tampering;
    FOR v_row IN SELECT v.check_name, v.object, v.expected, v.found FROM fund.verify('审') AS v WHERE v.check_name <> 'log' LOOP
        RAISE NOTICE '%: % | % | %', v_row.check_name, v_row.object,
            regexp_replace(v_row.expected, '[0-9a-f]{8,}', '…', 'g'), regexp_replace(v_row.found, '[0-9a-f]{8,}', '…', 'g');
    END LOOP;
    RAISE EXCEPTION USING ERRCODE = 'P0003', MESSAGE = 'undone';
EXCEPTION WHEN SQLSTATE 'P0003' THEN
    RETURN;
END $$;
CALL pg_temp.plant(format($$ UPDATE ledger.draft_line SET debit = '301' WHERE draft_id = %s AND line_no = 1 $$, :draft));
CALL pg_temp.plant(format($$ UPDATE ledger.draft SET prepared_by = 'mallory' WHERE draft_id = %s $$, :draft));
CALL pg_temp.plant(format($$ UPDATE ledger.draft_step SET done_by = 'regress_prep' WHERE draft_id = %s AND step = 'approved' $$, :draft));
CALL pg_temp.plant(format($$ DELETE FROM ledger.draft_step WHERE draft_id = %s AND step = 'approved' $$, :draft));
CALL pg_temp.plant(format($$ UPDATE ledger.draft SET state = 'discarded', voucher_id = NULL WHERE draft_id = %s $$, :draft));
CALL pg_temp.plant(format($$ UPDATE ledger.voucher_attachment SET name = '别的' WHERE attachment_no = 2 $$));
CALL pg_temp.plant(format($$ DELETE FROM ledger.voucher_attachment WHERE attachment_no = 1 $$));
CALL pg_temp.plant(format($$ UPDATE ledger.draft_attachment SET kept_at = '别处' WHERE draft_id = %s $$, :draft));
CALL pg_temp.plant($$ INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal) VALUES (1, '2026-02-01', '无草稿', 'Dr 1003 1.00, Cr 400101 1.00') $$);
CALL pg_temp.plant($$ UPDATE ledger.book SET review_since = NULL WHERE book = '审' $$);
-- what is not as it was saved is approved by nobody
SET SESSION AUTHORIZATION regress_prep;
SELECT fund.prepare('审', '2026-02-10', '被改', 'Dr 1003 1.00, Cr 400101 1.00') AS altered \gset
RESET SESSION AUTHORIZATION;
BEGIN;
SET LOCAL session_replication_role = replica;
UPDATE ledger.draft_line SET memo = '改' WHERE draft_id = :altered;
SET LOCAL session_replication_role = origin;
SET LOCAL SESSION AUTHORIZATION regress_rev;
SELECT fund.approve_draft('审', :altered, 1);
ROLLBACK;
RESET session_replication_role;

-- Review may be demanded later: what was posted before needs no draft
SELECT fund.create_book('后', '后来须审核', 'reform', '2026-01') AS later \gset
SELECT fund.post('后', '2026-01-05', '从前', 'Dr 1003 1.00, Cr 400101 1.00') > 0 AS posted;
SELECT fund.grant_duty('regress_prep', 'prepare', '后'), fund.grant_duty('regress_rev', 'review', '后') \g /dev/null
UPDATE ledger.book SET review_required = true WHERE book = '后';
SELECT review_since > (SELECT max(posted_at) FROM ledger.voucher) AS since FROM ledger.book WHERE book = '后';
SELECT fund.post('后', '2026-01-05', '后来', 'Dr 1003 1.00, Cr 400101 1.00') > 0 AS posted;
SELECT * FROM fund.verify('后');
-- and a draft is good where none is demanded
UPDATE ledger.book SET review_required = false WHERE book = '后';
SELECT review_since FROM ledger.book WHERE book = '后';
SET SESSION AUTHORIZATION regress_prep;
SELECT fund.prepare('后', '2026-01-06', '自愿', 'Dr 1003 1.00, Cr 400101 1.00') AS free \gset
SET SESSION AUTHORIZATION regress_rev;
SELECT fund.approve_draft('后', :free, 1) > 0 AS posted;
RESET SESSION AUTHORIZATION;
SELECT summary, reviewed_by FROM ledger.voucher WHERE book_id = :later ORDER BY voucher_id;
SELECT fund.drop_book('旁');

--
-- Ten thousand in one call
--
SET client_min_messages = warning;
SELECT fund.create_book('多', '万张', 'reform', '2026-01', review_required => true) > 0 AS created;
SELECT fund.grant_duty('regress_prep', 'prepare', '多'), fund.grant_duty('regress_rev', 'review', '多') \g /dev/null
SET statement_timeout = '300s';
SET SESSION AUTHORIZATION regress_prep;
SELECT count(fund.save_draft('多', '2026-01-01'::date + n % 28, '第' || n, format('[{"account": "1003", "debit": %s}, {"account": "400101", "credit": %s}]', n, n)::jsonb, source_key => 'N' || n))
FROM generate_series(1, 10000) AS n;
SELECT * FROM fund.submit_drafts('多');
SET SESSION AUTHORIZATION regress_rev;
SELECT count(voucher_id), count(DISTINCT voucher_id)
FROM fund.approve_drafts('多', (SELECT array_agg(draft_id ORDER BY draft_id) FROM ledger.draft_list WHERE book = '多'),
                         (SELECT array_agg(revision ORDER BY draft_id) FROM ledger.draft_list WHERE book = '多'));
RESET SESSION AUTHORIZATION;
RESET statement_timeout;
SELECT count(*), sum(debit) FROM ledger.entry WHERE book = '多';
SELECT * FROM fund.verify('多');

DROP OWNED BY regress_prep, regress_rev, regress_both, regress_group, regress_app, regress_zhang, regress_li, regress_other;
DROP ROLE regress_prep, regress_rev, regress_both, regress_group, regress_app, regress_zhang, regress_li, regress_other;
DROP SCHEMA ledger CASCADE;
