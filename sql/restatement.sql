-- Restatements: an opening that is not the last closing is a typed fact, and
-- the facts explain the whole difference.
SET client_encoding = 'UTF8';
SET search_path = public, fund;
\set SHOW_CONTEXT never
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS ledger CASCADE;
SELECT fund.create_ledger();
RESET client_min_messages;
\pset null '-'

CREATE FUNCTION pg_temp.post(book text, voucher_date date, summary text, journal text,
                             kind text DEFAULT 'adjustment', basis text DEFAULT 'cash') RETURNS bigint
    LANGUAGE sql
    AS $$ SELECT fund.post($1, $2, $3, $4, kind => $5, basis => $6) $$;

-- By its summary, for ids are not the same twice.
CREATE FUNCTION pg_temp.id(summary text) RETURNS bigint
    LANGUAGE sql
    AS $$ SELECT voucher_id FROM ledger.voucher AS v WHERE v.summary = $1 $$;

-- What a call that is refused says, ids as the summary of their voucher.
CREATE FUNCTION pg_temp.refusal(statement text) RETURNS text
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_detail text;
        v_hint   text;
        v_text   text;
        v        record;
    BEGIN
        EXECUTE statement;
        RETURN 'not refused';
    EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS v_detail = PG_EXCEPTION_DETAIL, v_hint = PG_EXCEPTION_HINT;
        v_text := concat_ws(E'\n', SQLSTATE || ' ' || SQLERRM, nullif(v_detail, ''), nullif(v_hint, ''));
        FOR v IN SELECT voucher_id, summary FROM ledger.voucher LOOP
            v_text := regexp_replace(v_text, format('(oucher |, )%s\y', v.voucher_id), format('\1<%s>', v.summary), 'g');
        END LOOP;
        RETURN v_text;
    END
    $$;

CREATE FUNCTION pg_temp.shown(book text, first_period text, last_period text, basis text DEFAULT 'cash')
    RETURNS TABLE (period text, source text, type text, voucher text, account text, name text,
                   before numeric, after numeric, difference numeric)
    LANGUAGE sql
    AS $$
        SELECT r.period, r.source, r.type_name, v.summary, coalesce(r.account, r.item_id),
               concat_ws(' ', r.name, r.column_name), r.before, r.after, r.difference
        FROM fund.restatements($1, $2, $3, $4) WITH ORDINALITY
            AS r (period, source, type, type_name, reason, authority, voucher_id, account, statement, item_id,
                  column_name, name, before, after, difference, n)
        LEFT JOIN ledger.voucher AS v ON v.voucher_id = r.voucher_id
        ORDER BY r.n
    $$;

--
-- Adjustments
--
SELECT fund.create_book('b', '职工', 'reform', '2026-01') > 0 AS created;
SELECT pg_temp.post('b', '2026-01-01', '期初余额', 'Dr 1003 1000.00, Cr 300101 600.00, Cr 300102 400.00', 'opening') > 0 AS posted;
SELECT pg_temp.post('b', '2026-01-10', '收到保险费', 'Dr 1003 90.00, Cr 4601 90.00', 'normal') > 0 AS posted;
SELECT count(*) > 0 AS closed FROM fund.close_period('b', '2026-01');

SELECT pg_temp.post('b', '2026-02-03', '更正上年漏记利息', 'Dr 1003 30.00, Cr 300101 30.00') > 0 AS posted;
SELECT pg_temp.post('b', '2026-02-05', '个人账户账实差额', 'Cr 300103 -5.00, Cr 300102 5.00') > 0 AS posted;
SELECT pg_temp.post('b', '2026-02-06', '二月保险费', 'Dr 1003 7.00, Cr 400101 7.00', 'normal') > 0 AS posted;

-- a_month_is_not_closed_with_what_nothing_explains
SELECT pg_temp.refusal($$ SELECT fund.close_period('b', '2026-02') $$);
SELECT fund.restate('b', pg_temp.id('更正上年漏记利息'), 'error_correction', '2025年12月利息漏记', '财会〔2017〕28号') = pg_temp.id('更正上年漏记利息') AS restated;
SELECT pg_temp.refusal($$ SELECT fund.close_period('b', '2026-02') $$);
SELECT * FROM pg_temp.shown('b', '2026-01', '2026-02');

