-- 职责分离: what a role may do in a book. prepare (制单) posts vouchers, review
-- (审核) reviews them, supervise (会计主管) closes and reopens months, audit (稽核)
-- verifies, read (只读) reads; each of them includes read. feed (接口) puts vouchers
-- into the table itself, and reads nothing. Without doors a duty
-- lets a role be recorded for what another that has it does, and nothing else.

CREATE FUNCTION fund._duty_changed() RETURNS trigger
    LANGUAGE c AS 'MODULE_PATHNAME', 'fl_duty_changed';

COMMENT ON FUNCTION fund._duty_changed() IS
'Row trigger on ledger.duty: makes every session ask anew who may do what.';

CREATE FUNCTION fund._create_duty_table() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    -- Roles by name: a dump can be restored where they have other oids.
    CREATE TABLE ledger.duty (
        role_name       text COLLATE "C" NOT NULL,
        book_id         integer     CONSTRAINT duty_book_fkey REFERENCES ledger.book,
        duty            text COLLATE "C" NOT NULL,
        granted_by      text        NOT NULL DEFAULT fund.outer_user(),
        granted_at      timestamptz NOT NULL DEFAULT now(),
        doors           boolean     NOT NULL DEFAULT true,
        done_through    text        DEFAULT fund.done_through(),
        CONSTRAINT duty_key UNIQUE NULLS NOT DISTINCT (role_name, book_id, duty),
        CONSTRAINT duty_known CHECK (duty IN ('prepare', 'review', 'supervise', 'audit', 'read', 'feed'))
    );
    COMMENT ON TABLE ledger.duty IS '职责: what a role may do in a book; fund.grant_duty() and fund.revoke_duty() write it';
    COMMENT ON COLUMN ledger.duty.role_name IS 'the role, by its name when the duty was granted';
    COMMENT ON COLUMN ledger.duty.duty IS 'prepare 制单, review 审核, supervise 会计主管, audit 稽核, read 只读 or feed 接口';
    COMMENT ON COLUMN ledger.duty.granted_by IS 'the role that granted it';
    COMMENT ON COLUMN ledger.duty.granted_at IS 'when it did';
    COMMENT ON COLUMN ledger.duty.book_id IS 'NULL: in every book';
    COMMENT ON COLUMN ledger.duty.doors IS 'false: the role is recorded for what other roles that have the duty do, and cannot do it itself';
    COMMENT ON COLUMN ledger.duty.done_through IS 'the role that acted for granted_by; NULL: itself';

    CREATE TRIGGER duty_changed
        AFTER INSERT OR UPDATE OR DELETE ON ledger.duty
        FOR EACH ROW EXECUTE FUNCTION fund._duty_changed();

    -- Without a key, a publication of it would make fund.revoke_duty() fail.
    ALTER TABLE ledger.duty REPLICA IDENTITY FULL;

    -- Sessions must hear of changes that replication applies, too.
    ALTER TABLE ledger.duty ENABLE ALWAYS TRIGGER duty_changed;
END
$function$;

COMMENT ON FUNCTION fund._create_duty_table() IS
'Part of fund.create_ledger(): the table of duties, after that of books.';


-- Asking

-- Not parallel safe: a first answer comes from the newest snapshot, which
-- cannot be taken while a query runs in parallel.
CREATE FUNCTION fund.has_duty(book text, duty text) RETURNS boolean
    LANGUAGE c STABLE STRICT PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'fl_has_duty_by_name';

COMMENT ON FUNCTION fund.has_duty(text, text) IS
'Whether the current role has the duty (prepare 制单, review 审核, supervise 会计主管, audit 稽核, read 只读 or feed 接口) in the book, and not without doors. LG010: unknown book; 22023: unknown duty.';

CREATE FUNCTION fund._duty_name(duty text) RETURNS text
    LANGUAGE c IMMUTABLE PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_duty_name';

COMMENT ON FUNCTION fund._duty_name(text) IS
'The duty as ledger.duty keeps it, from its name in either language. 22023: unknown duty.';

