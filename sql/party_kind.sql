-- 往来种类: what parties may be, and accounts demand, are rows.
SET client_min_messages = warning;
\set VERBOSITY terse
SELECT fund.create_ledger();
SET search_path = public, fund;

SELECT party_kind, name FROM ledger.party_kind ORDER BY position;

-- either word is taken, the code is stored; COPY and UPDATE, too
INSERT INTO ledger.party (party, name, party_kind) VALUES
    ('I1', '某保险公司', '保险公司'), ('I2', '某保险公司二', 'insurer'), ('F1', '市财政局', '财政部门'),
    ('L1', '某出借方', '出借方'), ('B1', '某银行', '银行'), ('A1', '某市', '异地'), ('P1', '某公司', '缴费单位');
COPY ledger.party (party, name, party_kind) FROM stdin (DELIMITER ',');
N1,张三,个人
H1,市第一医院,医药机构
\.
UPDATE ledger.party SET party_kind = '下级' WHERE party = 'L1';
UPDATE ledger.party SET party_kind = 'lender' WHERE party = 'L1';
SELECT party, party_kind FROM ledger.party ORDER BY party;

-- what is no kind, and what is none of a party
\set VERBOSITY default
INSERT INTO ledger.party (party, name, party_kind) VALUES ('X1', 'x', '亲属');
UPDATE ledger.party SET party_kind = 'ghost' WHERE party = 'P1';
\set VERBOSITY terse
INSERT INTO ledger.party (party, name, party_kind) VALUES ('X1', 'x', 'any');
INSERT INTO ledger.party (party, name, party_kind) VALUES ('X1', 'x', '不限');
INSERT INTO ledger.party (party, name) VALUES ('X1', 'x');

-- a kind of one's own, known at once; not one that is a word already
INSERT INTO ledger.party_kind (party_kind, name) VALUES ('relative', '亲属');
INSERT INTO ledger.party (party, name, party_kind) VALUES ('X1', 'x', '亲属');
INSERT INTO ledger.party_kind (party_kind, name) VALUES ('bank2', '银行');
INSERT INTO ledger.party_kind (party_kind, name) VALUES ('same', 'same');
INSERT INTO ledger.party_kind (party_kind, name) VALUES ('银行', 'bank');
DELETE FROM ledger.party_kind WHERE party_kind = 'relative';
BEGIN;
INSERT INTO ledger.party_kind (party_kind, name) VALUES ('friend', '友');
INSERT INTO ledger.party (party, name, party_kind) VALUES ('X2', 'x', '友');
ROLLBACK;
INSERT INTO ledger.party (party, name, party_kind) VALUES ('X2', 'x', '友');

-- what an account demands
SELECT fund.derive_standard('2017', 'own', '自定');
UPDATE ledger.account SET party_kind = '保险公司' WHERE standard = 'own' AND account = '110109';
UPDATE ledger.account SET party_kind = '不限' WHERE standard = 'own' AND account = '2101';
SELECT account, party_kind FROM ledger.account WHERE standard = 'own' AND account IN ('110109', '2101') ORDER BY account;
UPDATE ledger.account SET party_kind = '亲戚' WHERE standard = 'own' AND account = '110109';
SELECT fund.create_book('b', '账套', 'own', '2026-01');
SELECT fund.post('b', '2026-01-05', '借款', 'Dr 1003 100.00, Cr 2101 100.00 @L1') > 0 AS posted;
SELECT fund.post('b', '2026-01-05', '预付', 'Dr 110109 10.00 @I1, Cr 1004 10.00') > 0 AS posted;
SELECT fund.post('b', '2026-01-05', '预付', 'Dr 110109 10.00 @H1, Cr 1004 10.00');
SELECT fund.post('b', '2026-01-05', '预付', 'Dr 110109 10.00, Cr 1004 10.00');

-- a party whose kind has become another is met as that
UPDATE ledger.party SET party_kind = 'bank' WHERE party = 'I1';
SELECT fund.post('b', '2026-01-05', '预付', 'Dr 110109 10.00 @I1, Cr 1004 10.00');

-- stored, and none
BEGIN;
SET LOCAL session_replication_role = replica;
DELETE FROM ledger.party_kind WHERE party_kind IN ('insurer', 'lender');
SET LOCAL session_replication_role = origin;
SELECT check_name, object, expected, found FROM fund.verify('b');
SAVEPOINT stored;
SELECT fund.post('b', '2026-01-05', '借款', 'Dr 1003 100.00, Cr 2101 100.00 @I2');
ROLLBACK TO stored;
SELECT fund.post('b', '2026-01-05', '借款', 'Dr 1003 100.00, Cr 2101 100.00 @I1');
ROLLBACK;

SET client_min_messages = error;
DROP SCHEMA ledger CASCADE;
