-- 操作日志: who changed which setting, when, whence, by which call; chains; reading.
SET client_encoding = 'UTF8';
SET search_path = public, fund;
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS ledger CASCADE;
SELECT fund.create_ledger();
RESET client_min_messages;
\pset null '-'
CREATE ROLE regress_chief LOGIN;
CREATE ROLE regress_auditor;
CREATE ROLE regress_clerk;

-- every_table_is_logged: or has its reason not to be, and no other table has one
SELECT c.relname FROM pg_class AS c
WHERE c.relnamespace = 'ledger'::regnamespace AND c.relkind = 'r'
  AND NOT EXISTS (SELECT FROM pg_trigger AS t
                  WHERE t.tgrelid = c.oid AND t.tgfoid = 'fund._log_change()'::regprocedure AND t.tgenabled = 'O')
  AND c.relname NOT IN (SELECT of_table FROM fund._unlogged_tables() WHERE reason <> '');
SELECT of_table FROM fund._unlogged_tables() WHERE to_regclass('ledger.' || of_table) IS NULL;
SELECT * FROM fund._logged_tables();
-- and none of them can be emptied at once, which would be no row's deletion
SELECT t.of_table FROM fund._logged_tables() AS t
WHERE NOT EXISTS (SELECT FROM pg_trigger AS g
                  WHERE g.tgrelid = ('ledger.' || t.of_table)::regclass AND (g.tgtype & 32) <> 0);

-- what a shipped standard has is not logged row by row; kinds of parties are
SELECT of_table, count(*), array_agg(DISTINCT call) AS calls FROM ledger.log GROUP BY of_table;

-- what_was_done: by which call, or by a statement on the table itself
SELECT fund.create_book('fund', '职工', 'reform', '2026-01') > 0 AS created;
SELECT fund.create_book('other', '居民', 'reform', '2026-01') > 0 AS created;
SELECT fund.grant_duty('regress_chief', 'supervise', 'fund');
SELECT fund."授予职责"('regress_auditor', '稽核', 'fund');
SELECT fund.grant_duty('regress_clerk', 'prepare', 'other');
SELECT fund.grant_duty('regress_clerk', 'read');
SELECT fund.revoke_duty('regress_clerk', 'read');
INSERT INTO ledger.party (party, name, party_kind) VALUES ('H1', '市第一医院', '医药机构'), ('P1', '某单位', 'payer');
UPDATE ledger.party SET name = '市第一人民医院' WHERE party = 'H1';
-- nothing
UPDATE ledger.party SET name = name;
UPDATE ledger.book SET horizon_years = 2 WHERE book = 'fund';
SELECT fund.drop_party('P1');
DO $$ BEGIN PERFORM fund.name_account('fund', '100301', '工行'); END $$;
SELECT fund.post('fund', '2026-01-05', '收入', 'Dr 100301 5.00, Cr 400101 5.00') > 0 AS posted;
SET ROLE regress_chief;
SELECT count(*) > 0 AS closed FROM fund.close_period('fund', '2026-01');
SELECT count(*) > 0 AS reopened FROM fund."反结账"('fund', '2026-01', '漏记');
RESET ROLE;
SELECT entry_id - min(entry_id) OVER () AS entry, book, of_table, operation, row_key, call, nullif(role, current_user) AS role, link_no
FROM ledger.log_entry WHERE of_table <> 'party_kind' ORDER BY entry_id;
SELECT of_table, operation, row_now::jsonb - '{granted_at,granted_by,listed_at,listed_by,changed_at,done_at,seal}'::text[] AS row_now, statement
FROM ledger.log_entry
WHERE of_table IN ('book', 'duty', 'party', 'book_account', 'book_account_name', 'period_event') ORDER BY entry_id;

-- what_is_rolled_back leaves no entry
SELECT count(*) AS entries FROM ledger.log \gset
BEGIN;
UPDATE ledger.party SET retired = true WHERE party = 'H1';
SELECT count(*) - :entries AS more FROM ledger.log;
ROLLBACK;
UPDATE ledger.party SET party_kind = 'ghost' WHERE party = 'H1';
SELECT count(*) - :entries AS more FROM ledger.log;

