-- 期初建账: another system's 科目余额表, and everything that may be wrong with it.
SET client_min_messages = warning;
SELECT fund.create_ledger();
SET search_path = public, fund;
INSERT INTO ledger.party (party, name, party_kind)
VALUES ('H1', '第一医院', 'institution'), ('H2', '第二医院', 'institution'), ('P1', '单位', 'payer'), ('OLD', '注销', 'payer');
UPDATE ledger.party SET retired = true WHERE party = 'OLD';

-- SQLSTATE, message and detail of a refusal, a line each.
CREATE FUNCTION pg_temp.refusal(statement text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    v_message text;
    v_detail  text;
    v_hint    text;
BEGIN
    EXECUTE statement;
    RETURN NEXT 'no error';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS v_message = MESSAGE_TEXT, v_detail = PG_EXCEPTION_DETAIL, v_hint = PG_EXCEPTION_HINT;
    RETURN NEXT SQLSTATE || ' ' || v_message;
    RETURN QUERY SELECT '    ' || d FROM regexp_split_to_table(nullif(v_detail, ''), E'\n') AS d;
    IF v_hint <> '' THEN
        RETURN NEXT '    -> ' || v_hint;
    END IF;
END
$$;
CREATE FUNCTION pg_temp.bring(book text, rows text, through text DEFAULT '2026-05') RETURNS SETOF text LANGUAGE sql AS $$
    SELECT pg_temp.refusal(format('SELECT * FROM fund.bring_forward(%L, %L, %L)', book, rows, through))
$$;

SELECT fund.create_book('b', '市', 'reform', '2026-01');
SELECT fund.create_book('r', '居民', '2017-居民', '2026-01');
SELECT fund.create_book('m', '年中', '2017', '2026-03');

--
-- What a row may not say, each by itself.
--
SELECT n, f FROM (VALUES
    (1, '{"account": "9999", "debit": 1}'), (2, '{"account": "3001", "opening_credit": 1}'), (3, '{"account": "1x", "debit": 1}'),
    (4, '{"debit": 1}'), (5, '{"account": "1003", "party": "NONE", "debit": 1}'), (6, '{"account": "1003", "party": "OLD", "debit": 1}'),
    (7, '{"account": "1003", "opening_debit": -1}'), (8, '{"account": "1003", "opening_debit": 1, "opening_credit": 1}'),
    (9, '{"account": "400101", "opening_credit": 1}'), (10, '{"account": "300101", "credit": 1}'),
    (11, '{"account": "1131", "basis": "cash", "debit": 1}'), (12, '{"account": "1003", "basis": "权责发生制", "debit": 1}'),
    (13, '{"account": "1003", "basis": "both", "debit": 1}'), (14, '{"account": "1003", "kind": "opening", "debit": 1}'),
    (15, '{"account": "1003", "kind": "期初", "debit": 1}'), (16, '{"account": "1003", "kind": "结算", "debit": 1}'),
    (17, '{"account": "1003", "kind": "closing", "debit": 1}'), (18, '{"account": "4601", "kind": "账结", "debit": 1}'),
    (19, '{"account": "1003", "debit": "1,200.00"}'), (20, '{"account": "1003", "debit": "１２"}'), (21, '{"account": "1003", "debit": 1.005}'),
    (22, '{"account": "1003", "debit": "NaN"}'), (23, '{"account": "1003", "debit": true}'), (24, '{"account": "1003", "debit": [1]}'),
    (25, '{"account": "1003", "debit": 1e30}'), (26, '{"account": "1003", "Debit": 1}'), (27, '{"account": "1003", "累计借方": 1, "debit": 1}'),
    (32, '{"account": "300101", "kind": "carry", "credit": 1}'), (33, '{"account": "4001", "credit": 1}'),
    (28, '{"account": "101", "debit": 1}'), (29, '{"account": "2001010101010101", "credit": "1 2"}'), (31, '{"row_no": 812, "account": "9"}'), (30, '{"account": "  1003 ", "debit": " 1 ", "credit": "1"}')) AS v (n, r),
    LATERAL pg_temp.bring('b', '[' || r || ']') WITH ORDINALITY AS f (f, i)
ORDER BY n, i;

-- All that is wrong with all of them, at once.
SELECT * FROM pg_temp.bring('b', '[{"account": "1003", "opening_debit": "100.00", "debit": "1,0"}, {"account": "3001", "opening_credit": 60},
    {"account": "300102", "opening_credit": 30}, {"account": "400101", "credit": 5}, {"account": "1003", "opening_debit": 1},
    {"account": "400101", "kind": "closing", "debit": 5}, {"account": "300102", "kind": "closing", "credit": 5},
    {"account": "1131", "party": "P9", "basis": "accrual", "debit": 7}, {"account": "400101", "party": null, "kind": "普通", "credit": 5}]');
SELECT * FROM pg_temp.bring('b', '{"account": "1003"}');
SELECT * FROM pg_temp.bring('b', '[1]');
SELECT * FROM pg_temp.bring('b', '"x"');
SELECT * FROM pg_temp.bring('b', NULL);
SELECT * FROM pg_temp.bring('x', '[]');

-- Through which month.
SELECT t, f FROM unnest('{2025-12,2027-01,2026-13,05}'::text[]) AS t, LATERAL pg_temp.bring('b', '[]', t) AS f;
SELECT * FROM pg_temp.bring('m', '[]', '2026-05');
SELECT * FROM pg_temp.bring('b', '[{"account": "1003", "debit": 1}, {"account": "4101", "credit": 1}]', NULL);

-- Open items and last year's figures.
SELECT * FROM pg_temp.refusal($$SELECT * FROM fund.bring_forward('b',
    '[{"account": "110102", "party": "H1", "opening_debit": 10, "debit": 5}, {"account": "110102", "party": "H2", "opening_debit": 1},
      {"account": "2001", "party": "P1", "credit": 4}, {"account": "300101", "opening_credit": 11}, {"account": "1003", "credit": 1}]', '2026-05',
    open_items => '[{"account": "110102", "party": "H1", "date": "2025-11-01", "amount": 10}, {"account": "110102", "party": "H1", "date": "2026-03-01", "amount": 4},
                    {"account": "110102", "party": "H2", "date": "2025-11-01", "amount": 1}, {"account": "2001", "party": "P1", "date": "2026-05-31", "amount": -4}]',
    last_year => '[{"statement": "收支表", "item_id": "T1", "figure": 1}, {"statement": "income_expenditure", "item_id": "T1", "figure": 1},
                   {"statement": "收支表", "item_id": "T99", "figure": 1}, {"statement": "资产负债表", "item_id": "A", "figure": 1}, {"statement": "x", "item_id": "T1", "figure": 1},
                   {"statement": "收支表", "item_id": "T2"}]')$$);
