-- ledger.posting: what clients send that know tables only (ORMs, bulk loaders).
\set SHOW_CONTEXT never
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS ledger CASCADE;
SELECT fund.create_ledger();
CREATE ROLE regress_clerk;
CREATE ROLE regress_reader;
CREATE ROLE regress_prep;
CREATE ROLE regress_reviewer;
SELECT fund.create_book('a', 'the first', 'reform', '2026-01') > 0 AS created;
SELECT fund.create_book('b', 'of others', 'reform', '2026-01') > 0 AS created;
SELECT fund.create_book('r', 'reviewed', 'reform', '2026-01', review_required => true) > 0 AS created;
SELECT fund.grant_duty('regress_clerk', 'prepare', 'a');
SELECT fund.grant_duty('regress_reader', 'read', 'a');
SELECT fund.grant_duty('regress_prep', 'prepare', 'r');
SELECT fund.grant_duty('regress_reviewer', 'review', 'r');
SELECT fund.post('b', '2026-01-02', 'not the clerk''s', 'Dr 1003 1.00, Cr 400101 1.00', source_key => 'other') > 0 AS posted;

-- it_has_plain_types, and defaults that clients find
SELECT column_name, data_type, column_default FROM information_schema.columns
WHERE table_schema = 'ledger' AND table_name = 'posting' ORDER BY ordinal_position;

-- as_clients_send_it: columns left out, DEFAULT, NULL; what comes back is what is stored
SET ROLE regress_clerk;
INSERT INTO ledger.posting (book, voucher_date, summary, journal)
VALUES ('a', '2026-01-02', 'left out', '借 1003 100, 贷 400101 100') RETURNING voucher_id > 0 AS has_id, posted_at = now() AS has_time, book, voucher_date, summary, journal, kind, basis, source_key, reverses, attachments, prepared_by, reviewed_by, done_through;
INSERT INTO ledger.posting (voucher_id, book, voucher_date, summary, journal, kind, basis, source_key, reverses, attachments, prepared_by, reviewed_by, posted_at)
VALUES (DEFAULT, 'a', '2026-01-02', 'DEFAULT', 'Dr 1003 2.00, Cr 400101 2.00', DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT)
RETURNING kind, basis, prepared_by, voucher_id IS NOT NULL AS has_id;
INSERT INTO ledger.posting VALUES (NULL, 'a', '2026-01-03', 'NULL', 'Dr 1003 3.00, Cr 400101 3.00', NULL, NULL, 'bank-3', NULL, 2, NULL, NULL, NULL, NULL)
RETURNING voucher_id AS third, kind, basis, attachments, source_key \gset
SELECT :'kind' AS kind, :'basis' AS basis, :attachments AS attachments;
SELECT summary, journal, kind, basis, attachments, prepared_by FROM ledger.posting WHERE voucher_id = :third;
-- a reversal
INSERT INTO ledger.posting (book, voucher_date, summary, journal, reverses)
VALUES ('a', '2026-01-03', 'back', 'Dr 1003 -3.00, Cr 400101 -3.00', :third) RETURNING reverses = :third AS reverses;

-- several_rows, from a query, by a prepared statement with text parameters
INSERT INTO ledger.posting (book, voucher_date, summary, journal, source_key)
VALUES ('a', '2026-01-04', 'one', 'Dr 1003 1.00, Cr 400101 1.00', 'm-1'),
       ('a', '2026-01-04', 'two', 'Dr 1003 1.00, Cr 400101 1.00', 'm-2')
RETURNING summary, source_key;
INSERT INTO ledger.posting (book, voucher_date, summary, journal)
SELECT 'a', p.voucher_date, 'again ' || p.summary, p.journal FROM ledger.posting AS p WHERE p.source_key LIKE 'm-%';
PREPARE post (varchar, date, varchar, varchar, varchar) AS
    INSERT INTO ledger.posting (book, voucher_date, summary, journal, kind) VALUES ($1, $2, $3, $4, $5) RETURNING summary, kind;
EXECUTE post ('a', '2026-01-04', 'bound', 'Dr 1003 1.00, Cr 400101 1.00', 'normal');
EXECUTE post ('a', '2026-01-04', 'bound', 'Dr 1003 1.00, Cr 400101 1.00', NULL);
EXECUTE post ('a', '2026-01-04', 'bound', 'Dr 1003 1.00, Cr 400101 1.00', '普通');
DEALLOCATE post;
COPY ledger.posting (book, voucher_date, summary, journal, source_key) FROM STDIN;
a	2026-01-05	copied	Dr 1003 1.00, Cr 400101 1.00	c-1
a	2026-01-05	copied	Dr 1003 2.00, Cr 400101 2.00	c-2
a	2026-01-05	copied	Dr 1003 1.00, Cr 400101 1.00	c-1
\.
SELECT summary, journal, source_key FROM ledger.posting WHERE voucher_date >= '2026-01-04' ORDER BY voucher_id;

