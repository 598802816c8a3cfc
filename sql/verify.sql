-- fund.verify: each fault is planted behind the triggers, found, and undone.
SET client_encoding = 'UTF8';
SET search_path = public, fund;
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS ledger CASCADE;
SELECT fund.create_ledger();
\pset null '-'

INSERT INTO ledger.party (party, name, party_kind) VALUES ('H1', '市第一医院', 'institution');
SELECT fund.create_book('fund', '职工', 'reform', '2026-01') > 0 AS created;
SELECT fund.post('fund', '2026-01-01', '期初余额', 'Dr 1003 100.00, Cr 300101 60.00, Cr 300102 40.00', kind => 'opening');
SELECT fund.post('fund', '2026-01-10', '收到保险费', 'Dr 1003 30.00, Cr 400101 20.00, Cr 400102 10.00', attachments => 2);
SELECT fund.post('fund', '2026-01-11', '预付医院', 'Dr 110102 5.00 @H1 ''预付金'', Cr 1003 5.00', source_key => 'S-1');
SELECT fund.reverse('fund', 3, '2026-01-12');
SELECT count(*) FROM fund.close_period('fund', '2026-01');
SELECT fund.post('fund', '2026-02-10', '收到财政补贴', 'Dr 1003 7.00, Cr 4101 7.00');
SELECT count(*) FROM fund.close_period('fund', '2026-02');
SELECT count(*) FROM fund.close_period('fund', '2026-03');
SELECT fund.post('fund', '2026-04-10', '四月未结', 'Dr 1003 1.00, Cr 4101 1.00');

-- Digests depend on the time of posting.
CREATE FUNCTION pg_temp.faults() RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql
    AS $$
        SELECT check_name, period, object,
               regexp_replace(expected, '((check|digest|seal) |\\x)[0-9a-f]{8,}|(entry )\d+', '\1\3…', 'g'),
               regexp_replace(found, '((check|digest|seal) |\\x)[0-9a-f]{8,}', '\1…')
        FROM fund.verify('fund')
    $$;

-- Does the change, and returns what verify says; the caller rolls it back.
CREATE PROCEDURE pg_temp.plant(change text)
    LANGUAGE plpgsql
    AS $$
    BEGIN
        SET LOCAL session_replication_role = replica;
        EXECUTE change;
        SET LOCAL session_replication_role = origin;
    END
    $$;

SELECT * FROM pg_temp.faults();

-- parts: the code's list is what create_ledger() makes
(SELECT 'not made' AS fault, * FROM fund._parts_made() EXCEPT SELECT 'not made', * FROM fund._parts_found())
UNION ALL
(SELECT 'not listed', * FROM fund._parts_found() EXCEPT SELECT 'not listed', * FROM fund._parts_made());

-- what_is_gone_is_named, by finish_restore() too
BEGIN;
DROP TRIGGER voucher_checked ON ledger.voucher;
ALTER TABLE ledger.voucher DROP CONSTRAINT voucher_fed, DROP CONSTRAINT voucher_pkey;
ALTER TABLE ledger.book DROP CONSTRAINT book_standard_fkey;
DROP INDEX ledger.voucher_source_key;
SELECT * FROM pg_temp.faults();
SET LOCAL client_min_messages = notice;
SELECT fund.finish_restore();
SELECT * FROM pg_temp.faults();
ROLLBACK;

-- what_has_been_altered is made again; what cannot be says why, and how
BEGIN;
SET LOCAL client_min_messages = notice;
ALTER TABLE ledger.account DROP CONSTRAINT account_element_known, ADD CONSTRAINT account_element_known CHECK (true);
DROP INDEX ledger.voucher_source_key;
CREATE UNIQUE INDEX voucher_source_key ON ledger.voucher (source_key, book_id, voucher_id) WHERE source_key IS NOT NULL;
DROP TRIGGER voucher_checked ON ledger.voucher;
CREATE TRIGGER voucher_checked BEFORE UPDATE ON ledger.voucher FOR EACH STATEMENT EXECUTE FUNCTION fund._voucher_is_immutable();
ALTER TABLE ledger.book DROP CONSTRAINT book_numbering_known;
CALL pg_temp.plant($$ UPDATE ledger.book SET numbering = 'never' $$);
SELECT fund.finish_restore();
UPDATE ledger.book SET numbering = 'at_close';
SELECT fund.finish_restore();
SELECT fund.finish_restore();
SELECT nspname FROM pg_namespace WHERE nspname ~ '^ledger' ORDER BY nspname;
ROLLBACK;

-- a_trigger_of_the_same_name_is_not_ours
BEGIN;
DROP TRIGGER voucher_checked ON ledger.voucher;
CREATE TRIGGER voucher_checked BEFORE INSERT ON ledger.voucher
    FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
SELECT * FROM pg_temp.faults();
ROLLBACK;

