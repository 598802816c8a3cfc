-- What is no receipt, and what ends a claim without one: each is tried after an
-- assessment of 1000 in a month of its own book, and the close refuses (LG046).
SET client_encoding = 'UTF8';
SET search_path = fund, public;
SET client_min_messages = error;
SELECT fund.create_ledger();
INSERT INTO ledger.party (party, name, party_kind) VALUES ('P1', '甲单位', 'payer'), ('P2', '乙单位', 'payer');

-- What the close says after these vouchers, cash unless they begin with 权:.
CREATE FUNCTION pg_temp.outcome(vouchers text[]) RETURNS TABLE (outcome text, party text, due numeric, settled numeric, received numeric)
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_book    text := 'b' || (SELECT count(*) FROM ledger.book);
        v_voucher text;
    BEGIN
        PERFORM fund.create_book(v_book, '试', 'reform', '2026-01');
        PERFORM fund.post(v_book, '2026-01-02', '核定', 'Dr 1131 1000 @P1, Cr 400101 1000', basis => 'accrual');
        FOREACH v_voucher IN ARRAY vouchers LOOP
            PERFORM fund.post(v_book, '2026-01-03', '试', regexp_replace(v_voucher, '^权:', ''),
                              basis => CASE WHEN v_voucher ~ '^权:' THEN 'accrual' ELSE 'cash' END);
        END LOOP;
        BEGIN
            PERFORM fund.close_period(v_book, '2026-01');
            outcome := 'closed';
        EXCEPTION WHEN OTHERS THEN
            outcome := SQLSTATE;
        END;
        RETURN QUERY SELECT outcome, coalesce(s.party, '(池)'), s.due, s.settled, s.received FROM fund.settlements(v_book, '2026-01') AS s;
    END
    $$;

-- a waiver, and a settlement of what came in: by the payer, by a bank's slip named
-- later, through 暂收 and through 待转
SELECT * FROM pg_temp.outcome('{"权:Dr 400101 1000, Cr 1131 1000 @P1"}');
SELECT * FROM pg_temp.outcome('{"Dr 1003 1000, Cr 400101 1000 @P1", "权:Dr 400101 1000, Cr 1131 1000 @P1"}');
SELECT * FROM pg_temp.outcome('{"Dr 1003 1000, Cr 400101 1000", "Dr 400101 1000, Cr 400101 1000 @P1", "权:Dr 400101 1000, Cr 1131 1000 @P1"}');
SELECT * FROM pg_temp.outcome('{"Dr 1003 1000, Cr 2001 1000", "Dr 2001 1000, Cr 400101 1000 @P1", "权:Dr 400101 1000, Cr 1131 1000 @P1"}');
SELECT * FROM pg_temp.outcome('{"Dr 1003 1000, Cr 4601 1000 @P1", "Dr 4601 1000, Cr 400101 600, Cr 400102 400", "权:Dr 400101 1000, Cr 1131 1000 @P1"}');
SELECT * FROM pg_temp.outcome('{"Dr 1003 1000, Cr 4601 1000 @P1", "Dr 4601 1000 @P1, Cr 400101 600, Cr 400102 400", "权:Dr 400101 1000, Cr 1131 1000 @P1"}');
-- a refund of what was received before the book began
SELECT * FROM pg_temp.outcome('{"Dr 1003 1000, Cr 4101 1000", "Dr 400101 300 @P2, Cr 1003 300"}');

-- receipts that bring in nothing
SELECT * FROM pg_temp.outcome('{"权:Dr 400101 1000, Cr 1131 1000 @P1", "Dr 400101 1000, Cr 400101 1000 @P1"}');
SELECT * FROM pg_temp.outcome('{"权:Dr 400101 1000, Cr 1131 1000 @P1", "Dr 400101 1000 @P2, Cr 400101 1000 @P1"}');
SELECT * FROM pg_temp.outcome('{"权:Dr 400101 1000, Cr 1131 1000 @P1", "Dr 540101 1000, Cr 400101 1000 @P1"}');
SELECT * FROM pg_temp.outcome('{"权:Dr 400101 1000, Cr 1131 1000 @P1", "Dr 50010101 1000, Cr 400101 1000 @P1"}');
SELECT * FROM pg_temp.outcome('{"权:Dr 400101 1000, Cr 1131 1000 @P1", "Dr 1003 1000, Cr 400101 1000 @P1, Dr 450101 1000, Cr 1003 1000"}');
SELECT * FROM pg_temp.outcome('{"权:Dr 400101 1000, Cr 1131 1000 @P1", "Dr 1003 400, Dr 540101 600, Cr 400101 1000 @P1"}');

-- claims that end against something else
SELECT * FROM pg_temp.outcome('{"权:Dr 540101 1000, Cr 1131 1000 @P1"}');
SELECT * FROM pg_temp.outcome('{"权:Dr 420101 1000, Cr 1131 1000 @P1"}');
SELECT * FROM pg_temp.outcome('{"权:Dr 4101 1000, Cr 1131 1000 @P1"}');
SELECT * FROM pg_temp.outcome('{"权:Dr 4602 1000, Cr 1131 1000 @P1"}');
SELECT * FROM pg_temp.outcome('{"权:Dr 2201 1000, Cr 1131 1000 @P1"}');
SELECT * FROM pg_temp.outcome('{"权:Dr 2203 1000 @P1, Cr 1131 1000 @P1", "权:Dr 540101 1000, Cr 2203 1000 @P1"}');
-- what moves from payer to payer ends none
SELECT * FROM pg_temp.outcome('{"权:Dr 1131 1000 @P2, Cr 1131 1000 @P1"}');

SELECT b.book, v.* FROM ledger.book AS b, fund.verify(b.book) AS v;
DROP SCHEMA ledger CASCADE;