-- a_key_that_is_known: the first voucher comes back; another body is LG027
INSERT INTO ledger.posting (book, voucher_date, summary, journal, source_key, attachments)
VALUES ('a', '2026-01-03', 'NULL', 'Dr 1003 3.00, Cr 400101 3.00', 'bank-3', 2) RETURNING voucher_id = :third AS the_first, attachments, prepared_by;
INSERT INTO ledger.posting (book, voucher_date, summary, journal, source_key, attachments)
VALUES ('a', '2026-01-03', 'NULL', 'Dr 1003 3.00, Cr 400101 3.00', 'bank-3', 2) ON CONFLICT DO NOTHING RETURNING voucher_id = :third AS the_first;
INSERT INTO ledger.posting (book, voucher_date, summary, journal, source_key)
VALUES ('a', '2026-01-03', 'NULL', 'Dr 1003 4.00, Cr 400101 4.00', 'bank-3');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger.posting (book, voucher_date, summary, journal, source_key)
VALUES ('a', '2026-01-03', 'NULL', 'Dr 1003 4.00, Cr 400101 4.00', 'bank-3') ON CONFLICT DO NOTHING;
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger.posting (book, voucher_date, summary, journal, source_key)
VALUES ('a', '2026-01-03', 'NULL', 'Dr 1003 4.00, Cr 400101 4.00', 'bank-3') ON CONFLICT (book, source_key) DO NOTHING;
\echo :LAST_ERROR_SQLSTATE
\set VERBOSITY sqlstate
SELECT currval('ledger.posting');
\set VERBOSITY default

-- what_is_given_cannot_be_sent
INSERT INTO ledger.posting (voucher_id, book, voucher_date, summary, journal) VALUES (7, 'a', '2026-01-06', 'x', 'Dr 1003 1.00, Cr 400101 1.00');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger.posting (posted_at, book, voucher_date, summary, journal) VALUES (now(), 'a', '2026-01-06', 'x', 'Dr 1003 1.00, Cr 400101 1.00');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger.posting (done_through, book, voucher_date, summary, journal) VALUES ('x', 'a', '2026-01-06', 'x', 'Dr 1003 1.00, Cr 400101 1.00');
\echo :LAST_ERROR_SQLSTATE

-- judged_as_ever
INSERT INTO ledger.posting (voucher_date, summary, journal) VALUES ('2026-01-06', 'x', 'Dr 1003 1.00, Cr 400101 1.00');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger.posting (book, summary, journal) VALUES ('a', 'x', 'Dr 1003 1.00, Cr 400101 1.00');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger.posting (book, voucher_date, journal) VALUES ('a', '2026-01-06', 'Dr 1003 1.00, Cr 400101 1.00');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger.posting (book, voucher_date, summary) VALUES ('a', '2026-01-06', 'x');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger.posting (book, voucher_date, summary, journal) VALUES ('none', '2026-01-06', 'x', 'Dr 1003 1.00, Cr 400101 1.00');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger.posting (book, voucher_date, summary, journal) VALUES ('a', 'infinity', 'x', 'Dr 1003 1.00, Cr 400101 1.00');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger.posting (book, voucher_date, summary, journal) VALUES ('a', '2026-01-06', 'x', 'Dr 1003 1.00, Cr 400101 1.01');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger.posting (book, voucher_date, summary, journal) VALUES ('a', '2026-01-06', 'x', 'no journal');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger.posting (book, voucher_date, summary, journal, kind) VALUES ('a', '2026-01-06', 'x', 'Dr 1003 1.00, Cr 400101 1.00', 'bogus');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger.posting (book, voucher_date, summary, journal, prepared_by) VALUES ('a', '2026-01-06', 'x', 'Dr 1003 1.00, Cr 400101 1.00', 'regress_reader');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger.posting (book, voucher_date, summary, journal, reviewed_by) VALUES ('a', '2026-01-06', 'x', 'Dr 1003 1.00, Cr 400101 1.00', 'regress_reader');
\echo :LAST_ERROR_SQLSTATE
-- one wrong row of a statement posts none
INSERT INTO ledger.posting (book, voucher_date, summary, journal)
VALUES ('a', '2026-01-06', 'right', 'Dr 1003 1.00, Cr 400101 1.00'), ('a', '2026-01-06', 'wrong', 'Dr 1003 1.00, Cr 9999 1.00');
\echo :LAST_ERROR_SQLSTATE
SELECT count(*) FROM ledger.posting WHERE voucher_date = '2026-01-06';

