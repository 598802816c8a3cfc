-- What is settled in the overlay has been received, and what is received is settled.
SET search_path = fund, public;
SET client_min_messages = warning;
SELECT fund.create_ledger();

CREATE FUNCTION pg_temp.close(of_period text) RETURNS text
    LANGUAGE plpgsql
AS $$
DECLARE
    v_detail text;
    v_hint   text;
BEGIN
    PERFORM fund.close_period('市', of_period);
    RETURN 'closed';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS v_detail = PG_EXCEPTION_DETAIL, v_hint = PG_EXCEPTION_HINT;
    RETURN concat_ws(E'\n', format('%s %s', SQLSTATE, SQLERRM), nullif(v_detail, ''), nullif(v_hint, ''));
END
$$;

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
    RETURN concat_ws(E'\n', regexp_replace(format('%s %s', SQLSTATE, SQLERRM), 'voucher \d+ of', 'voucher … of'), nullif(v_detail, ''), nullif(v_hint, ''));
END
$$;

CREATE FUNCTION pg_temp.post(date date, summary text, journal text, basis text DEFAULT 'accrual') RETURNS void
    LANGUAGE sql
    AS $$ SELECT fund.post('市', date, summary, journal, basis => basis) $$;

CREATE FUNCTION pg_temp.id(of_summary text) RETURNS bigint
    LANGUAGE sql
    AS $$ SELECT voucher_id FROM ledger.voucher WHERE summary = of_summary $$;

-- A month that was closed is gone after it.
CREATE FUNCTION pg_temp.tried(date date, journal text, of_basis text DEFAULT 'accrual') RETURNS text
    LANGUAGE plpgsql
AS $$
DECLARE
    v_outcome text;
BEGIN
    PERFORM fund.post('市', date, '试', journal, basis => of_basis);
    v_outcome := pg_temp.close(to_char(date, 'YYYY-MM'));
    RAISE EXCEPTION SQLSTATE 'P0999';
EXCEPTION WHEN SQLSTATE 'P0999' THEN
    RETURN v_outcome;
END
$$;

INSERT INTO ledger.party (party, name, party_kind) VALUES ('P1', '甲单位', 'payer'), ('P2', '乙单位', 'payer'), ('P3', '丙单位', 'payer');
SELECT fund.create_book('市', '某市职工', 'reform', '2026-01') > 0 AS created;
SELECT fund.post('市', '2026-01-01', '期初', 'Dr 1003 9000, Cr 300101 5000, Cr 300102 4000', kind => 'opening') > 0 AS posted;

-- No overlay, nothing to settle
SELECT pg_temp.post('2026-01-05', '一月到账', 'Dr 1003 100, Cr 400101 60 @P1, Cr 400102 40 @P1', 'cash');
SELECT pg_temp.close('2026-01');
SELECT count(*) AS rows FROM ledger.settlement;

-- Assessed and waived: a settlement without a receipt
SELECT pg_temp.post('2026-02-01', '核定', 'Dr 1131 1000 @P1, Cr 400101 700, Cr 400102 300');
SELECT pg_temp.tried('2026-02-20', 'Dr 400101 700, Dr 400102 300, Cr 1131 1000 @P1') AS waived;
SELECT pg_temp.tried('2026-02-20', 'Dr 1131 -1000 @P1, Cr 400101 -700, Cr 400102 -300') AS waived_in_red;
SELECT pg_temp.tried('2026-02-20', 'Dr 400101 1000, Cr 2203 1000 @P2') AS prepaid_without_money;
SELECT pg_temp.tried('2026-02-20', 'Dr 400101 70, Dr 400102 30, Cr 1131 100 @P1') AS what_was_paid_before;
SELECT pg_temp.tried('2026-02-20', 'Dr 4601 100.01, Cr 1131 100.01 @P1') AS a_cent_more;
SELECT pg_temp.tried('2026-02-20', 'Dr 1131 1000 @P2, Cr 1131 1000 @P1') AS moved_to_another_payer;
SELECT pg_temp.tried('2026-02-20', 'Dr 1131 500 @P2, Cr 400101 500, Dr 400102 400, Cr 1131 400 @P1') AS beside_an_assessment;

