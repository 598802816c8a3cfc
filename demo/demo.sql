-- Three months of a 职工 medical insurance fund, from its opening balances to
-- its closed statements. tools/demo runs this; by hand: in an empty UTF8
-- database, psql -X -v ON_ERROR_STOP=1 with this folder as current directory.

\set book 'demo-职工'
\set QUIET on
\pset pager off
\pset footer off
\pset format aligned
\pset border 1
\pset null ''

\echo '== A ledger and a book / 建账'
\echo

CREATE EXTENSION fundledger;
SELECT fund.create_ledger();
SET search_path = "$user", public, fund;

SELECT fund.create_book(:'book', '某市职工基本医疗保险基金', 'reform', '2026-01') AS "账套";

CREATE TEMP TABLE demo_voucher (
    line            int GENERATED ALWAYS AS IDENTITY,
    voucher_date    date,
    kind            text,
    summary         text,
    journal         fund.journal
);
\copy demo_voucher (voucher_date, kind, summary, journal) from 'vouchers.csv' csv header

-- What each month asks for, as :book's own statements.

PREPARE post_month (text) AS
    SELECT fund.post(:'book', voucher_date, summary, journal, kind => kind) AS "凭证",
           voucher_date AS "日期", kind AS "种类", summary AS "摘要", journal AS "分录"
    FROM demo_voucher
    WHERE to_char(voucher_date, 'YYYY-MM') = $1
    ORDER BY line;

PREPARE statements (fund.period) AS
    SELECT i."行次", i."项目" AS "收支表", i."本月数", i."本年累计数",
           b."行次", b."项目" AS "资产负债表", b."年初余额", b."期末余额"
    FROM fund."收支表"(:'book', $1) WITH ORDINALITY AS i
    FULL JOIN fund."资产负债表"(:'book', $1) WITH ORDINALITY AS b USING (ordinality)
    ORDER BY ordinality;

PREPARE rules (fund.period) AS
    SELECT rule, name, lhs, rhs, difference, severity, verdict, reason
    FROM fund.articulation(:'book', $1);

\echo
\echo '== January 2026: vouchers / 2026年1月 凭证'
EXECUTE post_month ('2026-01');
\echo '== January 2026: close / 1月 结账'
SELECT * FROM fund.close_period(:'book', '2026-01');
\echo '== January 2026: statements / 1月 收支表与资产负债表'
EXECUTE statements ('2026-01');
\echo '== January 2026: articulation / 1月 勾稽'
EXECUTE rules ('2026-01');

\echo '== February 2026: vouchers / 2026年2月 凭证'
EXECUTE post_month ('2026-02');
\echo '== February 2026: close / 2月 结账'
SELECT * FROM fund.close_period(:'book', '2026-02');
\echo '== February 2026: statements / 2月 收支表与资产负债表'
EXECUTE statements ('2026-02');
\echo '== February 2026: articulation / 2月 勾稽'
EXECUTE rules ('2026-02');

\echo '== March 2026: vouchers / 2026年3月 凭证'
EXECUTE post_month ('2026-03');
\echo '== March 2026: close / 3月 结账'
SELECT * FROM fund.close_period(:'book', '2026-03');
\echo '== March 2026: statements / 3月 收支表与资产负债表'
EXECUTE statements ('2026-03');
\echo '== March 2026: articulation / 3月 勾稽'
EXECUTE rules ('2026-03');

-- Each refusal's SQLSTATE is noted, and judged at the end.
CREATE TEMP TABLE demo_refusal (
    attempt         text,
    expected        text,
    seen            text
);
\set ON_ERROR_STOP off

\echo '== Refused: debits are not credits / 拒绝: 借贷不平'
SELECT fund.post(:'book', '2026-04-02', '收到医疗保险费', 'Dr 1002 100.00, Cr 4601 99.00');
\set seen :SQLSTATE
\echo SQLSTATE :seen
\echo
INSERT INTO demo_refusal VALUES ('an unbalanced voucher', 'LG001', :'seen');

