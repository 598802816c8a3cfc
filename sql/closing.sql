-- Closing: months in order, the worked example to the 分, a year and the next.
SET client_encoding = 'UTF8';
SET search_path = public, fund;
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS ledger CASCADE;
SELECT fund.create_ledger();
RESET client_min_messages;
\pset null '-'

-- What a call that is refused says.
CREATE FUNCTION pg_temp.refusal(statement text) RETURNS text
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_detail text;
        v_hint   text;
    BEGIN
        EXECUTE statement;
        RETURN 'not refused';
    EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS v_detail = PG_EXCEPTION_DETAIL, v_hint = PG_EXCEPTION_HINT;
        RETURN concat_ws(E'\n', SQLSTATE || ' ' || SQLERRM, nullif(v_detail, ''), nullif(v_hint, ''));
    END
    $$;

-- Seals depend on the time of posting.
CREATE FUNCTION pg_temp.shown(action text, detail text) RETURNS text
    LANGUAGE sql
    AS $$ SELECT CASE WHEN action = 'sealed' AND detail ~ '^[0-9a-f]{64}$' THEN 'a seal' ELSE detail END $$;

--
-- The worked example
--
CREATE TEMP TABLE example (
    line            int GENERATED ALWAYS AS IDENTITY,
    voucher_date    date,
    kind            text,
    summary         text,
    journal         fund.journal
);
CREATE TEMP TABLE expected_income_expenditure (
    period fund.period, item_id text, month numeric, year_to_date numeric
);
CREATE TEMP TABLE expected_balance_sheet (
    period fund.period, item text, opening numeric, closing numeric
);
\getenv abs_srcdir PG_ABS_SRCDIR
\set copy '\\copy example (voucher_date, kind, summary, journal) from \'' :abs_srcdir '/demo/vouchers.csv\' csv header'
:copy
\set copy '\\copy expected_income_expenditure from \'' :abs_srcdir '/demo/expected_income_expenditure.csv\' csv header'
:copy
\set copy '\\copy expected_balance_sheet from \'' :abs_srcdir '/demo/expected_balance_sheet.csv\' csv header'
:copy

SELECT fund.create_book('demo', '某市职工基本医疗保险基金', 'reform', '2026-01') > 0 AS created;

CREATE FUNCTION pg_temp.post_example(month fund.period) RETURNS bigint
    LANGUAGE sql
    AS $$
        SELECT count(fund.post('demo', e.voucher_date, e.summary, e.journal, kind => e.kind))
        FROM (SELECT * FROM example WHERE fund.period(voucher_date) = month ORDER BY line) AS e
    $$;

-- One row a figure that is not as expected.
CREATE FUNCTION pg_temp.wrong_figures(month fund.period) RETURNS TABLE (item text, expected numeric[], shown numeric[])
    LANGUAGE sql
    AS $$
        SELECT e.item_id, ARRAY[e.month, e.year_to_date], ARRAY[s.month, s.year_to_date]
        FROM expected_income_expenditure AS e
        LEFT JOIN fund.income_expenditure('demo', $1) AS s ON s.item_id = e.item_id
        WHERE e.period = $1 AND (e.month, e.year_to_date) IS DISTINCT FROM (s.month, s.year_to_date)
        UNION ALL
        SELECT e.item, ARRAY[e.opening, e.closing], ARRAY[s.opening, s.closing]
        FROM expected_balance_sheet AS e
        LEFT JOIN fund.balance_sheet('demo', $1) AS s ON s.item = e.item
        WHERE e.period = $1 AND (e.opening, e.closing) IS DISTINCT FROM (s.opening, s.closing)
    $$;

SELECT pg_temp.post_example('2026-01') AS posted;

-- Months are closed in order, from the first one on.
SELECT pg_temp.refusal($$ SELECT fund.close_period('demo', '2025-12') $$);
SELECT pg_temp.refusal($$ SELECT fund.close_period('demo', '2026-02') $$);
SELECT pg_temp.refusal($$ SELECT fund.reopen_period('demo', '2026-01', 'nothing to reopen') $$);
SELECT pg_temp.refusal($$ SELECT fund.close_period('nowhere', '2026-01') $$);
SELECT pg_temp.refusal($$ SELECT fund.close_period(NULL, '2026-01') $$);
SELECT pg_temp.refusal($$ SELECT fund.close_period('demo', NULL) $$);
SELECT pg_temp.refusal($$ SELECT fund.month_end('demo', NULL) $$);
SELECT pg_temp.refusal($$ SELECT fund.month_end('demo', '2025-12') $$);
SELECT pg_temp.refusal($$ SELECT fund.year_end('demo', NULL) $$);
SELECT pg_temp.refusal($$ SELECT fund.verify(NULL) $$);
SELECT pg_temp.refusal($$ SELECT fund.reopen_period('demo', '2026-01', NULL) $$);