-- what_another_key_is: two entries
BEGIN;
INSERT INTO ledger.party_kind (party_kind, name) VALUES ('club', '社团');
UPDATE ledger.party_kind SET party_kind = 'union' WHERE party_kind = 'club';
SELECT operation, row_key, row_now IS NULL AS gone FROM ledger.log_entry ORDER BY entry_id DESC LIMIT 3;
ROLLBACK;

-- who_and_whence: the login stays, whoever the session becomes; a SECURITY DEFINER
-- function acts for its caller; several statements come together, and one did it
CREATE FUNCTION public.retire(text) RETURNS void LANGUAGE sql SECURITY DEFINER
    AS $$ UPDATE ledger.party SET retired = NOT retired WHERE party = $1 $$;
SELECT current_user AS superuser \gset
BEGIN;
SET application_name = 'cash "desk"';
SET LOCAL ROLE regress_clerk;
SELECT public.retire('H1');
SET SESSION AUTHORIZATION regress_chief;
SELECT public.retire('H1');
RESET SESSION AUTHORIZATION;
SELECT login = :'superuser' AS login, role, done_through = :'superuser' AS done_through, client, application, call, statement,
       session = to_hex(trunc(extract(epoch FROM s.backend_start))::bigint) || '.' || to_hex(s.pid) AS session,
       logged_at BETWEEN now() AND clock_timestamp() AS logged_at
FROM ledger.log_entry, pg_stat_activity AS s WHERE s.pid = pg_backend_pid() ORDER BY entry_id DESC LIMIT 2;
SELECT 1 AS one\; UPDATE ledger.party SET name = '甲' WHERE party = 'H1'\; SELECT 2 AS two;
SELECT statement FROM ledger.log_entry ORDER BY entry_id DESC LIMIT 1;
RESET application_name;
ROLLBACK;
-- no client can say that a function of ours did it
BEGIN;
DO $do$
BEGIN
    EXECUTE E'/*\nPL/pgSQL function fund.close_period(text,text) line 1 at SQL statement\n*/ UPDATE ledger.party SET name = ''乙''';
END
$do$;
SELECT of_table, operation, call, left(statement, 6) AS statement FROM ledger.log_entry ORDER BY entry_id DESC LIMIT 1;
-- however long the statement is, in whole characters
SELECT format('UPDATE ledger.party SET name = %L', repeat('长', 500)) AS statement \gset
:statement;
SELECT octet_length(statement) AS bytes, right(statement, 1) AS last FROM ledger.log_entry ORDER BY entry_id DESC LIMIT 1;
ROLLBACK;

-- a_digest_in_plain_sql, whatever the settings are: doc/adr/0016-log.md
SET TimeZone = 'Asia/Shanghai';
SET DateStyle = 'SQL, DMY';
SET bytea_output = 'escape';
SELECT count(*) AS entries, count(*) FILTER (WHERE l.digest = sha256(convert_to(jsonb_build_array(
           l.entry_id, (extract(epoch FROM l.logged_at) * 1000000)::bigint, l.scope, l.code, l.of_table, l.operation,
           l.row_key, l.row_now, l.login, l.role, l.done_through, l.client, l.application, l.session, l.call,
           l.statement)::text, 'UTF8'))) = count(*) AS agree
FROM ledger.log AS l;
UPDATE ledger.book SET retired = true WHERE book = 'other';
SELECT fund.restate('fund', fund.post('fund', '2026-01-06', '更正', 'Dr 100301 1.00, Cr 300101 1.00', kind => 'adjustment'),
                    'error_correction', '漏记') > 0 AS restated;
SELECT row_now FROM ledger.log WHERE of_table = 'period_event' ORDER BY entry_id DESC LIMIT 1 \gset
SELECT (:'row_now')::jsonb ->> 'done_at' ~ '^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00$' AS in_utc,
       (:'row_now')::jsonb ->> 'seal' ~ '^\\x[0-9a-f]{64}$' AS in_hex;
SELECT * FROM fund.verify('fund');
SELECT * FROM fund.verify();
RESET bytea_output;
RESET DateStyle;
RESET TimeZone;