-- refused_restatements
SELECT pg_temp.refusal($$ SELECT fund.restate('b', pg_temp.id('更正上年漏记利息'), 'merger', '又一次') $$) LIKE 'LG035 %has a restatement%recorded it as error_correction: 2025年12月利息漏记%fund.reverse()%' AS once;
SELECT pg_temp.refusal($$ SELECT fund.restate('b', pg_temp.id('二月保险费'), 'error_correction', '-') $$);
SELECT pg_temp.refusal($$ SELECT fund.restate('b', pg_temp.id('期初余额'), 'error_correction', '-') $$);
SELECT pg_temp.refusal($$ SELECT fund.restate('b', -1, 'error_correction', '-') $$);
SELECT pg_temp.refusal($$ SELECT fund.restate('b', pg_temp.id('个人账户账实差额'), '更正', '-') $$);
SELECT pg_temp.refusal($$ SELECT fund.restate('b', pg_temp.id('个人账户账实差额'), 'reconciliation', E' \t\n') $$);
SELECT pg_temp.refusal($$ SELECT fund.restate('b', NULL, 'reconciliation', '-') $$);
SELECT pg_temp.refusal($$ SELECT fund.restate('b', pg_temp.id('个人账户账实差额'), NULL, '-') $$);
SELECT pg_temp.refusal($$ SELECT fund.restate('b', pg_temp.id('个人账户账实差额'), 'reconciliation', NULL) $$);
SELECT pg_temp.refusal($$ SELECT fund.restate('nowhere', 1, 'reconciliation', '-') $$);

-- restatements_are_for_ever
SELECT pg_temp.refusal($$ INSERT INTO ledger.restatement (book_id, voucher_id, type, reason) VALUES (1, 1, 'merger', '-') $$);
SELECT pg_temp.refusal($$ UPDATE ledger.restatement SET reason = '-' $$);
SELECT pg_temp.refusal($$ DELETE FROM ledger.restatement $$);
SELECT pg_temp.refusal($$ TRUNCATE ledger.restatement $$);

-- an_explained_month_is_closed
SELECT fund.restate('b', pg_temp.id('个人账户账实差额'), '账实差额调整', '个人账户明细合计405.00,账面400.00', ' 　') > 0 AS restated;
SELECT count(*) > 0 AS closed FROM fund.close_period('b', '2026-02');
SELECT * FROM pg_temp.shown('b', '2026-01', '2026-02');
SELECT "期间", "来源", "类型", "原因", "依据", "科目编码", "名称", "重述前", "重述后", "差额" FROM fund."重述"('b', '2026-02', '2026-02');
SELECT type, reason, authority, recorded_by = current_user AS by_me, recorded_at = now() AS now FROM ledger.restatement ORDER BY voucher_id;
SELECT pg_temp.refusal($$ SELECT fund.restate('b', pg_temp.id('更正上年漏记利息'), 'merger', '-') $$);
SELECT count(*) FROM fund.verify('b');

-- what_comes_to_nothing_restates_nothing: nobody need say why
SELECT pg_temp.post('b', '2026-03-01', '误调', 'Dr 1003 6.00, Cr 300101 6.00') > 0 AS posted;
SELECT pg_temp.refusal($$ SELECT fund.close_period('b', '2026-03') $$);
SELECT fund.reverse('b', pg_temp.id('误调'), '2026-03-01', '误调冲销') > 0 AS reversed;

-- posted_and_restated_at_once: and its reversal, later, is explained with it
SELECT fund.restate('b', fund.post('b', '2026-03-02', '暂付款错列', 'Dr 1101 4.00, Cr 1003 4.00', kind => 'adjustment'),
                    type => 'error_correction', reason => '暂付款错列为支出', authority => '审计意见') > 0 AS restated;
SELECT count(*) > 0 AS closed FROM fund.close_period('b', '2026-03');
SELECT fund.reverse('b', pg_temp.id('暂付款错列'), '2026-04-02', '冲销') > 0 AS reversed;
SELECT fund.reverse('b', pg_temp.id('冲销'), '2026-04-03', '冲销的冲销') > 0 AS reversed;
SELECT fund.reverse('b', pg_temp.id('冲销的冲销'), '2026-04-04', '第三次冲销') > 0 AS reversed;
SELECT fund.restate('b', pg_temp.id('冲销的冲销'), 'scope_change', '冲销有误') > 0 AS restated;
SELECT count(*) > 0 AS closed FROM fund.close_period('b', '2026-04');
SELECT * FROM pg_temp.shown('b', '2026-03', '2026-04');
SELECT count(*) FROM fund.verify('b');

-- in_an_open_month_after_open_months: and as the book numbers at posting
SELECT pg_temp.post('b', '2026-05-02', '五月', 'Dr 1003 2.00, Cr 300101 2.00') > 0 AS posted;
SELECT pg_temp.post('b', '2026-06-02', '六月', 'Cr 300101 3.00, Cr 300102 -3.00') > 0 AS posted;
SELECT * FROM pg_temp.shown('b', '2026-05', '9999-12');
SELECT pg_temp.refusal($$ SELECT fund.close_period('b', '2026-05') $$);
SELECT fund.create_book('office', '经办机构', 'reform', '2026-01', numbering => 'at_posting') > 0 AS created;
SELECT pg_temp.post('office', '2026-01-01', '经办期初', 'Dr 1003 10.00, Cr 300101 10.00', 'opening') > 0 AS posted;
SELECT pg_temp.post('office', '2026-01-02', '经办调整', 'Dr 1003 1.00, Cr 300101 1.00') > 0 AS posted;
SELECT pg_temp.post('office', '2026-01-03', '经办调整二', 'Dr 1003 1.00, Cr 300101 1.00') > 0 AS posted;
SELECT pg_temp.refusal($$ SELECT fund.close_period('office', '2026-01') $$);
SELECT * FROM pg_temp.shown('office', '2026-01', '2026-01');