-- Month-end carries what stands there, once; a late voucher is carried next.
SELECT action, detail FROM fund.month_end('demo', '2026-01');
SELECT action, detail FROM fund.month_end('demo', '2026-01');
SELECT kind, summary, voucher_date, prepared_by = current_user AS by_caller, journal
FROM ledger.voucher WHERE kind IN ('carry', 'closing') ORDER BY voucher_id;
SELECT fund.post('demo', '2026-01-30', '迟到的利息', 'Dr 1003 0.05, Cr 4602 0.05') > 0 AS posted;
SELECT action, detail FROM fund.month_end('demo', '2026-01');
SELECT fund.post('demo', '2026-01-30', '冲销迟到的利息', 'Dr 1003 -0.05, Cr 4602 -0.05') > 0 AS posted;
SELECT action, detail FROM fund.month_end('demo', '2026-01');
SELECT journal FROM ledger.voucher WHERE kind = 'carry' ORDER BY voucher_id;
SELECT fund.post('demo', '2026-01-31', '更正住院费用', 'Dr 50010101 -1.00, Dr 50010103 1.00') > 0 AS posted;
SELECT fund.post('demo', '2026-01-31', '更正住院费用', 'Dr 50010101 1.00, Dr 50010103 -1.00') > 0 AS posted;

-- The close: what it does, and the figures.
SELECT action, pg_temp.shown(action, detail) AS detail FROM fund.close_period('demo', '2026-01');
SELECT * FROM pg_temp.wrong_figures('2026-01');
SELECT pg_temp.post_example('2026-02') AS posted;
SELECT action, pg_temp.shown(action, detail) AS detail FROM fund.close_period('demo', '2026-02');
SELECT * FROM pg_temp.wrong_figures('2026-02');
SELECT pg_temp.post_example('2026-03') AS posted;
SELECT action, pg_temp.shown(action, detail) AS detail FROM fund.close_period('demo', '2026-03');
SELECT * FROM pg_temp.wrong_figures('2026-03');
SELECT * FROM pg_temp.wrong_figures('2026-01');
SELECT count(*) FROM fund.verify('demo');

-- What was issued is what was expected, too.
SELECT count(*) AS expected, count(i.figure) AS issued
FROM (SELECT period, item_id, item, column_no, figure
      FROM expected_income_expenditure, unnest(ARRAY[month, year_to_date]) WITH ORDINALITY AS f (figure, column_no)
      CROSS JOIN LATERAL (SELECT NULL::text AS item) AS none
      UNION ALL
      SELECT period, NULL, item, column_no, figure
      FROM expected_balance_sheet, unnest(ARRAY[opening, closing]) WITH ORDINALITY AS f (figure, column_no)) AS e
LEFT JOIN ledger.issued_statement AS i
    ON i.period = e.period AND i.statement = CASE WHEN e.item IS NULL THEN '收支表' ELSE '资产负债表' END
   AND coalesce(e.item_id, i.item_id) = i.item_id AND coalesce(e.item, i.item) = i.item
   AND i.column_no = e.column_no AND i.generation = 1 AND i.figure = e.figure;

-- A closed month takes nothing more.
SELECT pg_temp.refusal($$ SELECT fund.close_period('demo', '2026-02') $$);
SELECT pg_temp.refusal($$ SELECT fund.close_period('demo', '2026-05') $$);
SELECT pg_temp.refusal($$ SELECT fund.month_end('demo', '2026-03') $$);
SELECT pg_temp.refusal($$ SELECT fund.post('demo', '2026-03-31', '补记', 'Dr 1003 1.00, Cr 4602 1.00') $$);
SELECT pg_temp.refusal($$ INSERT INTO ledger.balance SELECT * FROM ledger.balance $$);
SELECT pg_temp.refusal($$ UPDATE ledger.book_period SET state = 'open' $$);
SELECT pg_temp.refusal($$ DELETE FROM ledger.issued_statement $$);
SELECT pg_temp.refusal($$ TRUNCATE ledger.period_event $$);

