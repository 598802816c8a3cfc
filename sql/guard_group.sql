-- 待转基金 is guarded with the accounts that it is carried from: no more is given
-- away than there is, and what month-end carries is never refused.
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
    RETURN concat_ws(E'\n', format('%s %s', SQLSTATE, SQLERRM), nullif(v_detail, ''), nullif(v_hint, ''));
END
$$;

-- What a voucher of the book meets, which is left there only where it is kept.
CREATE FUNCTION pg_temp.tried(journal text, kind text DEFAULT 'normal', date date DEFAULT '2026-01-20',
                              keep text DEFAULT NULL) RETURNS text
    LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM fund.post('市', date, coalesce(keep, '试'), journal, kind => kind);
    IF keep IS NULL THEN
        RAISE EXCEPTION SQLSTATE 'P0999';
    END IF;
    RETURN 'posted';
EXCEPTION
    WHEN SQLSTATE 'P0999' THEN RETURN 'would be posted';
    WHEN OTHERS THEN RETURN format('%s %s', SQLSTATE, SQLERRM);
END
$$;

CREATE FUNCTION pg_temp.id(of_summary text) RETURNS bigint
    LANGUAGE sql
    AS $$ SELECT voucher_id FROM ledger.voucher WHERE summary = of_summary $$;

CREATE VIEW pg_temp.held AS
SELECT sum(t.closing_credit - t.closing_debit) FILTER (WHERE t.account = '300103') AS "300103",
       sum(t.closing_credit - t.closing_debit) FILTER (WHERE t.account = '4601') AS "4601",
       sum(t.closing_credit - t.closing_debit) FILTER (WHERE t.account = '4602') AS "4602"
FROM fund.trial_balance('市', '2026-06') AS t;

SELECT fund.create_book('市', '某市职工', 'reform', '2026-01') > 0 AS created;
SELECT pg_temp.tried('Dr 1003 9000, Cr 300101 5000, Cr 300102 3000, Cr 300103 1000', 'opening', '2026-01-01', '期初');
SELECT pg_temp.tried('Dr 1003 100, Cr 4601 100', keep => '待定');

-- Given away: never more than there is, alone or together, whatever the kind.
SELECT pg_temp.refusal($$ SELECT fund.post('市', '2026-01-20', '调整', 'Dr 300103 9999999.00, Cr 300102 9999999.00', kind => 'adjustment') $$);
SELECT pg_temp.refusal($$ SELECT fund.post('市', '2026-01-20', '调整', 'Dr 300103 9999999.00, Cr 300102 9999999.00', kind => 'transfer') $$);
SELECT pg_temp.refusal($$ SELECT fund.post('市', '2026-01-20', '释放', 'Dr 300103 1000.01, Cr 4601 1000.01', kind => 'carry') $$);
SELECT pg_temp.refusal($$ SELECT fund.post('市', '2026-01-20', '归属', 'Dr 4601 1100.01, Cr 400101 1100.01') $$);
SELECT pg_temp.tried('Dr 300103 1000.01, Cr 300102 1000.01', 'transfer') AS "300103 alone";
SELECT pg_temp.tried('Cr 300103 -1000.01, Cr 300102 1000.01', 'transfer') AS "300103 red";
SELECT pg_temp.tried('Dr 300103 1000, Cr 300102 1000', 'transfer') AS "all of 300103";
SELECT pg_temp.tried('Dr 4601 1100, Cr 400101 1100') AS "all of it";
SELECT pg_temp.tried('Cr 4601 -1100.01, Dr 1003 -1100.01') AS "more than all, red";
SELECT pg_temp.tried('Dr 4602 1100.01, Cr 420101 1100.01') AS "more than all, of interest";
SELECT pg_temp.tried('Dr 300103 500, Dr 4601 700, Cr 300102 500, Cr 4602 700', 'transfer') AS "not of one group";
SELECT pg_temp.refusal($$ INSERT INTO ledger.posting (book, voucher_date, summary, journal, kind) VALUES
    ('市', '2026-01-20', '一', 'Dr 300103 600, Cr 300102 600', 'transfer'), ('市', '2026-01-20', '二', 'Dr 300103 600, Cr 300102 600', 'transfer') $$);