-- both_bases: the statutory books alone, and with the overlay
SELECT fund.restate('b', pg_temp.id('五月'), 'error_correction', '五月') > 0 AS restated;
SELECT fund.restate('b', pg_temp.post('b', '2026-05-03', '应收', 'Dr 1131 8.00, Cr 300101 8.00', basis => 'accrual'),
                    'error_correction', '应收') > 0 AS restated;
SELECT count(*) > 0 AS closed FROM fund.close_period('b', '2026-05');
SELECT * FROM pg_temp.shown('b', '2026-05', '2026-05', 'cash');
SELECT * FROM pg_temp.shown('b', '2026-05', '2026-05', 'accrual');
SELECT pg_temp.refusal($$ SELECT fund.restatements('b', '2026-05', '2026-05', 'tax') $$);
SELECT pg_temp.refusal($$ SELECT fund.restatements('b', '2026-05', NULL) $$);
SELECT pg_temp.refusal($$ SELECT fund.restatements('b', '2026-05', '2026-04') $$);
SELECT pg_temp.refusal($$ SELECT fund.restatements('nowhere', '2026-05', '2026-05') $$);

--
-- Reopening: what is issued again restates what was issued
--
SELECT fund.create_book('again', '再次', 'reform', '2025-12') > 0 AS created;
SELECT pg_temp.post('again', '2025-12-01', '再次期初', 'Dr 1003 100.00, Cr 300101 60.00, Cr 300102 40.00', 'opening') > 0 AS posted;
SELECT count(*) > 0 AS closed FROM fund.close_period('again', '2025-12');
SELECT pg_temp.refusal($$ SELECT fund.reopen_period('again', '2025-12', '补记', 'none') $$);
SELECT pg_temp.refusal($$ SELECT fund.reopen_period('again', '2025-12', '补记', NULL) $$);
SELECT action, detail FROM fund.reopen_period('again', '2025-12', '补记利息');
SELECT * FROM pg_temp.shown('again', '2025-12', '2025-12');
SELECT pg_temp.post('again', '2025-12-20', '利息', 'Dr 1003 5.00, Cr 420101 5.00', 'normal') > 0 AS posted;
SELECT count(*) > 0 AS closed FROM fund.close_period('again', '2025-12');
SELECT action, detail FROM fund.reopen_period('again', '2025-12', '并入某县', type => '并表');
SELECT event, generation, reason, type FROM ledger.period_event AS e JOIN ledger.book AS b USING (book_id)
WHERE b.book = 'again' ORDER BY event_id;
SELECT count(*) > 0 AS closed FROM fund.close_period('again', '2025-12');

-- a_row_a_figure: once, where the monthly and the annual form say the same
SELECT source, type, reason, statement, item_id, name, column_name, before, after, difference
FROM fund.restatements('again', '2025-12', '2025-12');
SELECT count(*) AS figures, count(DISTINCT (i.form, i.statement, i.line_no, i.column_no)) AS of_forms
FROM ledger.issued_statement AS i JOIN ledger.issued_statement AS o
    USING (book_id, period, form, basis, statement, item_id, column_no)
WHERE i.period = '2025-12' AND i.generation = 1 AND o.generation = 2 AND i.figure IS DISTINCT FROM o.figure;

--
-- A book has one successor, and ends with it
--
SELECT fund.create_book('old', '旧账', 'reform', '2025-12') > 0 AS created;
SELECT fund.create_book('heir', '承继', 'reform', '2026-01') > 0 AS created;
SELECT fund.create_book('rival', '另一承继', 'reform', '2026-03') > 0 AS created;
SELECT pg_temp.post('old', '2025-12-01', '旧账期初', 'Dr 1003 10.00, Cr 300101 10.00', 'opening') > 0 AS posted;
SELECT count(*) > 0 AS closed FROM fund.close_period('old', '2025-12');

-- it_has_ended_before: what was posted since has been reversed, what was closed since is open
SELECT pg_temp.post('old', '2026-01-05', '误记旧账', 'Dr 1003 5.00, Cr 400101 5.00', 'normal') > 0 AS posted;
SELECT pg_temp.refusal($$ SELECT fund.succeed('heir', 'old', 'merger', '市级统筹') $$);
SELECT fund.reverse('old', pg_temp.id('误记旧账'), '2026-01-06', '旧账冲销') > 0 AS reversed;
SELECT count(*) > 0 AS closed FROM fund.close_period('old', '2026-01');
SELECT pg_temp.refusal($$ SELECT fund.succeed('heir', 'old', 'merger', '市级统筹') $$);
SELECT count(*) > 0 AS reopened FROM fund.reopen_period('old', '2026-01', '已由新账承继');

