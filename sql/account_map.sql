-- 新旧科目对照: a successor that lists details of its own takes balances on them
-- alone, and says so when the succession is said.
SET client_encoding = 'UTF8';
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SELECT fund.create_ledger();
SET search_path = public, fund;

SELECT count(fund.create_book(b, b, '2017', m::period)) FROM (VALUES ('甲', '2026-01'), ('乙', '2026-01'), ('并', '2026-02'), ('旁', '2026-02')) AS v (b, m);
SELECT count(*) FROM fund.name_accounts('甲', '[{"account": "100302", "name": "甲县财政专户"}]');
SELECT count(fund.post(b, '2026-01-01', '期初', j::fund.journal, kind => 'opening')) FROM (VALUES
    ('甲', 'Dr 100302 100.00, Dr 1004 5.00, Cr 300101 105.00'), ('乙', 'Dr 1003 20.00, Dr 10030901 3.00, Cr 300101 23.00')) AS v (b, j);
SELECT count(*) > 0 FROM unnest('{甲,乙}'::text[]) AS b, fund.close_period(b, '2026-01');
SELECT count(*) FROM fund.name_accounts('并', '[{"account": "100301", "name": "市财政专户"}, {"account": "100303", "name": "定期"}, {"account": "100304", "name": "旧户"}]');
SELECT action FROM fund.name_account('并', '100304', retired => true);

\set VERBOSITY default
-- mapped to the heading; to a code below it that is not listed; to one that is retired
SELECT fund.succeed('并', '甲', 'merger', '市级统筹', '{"1003": "1003"}');
SELECT fund.succeed('并', '甲', 'merger', '市级统筹', '{"100302": "100307"}');
SELECT fund.succeed('并', '甲', 'merger', '市级统筹', '{"1003": "100304"}');
-- a mapping of what holds nothing is one, too
SELECT fund.succeed('并', '甲', 'merger', '市级统筹', '{"1003": "100301", "1005": "1003"}');
-- not mapped at all: the code that the predecessor lists, a heading, an unlisted code that holds something
SELECT fund.succeed('并', '甲', 'merger', '市级统筹');
SELECT fund.succeed('并', '乙', 'merger', '市级统筹');
SELECT fund.succeed('并', '乙', 'merger', '市级统筹', '{"100309": "100303"}');
SELECT fund.succeed('并', '乙', 'merger', '市级统筹', '{"1003": "100301", "10030901": "10030901"}');
-- nothing has been said, and nobody retired
SELECT count(*) FROM ledger.succession;
SELECT book FROM ledger.book WHERE retired;
-- nor is a heading of the standard, or what it has retired, an account to begin with
SELECT fund.succeed('并', '甲', 'merger', '市级统筹', '{"300101": "3001", "1003": "100301"}');
SELECT fund.derive_standard('2017', 'own', '自定');
UPDATE ledger.account SET retired = true WHERE standard = 'own' AND account = '1004'::account_code;
SELECT fund.create_book('自', '自', 'own', '2026-02') > 0 AS created;
SELECT fund.succeed('自', '甲', 'standard_change', '新办法');
SELECT fund.succeed('自', '甲', 'standard_change', '新办法', '{"1003": "1004"}');

-- all of it on details: what is mapped is posted, and the first month closes
SELECT fund.succeed('并', '甲', 'merger', '市级统筹', '{"1003": "100301"}');
SELECT fund.succeed('并', '乙', 'merger', '市级统筹', '{"1003": "100301", "100309": "100303"}');
SELECT account, opening_debit, opening_credit FROM fund.succession_rows('并');
SELECT amount FROM fund.bring_forward('并', (SELECT jsonb_agg(r) FROM fund.succession_rows('并') AS r));
SELECT count(*) > 0 AS closed FROM fund.close_period('并', '2026-02');
SELECT account, closing_debit FROM fund.trial_balance('并', '2026-02') WHERE account LIKE '1%';
SELECT * FROM fund.verify('并');

-- a book without details takes any code, those of a predecessor's own details too
SELECT count(fund.create_book(b, b, '2017', m::period)) FROM (VALUES ('丙', '2026-01'), ('丁', '2026-02')) AS v (b, m);
SELECT count(*) FROM fund.name_accounts('丙', '[{"account": "100302", "name": "丙县财政专户"}]');
SELECT fund.post('丙', '2026-01-01', '期初', 'Dr 100302 100.00, Cr 300101 100.00', kind => 'opening') > 0 AS posted;
SELECT count(*) > 0 AS closed FROM fund.close_period('丙', '2026-01');
SELECT fund.succeed('丁', '丙', 'merger', '市级统筹');
SELECT account, opening_debit FROM fund.succession_rows('丁') WHERE opening_debit > 0;
SET client_min_messages = error;
DROP SCHEMA ledger CASCADE;