-- The overlay gives no money away.
SELECT fund.post('市', '2026-01-20', '叠加', 'Dr 4601 99999, Cr 400101 99999', basis => 'accrual') > 0 AS posted;

-- 4601 red and 4602 black: month-end carries both, whichever way it goes.
SELECT pg_temp.tried('Cr 4601 -900, Dr 1003 -900', keep => '退上年待定');
SELECT pg_temp.tried('Dr 1003 50, Cr 4602 50', keep => '利息待定');
TABLE pg_temp.held;
SELECT action, detail FROM fund.month_end('市', '2026-01') WHERE detail LIKE '%待转%';
TABLE pg_temp.held;
SELECT pg_temp.tried('Dr 300103 250.01, Cr 300102 250.01', 'transfer') AS "more than was left";
DO $$ BEGIN PERFORM fund.reverse('市', pg_temp.id('叠加'), '2026-01-21'); END $$;
SELECT count(*) > 0 AS closed FROM fund.close_period('市', '2026-01');

-- A receipt reversed after its carry.
SELECT pg_temp.tried('Dr 1003 100, Cr 4601 100', date => '2026-02-03', keep => '二月待定');
SELECT count(*) > 0 AS closed FROM fund.close_period('市', '2026-02');
SELECT fund.reverse('市', pg_temp.id('二月待定'), '2026-03-03') > 0 AS reversed;
TABLE pg_temp.held;
SELECT pg_temp.tried('Dr 300103 300, Cr 4601 300', 'carry', '2026-03-04', '释放');
SELECT pg_temp.tried('Dr 4601 250.01, Cr 400101 250.01', date => '2026-03-05') AS "more than there is";
SELECT pg_temp.tried('Dr 4601 250, Cr 400101 250', date => '2026-03-05', keep => '归属');
TABLE pg_temp.held;
SELECT count(*) > 0 AS closed FROM fund.close_period('市', '2026-03');
TABLE pg_temp.held;
-- What it was determined to be is taken back first.
SELECT fund.reverse('市', pg_temp.id('归属'), '2026-04-01', '归属冲销') > 0 AS reversed;
SELECT fund.reverse('市', pg_temp.id('释放'), '2026-04-01') > 0 AS reversed;
TABLE pg_temp.held;
SELECT pg_temp.refusal(format('SELECT fund.reverse(''市'', %s, ''2026-04-02'')', pg_temp.id('期初'))) ~ '^LG030' AS opening;
SELECT fund.reverse('市', pg_temp.id('利息待定'), '2026-04-02') > 0 AS reversed;
SELECT pg_temp.refusal(format('SELECT fund.reverse(''市'', %s, ''2026-04-02'')', pg_temp.id('归属冲销')));
SELECT count(*) > 0 AS closed FROM fund.close_period('市', '2026-04');
TABLE pg_temp.held;

-- A month that ends red because what made it good is of a later one is still closed.
SELECT pg_temp.tried('Dr 1003 1000, Cr 4601 1000', date => '2026-06-01', keep => '六月待定');
SELECT pg_temp.tried('Cr 4601 -700, Dr 1003 -700', date => '2026-05-31', keep => '五月退');
SELECT action, detail FROM fund.close_period('市', '2026-05') WHERE detail LIKE '%待转%';
SELECT count(*) > 0 AS closed FROM fund.close_period('市', '2026-06');
TABLE pg_temp.held;
SELECT account, guard_group, folded, change FROM ledger.guarded_change ORDER BY guard_group NULLS FIRST, folded DESC, change;

