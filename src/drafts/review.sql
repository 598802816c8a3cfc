-- 制单, 提交, 退回, 弃审, 审核: the calls on drafts.

CREATE FUNCTION fund.prepare(
    book text,
    voucher_date date,
    summary text,
    journal text,
    kind text DEFAULT 'normal',
    basis text DEFAULT 'cash',
    source_key text DEFAULT NULL,
    reverses bigint DEFAULT NULL,
    attachments integer DEFAULT NULL
) RETURNS bigint
    LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'fl_prepare';

COMMENT ON FUNCTION fund.prepare(text, date, text, text, text, text, text, bigint, integer) IS
'制单: makes a draft of what fund.post() would post with the same arguments, submits it, and returns its id; a reviewer posts it with fund.approve_draft(). The same source key with the same content returns the first draft''s id; with another content LG027. Refuses what posting would: classes LG00 to LG03; 42501: the caller does not prepare in the book.';

CREATE FUNCTION fund.prepare_reversal(
    book text,
    voucher_id bigint,
    voucher_date date,
    summary text DEFAULT NULL
) RETURNS bigint
    LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'fl_prepare_reversal';

COMMENT ON FUNCTION fund.prepare_reversal(text, bigint, date, text) IS
'红字冲销: makes a draft of the voucher that cancels another line by line, as fund.reverse() would post it, submits it, and returns its id. LG013: no such voucher; LG033: reversed already; 42501: the caller does not prepare in the book.';

CREATE FUNCTION fund.save_draft(
    book text,
    voucher_date date DEFAULT NULL,
    summary text DEFAULT NULL,
    lines jsonb DEFAULT NULL,
    kind text DEFAULT 'normal',
    basis text DEFAULT 'cash',
    source_key text DEFAULT NULL,
    reverses bigint DEFAULT NULL,
    attachments integer DEFAULT NULL,
    documents jsonb DEFAULT NULL,
    draft_id bigint DEFAULT NULL
) RETURNS bigint
    LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'fl_save_draft';

COMMENT ON FUNCTION fund.save_draft(text, date, text, jsonb, text, text, text, bigint, integer, jsonb, bigint) IS
'保存草稿: saves a voucher that is being made, wrong or unbalanced as it may be, and returns its id. lines: an array of objects with account, party, debit, credit, memo (科目, 往来, 借方, 贷方, 备注); documents: of objects with document_no, name, sha256, kept_at (票据号, 名称, SHA-256, 存放). draft_id: the draft, the caller''s own, whose content this becomes, as another revision. The same source key with the same content returns the first draft''s id; with another content LG027. 22023: lines or documents that cannot be read; LG031: a kind or basis that is none; LG016: no such draft; LG061: it has been submitted; 42501: the caller does not prepare in the book, or another prepares the draft.';

CREATE FUNCTION fund.submit_draft(book text, draft_id bigint)
    RETURNS TABLE (draft bigint, line_no integer, column_name text, value text, sqlstate text, message text, detail text, hint text)
    LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 10 COST 10000
    AS 'MODULE_PATHNAME', 'fl_submit_draft';

COMMENT ON FUNCTION fund.submit_draft(text, bigint) IS
'提交: judges a draft of the caller''s as posting would, and returns a row for each thing that is wrong, by line, the draft not being submitted; or no row, the draft being submitted for review. The faults stand in ledger.draft_error, too. LG016: no such draft; LG061: it is approved or discarded; 42501: another prepares it.';

CREATE FUNCTION fund.submit_drafts(book text, drafts bigint[] DEFAULT NULL)
    RETURNS TABLE (draft bigint, line_no integer, column_name text, value text, sqlstate text, message text, detail text, hint text)
    LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 10 COST 100000
    AS 'MODULE_PATHNAME', 'fl_submit_drafts';

COMMENT ON FUNCTION fund.submit_drafts(text, bigint[]) IS
'提交: the same for several drafts, by default for all of the caller''s that wait; none is submitted while one is wrong.';

CREATE FUNCTION fund.approve_draft(book text, draft_id bigint, revision integer, remark text DEFAULT NULL) RETURNS bigint
    LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'fl_approve_draft';

COMMENT ON FUNCTION fund.approve_draft(text, bigint, integer, text) IS
'审核: posts a draft that was submitted, as it was seen in that revision, and returns the voucher''s id; asked again by the same reviewer, the same id. It is judged as things stand now, and refused as posting refuses: classes LG00 to LG03. LG032: by who prepared it, or in the transaction that did; LG061: not submitted; LG062: another revision; LG016: no such draft; 42501: the caller does not review in the book.';

CREATE FUNCTION fund.approve_drafts(book text, drafts bigint[], revisions integer[], remark text DEFAULT NULL)
    RETURNS TABLE (draft bigint, voucher_id bigint, line_no integer, column_name text, value text, sqlstate text, message text, detail text, hint text)
    LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 100 COST 100000
    AS 'MODULE_PATHNAME', 'fl_approve_drafts';

