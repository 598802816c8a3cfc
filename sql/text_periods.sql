-- Functions that take a period take it as drivers bind it, too: as varchar.
SET client_min_messages = warning;
SELECT fund.create_ledger();

PREPARE create_book (varchar, varchar, varchar, varchar) AS SELECT fund.create_book($1, $2, $3, $4) > 0 AS created;
EXECUTE create_book ('b', 'book', 'reform', '2026-01');
PREPARE post (varchar, date, varchar, varchar) AS SELECT fund.post($1, $2, $3, $4) > 0 AS posted;
EXECUTE post ('b', '2026-01-05', 'received', 'Dr 1003 5.00, Cr 400101 5.00');

PREPARE balance_sheet (varchar, varchar) AS
    SELECT item_id, closing FROM fund.balance_sheet($1, $2) WHERE closing <> 0;
EXECUTE balance_sheet ('b', '2026-01');
EXECUTE balance_sheet ('b', '202601');
PREPARE income_expenditure (varchar, varchar) AS
    SELECT item_id, month FROM fund.income_expenditure($1, $2) WHERE month <> 0;
EXECUTE income_expenditure ('b', '2026年1月');
PREPARE chinese (varchar, varchar) AS
    SELECT (SELECT count(*) FROM fund."资产负债表"($1, $2) WHERE "期末余额" = 5) AS "资产负债表",
           (SELECT count(*) FROM fund."收支表"($1, $2) WHERE "本月数" = 5) AS "收支表",
           (SELECT count(*) FROM fund."科目余额表"($1, $2)) AS "科目余额表";
EXECUTE chinese ('b', '2026-01');
PREPARE reports (varchar, varchar) AS
    SELECT (SELECT count(*) FROM fund.statement($1, '收支表', $2) WHERE figure = 5) AS statement,
           (SELECT count(*) > 0 FROM fund.statement_pack($1, $2)) AS pack,
           (SELECT count(*) > 0 FROM fund.articulation($1, $2)) AS articulation,
           (SELECT count(*) FROM fund.trial_balance($1, $2)) AS trial_balance;
EXECUTE reports ('b', '2026-01');
SELECT fund.restate('b', fund.post('b', '2026-01-06', 'an error', 'Dr 1003 1.00, Cr 300101 1.00', kind => 'adjustment'), 'error_correction', '-') > 0 AS restated;
PREPARE restatements (varchar, varchar, varchar) AS
    SELECT r.account, r.difference, (SELECT count(*) FROM fund."重述"($1, $2, $3)) AS "重述"
    FROM fund.restatements($1, $2, $3) AS r ORDER BY r.account;
EXECUTE restatements ('b', '2026-01', '202602');
PREPARE month_end (varchar, varchar) AS SELECT action, detail FROM fund.month_end($1, $2);
EXECUTE month_end ('b', '2026-01');
PREPARE close_period (varchar, varchar) AS SELECT count(*) > 0 AS closed FROM fund.close_period($1, $2);
EXECUTE close_period ('b', '2026-01');
PREPARE reopen_period (varchar, varchar, varchar) AS SELECT action FROM fund.reopen_period($1, $2, $3);
EXECUTE reopen_period ('b', '2026-01', 'a late voucher');

-- What is no period is refused as ever, and a period still is one
\set VERBOSITY sqlstate
EXECUTE balance_sheet ('b', '2026-13');
EXECUTE balance_sheet ('b', 'January');
EXECUTE balance_sheet ('b', NULL);
EXECUTE balance_sheet ('b', '2025-12');     -- before the book
\set VERBOSITY default
SELECT item_id, closing FROM fund.balance_sheet('b', '2026-01'::fund.period) WHERE item_id = 'A0';
SELECT item_id, closing FROM fund.balance_sheet('b', '2026-01') WHERE item_id = 'A0';
SELECT item_id, closing FROM fund.balance_sheet('b', period => '2026-01', enforce => false) WHERE item_id = 'A0';

-- The year's form is of December, whichever month is named
SELECT DISTINCT j.figure = d.figure AS same
FROM fund.statement('b', '收支表', '2026-01', annual => true) AS j
JOIN fund.statement('b', '收支表', '2026-12', annual => true) AS d USING (item_id, column_no)
WHERE j.figure IS NOT NULL;

DROP SCHEMA ledger CASCADE;
