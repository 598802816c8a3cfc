-- A standard of one's own that books are kept by: what a change may not take from
-- them, and what it leaves as it was.
SET client_encoding = 'UTF8';
SET search_path = "$user", public, fund;
SET client_min_messages = warning;
SELECT fund.create_ledger();
\pset null '-'

-- The SQLSTATE, message, detail and hint of statements that must fail together,
-- when their transaction would commit; or nothing stays.
CREATE FUNCTION pg_temp.outcome(VARIADIC change text[]) RETURNS TABLE (said text)
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_change text;
        v_detail text;
        v_hint   text;
    BEGIN
        FOREACH v_change IN ARRAY change LOOP
            EXECUTE v_change;
        END LOOP;
        SET CONSTRAINTS ALL IMMEDIATE;
        RAISE division_by_zero;
    EXCEPTION WHEN division_by_zero THEN
        RETURN QUERY SELECT 'taken';
    WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS v_detail = PG_EXCEPTION_DETAIL, v_hint = PG_EXCEPTION_HINT;
        RETURN QUERY
            SELECT s FROM unnest(ARRAY[SQLSTATE || ' ' || SQLERRM, v_detail, v_hint]) AS s
            WHERE s <> '';
    END
    $$;
CREATE FUNCTION pg_temp.state(VARIADIC change text[]) RETURNS text
    LANGUAGE sql AS $$ SELECT left(said, 5) FROM pg_temp.outcome(VARIADIC change) AS said LIMIT 1 $$;
CREATE FUNCTION pg_temp.close_through(book text, period text) RETURNS bigint
    LANGUAGE sql AS $$
        SELECT count(*) FROM (SELECT max(b.period) AS last FROM ledger.book_month AS b WHERE b.book = $1 AND b.state = 'closed') AS l,
            generate_series(1, 12) AS m, fund.close_period($1, left($2, 5) || to_char(m, 'FM00')) AS c
        WHERE c.action = 'sealed' AND left($2, 5) || to_char(m, 'FM00') <= $2 AND left($2, 5) || to_char(m, 'FM00') > coalesce(l.last, '')
    $$;

SELECT fund.derive_standard('2017', '窗', '自定');
SELECT fund.create_book('甲', '甲', '窗', '2026-01') > 0 AS created;

-- Income and spending that no year would end for ---------------------------------

-- a carry rule gone, sent to a detail of what it empties, of a detail alone
SELECT * FROM pg_temp.outcome($$DELETE FROM ledger.carry_rule WHERE standard = '窗' AND from_account = '4101'$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.carry_rule SET from_account = '410101' WHERE standard = '窗' AND from_account = '4101'$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.carry_rule SET from_account = '40010101' WHERE standard = '窗' AND from_account = '400101'$$);
-- what the same step fills again once it is emptied, and what it empties into nothing
SELECT * FROM pg_temp.outcome($$UPDATE ledger.carry_rule SET to_account = '450101' WHERE standard = '窗' AND from_account = '4101'$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.carry_rule SET to_account = '410101' WHERE standard = '窗' AND from_account = '4101'$$);
-- an account that comes without a rule, an old one that takes vouchers now
SELECT * FROM pg_temp.outcome($$INSERT INTO ledger.account (standard, account, name, element, normal_side, kinds)
                                VALUES ('窗', '5303', '其他补助', 'expenditure', 'debit', '{normal, closing}')$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.account SET postable = true WHERE standard = '窗' AND account = '4102'$$);
-- one that no longer takes openings; one that is to be closed at the end of the year alone
SELECT * FROM pg_temp.outcome($$UPDATE ledger.account SET kinds = '{normal}' WHERE standard = '窗' AND account = '4602'$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.carry_rule SET due = 'year_end' WHERE standard = '窗' AND from_account = '4101'$$);
-- what is to stand over the end of a year says so
SELECT * FROM pg_temp.outcome($$DELETE FROM ledger.carry_rule WHERE standard = '窗' AND from_account = '4101'$$,
                              $$UPDATE ledger.account SET kinds = '{opening, normal}' WHERE standard = '窗' AND account = '4101'$$);