SELECT * FROM pg_temp.refusal($$SELECT * FROM fund.bring_forward('b', '[{"account": "110102", "party": "H1", "opening_debit": 10}, {"account": "300101", "opening_credit": 10}]',
    open_items => '[{"account": "110102", "party": "H1", "date": "2026-01-01", "amount": 10}, {"account": "110102", "date": "2025/12/01", "amount": 0},
                    {"account": "77", "party": "H1", "date": "2025-02-29", "amount": "x"}, {"account": "110102", "party": "H1", "date": "20251201"}]')$$);
SELECT fund.create_book('i', '往来', '2017', '2026-01');
-- Sums that no such fault spoils are told with it: of H2 and P1, not of H1, nor where a row is not read.
SELECT * FROM pg_temp.refusal($$SELECT * FROM fund.bring_forward('i', '[{"account": "110102", "party": "H1", "opening_debit": 10}, {"account": "110102", "party": "H2", "opening_debit": 5},
    {"account": "2001", "party": "P1", "opening_credit": 5}, {"account": "2001", "party": "H1", "opening_credit": "1,0"}, {"account": "300101", "opening_credit": 10}]',
    open_items => '[{"account": "110102", "party": "H1", "date": "2025-11-31", "amount": 9}, {"account": "110102", "party": "H1", "date": "2025-12-01", "amount": 2},
                    {"account": "110102", "party": "H2", "date": "2025-12-01", "amount": 4}, {"account": "2001", "party": "P1", "date": "2025-12-01", "amount": 6},
                    {"account": "2001", "party": "H1", "date": "2025-12-01", "amount": 10}]')$$);
-- One that names nobody may be anybody's.
SELECT * FROM pg_temp.refusal($$SELECT * FROM fund.bring_forward('i', '[{"account": "110102", "party": "H1", "opening_debit": 10}, {"account": "2001", "party": "H1", "opening_credit": 10}]',
    open_items => '[{"account": "110102", "date": "2025-11-30", "amount": 9}, {"account": "110102", "party": "H1", "date": "2025-12-01", "amount": 2}, {"account": "2001", "party": "H1", "date": "2025-12-01", "amount": 9}]')$$);
SELECT count(*) FROM ledger.voucher;
SELECT count(*) FROM ledger.brought_forward;

--
-- What pairs nothing is not judged, and nobody else's voucher comes so.
--
SELECT * FROM fund.bring_forward('b', '[{"account": "1004", "opening_debit": 30, "debit": 70, "credit": 45}, {"account": "4601", "opening_credit": 30},
    {"account": "400101", "credit": "70.00"}, {"account": "50010101", "debit": "45.00"}, {"account": "1131", "basis": "accrual", "debit": 8},
    {"account": "400101", "basis": "accrual", "credit": 8}, {"account": "5101", "debit": "0"}, {"account": "3001"}]', '2026-05', source => '旧系统');
SELECT * FROM pg_temp.refusal($$SELECT fund.post('m', '2026-03-01', '期初余额', 'Dr 1004 1.00, Cr 400101 1.00')$$);
-- An opening that takes from an account, or is red, is no balance.
SELECT f FROM unnest('{"Dr 1004 1.00, Cr 1002 1.00", "Dr 1004 -1.00, Cr 1002 -1.00", "Dr 1004 -1.00, Cr 4601 -1.00", "Dr 1004 1.00, Dr 4601 -1.00"}'::text[]) AS j,
     LATERAL pg_temp.refusal(format('SELECT fund.post(%L, %L, %L, %L, kind => %L)', 'm', '2026-03-01', '期初余额', j, 'opening')) AS f;
SELECT * FROM pg_temp.refusal($$INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal, kind)
    SELECT book_id, '2026-03-01', '2026-01至2026-05累计发生额:普通', 'Dr 1004 1.00, Cr 1005 1.00', 'opening' FROM ledger.book WHERE book = 'm'$$);
SELECT * FROM pg_temp.refusal($$SELECT fund.post('b', '2026-05-31', '2026-01至2026-05累计发生额:普通', 'Dr 1004 1.00, Cr 400101 1.00')$$);
SELECT * FROM pg_temp.refusal($$INSERT INTO ledger.brought_voucher VALUES (1, 1, 1)$$);

-- A trigger of the owner's that changes such a voucher makes it one of its own.
CREATE FUNCTION pg_temp.other_journal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    new.journal := 'Dr 1004 5.00, Cr 4001 5.00';
    RETURN new;
END
$$;
CREATE TRIGGER other BEFORE INSERT ON ledger.voucher FOR EACH ROW WHEN (new.book_id = 2) EXECUTE FUNCTION pg_temp.other_journal();
SELECT * FROM pg_temp.bring('r', '[{"account": "1003", "debit": 1}, {"account": "4101", "credit": 1}]');
DROP TRIGGER other ON ledger.voucher;

