-- Duties: what a role may do in a book, and the privileges that come with it.
\set VERBOSITY default
\set SHOW_CONTEXT never
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS ledger CASCADE;
SELECT fund.create_ledger();
SET search_path = public, fund;
RESET client_min_messages;

SELECT fund.create_book('职工', '某市职工基本医疗保险基金', '2017', '2026-01') AS employees \gset
SELECT fund.create_book('居民', '某市城乡居民基本医疗保险基金', '2017-居民', '2026-01') AS residents \gset

CREATE ROLE regress_clerk;
CREATE ROLE regress_chief;
CREATE ROLE regress_office;
CREATE ROLE regress_stranger;

-- granted_duties_are_had: no more than them, and reading by any of them
SELECT fund.grant_duty('regress_clerk', 'prepare', '职工');
SELECT fund.grant_duty('regress_chief', 'supervise');

CREATE VIEW duties AS
SELECT book, duty, fund.has_duty(book, duty) AS has
FROM (VALUES ('职工'), ('居民')) AS b (book),
     unnest(ARRAY['prepare', 'review', 'supervise', 'audit', 'read', 'feed']) WITH ORDINALITY AS d (duty, n)
ORDER BY book COLLATE "C" DESC, n;
GRANT SELECT ON duties TO PUBLIC;

SET ROLE regress_clerk;
SELECT book, duty FROM duties WHERE has;
SET ROLE regress_chief;
SELECT book, duty FROM duties WHERE has;
SET ROLE regress_stranger;
SELECT book, duty FROM duties WHERE has;
RESET ROLE;

-- the_owner_has_all
SELECT bool_and(has) FROM duties;

-- members_have_their_group's: at once, and no longer than that
SELECT fund.grant_duty('regress_office', 'audit', '居民');
SET ROLE regress_stranger;
SELECT fund.has_duty('居民', 'audit');
RESET ROLE;
GRANT regress_office TO regress_stranger;
SET ROLE regress_stranger;
SELECT fund.has_duty('居民', 'audit'), fund.has_duty('职工', 'audit');
RESET ROLE;
REVOKE regress_office FROM regress_stranger;
SET ROLE regress_stranger;
SELECT fund.has_duty('居民', 'audit');
RESET ROLE;

-- a_duty_is_revoked_at_once: in one transaction, and a rolled back one changes nothing
BEGIN;
SET LOCAL ROLE regress_chief;
SELECT fund.has_duty('职工', 'supervise');
RESET ROLE;
SAVEPOINT before;
SELECT fund.revoke_duty('regress_chief', 'supervise');
SET LOCAL ROLE regress_chief;
SELECT fund.has_duty('职工', 'supervise');
ROLLBACK TO before;
SET LOCAL ROLE regress_chief;
SELECT fund.has_duty('职工', 'supervise');
COMMIT;

-- posting_needs_prepare: by every path, in that book only
SET ROLE regress_clerk;
SELECT fund.post('职工', '2026-01-05', '收到保险费', 'Dr 1002 100.00, Cr 400101 100.00') > 0 AS posted;
INSERT INTO ledger.posting (book, voucher_date, summary, journal)
VALUES ('职工', '2026-01-06', '收到保险费', 'Dr 1002 200.00, Cr 400101 200.00')
RETURNING voucher_id > 0 AS posted;
COPY ledger.posting (book, voucher_date, summary, journal) FROM STDIN;
职工	2026-01-07	收到保险费	Dr 1002 300.00, Cr 400101 300.00
\.
SELECT fund.post('居民', '2026-01-05', '收到保险费', 'Dr 1002 100.00, Cr 4001 100.00');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger.posting (book, voucher_date, summary, journal)
VALUES ('居民', '2026-01-06', '收到保险费', 'Dr 1002 200.00, Cr 4001 200.00');
\echo :LAST_ERROR_SQLSTATE
COPY ledger.posting (book, voucher_date, summary, journal) FROM STDIN;
居民	2026-01-07	收到保险费	Dr 1002 300.00, Cr 4001 300.00
\.
\echo :LAST_ERROR_SQLSTATE
SELECT fund.reverse('居民', 1, '2026-01-08');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
VALUES (:employees, '2026-01-06', '收到保险费', 'Dr 1002 200.00, Cr 400101 200.00');
\echo :LAST_ERROR_SQLSTATE