-- A standard that no book is kept by may be made row by row; a book asks, by
-- whatever way it comes.
SELECT fund.derive_standard('2017', '空', '自定');
DELETE FROM ledger.carry_rule WHERE standard = '空';
SELECT * FROM pg_temp.outcome($$SELECT fund.create_book('乙', '乙', '空', '2026-01')$$);
SELECT * FROM pg_temp.outcome($$INSERT INTO ledger.book (book, name, standard, first_period) VALUES ('乙', '乙', '空', '2026-01')$$);
SELECT * FROM pg_temp.outcome($$INSERT INTO ledger.book (book, name, standard, first_period) VALUES ('乙', '乙', '无', '2026-01')$$);
-- with the book in the transaction that takes the rules
SELECT pg_temp.state($$SELECT fund.derive_standard('2017', '同', '自定')$$,
                     $$SELECT fund.create_book('丙', '丙', '同', '2026-01')$$,
                     $$DELETE FROM ledger.carry_rule WHERE standard = '同'$$);

-- What came by another way, as by a restore, stops at the end of the year.
SELECT fund.post('甲', '2026-03-05', '财政补贴', 'Dr 1003 70.00, Cr 4101 70.00') > 0 AS posted;
SET session_replication_role = replica;
DELETE FROM ledger.carry_rule WHERE standard = '窗' AND from_account = '4101';
RESET session_replication_role;
SELECT pg_temp.close_through('甲', '2026-11');
SELECT * FROM pg_temp.outcome($$SELECT fund.close_period('甲', '2026-12')$$);
-- and whoever changes the standard next is told
SELECT pg_temp.state($$UPDATE ledger.account SET note = '-' WHERE standard = '窗' AND account = '1001'$$);
INSERT INTO ledger.carry_rule (standard, carry_group, from_account, to_account, kind) VALUES ('窗', '统筹基金', '4101', '300101', 'closing');
SELECT fund.year_end('甲', '2026') IS NOT NULL AS closed LIMIT 1;

-- What no book needs any more takes nothing; in the year in which it is used it does,
-- and its rule stays for ever.
SELECT pg_temp.state($$UPDATE ledger.account SET kinds = '{}', postable = false WHERE standard = '窗' AND account = '4101'$$);
SELECT count(*) > 0 AS closed FROM fund.close_period('甲', '2027-01');
SELECT * FROM pg_temp.outcome($$UPDATE ledger.account SET kinds = '{}', postable = false WHERE standard = '窗' AND account = '4101'$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.account SET kinds = '{}', postable = false WHERE standard = '窗' AND account = '4101'$$,
                              $$DELETE FROM ledger.carry_rule WHERE standard = '窗' AND from_account = '4101'$$);

-- Dropping a standard --------------------------------------------------------------

SELECT * FROM pg_temp.outcome($$SELECT fund.drop_standard('窗')$$);
SELECT * FROM pg_temp.outcome($$DELETE FROM ledger.standard WHERE standard = '窗'$$);
SELECT * FROM pg_temp.outcome($$SELECT fund.create_book('丁', '丁', '2017', '2026-01')$$, $$SELECT fund.drop_standard('2017')$$);
SELECT * FROM pg_temp.outcome($$SELECT fund.add_detail('无', '1', '名')$$);
SELECT * FROM pg_temp.outcome($$SELECT fund.add_detail('窗', '1', '名')$$);

-- Forms that change after months are closed ------------------------------------------

SELECT fund.derive_standard('2017', '表', '自定');
SELECT fund.create_book('戊', '戊', '表', '2026-01') > 0 AS created;
SELECT fund.post('戊', '2026-01-05', '保险费', 'Dr 1003 100.00, Cr 400101 100.00') > 0 AS posted;
SELECT count(*) > 0 AS closed FROM fund.close_period('戊', '2026-01');
CREATE FUNCTION pg_temp.verify() RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql AS $$ SELECT v.check_name, v.period, v.object,
                              regexp_replace(v.expected, '[0-9a-f]{64}', 'HASH'), regexp_replace(v.found, '[0-9a-f]{64}', 'HASH')
                       FROM fund.verify('戊') AS v $$;