-- One of them alone is not reversed, nor is what reverses it.
SELECT * FROM pg_temp.refusal($$SELECT fund.reverse('b', voucher_id, '2026-01-31') FROM ledger.brought_voucher WHERE book_id = 1 ORDER BY voucher_id LIMIT 1$$);
SELECT * FROM pg_temp.bring('b', '[]');
SELECT * FROM fund.withdraw_brought_forward('b', '错');
SELECT * FROM pg_temp.refusal($$SELECT fund.reverse('b', max(voucher_id), '2026-05-31') FROM ledger.brought_voucher WHERE book_id = 1$$);
SELECT * FROM pg_temp.refusal($$SELECT * FROM fund.withdraw_brought_forward('b', '错')$$);
SELECT * FROM pg_temp.refusal($$SELECT * FROM fund.withdraw_brought_forward('b', ' ')$$);
SELECT account, closing_debit, closing_credit FROM fund.trial_balance('b', '2026-05', 'accrual');

-- The months to be brought forward are nobody else's; later ones may have gone on.
SELECT fund.post('b', '2026-06-02', '六月', 'Dr 1003 9.00, Cr 4101 9.00') > 0 AS posted;
SELECT fund.post('b', '2026-05-02', '五月', 'Dr 1003 4.00, Cr 4101 4.00') AS may \gset
SELECT * FROM pg_temp.bring('b', '[{"account": "1003", "debit": 1}, {"account": "4101", "credit": 1}]');
SELECT fund.reverse('b', :may, '2026-05-03') > 0 AS reversed;
SELECT kind, amount FROM fund.bring_forward('b', '[{"account": "1003", "debit": 1}, {"account": "4101", "credit": 1}]', '2026-05');
SELECT * FROM pg_temp.bring('b', '[]');
SELECT call_no, through, source, brought_by = current_user AS by_me, withdrawn_by = current_user AS withdrawn_by_me, withdrawn_why
FROM ledger.brought_forward ORDER BY call_no;
-- So is the opening, but for what restates it.
SELECT fund.post('r', '2026-01-01', '期初余额', 'Dr 1003 9.00, Cr 3001 9.00', kind => 'opening') AS opening \gset
SELECT * FROM pg_temp.bring('r', '[{"account": "1003", "opening_debit": 1}, {"account": "3001", "opening_credit": 1}]', NULL);
SELECT fund.reverse('r', :opening, '2026-01-01') > 0 AS reversed;
SELECT * FROM pg_temp.bring('r', '[]');

-- An opening is replaced under what was posted since, and past what a list of
-- details has moved.
SELECT fund.create_book('s', '期初', '2017', '2026-01');
SELECT count(*) FROM fund.bring_forward('s', '[{"account": "1003", "opening_debit": 100}, {"account": "300101", "opening_credit": 100}]');
SELECT fund.post('s', '2026-01-05', '收到补贴', 'Dr 1003 5.00, Cr 4101 5.00') > 0 AS posted;
SELECT * FROM fund.name_account('s', '100301', '工行', takes_balance => true);
SELECT count(*) FROM fund.withdraw_brought_forward('s', '年初有误');
SELECT count(*) FROM fund.bring_forward('s', '[{"account": "100301", "opening_debit": 110}, {"account": "300101", "opening_credit": 110}]');
SELECT count(*) > 0 AS closed FROM fund.close_period('s', '2026-01');
SELECT account, opening_debit, period_debit, period_credit, closing_debit FROM fund.trial_balance('s', '2026-01') WHERE account LIKE '1003%';
SELECT * FROM fund.verify('s');
-- The same of months.
SELECT fund.create_book('sm', '月份', '2017', '2026-01');
SELECT count(*) FROM fund.bring_forward('sm', '[{"account": "1003", "opening_debit": 100, "debit": 50}, {"account": "300101", "opening_credit": 100}, {"account": "400101", "credit": 50}]', '2026-01');
SELECT * FROM fund.name_account('sm', '100301', '工行', takes_balance => true);
SELECT count(*) FROM fund.withdraw_brought_forward('sm', '错');
SELECT count(*) FROM fund.bring_forward('sm', '[{"account": "100301", "opening_debit": 110, "debit": 50}, {"account": "300101", "opening_credit": 110}, {"account": "400101", "credit": 50}]', '2026-01');
SELECT count(*) > 0 AS closed FROM fund.close_period('sm', '2026-01');
SELECT account, opening_debit, year_debit, year_credit, closing_debit FROM fund.trial_balance('sm', '2026-01') WHERE account LIKE '1003%';
SELECT * FROM fund.verify('sm');

-- 300102 is in both groups of transfers, and gives each what its other account lacks.
SELECT fund.create_book('tg', '两组', 'reform', '2026-01');
SELECT kind, amount FROM fund.bring_forward('tg', '[{"account": "300102", "opening_credit": 300, "kind": "基金间调整", "debit": 2, "credit": 15},
    {"account": "1003", "opening_debit": 1000}, {"account": "300101", "opening_credit": 500}, {"account": "300103", "opening_credit": 200},
    {"account": "300101", "kind": "transfer", "debit": 10}, {"account": "300103", "kind": "transfer", "debit": 5, "credit": 2}]', '2026-01');
SELECT account, year_debit, year_credit, closing_credit FROM fund.trial_balance('tg', '2026-01') WHERE account LIKE '3001%';
SELECT count(*) > 0 AS closed FROM fund.close_period('tg', '2026-01');
SELECT action FROM fund.reopen_period('tg', '2026-01', '错', 'error_correction');
SELECT count(*) FROM fund.withdraw_brought_forward('tg', '错');
SELECT * FROM pg_temp.bring('tg', '[{"account": "300102", "kind": "transfer", "credit": 15}, {"account": "300101", "kind": "transfer", "debit": 10}, {"account": "300103", "kind": "transfer", "debit": 4}]', '2026-01');
SELECT * FROM pg_temp.bring('tg', '[{"account": "300102", "kind": "分设", "credit": 15}, {"account": "300101", "kind": "split", "debit": 15}]', '2026-01');

