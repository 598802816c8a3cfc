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
-- whose database it is has to set it
BEGIN;
SET LOCAL client_min_messages = warning;
DROP SCHEMA ledger CASCADE;
SET LOCAL client_min_messages = notice;
CREATE ROLE regress_keeper;
CREATE ROLE regress_host;
ALTER DATABASE regress_install OWNER TO regress_host;
GRANT CREATE ON DATABASE regress_install TO regress_keeper;
GRANT USAGE ON SCHEMA fund TO regress_keeper;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA fund TO regress_keeper;
SET LOCAL ROLE regress_keeper;
\set VERBOSITY default
SELECT fund.create_ledger(standards => false);
\set VERBOSITY terse
ROLLBACK;
SET client_min_messages = warning;
DROP SCHEMA ledger CASCADE;
ALTER DATABASE regress_install SET search_path = "$user", public, fund;
\c
SELECT fund.create_ledger();

-- a_schema_of_another: refused, whether its owner may still plant or has planted
SET client_min_messages = warning;
DROP SCHEMA ledger CASCADE;
DROP EXTENSION fundledger;
DROP SCHEMA fund;
\set VERBOSITY default
\set SHOW_CONTEXT never
CREATE ROLE regress_squatter;
CREATE SCHEMA fund AUTHORIZATION regress_squatter;
CREATE EXTENSION fundledger;
\echo :LAST_ERROR_SQLSTATE
CREATE EXTENSION fundledger SCHEMA fund;
\echo :LAST_ERROR_SQLSTATE
ALTER SCHEMA fund OWNER TO CURRENT_USER;