COMMENT ON FUNCTION fund.approve_drafts(text, bigint[], integer[], text) IS
'审核: the same for several drafts, each in the revision in which it was seen. Returns a row a draft with its voucher''s id; or, nothing being posted, a row for each thing that is wrong, without a voucher. 22023: a draft is named twice, or without a revision.';

CREATE FUNCTION fund.return_draft(book text, draft_id bigint, remark text) RETURNS void
    LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'fl_return_draft';

COMMENT ON FUNCTION fund.return_draft(text, bigint, text) IS
'退回: gives a draft that was submitted back to its preparer, with a remark. LG016: no such draft; LG061: not submitted; 22023: no remark; 42501: the caller does not review in the book.';

CREATE FUNCTION fund.return_drafts(book text, drafts bigint[], remark text) RETURNS integer
    LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'fl_return_drafts';

COMMENT ON FUNCTION fund.return_drafts(text, bigint[], text) IS
'退回: the same for several drafts; returns how many.';

CREATE FUNCTION fund.withdraw_draft(book text, draft_id bigint, remark text DEFAULT NULL) RETURNS void
    LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'fl_withdraw_draft';

COMMENT ON FUNCTION fund.withdraw_draft(text, bigint, text) IS
'弃审: takes back a draft of the caller''s that was submitted and is not yet approved. LG016: no such draft; LG061: not submitted; 42501: another prepares it.';

CREATE FUNCTION fund.withdraw_drafts(book text, drafts bigint[], remark text DEFAULT NULL) RETURNS integer
    LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'fl_withdraw_drafts';

COMMENT ON FUNCTION fund.withdraw_drafts(text, bigint[], text) IS
'弃审: the same for several drafts; returns how many.';

CREATE FUNCTION fund.discard_draft(book text, draft_id bigint, remark text DEFAULT NULL) RETURNS void
    LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'fl_discard_draft';

COMMENT ON FUNCTION fund.discard_draft(text, bigint, text) IS
'作废: gives up a draft of the caller''s that is not submitted; its source key is free for another. The draft and its history stay. LG016: no such draft; LG061: submitted or approved; 42501: another prepares it.';

-- How a book begins

CREATE FUNCTION fund.prepare_bring_forward(
    book text,
    rows jsonb,
    through text DEFAULT NULL,
    open_items jsonb DEFAULT NULL,
    last_year jsonb DEFAULT NULL,
    source text DEFAULT NULL
) RETURNS bigint
    LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'fl_prepare_bring_forward';

COMMENT ON FUNCTION fund.prepare_bring_forward(text, jsonb, text, jsonb, jsonb, text) IS
'期初建账: makes a draft of what fund.bring_forward() would store with the same arguments, submits it, and returns its id; a reviewer carries it out with fund.approve_draft(). Refuses what fund.bring_forward() does; 42501: the caller is not 会计主管 of the book, or does not prepare in it.';

CREATE FUNCTION fund.prepare_withdrawal(book text, reason text) RETURNS bigint
    LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'fl_prepare_withdrawal';

COMMENT ON FUNCTION fund.prepare_withdrawal(text, text) IS
'撤销期初: the same for fund.withdraw_brought_forward().';


-- Logins of applications

CREATE FUNCTION fund.register_login(login name, purpose text) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    PERFORM fund._check_owner();
    IF NOT EXISTS (SELECT FROM pg_roles AS r WHERE r.rolname = login) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'undefined_object',
            MESSAGE = format('role "%s" does not exist', login),
            HINT = 'Register the role by which the application logs in.';
    END IF;
    IF btrim(purpose) <> '' IS NOT TRUE THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = 'purpose of a registered login is empty',
            HINT = 'Say which application it is, for whoever reads ledger.registered_login.';
    END IF;
    INSERT INTO ledger.registered_login AS l (login, purpose) VALUES (login, purpose)
    ON CONFLICT ON CONSTRAINT registered_login_pkey DO UPDATE
        SET purpose = excluded.purpose, registered_by = excluded.registered_by,
            registered_at = excluded.registered_at, done_through = excluded.done_through;
END
$function$;

COMMENT ON FUNCTION fund.register_login(name, text) IS
'Says that several persons work through a login, an application''s, which names the one at work by SET LOCAL ROLE: a draft may be prepared and reviewed through it, by two roles. fund.verify() reports it. For the owner of the ledger. 42704: no such role; 22023: no purpose; 42501: somebody else.';

CREATE FUNCTION fund.unregister_login(login name) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    PERFORM fund._check_owner();
    DELETE FROM ledger.registered_login AS l WHERE l.login = unregister_login.login;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'undefined_object',
            MESSAGE = format('login "%s" is not registered', login),
            HINT = 'The table ledger.registered_login lists those that are.';
    END IF;
END
$function$;

COMMENT ON FUNCTION fund.unregister_login(name) IS
'Takes back what fund.register_login() said: one person stands behind the login again. For the owner of the ledger. 42704: it is not registered; 42501: somebody else.';
