-- fund.seal_chain, and fund.verify against seals kept outside: whoever can
-- disable triggers recomputes every digest in the tables, and is found by one
-- noted seal.
SET client_encoding = 'UTF8';
SET search_path = public, fund;
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS ledger CASCADE;
SELECT fund.create_ledger();
\pset null '-'

SELECT fund.create_book('fund', '职工', 'reform', '2026-01') > 0 AS created;
SELECT fund.post('fund', '2026-01-01', '期初余额', 'Dr 1003 100.00, Cr 300101 60.00, Cr 300102 40.00', kind => 'opening');
SELECT fund.post('fund', '2026-01-10', '收到保险费', 'Dr 1003 30.00, Cr 400101 20.00, Cr 400102 10.00');
SELECT fund.seal_chain('fund');
SELECT count(*) FROM fund.close_period('fund', '2026-01');
SELECT fund.post('fund', '2026-02-10', '收到财政补贴', 'Dr 1003 7.00, Cr 4101 7.00');
SELECT count(*) FROM fund.close_period('fund', '2026-02');
SELECT count(*) FROM fund.close_period('fund', '2026-03');

-- the_chain
SELECT c.period, c.generation, c.closed_at = p.changed_at AS at_its_close, c.seal = encode(p.seal, 'hex') AS is_the_seal,
       c.short_seal ~ '^[0-9a-f]{4}(-[0-9a-f]{4}){3}$' AND starts_with(c.seal, replace(c.short_seal, '-', '')) AS short,
       (SELECT string_agg(k, ' ' ORDER BY k COLLATE "C") FROM jsonb_object_keys(c.parts) AS k) AS parts
FROM fund.seal_chain('fund') AS c JOIN ledger.book_period AS p ON p.period = c.period::fund.period;
SELECT "期间", "版次", "封印" = c.seal AS same, "封印简式" = c.short_seal AS same_short, "各部分" = c.parts AS same_parts
FROM fund."封印链"('fund') JOIN fund.seal_chain('fund') AS c ON c.period = "期间" ORDER BY 1;

CREATE TEMPORARY TABLE noted AS SELECT jsonb_agg(c) AS chain FROM fund.seal_chain('fund') AS c;
CREATE TEMPORARY TABLE printed AS
SELECT jsonb_build_array(jsonb_build_object('period', c.period, 'seal', c.short_seal)) AS chain
FROM fund.seal_chain('fund') AS c WHERE c.period = '2026-03';

CREATE FUNCTION pg_temp.faults(seals jsonb DEFAULT '[]')
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql
    AS $$
        SELECT check_name, period, object, regexp_replace(expected, '[0-9a-f]{16,}', '…'), regexp_replace(found, '[0-9a-f]{16,}', '…')
        FROM fund.verify('fund', seals)
        WHERE check_name <> 'log'
    $$;

-- nothing_differs
SELECT * FROM pg_temp.faults();
SELECT * FROM pg_temp.faults((SELECT chain FROM noted));
SELECT * FROM pg_temp.faults((SELECT chain FROM printed));
SELECT * FROM pg_temp.faults(('[{"period": "2026-01", "parts": null, "seal": " '
    || (SELECT upper(replace(short_seal, '-', ' ')) FROM fund.seal_chain('fund') WHERE period = '2026-01') || ' "}]')::jsonb);
SELECT * FROM pg_temp.faults((SELECT jsonb_agg(c) FROM fund."封印链"('fund') AS c));
SELECT * FROM pg_temp.faults('[]');