-- posters_read_no_table
SELECT summary FROM ledger.voucher;
\echo :LAST_ERROR_SQLSTATE
SELECT count(voucher_id) FROM ledger.voucher;
INSERT INTO ledger.voucher (book_id, posted_at, voucher_date, summary, journal)
VALUES (:employees, '2020-01-01', '2026-01-06', '倒填时间', 'Dr 1002 1.00, Cr 400101 1.00');
\echo :LAST_ERROR_SQLSTATE
DELETE FROM ledger.voucher;
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger.duty (role_name, duty) VALUES ('regress_clerk', 'supervise');
\echo :LAST_ERROR_SQLSTATE

-- closing_needs_supervise
SELECT * FROM fund.close_period('职工', '2026-01');
\echo :LAST_ERROR_SQLSTATE

-- reports_need_any_duty
SELECT count(*) > 0 FROM fund.trial_balance('职工', '2026-01');
SELECT * FROM fund.balance_sheet('居民', '2026-01');
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;

-- privileges_follow_duties: the last one that needs them takes them along
CREATE FUNCTION privileges(role_name text) RETURNS TABLE (privilege text)
LANGUAGE sql AS $$
    SELECT 'usage of the schema' WHERE has_schema_privilege(role_name, 'ledger', 'USAGE')
    UNION ALL
    (SELECT 'select ' || string_agg(c.relname, ', ' ORDER BY c.relname COLLATE "C")
     FROM pg_class AS c
     WHERE c.relnamespace = 'ledger'::regnamespace AND c.relkind IN ('r', 'v')
       AND has_table_privilege(role_name, c.oid, 'SELECT'))
    UNION ALL
    (SELECT p.privilege || ' voucher (' || string_agg(a.attname, ', ' ORDER BY a.attnum) || ')'
     FROM pg_attribute AS a, (VALUES ('INSERT'), ('SELECT'), ('UPDATE')) AS p (privilege)
     WHERE a.attrelid = 'ledger.voucher'::regclass AND a.attnum > 0
       AND has_column_privilege(role_name, a.attrelid, a.attnum, p.privilege)
     GROUP BY p.privilege ORDER BY p.privilege)
$$;
SELECT * FROM privileges('regress_clerk');
SELECT fund.grant_duty('regress_clerk', 'review', '居民');
SELECT fund.revoke_duty('regress_clerk', 'prepare', '职工');
SELECT count(*) FROM privileges('regress_clerk');
SELECT fund.grant_duty('regress_clerk', 'read', '居民');
SELECT fund.revoke_duty('regress_clerk', 'review', '居民');
SELECT * FROM privileges('regress_clerk');
SELECT fund.revoke_duty('regress_clerk', 'read', '居民');
SELECT * FROM privileges('regress_clerk') WHERE privilege IS NOT NULL;

-- a_poster_answers_for_it_alone: unless the book demands review, when another posts
SELECT fund.create_book('复核', '须审核账套', '2017', '2026-01', review_required => true) > 0 AS created;
SELECT fund.grant_duty('regress_clerk', 'prepare', '复核');
SELECT fund.grant_duty('regress_clerk', 'prepare', '职工');
SELECT book_id AS reviewed FROM ledger.book WHERE book = '复核' \gset
SET ROLE regress_clerk;
SET search_path = fund;
INSERT INTO ledger.posting (book, voucher_date, summary, journal, reviewed_by)
VALUES ('职工', '2026-01-05', '冒名审核', 'Dr 1003 1.00, Cr 400101 1.00', 'regress_chief');
INSERT INTO ledger.posting (book, voucher_date, summary, journal, reviewed_by)
VALUES ('职工', '2026-01-05', '自审', 'Dr 1003 1.00, Cr 400101 1.00', 'regress_clerk');
INSERT INTO ledger.posting (book, voucher_date, summary, journal, reviewed_by)
VALUES ('复核', '2026-01-05', '自审', 'Dr 1003 1.00, Cr 400101 1.00', 'regress_clerk');
SELECT fund.post('复核', '2026-01-05', '未审', 'Dr 1003 1.00, Cr 400101 1.00');
RESET ROLE;
SET search_path = public, fund;
SELECT fund.revoke_duty('regress_clerk', 'prepare', '复核');
SELECT fund.revoke_duty('regress_clerk', 'prepare', '职工');