--
-- Kinds, groups, red sums, what is left out.
--
SELECT * FROM pg_temp.bring('r', '[{"account": "3001", "kind": "closing", "credit": 5}, {"account": "4001", "kind": "closing", "debit": 4}]');
SELECT voucher_date, kind, amount FROM fund.bring_forward('r', '[{"account": "1003", "opening_debit": 10, "debit": 20, "credit": "-3.00"},
    {"account": "3001", "opening_credit": 10}, {"account": "4001", "credit": 20}, {"account": "5101", "debit": "-3"},
    {"account": "4001", "kind": "不计", "debit": 20}, {"account": "3001", "kind": "left_out", "credit": 20}]', '2026-03');
SELECT DISTINCT action FROM fund.close_period('r', '2026-03') ORDER BY action;
SELECT account, opening_credit, year_debit, year_credit, closing_credit FROM fund.trial_balance('r', '2026-03') WHERE account IN ('3001', '4001', '5101');
SELECT account, opening_credit, year_debit, year_credit, closing_credit FROM fund.trial_balance('r', '2026-02') WHERE account IN ('3001', '4001');
SELECT account, debit, credit FROM fund.balances('r', '2026-03-15') WHERE account = '1003';
SELECT account, opening_debit, debit, credit, closing_debit FROM fund.balances('r', '2026-03-15', '2026-04-15') WHERE account = '1003';
SELECT account, opening_debit, debit, credit, closing_debit FROM fund.balances('r', '2026-04-15') WHERE account = '1003';
-- One NOTICE a report.
SET client_min_messages = notice;
SELECT count(*) > 0 AS shown FROM fund.statement_pack('r', '2026-02');
SELECT item_id, opening, closing FROM fund.balance_sheet('r', '2026-02') WHERE item_id = 'A0';
SELECT count(*) FROM fund.trial_balance('r', '2026-02');
SELECT voucher_date, summary, debit, credit, direction, balance FROM fund.account_ledger('r', '1003', '2026-02', '2026-04');
SELECT voucher_date, summary, balance FROM fund.account_ledger('r', '1003', '2026-01', '2026-02');
SELECT voucher_date, summary, balance FROM fund.account_ledger('r', '1003', '2026-04', '2026-04');
SELECT count(*) FROM fund.balances('r', '2026-02-10');
SELECT count(*) FROM fund.balances('r', '2026-04-10');
SELECT level, kind, item_id, contribution FROM fund.explain('r', '收支表', 'I1', '2026-02');
RESET client_min_messages;
SET client_min_messages = warning;
SELECT * FROM pg_temp.refusal($$SELECT * FROM fund.withdraw_brought_forward('r', '错')$$);
SELECT * FROM pg_temp.bring('r', '[]');

-- 2017 has two groups that are closed: a voucher each.
SELECT fund.create_book('g', '组', '2017', '2026-01');
SELECT kind, amount FROM fund.bring_forward('g', '[{"account": "1003", "debit": 30}, {"account": "400101", "credit": 20}, {"account": "400102", "credit": 10},
    {"account": "400101", "kind": "closing", "debit": 20}, {"account": "300101", "kind": "closing", "credit": 20},
    {"account": "400102", "kind": "closing", "debit": 10}, {"account": "300102", "kind": "closing", "credit": 10}]', '2026-02');
-- An adjustment wants its reason.
SELECT fund.create_book('a', '调', '2017', '2026-01');
SELECT voucher_id AS adjusted FROM fund.bring_forward('a', '[{"account": "1003", "kind": "adjustment", "debit": 3}, {"account": "300101", "kind": "调整", "credit": 3}]', '2026-02') \gset
SELECT split_part(f, ' of book', 1) FROM pg_temp.refusal($$SELECT * FROM fund.close_period('a', '2026-02')$$) AS f LIMIT 1;
SELECT fund.restate('a', :adjusted, 'error_correction', '旧系统已更正') > 0 AS restated;
SELECT count(*) > 0 AS closed FROM fund.close_period('a', '2026-02');

-- A lower book whose months are not provided makes its upper book's rule not evaluable, and no failure.
SELECT fund.create_book('u', '省', '2017', '2026-01');
SELECT fund.create_book('l', '县', '2017', '2026-01', parent => 'u');
SELECT fund.post('u', '2026-02-01', '上解', 'Dr 1003 5.00, Cr 440201 5.00') > 0 AS posted;
SELECT kind FROM fund.bring_forward('l', '[{"account": "1003", "opening_debit": 5, "credit": 5}, {"account": "300101", "opening_credit": 5}, {"account": "530101", "debit": 5}]', '2026-03');
SELECT m, verdict, reason FROM unnest('{2026-02,2026-03,2026-04}'::text[]) AS m, fund.articulation('u', m) WHERE rule = '上下级往来-上解';

-- Last year's figures: what stood at its end is what the book opens with, line by line, at the same precision.
SELECT fund.create_book('lx', '上年', '2017', '2026-01');
SELECT * FROM pg_temp.refusal($$SELECT * FROM fund.bring_forward('lx', '[{"account": "1003", "opening_debit": 60}, {"account": "1004", "opening_debit": 40}, {"account": "300101", "opening_credit": 100}]',
    last_year => '[{"statement": "资产负债表", "item_id": "A3", "figure": 99}, {"statement": "资产负债表", "item_id": "A4", "figure": 40}, {"statement": "资产负债表", "item_id": "A0", "figure": 100},
                   {"statement": "balance_sheet", "item_id": "N11", "figure": 41}, {"statement": "收支表", "item_id": "T1", "figure": 7}, {"statement": "资产负债表", "item_id": "L1", "figure": 0.01}]')$$);
SELECT count(*) FROM ledger.voucher JOIN ledger.book USING (book_id) WHERE book = 'lx';
SELECT * FROM pg_temp.refusal($$SELECT * FROM fund.bring_forward('lx', '[{"account": "1003", "opening_debit": 60, "debit": 5}, {"account": "300101", "opening_credit": 60}, {"account": "4101", "credit": 5}]', '2026-05',
    last_year => '[{"statement": "资产负债表", "item_id": "A3", "figure": 65}]')$$);
SELECT fund.create_book('lo', '上年', 'reform', '2026-01');
SELECT * FROM pg_temp.refusal($$SELECT * FROM fund.bring_forward('lo', '[{"account": "1003", "opening_debit": 60}, {"account": "300101", "opening_credit": 60},
    {"account": "1131", "basis": "accrual", "opening_debit": 5}, {"account": "300101", "basis": "accrual", "opening_credit": 5}]',
    last_year => '[{"statement": "资产负债表", "item_id": "A0", "figure": 65}, {"statement": "资产负债表", "item_id": "A0", "basis": "accrual", "figure": 60}]')$$);
