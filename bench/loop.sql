-- Procedures that post in a loop inside the server, one for every way to
-- post: µs a voucher, by the clock. What they post is in variables, so that
-- plans are as generic as a client's prepared ones.

CREATE FUNCTION bench.create_loop(name text, statement text) RETURNS void
    LANGUAGE plpgsql
AS $function$
BEGIN
    EXECUTE format($template$
        CREATE PROCEDURE bench.%I(
            vouchers integer,
            commit_each boolean,
            v_journal_text text,
            v_book integer,
            OUT microseconds numeric
        )
            LANGUAGE plpgsql
        AS $loop$
        DECLARE
            v_code      text := v_book;
            v_period    integer := 24312;
            v_date      date := '2026-01-15';
            v_summary   text := '收到保险费';
            v_amount    bigint := 12800;
            v_journal   fund.journal := v_journal_text;
            v_key       text;
            v_id        bigint;
            v_started   timestamptz := clock_timestamp();
        BEGIN
            FOR i IN 1..vouchers LOOP
                %s;
                IF commit_each THEN
                    COMMIT;
                END IF;
            END LOOP;
            microseconds := extract(epoch FROM clock_timestamp() - v_started) * 1000000 / vouchers;
        END
        $loop$
    $template$, name, statement);
END
$function$;

SELECT bench.create_loop('empty loop', 'NULL');

SELECT bench.create_loop('bare', $$
    WITH v AS (
        INSERT INTO bare.voucher (book_id, period, posted_on, summary)
        VALUES (v_book, v_period, v_date, v_summary)
        RETURNING book_id, period, voucher_id
    )
    INSERT INTO bare.entry (book_id, period, voucher_id, line_no, account, amount)
    SELECT v.book_id, v.period, v.voucher_id, line.line_no, line.account, line.amount
    FROM v, (VALUES (1::smallint, 1002, v_amount),
                    (2::smallint, 400101, -v_amount)) AS line (line_no, account, amount)$$);

SELECT bench.create_loop('INSERT, journal as text', $$
    INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
    VALUES (v_book, v_date, v_summary, v_journal_text::fund.journal)$$);

SELECT bench.create_loop('INSERT, another party each', $$
    v_journal_text := format('Dr 110102 5.00 @P%s, Cr 1003 5.00', i::bigint * 7919 % 100000);
    INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
    VALUES (v_book, v_date, v_summary, v_journal_text::fund.journal)$$);

SELECT bench.create_loop('INSERT, journal ready', $$
    INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
    VALUES (v_book, v_date, v_summary, v_journal)$$);

SELECT bench.create_loop('INSERT, source key', $$
    v_key := 'S-' || i || '-' || txid_current();
    INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal, source_key)
    VALUES (v_book, v_date, v_summary, v_journal_text::fund.journal, v_key)$$);

SELECT bench.create_loop('fund.post, journal as text', $$
    v_id := fund.post(v_code, v_date, v_summary, v_journal_text)$$);

SELECT bench.create_loop('fund.post, journal ready', $$
    v_id := fund.post(v_code, v_date, v_summary, v_journal)$$);

SELECT bench.create_loop('fund.post, source key', $$
    v_key := 'S-' || i || '-' || txid_current();
    v_id := fund.post(v_code, v_date, v_summary, v_journal_text, source_key => v_key)$$);
