-- Storing: what others have put on ledger.voucher is evaluated as a plain INSERT of
-- the poster's would evaluate it: with the poster's rights and search path, never
-- with the owner's.
\set SHOW_CONTEXT never
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS ledger CASCADE;
CREATE ROLE regress_dba;
CREATE ROLE regress_clerk;
CREATE ROLE regress_closer;
SELECT format('GRANT CREATE ON DATABASE %I TO regress_dba', current_database()) \gexec
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA fund TO regress_dba;
SET ROLE regress_dba;
SELECT fund.create_ledger();
SELECT fund.create_book('b', 'a book', 'reform', '2026-01') > 0 AS created;
SELECT fund.grant_duty('regress_clerk', 'prepare', 'b');
SELECT fund.grant_duty('regress_closer', 'supervise', 'b');
CREATE SCHEMA shelf;
GRANT USAGE ON SCHEMA shelf TO PUBLIC;
-- SQL functions that qualify nothing, as DBAs write them
CREATE FUNCTION shelf.is_clean(t text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT btrim(t) = t';
CREATE FUNCTION shelf.cleaned(t text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT btrim(t)';
RESET ROLE;

-- the clerk's own, in front of whatever is not qualified: it says as whom it runs
CREATE SCHEMA k AUTHORIZATION regress_clerk;
GRANT USAGE ON SCHEMA k TO PUBLIC;
SET ROLE regress_clerk;
CREATE FUNCTION k.btrim(t text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    RAISE WARNING 'btrim of schema k runs as %, for %', current_user, fund.outer_user();
    BEGIN
        ALTER ROLE regress_clerk SUPERUSER;
    EXCEPTION WHEN insufficient_privilege THEN
    END;
    RETURN t;
END
$$;
RESET ROLE;

-- a_check
SET ROLE regress_dba;
ALTER TABLE ledger.voucher ADD CONSTRAINT clean CHECK (shelf.is_clean(summary));
RESET ROLE;
SET ROLE regress_clerk;
SET search_path = k, pg_catalog, fund;
SELECT post('b', '2026-01-02', 'x', 'Dr 1003 1.00, Cr 400101 1.00') > 0 AS posted;
SELECT post('b', '2026-01-02', 'x', 'Dr 1003 1.00, Cr 400101 1.00', source_key => '1') > 0 AS posted;
SELECT reverse('b', max(post), '2026-01-02') > 0 AS reversed FROM post('b', '2026-01-02', 'y', 'Dr 1003 1.00, Cr 400101 1.00');
RESET search_path;
SELECT fund.post('b', '2026-01-02', 'x ', 'Dr 1003 1.00, Cr 400101 1.00');
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;
SELECT rolsuper FROM pg_roles WHERE rolname = 'regress_clerk';

-- the close, which stores for the closer
BEGIN;
SET LOCAL ROLE regress_closer;
SET LOCAL search_path = k, pg_catalog, fund;
SELECT action, detail FROM close_period('b', '2026-01') WHERE action = 'posted';
ROLLBACK;
SELECT rolsuper FROM pg_roles WHERE rolname = 'regress_clerk';
ALTER TABLE ledger.voucher DROP CONSTRAINT clean;

-- an_index_expression, and a partial index's predicate
SET ROLE regress_dba;
SET search_path = pg_catalog, pg_temp;
CREATE INDEX cleaned ON ledger.voucher (shelf.cleaned(summary));
CREATE INDEX kept_clean ON ledger.voucher (voucher_id) WHERE shelf.is_clean(prepared_by);
RESET ROLE;
SET ROLE regress_clerk;
SET search_path = k, pg_catalog, fund;
SELECT post('b', '2026-01-02', 'x', 'Dr 1003 1.00, Cr 400101 1.00') > 0 AS posted;
SELECT post('b', '2026-01-02', 'x', 'Dr 1003 1.00, Cr 400101 1.00', source_key => '2') > 0 AS posted;
RESET search_path;
RESET ROLE;
SELECT rolsuper FROM pg_roles WHERE rolname = 'regress_clerk';
DROP INDEX ledger.cleaned, ledger.kept_clean;

-- a_generated_column, and a column with a default
SET ROLE regress_dba;
ALTER TABLE ledger.voucher
    ADD COLUMN cleaned text GENERATED ALWAYS AS (shelf.cleaned(summary)) STORED,
    ADD COLUMN entered_by text DEFAULT current_user,
    ADD COLUMN gone integer DEFAULT 7;
ALTER TABLE ledger.voucher DROP COLUMN gone;
ALTER TABLE ledger.voucher ALTER COLUMN posted_at SET DEFAULT '2026-01-31 12:00+00';
RESET ROLE;
SET ROLE regress_clerk;
SET search_path = k, pg_catalog, fund;
SELECT post('b', '2026-01-03', 'x', 'Dr 1003 1.00, Cr 400101 1.00') > 0 AS posted;
SELECT post('b', '2026-01-03', 'z', 'Dr 1003 1.00, Cr 400101 1.00', source_key => '3') > 0 AS posted;
SELECT post('b', '2026-01-03', 'z', 'Dr 1003 1.00, Cr 400101 1.00', source_key => '3') > 0 AS posted;
RESET search_path;
RESET ROLE;
SELECT summary, cleaned, entered_by, posted_at AT TIME ZONE 'UTC' AS posted_at
FROM ledger.voucher WHERE voucher_date = '2026-01-03' ORDER BY summary COLLATE "C";
SELECT rolsuper FROM pg_roles WHERE rolname = 'regress_clerk';
SET ROLE regress_dba;
ALTER TABLE ledger.voucher DROP COLUMN cleaned, DROP COLUMN entered_by;
ALTER TABLE ledger.voucher ALTER COLUMN posted_at SET DEFAULT CURRENT_TIMESTAMP;
RESET ROLE;

-- triggers_of_others: each fires once, as the poster, and the voucher is judged once
GRANT TRIGGER ON ledger.voucher TO regress_closer;
CREATE SCHEMA c AUTHORIZATION regress_closer;
GRANT USAGE ON SCHEMA c TO PUBLIC;
SET ROLE regress_dba;
SELECT fund.create_book('n', 'numbered at posting', 'reform', '2026-01', numbering => 'at_posting') > 0 AS created;
SELECT fund.grant_duty('regress_clerk', 'prepare', 'n');
RESET ROLE;
SET ROLE regress_closer;
CREATE FUNCTION c.tell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE WARNING '% % % as %, path %', TG_NAME, TG_WHEN, TG_LEVEL, current_user, current_setting('search_path');
    RETURN NEW;
END
$$;
CREATE FUNCTION c.count_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE WARNING '% sees % rows', TG_NAME, (SELECT count(*) FROM new_rows);
    RETURN NULL;
END
$$;
CREATE TRIGGER a BEFORE INSERT ON ledger.voucher FOR EACH STATEMENT EXECUTE FUNCTION c.tell();
CREATE TRIGGER b BEFORE INSERT ON ledger.voucher FOR EACH ROW EXECUTE FUNCTION c.tell();
CREATE TRIGGER c AFTER INSERT ON ledger.voucher FOR EACH ROW EXECUTE FUNCTION c.tell();
CREATE TRIGGER d AFTER INSERT ON ledger.voucher FOR EACH STATEMENT EXECUTE FUNCTION c.tell();
CREATE TRIGGER z AFTER INSERT ON ledger.voucher REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION c.count_new();
CREATE CONSTRAINT TRIGGER later AFTER INSERT ON ledger.voucher DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION c.tell();
RESET ROLE;
SET ROLE regress_clerk;
SET search_path = k, pg_catalog, fund;
SELECT post('n', '2026-01-04', 'x', 'Dr 1003 1.00, Cr 400101 1.00') > 0 AS posted;
SELECT post('n', '2026-01-04', 'y', 'Dr 1003 1.00, Cr 400101 1.00', source_key => '1') > 0 AS posted;
-- again: as INSERT … ON CONFLICT DO NOTHING
SELECT post('n', '2026-01-04', 'y', 'Dr 1003 1.00, Cr 400101 1.00', source_key => '1') > 0 AS posted;
RESET search_path;
RESET ROLE;
SELECT first_number, cardinality(vouchers) FROM ledger.voucher_number ORDER BY first_number;
BEGIN;
SET LOCAL ROLE regress_closer;
SET LOCAL search_path = c, pg_catalog, fund;
SELECT action FROM month_end('b', '2026-01');
ROLLBACK;
DROP FUNCTION c.tell, c.count_new CASCADE;

-- a_withheld_voucher is an error, and no crash
SET ROLE regress_closer;
CREATE FUNCTION c.withhold() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER withheld BEFORE INSERT ON ledger.voucher FOR EACH ROW EXECUTE FUNCTION c.withhold();
RESET ROLE;
SET ROLE regress_clerk;
SELECT fund.post('b', '2026-01-04', 'x', 'Dr 1003 1.00, Cr 400101 1.00');
\echo :LAST_ERROR_SQLSTATE
SELECT fund.post('b', '2026-01-04', 'x', 'Dr 1003 1.00, Cr 400101 1.00', source_key => 'w');
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;
SET ROLE regress_closer;
SELECT action FROM fund.month_end('b', '2026-01');
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;
DROP FUNCTION c.withhold CASCADE;

-- a_changed_voucher is judged as it is stored: its names, its book, its date
SET ROLE regress_dba;
SELECT fund.create_book('o', 'of others', 'reform', '2026-01') > 0 AS created;
RESET ROLE;
SET ROLE regress_closer;
CREATE FUNCTION c.change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    CASE NEW.summary
        WHEN 'name' THEN NEW.prepared_by := 'regress_dba';
        WHEN 'book' THEN NEW.book_id := (SELECT max(b.book_id) FROM ledger.book AS b);
        WHEN 'date' THEN NEW.voucher_date := '2025-12-31';
        WHEN 'journal' THEN NEW.journal := 'Dr 1003 1.00, Cr 9999 1.00';
        WHEN 'key' THEN NEW.source_key := 'K-' || NEW.source_key;
        ELSE NULL;
    END CASE;
    RETURN NEW;
END
$$;
CREATE TRIGGER changed BEFORE INSERT ON ledger.voucher FOR EACH ROW EXECUTE FUNCTION c.change();
RESET ROLE;
GRANT SELECT ON ledger.book TO regress_clerk;
SET ROLE regress_clerk;
SELECT fund.post('b', '2026-01-05', 'name', 'Dr 1003 1.00, Cr 400101 1.00');
\echo :LAST_ERROR_SQLSTATE
SELECT fund.post('b', '2026-01-05', 'book', 'Dr 1003 1.00, Cr 400101 1.00');
\echo :LAST_ERROR_SQLSTATE
SELECT fund.post('b', '2026-01-05', 'date', 'Dr 1003 1.00, Cr 400101 1.00');
\echo :LAST_ERROR_SQLSTATE
SELECT fund.post('b', '2026-01-05', 'journal', 'Dr 1003 1.00, Cr 400101 1.00');
\echo :LAST_ERROR_SQLSTATE
SELECT fund.post('b', '2026-01-05', 'key', 'Dr 1003 1.00, Cr 400101 1.00', source_key => '5') AS first \gset
SELECT fund.post('b', '2026-01-05', 'key', 'Dr 1003 1.00, Cr 400101 1.00', source_key => '5') = :first AS again;
SELECT fund.post('b', '2026-01-05', 'key', 'Dr 1003 2.00, Cr 400101 2.00', source_key => '5');
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;
SELECT source_key FROM ledger.voucher WHERE voucher_id = :first;
DROP FUNCTION c.change CASCADE;

-- a_trigger_that_posts: what it stores is judged as the poster's own
SET ROLE regress_closer;
CREATE FUNCTION c.post_more() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.summary NOT LIKE 'more%' THEN
        PERFORM fund.post('b', '2026-01-06', 'more of ' || NEW.summary, NEW.journal);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER more AFTER INSERT ON ledger.voucher FOR EACH ROW EXECUTE FUNCTION c.post_more();
RESET ROLE;
SET ROLE regress_clerk;
SELECT fund.post('b', '2026-01-06', 'one', 'Dr 1003 1.00, Cr 400101 1.00') > 0 AS posted;
RESET ROLE;
SELECT summary, prepared_by FROM ledger.voucher WHERE voucher_date = '2026-01-06' ORDER BY voucher_id;
SET ROLE regress_closer;
SELECT action FROM fund.month_end('b', '2026-01');
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;
DROP FUNCTION c.post_more CASCADE;

-- our_trigger_may_be_off: fund.post() judges all the same
BEGIN;
ALTER TABLE ledger.voucher DISABLE TRIGGER voucher_checked;
SET LOCAL ROLE regress_clerk;
SELECT fund.post('b', '2026-01-07', 'x', 'Dr 1003 1.00, Cr 9999 1.00');
ROLLBACK;

-- a_table_that_is_another: an error each
BEGIN;
DROP INDEX ledger.voucher_source_key;
CREATE INDEX voucher_source_key ON ledger.voucher (book_id, source_key);
SELECT fund.post('b', '2026-01-07', 'x', 'Dr 1003 1.00, Cr 400101 1.00', source_key => '7');
ROLLBACK;
BEGIN;
ALTER TABLE ledger.voucher DROP COLUMN summary CASCADE;
ALTER TABLE ledger.voucher ADD COLUMN summary text NOT NULL DEFAULT '';
SELECT fund.post('b', '2026-01-07', 'x', 'Dr 1003 1.00, Cr 400101 1.00');
ROLLBACK;
BEGIN;
ALTER TABLE ledger.voucher ALTER COLUMN journal DROP NOT NULL;
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal) VALUES (1, '2026-01-07', 'x', NULL);
ROLLBACK;
BEGIN;
ALTER TABLE ledger.voucher RENAME TO vouchers;
CREATE VIEW ledger.voucher AS SELECT * FROM ledger.vouchers;
SELECT fund.post('b', '2026-01-07', 'x', 'Dr 1003 1.00, Cr 400101 1.00');
ROLLBACK;

SELECT * FROM fund.verify('b');
DROP SCHEMA ledger CASCADE;
DROP SCHEMA shelf, c, k CASCADE;
DROP OWNED BY regress_dba, regress_clerk, regress_closer;
DROP ROLE regress_dba, regress_clerk, regress_closer;
