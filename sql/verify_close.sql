-- fund.verify of what a close leaves beside balances, numbers and figures: who
-- closed, settlements and reliefs, the bounds of chunks; and of what is held
-- against overdrafts. Each fault is planted behind the triggers.
SET client_encoding = 'UTF8';
SET search_path = public, fund;
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS ledger CASCADE;
SELECT fund.create_ledger();
\pset null '-'

INSERT INTO ledger.party (party, name, party_kind) VALUES ('P1', '某公司', 'payer'), ('P2', '某厂', 'payer');
SELECT fund.create_book('fund', '职工', 'reform', '2026-01') > 0 AS created;
SELECT fund.post('fund', '2026-01-02', '收到保险费', 'Dr 1003 90.00, Cr 400101 60.00, Cr 400102 30.00');
SELECT fund.post('fund', '2026-01-05', '收到保险费', 'Dr 1003 30.00, Cr 4601 30.00 @P1');
SELECT fund.post('fund', '2026-01-06', '应收保险费', 'Dr 1131 50.00 @P1, Cr 400101 50.00', basis => 'accrual');
SELECT fund.post('fund', '2026-01-07', '冲应收', 'Dr 400101 30.00, Cr 1131 30.00 @P1', basis => 'accrual');
SELECT fund.relieve('fund', fund.post('fund', '2026-01-08', '减征', 'Dr 400101 5.00, Cr 1131 5.00 @P1', basis => 'accrual'), '国务院', '阶段性减征');
SELECT count(*) > 0 AS closed FROM fund.close_period('fund', '2026-01');
SELECT fund.post('fund', '2026-02-03', '应收保险费', 'Dr 1131 7.00 @P2, Cr 400101 7.00', basis => 'accrual');
SELECT fund.post('fund', '2026-02-04', '确定归属', 'Dr 300103 10.00, Cr 4601 10.00', kind => 'carry');
SELECT fund.post('fund', '2026-02-04', '确定归属', 'Dr 4601 10.00, Cr 400101 10.00');
SELECT count(*) > 0 AS closed FROM fund.close_period('fund', '2026-02');
SELECT fund.post('fund', '2026-03-04', '三月', 'Dr 1003 1.00, Cr 4601 1.00 @P1');

CREATE FUNCTION pg_temp.faults() RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql
    AS $$
        SELECT check_name, period, object, regexp_replace(expected, '[0-9a-f]{64}|(as entry )\d+', '\1…'), regexp_replace(found, '[0-9a-f]{64}', '…')
        FROM fund.verify('fund')
    $$;
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

-- who_closed, and when
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.book_period SET changed_by = 'mallory' WHERE period = '2026-01' $$);
SELECT check_name, period, object, split_part(expected, ' at ', 1) AS expected, split_part(found, ' at ', 1) AS found FROM pg_temp.faults();
CALL pg_temp.plant($$ UPDATE ledger.period_event SET done_by = 'mallory' WHERE period = '2026-01' $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.period_event SET done_at = done_at - interval '1 day' WHERE period = '2026-02' $$);
SELECT check_name, period, object FROM pg_temp.faults();
ROLLBACK;

-- settlements and reliefs
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.settlement SET received = received + 1, open_since = open_since + 1 WHERE period = '2026-01' AND party = 'P1' $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ DELETE FROM ledger.settlement WHERE period = '2026-02' AND party = 'P2' $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ DELETE FROM ledger.settlement $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ INSERT INTO ledger.settlement SELECT book_id, 'P3', period, due, settled, relieved, received, open_since, settled_since, received_since
                      FROM ledger.settlement WHERE period = '2026-02' AND party = '' $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.relief SET authority = '某人' $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;

-- a circle of reversals ends, and is named
BEGIN;
CALL pg_temp.plant($$ INSERT INTO ledger.reversal (book_id, reversed, voucher_id) VALUES (1, 4, 4) $$);
CALL pg_temp.plant($$ UPDATE ledger.voucher SET reverses = 4 WHERE voucher_id = 4 $$);
SELECT check_name, period, object FROM pg_temp.faults();
ROLLBACK;

-- chunks
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.seal_chunk SET chunk = 3, first_id = 1, first_date = first_date - 1 WHERE period = '2026-02' $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.seal_chunk SET vouchers = 'short', first_date = first_date + 1 WHERE period = '2026-02' $$);
SELECT check_name, period, object, expected FROM pg_temp.faults();
ROLLBACK;

-- guards: only a sum that a reduction has folded counts
BEGIN;
SELECT account, guard_group, folded, change FROM ledger.guarded_change ORDER BY 1, 2, 3, 4;
CALL pg_temp.plant($$ UPDATE ledger.guarded_change SET change = change + 1000 WHERE guard_group IS NOT NULL AND folded $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ DELETE FROM ledger.guarded_change $$);
SELECT * FROM pg_temp.faults();
SELECT fund.post('fund', '2026-03-05', '确定归属', 'Dr 300103 9.00, Cr 4601 9.00', kind => 'carry');
SELECT fund.post('fund', '2026-03-05', '确定归属', 'Dr 4601 9.00, Cr 400101 9.00');
SELECT account, guard_group, folded, change FROM ledger.guarded_change ORDER BY 1, 2, 3, 4;
SELECT * FROM pg_temp.faults();
ROLLBACK;

DROP SCHEMA ledger CASCADE;