--
-- Reopening: the last one only, with a reason; numbers and statements stay
--
SELECT pg_temp.refusal($$ SELECT fund.reopen_period('demo', '2026-02', 'a fault') $$);
SELECT pg_temp.refusal($$ SELECT fund.reopen_period('demo', '2026-04', 'a fault') $$);
SELECT pg_temp.refusal($$ SELECT fund.reopen_period('demo', '2026-03', '') $$);
SELECT pg_temp.refusal($$ SELECT fund.reopen_period('demo', '2026-03', E' \t\n') $$);
SELECT action, detail FROM fund.reopen_period('demo', '2026-03', '补记大病保险支出');
SELECT period, state, generation, seal IS NULL AS seal
FROM ledger.book_period ORDER BY period;
SELECT count(*) FROM ledger.balance WHERE period = '2026-03';
SELECT * FROM pg_temp.wrong_figures('2026-03');
SELECT count(*) FROM fund.verify('demo');
SELECT fund.post('demo', '2026-03-01', '财政专户支付大病保险费', 'Dr 5101 90000.00, Cr 1003 90000.00') > 0 AS posted;
SELECT action, pg_temp.shown(action, detail) AS detail FROM fund.close_period('demo', '2026-03');
SELECT count(*) FROM fund.verify('demo');

-- The first generation shows 1200000.00, the second 1290000.00.
SELECT generation, figure FROM ledger.issued_statement
WHERE period = '2026-03' AND item_id = 'X0' AND column_no = 1 ORDER BY generation;
SELECT kind, string_agg(first_number || '+' || cardinality(vouchers), ', ' ORDER BY first_number) AS runs
FROM ledger.voucher_number WHERE period = '2026-03' GROUP BY kind ORDER BY kind;
SELECT period, event, generation, done_by = current_user AS by_caller, reason, seal IS NOT NULL AS sealed
FROM ledger.period_event ORDER BY event_id;

-- Both can be reopened, backwards.
SELECT action, detail FROM fund.reopen_period('demo', '2026-03', 'again');
SELECT action, detail FROM fund.reopen_period('demo', '2026-02', 'again');
SELECT count(*) FROM fund.verify('demo');
SELECT count(*) FROM fund.close_period('demo', '2026-02');
SELECT count(*) FROM fund.close_period('demo', '2026-03');
SELECT period, state, generation FROM ledger.book_period ORDER BY period;
SELECT count(*) FROM fund.verify('demo');

--
-- A close is refused as a whole
--
SELECT fund.post('demo', '2026-04-02', '支付住院费用', 'Dr 50010101 1.00, Cr 1004 1.00') > 0 AS posted;
SELECT pg_temp.refusal($$ SELECT fund.close_period('demo', '2026-04') $$);
SELECT count(*) AS carried FROM ledger.voucher WHERE fund.period(voucher_date) = '2026-04' AND kind <> 'normal';
SELECT count(*) AS numbered FROM ledger.voucher_number WHERE period = '2026-04';
SELECT fund.post('demo', '2026-04-03', '财政专户拨付支出户', 'Dr 1004 1.00, Cr 1003 1.00') > 0 AS posted;

-- 100202 is red although 1002 is not: one bank does not pay for the other.
SELECT fund.post('demo', '2026-04-04', '收到保险费', 'Dr 100201 5.00, Cr 4601 5.00') > 0 AS posted;
SELECT fund.post('demo', '2026-04-04', '收入户缴存财政专户', 'Dr 1003 2.00, Cr 100202 2.00') > 0 AS posted;
SELECT pg_temp.refusal($$ SELECT fund.close_period('demo', '2026-04') $$);
SELECT fund.post('demo', '2026-04-04', '收入户之间划转', 'Dr 100202 2.00, Cr 100201 2.00') > 0 AS posted;

-- 收入户 should be empty: a warning.
\set VERBOSITY sqlstate
SELECT action, pg_temp.shown(action, detail) AS detail FROM fund.close_period('demo', '2026-04');
\set VERBOSITY default

--
-- The year: eight more months, 年结, the annual forms, and the next year
--
SELECT pg_temp.refusal($$ SELECT fund.year_end('demo', 2026) $$);
SELECT pg_temp.refusal($$ SELECT fund.year_end('demo', 2025) $$);
SELECT pg_temp.refusal($$ SELECT fund.year_end('demo', 10000) $$);
SET client_min_messages = error;
DO $$
BEGIN
    FOR month IN 5 .. 11 LOOP
        PERFORM fund.post('demo', make_date(2026, month, 10), '收到保险费', 'Dr 1003 1000.00, Cr 4601 1000.00');
        PERFORM fund.post('demo', make_date(2026, month, 20), '确定保险费归属', 'Dr 4601 900.00, Cr 400101 600.00, Cr 400102 300.00');
        PERFORM fund.close_period('demo', ('2026-' || to_char(month, 'FM00'))::fund.period);
    END LOOP;
