-- Books and a role for what a guarantee costs where it is on: a book numbered
-- at posting, one whose account 1002 is guarded against overdraft, a clerk who
-- may post to book 1 and owns nothing, and parties, more than a session keeps.

SET client_min_messages = warning;

SELECT fund._copy_standard('2017', 'guarded', '收入户防透支', '2017', '2026-01-01');
UPDATE ledger.account SET overdraft = 'guarded' WHERE standard = 'guarded' AND account = '1002';

SELECT fund.create_book('401', '记账时编号', '2017', '2026-01', numbering => 'at_posting');
SELECT fund.create_book('402', '防透支', 'guarded', '2026-01');

INSERT INTO ledger.party (party, name, party_kind) VALUES ('H1', '市第一医院', 'institution');
INSERT INTO ledger.party (party, name, party_kind)
SELECT 'P' || n, '第' || n || '号参保人', 'person' FROM generate_series(0, 99999) AS n;
ANALYZE ledger.party;

CREATE ROLE clerk LOGIN;
SELECT fund.grant_duty('clerk', 'prepare', '1');
SELECT fund.grant_duty('clerk', 'feed', '1');
GRANT USAGE ON SCHEMA bench TO clerk;

-- The row alone, judged by nobody; then as fund.create_ledger() made it.
CREATE PROCEDURE bench.judge(judged boolean)
    LANGUAGE plpgsql
AS $$
BEGIN
    DROP TRIGGER IF EXISTS voucher_checked ON ledger.voucher;
    DROP TRIGGER IF EXISTS voucher_immutable ON ledger.voucher;
    IF judged THEN
        PERFORM fund._create_posting_triggers();
    END IF;
END
$$;