-- it_ends: nothing is posted to it, no later month of it is closed, nobody else succeeds it
SELECT fund.succeed('heir', 'old', '并表', '市级统筹', authority => E' \t　');
SELECT fund.succeed('heir', 'old', '并表', '市级统筹', authority => '');
SELECT b.retired AS book_is, s.retired AS by_succession, s.type, s.authority FROM ledger.succession AS s JOIN ledger.book AS b ON b.book_id = s.predecessor_id;
SELECT pg_temp.refusal($$ SELECT fund.post('old', '2026-02-01', '二月', 'Dr 1003 1.00, Cr 300101 1.00') $$);
SELECT pg_temp.refusal($$ SELECT fund.close_period('old', '2026-01') $$);
SELECT pg_temp.refusal($$ SELECT fund.month_end('old', '2026-01') $$);
SELECT pg_temp.refusal($$ SELECT fund.succeed('rival', 'old', 'merger', '市级统筹') $$);

-- correcting_its_last_month: the succession is withdrawn for it
SELECT fund.withdraw_succession('heir', 'old');
SELECT retired FROM ledger.book WHERE book = 'old';
SELECT count(*) > 0 AS reopened FROM fund.reopen_period('old', '2025-12', '补记');
SELECT pg_temp.post('old', '2025-12-31', '旧账补记', 'Dr 1003 1.00, Cr 400101 1.00', 'normal') > 0 AS posted;
SELECT count(*) > 0 AS closed FROM fund.close_period('old', '2025-12');

-- what_its_owner_retired_stays_retired; what its owner revived does not
UPDATE ledger.book SET retired = true WHERE book = 'old';
SELECT fund.succeed('heir', 'old', 'merger', '市级统筹');
SELECT fund.withdraw_succession('heir', 'old');
SELECT retired FROM ledger.book WHERE book = 'old';
SELECT fund.succeed('heir', 'old', 'merger', '市级统筹');
UPDATE ledger.book SET retired = false WHERE book = 'old';
SELECT fund.succeed('heir', 'old', 'merger', '市级统筹', authority => '省政办发〔2025〕1号');
SELECT b.retired AS book_is, s.retired AS by_succession FROM ledger.succession AS s JOIN ledger.book AS b ON b.book_id = s.predecessor_id;

-- a_revived_predecessor_is_noticed
SELECT pg_temp.post('heir', '2026-01-01', '承继期初', 'Dr 1003 11.00, Cr 300101 11.00', 'opening') > 0 AS posted;
UPDATE ledger.book SET retired = false WHERE book = 'old';
SELECT pg_temp.post('old', '2026-02-01', '又记旧账', 'Dr 1003 2.00, Cr 400101 2.00', 'normal') > 0 AS posted;
SELECT pg_temp.refusal($$ SELECT fund.close_period('heir', '2026-01') $$);
SELECT fund.reverse('old', pg_temp.id('又记旧账'), '2026-02-02', '又冲销') > 0 AS reversed;

-- bringing_in_is_no_restatement: reversed, and posted anew
SELECT fund.restate('heir', pg_temp.id('承继期初'), 'merger', '并入旧账') > 0 AS restated;
SELECT pg_temp.refusal($$ SELECT fund.close_period('heir', '2026-01') $$);
SELECT fund.reverse('heir', pg_temp.id('承继期初'), '2026-01-01', '承继冲销') > 0 AS reversed;
SELECT pg_temp.refusal($$ SELECT fund.close_period('heir', '2026-01') $$);
SELECT pg_temp.post('heir', '2026-01-01', '承继期初二', 'Dr 1003 11.00, Cr 300101 11.00', 'opening') > 0 AS posted;
SELECT count(*) > 0 AS closed FROM fund.close_period('heir', '2026-01');
SELECT * FROM pg_temp.shown('heir', '2026-01', '2026-01');

--
-- Succession: two books, of other charts, into one
--
SELECT fund.create_book('county', '某县', '1999', '2025-11') > 0 AS created;
SELECT pg_temp.post('county', '2025-11-01', '县期初', 'Dr 104 500.00, Dr 1110101 20.00, Cr 301 300.00, Cr 302 220.00', 'opening') > 0 AS posted;
SELECT pg_temp.post('county', '2025-12-05', '县收入', 'Dr 104 50.00, Cr 401 30.00, Cr 402 20.00', 'normal') > 0 AS posted;
SELECT fund.create_book('city', '某市', '2017', '2025-12') > 0 AS created;
SELECT pg_temp.post('city', '2025-12-01', '市期初', 'Dr 100301 700.00, Dr 100302 300.00, Cr 300101 600.00, Cr 300102 400.00', 'opening') > 0 AS posted;
SELECT fund.create_book('new', '合并', 'reform', '2026-01') > 0 AS created;