-- Not LEAKPROOF, though it tells nothing: what readers ask a barrier view for
-- must not be evaluated before it.
CREATE FUNCTION fund._may_read(book_id integer) RETURNS boolean
    LANGUAGE c STABLE STRICT PARALLEL UNSAFE COST 10
    AS 'MODULE_PATHNAME', 'fl_may_read';

COMMENT ON FUNCTION fund._may_read(integer) IS
'Whether the current role has any duty in the book: the filter of the reading views.';

CREATE FUNCTION fund._may_audit(book_id integer) RETURNS boolean
    LANGUAGE c STABLE STRICT PARALLEL UNSAFE COST 10
    AS 'MODULE_PATHNAME', 'fl_may_audit';

COMMENT ON FUNCTION fund._may_audit(integer) IS
'Whether the current role has the duty audit in the book (0: in any; -1: in all): the filter of the views of the log.';


-- Declared STABLE, which a constraint is not meant to be: its answer depends on
-- who asks, and nothing that is stored becomes wrong when it changes. It judges
-- the act of putting a row there, not the row, and lets pass whoever puts rows
-- back: the ledger's owner, superusers and replica sessions, which are restores,
-- replication and pg_upgrade.
CREATE FUNCTION fund._may_feed(book_id integer) RETURNS boolean
    LANGUAGE c STABLE STRICT PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'fl_may_feed';

COMMENT ON FUNCTION fund._may_feed(integer) IS
'Constraint on ledger.voucher: refuses (42501) a row of a book in which the current role may not post, before an index can tell it whether the row''s key is taken.';


-- Granting

-- Somebody may have made schema "ledger" before fund.create_ledger() could, or own
-- a ledger and be trusted no further: a view in place of a table, or a trigger on
-- one, would run with the rights of the superuser who calls what writes there.
CREATE FUNCTION fund._check_not_for_another() RETURNS void
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_owner name;
BEGIN
    SELECT o.rolname INTO v_owner
    FROM pg_roles AS o
    WHERE o.oid IN (SELECT n.nspowner FROM pg_namespace AS n WHERE n.nspname = 'ledger'
                    UNION ALL
                    SELECT c.relowner FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
                    WHERE n.nspname = 'ledger' AND c.relname IN ('installation', 'duty'))
      AND NOT o.rolsuper
    ORDER BY o.rolname
    LIMIT 1;
    IF FOUND AND (SELECT r.rolsuper FROM pg_roles AS r WHERE r.rolname = current_user) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'insufficient_privilege',
            MESSAGE = format('a superuser cannot act for role "%s", which owns schema "ledger" or tables of it', v_owner),
            DETAIL = 'What that role has put there, a trigger say, would run with the rights of a superuser.',
            -- Not SET ROLE, which what runs can take back.
            HINT = 'Let that role call it, in a session of its own.';
    END IF;
END
$function$;

COMMENT ON FUNCTION fund._check_not_for_another() IS
'Refuses to act as a superuser on a ledger whose owner is none (42501).';

CREATE FUNCTION fund._check_owner() RETURNS void
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_owner oid;
BEGIN
    SELECT c.relowner INTO v_owner
    -- Not to_regclass(), which refuses who has no privileges on the schema.
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = 'ledger' AND c.relname = 'duty';
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'LG052',
            MESSAGE = 'this database has no ledger',
            HINT = 'Call fund.create_ledger() first.';
    END IF;
    IF NOT pg_has_role(v_owner, 'USAGE') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'insufficient_privilege',
            MESSAGE = 'must be owner of the ledger',
            DETAIL = format('Role "%s" owns it.', pg_get_userbyid(v_owner)),
            HINT = 'Let that role call it.';
    END IF;
    PERFORM fund._check_not_for_another();
END
$function$;

COMMENT ON FUNCTION fund._check_owner() IS
'Refuses to go on as anybody but the owner of the ledger (42501), or without one (LG052).';

CREATE FUNCTION fund._check_duty_grant(book text) RETURNS integer
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_book_id integer;
BEGIN
    PERFORM fund._check_owner();
    PERFORM fund._check_restored();
    IF book IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT b.book_id INTO v_book_id FROM ledger.book AS b WHERE b.book = _check_duty_grant.book;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'LG010',
            MESSAGE = format('book "%s" does not exist', book),
            HINT = 'The view ledger.book_month lists the books; NULL stands for all of them.';
    END IF;
    RETURN v_book_id;