SELECT kind FROM fund.bring_forward('lo', '[{"account": "1003", "opening_debit": 60}, {"account": "300101", "opening_credit": 60},
    {"account": "1131", "basis": "accrual", "opening_debit": 5}, {"account": "300101", "basis": "accrual", "opening_credit": 5}]',
    last_year => '[{"statement": "资产负债表", "item_id": "A0", "figure": 60}, {"statement": "资产负债表", "item_id": "A0", "basis": "accrual", "figure": 65}]');
SELECT rule, lhs, rhs, verdict FROM fund.articulation('lo', '2026-01', 'accrual') WHERE rule = '年初余额-资产总计';
-- A book that begins within a year opens with what no year ended with.
SELECT fund.create_book('lm', '年中', '2017', '2026-03');
SELECT kind FROM fund.bring_forward('lm', '[{"account": "1003", "opening_debit": 9}, {"account": "300101", "opening_credit": 9}]',
    last_year => '[{"statement": "资产负债表", "item_id": "A0", "figure": 8}]');
SELECT rule, verdict, reason FROM fund.articulation('lm', '2026-03') WHERE rule = '年初余额-资产总计';

-- Of turnover they are what their column is made of.
SELECT fund.create_book('ly', '上年', '2017', '2026-01');
SELECT kind FROM fund.bring_forward('ly', '[{"account": "1003", "opening_debit": 9}, {"account": "300101", "opening_credit": 9}]',
    last_year => '[{"statement": "收支表", "item_id": "T1", "figure": 3}, {"statement": "收支表", "item_id": "T2", "figure": 0}, {"statement": "收支表", "item_id": "T3", "figure": 1},
                   {"statement": "收支表", "item_id": "T4", "figure": 0}, {"statement": "收支表", "item_id": "T5", "figure": 0}, {"statement": "收支表", "item_id": "T6", "figure": 0.01},
                   {"statement": "资产负债表", "item_id": "A0", "figure": 9}, {"statement": "资产负债表", "item_id": "N0", "figure": 9}]');
SELECT item_id, column_name, figure FROM fund.statement('ly', '收支表', '2026-12', annual => true, enforce => false) WHERE item_id ~ '^[TG]0|T[123]$' AND column_no > 1;
SELECT item_id, column_name, figure FROM fund.statement('ly', '收支表', '2027-12', annual => true, enforce => false) WHERE item_id = 'T1';
SELECT level, kind, item_id, contribution FROM fund.explain('ly', '收支表', 'T0', '2026-12', '上年数');
SELECT level, kind, item_id, contribution FROM fund.explain('ly', '收支表', 'G0', '2026-12', '上年数');
SELECT rule, lhs, rhs, difference, verdict, reason FROM fund.articulation('ly', '2026-02') WHERE rule ~ '^年初余额';
SELECT "规则", "结论", "原因" FROM fund."勾稽"('ly', '2026-02') WHERE "规则" = '年初余额-负债与净资产总计';
-- What is opened besides is not in them.
SELECT fund.post('ly', '2026-01-01', '漏列', 'Dr 1004 1.00, Cr 300101 1.00', kind => 'opening') > 0 AS posted;
SELECT rule, lhs, rhs, difference, verdict, reason FROM fund.articulation('ly', '2026-02') WHERE rule ~ '^年初余额';
SELECT f FROM pg_temp.refusal($$SELECT * FROM fund.balance_sheet('ly', '2026-02')$$) AS f;
SELECT f FROM pg_temp.refusal($$SELECT * FROM fund.close_period('ly', '2026-01')$$) AS f;

-- What a rule wants to be nothing when a year, or a month, ends is not opened with unsaid.
SELECT fund.create_book(b, '待转', s, p) > 0 AS created FROM (VALUES ('w1', '2017', '2026-01'), ('w2', '2017', '2026-01'), ('w3', 'reform', '2026-01'), ('w4', '2017', '2026-04'), ('w5', '1999', '2026-01')) AS v (b, s, p);
BEGIN;
\set VERBOSITY sqlstate
SELECT kind FROM fund.bring_forward('w1', '[{"account": "1003", "opening_debit": 100, "debit": 5}, {"account": "4601", "opening_credit": 100, "credit": 5}]', '2026-02');
\set VERBOSITY default
ROLLBACK;
SELECT kind FROM fund.bring_forward('w1', '[{"account": "1003", "opening_debit": 100, "debit": 5}, {"account": "4601", "opening_credit": 100, "credit": 5}]', '2026-02');
SELECT fund.post('w2', '2026-01-01', '期初', 'Dr 1003 150, Cr 4601 100, Cr 4602 20, Cr 300101 30', kind => 'opening') AS opened \gset
SELECT fund.reverse('w2', :opened, '2026-01-31') > 0 AS reversed;
INSERT INTO ledger.voucher (book_id, voucher_date, summary, kind, journal)
SELECT book_id, '2026-01-01', '期初', 'opening', 'Dr 1003 3, Cr 4602 3' FROM ledger.book WHERE book = 'w2';
SELECT fund.post('w3', '2026-01-01', '期初', 'Dr 1003 150, Cr 4601 100, Cr 4602 20, Cr 300101 30', kind => 'opening') > 0 AS posted;
SELECT fund.post('w4', '2026-04-01', '期初', 'Dr 1003 150, Cr 4601 100, Cr 4602 20, Cr 300101 30', kind => 'opening') > 0 AS posted;
SELECT fund.post('w5', '2026-01-01', '期初', 'Dr 102 150, Cr 403 100, Cr 404 20, Cr 301 30', kind => 'opening') > 0 AS posted;

