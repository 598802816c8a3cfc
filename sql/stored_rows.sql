-- What the tables behind the caches cannot hold, planted with triggers off and
-- constraints gone: an error that names table, column and row (XX001), never a
-- crash and never a figure.
CREATE SCHEMA stored_rows;
SET search_path = stored_rows, public, fund;
SET client_min_messages = error;
SELECT fund.create_ledger();
SELECT fund.derive_standard('reform', 'own', 'own');
SELECT fund.create_book('a', 'above', 'own', '2026-01') AS a, fund.create_book('b', 'book', 'own', '2026-01', parent => 'a') AS b \gset
INSERT INTO ledger.party (party, name, party_kind) VALUES ('p', 'a person', 'person'), ('q', 'the last', 'person');
UPDATE ledger.account SET party_kind = 'any' WHERE standard = 'own' AND account = '1101';
CREATE ROLE regress_reader;
SELECT fund.grant_duty('regress_reader', 'read', 'b');
SELECT fund.post('b', '2026-01-05', 'first', 'Dr 1003 10.00, Cr 400101 10.00') > 0 AS posted;

-- What stands in nobody's way when a row is planted.
DO $$
DECLARE
    c record;
BEGIN
    FOR c IN SELECT conrelid::regclass AS of_table, conname FROM pg_constraint
             WHERE connamespace = 'ledger'::regnamespace AND contype IN ('c', 'f')
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.of_table, c.conname);
    END LOOP;
    FOR c IN SELECT t.of_table FROM (VALUES ('standard'), ('account'), ('posting_rule'), ('carry_rule'), ('transfer_group'), ('statement'),
                 ('statement_column'), ('statement_line'), ('articulation'), ('proof'), ('book'), ('party'), ('duty'),
                 ('book_period'), ('installation')) AS t (of_table)
    LOOP
        EXECUTE format('ALTER TABLE ledger.%I DISABLE TRIGGER ALL', c.of_table);
    END LOOP;
    FOR c IN SELECT a.attrelid::regclass AS of_table, a.attname
             FROM pg_attribute AS a JOIN pg_class AS t ON t.oid = a.attrelid
             WHERE t.relnamespace = 'ledger'::regnamespace AND t.relkind = 'r' AND t.relname <> 'voucher'
               AND a.attnum > 0 AND a.attnotnull AND a.attidentity = ''
               AND NOT EXISTS (SELECT FROM pg_index AS i WHERE i.indrelid = a.attrelid AND i.indisprimary AND a.attnum = ANY (i.indkey))
    LOOP
        EXECUTE format('ALTER TABLE %s ALTER %I DROP NOT NULL', c.of_table, c.attname);
    END LOOP;
END $$;

-- One change, triggers off, and what each call then says; all of it undone.
CREATE FUNCTION calls() RETURNS TABLE (call text, sql text) LANGUAGE sql AS $$
    VALUES ('post', $c$SELECT fund.post('b', '2026-01-06', 'x', 'Dr 1003 1.00, Cr 400101 1.00')$c$),
           ('party', $c$SELECT fund.post('b', '2026-01-06', 'x', 'Dr 1101 1.00 @p, Cr 1003 1.00')$c$),
           ('sheet', $c$SELECT * FROM fund.balance_sheet('b', '2026-01')$c$),
           ('pack', $c$SELECT * FROM fund.statement_pack('b', '2026-01')$c$),
           ('above', $c$SELECT * FROM fund.articulation('a', '2026-01')$c$),
           ('trial', $c$SELECT * FROM fund.trial_balance('b', '2026-01')$c$),
           ('ledger', $c$SELECT * FROM fund.account_ledger('b', '1003', '2026-01-01', '2026-01-31')$c$),
           ('explain', $c$SELECT * FROM fund.explain('b', 'balance_sheet', 'A3', '2026-01')$c$),
           ('entry', $c$SELECT * FROM ledger.entry$c$),
           ('prove', $c$SELECT * FROM fund.prove('own')$c$),
           ('verify', $c$SELECT * FROM fund.verify('b')$c$),
           ('close', $c$SELECT * FROM fund.close_period('b', '2026-01')$c$)
$$;

CREATE FUNCTION planted(change text) RETURNS TABLE (calls text, said text) LANGUAGE plpgsql AS $$
DECLARE
    c record;
    v_said jsonb := '{}';
    v_state text; v_message text; v_detail text;
