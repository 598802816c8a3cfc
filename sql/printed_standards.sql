-- The standards that keep the printed filling rules, 1999 and 2017-as-printed,
-- on the worked example: its 转出 vouchers left out, for there is no account
-- 待转基金 to release. They contradict themselves by the figures below, and
-- every month can be closed all the same.
SET client_encoding = 'UTF8';
SET search_path = "$user", public, fund;
SET client_min_messages = warning;
SELECT fund.create_ledger();

CREATE TEMP TABLE example (line int GENERATED ALWAYS AS IDENTITY, voucher_date date, kind text, summary text, journal fund.journal);
\getenv abs_srcdir PG_ABS_SRCDIR
\set copy '\\copy example (voucher_date, kind, summary, journal) from \'' :abs_srcdir '/demo/vouchers.csv\' csv header'
:copy

-- The code that an account of 2017 has in 1999
CREATE TEMP TABLE code_of_1999 (account text, code text);
INSERT INTO code_of_1999 VALUES
    ('1002', '102'), ('1003', '104'), ('1004', '103'), ('300101', '301'), ('300102', '302'),
    ('4601', '403'), ('4602', '404'), ('400101', '401'), ('400102', '402'), ('420101', '401'), ('420102', '402'),
    ('50010101', '50101'), ('50010202', '50201');

SELECT fund.create_book('1999', '某市基本医疗保险基金', '1999', '2026-01'),
       fund.create_book('2017', '某市职工基本医疗保险基金', '2017-as-printed', '2026-01');

SELECT count(fund.post('2017', voucher_date, summary, journal, kind => kind)) AS posted
FROM example WHERE kind <> 'carry';

SELECT count(fund.post('1999', voucher_date, summary, mapped.journal, kind => kind)) AS posted
FROM example,
     LATERAL (SELECT fund.journal(VARIADIC array_agg(
                  CASE l.side WHEN 'debit' THEN fund.debit(c.code, l.amount::numeric)
                              ELSE fund.credit(c.code, l.amount::numeric) END ORDER BY l.line_no)) AS journal
              FROM fund.lines(example.journal) AS l LEFT JOIN code_of_1999 AS c ON c.account = l.account::text) AS mapped
WHERE kind <> 'carry';

-- Both close, with warnings
SET client_min_messages = error;
CREATE FUNCTION pg_temp.close(book text, period fund.period) RETURNS boolean
    LANGUAGE sql AS $$ SELECT count(*) > 0 FROM fund.close_period($1, $2) $$;
SELECT pg_temp.close('1999', '2026-01'), pg_temp.close('2017', '2026-01');
SELECT pg_temp.close('1999', '2026-02'), pg_temp.close('2017', '2026-02');
SELECT pg_temp.close('1999', '2026-03'), pg_temp.close('2017', '2026-03');

CREATE FUNCTION pg_temp.figures(book text, period fund.period) RETURNS TABLE
    (true_change numeric, t numeric, g numeric, bs numeric, "is" numeric, z0 numeric, assets numeric, net_assets numeric)
    LANGUAGE sql AS $$
    -- in 万元
    SELECT round((s.a0 - coalesce(before.a0, 10000000)) / 10000), round(i.z1 / 10000), round(i.z2 / 10000),
           round(s.n / 10000), round(i.z3 / 10000), round(i.z0 / 10000), round(s.a0 / 10000), round(s.n0 / 10000)
    FROM (SELECT max(closing) FILTER (WHERE item_id = 'A0') AS a0, max(closing) FILTER (WHERE item_id = 'N0') AS n0,
                 max(closing) FILTER (WHERE item = '待转基金') AS n
          FROM fund.balance_sheet($1, $2, enforce => false)) AS s,
         (SELECT max(closing) FILTER (WHERE item_id = 'A0' AND $2 > '2026-01') AS a0
          FROM fund.balance_sheet($1, CASE WHEN $2 > '2026-01' THEN $2 - 1 ELSE $2 END, enforce => false)) AS before,
         (SELECT max(month) FILTER (WHERE item_id = 'Z0') AS z0, max(month) FILTER (WHERE item_id = 'Z1') AS z1,
                 max(month) FILTER (WHERE item_id = 'Z2') AS z2, max(month) FILTER (WHERE item_id = 'Z3') AS z3
          FROM fund.income_expenditure($1, $2, enforce => false)) AS i
    $$;

-- 1999: the 收支表 fills 待转基金 by credit turnover, the 资产负债表 by the
-- closing balance: 312, 310, 319 against 92, 72, 119.
SELECT m.period, true_change AS "净资产变动", t AS "统筹结余", g AS "个人结余", "is" AS "收支表待转", bs AS "资产负债表待转",
       "is" - bs AS "相差", z0 AS "本期基金结余"
FROM (VALUES ('2026-01'), ('2026-02'), ('2026-03')) AS m (period),
     pg_temp.figures('1999', m.period::fund.period) ORDER BY 1;

-- 2017 as printed: a balance stands in the column of a month's flow, which is
-- over by what stood before; the 净资产合计 misses the 待转基金.
SELECT m.period, true_change AS "净资产变动", t AS "统筹结余", g AS "个人结余", "is" AS "收支表待转", z0 AS "本期基金结余",
       z0 - true_change AS "多计", assets AS "资产总计", net_assets AS "净资产合计", assets - net_assets AS "相差"
FROM (VALUES ('2026-01'), ('2026-02'), ('2026-03')) AS m (period),
     pg_temp.figures('2017', m.period::fund.period) ORDER BY 1;

-- the column of the year so far is right: nothing stood in 待转 on 1 January
SELECT year_to_date AS "累计本期基金结余" FROM fund.income_expenditure('2017', '2026-03', enforce => false) WHERE item_id = 'Z0';

-- What the rules say of it: those that fail are warnings
SELECT b.book, a.rule, a.difference, a.severity
FROM (VALUES ('1999'), ('2017')) AS b (book), fund.articulation(b.book, '2026-02') AS a
WHERE verdict = 'fail' ORDER BY b.book, a.rule COLLATE "C";

-- A close warns of them
SET client_min_messages = warning;
\set VERBOSITY terse
SELECT fund.reopen_period('1999', '2026-03', 'to see the warnings');
SELECT pg_temp.close('1999', '2026-03');
SELECT fund.reopen_period('2017', '2026-03', 'to see the warnings');
SELECT pg_temp.close('2017', '2026-03');

-- An insurer's refund is lost from a line of debits only
\set VERBOSITY default
SET client_min_messages = error;
SELECT fund.post('2017', '2026-04-01', '承办机构退回超额结余', 'Dr 1003 80000, Cr 5101 80000') > 0 AS posted;
SELECT item, month FROM fund.income_expenditure('2017', '2026-04', enforce => false) WHERE item_id IN ('X2', 'Z0') ORDER BY 1;

SELECT standard, shipped FROM ledger.standard ORDER BY standard COLLATE "C";

SET client_min_messages = warning;
DROP SCHEMA ledger CASCADE;