-- a_duty_is_granted_once
SELECT fund.grant_duty('regress_office', 'audit', '居民');
SELECT role_name, b.book, duty, granted_by = current_user AS by_me
FROM ledger.duty LEFT JOIN ledger.book AS b USING (book_id)
ORDER BY role_name COLLATE "C";

-- a_duty_in_all_books_is_one: it is not revoked in one of them
SELECT fund.revoke_duty('regress_chief', 'supervise', '居民');

-- a_role_that_is_gone_loses_its_duties: before another of its name has them
CREATE ROLE regress_temporary;
SELECT fund.grant_duty('regress_temporary', 'read');
REVOKE ALL ON ALL TABLES IN SCHEMA ledger FROM regress_temporary;
REVOKE ALL ON SCHEMA ledger FROM regress_temporary;
DROP ROLE regress_temporary;
SELECT fund.revoke_duty('regress_temporary', 'read');
CREATE ROLE regress_temporary;
SET ROLE regress_temporary;
SELECT fund.has_duty('职工', 'read');
RESET ROLE;
DROP ROLE regress_temporary;

-- the_owner_keeps_its_own
SELECT fund.grant_duty(current_user, 'prepare');
SELECT fund.revoke_duty(current_user, 'prepare');
SELECT has_table_privilege('ledger.entry', 'SELECT');

-- grants_that_are_refused
SELECT fund.grant_duty('regress_nobody', 'read');
\echo :LAST_ERROR_SQLSTATE
SELECT fund.grant_duty('regress_clerk', 'read', '无此账套');
\echo :LAST_ERROR_SQLSTATE
SELECT fund.grant_duty('regress_clerk', '出纳');
\echo :LAST_ERROR_SQLSTATE
SELECT fund.has_duty('职工', '出纳');
\echo :LAST_ERROR_SQLSTATE
SELECT fund.has_duty('无此账套', 'read');
\echo :LAST_ERROR_SQLSTATE
SET ROLE regress_chief;
\set VERBOSITY terse
SELECT fund.grant_duty('regress_chief', 'prepare');
\echo :LAST_ERROR_SQLSTATE
SELECT fund.revoke_duty('regress_office', 'audit', '居民');
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;

-- names_are_of_those_who_may: who is recorded needs the duty, as does who acts.
-- An API has it with doors, its callers without.
CREATE ROLE regress_api;
CREATE ROLE regress_caller;
CREATE ROLE regress_group;
GRANT CREATE ON SCHEMA public TO regress_api, regress_office;
\set VERBOSITY default
SELECT fund.grant_duty('regress_api', '制单', '居民');
SELECT fund.grant_duty('regress_api', 'supervise', '居民');
SET ROLE regress_api;
CREATE FUNCTION api_post(book text) RETURNS boolean LANGUAGE sql SECURITY DEFINER AS
    $$ SELECT fund.post(book, '2026-01-05', '接口记账', 'Dr 1003 1.00, Cr 4001 1.00') > 0 $$;
CREATE FUNCTION api_close(book text) RETURNS bigint LANGUAGE sql SECURITY DEFINER AS
    $$ SELECT count(*) FROM fund.close_period(book, '2026-01') $$;
CREATE FUNCTION api_invoker(book text) RETURNS boolean LANGUAGE sql AS
    $$ SELECT fund.post(book, '2026-01-05', '接口记账', 'Dr 1003 1.00, Cr 4001 1.00') > 0 $$;
CREATE TABLE payment (amount numeric);
CREATE FUNCTION api_paid() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    PERFORM fund.post('居民', '2026-01-06', '缴费', fund.journal(fund.debit('1003', new.amount), fund.credit('4001', new.amount)));
    RETURN new;