-- Guarded accounts: what another system let go red is for the close to name.
SELECT fund.derive_standard('2017', 'own', '自定');
UPDATE ledger.account SET overdraft = 'guarded' WHERE standard = 'own' AND account = '1004';
SELECT fund.create_book('o', '自定', 'own', '2026-01');
SELECT kind FROM fund.bring_forward('o', '[{"account": "1004", "opening_debit": 5, "credit": 8}, {"account": "300101", "opening_credit": 5}, {"account": "50010101", "debit": 8}]', '2026-03');
SELECT * FROM pg_temp.refusal($$SELECT fund.post('o', '2026-04-01', '支付', 'Dr 50010101 1.00, Cr 1004 1.00')$$);
SELECT * FROM pg_temp.refusal($$SELECT * FROM fund.close_period('o', '2026-03')$$);
SELECT count(*) FROM fund.withdraw_brought_forward('o', '透支有误');
SELECT kind FROM fund.bring_forward('o', '[{"account": "1004", "opening_debit": 9, "credit": 8}, {"account": "300101", "opening_credit": 9}, {"account": "50010101", "debit": 8}]', '2026-03');
SELECT fund.post('o', '2026-04-01', '支付', 'Dr 50010101 1.00, Cr 1004 1.00') > 0 AS posted;
SELECT f FROM pg_temp.refusal($$SELECT fund.post('o', '2026-04-01', '支付', 'Dr 50010101 1.00, Cr 1004 1.00')$$) AS f LIMIT 1;

--
-- Who may.
--
CREATE ROLE regress_clerk;
CREATE ROLE regress_chief;
SELECT fund.grant_duty('regress_clerk', 'prepare', 'm'), fund.grant_duty('regress_chief', 'supervise', 'm');
SET ROLE regress_chief;
SELECT fund.bring_forward('m', '[]');
RESET ROLE;
SELECT fund.grant_duty('regress_chief', 'prepare', 'm');
SET ROLE regress_clerk;
SELECT fund.bring_forward('m', '[]');
RESET ROLE;
SET ROLE regress_chief;
SELECT voucher_date, kind, amount FROM fund.bring_forward('m', '[{"account": "1004", "opening_debit": 1}, {"account": "4602", "opening_credit": 1}]');
SELECT count(*) FROM fund.withdraw_brought_forward('m', '错');
RESET ROLE;
SELECT prepared_by, reviewed_by, count(*) FROM ledger.voucher JOIN ledger.book USING (book_id) WHERE book = 'm' GROUP BY 1, 2;
SELECT fund.create_book('v', '复核', '2017', '2026-01', review_required => true);
SELECT fund.grant_duty('regress_clerk', 'prepare', 'v'), fund.grant_duty('regress_chief', 'supervise', 'v'), fund.grant_duty('regress_chief', 'review', 'v');
SELECT fund.grant_duty('regress_clerk', 'supervise', 'v');
SET ROLE regress_chief;
SELECT fund.bring_forward('v', '[{"account": "1003", "opening_debit": 1}, {"account": "300101", "opening_credit": 1}]', prepared_by => 'regress_clerk');
SELECT fund.prepare_bring_forward('v', '[]');
RESET ROLE;
-- one prepares the beginning, the other carries it out
SET SESSION AUTHORIZATION regress_clerk;
SELECT fund.prepare_bring_forward('v', '[{"account": "1003", "opening_debit": 1}, {"account": "3001", "opening_credit": 1}]');
SELECT fund.prepare_bring_forward('v', '[{"account": "1003", "opening_debit": 1}, {"account": "300101", "opening_credit": 1}]', source => '旧系统') AS start \gset
SELECT fund.prepare('v', '2026-01-02', '并存', 'Dr 1003 1.00, Cr 400101 1.00') AS other \gset
SELECT fund.approve_draft('v', :start, 1);
SET SESSION AUTHORIZATION regress_chief;
SELECT state, kind, voucher_date, summary, start_order FROM ledger.draft_list WHERE draft_id = :start;
SELECT fund.approve_drafts('v', ARRAY[:start, :other], ARRAY[1, 1]);
SELECT fund.return_draft('v', :start, '再核');
SET SESSION AUTHORIZATION regress_clerk;
SELECT fund.save_draft('v', draft_id => :start);
SELECT * FROM fund.submit_draft('v', :start);
SET SESSION AUTHORIZATION regress_chief;
SELECT fund.approve_draft('v', :start, 1) = (SELECT voucher_id FROM ledger.draft_list WHERE draft_id = :start) AS begun;
SELECT fund.approve_draft('v', :start, 1) = (SELECT voucher_id FROM ledger.draft_list WHERE draft_id = :start) AS again;
SELECT * FROM fund.withdraw_brought_forward('v', '错');
SET SESSION AUTHORIZATION regress_clerk;
SELECT fund.prepare_withdrawal('v', ' ');
SELECT fund.prepare_withdrawal('v', '数错') AS withdrawal \gset
SET SESSION AUTHORIZATION regress_chief;
SELECT fund.approve_draft('v', :withdrawal, 1) > 0 AS withdrawn;
-- figures of last year alone make no voucher
SET SESSION AUTHORIZATION regress_clerk;
SELECT fund.withdraw_draft('v', :other), fund.prepare_bring_forward('v', '[]', last_year => '[{"statement": "收支表", "item_id": "T1", "figure": 452}]') AS figures \gset
SET SESSION AUTHORIZATION regress_chief;
SELECT fund.approve_draft('v', :figures, 1) IS NULL AS no_voucher;
SELECT draft = :figures AS is_it, voucher_id FROM fund.approve_drafts('v', ARRAY[:figures], ARRAY[1]);
RESET SESSION AUTHORIZATION;
SELECT brought_by, source, withdrawn_by, withdrawn_why FROM ledger.brought_forward JOIN ledger.book USING (book_id) WHERE book = 'v';
SELECT prepared_by, reviewed_by, count(*) FROM ledger.voucher JOIN ledger.book USING (book_id) WHERE book = 'v' GROUP BY 1, 2;