END
$$;
SELECT fund.post('demo', '2026-12-10', '收到财政补贴', 'Dr 1003 7.77, Cr 4101 7.77') > 0 AS posted;
SELECT action, pg_temp.shown(action, detail) AS detail FROM fund.year_end('demo', 2026);
SELECT action, detail FROM fund.year_end('demo', 2026);
SELECT pg_temp.refusal($$ SELECT fund.close_period('demo', '2026-12') $$);
SELECT form, statement, column_no, column_name, figure FROM ledger.issued_statement
WHERE period = '2026-12' AND item_id IN ('Z0', 'N0') ORDER BY form, statement, column_no;

-- 1 January: last year's 期末余额 is this year's 年初余额.
SELECT fund.post('demo', '2027-01-05', '收到财政补贴', 'Dr 1003 100.00, Cr 4101 100.00') > 0 AS posted;
SELECT action, pg_temp.shown(action, detail) AS detail FROM fund.close_period('demo', '2027-01');
SELECT item_id, opening, closing FROM fund.balance_sheet('demo', '2027-01') WHERE item_id IN ('A0', 'N13', 'S0');
SELECT item_id, month, year_to_date FROM fund.income_expenditure('demo', '2027-01') WHERE item_id IN ('T0', 'Z0');
SELECT rule, lhs, rhs, verdict FROM fund.articulation('demo', '2027-01') WHERE rule LIKE '年初余额-%' ORDER BY rule COLLATE "C";
SELECT count(*) FROM fund.verify('demo');
RESET client_min_messages;

--
-- Other standards and settings
--

-- 2017 keeps 待转 where it is until the year's end, when it must be split.
SELECT fund.create_book('old', '2017', '2017', '2026-12') > 0 AS created;
SELECT fund.post('old', '2026-12-05', '收到保险费', 'Dr 1003 10.00, Cr 4601 10.00') > 0 AS posted;
SELECT pg_temp.refusal($$ SELECT fund.close_period('old', '2026-12') $$);
SELECT fund.post('old', '2026-12-31', '按经验比例划分', 'Dr 4601 10.00, Cr 400101 6.00, Cr 400102 4.00') > 0 AS posted;
SELECT action, pg_temp.shown(action, detail) AS detail FROM fund.year_end('old', 2026);
SELECT count(*) FROM fund.verify('old');

-- A standard of one's own that closes income and expenditure once a year (表结法).
SELECT fund._copy_standard('reform', 'yearly', '表结法', '单位内部制度', '2026-01-01');
UPDATE ledger.carry_rule SET due = 'year_end' WHERE standard = 'yearly' AND kind = 'closing';
SELECT fund.create_book('yearly', '表结法', 'yearly', '2026-11') > 0 AS created;
SELECT fund.post('yearly', '2026-11-10', '收到保险费', 'Dr 1003 9.00, Cr 400101 4.00, Cr 4601 5.00') > 0 AS posted;
SELECT action, pg_temp.shown(action, detail) AS detail FROM fund.close_period('yearly', '2026-11');
SELECT fund.post('yearly', '2026-12-10', '支付住院费用', 'Dr 50010101 1.00, Dr 50010102 2.00, Cr 1003 3.00') > 0 AS posted;

-- The rule of the deepest account above one is that account's.
BEGIN;
INSERT INTO ledger.carry_rule VALUES ('yearly', '统筹基金', '50010102', '300103', 'closing', 'month_end');
UPDATE ledger.account SET kinds = kinds || '{closing}' WHERE standard = 'yearly' AND account = '300103';
SELECT action, detail FROM fund.month_end('yearly', '2026-12');
SELECT summary, journal FROM ledger.voucher WHERE voucher_date = '2026-12-31' AND kind = 'closing'
   AND book_id = (SELECT book_id FROM ledger.book WHERE book = 'yearly') ORDER BY voucher_id;
ROLLBACK;