END
$$;
CREATE TRIGGER paid AFTER INSERT ON payment FOR EACH ROW EXECUTE FUNCTION api_paid();
GRANT INSERT ON payment TO PUBLIC;
CREATE VIEW posting_view AS SELECT api_invoker('居民') AS posted;
GRANT SELECT ON posting_view TO PUBLIC;
-- who has no duty, by which way ever
SET ROLE regress_caller;
SELECT api_post('居民');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO payment VALUES (2);
\echo :LAST_ERROR_SQLSTATE
SELECT api_close('居民');
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;
-- a duty without doors: through the API, and not alone
SELECT fund.grant_duty('regress_caller', '制单', '居民', doors => false);
SELECT duty, doors FROM ledger.duty WHERE role_name = 'regress_caller';
SELECT * FROM privileges('regress_caller') WHERE privilege IS NOT NULL;
SET ROLE regress_caller;
SELECT api_post('居民');
INSERT INTO payment VALUES (2);
SELECT fund.has_duty('居民', 'prepare'), fund.has_duty('居民', 'read');
SELECT api_invoker('居民');
\echo :LAST_ERROR_SQLSTATE
SELECT posted FROM posting_view;
\echo :LAST_ERROR_SQLSTATE
SELECT count(*) FROM fund.trial_balance('居民', '2026-01');
\echo :LAST_ERROR_SQLSTATE
SELECT api_post('职工');
\echo :LAST_ERROR_SQLSTATE
SELECT api_close('居民');
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;
-- another book's duty, or another duty, is none
SELECT fund.grant_duty('regress_caller', 'prepare', '职工', doors => false);
SET ROLE regress_caller;
SELECT api_post('职工');
\echo :LAST_ERROR_SQLSTATE
-- nested: the innermost acts, the outermost is recorded
SET ROLE regress_office;
CREATE FUNCTION office_direct(book text) RETURNS boolean LANGUAGE sql SECURITY DEFINER AS $$ SELECT api_invoker(book) $$;
CREATE FUNCTION office_post(book text) RETURNS boolean LANGUAGE sql SECURITY DEFINER AS $$ SELECT api_post(book) $$;
SET ROLE regress_api;
CREATE FUNCTION api_office(book text) RETURNS boolean LANGUAGE sql SECURITY DEFINER AS $$ SELECT office_direct(book) $$;
SET ROLE regress_caller;
SELECT office_post('居民');
SELECT api_office('居民');
\echo :LAST_ERROR_SQLSTATE
-- roles that both have no doors do not lend each other any
RESET ROLE;
SELECT fund.grant_duty('regress_office', 'prepare', '居民', doors => false);
SET ROLE regress_caller;
SELECT api_office('居民');
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;
SELECT fund.revoke_duty('regress_office', 'prepare', '居民');
-- a group's duty is its members', and no door either
SELECT fund.revoke_duty('regress_caller', 'prepare', '居民');
SELECT fund.grant_duty('regress_group', 'prepare', '居民', doors => false);
GRANT regress_group TO regress_caller;
SET ROLE regress_caller;
SELECT api_post('居民');
SET ROLE regress_group;
SELECT api_post('居民');
SELECT api_invoker('居民');
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;
-- sessions authorized as others, back and forth
SET SESSION AUTHORIZATION regress_caller;
SELECT api_post('居民');
SET ROLE regress_group;
SELECT api_post('居民');
RESET ROLE;
SELECT api_invoker('居民');
\echo :LAST_ERROR_SQLSTATE
RESET SESSION AUTHORIZATION;
-- superusers and the ledger's owner have every duty, on either side
SELECT api_post('居民');
SELECT api_post('职工');
\echo :LAST_ERROR_SQLSTATE
CREATE FUNCTION super_post(book text) RETURNS boolean LANGUAGE sql SECURITY DEFINER AS $$ SELECT api_invoker(book) $$;
CREATE FUNCTION super_insert(book integer, prepared text) RETURNS boolean LANGUAGE sql SECURITY DEFINER AS $$
    INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal, prepared_by)
    VALUES (book, '2026-01-05', '所有者代记', 'Dr 1003 1.00, Cr 4001 1.00', prepared) RETURNING voucher_id > 0