-- Every digest again, from the rows as they are now, with nobody watching.
CREATE PROCEDURE pg_temp.forge(change text)
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_book  integer := (SELECT book_id FROM ledger.book WHERE book = 'fund');
        v_month record;
    BEGIN
        SET LOCAL session_replication_role = replica;
        EXECUTE change;
        FOR v_month IN SELECT period, generation FROM ledger.book_period WHERE book_id = v_book AND state = 'closed' ORDER BY period LOOP
            UPDATE ledger.seal_chunk AS c SET digest = substr(a.found, 1, 32), vouchers = substr(a.found, 33)
            FROM fund._altered_chunks(v_book, v_month.period) AS a
            WHERE c.book_id = v_book AND c.period = v_month.period AND c.chunk = a.chunk;
            UPDATE ledger.seal_part AS s SET digest = p.digest
            FROM fund._seal_parts(v_book, v_month.period, v_month.generation) AS p
            WHERE s.book_id = v_book AND s.period = v_month.period AND s.part = p.part;
            UPDATE ledger.book_period SET seal = fund._seal(v_book, period, generation)
            WHERE book_id = v_book AND period = v_month.period;
            UPDATE ledger.period_event AS e SET seal = p.seal FROM ledger.book_period AS p
            WHERE e.book_id = v_book AND e.period = v_month.period AND e.event = 'closed' AND e.generation = v_month.generation
              AND p.book_id = v_book AND p.period = e.period;
        END LOOP;
        SET LOCAL session_replication_role = origin;
    END
    $$;

-- a_summary_rewritten
BEGIN;
CALL pg_temp.forge($$ UPDATE ledger.voucher SET summary = '另有说法' WHERE summary = '收到财政补贴' $$);
SELECT * FROM pg_temp.faults();
SELECT * FROM pg_temp.faults((SELECT chain FROM noted));
SELECT * FROM pg_temp.faults((SELECT chain FROM printed));
SELECT "检查", "期间", "对象" FROM fund."稽核"('fund', (SELECT chain FROM printed));
ROLLBACK;

-- a_month_forgotten
BEGIN;
CALL pg_temp.forge($$
    DELETE FROM ledger.book_period WHERE period = '2026-03';
    DELETE FROM ledger.period_event WHERE period = '2026-03';
    DELETE FROM ledger.balance WHERE period = '2026-03';
    DELETE FROM ledger.seal_part WHERE period = '2026-03';
    DELETE FROM ledger.issued_statement WHERE period = '2026-03' $$);
SELECT * FROM pg_temp.faults();
SELECT * FROM pg_temp.faults((SELECT chain FROM noted)) WHERE object = 'seal';
SELECT * FROM pg_temp.faults((SELECT chain FROM printed));
ROLLBACK;

-- a_month_reopened_is_no_secret_and_no_match
BEGIN;
SELECT fund.reopen_period('fund', '2026-03', '附件补登', 'error_correction');
SELECT * FROM pg_temp.faults((SELECT chain FROM printed));
SELECT count(*) FROM fund.close_period('fund', '2026-03');
SELECT * FROM pg_temp.faults((SELECT chain FROM printed));
SELECT * FROM pg_temp.faults((SELECT chain FROM noted)) WHERE object IN ('seal', 'events');
ROLLBACK;

-- no_list_of_seals
CREATE FUNCTION pg_temp.refusal(seals jsonb) RETURNS text
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_detail text;
        v_hint   text;
    BEGIN
        PERFORM fund.verify('fund', seals);
        RETURN 'accepted';
    EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS v_detail = PG_EXCEPTION_DETAIL, v_hint = PG_EXCEPTION_HINT;
        RETURN concat_ws(' | ', SQLSTATE, SQLERRM, v_detail, v_hint);
    END
    $$;
SELECT pg_temp.refusal(s::jsonb) FROM unnest(ARRAY[
    '{"period": "2026-01"}', '["3f2a-91bc-07de-55a1"]', '[{"period": "2026-01"}]', '[{"seal": "3f2a91bc07de55a1"}]',
    '[{"period": "2026-13", "seal": "3f2a91bc07de55a1"}]', '[{"period": "2026-01", "seal": "3f2a"}]',
    '[{"period": "2026-01", "seal": "3f2a91bc07de55a1"}, {"period": "2026-02", "seal": "3f2a91bc07de55a1", "parts": []}]']) AS s;

-- only_who_has_a_duty
CREATE ROLE regress_outsider;
SET ROLE regress_outsider;
SELECT fund.seal_chain('fund');
SELECT fund.verify('fund', '[]');
RESET ROLE;
DROP OWNED BY regress_outsider;
DROP ROLE regress_outsider;
SELECT fund.seal_chain(NULL);
SELECT fund.verify('fund', NULL);

DROP SCHEMA ledger CASCADE;