-- what is printed beside the figures is no change; a column, a line, formulas, flags
SELECT max(changed_at) AS before FROM ledger.statement_line WHERE standard = '表' \gset
UPDATE ledger.statement_line SET item = '保险费', ordinal = '甲、', level = 3 WHERE standard = '表' AND item_id = 'T1';
UPDATE ledger.statement_line SET changed_at = '2100-01-01' WHERE standard = '表' AND item_id = 'T2';
SELECT count(*) FROM ledger.statement_line WHERE standard = '表' AND changed_at > :'before';
INSERT INTO ledger.statement_column (standard, statement, column_no, name, period_window, shown)
VALUES ('表', '收支表', 5, '上年同期数', 'prior_year_to_date', 'monthly');
SELECT * FROM pg_temp.verify();
SELECT changed, code FROM fund.add_detail('表', '50010106', '门诊共济');
SELECT * FROM pg_temp.verify();
SELECT fund.post('戊', '2026-02-06', '门诊共济', 'Dr 50010106 30.00, Cr 1003 30.00') > 0 AS posted;
SELECT count(*) > 0 AS closed FROM fund.close_period('戊', '2026-02');
-- what others are made of is theirs, too: [X1] is of accounts, [X0] of [X1]
SET client_min_messages = error;
UPDATE ledger.statement_line SET formula = '2 * net(500101)' WHERE standard = '表' AND item_id = 'X1';
RESET client_min_messages;
SET client_min_messages = warning;
SELECT * FROM pg_temp.verify();
-- one that is shown no longer, or on one basis; a column of another window, and one that goes
UPDATE ledger.statement_line SET shown = 'annual' WHERE standard = '表' AND item_id = 'Z5';
UPDATE ledger.statement_line SET accrual_only = true WHERE standard = '表' AND item_id = 'Z4';
UPDATE ledger.statement_column SET period_window = 'prior_year_month' WHERE standard = '表' AND column_no = 5;
SELECT * FROM pg_temp.verify();
DELETE FROM ledger.statement_column WHERE standard = '表' AND column_no = 5;
-- with the lines and formulas as they were before the detail came
BEGIN;
UPDATE ledger.articulation AS r SET rhs = o.rhs FROM ledger.articulation AS o
WHERE r.standard = '表' AND o.standard = '2017' AND o.rule = r.rule AND o.rhs::text <> r.rhs::text;
UPDATE ledger.statement_line AS l SET formula = o.formula FROM ledger.statement_line AS o
WHERE l.standard = '表' AND o.standard = '2017' AND (o.statement, o.item_id) = (l.statement, l.item_id) AND o.formula::text <> l.formula::text;
DELETE FROM ledger.statement_line WHERE standard = '表' AND item_id = 'X16';
SET client_min_messages = error;
COMMIT;
SET client_min_messages = warning;
SELECT * FROM pg_temp.verify();

-- What was issued is under the seal, of lines that have changed and of those that are
-- gone; of lines that have not it is compared as well.
SET session_replication_role = replica;
UPDATE ledger.issued_statement SET figure = 1.00
WHERE book_id = (SELECT book_id FROM ledger.book WHERE book = '戊') AND period = '2026-02' AND statement = '收支表'
  AND (item_id, column_no) IN (('X1', 1), ('X16', 1));
SELECT * FROM pg_temp.verify();
UPDATE ledger.issued_statement SET figure = 99.00
WHERE book_id = (SELECT book_id FROM ledger.book WHERE book = '戊') AND period = '2026-01' AND statement = '收支表'
  AND (item_id, column_no) IN (('T1', 1), ('T1', 2));
DELETE FROM ledger.issued_statement
WHERE book_id = (SELECT book_id FROM ledger.book WHERE book = '戊') AND period = '2026-01' AND statement = '收支表' AND item_id = 'T2';
RESET session_replication_role;
SELECT * FROM pg_temp.verify();

-- a monthly form over the whole year would not stay as it was issued
SELECT * FROM pg_temp.outcome($$INSERT INTO ledger.statement_column (standard, statement, column_no, name, period_window)
                                VALUES ('表', '收支表', 6, '全年数', 'year')$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.statement_column SET shown = 'both' WHERE standard = '表' AND statement = '收支表' AND period_window = 'year'$$);

-- Accounts that nothing uses -----------------------------------------------------------