--
-- fund.verify compares what is said with the vouchers.
--
SELECT b.book, v.* FROM ledger.book AS b, fund.verify(b.book) AS v WHERE b.book <> 'o';
SELECT fund.create_book('t', '核', '2017', '2026-01');
SELECT kind FROM fund.bring_forward('t', '[{"account": "110102", "party": "H1", "opening_debit": 5}, {"account": "300101", "opening_credit": 5}]',
    open_items => '[{"account": "110102", "party": "H1", "date": "2025-05-01", "amount": 5}]');
SELECT book_id AS t FROM ledger.book WHERE book = 't' \gset
SET session_replication_role = replica;
UPDATE ledger.brought_item SET amount = 6 WHERE book_id = :t;
INSERT INTO ledger.brought_voucher VALUES (:t, 999999, 1);
SELECT * FROM fund.verify('t');
DELETE FROM ledger.brought_voucher WHERE voucher_id = 999999;
UPDATE ledger.brought_item SET amount = 5 WHERE book_id = :t;
UPDATE ledger.brought_forward SET withdrawn_by = 'x', withdrawn_at = now(), withdrawn_why = 'x' WHERE book_id = :t;
SELECT object IS NOT NULL AS found, expected, found FROM fund.verify('t') WHERE check_name <> 'log';
UPDATE ledger.brought_forward SET withdrawn_by = NULL, withdrawn_at = NULL, withdrawn_why = NULL, through = '2030-01' WHERE book_id = :t;
SELECT * FROM fund.verify('t') WHERE check_name <> 'log';
UPDATE ledger.brought_forward SET through = '2020-01' WHERE book_id = :t;
SELECT * FROM pg_temp.refusal($$SELECT * FROM fund.balance_sheet('t', '2026-01')$$);
SELECT check_name, found FROM fund.verify('t') ORDER BY 1, 2;
UPDATE ledger.brought_forward SET through = NULL WHERE book_id = :t;
RESET session_replication_role;
SELECT * FROM fund.verify('t');
-- Once its first month is closed they are sealed.
SELECT count(*) > 0 AS closed FROM fund.close_period('t', '2026-01');
SET session_replication_role = replica;
UPDATE ledger.brought_item SET item_date = '2026-01-01' WHERE book_id = :t;
UPDATE ledger.brought_forward SET source = '某系统' WHERE book_id = :t;
RESET session_replication_role;
SELECT check_name, period, object FROM fund.verify('t') WHERE check_name <> 'log';