$$;
SET ROLE regress_caller;
SELECT super_post('居民');
SELECT super_insert(:residents, 'regress_caller');
SELECT super_insert(:residents, 'regress_clerk');
\echo :LAST_ERROR_SQLSTATE
SET ROLE regress_stranger;
SELECT super_post('居民');
\echo :LAST_ERROR_SQLSTATE
SELECT super_insert(:residents, 'regress_stranger');
\echo :LAST_ERROR_SQLSTATE
SELECT super_insert(:residents, 'regress_caller');
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;
-- the owner itself keeps what others prepared: migrations
SELECT super_insert(:residents, '已离职的会计');
-- month-end is recorded, too; and reviewing
SELECT fund.grant_duty('regress_caller', 'supervise', '居民', doors => false);
SET ROLE regress_caller;
SELECT api_close('居民') > 0 AS closed;
SELECT * FROM fund.reopen_period('居民', '2026-01', '自行反结账');
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;
SELECT fund.grant_duty('regress_api', 'review', '复核'), fund.grant_duty('regress_api', 'prepare', '复核');
SELECT fund.grant_duty('regress_caller', 'prepare', '复核', doors => false);
SET ROLE regress_api;
CREATE FUNCTION api_prepare() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS
    $$ SELECT fund.prepare('复核', '2026-01-05', '接口记账', 'Dr 1003 1.00, Cr 400101 1.00') $$;
CREATE FUNCTION api_review(draft bigint) RETURNS boolean LANGUAGE sql SECURITY DEFINER AS
    $$ SELECT fund.approve_draft('复核', draft, 1) > 0 $$;
