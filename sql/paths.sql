-- Every path into ledger.voucher is judged alike: what one refuses, all refuse.
-- (What each refusal says is in posting.sql.)
SET client_encoding = 'UTF8';
SET client_min_messages = error;
SELECT fund.create_ledger();
SET search_path = public, fund;

SELECT fund.create_book('甲', '某市职工基本医疗保险基金', 'reform', '2026-01') AS book_id \gset
SELECT fund.post('甲', '2026-01-05', '正', 'Dr 1003 5.00, Cr 400101 5.00', source_key => 'k1') > 0 AS posted;
SELECT count(*) > 0 AS closed FROM fund.close_period('甲', '2026-01');

-- Wrong vouchers, each for one reason
CREATE TABLE wrong (reason text, book_id integer, voucher_date date, summary text, journal journal, kind text, basis text);
INSERT INTO wrong
SELECT reason, coalesce(w.book_id, b.book_id), voucher_date, '误', journal::journal, kind, basis
FROM ledger.book AS b, (VALUES
    ('pair',    NULL, date '2026-02-05', 'Dr 1004 1.00, Cr 400101 1.00', 'normal', 'cash'),
    ('account', NULL, '2026-02-05', 'Dr 1003 1.00, Cr 9999 1.00', 'normal', 'cash'),
    ('heading', NULL, '2026-02-05', 'Dr 1003 1.00, Cr 4001 1.00', 'normal', 'cash'),
    ('party',   NULL, '2026-02-05', 'Dr 110102 1.00 @P99, Cr 1003 1.00', 'normal', 'cash'),
    ('closed',  NULL, '2026-01-31', 'Dr 1003 1.00, Cr 400101 1.00', 'normal', 'cash'),
    ('before',  NULL, '2025-12-31', 'Dr 1003 1.00, Cr 400101 1.00', 'normal', 'cash'),
    ('kind',    NULL, '2026-02-05', 'Dr 1003 1.00, Cr 300101 1.00', 'normal', 'cash'),
    ('group',   NULL, '2026-02-05', 'Dr 1003 1.00, Cr 4601 1.00', 'carry', 'cash'),
    ('opening', NULL, '2026-02-05', 'Dr 1003 1.00, Cr 300101 1.00', 'opening', 'cash'),
    ('basis',   NULL, '2026-02-05', 'Dr 1003 1.00, Cr 400101 1.00', 'normal', 'tax'),
    ('empty',   NULL, '2026-02-05', 'Dr 1003 0.00, Cr 400101 0.00', 'normal', 'cash'),
    ('book',    4711, '2026-02-05', 'Dr 1003 1.00, Cr 400101 1.00', 'normal', 'cash'))
    AS w (reason, book_id, voucher_date, journal, kind, basis);
SELECT count(*) AS reasons FROM wrong;

CREATE VIEW feed AS SELECT book_id, voucher_date, summary, journal, kind, basis FROM ledger.voucher;
CREATE VIEW ruled AS SELECT * FROM wrong WHERE false;
CREATE RULE ruled AS ON INSERT TO ruled DO INSTEAD
    INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal, kind, basis)
    VALUES (NEW.book_id, NEW.voucher_date, NEW.summary, NEW.journal, NEW.kind, NEW.basis);
CREATE FUNCTION deliver(voucher wrong) RETURNS void LANGUAGE sql SECURITY DEFINER AS $$
    INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal, kind, basis)
    VALUES (voucher.book_id, voucher.voucher_date, voucher.summary, voucher.journal, voucher.kind, voucher.basis);
$$;
CREATE FUNCTION deliver_quietly(voucher wrong) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM deliver(voucher);
EXCEPTION WHEN raise_exception THEN  -- of another class
    NULL;
END $$;
PREPARE insert_wrong (text) AS
    INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal, kind, basis)
    SELECT book_id, voucher_date, summary, journal, kind, basis FROM wrong WHERE reason = $1;

