-- The extension's life in a database of its own: created, in use, dropped,
-- created again within the session; and a ledger of another version.
\set VERBOSITY terse
SELECT current_database() AS database \gset
CREATE DATABASE regress_install TEMPLATE template0 ENCODING 'UTF8';
\c regress_install
SET client_min_messages = warning;
CREATE EXTENSION fundledger;

CREATE FUNCTION life() RETURNS TABLE (posted boolean, closed boolean, accounts bigint, balance_sheet bigint, faults bigint)
    LANGUAGE plpgsql
    AS $$
    BEGIN
        PERFORM fund.create_ledger();
        PERFORM fund.create_book('b', 'a book', 'reform', '2026-01');
        posted := fund.post('b', '2026-01-05', 'income', 'Dr 1003 5.00, Cr 400101 5.00', source_key => 'k')
                  = fund.post('b', '2026-01-05', 'income', 'Dr 1003 5.00, Cr 400101 5.00', source_key => 'k');
        closed := EXISTS (SELECT FROM fund.close_period('b', '2026-01'));
        accounts := count(*) FROM fund.trial_balance('b', '2026-01');
        balance_sheet := sum(closing) FROM fund.balance_sheet('b', '2026-01') WHERE item_id IN ('A0', 'S0');
        faults := count(*) FROM fund.verify('b');
        RETURN NEXT;
    END
    $$;

-- without_a_ledger
SELECT fund.create_book('b', 'a book', 'reform', '2026-01');
\echo :LAST_ERROR_SQLSTATE
SELECT fund.derive_standard('reform', 'mine', 'mine');
\echo :LAST_ERROR_SQLSTATE
SELECT fund.upgrade_ledger();
\echo :LAST_ERROR_SQLSTATE

-- books_keep_the_extension
SELECT * FROM life();
SELECT fund.create_ledger();
\echo :LAST_ERROR_SQLSTATE
DROP EXTENSION fundledger;
\echo :LAST_ERROR_SQLSTATE

-- dropped_and_created_again: a session forgets what it knew of the first
DROP SCHEMA ledger CASCADE;
SELECT fund.post('b', '2026-01-05', 'income', 'Dr 1003 5.00, Cr 400101 5.00');
\echo :LAST_ERROR_SQLSTATE
SELECT * FROM life();
DROP SCHEMA ledger CASCADE;
DROP EXTENSION fundledger;
CREATE EXTENSION fundledger;
SELECT * FROM life();

-- a_ledger_of_another_version
SELECT fund.upgrade_ledger() = extversion AS is_installed FROM pg_extension WHERE extname = 'fundledger';
UPDATE ledger.installation SET version = '0.0';
\c
\set VERBOSITY sqlstate
SELECT fund.post('b', '2026-02-05', 'income', 'Dr 1003 5.00, Cr 400101 5.00');
SELECT fund.upgrade_ledger();

-- the_search_path_is_asked_for_once: not of who has it
SET client_min_messages = warning;
DROP SCHEMA ledger CASCADE;
RESET client_min_messages;
\set VERBOSITY terse
SELECT fund.create_ledger();
SET client_min_messages = warning;
DROP SCHEMA ledger CASCADE;
ALTER DATABASE regress_install SET search_path = "$user", public, fund;
\c
SELECT fund.create_ledger();

\c :database
DROP DATABASE regress_install;
