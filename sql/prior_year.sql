-- What an earlier year took in or spent is not reversed into a later one.
\set VERBOSITY default
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
    RETURN concat_ws(E'\n', regexp_replace(format('%s %s', SQLSTATE, SQLERRM), 'voucher \d+ of', 'voucher … of'), v_detail, v_hint);
END
$$;

CREATE FUNCTION pg_temp.id(of_summary text) RETURNS bigint
    LANGUAGE sql
    AS $$ SELECT voucher_id FROM ledger.voucher WHERE summary = of_summary $$;

CREATE FUNCTION pg_temp.close(of_book text, through integer) RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    FOR month IN 1..through LOOP
        PERFORM fund.close_period(of_book, format('2026-%s', lpad(month::text, 2, '0')));
    END LOOP;
END
$$;

INSERT INTO ledger.party (party, name, party_kind) VALUES ('P1', '某单位', 'payer'), ('H1', '某医院', 'institution');

SELECT fund.create_book('职', '职工', 'reform', '2026-01') > 0 AS created;
SELECT fund.create_book('居', '居民', '2017-居民', '2026-01') > 0 AS created;
SELECT fund.create_book('旧', '旧制度', '1999', '2026-01') > 0 AS created;

SELECT count(fund.post('职', date, summary, journal, kind => kind, basis => basis)) AS posted
FROM (VALUES
    (date '2026-01-01', '期初', 'Dr 1003 900000, Cr 300101 500000, Cr 300102 300000, Cr 300103 100000', 'opening', 'cash'),
    ('2026-02-01', '拨款',     'Dr 1004 500000, Cr 1003 500000',                          'normal', 'cash'),
    ('2026-02-05', '住院',     'Dr 50010101 200000.66, Cr 1004 200000.66',                'normal', 'cash'),
    ('2026-02-06', '保险费',   'Dr 1003 3000, Cr 400101 2000, Cr 400102 1000',            'normal', 'cash'),
    ('2026-02-07', '明细',     'Dr 1003 30, Cr 40010101 30',                              'normal', 'cash'),
    ('2026-02-08', '待定',     'Dr 1003 700, Cr 4601 700',                                'normal', 'cash'),
    ('2026-02-09', '归属',     'Dr 4601 100, Cr 400101 70, Cr 400102 30',                 'normal', 'cash'),
    ('2026-02-10', '核定',     'Dr 1131 50 @P1, Cr 400101 50',                            'normal', 'accrual'),
    ('2026-02-11', '调整',     'Dr 300101 5, Cr 300102 5',                                'adjustment', 'cash'),
    ('2026-02-12', '预付结算', 'Dr 50010103 9, Cr 110102 9 @H1',                          'normal', 'cash'),
    ('2026-02-13', '冲错',     'Dr 1004 8, Cr 450101 8',                                  'normal', 'cash')
) AS v (date, summary, journal, kind, basis);
SELECT fund.reverse('职', pg_temp.id('冲错'), '2026-03-01', '冲错冲销') > 0 AS reversed;

-- The year is not closed: its own month is open, and takes the reversal.
SELECT pg_temp.refusal($$ SELECT fund.reverse('职', pg_temp.id('住院'), '2027-02-03') $$);
-- The same by INSERT, by the view, and by fund.post, whatever is reversed.
SELECT pg_temp.refusal($$ INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal, reverses)
    SELECT book_id, '2027-02-03', 'r', -journal, voucher_id FROM ledger.voucher WHERE summary = '保险费' $$);
SELECT pg_temp.refusal($$ INSERT INTO ledger.posting (book, voucher_date, summary, journal, reverses)
    SELECT '职', '2027-02-03', 'r', (-journal)::text, voucher_id FROM ledger.voucher WHERE summary = '保险费' $$);
SELECT pg_temp.refusal($$ SELECT fund.post('职', '2027-02-03', 'r', -journal, reverses => voucher_id)
    FROM ledger.voucher WHERE summary = '明细' $$);
-- Part of a voucher, a detail account, what moves no money, a reversal.
SELECT left(pg_temp.refusal($$ SELECT fund.post('职', '2027-02-03', 'r', 'Dr 50010101 -100, Cr 1004 -100', reverses => pg_temp.id('住院')) $$), 5) AS part;
SELECT pg_temp.refusal($$ SELECT fund.reverse('职', pg_temp.id('明细'), '2027-02-03') $$);
SELECT pg_temp.refusal($$ SELECT fund.reverse('职', pg_temp.id('归属'), '2027-02-03') $$);
SELECT pg_temp.refusal($$ SELECT fund.reverse('职', pg_temp.id('冲错冲销'), '2027-02-03') $$);

-- What touches only the balance sheet passes, 待转 and the overlay with it.
BEGIN;
SELECT fund.reverse('职', pg_temp.id('拨款'), '2027-02-03') > 0 AS reversed;
SELECT fund.reverse('职', pg_temp.id('待定'), '2027-02-03') > 0 AS reversed;
SELECT fund.reverse('职', pg_temp.id('核定'), '2027-02-03') > 0 AS reversed;
SELECT fund.reverse('职', pg_temp.id('调整'), '2027-02-03') > 0 AS reversed;
ROLLBACK;