-- A month's memory is given back before the next: seen by a function that the
-- query for its vouchers calls.
CREATE TEMPORARY TABLE seen (period text, bytes bigint);
BEGIN;
CREATE OR REPLACE FUNCTION fund.last_day(period fund.period) RETURNS date
    LANGUAGE plpgsql VOLATILE STRICT AS $$
    BEGIN
        INSERT INTO pg_temp.seen SELECT $1::text, sum(used_bytes) FROM pg_backend_memory_contexts WHERE name ~ '^SPI ';
        RETURN fund.first_day($1) + interval '1 month - 1 day';
    END
    $$;
SELECT count(*) FROM fund.verify('fund');
SELECT max(bytes) - min(bytes) < 32768 AS bounded FROM pg_temp.seen WHERE period > '2026-01';
ROLLBACK;

-- No setting of the session matters.
SET DateStyle = 'SQL, DMY';
SET TimeZone = 'Asia/Shanghai';
SET IntervalStyle = 'iso_8601';
SET bytea_output = 'escape';
SET extra_float_digits = 0;
SET client_encoding = 'GB18030';
SELECT count(*) FROM fund.verify('fund');
RESET client_encoding;
SET client_encoding = 'UTF8';
RESET DateStyle;
RESET TimeZone;
RESET IntervalStyle;
RESET bytea_output;
RESET extra_float_digits;

-- A seal in plain SQL, as doc/adr/0012-parts-of-a-seal.md describes it.
CREATE FUNCTION pg_temp.field(value bytea) RETURNS bytea
    LANGUAGE sql IMMUTABLE
    AS $$ SELECT CASE WHEN value IS NULL THEN '\xffffffff'::bytea ELSE int4send(length(value)) || value END $$;
CREATE FUNCTION pg_temp.field(value text) RETURNS bytea
    LANGUAGE sql IMMUTABLE
    AS $$ SELECT pg_temp.field(convert_to(value, 'UTF8')) $$;
CREATE FUNCTION pg_temp.field(value bigint) RETURNS bytea
    LANGUAGE sql IMMUTABLE
    AS $$ SELECT pg_temp.field(int8send(value)) $$;
CREATE FUNCTION pg_temp.field(value date) RETURNS bytea
    LANGUAGE sql IMMUTABLE
    AS $$ SELECT pg_temp.field(int4send(value - date '2000-01-01')) $$;
CREATE FUNCTION pg_temp.field(value timestamptz) RETURNS bytea
    LANGUAGE sql IMMUTABLE
    AS $$ SELECT pg_temp.field((extract(epoch FROM value - timestamptz '2000-01-01 00:00:00+00') * 1000000)::bigint) $$;

WITH voucher AS (
    SELECT v.book_id, fund.period(v.voucher_date) AS period, v.voucher_date, v.voucher_id,
           (row_number() OVER (PARTITION BY v.book_id, fund.period(v.voucher_date)
                               ORDER BY v.voucher_date, v.voucher_id) - 1) / 100 + 1 AS chunk,
           pg_temp.field(v.voucher_id) || pg_temp.field(v.posted_at)
        || pg_temp.field(v.voucher_date) || pg_temp.field(v.attachments::bigint) || pg_temp.field(v.reverses)
        || pg_temp.field(v.kind) || pg_temp.field(v.basis) || pg_temp.field(v.summary)
        || pg_temp.field(v.journal::text) || pg_temp.field(v.prepared_by) || pg_temp.field(v.reviewed_by)
        || pg_temp.field(v.source_key) || pg_temp.field(v.done_through) AS fields
    FROM ledger.voucher AS v
), chunk AS (
    SELECT v.book_id, v.period, v.chunk, sha256(string_agg(v.fields, '' ORDER BY v.voucher_date, v.voucher_id)) AS digest
    FROM voucher AS v GROUP BY v.book_id, v.period, v.chunk
)
SELECT count(*) AS chunks, count(*) FILTER (WHERE c.digest IS DISTINCT FROM s.digest) AS other
FROM chunk AS c JOIN ledger.book_period AS p USING (book_id, period)
FULL JOIN ledger.seal_chunk AS s USING (book_id, period, chunk)
WHERE p.state = 'closed' OR p.state IS NULL;

SELECT p.period,
       (SELECT s.digest = sha256(coalesce((SELECT string_agg(c.digest, '' ORDER BY c.chunk) FROM ledger.seal_chunk AS c
                                           WHERE c.book_id = p.book_id AND c.period = p.period), ''))
        FROM ledger.seal_part AS s
        WHERE s.book_id = p.book_id AND s.period = p.period AND s.part = 'vouchers') AS vouchers_agree,
       p.seal = sha256(convert_to(jsonb_build_array(
                    b.book, p.period::text, p.generation,
                    encode(lag(p.seal) OVER (PARTITION BY p.book_id ORDER BY p.period), 'hex'),
                    (SELECT jsonb_agg(jsonb_build_array(s.part, encode(s.digest, 'hex')) ORDER BY s.part)
                     FROM ledger.seal_part AS s WHERE s.book_id = p.book_id AND s.period = p.period))::text, 'UTF8'))
           AS seal_agrees