\echo '== Refused: the month is closed / 拒绝: 已结账月份'
SELECT fund.post(:'book', '2026-02-26', '补记存款利息', 'Dr 1003 100.00, Cr 4602 100.00');
\set seen :SQLSTATE
\echo SQLSTATE :seen
\echo
INSERT INTO demo_refusal VALUES ('a voucher in a closed month', 'LG023', :'seen');

\echo '== Refused: contributions into the expenditure account / 拒绝: 支出户收取保险费'
SELECT fund.post(:'book', '2026-04-02', '支出户收到保险费', 'Dr 1004 100.00, Cr 400101 100.00');
\set seen :SQLSTATE
\echo SQLSTATE :seen
\echo
INSERT INTO demo_refusal VALUES ('contributions into the expenditure account', 'LG025', :'seen');

\set ON_ERROR_STOP on

\echo '== The figures against what is expected / 与应有数核对'

CREATE TEMP TABLE expected_income_expenditure (
    period          fund.period,
    item_id         text,
    month           numeric,
    year_to_date    numeric
);
\copy expected_income_expenditure from 'expected_income_expenditure.csv' csv header

CREATE TEMP TABLE expected_balance_sheet (
    period          fund.period,
    item            text,
    opening         numeric,
    closing         numeric
);
\copy expected_balance_sheet from 'expected_balance_sheet.csv' csv header

-- One row an expected figure; "shown" is NULL where the statement has no such line.
CREATE TEMP TABLE demo_figure AS
WITH months AS (
    SELECT DISTINCT period FROM expected_balance_sheet
), item_line AS (
    SELECT '收支表' AS form, e.period, e.item_id AS item,
           ARRAY['本月数', '本年累计数'] AS figures,
           ARRAY[e.month, e.year_to_date] AS expected,
           ARRAY[s.month, s.year_to_date] AS shown
    FROM expected_income_expenditure e
    LEFT JOIN (SELECT m.period, i.*
               FROM months m, fund.income_expenditure(:'book', m.period) i) s USING (period, item_id)
    UNION ALL
    SELECT '资产负债表', e.period, e.item,
           ARRAY['年初余额', '期末余额'],
           ARRAY[e.opening, e.closing],
           ARRAY[s.opening, s.closing]
    FROM expected_balance_sheet e
    LEFT JOIN (SELECT m.period, b.*
               FROM months m, fund.balance_sheet(:'book', m.period) b) s USING (period, item)
)
SELECT form, period, item, f.figure, f.expected, f.shown,
       f.shown IS NOT DISTINCT FROM f.expected AND scale(f.shown) = 2 AS agrees
FROM item_line, unnest(figures, expected, shown) AS f (figure, expected, shown);

-- A server-side block has no psql variables, so the book is named again; nor
-- would the text of the block say more than its error.
\set ECHO none
DO $$
DECLARE
    faults text;
BEGIN
    SELECT string_agg(format('%s %s %s %s: expected %s, shown %s.',
                             form, period, item, figure, expected, coalesce(shown::text, 'no figure')), E'\n')
        INTO faults FROM demo_figure WHERE NOT agrees;
    IF faults IS NOT NULL THEN
        RAISE EXCEPTION 'the statements differ from what is expected' USING DETAIL = faults;
    END IF;

    SELECT string_agg(format('%s: expected %s, seen %s.', attempt, expected, seen), E'\n')
        INTO faults FROM demo_refusal WHERE seen <> expected;
    IF faults IS NOT NULL THEN
        RAISE EXCEPTION 'a refusal is not what is expected' USING DETAIL = faults;
    END IF;

    IF EXISTS (SELECT FROM fund.verify('demo-职工')) THEN
        RAISE EXCEPTION 'fund.verify finds rows that do not agree';
    END IF;
END
$$;

SELECT count(*) AS figures FROM demo_figure
\gset
\echo all :figures expected figures shown to the 分
\echo
\echo '== What does not agree with the journals: no row / 复核: 无不符'
SELECT * FROM fund.verify(:'book');