-- links: what is committed, or one's own; then nothing is left
SELECT link_no, entries, length(digest) AS digits FROM fund.link_log('fund');
SELECT * FROM fund.link_log('fund');
SELECT link_no, entries FROM fund.link_log();
SELECT "链节", "条数" FROM fund."链接日志"('other');
SELECT link_no FROM fund.link_log(standard => 'reform');
SELECT book, link_no, made_by = :'superuser' AS by_us, cause, period, generation, entries, length(digest) FROM ledger.log_chain ORDER BY book, link_no;
SELECT "账套", "链节", "缘由", "期间", "次数", "条数" FROM ledger."日志链" ORDER BY 1, 2;
SELECT "账套", "表", "操作", "调用", "链节" FROM ledger."操作日志" WHERE "表" IN ('party', 'period_event') ORDER BY "序号";
-- a link in plain SQL
SELECT k.scope, k.link_no, k.digest = sha256(convert_to(jsonb_build_array(
           k.scope, k.code, k.link_no, (extract(epoch FROM k.made_at) * 1000000)::bigint, k.made_by, k.done_through, k.cause,
           k.period::text, k.generation, k.entries,
           encode(sha256(coalesce((SELECT string_agg(d.digest, '' ORDER BY d.entry_id) FROM ledger.log_linked AS d
                                   WHERE (d.scope, d.code, d.link_no) = (k.scope, k.code, k.link_no)), '')), 'hex'),
           encode(lag(k.digest) OVER (PARTITION BY k.scope, k.code ORDER BY k.link_no), 'hex'))::text, 'UTF8')) AS agrees
FROM ledger.log_link AS k ORDER BY k.scope, k.code COLLATE "C", k.link_no;
-- more than a link lists make more links
SET client_min_messages = warning;
SELECT fund.derive_standard('2017', 'own', '自定');
RESET client_min_messages;
DO $$
BEGIN
    FOR i IN 1..12 LOOP
        UPDATE ledger.account SET note = 'note ' || i WHERE standard = 'own';
    END LOOP;
END
$$;
SELECT count(*) > 1000 AS many FROM ledger.log WHERE code = 'own' \gset
SELECT :'many' AS many;
SELECT link_no, CASE link_no WHEN 1 THEN entries ELSE sign(entries) END AS entries FROM fund.link_log(standard => 'own');
SELECT * FROM fund.verify();
-- a revision of a standard is no change
SELECT count(*) FROM ledger.log WHERE of_table = 'standard' AND operation = 'update';

-- who_may_read: who audits the book; of standards and the ledger, who audits any
SELECT fund.grant_duty('regress_clerk', 'audit', 'other');
SET ROLE regress_clerk;
SELECT DISTINCT book, standard FROM ledger.log_entry ORDER BY 1, 2;
RESET ROLE;
GRANT USAGE ON SCHEMA ledger TO regress_auditor;
SET ROLE regress_auditor;
SELECT DISTINCT book, standard FROM ledger.log_entry ORDER BY 1, 2;
SELECT DISTINCT book, standard FROM ledger.log_chain ORDER BY 1, 2;
SELECT count(*) > 0 AS reads FROM ledger."操作日志";
SELECT link_no FROM fund.link_log('fund');
SELECT link_no FROM fund.link_log('other');
\echo :LAST_ERROR_SQLSTATE
SELECT count(*) FROM fund.verify();
SELECT digest FROM ledger.log;
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;
SELECT fund.revoke_duty('regress_clerk', 'audit', 'other');
SET ROLE regress_clerk;
SELECT * FROM ledger.log_entry;
\echo :LAST_ERROR_SQLSTATE
SELECT * FROM fund.link_log();
\echo :LAST_ERROR_SQLSTATE
SELECT * FROM fund.link_log('other');
\echo :LAST_ERROR_SQLSTATE
SELECT * FROM fund.verify();
\echo :LAST_ERROR_SQLSTATE
SELECT fund.log_found();
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;
SET ROLE regress_chief;
SELECT link_no FROM fund.link_log('fund');
RESET ROLE;
SELECT * FROM fund.link_log('nobody');
\echo :LAST_ERROR_SQLSTATE
SELECT * FROM fund.link_log(standard => 'none');
\echo :LAST_ERROR_SQLSTATE
SELECT * FROM fund.link_log('fund', 'own');
\echo :LAST_ERROR_SQLSTATE