BEGIN
    BEGIN
        EXECUTE change;
        -- what this session keeps is forgotten, as in a new one
        PERFORM fund._installation_changed();
        ALTER TABLE IF EXISTS ledger.standard SET (fillfactor = 100);
        ALTER TABLE IF EXISTS ledger.book SET (fillfactor = 100);
        ALTER TABLE IF EXISTS ledger.party SET (fillfactor = 100);
        ALTER TABLE IF EXISTS ledger.duty SET (fillfactor = 100);
        ALTER TABLE IF EXISTS ledger.book_period SET (fillfactor = 100);
        FOR c IN SELECT * FROM calls()
        LOOP
            BEGIN
                EXECUTE c.sql;
                RAISE EXCEPTION USING ERRCODE = 'ZZ000', MESSAGE = 'nothing';
            EXCEPTION WHEN OTHERS THEN
                GET STACKED DIAGNOSTICS v_state = RETURNED_SQLSTATE, v_message = MESSAGE_TEXT, v_detail = PG_EXCEPTION_DETAIL;
                -- of whatever version it is
                v_detail := replace(v_detail, (SELECT extversion FROM pg_extension WHERE extname = 'fundledger'), '0.0');
                v_message := CASE WHEN v_state = 'ZZ000' THEN 'nothing'
                             ELSE v_state || ' ' || v_message || coalesce(': ' || nullif(v_detail, ''), '') END;
                v_said := v_said || jsonb_build_object(v_message, coalesce(v_said ->> v_message || ' ', '') || c.call);
            END;
        END LOOP;
        RAISE EXCEPTION USING ERRCODE = 'ZZ001', MESSAGE = 'undo';
    EXCEPTION WHEN SQLSTATE 'ZZ001' THEN
        NULL;
    END;
    RETURN QUERY SELECT s.value, s.key FROM jsonb_each_text(v_said) AS s ORDER BY s.key COLLATE "C";
END $$;

-- nothing_planted
SELECT * FROM planted('SELECT');

-- standard: no revision, no flag, gone
SELECT * FROM planted($$UPDATE ledger.standard SET revision = NULL WHERE standard = 'own'$$);
SELECT * FROM planted($$DELETE FROM ledger.standard WHERE standard = 'own'$$);
BEGIN;
UPDATE ledger.standard SET shipped = NULL WHERE standard = 'own';
ALTER TABLE ledger.account ENABLE TRIGGER ALL;
UPDATE ledger.account SET note = 'x' WHERE standard = 'own' AND account = '1003';
ROLLBACK;

-- account: nulls and words that are none, one after the other
SELECT p.*
FROM unnest(ARRAY['name = NULL', 'element = NULL', $$element = 'wish'$$, 'normal_side = NULL', $$normal_side = 'left'$$,
                  'postable = NULL', 'detail = NULL', $$detail = 'ajar'$$, 'kinds = NULL', $$kinds = '{NULL}'$$,
                  'bases = NULL', $$bases = '{}'$$, $$party_kind = 'ghost'$$, 'overdraft = NULL', $$overdraft = 'perhaps'$$,
                  'month_end_zero = NULL', $$month_end_zero = 'maybe'$$, 'retired = NULL']) AS c,
     planted(format($$UPDATE ledger.account SET %s WHERE standard = 'own' AND account = '1003'$$, c)) AS p;
SELECT * FROM planted($$DELETE FROM ledger.account WHERE standard = 'own'$$);

-- posting rules and carry rules
SELECT p.*
FROM unnest(ARRAY['verdict = NULL', $$verdict = 'frown'$$, 'reason = NULL', 'authority = NULL']) AS c,
     planted(format($$UPDATE ledger.posting_rule SET %s WHERE (standard, debit, credit) IN
                      (SELECT standard, debit, credit FROM ledger.posting_rule WHERE standard = 'own' ORDER BY debit USING <, credit USING < LIMIT 1)$$, c)) AS p;
SELECT p.*
FROM unnest(ARRAY['carry_group = NULL', 'to_account = NULL', 'kind = NULL', $$kind = 'normal'$$, 'due = NULL', $$due = 'soon'$$]) AS c,
     planted(format($$UPDATE ledger.carry_rule SET %s WHERE (standard, from_account) IN
                      (SELECT standard, from_account FROM ledger.carry_rule WHERE standard = 'own' ORDER BY from_account USING < LIMIT 1)$$, c)) AS p;