END
$function$;

COMMENT ON FUNCTION fund._check_duty_grant(text) IS
'The book''s id (NULL for all books), once it is clear that the current role owns the ledger and that the book exists.';

CREATE FUNCTION fund._set_duty_privileges(role_name name) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_duties  text[];
    v_granted record;
BEGIN
    -- Privileges went with the role.
    IF NOT EXISTS (SELECT FROM pg_roles AS r WHERE r.rolname = role_name) THEN
        RETURN;
    END IF;
    -- What is revoked from an owner is gone from it, too.
    IF pg_get_userbyid((SELECT c.relowner FROM pg_class AS c WHERE c.oid = 'ledger.duty'::regclass)) = role_name THEN
        RETURN;
    END IF;

    -- What has no doors needs none.
    SELECT coalesce(array_agg(d.duty), '{}') INTO STRICT v_duties
    FROM ledger.duty AS d
    WHERE d.role_name = _set_duty_privileges.role_name AND d.doors;

    -- The one list of which duty brings which privilege. What no duty brings, an
    -- earlier version did.
    FOR v_granted IN
        SELECT g.privilege, g.duties && v_duties AS is_due
        FROM (VALUES
            ('USAGE ON SCHEMA ledger',
             '{prepare,review,supervise,audit,read,feed}'::text[]),
            ('SELECT ON ledger.book_month, ledger.book_detail, ledger."明细科目", ledger.entry, ledger.trial_balance,'
             ' ledger.book_beginning, ledger."期初建账", ledger.book_beginning_item, ledger."期初未清项",'
             ' ledger."凭证分录", ledger."科目余额表", ledger."资产负债表", ledger."收支表",'
             ' ledger.restatement_line, ledger."重述", ledger.month_event, ledger."结账记录",'
             ' ledger.issued_figure, ledger."已出报表", ledger.fence, ledger."占用", ledger."账套月份"',
             '{prepare,review,supervise,audit,read}'),
            ('SELECT ON ledger.draft_list, ledger.draft_entry, ledger.draft_document, ledger.draft_error, ledger.draft_history,'
             ' ledger.voucher_document, ledger."草稿", ledger."草稿分录", ledger."草稿附件", ledger."草稿错误", ledger."审核记录",'
             ' ledger."凭证附件"',
             '{prepare,review,supervise,audit,read}'),
            ('SELECT ON ledger.standard, ledger.account, ledger.posting_rule, ledger.carry_rule,'
             ' ledger.transfer_group, ledger.statement, ledger.statement_column, ledger.statement_line, ledger.articulation,'
             ' ledger.proof, ledger.party, ledger.party_kind',
             '{prepare,review,supervise,audit,read}'),
            ('SELECT ON ledger.log_entry, ledger."操作日志", ledger.log_chain, ledger."日志链"',
             '{audit}'),
            ('INSERT, SELECT ON ledger.posting, ledger."凭证录入", ledger."导入凭证"',
             '{prepare,review}'),
            -- Not who loads, and when.
            ('INSERT (batch, row_no, book, voucher_key, voucher_date, kind, basis, summary,'
             ' account, party, debit, credit, memo, attachments) ON ledger.import_line',
             '{prepare,review}'),
            -- Not the id, the time and who acted, which are the table's to give.
            ('INSERT (book_id, voucher_date, attachments, reverses, kind, basis, summary,'
             ' journal, prepared_by, reviewed_by, source_key) ON ledger.voucher',
             '{feed}'),
            ('SELECT (voucher_id) ON ledger.voucher',
             '{}')
        ) AS g (privilege, duties)
    LOOP
        EXECUTE format(CASE WHEN v_granted.is_due THEN 'GRANT %s TO %I' ELSE 'REVOKE %s FROM %I' END,
                       v_granted.privilege, role_name);
    END LOOP;
END
$function$;

COMMENT ON FUNCTION fund._set_duty_privileges(name) IS
'Gives a role the privileges on the tables and views of the ledger that its duties need, and takes back those that they no longer need.';