-- By authority it passes, and is told apart.
SELECT pg_temp.post('2026-02-20', '阶段性减征', 'Dr 400101 500, Cr 1131 500 @P1');
SELECT pg_temp.close('2026-02');
SELECT pg_temp.refusal($$ SELECT fund.relieve('市', pg_temp.id('阶段性减征'), ' ', '减征') $$);
SELECT pg_temp.refusal($$ SELECT fund.relieve('市', pg_temp.id('阶段性减征'), '国办发〔2026〕1号', '') $$);
SELECT pg_temp.refusal($$ SELECT fund.relieve('市', pg_temp.id('一月到账'), '国办发〔2026〕1号', '减征') $$);
SELECT pg_temp.refusal($$ SELECT fund.relieve('市', 0, '国办发〔2026〕1号', '减征') $$);
SELECT fund.relieve('市', pg_temp.id('阶段性减征'), '国办发〔2026〕1号', '阶段性减征') = pg_temp.id('阶段性减征') AS recorded;
SELECT pg_temp.refusal($$ SELECT fund.relieve('市', pg_temp.id('阶段性减征'), '国办发〔2026〕1号', '减征') $$);
SELECT * FROM fund.settlements('市', '2026-02');
SELECT pg_temp.close('2026-02');
SELECT pg_temp.refusal($$ SELECT fund.relieve('市', pg_temp.id('核定'), '国办发〔2026〕1号', '减征') $$);

-- Received, and income twice: the payer names itself, or nobody does.
SELECT pg_temp.tried('2026-03-05', 'Dr 1003 500, Cr 400101 350 @P1, Cr 400102 150 @P1', 'cash') AS unsettled;
SELECT pg_temp.tried('2026-03-05', 'Dr 1003 500 @P1, Cr 400101 350, Cr 400102 150', 'cash') AS unsettled;
SELECT pg_temp.tried('2026-03-05', 'Dr 1003 300, Cr 4601 300', 'cash') AS unsettled;
SELECT pg_temp.tried('2026-03-05', 'Dr 1003 3000, Cr 4601 3000', 'cash') AS of_others;
SELECT pg_temp.tried('2026-03-05', 'Dr 1003 500, Cr 400101 500 @P2', 'cash') AS of_another;

-- Settled out of the pool, of which there is so much
SELECT pg_temp.post('2026-03-05', '无名到账', 'Dr 1003 300, Cr 4601 300', 'cash');
SELECT pg_temp.post('2026-03-06', '归属', 'Dr 4601 300, Cr 400101 200 @P1, Cr 400102 100 @P1', 'cash');
SELECT pg_temp.post('2026-03-07', '冲应收', 'Dr 400101 200, Dr 400102 100, Cr 1131 300 @P1');
SELECT pg_temp.tried('2026-03-20', 'Dr 400101 200.01, Cr 1131 200.01 @P1') AS beyond_all;
SELECT pg_temp.close('2026-03');
SELECT * FROM fund.settlements('市', '2026-03');
SELECT pg_temp.post('2026-04-05', '无名到账二', 'Dr 1003 150, Cr 4601 150', 'cash');
SELECT pg_temp.post('2026-04-06', '核定二', 'Dr 1131 100 @P3, Cr 400101 100');
SELECT pg_temp.post('2026-04-07', '冲应收二', 'Dr 400101 100, Cr 1131 100 @P1');
SELECT pg_temp.post('2026-04-07', '冲应收三', 'Dr 400101 100, Cr 1131 100 @P3');
SELECT * FROM fund.settlements('市', '2026-04');
SELECT pg_temp.tried('2026-04-20', 'Dr 400101 50.01, Cr 1131 50.01 @P1') AS beyond_the_pool;
SELECT pg_temp.tried('2026-04-20', 'Dr 400101 50, Cr 1131 50 @P1') AS all_of_the_pool;
SELECT pg_temp.close('2026-04');

-- Reversals: of a settlement, of that reversal, of an assessment, of a receipt.
SELECT fund.reverse('市', pg_temp.id('冲应收二'), '2026-05-01', '冲应收二冲销') > 0 AS reversed;
SELECT pg_temp.tried('2026-05-20', 'Dr 400101 150, Cr 1131 150 @P1') AS settled_anew;
SELECT fund.reverse('市', pg_temp.id('冲应收二冲销'), '2026-05-02', '再冲') > 0 AS reversed;
SELECT pg_temp.tried('2026-05-20', 'Dr 400101 50.01, Cr 1131 50.01 @P1') AS as_before;
SELECT fund.reverse('市', pg_temp.id('核定'), '2026-05-03', '核定冲销') > 0 AS reversed;
SELECT fund.reverse('市', pg_temp.id('核定冲销'), '2026-05-04') > 0 AS reversed;
SELECT pg_temp.tried('2026-05-20', 'Dr 400101 50.01, Cr 1131 50.01 @P1') AS as_before;
SELECT fund.reverse('市', pg_temp.id('无名到账二'), '2026-05-05') > 0 AS reversed;
SELECT pg_temp.close('2026-05');
SELECT pg_temp.post('2026-05-20', '到账三', 'Dr 1003 100, Cr 400101 100 @P3', 'cash');
SELECT pg_temp.close('2026-05');
SELECT * FROM fund.settlements('市', '2026-05');

