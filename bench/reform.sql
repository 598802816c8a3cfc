-- Standards like reform but for one thing each, and what measures the CPU time
-- of a backend: other work on the machine does not count.

SET client_min_messages = warning;

SELECT fund.derive_standard('reform', 'unguarded', '待转不防透支');
UPDATE ledger.account SET overdraft = 'free', guard_group = NULL
WHERE standard = 'unguarded' AND account IN ('300103', '4601', '4602');
SELECT fund.derive_standard('reform', 'unsettled', '不核对应收与收款');
UPDATE ledger.account SET settlement = NULL WHERE standard = 'unsettled';

SELECT fund.create_book('guarded', '待转防透支', 'reform', '2026-01'),
       fund.create_book('unguarded', '待转不防透支', 'unguarded', '2026-01'),
       fund.create_book('settled', '核对应收与收款', 'reform', '2026-01'),
       fund.create_book('unsettled', '不核对应收与收款', 'unsettled', '2026-01');

INSERT INTO ledger.party (party, name, party_kind)
SELECT 'P' || n, '第' || n || '号单位', 'payer' FROM generate_series(0, 99999) AS n;

CREATE FUNCTION bench.cpu_microseconds() RETURNS numeric
    LANGUAGE sql VOLATILE
    AS $$ SELECT split_part(pg_read_file('/proc/self/schedstat'), ' ', 1)::numeric / 1000 $$;

-- A month of an overlay: a payer's assessment, its receipt and its settlement.
CREATE PROCEDURE bench.fill_overlay(of_book text, month date, vouchers integer, payers integer)
    LANGUAGE sql
AS $$
    INSERT INTO ledger.voucher (book_id, voucher_date, summary, basis, journal)
    SELECT b.book_id, month + n % 28, '核定与收款', CASE n % 3 WHEN 1 THEN 'cash' ELSE 'accrual' END::fund.basis,
           format(CASE n % 3 WHEN 0 THEN 'Dr 1131 %1$s.00 @P%2$s, Cr 400101 %1$s.00'
                             WHEN 1 THEN 'Dr 1003 %1$s.00, Cr 400101 %1$s.00 @P%2$s'
                             ELSE 'Dr 400101 %1$s.00, Cr 1131 %1$s.00 @P%2$s' END,
                  100 + n / 3 % 900, n / 3 % payers)::fund.journal
    FROM ledger.book AS b, generate_series(0, vouchers / 3 * 3 - 1) AS n
    WHERE b.book = of_book
$$;

-- µs a voucher of closing a month, which is open again afterwards.
CREATE FUNCTION bench.close_microseconds(of_book text, month fund.period, vouchers integer) RETURNS numeric
    LANGUAGE plpgsql
AS $$
DECLARE
    v_started numeric := bench.cpu_microseconds();
    v_ended   numeric;
BEGIN
    PERFORM fund.close_period(of_book, month);
    v_ended := bench.cpu_microseconds();
    PERFORM fund.reopen_period(of_book, month, '再结一次');
    RETURN (v_ended - v_started) / vouchers;
END
$$;

-- µs a voucher of posting, a transaction each.
CREATE PROCEDURE bench.post_each(of_book text, journal text, vouchers integer, OUT microseconds numeric)
    LANGUAGE plpgsql
AS $$
DECLARE
    v_started numeric := bench.cpu_microseconds();
BEGIN
    FOR i IN 1..vouchers LOOP
        PERFORM fund.post(of_book, date '2026-01-15', '待转', journal);
        COMMIT;
    END LOOP;
    microseconds := (bench.cpu_microseconds() - v_started) / vouchers;
END
$$;