RESET ROLE;
-- the api acts for both, and each must have the duty himself
SET SESSION AUTHORIZATION regress_stranger;
SELECT api_prepare();
\echo :LAST_ERROR_SQLSTATE
SET SESSION AUTHORIZATION regress_caller;
SELECT api_prepare() AS draft \gset
SELECT api_review(:draft);
\echo :LAST_ERROR_SQLSTATE
SET SESSION AUTHORIZATION regress_stranger;
SELECT api_review(:draft);
\echo :LAST_ERROR_SQLSTATE
RESET SESSION AUTHORIZATION;
SELECT fund.grant_duty('regress_caller', 'review', '复核', doors => false), fund.grant_duty('regress_stranger', 'review', '复核', doors => false);
SET SESSION AUTHORIZATION regress_caller;
SELECT api_review(:draft);
\echo :LAST_ERROR_SQLSTATE
SET SESSION AUTHORIZATION regress_stranger;
SELECT api_review(:draft);
SET SESSION AUTHORIZATION regress_api;
SELECT fund.prepare('复核', '2026-01-05', '接口自己', 'Dr 1003 1.00, Cr 400101 1.00') AS draft \gset
SET SESSION AUTHORIZATION regress_stranger;
SELECT api_review(:draft);
RESET SESSION AUTHORIZATION;
SELECT step, done_by, login, done_through FROM ledger.draft_step ORDER BY draft_id, step_no;
SELECT fund.revoke_duty('regress_caller', 'review', '复核'), fund.revoke_duty('regress_api', 'prepare', '复核');
-- the last grant says whether there are doors
SELECT fund.grant_duty('regress_stranger', 'review', '复核');
SELECT duty, doors FROM ledger.duty WHERE role_name = 'regress_stranger';
SELECT fund.grant_duty('regress_stranger', '审核', '复核', doors => false);
SELECT duty, doors FROM ledger.duty WHERE role_name = 'regress_stranger';
SELECT * FROM privileges('regress_stranger') WHERE privilege IS NOT NULL;
-- nothing to record, no use without doors
SELECT fund.grant_duty('regress_stranger', '只读', '复核', doors => false);
\echo :LAST_ERROR_SQLSTATE
SELECT fund.grant_duty('regress_stranger', 'review', '复核', doors => NULL);
\echo :LAST_ERROR_SQLSTATE
SELECT fund.grant_duty('regress_stranger', NULL, '复核');
\echo :LAST_ERROR_SQLSTATE
-- finish_restore_is_the_owners, also where the schema is closed to who calls
BEGIN;
CREATE ROLE regress_nobody;
SET LOCAL ROLE regress_nobody;
SELECT fund.finish_restore();
\echo :LAST_ERROR_SQLSTATE
ROLLBACK;
-- so_is_upgrade_ledger, for whom EXECUTE is granted, too
BEGIN;
CREATE ROLE regress_nobody;
GRANT EXECUTE ON FUNCTION fund.upgrade_ledger() TO regress_nobody;
SET LOCAL ROLE regress_nobody;
SELECT fund.upgrade_ledger();
\echo :LAST_ERROR_SQLSTATE
ROLLBACK;
-- duties_of_roles_that_are_gone_are_told
BEGIN;
DELETE FROM ledger.duty;
INSERT INTO ledger.duty (role_name, duty) VALUES ('regress_gone', 'read'), ('regress_gone', 'audit'), ('regress_away', 'read');
SELECT fund.finish_restore();
ROLLBACK;
-- what stands in the table and is no duty is said, not guessed
BEGIN;
ALTER TABLE ledger.duty DROP CONSTRAINT duty_known;
INSERT INTO ledger.duty (role_name, duty) VALUES ('regress_stranger', '出纳');
SET LOCAL ROLE regress_stranger;
SELECT fund.has_duty('复核', 'review');
\echo :LAST_ERROR_SQLSTATE
ROLLBACK;
SELECT fund.revoke_duty('regress_stranger', 'review', '复核');
-- both names are recorded
SELECT b.book, v.kind, prepared_by, reviewed_by, done_through, count(*)
FROM ledger.voucher AS v JOIN ledger.book AS b USING (book_id) WHERE book IN ('居民', '复核')
GROUP BY b.book, v.kind, prepared_by, reviewed_by, done_through
ORDER BY book COLLATE "C" DESC, kind::text COLLATE "C", prepared_by COLLATE "C", done_through COLLATE "C";
SELECT book, event, done_by, done_through FROM ledger.month_event;
SELECT DISTINCT "制单", "经由" FROM ledger."凭证分录" WHERE "账套" = '复核' AND "期间" = '2026-01' ORDER BY 1, 2;
SELECT changed_by, done_through FROM ledger.book_period;
-- and sealed
SELECT * FROM fund.verify('居民');
BEGIN;
SET LOCAL session_replication_role = replica;
UPDATE ledger.voucher SET done_through = NULL WHERE prepared_by = 'regress_group' AND kind = 'normal';
SELECT count(*) > 0 AS noticed FROM fund.verify('居民');
ROLLBACK;
-- feed: the table's own door, which is no look into it. An interface puts rows
-- there by INSERT and COPY, and reads nothing.
CREATE ROLE regress_feed;
SELECT fund.grant_duty('regress_feed', '接口', '职工');
SELECT * FROM privileges('regress_feed');
SELECT fund.post('居民', '2026-02-05', '别的账套', 'Dr 1003 1.00, Cr 4001 1.00', source_key => 'K-1') > 0 AS posted;
SET ROLE regress_feed;
SELECT book, duty FROM duties WHERE has;
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal, source_key)
VALUES (:employees, '2026-01-08', '收到保险费', 'Dr 1002 1.00, Cr 400101 1.00', 'K-1');
COPY ledger.voucher (book_id, voucher_date, summary, journal, source_key) FROM STDIN;
1	2026-01-08	收到保险费	Dr 1002 1.00, Cr 400101 1.00	K-2
1	2026-01-08	收到保险费	Dr 1002 2.00, Cr 400101 2.00	K-3
\.
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal, source_key)
VALUES (:employees, '2026-01-08', '收到保险费', 'Dr 1002 1.00, Cr 400101 1.00', 'K-3') ON CONFLICT DO NOTHING;
-- nothing can be read back, nor given that is the table's
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
VALUES (:employees, '2026-01-08', '收到保险费', 'Dr 1002 1.00, Cr 400101 1.00') RETURNING voucher_id;
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal, source_key)
VALUES (:employees, '2026-01-08', '收到保险费', 'Dr 1002 1.00, Cr 400101 1.00', 'K-3')
ON CONFLICT (book_id, source_key) WHERE source_key IS NOT NULL DO NOTHING;
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal, done_through)
VALUES (:employees, '2026-01-08', '收到保险费', 'Dr 1002 1.00, Cr 400101 1.00', 'regress_api');
\echo :LAST_ERROR_SQLSTATE
SELECT count(*) FROM ledger.voucher;
\echo :LAST_ERROR_SQLSTATE
SELECT count(*) FROM ledger.entry;
\echo :LAST_ERROR_SQLSTATE
-- another book's key, and a book that is not there: alike, whether the key is taken or not
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal, source_key)
VALUES (:residents, '2026-02-05', '窥探', 'Dr 1003 1.00, Cr 4001 1.00', 'K-1') ON CONFLICT DO NOTHING;
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal, source_key)
VALUES (:residents, '2026-02-05', '窥探', 'Dr 1003 1.00, Cr 4001 1.00', 'K-none') ON CONFLICT DO NOTHING;
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal, source_key)
VALUES (99, '2026-02-05', '窥探', 'Dr 1003 1.00, Cr 4001 1.00', 'K-1') ON CONFLICT DO NOTHING;
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal, source_key)
SELECT b, '2026-01-09', '两个账套', 'Dr 1003 1.00, Cr 400101 1.00', 'M-' || b FROM unnest(ARRAY[:employees, :residents]) AS b;
\echo :LAST_ERROR_SQLSTATE
COPY ledger.voucher (book_id, voucher_date, summary, journal, source_key) FROM STDIN;
1	2026-01-08	收到保险费	Dr 1002 1.00, Cr 400101 1.00	K-4
2	2026-02-05	窥探	Dr 1003 1.00, Cr 4001 1.00	K-1
\.
\echo :LAST_ERROR_SQLSTATE
-- the door is the table's: no function, and no other name
SELECT fund.post('职工', '2026-01-08', '收到保险费', 'Dr 1002 1.00, Cr 400101 1.00');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal, prepared_by)
VALUES (:employees, '2026-01-08', '冒名', 'Dr 1002 1.00, Cr 400101 1.00', 'regress_chief');
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;
-- a book that demands review demands it here
SELECT fund.grant_duty('regress_feed', 'feed', '复核');
SET ROLE regress_feed;
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal, prepared_by, reviewed_by)
VALUES (:reviewed, '2026-01-08', '未审', 'Dr 1002 1.00, Cr 400101 1.00', 'regress_caller', 'regress_feed');
\echo :LAST_ERROR_SQLSTATE
COPY ledger.voucher (book_id, voucher_date, summary, journal) FROM stdin;
3	2026-01-08	自审	Dr 1002 1.00, Cr 400101 1.00
\.
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;
-- whoever puts rows back passes: replica sessions, the owner; and who acts for others does not
BEGIN;
SET LOCAL session_replication_role = replica;
GRANT INSERT ON ledger.voucher TO regress_stranger;
GRANT USAGE ON SCHEMA ledger TO regress_stranger;
SET LOCAL ROLE regress_stranger;
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
VALUES (99, '2026-01-08', '恢复', 'Dr 1002 1.00, Cr 400101 1.00');
ROLLBACK;
BEGIN;
SELECT fund.grant_duty('regress_stranger', 'feed', '职工', doors => false);
GRANT USAGE ON SCHEMA ledger TO regress_stranger;
GRANT INSERT ON ledger.voucher TO regress_stranger;
SET LOCAL ROLE regress_stranger;
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
VALUES (:employees, '2026-01-08', '无门', 'Dr 1002 1.00, Cr 400101 1.00');
\echo :LAST_ERROR_SQLSTATE
ROLLBACK;
SELECT prepared_by, summary, source_key FROM ledger.voucher WHERE prepared_by = 'regress_feed' ORDER BY source_key COLLATE "C";
SELECT fund.revoke_duty('regress_feed', d.duty, b.book) FROM ledger.duty AS d JOIN ledger.book AS b USING (book_id) WHERE role_name = 'regress_feed';
SELECT * FROM privileges('regress_feed') WHERE privilege IS NOT NULL;
DROP ROLE regress_feed;

DROP VIEW posting_view;
DROP TABLE payment;
DROP FUNCTION super_insert, super_post;
SELECT fund.revoke_duty('regress_caller', d.duty, b.book) FROM ledger.duty AS d JOIN ledger.book AS b USING (book_id) WHERE role_name = 'regress_caller';
SELECT fund.revoke_duty('regress_api', d.duty, b.book) FROM ledger.duty AS d JOIN ledger.book AS b USING (book_id) WHERE role_name = 'regress_api';
SELECT fund.revoke_duty('regress_group', 'prepare', '居民');
SET client_min_messages = warning;
DROP OWNED BY regress_api, regress_caller, regress_group, regress_office;
RESET client_min_messages;
DROP ROLE regress_api, regress_caller, regress_group;

DROP FUNCTION privileges(text);
DROP VIEW duties;
SET client_min_messages = warning;
DROP SCHEMA ledger CASCADE;
DROP ROLE regress_clerk, regress_chief, regress_office, regress_stranger;
SELECT fund.has_duty('职工', 'read');
\echo :LAST_ERROR_SQLSTATE