-- Reopened, and closed again to the same
CREATE TEMP TABLE was AS SELECT * FROM ledger.settlement;
SELECT count(*) > 0 AS reopened FROM fund.reopen_period('市', '2026-05', '复核', 'error_correction');
SELECT count(*) AS left FROM ledger.settlement WHERE period = '2026-05'::period;
SELECT pg_temp.close('2026-05');
SELECT count(*) AS differences FROM ((TABLE was EXCEPT TABLE ledger.settlement) UNION ALL (TABLE ledger.settlement EXCEPT TABLE was)) AS d;

-- An opening brings claims of nobody in, which are assigned to payers later.
SELECT fund.create_book('承', '有期初应收', 'reform', '2026-01') > 0 AS created;
SELECT fund.post('承', '2026-01-01', '期初应收', 'Dr 1131 900, Cr 300101 900', kind => 'opening', basis => 'accrual') > 0 AS posted;
SELECT fund.post('承', '2026-01-05', '清欠', 'Dr 1003 900, Cr 400101 900 @P1', basis => 'cash') > 0 AS posted;
SELECT fund.post('承', '2026-01-06', '冲应收', 'Dr 400101 900, Cr 1131 900 @P1', basis => 'accrual') > 0 AS posted;
SELECT count(*) > 0 AS closed FROM fund.close_period('承', '2026-01');
SELECT * FROM fund.settlements('承', '2026-01');
SELECT pg_temp.refusal($$ SELECT * FROM fund.settlements('承', '2025-12') $$);

-- Brought forward as sums: what was assessed is no part of what was settled, so a book is as if posted singly.
CREATE FUNCTION pg_temp.bring(book text, rows text, items text DEFAULT NULL) RETURNS text
    LANGUAGE sql
    AS $$ SELECT pg_temp.refusal(format('SELECT fund.bring_forward(%L, %L, %L, open_items => %L)', $1, $2, '2026-05', $3)) $$;
CREATE FUNCTION pg_temp.closed(book text) RETURNS text
    LANGUAGE sql
    AS $$ SELECT pg_temp.refusal(format('SELECT fund.close_period(%L, %L)', $1, '2026-05')) $$;
SELECT fund.create_book(b, b, 'reform', '2026-01') > 0 AS created FROM unnest('{抵,免,移,池,减,撤}'::text[]) AS b;
SELECT pg_temp.bring('抵', '[{"account": "1003", "debit": 60}, {"account": "400101", "party": "P1", "credit": 60},
    {"account": "1131", "party": "P1", "basis": "accrual", "debit": 100, "credit": 60}, {"account": "400101", "basis": "accrual", "debit": 60, "credit": 100}]',
    '[{"account": "1131", "party": "P1", "basis": "accrual", "date": "2025-11-05", "amount": 10}, {"account": "1131", "party": "P1", "basis": "accrual", "date": "2026-03-05", "amount": 30}]');
