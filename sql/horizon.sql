-- How far ahead a voucher may be dated.
SET search_path = fund, public;
SET client_min_messages = warning;
SELECT fund.create_ledger();

CREATE FUNCTION pg_temp.refusal(statement text) RETURNS text
    LANGUAGE plpgsql
AS $$
DECLARE
    v_detail text;
    v_hint   text;
BEGIN
    EXECUTE statement;
    RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS v_detail = PG_EXCEPTION_DETAIL, v_hint = PG_EXCEPTION_HINT;
    -- another today, another year
    RETURN concat_ws(E'\n', format('%s %s', SQLSTATE, SQLERRM),
                     regexp_replace(v_detail, '^Today is [^,]*|\d{4}-12-31', '…', 'g'), v_hint);
END
$$;

SELECT fund.create_book('甲', '某市职工', '2017', '2026-01') AS book_id \gset
SELECT extract(year FROM current_date)::integer AS year \gset

-- The end of next year is taken, by the clock or by the first month, and the day after is not.
SELECT fund.post('甲', make_date(greatest(:year + 1, 2026), 12, 31), '远', 'Dr 1003 1, Cr 4101 1') > 0 AS taken;
SELECT pg_temp.refusal(format($$ SELECT fund.post('甲', %L, '太远', 'Dr 1003 1, Cr 4101 1') $$, make_date(greatest(:year + 2, 2027), 1, 1))) ~ '^LG038 ' AS refused;
SELECT pg_temp.refusal($$ SELECT fund.post('甲', '2162-03-05', '太远', 'Dr 1003 1, Cr 4101 1') $$);

-- On every path, in every kind and basis; one wrong row refuses its statement.
SELECT pg_temp.refusal(format($$ INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal) VALUES
    (%1$s, '2026-01-05', '近', 'Dr 1003 1, Cr 4101 1'), (%1$s, '2162-01-05', '远', 'Dr 1003 1, Cr 4101 1'), (%1$s, '2026-01-05', '近', 'Dr 1003 1, Cr 4101 1') $$, :book_id));
SELECT pg_temp.refusal($$ INSERT INTO ledger.posting (book, voucher_date, summary, journal) VALUES ('甲', '9999-12-31', '远', 'Dr 1003 1, Cr 4101 1') $$);
SELECT left(pg_temp.refusal($$ SELECT fund.post('甲', '2162-03-05', '远', 'Dr 300101 1, Cr 300102 1', kind => 'adjustment') $$), 5) AS adjustment;
SELECT left(pg_temp.refusal($$ SELECT fund.post('甲', 'infinity', '远', 'Dr 1003 1, Cr 4101 1') $$), 5) AS infinite;
\set VERBOSITY sqlstate
COPY ledger.posting (book, voucher_date, summary, journal) FROM stdin;
甲	2162-03-05	远	Dr 1003 1, Cr 4101 1
\.
\set VERBOSITY default

-- A book says itself how far: further, not at all, whenever.
UPDATE ledger.book SET horizon_years = 0 WHERE book = '甲';
SELECT pg_temp.refusal(format($$ SELECT fund.post('甲', %L, '远', 'Dr 1003 1, Cr 4101 1') $$, make_date(greatest(:year + 1, 2026), 12, 30))) ~ '^LG038 ' AS refused;
UPDATE ledger.book SET horizon_years = 200 WHERE book = '甲';
SELECT fund.post('甲', '2162-03-05', '误记', 'Dr 1003 1, Cr 4101 1') > 0 AS taken;
UPDATE ledger.book SET horizon_years = NULL WHERE book = '甲';
SELECT fund.post('甲', '9999-12-31', '永远', 'Dr 1003 1, Cr 4101 1') > 0 AS taken;
UPDATE ledger.book SET horizon_years = 2147483647 WHERE book = '甲';
SELECT fund.post('甲', '9999-12-31', '永远', 'Dr 1003 1, Cr 4101 1') > 0 AS taken;
SELECT split_part(pg_temp.refusal($$ UPDATE ledger.book SET horizon_years = -1 WHERE book = '甲' $$), E'\n', 1) AS negative;

-- A wrong date that is there is reversed on that date, and on no other beyond the horizon.
UPDATE ledger.book SET horizon_years = DEFAULT WHERE book = '甲';
SELECT pg_temp.refusal($$ SELECT fund.reverse('甲', voucher_id, '2162-03-06') FROM ledger.voucher WHERE summary = '误记' $$);
SELECT pg_temp.refusal($$ SELECT fund.reverse('甲', voucher_id, '2162-03-06') FROM ledger.voucher WHERE summary = '远' $$);
SELECT fund.reverse('甲', voucher_id, '2162-03-05') > 0 AS reversed FROM ledger.voucher WHERE summary = '误记';
SELECT pg_temp.refusal($$ SELECT count(*) FROM fund.month_end('甲', '2162-03') $$);

-- A book of the past goes on from its last closed month, whatever the clock says.
SELECT fund.create_book('乙', '后来', '2017', '2150-01') > 0 AS created;
SELECT fund.post('乙', '2150-12-31', '首年', 'Dr 1003 1, Cr 4101 1') > 0 AS taken;
SELECT pg_temp.refusal($$ SELECT fund.post('乙', '2151-01-01', '次年', 'Dr 1003 1, Cr 4101 1') $$);
SELECT count(*) > 0 AS closed FROM fund.close_period('乙', '2150-01');
SELECT fund.post('乙', '2151-12-31', '次年', 'Dr 1003 1, Cr 4101 1') > 0 AS taken;
SELECT pg_temp.refusal($$ SELECT fund.post('乙', '2152-01-01', '后年', 'Dr 1003 1, Cr 4101 1') $$);

DROP SCHEMA ledger CASCADE;