-- refused_successions
SELECT pg_temp.refusal($$ SELECT fund.succeed('new', 'county', 'merger', '市级统筹') $$);
SELECT count(*) > 0 AS closed FROM fund.close_period('county', '2025-11');
SELECT pg_temp.refusal($$ SELECT fund.succeed('new', 'county', 'merger', '市级统筹') $$);
SELECT count(*) > 0 AS closed FROM fund.close_period('county', '2025-12');
SELECT count(*) > 0 AS closed FROM fund.close_period('city', '2025-12');
SELECT pg_temp.refusal($$ SELECT fund.succeed('new', 'new', 'merger', '-') $$);
SELECT pg_temp.refusal($$ SELECT fund.succeed('new', 'office', 'merger', '-') $$);
SELECT pg_temp.refusal($$ SELECT fund.succeed('b', 'city', 'merger', '-') $$);
SELECT pg_temp.refusal($$ SELECT fund.succeed('new', 'county', 'error_correction', '-') $$);
SELECT pg_temp.refusal($$ SELECT fund.succeed('new', 'county', 'union', '-') $$);
SELECT pg_temp.refusal($$ SELECT fund.succeed('new', 'county', 'merger', ' ') $$);
SELECT pg_temp.refusal($$ SELECT fund.succeed('new', NULL, 'merger', '-') $$);
SELECT pg_temp.refusal($$ SELECT fund.succeed('new', 'nowhere', 'merger', '-') $$);
SELECT pg_temp.refusal($$ SELECT fund.succeed('new', 'county', 'merger', '-', '{"999": "1003"}') $$);
SELECT pg_temp.refusal($$ SELECT fund.succeed('new', 'county', 'merger', '-', '{"104": "9999"}') $$);
SELECT pg_temp.refusal($$ SELECT fund.succeed('new', 'county', 'merger', '-', '{"104": "3001"}') $$);
SELECT pg_temp.refusal($$ SELECT fund.succeed('new', 'county', 'merger', '-', '{"301": "3001"}') $$);
SELECT pg_temp.refusal($$ SELECT fund.succeed('new', 'county', 'merger', '-', '[1]') $$);
SELECT map, split_part(refusal, E'\n', 1) AS refusal, split_part(refusal, E'\n', 2) AS detail
FROM unnest('{"\"a\"", "null", "{\"104\": null}", "{\"104\": 1003}", "{\"104\": [\"1003\"]}", "{\"abc\": \"1003\"}",
              "{\"104\": \"10x\"}", "{\"\": \"1003\"}", "{\"104\": \"1003 \"}"}'::text[]) WITH ORDINALITY AS m (map, n),
     LATERAL pg_temp.refusal(format('SELECT fund.succeed(%L, %L, %L, %L, %L)', 'new', 'county', 'merger', '-', map)) AS refusal
ORDER BY n;
SELECT pg_temp.refusal($$ SELECT fund.withdraw_succession('new', 'county') $$);
SELECT pg_temp.refusal($$ SELECT fund.withdraw_succession('new', NULL) $$);
SELECT count(*) FROM ledger.succession AS s JOIN ledger.book AS b USING (book_id) WHERE b.book = 'new';

-- said, said otherwise, taken back
SELECT fund.succeed('new', 'county', 'standard_change', '新制度', '{"104": "1003", "301": "300101"}', ' ');
SELECT fund.succeed('new', 'county', 'merger', '市级统筹', '{"104": "1003"}', '省政办发〔2025〕1号');
SELECT fund.succeed('new', 'city', 'merger', '市级统筹');
SELECT fund.succeed('new', 'again', 'scope_change', '误记');
SELECT fund.withdraw_succession('new', 'again');
SELECT b.book, b.retired, s.type, s.reason, s.authority, s.recorded_by = current_user AS by_me, m.from_account, m.to_account
FROM ledger.book AS b LEFT JOIN ledger.succession AS s ON s.predecessor_id = b.book_id
LEFT JOIN ledger.succession_account AS m USING (predecessor_id)
WHERE b.book IN ('again', 'city', 'county') ORDER BY b.book COLLATE "C", m.from_account;

-- accounts_without_counterpart
SELECT pg_temp.post('new', '2026-01-01', '并入期初', 'Dr 1003 550.00, Dr 100301 700.00, Dr 100302 300.00, Dr 1101 20.00, Cr 300101 930.00, Cr 300102 640.00', 'opening') > 0 AS posted;
SELECT pg_temp.refusal($$ SELECT fund.close_period('new', '2026-01') $$);
SELECT * FROM pg_temp.shown('new', '2026-01', '2026-01');

-- a_move_within_an_element_is_seen: 统筹基金 brought in as 个人账户基金
SELECT fund.succeed('new', 'county', 'merger', '市级统筹', '{"104": "1003", "111": "1101", "301": "300102", "302": "300102"}');
SELECT * FROM pg_temp.shown('new', '2026-01', '2026-01');