-- Closed months: a later one of the same year takes it, and the hint says which.
DO $$ BEGIN PERFORM fund.restate('职', pg_temp.id('调整'), 'reconciliation', '清单'); END $$;
DO $$ BEGIN PERFORM fund.post('职', '2026-02-28', '预付', 'Dr 110102 9 @H1, Cr 1004 9'); END $$;
SELECT pg_temp.close('职', 11);
SELECT pg_temp.refusal($$ SELECT fund.reverse('职', pg_temp.id('住院'), '2027-02-03') $$);
BEGIN;
SELECT fund.reverse('职', pg_temp.id('住院'), '2026-12-03') > 0 AS reversed;
ROLLBACK;
SELECT count(*) > 0 AS closed FROM fund.year_end('职', 2026);
SELECT pg_temp.refusal($$ SELECT fund.reverse('职', pg_temp.id('住院'), '2027-02-03') $$);
SELECT pg_temp.refusal($$ SELECT fund.reverse('职', pg_temp.id('保险费'), '2027-02-03') $$);
SELECT pg_temp.refusal($$ SELECT fund.reverse('职', pg_temp.id('归属'), '2027-02-03') $$);
SELECT pg_temp.refusal($$ SELECT fund.reverse('职', max(voucher_id), '2027-02-03') FROM ledger.voucher WHERE kind = 'closing' $$);
SELECT fund.reverse('职', pg_temp.id('拨款'), '2027-02-03', '拨款冲销') > 0 AS reversed;
SELECT fund.reverse('职', pg_temp.id('拨款冲销'), '2027-02-04') > 0 AS reversed;

-- 居民
SELECT fund.post('居', '2026-01-01', '居民期初', 'Dr 1004 500, Cr 3001 500', kind => 'opening') > 0 AS posted;
SELECT fund.post('居', '2026-01-05', '居民门诊', 'Dr 500102 5, Cr 1004 5') > 0 AS posted;
SELECT fund.post('居', '2026-01-05', '风险基金', 'Dr 3001 5, Cr 3101 5', kind => 'adjustment') > 0 AS posted;
DO $$ BEGIN PERFORM fund.restate('居', pg_temp.id('风险基金'), 'reconciliation', '计提'); END $$;
SELECT pg_temp.close('居', 12);
SELECT pg_temp.refusal($$ SELECT fund.reverse('居', pg_temp.id('居民门诊'), '2027-01-03') $$);
SELECT fund.reverse('居', pg_temp.id('风险基金'), '2027-01-03') > 0 AS reversed;

-- 1999 takes the split of December back in January; nothing else of the year.
SELECT fund.post('旧', '2026-12-05', '旧收入', 'Dr 102 1000, Cr 403 1000') > 0 AS posted;
SELECT fund.post('旧', '2026-12-06', '旧收入二', 'Dr 102 10, Cr 401 10') > 0 AS posted;
SELECT fund.post('旧', '2026-11-30', '早划分', 'Dr 403 100, Cr 401 60, Cr 402 40') > 0 AS posted;
SELECT fund.post('旧', '2026-12-31', '划分', 'Dr 403 900, Cr 401 540, Cr 402 360') > 0 AS posted;
SELECT fund.post('旧', '2026-12-31', '混记', 'Dr 403 -1, Cr 401 -1, Dr 102 2, Cr 401 2') > 0 AS posted;
SELECT pg_temp.refusal($$ SELECT fund.reverse('旧', pg_temp.id('旧收入二'), '2027-01-01') $$);
SELECT pg_temp.refusal($$ SELECT fund.reverse('旧', pg_temp.id('早划分'), '2027-01-01') $$);
SELECT pg_temp.refusal($$ SELECT fund.reverse('旧', pg_temp.id('混记'), '2027-01-01') $$);
SELECT pg_temp.refusal($$ SELECT fund.reverse('旧', pg_temp.id('划分'), '2027-02-01') $$);
SELECT fund.reverse('旧', pg_temp.id('划分'), '2027-01-01') > 0 AS taken_back;
SELECT fund.reverse('旧', pg_temp.id('旧收入'), '2027-01-05') > 0 AS balance_sheet;

-- Where later items go is the standard's: none, or one that is not there, is not named.
SELECT fund.derive_standard('2017-居民', '自', '自定');
SET session_replication_role = replica;       -- as a restore may leave it
UPDATE ledger.account SET prior_year_account = CASE account::text WHEN '500102' THEN '4999'::account_code END WHERE standard = '自';
RESET session_replication_role;
SELECT fund.create_book('自', '自定', '自', '2026-01') > 0 AS created;
SELECT fund.post('自', '2026-01-01', '自期初', 'Dr 1004 500, Cr 3001 500', kind => 'opening') > 0 AS posted;
SELECT fund.post('自', '2026-01-05', '自门诊', 'Dr 500102 5, Cr 1004 5') > 0 AS posted;
SELECT pg_temp.close('自', 12);
SELECT pg_temp.refusal($$ SELECT fund.reverse('自', pg_temp.id('自门诊'), '2027-01-03') $$);

SELECT count(*) AS faults FROM ledger.book AS b, fund.verify(b.book);
SET client_min_messages = warning;
DROP SCHEMA ledger CASCADE;