--
-- What was created by mistake.
--
SELECT fund.create_book('x', '错', '2017', '2026-01');
SELECT fund.grant_duty('regress_clerk', 'prepare', 'x');
SELECT fund.create_book('y', '下级', '2017', '2026-01', parent => 'x');
INSERT INTO ledger.party (party, name, party_kind, book_id) SELECT 'X1', '下级基金', 'lower', book_id FROM ledger.book WHERE book = 'y';
INSERT INTO ledger.party (party, name, party_kind) VALUES ('Z1', '从未使用', 'payer');
SELECT * FROM pg_temp.refusal($$SELECT fund.drop_book('x')$$);
SELECT * FROM pg_temp.refusal($$SELECT fund.drop_book('y')$$);
SELECT fund.drop_party('X1');
SELECT fund.drop_book('y');
SELECT fund.drop_book('x');
SELECT count(*) FROM ledger.duty WHERE book_id IS NOT NULL AND book_id NOT IN (SELECT book_id FROM ledger.book);
SELECT * FROM pg_temp.refusal($$SELECT fund.drop_book('x')$$);
SELECT * FROM pg_temp.refusal($$SELECT fund.post('x', '2026-01-01', '…', 'Dr 1003 1.00, Cr 4101 1.00')$$);
SELECT * FROM pg_temp.refusal($$SELECT fund.drop_book('t')$$);
SELECT * FROM pg_temp.refusal($$DELETE FROM ledger.book WHERE book = 'b'$$);
SELECT * FROM pg_temp.refusal($$SELECT fund.drop_party('H1')$$);
SELECT * FROM pg_temp.refusal($$DELETE FROM ledger.party WHERE party = 'H1'$$);
SELECT * FROM pg_temp.refusal($$SELECT fund.drop_party('NONE')$$);
DELETE FROM ledger.party WHERE party = 'Z1';
SELECT * FROM pg_temp.refusal($$SELECT fund.post('b', '2026-06-01', '…', 'Dr 1003 1.00 @Z1, Cr 4101 1.00')$$);
SELECT * FROM pg_temp.refusal($$TRUNCATE ledger.party$$);
-- A book whose months were closed without a voucher has been used.
SELECT fund.create_book('c', '空', '2017', '2026-01');
SELECT count(*) > 0 AS closed FROM fund.close_period('c', '2026-01');
SELECT * FROM pg_temp.refusal($$SELECT fund.drop_book('c')$$);
-- Nor has one of which a table of the ledger has a row, whichever it is; and of a
-- standard that is dropped none has.
CREATE TABLE ledger.later (of_book integer REFERENCES ledger.book, book_id integer);
SELECT fund.create_book('z', '后', '2017', '2026-01') AS z \gset
INSERT INTO ledger.later (of_book) VALUES (:z);
SELECT * FROM pg_temp.refusal($$SELECT fund.drop_book('z')$$);
UPDATE ledger.later SET of_book = NULL, book_id = :z;
SELECT * FROM pg_temp.refusal($$SELECT fund.drop_book('z')$$);
DROP TABLE ledger.later;
SELECT * FROM fund.name_account('z', '100401', '工行');
SELECT * FROM pg_temp.refusal($$SELECT fund.drop_book('z')$$);
SELECT fund.drop_account('z', '100401');
SELECT fund.drop_book('z');
SELECT fund.derive_standard('2017', 'dropped', '…');
CREATE TEMPORARY VIEW of_dropped AS
SELECT count(*) AS tables, sum((xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM ledger.%I WHERE standard = ''dropped''', c.relname), false, true, '')))[1]::text::integer) AS rows
FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'standard'
WHERE c.relnamespace = 'ledger'::regnamespace AND c.relkind = 'r';
SELECT tables, rows > 100 AS has_rows FROM of_dropped;
SELECT fund.drop_standard('dropped');
SELECT * FROM of_dropped;
DROP VIEW of_dropped;

--
-- Accounts by name, and details of the book.
--
SELECT fund.create_book('n', '名称', '2017', '2026-01');
SELECT action, detail FROM fund.name_accounts('n', '[{"科目": "100301", "名称": "工行"}, {"科目": "100302", "名称": "建行"}, {"科目": "100401", "名称": "建行"},
    {"科目": "11010201", "名称": "市一院"}]');
SELECT action FROM fund.name_account('n', '100301', '工商银行', from_period => '2026-06');
SELECT * FROM pg_temp.bring('n', '[{"科目": "建行", "年初借方": 1}, {"科目": "工商银行", "年初借方": 1}, {"科目": "财政专户存款", "年初借方": 1},
    {"科目": "统筹基金", "年初贷方": 3}, {"科目": "１００３", "年初借方": 1}, {"科目": "99ab", "年初借方": 1}]');
SELECT voucher_date, kind, amount FROM fund.bring_forward('n', '[{"科目": "支出户存款-建行", "年初借方": 1}, {"科目": "工行", "年初借方": 1, "累计借方": 2},
    {"科目": "市一院", "往来编码": "H1", "年初借方": 1}, {"科目": "300101", "年初贷方": 3}, {"科目": "社会保险费收入-统筹基金", "累计贷方": 2}]', '2026-05',
    open_items => '[{"科目": "市一院", "往来编码": "H1", "发生日期": "2025-11-20", "金额": 1}]');
SELECT account, name, closing_debit, closing_credit FROM fund.trial_balance('n', '2026-05') WHERE account LIKE '1%';
SELECT i.account, i.amount FROM ledger.brought_item AS i JOIN ledger.book USING (book_id) WHERE book = 'n';

SET ROLE regress_clerk;
SELECT fund.drop_book('c');
RESET ROLE;
DROP OWNED BY regress_clerk, regress_chief;
DROP ROLE regress_clerk, regress_chief;

--
-- By day: what is not known is null, and what moved in those months is not left out.
--
SELECT fund.create_book('d', '日', 'reform', '2026-01');
-- what was brought forward by mistake and withdrawn is in no row
SELECT count(*) FROM fund.bring_forward('d', '[{"account": "1201", "debit": 9}, {"account": "1003", "credit": 9}]', '2026-05');
SELECT count(*) FROM fund.withdraw_brought_forward('d', '错');
SELECT count(*) FROM fund.bring_forward('d', '[{"account": "1003", "opening_debit": 100, "debit": 50, "credit": 40}, {"account": "300101", "opening_credit": 90},
    {"account": "110102", "party": "H1", "opening_debit": 10}, {"account": "110102", "party": "H2", "debit": 16},
    {"account": "2001", "party": "P1", "opening_credit": 20, "debit": 20}, {"account": "400101", "credit": 50}, {"account": "50010101", "debit": 4}]', '2026-05');
SELECT fund.post('d', '2026-06-10', '收入', 'Dr 1003 7.00, Cr 400101 7.00') > 0, fund.post('d', '2026-06-11', '结算', 'Dr 50010101 3.00, Cr 110102 3.00 @H2') > 0;
CREATE FUNCTION pg_temp.by_day(first date, last date, by_party boolean DEFAULT false) RETURNS TABLE (account text, party text, opening numeric, debit numeric, credit numeric, closing numeric)
    LANGUAGE sql AS $$ SELECT account, party, opening_debit - opening_credit, debit, credit, closing_debit - closing_credit FROM fund.balances('d', first, last, by_party)
                       WHERE level > 1 OR account IN ('1003', '1201', '2001') $$;
-- within them, from the first day on, and from a later one
SELECT * FROM pg_temp.by_day('2026-01-01', '2026-03-15');
SELECT * FROM pg_temp.by_day('2026-02-10', '2026-05-30', true);
-- the same as of a day; the accounts of the 科目余额表 of the month are the same
SELECT account FROM fund.balances('d', '2026-03-15') EXCEPT SELECT account FROM fund.trial_balance('d', '2026-03');
SELECT account, opening_debit, period_debit, closing_debit FROM fund.trial_balance('d', '2026-03') WHERE account LIKE '4%';
-- over their end: what they left is known, but not what moved since a day within them
SELECT * FROM pg_temp.by_day('2026-03-15', '2026-06-15', true);
-- all of them, and after them: all is known
SELECT * FROM pg_temp.by_day('2026-01-01', '2026-05-31', true);
SELECT * FROM pg_temp.by_day('2026-06-01', '2026-06-30');
-- of no day within them is anything known but what stood before the first
SELECT count(*) AS days, count(*) FILTER (WHERE b.debit IS NOT NULL OR b.credit IS NOT NULL OR b.closing_debit IS NOT NULL OR b.closing_credit IS NOT NULL) AS known
FROM generate_series(date '2026-01-01', date '2026-05-30', interval '1 day') AS day, LATERAL fund.balances('d', day::date, true) AS b;
SELECT "科目编码", "往来编码", "期末借方余额" FROM fund."余额表"('d', date '2026-04-01', true) WHERE "科目编码" = '110102';
DROP SCHEMA ledger CASCADE;