-- the longest code wins: 11101 and its details into 1101, what else is 111 into 1201
SELECT fund.succeed('new', 'county', 'merger', '市级统筹',
                    '{"104": "1003", "301": "300101", "302": "300102", "111": "1201", "11101": "1101"}', '省政办发〔2025〕1号');
SELECT * FROM pg_temp.shown('new', '2026-01', '2026-01');

-- a_plain_opening_voucher_explains_nothing: the largest first
SELECT pg_temp.post('new', '2026-01-02', '并表调整一', 'Dr 1003 12.00, Cr 300101 12.00', 'opening') > 0 AS posted;
SELECT pg_temp.post('new', '2026-01-02', '并表调整二', 'Dr 1101 1.00, Dr 1003 3.00, Cr 300102 4.00', 'opening') > 0 AS posted;
SELECT pg_temp.post('new', '2026-01-02', '应收并入', 'Dr 1131 9.00, Dr 1132 2.00, Cr 300101 11.00', 'opening', 'accrual') > 0 AS posted;
SELECT pg_temp.refusal($$ SELECT fund.close_period('new', '2026-01') $$);
SELECT fund.restate('new', pg_temp.id('并表调整一'), 'merger', '抵销往来') > 0 AS restated;
SELECT fund.restate('new', pg_temp.id('应收并入'), 'scope_change', '权责发生制', '建议办法(一)') > 0 AS restated;
SELECT pg_temp.refusal($$ SELECT fund.close_period('new', '2026-01') $$);

-- what_is_reversed_explains_nothing_more: nor is it there
SELECT fund.restate('new', pg_temp.id('并表调整二'), 'error_correction', '误记') > 0 AS restated;
SELECT fund.reverse('new', pg_temp.id('并表调整二'), '2026-01-03', '并表调整二冲销') > 0 AS reversed;
SELECT fund.restate('new', pg_temp.post('new', '2026-01-04', '一月调整', 'Dr 1003 6.00, Cr 300101 6.00'), 'error_correction', '一月') > 0 AS restated;

-- a_predecessor_stays_closed: until its successor is open
SELECT count(*) > 0 AS reopened FROM fund.reopen_period('county', '2025-12', '补记');
SELECT pg_temp.refusal($$ SELECT fund.close_period('new', '2026-01') $$);
SELECT count(*) > 0 AS closed FROM fund.close_period('county', '2025-12');
SELECT count(*) > 0 AS closed FROM fund.close_period('new', '2026-01');
SELECT pg_temp.refusal($$ SELECT fund.reopen_period('county', '2025-12', '补记') $$);
SELECT pg_temp.refusal($$ SELECT fund.succeed('new', 'again', 'merger', '-') $$);
SELECT pg_temp.refusal($$ SELECT fund.withdraw_succession('new', 'city') $$);
SELECT count(*) FROM fund.verify('new');
SELECT * FROM pg_temp.shown('new', '2026-01', '2026-01');
SELECT * FROM pg_temp.shown('new', '2026-01', '2026-01', 'accrual') WHERE account ~ '^(113|300101)';
SELECT source, type, type_name, reason, authority FROM fund.restatements('new', '2026-01', '2026-01') WHERE account = '1003';

--
-- The rows of an account add up to its opening less its last closing
--
CREATE FUNCTION pg_temp.effects(v_book text) RETURNS TABLE (period text, kind text, basis text, account text, amount numeric)
    LANGUAGE sql
    AS $$
        SELECT to_char(v.voucher_date, 'YYYY-MM'), v.kind, v.basis, l.account::text,
               CASE l.side WHEN 'debit' THEN l.amount::numeric ELSE -l.amount::numeric END
        FROM ledger.voucher AS v JOIN ledger.book AS b USING (book_id), fund.lines(v.journal) AS l
        WHERE b.book = v_book
    $$;

-- Debit less credit: what the books held at the end of the month before, and
-- what they held then and are adjusted by, with plain sums.
CREATE TEMP TABLE carried_over AS
SELECT coalesce(m.new, e.account) AS account, sum(e.amount) AS amount
FROM (VALUES ('county'), ('city')) AS p (book),
     LATERAL pg_temp.effects(p.book) AS e
LEFT JOIN (VALUES ('county', '104', '1003'), ('county', '301', '300101'), ('county', '302', '300102'),
                  ('county', '1110101', '1101')) AS m (book, old, new) ON m.old = e.account
WHERE e.period <= '2025-12' AND (m.book = p.book OR m.book IS NULL)
GROUP BY coalesce(m.new, e.account);