SELECT pg_temp.closed('抵');
SELECT * FROM fund.settlements('抵', '2026-05');
SELECT * FROM fund.settlements('抵', '2026-06');
SET client_min_messages = notice;
SELECT * FROM fund."应收与收款"('抵', '2026-04');
SET client_min_messages = warning;
-- A waiver is none the less.
SELECT pg_temp.bring('免', '[{"account": "1131", "party": "P1", "basis": "accrual", "debit": 100, "credit": 60}, {"account": "400101", "basis": "accrual", "debit": 60, "credit": 100}]');
SELECT pg_temp.closed('免');
-- In red, too, beyond what was assessed in the same months
SELECT count(*) FROM fund.withdraw_brought_forward('免', '试红字');
SELECT pg_temp.bring('免', '[{"account": "1131", "party": "P1", "basis": "accrual", "opening_debit": 100, "debit": -60}, {"account": "300101", "basis": "accrual", "opening_credit": 100}, {"account": "400101", "basis": "accrual", "credit": -60}]');
SELECT pg_temp.closed('免');
-- Sums do not say whose claim moved to whom: who has paid is taken to have settled, and it is said.
SET client_min_messages = warning;
BEGIN;
\set VERBOSITY sqlstate
SELECT count(*) FROM fund.bring_forward('移', '[{"account": "1003", "debit": 100}, {"account": "400101", "party": "P2", "credit": 100},
    {"account": "1131", "party": "P1", "basis": "accrual", "debit": 100, "credit": 100}, {"account": "1131", "party": "P2", "basis": "accrual", "debit": 100, "credit": 100},
    {"account": "400101", "basis": "accrual", "debit": 100, "credit": 100}]', '2026-05');
\set VERBOSITY default
ROLLBACK;
SELECT count(*) FROM fund.bring_forward('移', '[{"account": "1003", "debit": 100}, {"account": "400101", "party": "P2", "credit": 100},
    {"account": "1131", "party": "P1", "basis": "accrual", "debit": 100, "credit": 100}, {"account": "1131", "party": "P2", "basis": "accrual", "debit": 100, "credit": 100},
    {"account": "400101", "basis": "accrual", "debit": 100, "credit": 100}]', '2026-05');
SELECT pg_temp.closed('移');
SELECT * FROM fund.settlements('移', '2026-05');
-- Receipts that name no payer are the pool, whoever stands beside them.
INSERT INTO ledger.party (party, name, party_kind) VALUES ('H1', '一院', 'institution');
SELECT pg_temp.bring('池', '[{"account": "1003", "opening_debit": 500, "debit": 60}, {"account": "1004", "opening_debit": 20, "credit": 10}, {"account": "300101", "opening_credit": 520}, {"account": "400101", "credit": 60},
    {"account": "110102", "party": "H1", "debit": 10}, {"account": "1131", "party": "P1", "basis": "accrual", "debit": 100, "credit": 60}, {"account": "400101", "basis": "accrual", "debit": 60, "credit": 100}]');
SELECT pg_temp.closed('池');
SELECT * FROM fund.settlements('池', '2026-05');
-- What was relieved is posted beside the sums, in the last of their months.
SELECT pg_temp.bring('减', '[{"account": "1003", "debit": 60}, {"account": "400101", "party": "P1", "credit": 60},
    {"account": "1131", "party": "P1", "basis": "accrual", "debit": 100, "credit": 60}, {"account": "400101", "basis": "accrual", "debit": 60, "credit": 100}]');
SELECT regexp_replace(pg_temp.refusal(format('SELECT fund.relieve(%L, %s, %L, %L)', '减', max(voucher_id), '国务院', '阶段性减征')), '\d+ of', '… of')
FROM ledger.brought_voucher JOIN ledger.book USING (book_id) WHERE book = '减';
SELECT fund.relieve('减', fund.post('减', '2026-05-31', '阶段性减征', 'Dr 400101 40, Cr 1131 40 @P1', basis => 'accrual'), '国务院', '阶段性减征') > 0 AS relieved;
SELECT pg_temp.closed('减');
SELECT * FROM fund.settlements('减', '2026-05');
-- Withdrawn and brought anew, it is as if it had come so at first.
SELECT pg_temp.bring('撤', '[{"account": "1131", "party": "P1", "basis": "accrual", "debit": 70, "credit": 50}, {"account": "1131", "party": "P2", "basis": "accrual", "debit": 70, "credit": 50}, {"account": "400101", "basis": "accrual", "debit": 100, "credit": 140}]');
SELECT count(*) FROM fund.withdraw_brought_forward('撤', '试');
SELECT pg_temp.bring('撤', '[{"account": "1003", "debit": 60}, {"account": "400101", "party": "P1", "credit": 60},
    {"account": "1131", "party": "P1", "basis": "accrual", "debit": 100, "credit": 60}, {"account": "400101", "basis": "accrual", "debit": 60, "credit": 100}]');
SELECT pg_temp.closed('撤');
SELECT * FROM fund.settlements('撤', '2026-05');

SELECT b.book, v.* FROM ledger.book AS b, fund.verify(b.book) AS v;
DROP SCHEMA ledger CASCADE;