FROM ledger.book_period AS p JOIN ledger.book AS b USING (book_id)
WHERE p.state = 'closed'
ORDER BY p.period;

-- Vouchers: altered in any column, of another month, missing, added
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.voucher SET summary = '收到滞纳金' WHERE voucher_id = 2 $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.voucher SET posted_at = posted_at - interval '1 microsecond' WHERE voucher_id = 2 $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.voucher SET attachments = NULL WHERE voucher_id = 2 $$);
CALL pg_temp.plant($$ UPDATE ledger.voucher SET prepared_by = 'mallory' WHERE voucher_id = 3 $$);
CALL pg_temp.plant($$ UPDATE ledger.voucher SET reviewed_by = 'mallory' WHERE voucher_id = 5 $$);
CALL pg_temp.plant($$ UPDATE ledger.voucher SET source_key = 'S-2' WHERE voucher_id = 6 $$);
CALL pg_temp.plant($$ UPDATE ledger.voucher SET voucher_date = '2026-02-11' WHERE voucher_id = 7 $$);
CALL pg_temp.plant($$ UPDATE ledger.voucher SET reverses = 2 WHERE voucher_id = 8 $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.voucher SET journal = 'Dr 1003 30.00, Cr 400101 21.00, Cr 400102 9.00' WHERE voucher_id = 2 $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.voucher SET voucher_date = '2026-03-10' WHERE voucher_id = 7 $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ DELETE FROM ledger.voucher WHERE voucher_id = 2 $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
                      VALUES (1, '2026-03-31', '夹带', 'Dr 1003 1000000.00, Cr 2001 1000000.00') $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;

-- Balances: wrong, missing, added
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.balance SET debit = 31 WHERE period = '2026-01' AND account = '1003' AND kind = 'normal' $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ DELETE FROM ledger.balance WHERE period = '2026-03' AND account = '1003' AND kind = 'normal' $$);
SELECT * FROM pg_temp.faults() WHERE check_name = 'balance';
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ INSERT INTO ledger.balance VALUES (1, '2026-03', 'cash', 'normal', '2101', 0, 0, 0) $$);
CALL pg_temp.plant($$ INSERT INTO ledger.balance VALUES (1, '2026-04', 'accrual', 'normal', '1003', 0, 1, 0) $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;

-- Seals: changed in the state or in the log, the sequence of months
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.book_period SET seal = sha256('x') WHERE period = '2026-02' $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.period_event SET seal = sha256('x') WHERE period = '2026-02' $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ DELETE FROM ledger.period_event WHERE period = '2026-02' $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.book_period SET seal = 'short' WHERE period = '2026-02' $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.book_period SET state = 'open' WHERE period = '2026-02' $$);
SELECT * FROM pg_temp.faults() WHERE check_name = 'period';
ROLLBACK;

-- Numbers: a gap, one without a voucher, a voucher with two, and of another kind
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.voucher_number SET first_number = 2 WHERE period = '2026-02' AND kind = 'normal' $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.voucher_number SET vouchers = vouchers || 99 WHERE period = '2026-02' AND kind = 'normal' $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.voucher_number SET vouchers = vouchers || vouchers[1] WHERE period = '2026-02' AND kind = 'normal' $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.voucher_number SET kind = 'adjustment' WHERE period = '2026-02' AND kind = 'normal' $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;

-- What vouchers refer to
BEGIN;
CALL pg_temp.plant($$ DELETE FROM ledger.party WHERE party = 'H1' $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
                      VALUES (1, '2026-04-11', '无此科目', 'Dr 1003 1.00, Cr 9999 1.00') $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal, reverses)
                      VALUES (1, '2026-04-11', '冲销', 'Dr 1003 1.00, Cr 4101 1.00', 9),
                             (1, '2026-04-11', '冲销', 'Dr 1003 1.00, Cr 4101 1.00', 999) $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
                      VALUES (1, '2025-12-31', '建账之前', 'Dr 1003 1.00, Cr 4101 1.00') $$);
SELECT * FROM pg_temp.faults() WHERE check_name = 'voucher';
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ INSERT INTO ledger.voucher (voucher_id, book_id, voucher_date, summary, journal) OVERRIDING SYSTEM VALUE
                      SELECT voucher_id, book_id, '2026-04-12', '同号', journal FROM ledger.voucher WHERE voucher_date >= '2026-04-01' $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;

-- Issued statements
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.issued_statement SET figure = figure + 0.01 WHERE period = '2026-02' AND item_id = 'A3' AND column_no = 2 $$);
CALL pg_temp.plant($$ UPDATE ledger.issued_statement SET figure = NULL WHERE period = '2026-02' AND item_id = 'T0' AND column_no = 1 $$);
CALL pg_temp.plant($$ DELETE FROM ledger.issued_statement WHERE period = '2026-02' AND item_id = 'Z0' AND column_no = 1 $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;

-- All of it has been undone.
SELECT * FROM pg_temp.faults();

DROP SCHEMA ledger CASCADE;