SELECT fund.derive_standard('2017', '正', '自定');
SELECT fund.create_book('己', '己', '正', '2026-01') > 0 AS created;
SELECT fund.post('己', '2026-01-05', '保险费', 'Dr 1003 100.00, Cr 400101 100.00') > 0 AS posted;
SELECT count(*) > 0 AS closed FROM fund.close_period('己', '2026-01');
-- created by mistake, with its line; renamed meanwhile
SELECT changed, code FROM fund.add_detail('正', '50010106', '误设');
UPDATE ledger.account SET name = '又误' WHERE standard = '正' AND account = '50010106';
SELECT count(*) FROM ledger.book_account_name AS n JOIN ledger.book AS b USING (book_id) WHERE b.book = '己';
-- not while a line or a rule names it
SELECT * FROM pg_temp.outcome($$DELETE FROM ledger.account WHERE standard = '正' AND account = '50010106'$$);
BEGIN;
DELETE FROM ledger.statement_line WHERE standard = '正' AND item_id = 'X16';
UPDATE ledger.articulation SET rhs = '[X11] + [X12] + [X13] + [X14] + [X15]' WHERE standard = '正' AND rule LIKE '待遇明细-统筹基金-%';
DELETE FROM ledger.account WHERE standard = '正' AND account = '50010106';
COMMIT;
SELECT count(*) FROM ledger.book_account_name AS n JOIN ledger.book AS b USING (book_id) WHERE b.book = '己';
(SELECT rule, moment, verdict FROM fund.prove('正') EXCEPT SELECT rule, moment, verdict FROM fund.prove('2017'))
UNION ALL (SELECT rule, moment, verdict FROM fund.prove('2017') EXCEPT SELECT rule, moment, verdict FROM fund.prove('正'));
SELECT count(*) FROM fund.verify('己');
-- one of the first level, which is given another code first
SET client_min_messages = error;
INSERT INTO ledger.account (standard, account, name, element, normal_side, kinds)
VALUES ('正', '1006', '误设', 'asset', 'debit', '{opening, normal, adjustment}');
UPDATE ledger.account SET account = '1007' WHERE standard = '正' AND account = '1006';
SET client_min_messages = warning;
SELECT verdict, before FROM ledger.proof WHERE standard = '正' AND rule = '资产负债平衡-期末' AND moment = 'any';
DELETE FROM ledger.account WHERE standard = '正' AND account = '1007';
SELECT verdict FROM ledger.proof WHERE standard = '正' AND rule = '资产负债平衡-期末' AND moment = 'any';
-- what is used: by a voucher, by one on a detail of it, reversed or not; moved away
SELECT * FROM pg_temp.outcome($$DELETE FROM ledger.account WHERE standard = '正' AND account = '400101'$$);
SELECT * FROM pg_temp.outcome($$SELECT fund.reverse('己', fund.post('己', '2026-02-05', '工行', 'Dr 100401 1.00, Cr 1003 1.00'), '2026-02-05')$$,
                              $$DELETE FROM ledger.account WHERE standard = '正' AND account = '1004'$$);
SELECT pg_temp.state($$UPDATE ledger.account SET standard = '表', account = '1999' WHERE standard = '正' AND account = '1003'$$);
SELECT pg_temp.state($$UPDATE ledger.account SET account = '1999' WHERE standard = '正' AND account = '1003'$$);
-- by what a book lists, and by how books succeed one another
SELECT action FROM fund.name_account('己', '100401', '工行');
SELECT * FROM pg_temp.outcome($$DELETE FROM ledger.account WHERE standard = '正' AND account = '1004'$$);

-- What books list -------------------------------------------------------------------------

SELECT * FROM pg_temp.outcome($$UPDATE ledger.account SET detail = 'closed' WHERE standard = '正' AND account = '1004'$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.account SET postable = false WHERE standard = '正' AND account = '1004'$$);
SELECT action FROM fund.name_accounts('己', '[{"account": "100402", "name": "建行"}, {"account": "10040201", "name": "建行城东"}]');
SELECT * FROM pg_temp.outcome($$INSERT INTO ledger.account (standard, account, name, element, normal_side, kinds)
                                VALUES ('正', '100402', '建行', 'asset', 'debit', '{opening, normal, adjustment}')$$);
SELECT * FROM pg_temp.outcome($$INSERT INTO ledger.account (standard, account, name, element, normal_side, kinds, detail)
                                VALUES ('正', '100402', '建行', 'asset', 'debit', '{opening, normal, adjustment}', 'open')$$);
-- what it does not list is free
SELECT pg_temp.state($$INSERT INTO ledger.account (standard, account, name, element, normal_side, kinds)
                       VALUES ('正', '100409', '农行', 'asset', 'debit', '{opening, normal, adjustment}')$$);
SELECT fund.drop_account('己', '10040201');
SELECT fund.drop_account('己', '100402');
SELECT fund.drop_account('己', '100401');
SELECT pg_temp.state($$UPDATE ledger.account SET detail = 'closed' WHERE standard = '正' AND account = '1004'$$);

DROP SCHEMA ledger CASCADE;
