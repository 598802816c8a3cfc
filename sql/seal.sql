-- A seal has parts: what a close leaves is found altered, whatever it is.
SET client_min_messages = warning;
SELECT fund.create_ledger();
RESET client_min_messages;
SET search_path = "$user", public, fund;

SELECT create_book('old', '旧账', 'reform', '2025-12') IS NOT NULL AS created;
SELECT post('old', '2025-12-31', '期初', 'Dr 1003 7.00, Cr 300101 7.00', kind => 'opening') > 0 AS posted;
SELECT count(*) > 0 AS closed FROM close_period('old', '2025-12');
SELECT create_book('fund', '职工', 'reform', '2026-01') IS NOT NULL AS created;
SELECT succeed('fund', 'old', 'merger', '并入');
SELECT post('fund', '2026-01-01', '期初', 'Dr 1003 7.00, Cr 300101 7.00', kind => 'opening') > 0 AS posted;
SELECT count(post('fund', '2026-01-02'::date + n / 20, 'voucher ' || n, 'Dr 1003 1.00, Cr 400101 1.00')) AS posted
FROM generate_series(1, 250) AS n;
SELECT count(*) > 0 AS closed FROM close_period('fund', '2026-01');
SELECT count(*) > 0 AS reopened FROM reopen_period('fund', '2026-01', '漏记');
SELECT post('fund', '2026-01-31', '补记', 'Dr 1003 2.00, Cr 400101 2.00') > 0 AS posted;
SELECT count(*) > 0 AS closed FROM close_period('fund', '2026-01');
SELECT restate('fund', post('fund', '2026-02-03', '调整', 'Dr 300101 1.00, Cr 1003 1.00', kind => 'adjustment'),
               'reconciliation', '账实差额') > 0 AS restated;
SELECT count(*) > 0 AS closed FROM close_period('fund', '2026-02');
-- an empty one
SELECT count(*) > 0 AS closed FROM close_period('fund', '2026-03');

-- No row grows with the month.
SELECT period, count(*) AS chunks, max(length(vouchers)) / 12 AS vouchers FROM ledger.seal_chunk GROUP BY period ORDER BY period;
SELECT kind, first_number, cardinality(vouchers) AS numbers FROM ledger.voucher_number
WHERE book_id = (SELECT book_id FROM ledger.book WHERE book = 'fund') AND period = '2026-01' ORDER BY kind, first_number;
SELECT part, count(*) AS months, count(DISTINCT digest) AS digests FROM ledger.seal_part GROUP BY part ORDER BY part;

-- Tampers past all triggers and tells what verify says of seals; undone.
CREATE FUNCTION pg_temp.found(tampering text) RETURNS TABLE (period text, object text, expected text, found text)
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_rows integer;
    BEGIN
        BEGIN
            SET LOCAL session_replication_role = replica;
            EXECUTE tampering;
            GET DIAGNOSTICS v_rows = ROW_COUNT;
            SET LOCAL session_replication_role = origin;
            IF v_rows = 0 THEN
                RAISE EXCEPTION 'nothing was tampered with: %', tampering;
            END IF;
            RETURN QUERY SELECT v.period, regexp_replace(v.object, '^voucher \d+.*', 'voucher …'),
                                regexp_replace(v.expected, ' [0-9a-f]{8,}', ' …'), regexp_replace(v.found, ' [0-9a-f]{8,}', ' …')
                         FROM fund.verify('fund') AS v WHERE v.check_name = 'seal';
            RAISE EXCEPTION USING errcode = 'P0999';
        EXCEPTION WHEN SQLSTATE 'P0999' THEN
            NULL;
        END;
    END
    $$;
SELECT * FROM fund.verify('fund');

