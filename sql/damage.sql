-- What cannot have been stored, planted behind constraints and triggers:
-- fund.verify names it and goes on, a close refuses it (XX001), and the lists of
-- months end.
SET client_encoding = 'UTF8';
SET search_path = public, fund;
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS ledger CASCADE;
SELECT fund.create_ledger();
\pset null '-'
\set SHOW_CONTEXT never

SELECT fund.create_book('fund', '职工', 'reform', '2026-01') > 0 AS created;
SELECT fund.create_book('old', '旧制度', 'reform', '2026-01') > 0 AS created;
SELECT fund.create_book('new', '新制度', 'reform', '2026-02') > 0 AS created;
SELECT fund.post('fund', '2026-01-10', '收到保险费', 'Dr 1003 30.00, Cr 400101 30.00') AS first;
SELECT fund.restate('fund', fund.post('fund', '2026-01-11', '更正', 'Dr 1003 1.00, Cr 300101 1.00', kind => 'adjustment'),
                    'error_correction', '原因') AS second;
SELECT count(*) FROM fund.close_period('fund', '2026-01');
SELECT fund.post('fund', '2026-02-10', '收到财政补贴', 'Dr 1003 7.00, Cr 4101 7.00') > 0 AS posted;
SELECT fund.post('old', '2026-01-10', '收到保险费', 'Dr 1003 5.00, Cr 400101 5.00') > 0 AS posted;
SELECT count(*) FROM fund.close_period('old', '2026-01');
SELECT fund.succeed('new', 'old', 'standard_change', '新旧衔接');

-- Each kind of change at once, with every constraint of the table gone
CREATE PROCEDURE pg_temp.plant(change text)
    LANGUAGE plpgsql
    AS $$
    DECLARE
        target regclass := ('ledger.' || substring(change FROM 'ledger\.(\w+)'))::regclass;
        name text;
    BEGIN
        SET LOCAL session_replication_role = replica;
        FOR name IN SELECT conname FROM pg_constraint WHERE conrelid = target AND contype NOT IN ('n', 't') ORDER BY contype <> 'f' LOOP
            EXECUTE format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I CASCADE', target, name);
        END LOOP;
        FOR name IN SELECT attname FROM pg_attribute WHERE attrelid = target AND attnum > 0 AND attnotnull AND attidentity = '' LOOP
            EXECUTE format('ALTER TABLE %s ALTER %I DROP NOT NULL', target, name);
        END LOOP;
        EXECUTE change;
        SET LOCAL session_replication_role = origin;
    END
    $$;

-- What verify says of the book but of balances, seals, figures and the log; and the close
CREATE FUNCTION pg_temp.faults(book text DEFAULT 'fund')
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql
    AS $$
        SELECT check_name, period, object,
               regexp_replace(expected, '[0-9a-f]{16,}', '…'), regexp_replace(found, '[0-9a-f]{16,}', '…')
        FROM fund.verify($1) WHERE check_name NOT IN ('balance', 'seal', 'statement', 'constraint', 'log')
    $$;
CREATE FUNCTION pg_temp.close(book text DEFAULT 'fund', period text DEFAULT '2026-02') RETURNS text
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_detail text;
    BEGIN
        PERFORM fund.close_period(book, period);
        RETURN 'closed';
    EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS v_detail = PG_EXCEPTION_DETAIL;
        RETURN format('%s %s: %s', SQLSTATE, SQLERRM, v_detail);
    END
    $$;
SELECT * FROM pg_temp.faults();

-- vouchers: a null in each column that must have a value
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.voucher SET kind = NULL, summary = NULL WHERE voucher_date = '2026-02-10' $$);
CALL pg_temp.plant($$ UPDATE ledger.voucher SET prepared_by = NULL, posted_at = NULL WHERE voucher_date = '2026-01-10' $$);
SELECT * FROM pg_temp.faults();
SELECT left(pg_temp.close(), 5);
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.voucher SET prepared_by = NULL WHERE voucher_date = '2026-02-10' $$);
SELECT pg_temp.close();
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.voucher SET journal = NULL WHERE voucher_date = '2026-02-10' $$);
SELECT * FROM pg_temp.faults();
SELECT left(pg_temp.close(), 5);
ROLLBACK;