-- A book that was there before the guard begins with its journals.
SELECT fund.derive_standard('reform', '自', '自定');
SELECT fund.create_book('自', '自定', '自', '2026-01') > 0 AS created;
UPDATE ledger.account SET guard_group = NULL, overdraft = 'free' WHERE standard = '自';
SELECT fund.post('自', '2026-01-01', '期初', 'Dr 1003 60, Cr 300103 60', kind => 'opening') > 0 AS posted;
SELECT fund.post('自', '2026-01-02', '待定', 'Dr 1003 40, Cr 4601 40') > 0 AS posted;
INSERT INTO ledger.party (party, name, party_kind) VALUES ('P1', '某单位', 'payer');
SELECT fund.post('自', '2026-01-02', '叠加', 'Dr 1131 40 @P1, Cr 4601 40', basis => 'accrual') > 0 AS posted;
UPDATE ledger.account SET guard_group = '一' WHERE standard = '自' AND account::text IN ('300103', '4601');
SELECT pg_temp.refusal($$ SELECT fund.post('自', '2026-01-03', '归属', 'Dr 4601 100.01, Cr 400101 100.01') $$);
SELECT fund.post('自', '2026-01-03', '归属', 'Dr 4601 99, Cr 400101 99') > 0 AS posted;
SELECT pg_temp.refusal($$ SELECT fund.post('自', '2026-01-03', '归属', 'Dr 4601 1.01, Cr 400101 1.01') $$);
SELECT fund.post('自', '2026-01-03', '归属', 'Dr 4602 1.01, Cr 420101 1.01') > 0 AS not_of_the_group;

-- Months are filled before those before them end: what month-end will carry of
-- the months before counts, what the same month holds does not.
SELECT fund.create_book('先', '未结转', 'reform', '2026-01') > 0 AS created;
SELECT fund.post('先', '2026-01-05', '一月待定', 'Dr 1003 100, Cr 4601 70, Cr 4602 30') > 0 AS posted,
       fund.post('先', '2026-02-05', '二月待定', 'Dr 1003 50, Cr 4601 50') > 0 AS later;
SELECT pg_temp.refusal($$ SELECT fund.post('先', '2026-01-20', '释放', 'Dr 300103 0.01, Cr 4601 0.01', kind => 'carry') $$) AS of_the_same_month;
SELECT pg_temp.refusal($$ SELECT fund.post('先', '2026-02-20', '释放', 'Dr 300103 100.01, Cr 4601 100.01', kind => 'carry') $$) AS more;
SELECT fund.post('先', '2026-02-20', '释放', 'Dr 300103 100, Cr 4601 100', kind => 'carry') > 0 AS all_of_it;
SELECT pg_temp.refusal($$ SELECT fund.post('先', '2026-02-21', '释放', 'Dr 300103 0.01, Cr 4601 0.01', kind => 'carry') $$) AS once;
SELECT pg_temp.refusal($$ INSERT INTO ledger.posting (book, voucher_date, summary, journal, kind) VALUES
    ('先', '2026-03-05', '三月', 'Dr 300103 150, Cr 4601 150', 'carry'), ('先', '2026-03-06', '三月', 'Dr 300103 0.01, Cr 4601 0.01', 'carry') $$) AS of_a_statement;
SELECT fund.post('先', '2026-03-05', '差额', 'Dr 300103 150, Cr 300102 150', kind => 'transfer') > 0 AS given_away;
SELECT pg_temp.refusal($$ SELECT fund.post('先', '2026-03-06', '归属', 'Dr 4601 0.01, Cr 400101 0.01') $$) AS and_nothing_is_left;
SELECT count(*) > 0 AS closed FROM unnest('{2026-01,2026-02,2026-03}'::text[]) AS m, fund.close_period('先', m);
SELECT account, closing_credit FROM fund.trial_balance('先', '2026-03') WHERE account ~ '^(3001..|460.)$' ORDER BY account;

SELECT count(*) AS faults FROM ledger.book AS b, fund.verify(b.book);
DROP SCHEMA ledger CASCADE;
