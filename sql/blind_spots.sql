-- What the rules of a standard cannot see.
SET client_encoding = 'UTF8';
SET client_min_messages = warning;
SELECT fund.create_ledger();
RESET client_min_messages;

-- Money in one bank account or the other, income of one sort or another: the
-- statements agree all the same. Between the funds they do not.
SELECT class, accounts, rules FROM fund.blind_spots('1999');
SELECT class, accounts FROM fund.blind_spots('reform');

-- A rule on one account takes it out of its class.
SELECT fund.derive_standard('1999', 'own', 'with a bank reconciliation');
INSERT INTO ledger.articulation
    (standard, rule, name, statement, lhs, rhs, period_window, severity, rule_type, authority)
VALUES
    ('own', 'swept', '收入户存款 is swept', '资产负债表', 'closing(102)', '0', 'month', 'error', 'control', '-'),
    ('own', 'noted', '支出户存款 is empty', '资产负债表', 'closing(104)', '0', 'month', 'warning', 'control', '-');
SELECT class, accounts FROM fund.blind_spots('own');

-- So does another set of kinds: the posting is refused then.
UPDATE ledger.account SET kinds = array_remove(kinds, 'adjustment') WHERE standard = 'own' AND account OPERATOR(fund.=) '201';
SELECT class, accounts FROM fund.blind_spots('own');

-- Members of a class are told apart by no rule, whatever is booked.
SELECT fund.create_book('a', 'one account', 'own', '2026-01') > 0 AS created,
       fund.create_book('b', 'the other', 'own', '2026-01') > 0 AS created;
SELECT fund.post('a', '2026-01-05', 'received', 'Dr 103 10, Cr 401 10') > 0 AS posted,
       fund.post('b', '2026-01-05', 'received', 'Dr 105 10, Cr 401 10') > 0 AS posted;
SELECT count(*) FILTER (WHERE a.difference IS DISTINCT FROM b.difference) AS told_apart, count(*) > 0 AS judged
FROM fund.articulation('a', '2026-01') AS a
JOIN fund.articulation('b', '2026-01') AS b USING (rule);

-- Faults in a book: double entry refuses what does not balance; of what does,
-- rules that follow from double entry catch nothing, and controls something.
SELECT fund.create_book('m', 'with mistakes', '1999', '2026-12') > 0 AS created;
SELECT fund.post('m', '2026-12-05', 'received', 'Dr 103 1234.56, Cr 401 1000.00, Cr 402 234.56') > 0 AS posted,
       fund.post('m', '2026-12-06', 'moved', 'Dr 104 567.89, Cr 103 567.89') > 0 AS posted,
       fund.post('m', '2026-12-07', 'paid', 'Dr 50101 345.67, Cr 104 345.67') > 0 AS posted,
       fund.post('m', '2026-12-08', 'undetermined', 'Dr 103 89.01, Cr 403 89.01') > 0 AS posted;
SELECT * FROM fund.mutation_report('m', '2026-12', 200);
SELECT count(*) AS same_for_the_same_seed FROM (
    SELECT * FROM fund.mutation_report('m', '2026-12', 50, 7)
    INTERSECT
    SELECT * FROM fund.mutation_report('m', '2026-12', 50, 7)) AS r;
-- A month without vouchers has nothing to get wrong.
SELECT sum(planted) AS planted FROM fund.mutation_report('m', '2027-01', 20);

-- Compiling such a query takes seconds in which nothing is cancelled.
SELECT proname FROM pg_proc
WHERE pronamespace = 'fund'::regnamespace AND proname IN ('blind_spots', 'mutation_report') AND 'jit=off' = ANY (proconfig)
  AND proargtypes::regtype[] @> '{text}' ORDER BY oid;
\set VERBOSITY sqlstate
SELECT * FROM fund.mutation_report('none', '2026-12');
SELECT * FROM fund.mutation_report('m', '2026-12', NULL);
SELECT * FROM fund.blind_spots('none');
SELECT * FROM fund.blind_spots(NULL);
\set VERBOSITY default

SET client_min_messages = warning;
DROP SCHEMA ledger CASCADE;