-- a_schema_that_is_not_empty: whatever it is, and whoever made it
CREATE FUNCTION try_to_install(what text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v_message text;
    v_detail  text;
BEGIN
    EXECUTE what;
    CREATE EXTENSION fundledger;
    RETURN 'installed';
EXCEPTION WHEN object_not_in_prerequisite_state THEN
    GET STACKED DIAGNOSTICS v_message = MESSAGE_TEXT, v_detail = PG_EXCEPTION_DETAIL;
    RETURN concat_ws(' | ', v_message, v_detail);
END
$$;
SELECT try_to_install(what)
FROM unnest(ARRAY[
    'CREATE FUNCTION fund.format(text, text, text) RETURNS text LANGUAGE sql RETURN 1',
    'CREATE PROCEDURE fund.p() LANGUAGE sql BEGIN ATOMIC END',
    'CREATE AGGREGATE fund.a(integer) (SFUNC = int4pl, STYPE = integer)',
    'CREATE TABLE fund.t (a integer PRIMARY KEY)',
    'CREATE VIEW fund.v AS SELECT 1',
    'CREATE SEQUENCE fund.s',
    'CREATE TYPE fund.shell',
    'CREATE TYPE fund.e AS ENUM (''a'')',
    'CREATE TYPE fund.c AS (a integer)',
    'CREATE DOMAIN fund.d AS integer',
    'CREATE OPERATOR fund.= (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4eq)',
    'CREATE OPERATOR FAMILY fund.f USING btree',
    'CREATE OPERATOR CLASS fund.c FOR TYPE integer USING hash AS OPERATOR 1 pg_catalog.=, FUNCTION 1 hashint4(integer)',
    'CREATE CONVERSION fund.n FOR ''UTF8'' TO ''LATIN1'' FROM utf8_to_iso8859_1',
    'CREATE COLLATION fund.l FROM "C"',
    'CREATE TEXT SEARCH DICTIONARY fund.d (TEMPLATE = simple)',
    'CREATE TEXT SEARCH CONFIGURATION fund.c (COPY = simple)',
    'CREATE TEXT SEARCH TEMPLATE fund.t (LEXIZE = dsimple_lexize)',
    'CREATE TEXT SEARCH PARSER fund.p (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype)',
    'CREATE TABLE public.t (a integer, b integer); CREATE STATISTICS fund.s ON a, b FROM public.t',
    'ALTER DEFAULT PRIVILEGES FOR ROLE regress_squatter IN SCHEMA fund GRANT EXECUTE ON FUNCTIONS TO PUBLIC',
    'CREATE SEQUENCE fund.a; CREATE SEQUENCE fund.b; CREATE SEQUENCE fund.c; CREATE SEQUENCE fund.d; CREATE SEQUENCE fund.e; CREATE SEQUENCE fund.f; CREATE SEQUENCE fund.g'
]) AS what;
BEGIN;
CREATE TYPE fund.squatter AS (a integer);
CREATE EXTENSION fundledger;
\echo :LAST_ERROR_SQLSTATE
ROLLBACK;

-- nobody_else_may_create: though default privileges, or an owner before, said so
BEGIN;
GRANT CREATE, USAGE ON SCHEMA fund TO regress_squatter WITH GRANT OPTION;
SET LOCAL ROLE regress_squatter;
GRANT CREATE ON SCHEMA fund TO PUBLIC;
RESET ROLE;
CREATE EXTENSION fundledger;
SELECT has_schema_privilege('regress_squatter', 'fund', 'CREATE') AS creates,
       has_schema_privilege('regress_squatter', 'fund', 'USAGE WITH GRANT OPTION') AS uses;
ROLLBACK;
BEGIN;
DROP SCHEMA fund;
ALTER DEFAULT PRIVILEGES GRANT ALL ON SCHEMAS TO PUBLIC, regress_squatter;
CREATE EXTENSION fundledger;
SELECT has_schema_privilege('regress_squatter', 'fund', 'CREATE') AS creates;
ROLLBACK;

-- a_schema_of_another_superuser, or an empty one of one's own
BEGIN;
ALTER ROLE regress_squatter SUPERUSER;
ALTER SCHEMA fund OWNER TO regress_squatter;
CREATE EXTENSION fundledger;
SELECT nspowner::regrole FROM pg_namespace WHERE nspname = 'fund';
ROLLBACK;
CREATE EXTENSION fundledger;
SELECT fund.create_ledger();

-- a_ledger_of_another: made before ours could be, or no superuser's; what its owner
-- has put there does not run as the superuser who calls what writes there
DROP SCHEMA ledger CASCADE;
CREATE FUNCTION planted() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'ran as %', current_user; END $$;
BEGIN;
CREATE SCHEMA ledger AUTHORIZATION regress_squatter;
GRANT USAGE ON SCHEMA public TO regress_squatter;
SET LOCAL ROLE regress_squatter;
CREATE VIEW ledger.installation AS SELECT planted() AS version;
CREATE VIEW ledger.duty AS SELECT planted() AS role_name;
RESET ROLE;
SAVEPOINT before;
SELECT fund.create_ledger();
ROLLBACK TO before;
SELECT fund.upgrade_ledger();
\echo :LAST_ERROR_SQLSTATE
ROLLBACK TO before;
SELECT fund.finish_restore();
\echo :LAST_ERROR_SQLSTATE
ROLLBACK TO before;
SELECT fund.grant_duty('regress_squatter', 'read');
\echo :LAST_ERROR_SQLSTATE
ROLLBACK TO before;
SELECT fund.revoke_duty('regress_squatter', 'read');
\echo :LAST_ERROR_SQLSTATE
ROLLBACK;
DROP FUNCTION planted();

-- nobody_is_let_in: though default privileges said so
BEGIN;
ALTER DEFAULT PRIVILEGES GRANT ALL ON SCHEMAS TO PUBLIC, regress_squatter;
ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC, regress_squatter;
ALTER DEFAULT PRIVILEGES GRANT ALL ON SEQUENCES TO PUBLIC, regress_squatter;
SELECT fund.create_ledger(standards => false);
SELECT nspname AS let_in FROM pg_namespace, aclexplode(nspacl) WHERE nspname = 'ledger' AND grantee <> nspowner
UNION ALL
SELECT relname FROM pg_class, aclexplode(relacl) WHERE relnamespace = 'ledger'::regnamespace AND grantee <> relowner;
ROLLBACK;
SELECT fund.create_ledger();

-- backslashes_mean_what_they_are: whatever the installer's setting makes of them
DROP SCHEMA ledger CASCADE;
DROP EXTENSION fundledger;
\c
\set VERBOSITY sqlstate
SET client_min_messages = warning;
SET escape_string_warning = off;
DO $$ BEGIN
    PERFORM set_config('standard_conforming_strings', 'off', false);
EXCEPTION WHEN OTHERS THEN
    NULL;   -- servers since 19 know nothing else
END $$;
CREATE EXTENSION fundledger;
SELECT fund.create_ledger();
SELECT fund.create_book('s', 'its code begins with s', 'reform', '2026-01') > 0 AS created;
SELECT fund.create_book(' b', 'its code begins with a blank', 'reform', '2026-01');
INSERT INTO ledger.party (party, name, party_kind) VALUES ('s', 'the same', 'person');
INSERT INTO ledger.party (party, name, party_kind) VALUES (' p', 'the same', 'person');
SELECT fund.trial_balance('s', '2026-01'::text);
SELECT count(*) FILTER (WHERE starts_with(proname, '_') AND has_function_privilege('public', oid, 'EXECUTE')) < 20 AS internal_are_kept,
       count(*) FILTER (WHERE NOT starts_with(proname, '_') AND has_function_privilege('public', oid, 'EXECUTE')) > 100 AS others_are_not
FROM pg_proc WHERE pronamespace = 'fund'::regnamespace;

\c :database
DROP DATABASE regress_install;
DROP ROLE regress_squatter;