CREATE FUNCTION fund._set_all_privileges() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    LOCK TABLE ledger.duty IN SHARE ROW EXCLUSIVE MODE;
    PERFORM fund._set_duty_privileges(d.role_name::name)
    FROM (SELECT DISTINCT role_name FROM ledger.duty) AS d;
END
$function$;

COMMENT ON FUNCTION fund._set_all_privileges() IS
'Gives every role with a duty the privileges that its duties bring now, and takes back those that they brought.';

CREATE FUNCTION fund.grant_duty(
    role_name name,
    duty text,
    book text DEFAULT NULL,
    doors boolean DEFAULT true
) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_book_id integer := fund._check_duty_grant(book);
    v_duty    text := fund._duty_name(duty);
BEGIN
    IF doors IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'null_value_not_allowed',
            MESSAGE = 'argument "doors" of fund.grant_duty must not be null';
    END IF;
    IF NOT doors AND v_duty IN ('audit', 'read') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('duty "%s" cannot be granted without doors', v_duty),
            DETAIL = 'Nobody is recorded for having read, so such a duty would be good for nothing.',
            HINT = 'Who reads through a SECURITY DEFINER function needs no duty.';
    END IF;
    -- Two sessions cannot change the privileges of one table at once.
    LOCK TABLE ledger.duty IN SHARE ROW EXCLUSIVE MODE;
    IF NOT EXISTS (SELECT FROM pg_roles AS r WHERE r.rolname = role_name) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'undefined_object',
            MESSAGE = format('role "%s" does not exist', role_name),
            HINT = 'Duties are granted to roles; CREATE ROLE makes one.';
    END IF;

    -- The last call says whether the duty has doors.
    INSERT INTO ledger.duty AS d (role_name, book_id, duty, doors)
    VALUES (role_name, v_book_id, v_duty, doors)
    ON CONFLICT ON CONSTRAINT duty_key DO UPDATE
        SET doors = excluded.doors, granted_by = excluded.granted_by,
            granted_at = excluded.granted_at, done_through = excluded.done_through
        WHERE d.doors <> excluded.doors;
    PERFORM fund._set_duty_privileges(role_name);
END
$function$;

COMMENT ON FUNCTION fund.grant_duty(name, text, text, boolean) IS
'Grants a role a duty (prepare 制单, review 审核, supervise 会计主管, audit 稽核, read 只读 or feed 接口) in a book, or in all books, with the privileges that it needs. doors => false: the role can be recorded for what a SECURITY DEFINER function of another role with the duty does, and can do nothing by itself. For the owner of the ledger. 42501: somebody else; 42704: unknown role; 22023: unknown duty, or one that is nothing without doors; 22004: doors is NULL; LG010: unknown book.';

CREATE FUNCTION fund.revoke_duty(role_name name, duty text, book text DEFAULT NULL) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_book_id integer := fund._check_duty_grant(book);
    v_duty    text := fund._duty_name(duty);
BEGIN
    LOCK TABLE ledger.duty IN SHARE ROW EXCLUSIVE MODE;
    -- The role may be gone: its duties are taken from whoever gets its name next.
    DELETE FROM ledger.duty AS d
    WHERE d.role_name = revoke_duty.role_name
      AND d.duty = v_duty
      AND d.book_id IS NOT DISTINCT FROM v_book_id;
    IF NOT FOUND THEN
        RAISE WARNING USING
            MESSAGE = format('role "%s" was not granted this duty', role_name),
            DETAIL = format('ledger.duty has no row of duty "%s" for %s.', v_duty,
                            coalesce(format('book "%s"', book), 'all books')),
            HINT = 'A duty in all books is one row, which is revoked as a whole, as is a duty in one book.';
    END IF;
    PERFORM fund._set_duty_privileges(role_name);
END
$function$;

COMMENT ON FUNCTION fund.revoke_duty(name, text, text) IS
'Takes back what fund.grant_duty() granted with the same arguments, and the privileges that no other duty of the role needs; of a role that has been dropped, too. For the owner of the ledger. 42501: somebody else; 22023: unknown duty; LG010: unknown book.';