-- What verdicts() fills in: 1 the columns, 2 a query of the wrong voucher, 3 its
-- reason, 4 to 9 its values, 10 the right book
CREATE TABLE path (position integer GENERATED ALWAYS AS IDENTITY, path text, statement text);
INSERT INTO path (path, statement) VALUES
    ('INSERT VALUES', $$INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal, kind, basis)
        VALUES (%4$L, %5$L, %6$L, %7$L, %8$L, %9$L)$$),
    ('multi-row INSERT', $$INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal, kind, basis)
        VALUES (%10$L, '2026-02-05', '正', 'Dr 1003 1.00, Cr 400101 1.00', 'normal', 'cash'),
               (%4$L, %5$L, %6$L, %7$L, %8$L, %9$L),
               (%10$L, '2026-02-05', '正', 'Dr 1003 1.00, Cr 400101 1.00', 'normal', 'cash')$$),
    ('INSERT … SELECT', 'INSERT INTO ledger.voucher (%1$s) %2$s'),
    ('ON CONFLICT DO NOTHING', 'INSERT INTO ledger.voucher (%1$s) %2$s ON CONFLICT DO NOTHING'),
    ('ON CONFLICT DO UPDATE', 'INSERT INTO ledger.voucher (%1$s) %2$s
        ON CONFLICT (book_id, source_key) WHERE source_key IS NOT NULL DO UPDATE SET summary = ''改'''),
    ('MERGE', 'MERGE INTO ledger.voucher AS v USING (%2$s) AS w ON v.source_key = w.summary
        WHEN NOT MATCHED THEN INSERT (%1$s) VALUES (w.book_id, w.voucher_date, w.summary, w.journal, w.kind, w.basis)'),
    ('WITH … RETURNING', 'WITH posted AS (INSERT INTO ledger.voucher (%1$s) %2$s RETURNING 1) SELECT FROM posted'),
    ('view', 'INSERT INTO feed (%1$s) %2$s'),
    ('rule', 'INSERT INTO ruled (%1$s) %2$s'),
    ('SECURITY DEFINER', 'SELECT deliver(w) FROM wrong AS w WHERE reason = %3$L'),
    ('exception block', 'SELECT deliver_quietly(w) FROM wrong AS w WHERE reason = %3$L'),
    ('prepared statement', 'EXECUTE insert_wrong (%3$L)'),
    ('fund.post', $$SELECT fund.post(coalesce((SELECT book FROM ledger.book WHERE book_id = %4$L), '丙'),
        %5$L, %6$L, %7$L, kind => %8$L, basis => %9$L)$$);

CREATE FUNCTION verdict(statement text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE statement;
    RETURN 'posted';
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE;
END $$;
CREATE FUNCTION verdicts(statement text) RETURNS SETOF text LANGUAGE sql AS $$
    SELECT verdict(format(statement, 'book_id, voucher_date, summary, journal, kind, basis',
                          format('SELECT book_id, voucher_date, summary, journal, kind, basis FROM wrong WHERE reason = %L', w.reason),
                          w.reason, w.book_id, w.voucher_date, w.summary, w.journal, w.kind, w.basis,
                          (SELECT book_id FROM ledger.book)))
    FROM wrong AS w ORDER BY w.ctid;
$$;

SELECT count(*) AS vouchers FROM ledger.voucher \gset before_
SELECT string_agg(reason, '  ' ORDER BY ctid) AS reasons FROM wrong;
SELECT p.path, (SELECT string_agg(v, ' ') FROM verdicts(p.statement) AS v) AS verdicts
FROM path AS p ORDER BY p.position;
SELECT count(*) - :before_vouchers AS posted FROM ledger.voucher;

-- fund.post stores a row itself where the table is as it was created, and by a
-- query where somebody has a trigger on it, which sees the voucher then (with the
-- owner's rights, and so without the caller's search path)
CREATE TABLE seen (summary text);
CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.seen VALUES (NEW.summary);
    RETURN NULL;
END $$;
CREATE TRIGGER see AFTER INSERT ON ledger.voucher FOR EACH ROW EXECUTE FUNCTION see();
SELECT string_agg(v, ' ') AS verdicts FROM path AS p, verdicts(p.statement) AS v WHERE p.path = 'fund.post';
SELECT fund.post('甲', '2026-02-04', '见', 'Dr 1003 1.00, Cr 400101 1.00') > 0 AS posted;
SELECT fund.post('甲', '2026-02-04', '见', 'Dr 1003 1.00, Cr 400101 1.00', source_key => 'seen') AS voucher_id \gset
SELECT fund.post('甲', '2026-02-04', '见', 'Dr 1003 1.00, Cr 400101 1.00', source_key => 'seen') = :voucher_id AS again;
\set VERBOSITY sqlstate
SELECT fund.post('甲', '2026-02-04', '见', 'Dr 1003 2.00, Cr 400101 2.00', source_key => 'seen');
\set VERBOSITY default
TABLE seen;
DROP TRIGGER see ON ledger.voucher;
SELECT fund.post('甲', '2026-02-04', '不见', 'Dr 1003 1.00, Cr 400101 1.00') > 0 AS posted;
TABLE seen;
DROP FUNCTION see();
DROP TABLE seen;
-- one for the statement, which runs first, reads the same transition table
CREATE TABLE counted (vouchers bigint);
CREATE FUNCTION count_them() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.counted SELECT count(*) FROM fresh;
    RETURN NULL;
END $$;
CREATE TRIGGER counted AFTER INSERT ON ledger.voucher REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION count_them();
SELECT p.path, string_agg(v, ' ') AS verdicts FROM path AS p, verdicts(p.statement) AS v
WHERE p.path IN ('INSERT VALUES', 'multi-row INSERT', 'fund.post') GROUP BY p.path ORDER BY p.path COLLATE "C";
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
VALUES (:book_id, '2026-02-04', '数', 'Dr 1003 1.00, Cr 400101 1.00'), (:book_id, '2026-02-04', '数', 'Dr 1003 1.00, Cr 400101 1.00');
TABLE counted;
DROP TRIGGER counted ON ledger.voucher;
DROP FUNCTION count_them();
DROP TABLE counted;
-- either way the row is in every index, those of the DBA included, and has
-- the columns that INSERT would give it
CREATE INDEX by_summary ON ledger.voucher (lower(summary)) WHERE basis = 'cash';
BEGIN;
SELECT fund.post('甲', '2026-02-04', 'FOUND', 'Dr 1003 1.00, Cr 400101 1.00') AS voucher_id \gset
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
VALUES (:book_id, '2026-02-04', 'FOUND', 'Dr 1003 1.00, Cr 400101 1.00');
SET LOCAL enable_seqscan = off;
EXPLAIN (COSTS OFF) SELECT FROM ledger.voucher WHERE lower(summary) = 'found' AND basis = 'cash';
SELECT count(*), count(DISTINCT voucher_id) AS ids, count(DISTINCT (posted_at, source_key, kind, basis, prepared_by, attachments, reverses, reviewed_by)) AS others,
       bool_or(voucher_id = :voucher_id) AS returned
FROM ledger.voucher WHERE lower(summary) = 'found' AND basis = 'cash';
ROLLBACK;
DROP INDEX ledger.by_summary;
-- a trigger's own calls, failed ones too, leave a close what it was doing
CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM fund.restate('甲', NEW.voucher_id, 'error_correction', '不是调整');
    RETURN NULL;
EXCEPTION WHEN OTHERS THEN
    RETURN NULL;
END $$;
BEGIN;
CREATE TRIGGER meddle AFTER INSERT ON ledger.voucher FOR EACH ROW EXECUTE FUNCTION meddle();
SELECT count(*) > 0 AS closed FROM fund.close_period('甲', '2026-02');
ROLLBACK;
DROP FUNCTION meddle();
-- a transaction of many months, one by one, leaves room in the lock table
BEGIN;
SELECT fund.create_book('久', '很久以前', 'reform', '1990-01') > 0 AS created;
SELECT count(fund.post('久', first_day(m), '久', 'Dr 1003 1.00, Cr 400101 1.00')) AS posted FROM months('1990-01', '2016-12') AS m;
SELECT count(*) AS locks FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory';
ROLLBACK;
-- constraints of the DBA's refuse as ever, and an index may have another name
\set VERBOSITY sqlstate
BEGIN;
SELECT fund.post('甲', '2026-02-04', '有', 'Dr 1003 1.00, Cr 400101 1.00', attachments => 1) > 0 AS posted;
ALTER TABLE ledger.voucher ADD CONSTRAINT counted CHECK (attachments IS NOT NULL) NOT VALID;
ALTER INDEX ledger.voucher_source_key RENAME TO key_of_the_source;
SELECT fund.post('甲', '2026-02-04', '有', 'Dr 1003 1.00, Cr 400101 1.00', attachments => 1, source_key => 'renamed') AS voucher_id \gset
SELECT fund.post('甲', '2026-02-04', '有', 'Dr 1003 1.00, Cr 400101 1.00', attachments => 1, source_key => 'renamed') = :voucher_id AS again;
SELECT fund.post('甲', '2026-02-04', '无', 'Dr 1003 1.00, Cr 400101 1.00');
ROLLBACK;
\set VERBOSITY default
-- a unique index of the DBA's refuses as ever
CREATE UNIQUE INDEX once ON ledger.voucher (summary) WHERE summary LIKE 'once%';
SELECT fund.post('甲', '2026-02-04', 'once', 'Dr 1003 1.00, Cr 400101 1.00') > 0 AS posted;
SELECT fund.post('甲', '2026-02-04', 'once', 'Dr 1003 1.00, Cr 400101 1.00') > 0 AS posted;
DROP INDEX ledger.once;
-- several in one command, and in a transaction that may not write
SELECT count(DISTINCT fund.post('甲', '2026-02-04', '多', 'Dr 1003 1.00, Cr 400101 1.00')) AS posted FROM generate_series(1, 3);
BEGIN READ ONLY;
SELECT fund.post('甲', '2026-02-04', '读', 'Dr 1003 1.00, Cr 400101 1.00');
ROLLBACK;
-- a replica's session fires no trigger of ours, and fund.post() judges all the same
BEGIN;
SET LOCAL session_replication_role = replica;
SELECT fund.post('甲', '2026-01-04', '副本', 'Dr 1003 1.00, Cr 400101 1.00') > 0 AS posted;
ROLLBACK;

-- COPY, in each of its formats, of a wrong voucher behind a right one
\set VERBOSITY sqlstate
CREATE TABLE outgoing AS SELECT * FROM wrong WITH NO DATA;
CREATE PROCEDURE prepare_copy(wanted text) LANGUAGE sql AS $$
    TRUNCATE outgoing;
    INSERT INTO outgoing SELECT 'right', book_id, '2026-02-05', '正', 'Dr 1003 1.00, Cr 400101 1.00', 'normal', 'cash' FROM ledger.book;
    INSERT INTO outgoing SELECT * FROM wrong WHERE reason = wanted;
$$;
CALL prepare_copy('pair');
COPY (SELECT book_id, voucher_date, summary, journal FROM outgoing) TO STDOUT \g results/paths.txt
\copy ledger.voucher (book_id, voucher_date, summary, journal) FROM 'results/paths.txt'
COPY (SELECT book_id, voucher_date, summary, journal FROM outgoing) TO STDOUT (FORMAT csv) \g results/paths.txt
\copy ledger.voucher (book_id, voucher_date, summary, journal) FROM 'results/paths.txt' (FORMAT csv)
COPY (SELECT book_id, voucher_date, summary, journal FROM outgoing) TO STDOUT (FORMAT binary) \g results/paths.txt
\copy ledger.voucher (book_id, voucher_date, summary, journal) FROM 'results/paths.txt' (FORMAT binary)
\copy feed (book_id, voucher_date, summary, journal) FROM 'results/paths.txt' (FORMAT binary)
CALL prepare_copy('closed');
COPY (SELECT book_id, voucher_date, summary, journal FROM outgoing) TO STDOUT (FORMAT binary) \g results/paths.txt
\copy ledger.voucher (book_id, voucher_date, summary, journal) FROM 'results/paths.txt' (FORMAT binary)
\copy ledger.voucher (book_id, voucher_date, summary, journal) FROM 'results/paths.txt' (FORMAT binary, FREEZE)
-- without the wrong one it is posted, journals and all; WHERE is COPY's own
\copy ledger.voucher (book_id, voucher_date, summary, journal) FROM 'results/paths.txt' (FORMAT binary) WHERE summary = '正'
SELECT count(*) AS posted, min(journal::text) AS journal
FROM ledger.voucher WHERE summary = '正' AND voucher_date = '2026-02-05';

-- What is no voucher at all: bytes that are no journal, a journal that does not balance
CREATE TABLE bytes AS SELECT book_id, voucher_date, summary, journal_send(journal) AS journal FROM outgoing LIMIT 1;
UPDATE bytes SET journal = set_byte(journal, length(journal) - 1, get_byte(journal, length(journal) - 1) # 1);
COPY bytes TO STDOUT (FORMAT binary) \g results/paths.txt
\copy ledger.voucher (book_id, voucher_date, summary, journal) FROM 'results/paths.txt' (FORMAT binary)
UPDATE bytes SET journal = '\x00ff';
COPY bytes TO STDOUT (FORMAT binary) \g results/paths.txt
\copy ledger.voucher (book_id, voucher_date, summary, journal) FROM 'results/paths.txt' (FORMAT binary)
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal) VALUES (:book_id, '2026-02-05', '误', 'Dr 1003 1.00, Cr 400101 2.00');

-- A right one before a wrong one, in a savepoint and in a transaction to be prepared
BEGIN;
SAVEPOINT s;
INSERT INTO feed SELECT book_id, voucher_date, summary, journal, kind, basis FROM wrong WHERE reason = 'closed';
ROLLBACK TO SAVEPOINT s;
INSERT INTO feed SELECT book_id, '2026-02-06', '正', journal, kind, basis FROM wrong WHERE reason = 'closed';
PREPARE TRANSACTION 'fundledger_paths';
SELECT count(*) AS posted FROM ledger.voucher WHERE voucher_date = '2026-02-06';
COMMIT PREPARED 'fundledger_paths';
SELECT count(*) AS posted FROM ledger.voucher WHERE voucher_date = '2026-02-06';

-- No path changes or deletes one
UPDATE feed SET summary = '改';
DELETE FROM feed WHERE false;
WITH gone AS (DELETE FROM ledger.voucher RETURNING *) SELECT count(*) FROM gone;
MERGE INTO ledger.voucher AS v USING wrong AS w ON v.summary = w.summary WHEN MATCHED THEN UPDATE SET summary = '改';
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal, source_key)
    VALUES (:book_id, '2026-02-05', '正', 'Dr 1003 1.00, Cr 400101 1.00', 'k1')
    ON CONFLICT (book_id, source_key) WHERE source_key IS NOT NULL DO UPDATE SET summary = '改';
TRUNCATE ledger.voucher CASCADE;
BEGIN;
DECLARE c CURSOR FOR SELECT * FROM ledger.voucher FOR UPDATE;
FETCH 0 FROM c;
MOVE 1 FROM c;
DELETE FROM ledger.voucher WHERE CURRENT OF c;
ROLLBACK;
\set VERBOSITY default

-- Arguments that are constants serve all rows of a query
SELECT fund.create_book('乙', '某县职工基本医疗保险基金', 'reform', '2026-01') > 0 AS created;
SELECT fund.post(book, '2026-02-07', '各账套', 'Dr 1003 1.00, Cr 400101 1.00') > 0 AS posted FROM ledger.book;

SELECT * FROM fund.verify('甲');

DROP FUNCTION deliver_quietly(wrong), deliver(wrong), verdicts(text), verdict(text);
DROP PROCEDURE prepare_copy(text);
DROP TABLE path, outgoing, bytes;
DROP VIEW feed, ruled;
DROP TABLE wrong;
DROP SCHEMA ledger CASCADE;