-- vouchers, of the first chunk, the second and the last; into gaps, and at both ends
SELECT f.*, t AS tampering
FROM unnest(ARRAY[
    $$UPDATE ledger.voucher SET summary = 'x' WHERE summary = 'voucher 1'$$,
    $$UPDATE ledger.voucher SET journal = 'Dr 1003 1.01, Cr 400101 1.01' WHERE summary = 'voucher 150'$$,
    $$DELETE FROM ledger.voucher WHERE summary = 'voucher 250'$$,
    $$UPDATE ledger.voucher SET voucher_date = '2026-01-31' WHERE summary = 'voucher 20'$$,
    $$UPDATE ledger.voucher SET attachments = 1 WHERE summary = 'voucher 101'$$,
    $$UPDATE ledger.voucher SET source_key = 'k' WHERE summary = 'voucher 101'$$,
    $$INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal) SELECT book_id, '2026-01-01', 'x', 'Dr 1003 9.00, Cr 1002 9.00' FROM ledger.book WHERE book = 'fund'$$,
    $$INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal) SELECT book_id, '2026-01-31', 'x', 'Dr 1003 9.00, Cr 1002 9.00' FROM ledger.book WHERE book = 'fund'$$,
    $$INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal) SELECT book_id, '2026-03-15', 'x', 'Dr 1003 9.00, Cr 1002 9.00' FROM ledger.book WHERE book = 'fund'$$]) WITH ORDINALITY AS u (t, n),
     LATERAL pg_temp.found(t) AS f
ORDER BY n, f.period, f.expected COLLATE "C";

-- what a close made of them, and found
SELECT f.*, t AS tampering
FROM unnest(ARRAY[
    $$UPDATE ledger.voucher_number SET vouchers = vouchers[2:2] || vouchers[1:1] || vouchers[3:] WHERE first_number = 1 AND cardinality(vouchers) > 2$$,
    $$UPDATE ledger.issued_statement SET item = 'x' WHERE generation = 1 AND period = '2026-01' AND line_no = 1$$,
    $$DELETE FROM ledger.issued_statement WHERE generation = 1 AND period = '2026-01'$$,
    $$DELETE FROM ledger.period_event WHERE period = '2026-01' AND (event = 'reopened' OR generation = 1)$$,
    $$UPDATE ledger.period_event SET reason = '无' WHERE event = 'reopened'$$,
    $$UPDATE ledger.restatement SET reason = '无'$$,
    $$UPDATE ledger.restatement SET authority = '某文'$$,
    $$UPDATE ledger.succession SET reason = '无'$$,
    $$UPDATE ledger.balance SET opening = opening WHERE false OR (account = '1003' AND period = '2026-03')$$,
    $$UPDATE ledger.balance SET debit = 1, credit = 1 WHERE account = '1003' AND period = '2026-03'$$]) WITH ORDINALITY AS u (t, n),
     LATERAL pg_temp.found(t) AS f
ORDER BY n, f.period, f.object;

-- the digests themselves
SELECT f.period, f.object, f.expected, f.found, count(*), t AS tampering
FROM unnest(ARRAY[
    $$UPDATE ledger.seal_chunk SET digest = sha256('x') WHERE chunk = 2$$,
    $$UPDATE ledger.seal_chunk SET vouchers = 'x' WHERE chunk = 2$$,
    $$UPDATE ledger.seal_chunk SET first_id = first_id + 10 WHERE chunk = 2$$,
    $$DELETE FROM ledger.seal_chunk WHERE chunk = 2$$,
    $$DELETE FROM ledger.seal_chunk$$,
    $$UPDATE ledger.seal_part SET digest = sha256('x') WHERE part = 'numbers' AND period = '2026-02'$$,
    $$DELETE FROM ledger.seal_part WHERE period = '2026-02'$$,
    $$INSERT INTO ledger.seal_part SELECT book_id, '2026-05', 'numbers', '' FROM ledger.book WHERE book = 'fund'$$,
    $$UPDATE ledger.book_period SET seal = sha256('x') WHERE period = '2026-01'$$]) WITH ORDINALITY AS u (t, n),
     LATERAL pg_temp.found(t) AS f
GROUP BY n, t, f.period, f.object, f.expected, f.found
ORDER BY n, f.period, f.object COLLATE "C", f.expected COLLATE "C";
SELECT * FROM fund.verify('fund');

SET client_min_messages = warning;
DROP SCHEMA ledger CASCADE;