-- forms and rules: also of a form that is not there
SELECT * FROM planted($$DELETE FROM ledger.statement WHERE standard = 'own' AND statement = '资产负债表'$$);
SELECT * FROM planted($$UPDATE ledger.statement SET english_name = NULL WHERE standard = 'own' AND statement = '资产负债表'$$);
SELECT p.*
FROM unnest(ARRAY['name = NULL', 'period_window = NULL', $$period_window = 'decade'$$, 'shown = NULL', $$shown = 'never'$$]) AS c,
     planted(format($$UPDATE ledger.statement_column SET %s WHERE standard = 'own' AND statement = '资产负债表' AND column_no = 1$$, c)) AS p;
SELECT p.*
FROM unnest(ARRAY['line_no = NULL', 'item = NULL', 'level = NULL', 'shown = NULL', $$shown = 'never'$$, 'accrual_only = NULL', 'formula = NULL']) AS c,
     planted(format($$UPDATE ledger.statement_line SET %s WHERE standard = 'own' AND statement = '资产负债表' AND item_id = 'A3'$$, c)) AS p;
SELECT p.*
FROM unnest(ARRAY['name = NULL', 'statement = NULL', $$statement = 'none'$$, 'lhs = NULL', 'relation = NULL', $$relation = '<>'$$, 'rhs = NULL',
                  'rhs_of = NULL', $$rhs_of = 'nobody'$$, 'period_window = NULL', $$period_window = 'prior'$$, 'judged = NULL', $$judged = 'never'$$,
                  'severity = NULL', $$severity = 'mild'$$, 'rule_type = NULL', $$rule_type = 'guess'$$]) AS c,
     planted(format($$UPDATE ledger.articulation SET %s WHERE (standard, rule) IN
                      (SELECT standard, rule FROM ledger.articulation WHERE standard = 'own' ORDER BY rule COLLATE "C" LIMIT 1)$$, c)) AS p;

-- books: of no standard, of nobody, their own parents, before and after all time
SELECT p.*
FROM unnest(ARRAY['name = NULL', 'standard = NULL', $$standard = 'none'$$, 'first_period = NULL', $$first_period = '0001-01'$$,
                  $$first_period = '9999-12'$$, 'parent_id = 77', 'parent_id = book_id', 'numbering = NULL', $$numbering = 'at random'$$,
                  'review_required = NULL', 'retired = NULL']) AS c,
     planted(format($$UPDATE ledger.book SET %s WHERE book = 'b'$$, c)) AS p;
SELECT * FROM planted($$UPDATE ledger.book SET book = NULL WHERE book = 'b'$$);
SELECT * FROM planted($$UPDATE ledger.book AS c SET parent_id = o.book_id FROM ledger.book AS o WHERE o.book_id <> c.book_id$$);
SELECT * FROM planted($$DELETE FROM ledger.book WHERE book = 'b'$$);
SELECT * FROM planted($$ALTER TABLE ledger.book DROP CONSTRAINT book_code_key;
                        INSERT INTO ledger.book (book_id, book, name, standard, first_period) OVERRIDING SYSTEM VALUE
                        VALUES (99, 'b', 'again', 'own', '2026-01')$$);

-- months: states that are none, and far ones
SELECT p.*
FROM unnest(ARRAY['NULL', $$'ajar'$$]) AS c,
     planted(format($$INSERT INTO ledger.book_period (book_id, period, state, generation, changed_by, changed_at)
                      SELECT book_id, '2026-01', %s, 1, 'x', now() FROM ledger.book WHERE book = 'b'$$, c)) AS p;
SELECT * FROM planted($$INSERT INTO ledger.book_period (book_id, period, state, generation, changed_by, changed_at, seal)
                        SELECT book_id, '9999-12', 'closed', 1, 'x', now(), '' FROM ledger.book WHERE book = 'b'$$);

-- parties: whose last one is not met, and so not seen
SELECT p.*
FROM unnest(ARRAY['party_kind = NULL', $$party_kind = 'ghost'$$, 'retired = NULL', $$name = NULL$$]) AS c,
     planted(format($$UPDATE ledger.party SET %s WHERE party = 'p'$$, c)) AS p;