SELECT action, pg_temp.shown(action, detail) AS detail FROM fund.year_end('yearly', 2026);
SELECT summary, journal FROM ledger.voucher WHERE voucher_date = '2026-12-31' AND kind = 'closing'
   AND book_id = (SELECT book_id FROM ledger.book WHERE book = 'yearly') ORDER BY voucher_id;
SELECT count(*) FROM fund.verify('yearly');

-- Numbered at posting: the close has only its own vouchers to number.
SELECT fund.create_book('office', '经办机构', 'reform', '2026-01', numbering => 'at_posting') > 0 AS created;
SELECT fund.post('office', '2026-01-02', '二', 'Dr 1003 2.00, Cr 400101 2.00') > 0 AS posted;
SELECT fund.post('office', '2026-01-01', '一', 'Dr 1003 1.00, Cr 400101 1.00') > 0 AS posted;
SELECT action, pg_temp.shown(action, detail) AS detail FROM fund.close_period('office', '2026-01');
SELECT n.kind, n.first_number, v.summary
FROM ledger.voucher_number AS n JOIN ledger.voucher AS v ON v.voucher_id = ANY (n.vouchers)
WHERE n.book_id = (SELECT book_id FROM ledger.book WHERE book = 'office') ORDER BY n.kind, n.first_number;
SELECT count(*) FROM fund.verify('office');

-- So are many in one statement, each book and kind by itself.
SELECT fund.create_book('office 2', '经办机构', 'reform', '2026-01', numbering => 'at_posting') > 0 AS created;
INSERT INTO ledger.voucher (book_id, voucher_date, kind, summary, journal)
SELECT b.book_id, '2026-02-01', k.kind, n::text, k.journal::fund.journal
FROM generate_series(1, 20) AS n, ledger.book AS b,
     (VALUES ('normal', 'Dr 1003 1.00, Cr 400101 1.00'), ('adjustment', 'Dr 1003 1.00, Cr 300101 1.00')) AS k (kind, journal)
WHERE b.book LIKE 'office%' ORDER BY n.n, k.kind DESC, b.book;
SELECT b.book, n.kind, count(*) AS numbers, min(n.number) AS least, max(n.number) AS greatest,
       bool_and(n.number::text = v.summary) AS in_order
FROM (SELECT book_id, kind, voucher_id, first_number + position - 1 AS number
      FROM ledger.voucher_number, unnest(vouchers) WITH ORDINALITY AS u (voucher_id, position)
      WHERE period = '2026-02') AS n
JOIN ledger.voucher AS v USING (voucher_id) JOIN ledger.book AS b ON b.book_id = v.book_id
WHERE b.book LIKE 'office%' GROUP BY b.book, n.kind ORDER BY b.book, n.kind;

-- What must have no balance at the end of a month stops the close.
SELECT fund.derive_standard('reform', 'swept', '支出户月末无余额');
UPDATE ledger.account SET month_end_zero = 'error' WHERE standard = 'swept' AND account = '1004';
SELECT fund.create_book('swept', '支出户月末无余额', 'swept', '2026-01') > 0 AS created;
SELECT fund.post('swept', '2026-01-10', '拨付支出户', 'Dr 1004 80.00, Cr 1003 80.00') > 0 AS posted;
SELECT pg_temp.refusal($$ SELECT fund.close_period('swept', '2026-01') $$);

-- Accruals: carried by themselves, and issued as soon as there are some.
INSERT INTO ledger.party (party, name, party_kind) VALUES ('P1', '某单位', 'payer');
SELECT fund.create_book('accrual', '权责发生制', 'reform', '2026-01') > 0 AS created;
SELECT fund.post('accrual', '2026-01-10', '收到保险费', 'Dr 1003 80.00, Cr 400101 80.00') > 0 AS posted;
SELECT action, pg_temp.shown(action, detail) AS detail FROM fund.close_period('accrual', '2026-01');
SELECT fund.post('accrual', '2026-02-28', '计提应收保险费', 'Dr 1131 20.00 @P1, Cr 400101 20.00', basis => 'accrual') > 0 AS posted;
SELECT action, pg_temp.shown(action, detail) AS detail FROM fund.close_period('accrual', '2026-02');
SELECT basis, kind, summary, journal FROM ledger.voucher
WHERE fund.period(voucher_date) = '2026-02' AND basis = 'accrual' ORDER BY voucher_id;
SELECT basis, figure FROM ledger.issued_statement
WHERE book_id = (SELECT book_id FROM ledger.book WHERE book = 'accrual')
  AND period = '2026-02' AND item_id = 'T1' AND column_no = 1 ORDER BY basis;