-- vouchers, balances, numbers: bytes that are no kind and no basis
CREATE CAST ("char" AS fund.voucher_kind) WITHOUT FUNCTION;
CREATE CAST ("char" AS fund.basis) WITHOUT FUNCTION;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.voucher SET kind = 'x'::"char"::voucher_kind, basis = 'y'::"char"::basis WHERE voucher_date = '2026-02-10' $$);
SELECT * FROM pg_temp.faults();
SELECT left(pg_temp.close(), 5);
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.voucher SET kind = 'x'::"char"::voucher_kind WHERE voucher_date = '2026-01-10' $$);
SELECT DISTINCT check_name, found FROM fund.verify('fund') WHERE check_name IN ('row', 'balance', 'number', 'seal') AND found !~ 'digest|seal';
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.balance SET kind = 'x'::"char"::voucher_kind WHERE account = '1003' $$);
SELECT check_name, found FROM fund.verify('fund') WHERE check_name <> 'constraint' ORDER BY 1, 2;
SELECT left(pg_temp.close(), 5);
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.voucher_number SET kind = 'x'::"char"::voucher_kind $$);
SELECT check_name, found FROM fund.verify('fund') WHERE check_name <> 'constraint' ORDER BY 1, 2;
ROLLBACK;
-- what was restated reads past none of them
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.voucher SET basis = 'y'::"char"::basis WHERE voucher_date = '2026-01-11' $$);
SELECT source FROM fund.restatements('fund', '2026-01', '2026-02');
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.voucher SET kind = 'y'::"char"::voucher_kind WHERE voucher_date = '2026-01-11' $$);
SELECT source FROM fund.restatements('fund', '2026-01', '2026-02');
ROLLBACK;
BEGIN;
SELECT fund.post('fund', '2026-02-11', '更正', 'Dr 1003 1.00, Cr 300101 1.00', kind => 'adjustment') > 0 AS posted;
CALL pg_temp.plant($$ UPDATE ledger.balance SET basis = 'y'::"char"::basis WHERE account = '1003' $$);
SELECT source FROM fund.restatements('fund', '2026-02', '2026-02');
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.balance SET basis = 'y'::"char"::basis WHERE account = '1003' $$);
SELECT source FROM fund.restatements('new', '2026-02', '2026-02');
ROLLBACK;
DROP CAST ("char" AS fund.voucher_kind);
DROP CAST ("char" AS fund.basis);

-- two vouchers of one id
BEGIN;
SELECT fund.post('fund', '2026-02-11', '又一张', 'Dr 1003 1.00, Cr 4101 1.00') > 0 AS posted;
ALTER TABLE ledger.voucher ALTER voucher_id SET GENERATED BY DEFAULT;
CALL pg_temp.plant($$ UPDATE ledger.voucher SET voucher_id = 77 WHERE voucher_date >= '2026-02-01' $$);
SELECT pg_temp.close();
ROLLBACK;

-- vouchers: dates in no period, before the book, and far from it
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.voucher SET voucher_date = 'infinity' WHERE voucher_date = '2026-02-10' $$);
SELECT * FROM pg_temp.faults();
SELECT pg_temp.close();
SELECT book, period FROM ledger.book_month ORDER BY book, period;
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.voucher SET voucher_date = '-infinity' WHERE voucher_date = '2026-02-10' $$);
SELECT * FROM pg_temp.faults();
SELECT pg_temp.close();
SELECT count(*) FROM ledger.book_month;
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.voucher SET voucher_date = '0044-03-15 BC' WHERE voucher_date = '2026-02-10' $$);
SELECT * FROM pg_temp.faults();
SELECT pg_temp.close();
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.voucher SET voucher_date = '9999-12-31' WHERE voucher_date = '2026-02-10' $$);
CALL pg_temp.plant($$ INSERT INTO ledger.book_period SELECT book_id, '9000-01', 'open', 1, '', now() FROM ledger.book WHERE book = 'old' $$);
SELECT book, period FROM ledger.book_month ORDER BY book, period;
SELECT count(*) > 0 AS listed FROM ledger.trial_balance WHERE period = '9999-12';
SELECT source, period FROM fund.restatements('fund', '2026-01', '9999-12');
ROLLBACK;