WITH expected AS (
    SELECT b.book, m.period, layer.basis, e.account,
           sum(CASE WHEN e.period < m.period OR e.kind = 'opening' AND b.book <> 'new' THEN e.amount ELSE 0 END) AS last_closing,
           sum(CASE WHEN e.period < m.period OR e.kind IN ('opening', 'adjustment') THEN e.amount ELSE 0 END) AS opening
    FROM (VALUES ('b'), ('office'), ('new')) AS b (book),
         (VALUES ('2026-01'), ('2026-02'), ('2026-03'), ('2026-04'), ('2026-05'), ('2026-06')) AS m (period),
         (VALUES ('cash', '{cash}'::text[]), ('accrual', '{cash, accrual}')) AS layer (basis, bases),
         LATERAL pg_temp.effects(b.book) AS e
    WHERE e.period <= m.period AND e.basis = ANY (layer.bases)
    GROUP BY 1, 2, 3, 4
), difference AS (
    SELECT e.book, e.period, e.basis, e.account,
           e.last_closing + CASE WHEN e.book = 'new' AND e.period = '2026-01' THEN coalesce(c.amount, 0) ELSE 0 END AS last_closing,
           e.opening
    FROM expected AS e LEFT JOIN carried_over AS c USING (account)
), reported AS (
    -- on the side of the trial balance again
    SELECT b.book, r.period, layer.basis, r.account, a.sign * sum(r.difference) AS difference,
           a.sign * (array_agg(r.before ORDER BY n) FILTER (WHERE r.source <> 'account_map'))[1] AS first_before,
           a.sign * (array_agg(r.after ORDER BY n DESC))[1] AS last_after,
           bool_and(r.before + r.difference = r.after) AS adds_up, count(*) AS rows
    FROM (VALUES ('b'), ('office'), ('new')) AS b (book),
         (VALUES ('cash'), ('accrual')) AS layer (basis),
         LATERAL fund.restatements(b.book, '2026-01', '2026-06', layer.basis) WITH ORDINALITY
             AS r (period, source, type, type_name, reason, authority, voucher_id, account, statement, item_id,
                   column_name, name, before, after, difference, n),
         LATERAL (SELECT CASE WHEN r.account ~ '^[234]' THEN -1 ELSE 1 END AS sign) AS a
    GROUP BY b.book, r.period, layer.basis, r.account, a.sign
)
SELECT count(*) AS accounts, sum(r.rows) AS rows,
       count(*) FILTER (WHERE coalesce(r.difference, 0) <> d.opening - d.last_closing) AS wrong_differences,
       count(*) FILTER (WHERE r.first_before <> d.last_closing) AS wrong_closings,
       count(*) FILTER (WHERE r.last_after <> d.opening) AS wrong_openings,
       count(*) FILTER (WHERE NOT r.adds_up) AS wrong_rows
FROM difference AS d FULL JOIN reported AS r USING (book, period, basis, account)
WHERE r.account IS NOT NULL OR d.opening <> d.last_closing;

--
-- fund.verify does not trust triggers to have run
--
CREATE PROCEDURE pg_temp.plant(change text)
    LANGUAGE plpgsql
    AS $$
    BEGIN
        SET LOCAL session_replication_role = replica;
        EXECUTE change;
        SET LOCAL session_replication_role = origin;
    END
    $$;
CREATE FUNCTION pg_temp.faults(book text)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql
    AS $$
        SELECT f.check_name, f.period, regexp_replace(f.object, '^voucher \d+', format('voucher <%s>', v.summary)), f.expected, f.found
        FROM fund.verify($1) WITH ORDINALITY AS f
        LEFT JOIN ledger.voucher AS v ON v.voucher_id = substring(f.object FROM '^voucher (\d+)')::bigint
        WHERE f.check_name IN ('restatement', 'succession')
        ORDER BY f.ordinality
    $$;
BEGIN;
CALL pg_temp.plant($$ DELETE FROM ledger.restatement WHERE voucher_id = pg_temp.id('暂付款错列') $$);
SELECT * FROM pg_temp.faults('b');
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.restatement SET voucher_id = pg_temp.id('二月保险费') WHERE voucher_id = pg_temp.id('更正上年漏记利息') $$);
CALL pg_temp.plant($$ UPDATE ledger.restatement SET voucher_id = -7 WHERE voucher_id = pg_temp.id('五月') $$);
SELECT * FROM pg_temp.faults('b');
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ DELETE FROM ledger.restatement WHERE voucher_id = pg_temp.id('并表调整一') $$);
SELECT * FROM pg_temp.faults('new');
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.balance SET debit = debit OPERATOR(fund.+) '0.01' WHERE account OPERATOR(fund.=) '302' $$);
SELECT * FROM pg_temp.faults('new');
ROLLBACK;

--
-- Duties
--
CREATE ROLE regress_clerk;
CREATE ROLE regress_chief;
CREATE ROLE regress_reader;
SELECT fund.grant_duty('regress_clerk', 'prepare', 'office'), fund.grant_duty('regress_chief', 'supervise', 'office'),
       fund.grant_duty('regress_reader', 'read', 'new') \g /dev/null