-- books_of_others: neither posted to nor seen, and a key of theirs tells nothing
INSERT INTO ledger.posting (book, voucher_date, summary, journal, source_key) VALUES ('b', '2026-01-06', 'x', 'Dr 1003 1.00, Cr 400101 1.00', 'other') ON CONFLICT DO NOTHING;
\echo :LAST_ERROR_SQLSTATE
SELECT DISTINCT book FROM ledger.posting;
CREATE FUNCTION pg_temp.leak(t text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS 'BEGIN RAISE WARNING ''leaked %'', t; RETURN true; END';
SELECT count(*) FROM ledger.posting WHERE pg_temp.leak(summary) AND book = 'b';
DROP FUNCTION pg_temp.leak;

-- nothing_is_changed
UPDATE ledger.posting SET summary = 'y';
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;
UPDATE ledger.posting SET summary = 'y' WHERE book = 'a';
\echo :LAST_ERROR_SQLSTATE
DELETE FROM ledger.posting WHERE false;
\echo :LAST_ERROR_SQLSTATE
SET ROLE regress_reader;
INSERT INTO ledger.posting (book, voucher_date, summary, journal) VALUES ('a', '2026-01-06', 'x', 'Dr 1003 1.00, Cr 400101 1.00');
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;

-- review: a draft is made elsewhere, and nobody names who prepared
SET ROLE regress_prep;
INSERT INTO ledger.posting (book, voucher_date, summary, journal) VALUES ('r', '2026-01-06', 'x', 'Dr 1003 1.00, Cr 400101 1.00');
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;
SET ROLE regress_reviewer;
INSERT INTO ledger.posting (book, voucher_date, summary, journal, prepared_by) VALUES ('r', '2026-01-06', 'x', 'Dr 1003 1.00, Cr 400101 1.00', 'regress_prep') RETURNING prepared_by, reviewed_by;
INSERT INTO ledger.posting (book, voucher_date, summary, journal, prepared_by, reviewed_by) VALUES ('r', '2026-01-06', 'x', 'Dr 1003 1.00, Cr 400101 1.00', 'regress_prep', 'regress_reviewer') RETURNING prepared_by, reviewed_by;
INSERT INTO ledger.posting (book, voucher_date, summary, journal, prepared_by, reviewed_by) VALUES ('r', '2026-01-06', 'x', 'Dr 1003 1.00, Cr 400101 1.00', 'regress_prep', 'regress_clerk');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger.posting (book, voucher_date, summary, journal) VALUES ('r', '2026-01-06', 'x', 'Dr 1003 1.00, Cr 400101 1.00');
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;

-- a_view_of_somebody_s_own is not served
CREATE VIEW ledger.mine AS SELECT * FROM ledger.posting;
CREATE TRIGGER borrowed INSTEAD OF INSERT ON ledger.mine FOR EACH ROW EXECUTE FUNCTION fund._post_row();
INSERT INTO ledger.mine (book, voucher_date, summary, journal) VALUES ('a', '2026-01-06', 'x', 'Dr 1003 1.00, Cr 400101 1.00');
\echo :LAST_ERROR_SQLSTATE
DROP VIEW ledger.mine;

-- a_voucher_that_a_trigger_moves is returned as it is stored
SELECT fund.create_book('c', 'c', 'reform', '2026-01') > 0 AS created;
CREATE FUNCTION move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    new.book_id := (SELECT b.book_id FROM ledger.book AS b WHERE b.book = 'c');
    RETURN new;
END
$$;
CREATE TRIGGER moved BEFORE INSERT ON ledger.voucher FOR EACH ROW EXECUTE FUNCTION move();
INSERT INTO ledger.posting (book, voucher_date, summary, journal) VALUES ('a', '2026-01-06', 'x', 'Dr 1003 1.00, Cr 400101 1.00') RETURNING book;
-- and one that is refused there says where
INSERT INTO ledger.posting (book, voucher_date, summary, journal, source_key) VALUES ('a', '2026-01-06', 'x', 'Dr 1003 1.00, Cr 400101 1.00', 'moved') RETURNING book;
INSERT INTO ledger.posting (book, voucher_date, summary, journal, source_key) VALUES ('a', '2026-01-07', 'x', 'Dr 1003 1.00, Cr 400101 1.00', 'moved');
DROP TRIGGER moved ON ledger.voucher;
DROP FUNCTION move();

SELECT fund.revoke_duty('regress_clerk', 'prepare', 'a');
SET ROLE regress_clerk;
INSERT INTO ledger.posting (book, voucher_date, summary, journal) VALUES ('a', '2026-01-06', 'x', 'Dr 1003 1.00, Cr 400101 1.00');
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;
DROP SCHEMA ledger CASCADE;
DROP ROLE regress_clerk, regress_reader, regress_prep, regress_reviewer;
