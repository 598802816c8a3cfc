-- A stored voucher that cannot be: whoever reads it says which it is (XX001), and
-- nobody leaves it out.
\set SHOW_CONTEXT never
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS ledger CASCADE;
SELECT fund.create_ledger();
SELECT fund.create_book('b', 'a book', 'reform', '2026-01') > 0 AS created;
INSERT INTO ledger.party (party, name, party_kind) VALUES ('P01', 'a payer', 'payer');
SELECT fund.post('b', '2026-01-02', 'a right one', 'Dr 1003 1.00, Cr 400101 1.00 @P01', source_key => '1') AS voucher_id \gset

-- bytes that no journal has: a superuser's cast makes them
CREATE CAST (bytea AS fund.journal) WITHOUT FUNCTION;

-- what every reader says of it
CREATE FUNCTION report(call text) RETURNS TABLE (state text, message text, detail text) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE 'SELECT count(*) FROM ' || call;
    state := '00000';
    RETURN NEXT;
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
    RETURN NEXT;
END
$$;
CREATE FUNCTION readings() RETURNS TABLE (reader text, state text, message text, detail text) LANGUAGE sql AS $$
SELECT r.reader, o.state, o.message, o.detail
FROM (VALUES (1, 'trial_balance', $c$fund.trial_balance('b', '2026-01')$c$),
             (2, 'account_ledger', $c$fund.account_ledger('b', '1003', '2026-01', '2026-12')$c$),
             (3, 'explain', $c$fund.explain('b', '收支表', 'X1', '2026-01')$c$),
             (4, 'reverse', $c$fund.reverse('b', 1, '2026-01-31')$c$),
             (5, 'post', $c$fund.post('b', '2026-01-02', 'a right one', 'Dr 1003 1.00, Cr 400101 1.00 @P01', source_key => '1')$c$),
             (6, 'entry', $c$(SELECT debit FROM ledger.entry) AS e$c$),
             (7, 'balances', $c$fund.balances('b', '2026-01-30', by_party => true)$c$),
             (8, 'close', $c$fund.close_period('b', '2026-01')$c$))
     AS r (n, reader, call)
CROSS JOIN LATERAL report(r.call) AS o
ORDER BY r.n
$$;

ALTER TABLE ledger.voucher DISABLE TRIGGER USER;
ALTER TABLE ledger.voucher ALTER summary DROP NOT NULL, ALTER journal DROP NOT NULL, ALTER basis DROP NOT NULL;

-- another_format, lines_that_end_too_soon, no_bytes
BEGIN;
UPDATE ledger.voucher SET journal = '\x02'::bytea::fund.journal;
SELECT * FROM readings();
ROLLBACK;
BEGIN;
UPDATE ledger.voucher SET journal = ('\x0101' || repeat('00', 8))::bytea::fund.journal;
SELECT DISTINCT state, message, detail FROM readings();
UPDATE ledger.voucher SET journal = ('\x0102' || repeat('00', 16) || 'ff00')::bytea::fund.journal;
SELECT DISTINCT state, message, detail FROM readings();
UPDATE ledger.voucher SET journal = ('\x0104' || repeat('00', 16) || 'ffff00')::bytea::fund.journal;
SELECT DISTINCT state, message, detail FROM readings();
UPDATE ledger.voucher SET journal = ('\x01f0' || repeat('00', 16))::bytea::fund.journal;
SELECT DISTINCT state, message, detail FROM readings();
UPDATE ledger.voucher SET journal = ''::bytea::fund.journal;
SELECT DISTINCT state, message, detail FROM readings();
ROLLBACK;

-- nulls
BEGIN;
UPDATE ledger.voucher SET journal = NULL;
SELECT DISTINCT state, message, detail FROM readings();
ROLLBACK;
BEGIN;
UPDATE ledger.voucher SET basis = NULL;
SELECT DISTINCT state, message, detail FROM readings();
ROLLBACK;
BEGIN;
UPDATE ledger.voucher SET summary = NULL;
SELECT * FROM readings() WHERE reader <> 'close';
ROLLBACK;

-- a_byte_that_is_no_kind, a_byte_that_is_no_basis: another cast of a superuser
CREATE CAST ("char" AS fund.voucher_kind) WITHOUT FUNCTION;
CREATE CAST ("char" AS fund.basis) WITHOUT FUNCTION;
BEGIN;
UPDATE ledger.voucher SET kind = chr(8)::"char"::fund.voucher_kind;
SELECT * FROM readings();
SELECT check_name, object <> '' AS named, expected, found FROM fund.verify('b');
ROLLBACK;
BEGIN;
UPDATE ledger.voucher SET basis = ''::"char"::fund.basis;
SELECT * FROM readings() WHERE reader <> 'reverse';
SELECT check_name, object <> '' AS named, expected, found FROM fund.verify('b');
ROLLBACK;
-- in a standard
BEGIN;
SET LOCAL session_replication_role = replica;
UPDATE ledger.account SET bases = ARRAY[chr(3)::"char"::fund.basis] WHERE standard = 'reform' AND account OPERATOR(fund.=) '1003';
SET LOCAL session_replication_role = origin;
SELECT * FROM report($$fund.prove('reform')$$);
ROLLBACK;
BEGIN;
ALTER TABLE ledger.carry_rule DROP CONSTRAINT carry_rule_kind_known;
SET LOCAL session_replication_role = replica;
UPDATE ledger.carry_rule SET kind = chr(8)::"char"::fund.voucher_kind WHERE standard = 'reform' AND from_account OPERATOR(fund.=) '4601';
SET LOCAL session_replication_role = origin;
SELECT * FROM report($$fund.prove('reform')$$);
ROLLBACK;
DROP CAST ("char" AS fund.voucher_kind);
DROP CAST ("char" AS fund.basis);

DROP CAST (bytea AS fund.journal);
DROP FUNCTION readings, report;
DROP SCHEMA ledger CASCADE;