-- vouchers and other rows of no book
BEGIN;
CALL pg_temp.plant($$ INSERT INTO ledger.voucher (voucher_id, posted_at, book_id, voucher_date, kind, basis, summary, journal, prepared_by)
                      OVERRIDING SYSTEM VALUE SELECT 99, posted_at, 999, voucher_date, kind, basis, summary, journal, prepared_by
                      FROM ledger.voucher WHERE voucher_date = '2026-02-10' $$);
CALL pg_temp.plant($$ UPDATE ledger.balance SET book_id = NULL WHERE kind = 'normal' $$);
CALL pg_temp.plant($$ INSERT INTO ledger.period_event (event_id, book_id, period, event, generation, done_by, done_at)
                      OVERRIDING SYSTEM VALUE VALUES (99, -7, '2026-01', 'closed', 1, 'x', now()) $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;

-- balances: nulls, and of a month that is open
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.balance SET kind = NULL WHERE account = '1003' AND kind = 'normal' $$);
CALL pg_temp.plant($$ UPDATE ledger.balance SET debit = NULL WHERE account = '400101' $$);
SELECT * FROM pg_temp.faults();
SELECT count(*) FROM fund.verify('fund') WHERE check_name = 'balance';
SELECT left(pg_temp.close(), 5);
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.balance SET period = '2026-03' WHERE account = '400101' $$);
SELECT pg_temp.close();
ROLLBACK;

-- months: no generation, no seal, an unknown state, none at all
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.book_period SET generation = NULL $$);
SELECT * FROM pg_temp.faults();
SELECT pg_temp.close();
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.book_period SET generation = 2147483647, seal = NULL $$);
SELECT * FROM pg_temp.faults();
SELECT pg_temp.close();
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.book_period SET seal = NULL $$);
SELECT * FROM pg_temp.faults();
SELECT pg_temp.close();
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.book_period SET state = 'ajar' $$);
SELECT * FROM pg_temp.faults();
SELECT pg_temp.close(period => '2026-01');
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ DELETE FROM ledger.book_period $$);
SELECT * FROM pg_temp.faults();
SELECT pg_temp.close(period => '2026-01');
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ DELETE FROM ledger.book_period $$);
CALL pg_temp.plant($$ DELETE FROM ledger.balance $$);
SELECT pg_temp.close(period => '2026-01');
ROLLBACK;

-- numbers: none, of nothing, and past the end
BEGIN;
CALL pg_temp.plant($$ DELETE FROM ledger.voucher_number WHERE kind = 'normal' AND book_id = 1 $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.voucher_number SET first_number = 2147483647, vouchers = vouchers || NULL::bigint WHERE book_id = 1 $$);
SELECT * FROM pg_temp.faults();
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ INSERT INTO ledger.voucher_number SELECT book_id, '2026-02', 'normal', 1, '{99}' FROM ledger.book $$);
SELECT pg_temp.close();
ROLLBACK;

-- figures: none of a closed month
BEGIN;
CALL pg_temp.plant($$ DELETE FROM ledger.issued_statement WHERE form = 'monthly' AND statement = '收支表' $$);
SELECT check_name, period, regexp_replace(found, '[0-9a-f]{16,}', '…') AS found, count(*)
FROM fund.verify('fund') WHERE check_name <> 'constraint' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.issued_statement SET form = NULL WHERE statement = '收支表' AND item_id = 'T0' $$);
SELECT check_name, count(*) FROM fund.verify('fund') WHERE check_name <> 'constraint' GROUP BY 1 ORDER BY 1;
ROLLBACK;

-- restatements and successions: of no type, of nobody, of an account of nowhere
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.restatement SET type = 'whim' $$);
SELECT * FROM pg_temp.faults();
SELECT * FROM fund.restatements('fund', '2026-01', '2026-01');
\echo :LAST_ERROR_SQLSTATE
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ UPDATE ledger.succession SET type = NULL, predecessor_id = 999 $$);
SELECT * FROM pg_temp.faults('new');
SELECT left(pg_temp.close('new'), 5);
ROLLBACK;
BEGIN;
CALL pg_temp.plant($$ DELETE FROM ledger.account WHERE account = '400101' AND standard = 'reform' $$);
SELECT check_name, object, expected, found FROM pg_temp.faults();
SELECT left(pg_temp.close(), 5);
ROLLBACK;

-- All of it has been undone.
SELECT * FROM pg_temp.faults();
DROP SCHEMA ledger CASCADE;