SELECT pg_temp.id('经办调整') AS adjustment, pg_temp.id('六月') AS another \gset
\set VERBOSITY terse
SET ROLE regress_chief;
SELECT fund.restate('office', :adjustment, 'error_correction', '主管');
\echo :LAST_ERROR_SQLSTATE
SELECT fund.succeed('office', 'again', 'merger', '主管');
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;
SELECT fund.grant_duty('regress_chief', 'prepare', 'again') \g /dev/null
SET ROLE regress_chief;
SELECT fund.succeed('office', 'again', 'merger', '主管');
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;
SELECT fund.grant_duty('regress_chief', 'supervise', 'again') \g /dev/null
SET ROLE regress_chief;
SELECT fund.succeed('office', 'again', 'merger', '主管');
SELECT fund.withdraw_succession('office', 'again');
SET ROLE regress_clerk;
SELECT fund.restate('office', :adjustment, 'error_correction', '制单') = :adjustment AS restated;
SELECT fund.restate('b', :another, 'error_correction', '他人的账套');
\echo :LAST_ERROR_SQLSTATE
SELECT fund.succeed('office', 'again', 'merger', '制单');
\echo :LAST_ERROR_SQLSTATE
SELECT fund.withdraw_succession('office', 'again');
\echo :LAST_ERROR_SQLSTATE
SELECT count(*) FROM fund.restatements('office', '2026-01', '2026-01');
SELECT * FROM ledger.restatement;
\echo :LAST_ERROR_SQLSTATE
SET ROLE regress_reader;
SELECT count(*) > 0 AS read FROM fund.restatements('new', '2026-01', '2026-01');
SELECT * FROM fund.restatements('b', '2026-01', '2026-01');
\echo :LAST_ERROR_SQLSTATE
SELECT book, period, source, type, count(*) FROM ledger.restatement_line GROUP BY 1, 2, 3, 4 ORDER BY source COLLATE "C", type COLLATE "C";
SELECT "账套", "期间", "来源", "类型", count(*) FROM ledger."重述" GROUP BY 1, 2, 3, 4 ORDER BY "来源" COLLATE "C", "类型" COLLATE "C";
-- month by month the same
CREATE TEMPORARY VIEW by_month AS
SELECT m.book, r.* FROM ledger.book_month AS m, fund.restatements(m.book, m.period, m.period) AS r;
SELECT (SELECT count(*) FROM by_month) > 0 AS is_any,
       (SELECT count(*) FROM (TABLE by_month EXCEPT ALL TABLE ledger.restatement_line) AS e) AS missing,
       (SELECT count(*) FROM (TABLE ledger.restatement_line EXCEPT ALL TABLE by_month) AS e) AS more;
DROP VIEW by_month;
RESET ROLE;

-- where_review_is_demanded the reviewer posts, and says why
SELECT fund.create_book('reviewed', '复核', 'reform', '2026-01', review_required => true) > 0 AS created;
SELECT fund.grant_duty('regress_clerk', 'prepare', 'reviewed'), fund.grant_duty('regress_chief', 'review', 'reviewed') \g /dev/null
SET ROLE regress_chief;
RESET ROLE;
SET SESSION AUTHORIZATION regress_clerk;
SELECT fund.prepare('reviewed', '2026-01-02', '复核调整', 'Dr 1003 1.00, Cr 300101 1.00', kind => 'adjustment') AS draft \gset
SET SESSION AUTHORIZATION regress_chief;
SELECT fund.approve_draft('reviewed', :draft, 1) AS reviewed \gset
RESET SESSION AUTHORIZATION;
SET ROLE regress_clerk;
SELECT fund.restate('reviewed', :reviewed, 'error_correction', '制单');
\echo :LAST_ERROR_SQLSTATE
SET ROLE regress_chief;
SELECT fund.restate('reviewed', :reviewed, 'error_correction', '复核') = :reviewed AS restated;
RESET ROLE;
SELECT recorded_by, reason FROM ledger.restatement WHERE voucher_id IN (:adjustment, :reviewed) ORDER BY voucher_id;

-- A month that is decades away costs nothing.
BEGIN;
SET LOCAL session_replication_role = replica;
INSERT INTO ledger.book_period SELECT (jsonb_populate_record(p, '{"period": "2062-03", "state": "open"}')).* FROM ledger.book_period AS p LIMIT 1;
SELECT count(*) > 400 AS months FROM ledger.book_month;
SET LOCAL session_replication_role = origin;
SET LOCAL statement_timeout = '5s';
SELECT count(*) > 0 AS listed FROM ledger.restatement_line;
SELECT count(*) > 0 AS listed FROM ledger."重述";
ROLLBACK;

SET client_min_messages = warning;
DROP SCHEMA ledger CASCADE;
DROP OWNED BY regress_clerk, regress_chief, regress_reader;
DROP ROLE regress_clerk, regress_chief, regress_reader;