-- of a book that is gone the log stays, for who audits all
SELECT fund.create_book('brief', '误建', 'reform', '2026-01') > 0 AS created;
SELECT fund.drop_book('brief');
SELECT operation, call FROM ledger.log_entry WHERE book = 'brief' ORDER BY entry_id;
SELECT link_no, entries FROM fund.link_log('brief');
SET ROLE regress_auditor;
SELECT count(*) FROM ledger.log_entry WHERE book = 'brief';
SELECT * FROM fund.link_log('brief');
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;

-- append_only: for the owner, too, and where ordinary triggers do not fire
\set VERBOSITY default
\set SHOW_CONTEXT never
UPDATE ledger.log SET role = 'nobody';
\echo :LAST_ERROR_SQLSTATE
DELETE FROM ledger.log_link;
\echo :LAST_ERROR_SQLSTATE
TRUNCATE ledger.log_linked;
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger.log (logged_at, scope, code, of_table, operation, row_key, login, role, session, digest)
VALUES (now(), 'ledger', '', 'duty', 'delete', '{}', 'x', 'x', 'x', '');
\echo :LAST_ERROR_SQLSTATE
DELETE FROM ledger.log_unlinked;
\echo :LAST_ERROR_SQLSTATE
TRUNCATE ledger.duty;
\echo :LAST_ERROR_SQLSTATE
SET session_replication_role = replica;
DELETE FROM ledger.log;
\echo :LAST_ERROR_SQLSTATE
UPDATE ledger.party SET name = '无名' WHERE party = 'H1';
RESET session_replication_role;
\set VERBOSITY terse
-- which is found
SELECT object, regexp_replace(expected, '\d+', 'n') AS expected, found FROM fund.verify();
-- and written down as found
SELECT fund.log_found();
SELECT operation, row_key, row_now::jsonb ->> 'name' AS name, call FROM ledger.log_entry ORDER BY entry_id DESC LIMIT 1;
SELECT * FROM fund.verify();
SELECT fund.log_found();
-- the trigger is for settings alone
CREATE TRIGGER stray AFTER INSERT ON ledger.voucher FOR EACH ROW EXECUTE FUNCTION fund._log_change();
SELECT fund.post('fund', '2026-01-09', '收入', 'Dr 100301 5.00, Cr 400101 5.00');
\echo :LAST_ERROR_SQLSTATE
DROP TRIGGER stray ON ledger.voucher;
CREATE TABLE public.mine (a integer);
CREATE TRIGGER stray AFTER INSERT ON public.mine FOR EACH ROW EXECUTE FUNCTION fund._log_change('', 'a');
INSERT INTO public.mine VALUES (1);
\echo :LAST_ERROR_SQLSTATE
DROP TABLE public.mine;

-- a_setting_to_come: a table that is made later is logged once it has the trigger
BEGIN;
CREATE TABLE ledger.later (book_id integer, draft_id integer, lines jsonb, PRIMARY KEY (draft_id));
SELECT * FROM fund._logged_tables() WHERE of_table = 'later';
CREATE TRIGGER later_logged AFTER INSERT OR UPDATE OR DELETE ON ledger.later
    FOR EACH ROW EXECUTE FUNCTION fund._log_change('book_id', 'draft_id');
INSERT INTO ledger.later SELECT book_id, 7, '["1003", 5.00]' FROM ledger.book WHERE book = 'fund';
UPDATE ledger.later SET lines = '[]';
DELETE FROM ledger.later;
SELECT book, operation, row_key, row_now::jsonb - 'book_id' AS row_now FROM ledger.log_entry WHERE of_table = 'later' ORDER BY entry_id;
ROLLBACK;

SET client_min_messages = warning;
DROP FUNCTION public.retire(text);
DROP SCHEMA ledger CASCADE;
DROP OWNED BY regress_chief, regress_auditor, regress_clerk;
DROP ROLE regress_chief, regress_auditor, regress_clerk;