SELECT * FROM planted($$UPDATE ledger.party SET party_kind = NULL WHERE party = 'q'$$);

-- the version: none, several
SELECT * FROM planted($$UPDATE ledger.installation SET version = NULL$$);
SELECT * FROM planted($$DELETE FROM ledger.installation$$);
SELECT * FROM planted($$ALTER TABLE ledger.installation DROP CONSTRAINT installation_pkey; INSERT INTO ledger.installation (version) VALUES ('1')$$);

-- tables, indexes and columns that are gone, renamed or of another type
SELECT p.*
FROM unnest(ARRAY['DROP TABLE ledger.party CASCADE', 'ALTER TABLE ledger.party RENAME TO people', 'ALTER TABLE ledger.party DROP CONSTRAINT party_pkey',
                  'ALTER TABLE ledger.party DROP COLUMN retired', 'ALTER TABLE ledger.party ALTER retired DROP DEFAULT, ALTER retired TYPE text',
                  'ALTER TABLE ledger.party DROP CONSTRAINT party_pkey; CREATE INDEX party_pkey ON ledger.party (name)',
                  'ALTER TABLE ledger.standard RENAME CONSTRAINT standard_pkey TO key', 'ALTER TABLE ledger.standard DROP COLUMN revision',
                  'ALTER TABLE ledger.account RENAME TO accounts', 'ALTER TABLE ledger.account ALTER kinds TYPE integer USING 1',
                  'ALTER TABLE ledger.account ALTER element TYPE integer USING 1', 'ALTER TABLE ledger.book ALTER numbering DROP DEFAULT, ALTER numbering TYPE integer USING 1',
                  'DROP TABLE ledger.duty', 'ALTER TABLE ledger.duty RENAME TO duties', 'DROP TABLE ledger.book_period CASCADE',
                  'ALTER TABLE ledger.installation RENAME TO installations']) AS c,
     planted(c) AS p;

-- what the server passes by reference and the new type by value
BEGIN;
SELECT count(*) > 0 AS closed FROM fund.close_period('b', '2026-01');
DROP VIEW ledger.entry, ledger.posting CASCADE;
CREATE OR REPLACE FUNCTION calls() RETURNS TABLE (call text, sql text) LANGUAGE sql AS $$
    VALUES ('explain', $c$SELECT * FROM fund.explain('b', '资产负债表', 'A3', '2026-01')$c$),
           ('verify', $c$SELECT * FROM fund.verify('b')$c$),
           ('close', $c$SELECT * FROM fund.close_period('b', '2026-02')$c$)
$$;
SELECT p.*
FROM unnest(ARRAY['ALTER TABLE ledger.voucher_number ALTER vouchers TYPE boolean USING false',
                  'ALTER TABLE ledger.book_period ALTER seal TYPE boolean USING false',
                  'ALTER TABLE ledger.seal_chunk ALTER vouchers TYPE boolean USING false',
                  'ALTER TABLE ledger.seal_part ALTER digest TYPE boolean USING false',
                  'ALTER TABLE ledger.voucher ALTER posted_at DROP DEFAULT, ALTER posted_at TYPE boolean USING false']) AS c,
     planted(c) AS p;
ROLLBACK;

-- duties: what a reader asks, who has one; the owner asks nobody
GRANT ALL ON SCHEMA stored_rows TO PUBLIC;
CREATE OR REPLACE FUNCTION calls() RETURNS TABLE (call text, sql text) LANGUAGE sql AS $$
    VALUES ('reader', $c$SET LOCAL ROLE regress_reader; SELECT * FROM fund.balance_sheet('b', '2026-01')$c$)
$$;
SELECT p.*
FROM unnest(ARRAY['role_name = NULL', 'duty = NULL', $$duty = 'idle'$$, 'book_id = 77', $$role_name = 'nobody here'$$]) AS c,
     planted(format($$UPDATE ledger.duty SET %s WHERE role_name = 'regress_reader'$$, c)) AS p;

-- nothing_of_it_is_left
SELECT * FROM planted('SELECT');
RESET search_path;
DROP SCHEMA ledger, stored_rows CASCADE;
DROP ROLE regress_reader;