SELECT count(*) FROM fund.verify('accrual');

-- A month without vouchers, and a red income that is closed in red.
SELECT fund.create_book('quiet', '无业务', 'reform', '2026-01') > 0 AS created;
SELECT action, pg_temp.shown(action, detail) AS detail FROM fund.close_period('quiet', '2026-01');
SELECT fund.post('quiet', '2026-02-01', '退回多缴保险费', 'Dr 1003 5.00, Cr 400101 -3.00, Cr 400102 8.00') > 0 AS posted;
SELECT count(*) FROM fund.close_period('quiet', '2026-02');
SELECT summary, journal FROM ledger.voucher
WHERE book_id = (SELECT book_id FROM ledger.book WHERE book = 'quiet') AND kind = 'closing' ORDER BY voucher_id;
SELECT count(*) FROM fund.verify('quiet');

-- At REPEATABLE READ a close sees what was committed after its snapshot only
-- in another session (test/isolation); its own work it must see in any case.
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT fund.post('quiet', '2026-03-01', '收到财政补贴', 'Dr 1003 4.00, Cr 4101 4.00') > 0 AS posted;
SELECT action, pg_temp.shown(action, detail) AS detail FROM fund.close_period('quiet', '2026-03');
COMMIT;
SELECT item_id, month FROM fund.income_expenditure('quiet', '2026-03') WHERE item_id = 'T2';
SELECT count(*) FROM fund.verify('quiet');

-- Closing and reopening in one transaction, and rolled back.
BEGIN;
SELECT count(*) FROM fund.close_period('quiet', '2026-04');
SELECT action, detail FROM fund.reopen_period('quiet', '2026-04', 'within one transaction');
SELECT count(*) FROM fund.close_period('quiet', '2026-04');
ROLLBACK;
SELECT fund.post('quiet', '2026-04-01', '四月', 'Dr 1003 4.00, Cr 4101 4.00') > 0 AS posted;
SELECT period, state, generation FROM ledger.book_period
WHERE book_id = (SELECT book_id FROM ledger.book WHERE book = 'quiet') ORDER BY period;

--
-- Duties: 会计主管 closes, and it is they who did it
--
CREATE ROLE regress_closing_supervisor;
CREATE ROLE regress_closing_preparer;
SELECT fund.grant_duty('regress_closing_supervisor', 'supervise', 'quiet');
SELECT fund.grant_duty('regress_closing_preparer', 'prepare', 'quiet');

SET ROLE regress_closing_preparer;
SELECT left(pg_temp.refusal($$ SELECT fund.month_end('quiet', '2026-04') $$), 5) AS month_end,
       left(pg_temp.refusal($$ SELECT fund.close_period('quiet', '2026-04') $$), 5) AS close_period,
       left(pg_temp.refusal($$ SELECT fund.reopen_period('quiet', '2026-03', 'why') $$), 5) AS reopen_period,
       left(pg_temp.refusal($$ SELECT fund.year_end('quiet', 2026) $$), 5) AS year_end,
       left(pg_temp.refusal($$ SELECT fund.verify('demo') $$), 5) AS verify_another_book;
SELECT count(*) FROM fund.verify('quiet');

SET ROLE regress_closing_supervisor;
SELECT action, pg_temp.shown(action, detail) AS detail FROM fund.close_period('quiet', '2026-04');
SELECT left(pg_temp.refusal($$ SELECT fund.close_period('demo', '2027-02') $$), 5) AS another_book;
SELECT left(pg_temp.refusal($$ DELETE FROM ledger.balance $$), 5) AS balance,
       left(pg_temp.refusal($$ UPDATE ledger.book_period SET state = 'open' $$), 5) AS book_period;
RESET ROLE;
SELECT v.summary, v.prepared_by, p.changed_by, e.done_by
FROM ledger.voucher AS v
JOIN ledger.book_period AS p ON p.book_id = v.book_id AND p.period = fund.period(v.voucher_date)
JOIN ledger.period_event AS e ON e.book_id = v.book_id AND e.period = fund.period(v.voucher_date)
WHERE v.book_id = (SELECT book_id FROM ledger.book WHERE book = 'quiet')
  AND fund.period(v.voucher_date) = '2026-04' AND v.kind = 'closing';

SET client_min_messages = warning;
DROP OWNED BY regress_closing_supervisor, regress_closing_preparer;
DROP ROLE regress_closing_supervisor, regress_closing_preparer;
DROP SCHEMA ledger CASCADE;
