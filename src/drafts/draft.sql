-- 草稿, 审核: a voucher being made. It is prepared by one and reviewed by another,
-- each in a transaction of his own; once approved it is a voucher
-- (doc/adr/0017-drafts.md).

CREATE FUNCTION fund._hold_posters() RETURNS void
    LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'fl_hold_posters';

COMMENT ON FUNCTION fund._hold_posters() IS
'Waits for all who post or close, and holds them off until the transaction ends.';

CREATE FUNCTION fund._book_review_given() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    IF NOT new.review_required THEN
        new.review_since := NULL;
    ELSIF tg_op = 'INSERT' THEN
        new.review_since := coalesce(new.review_since, now());
    ELSIF old.review_required IS NOT TRUE THEN
        -- Whoever posts unreviewed has begun before, or waits here and is refused.
        PERFORM fund._hold_posters();
        new.review_since := clock_timestamp();
    ELSE
        new.review_since := old.review_since;
    END IF;
    RETURN new;
END
$function$;

COMMENT ON FUNCTION fund._book_review_given() IS
'Row trigger on ledger.book: notes since when the book demands review.';

CREATE FUNCTION fund._create_draft_tables() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_table text;
BEGIN
    CREATE TABLE ledger.draft (
        draft_id        bigint      GENERATED ALWAYS AS IDENTITY CONSTRAINT draft_pkey PRIMARY KEY,
        book_id         integer     NOT NULL CONSTRAINT draft_book_fkey REFERENCES ledger.book,
        state           text COLLATE "C" NOT NULL DEFAULT 'saved',
        revision        integer     NOT NULL DEFAULT 1,
        prepared_by     text COLLATE "C" NOT NULL DEFAULT fund.outer_user(),
        voucher_date    date,
        kind            fund.voucher_kind NOT NULL,
        basis           fund.basis  NOT NULL,
        summary         text,
        source_key      text COLLATE "C",
        reverses        bigint,
        attachments     integer,
        start_order     jsonb,
        digest          bytea       NOT NULL,
        voucher_id      bigint,
        CONSTRAINT draft_state_known CHECK (state IN ('saved', 'submitted', 'returned', 'withdrawn', 'approved', 'discarded')),
        CONSTRAINT draft_approved_is_posted CHECK (CASE WHEN start_order IS NULL THEN (state = 'approved') = (voucher_id IS NOT NULL)
                                                         ELSE state = 'approved' OR voucher_id IS NULL END)
    );
    COMMENT ON TABLE ledger.draft IS '草稿: a voucher being made; once it is approved, how it came to be';
    COMMENT ON COLUMN ledger.draft.draft_id IS 'given by the table, with gaps';
    COMMENT ON COLUMN ledger.draft.book_id IS '账套: ledger.book.book_id';
    COMMENT ON COLUMN ledger.draft.state IS 'saved 草稿, submitted 已提交, returned 已退回, withdrawn 已弃审, approved 已审核 or discarded 已作废';
    COMMENT ON COLUMN ledger.draft.revision IS 'counts how often its content was saved: who approves says which one has been seen';
    COMMENT ON COLUMN ledger.draft.prepared_by IS '制单: the role that prepares it, and alone may change it';
    COMMENT ON COLUMN ledger.draft.voucher_date IS '凭证日期; NULL: not yet known';
    COMMENT ON COLUMN ledger.draft.kind IS 'as in ledger.voucher';
    COMMENT ON COLUMN ledger.draft.basis IS 'as in ledger.voucher';
    COMMENT ON COLUMN ledger.draft.summary IS '摘要; NULL: not yet known';
    COMMENT ON COLUMN ledger.draft.source_key IS 'the preparer''s own key, which the voucher will have: the same one twice is one draft, unless the first was discarded';
    COMMENT ON COLUMN ledger.draft.reverses IS 'the voucher of the same book that it is to cancel line by line';
    COMMENT ON COLUMN ledger.draft.attachments IS '附件数';
    COMMENT ON COLUMN ledger.draft.start_order IS '期初建账: the arguments of fund.bring_forward(), or of its withdrawal; NULL: the draft is a voucher';
    COMMENT ON COLUMN ledger.draft.digest IS 'SHA-256 over its content, entries and attachments: what was seen is what is approved';
    COMMENT ON COLUMN ledger.draft.voucher_id IS 'the voucher that it became, the first of those that begin a book, where there are any; NULL: none';
    CREATE UNIQUE INDEX draft_source_key ON ledger.draft (book_id, source_key)
        WHERE source_key IS NOT NULL AND state <> 'discarded';
    CREATE UNIQUE INDEX draft_voucher ON ledger.draft (book_id, voucher_id) WHERE voucher_id IS NOT NULL;
    CREATE INDEX draft_of_book ON ledger.draft (book_id, state, draft_id);

    -- Whatever was typed: it is judged when the draft is submitted.
    CREATE TABLE ledger.draft_line (
        draft_id        bigint      NOT NULL CONSTRAINT draft_line_draft_fkey REFERENCES ledger.draft,
        line_no         integer     NOT NULL,
        account         text,
        party           text,
        debit           text,
        credit          text,
        memo            text,
        CONSTRAINT draft_line_pkey PRIMARY KEY (draft_id, line_no)
    );
    COMMENT ON TABLE ledger.draft_line IS '草稿分录: the entries of drafts, as they were typed';
    COMMENT ON COLUMN ledger.draft_line.draft_id IS 'ledger.draft.draft_id';
    COMMENT ON COLUMN ledger.draft_line.line_no IS '行号: from 1';
    COMMENT ON COLUMN ledger.draft_line.account IS '科目: its code or its name, as in ledger.import_line';
    COMMENT ON COLUMN ledger.draft_line.party IS '往来编码, or NULL';
    COMMENT ON COLUMN ledger.draft_line.debit IS '借方金额, 元: 1200.00';
    COMMENT ON COLUMN ledger.draft_line.credit IS '贷方金额, 元';
    COMMENT ON COLUMN ledger.draft_line.memo IS '备注';

    CREATE TABLE ledger.draft_attachment (
        draft_id        bigint      NOT NULL CONSTRAINT draft_attachment_draft_fkey REFERENCES ledger.draft,
        attachment_no   integer     NOT NULL,
        document_no     text,
        name            text        NOT NULL,
        sha256          bytea       CONSTRAINT draft_attachment_sha256_size CHECK (length(sha256) = 32),
        kept_at         text,
        CONSTRAINT draft_attachment_pkey PRIMARY KEY (draft_id, attachment_no)
    );
    COMMENT ON TABLE ledger.draft_attachment IS '草稿附件: the documents of drafts';
    COMMENT ON COLUMN ledger.draft_attachment.draft_id IS 'ledger.draft.draft_id';
    COMMENT ON COLUMN ledger.draft_attachment.attachment_no IS '序号: from 1';
    COMMENT ON COLUMN ledger.draft_attachment.document_no IS '票据号';
    COMMENT ON COLUMN ledger.draft_attachment.name IS '名称';
    COMMENT ON COLUMN ledger.draft_attachment.sha256 IS 'SHA-256 of the file; NULL: on paper alone';
    COMMENT ON COLUMN ledger.draft_attachment.kept_at IS '存放: where it is kept';

    CREATE TABLE ledger.draft_step (
        draft_id        bigint      NOT NULL CONSTRAINT draft_step_draft_fkey REFERENCES ledger.draft,
        step_no         integer     NOT NULL,
        step            text COLLATE "C" NOT NULL,
        revision        integer     NOT NULL,
        done_by         text COLLATE "C" NOT NULL DEFAULT fund.outer_user(),
        login           text COLLATE "C" NOT NULL DEFAULT session_user,
        done_through    text        DEFAULT fund.done_through(),
        done_at         timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
        remark          text,
        CONSTRAINT draft_step_pkey PRIMARY KEY (draft_id, step_no),
        CONSTRAINT draft_step_known CHECK (step IN ('saved', 'submitted', 'returned', 'withdrawn', 'approved', 'discarded'))
    );
    COMMENT ON TABLE ledger.draft_step IS '审核记录: what was done with drafts; rows are only ever added';
    COMMENT ON COLUMN ledger.draft_step.draft_id IS 'ledger.draft.draft_id';
    COMMENT ON COLUMN ledger.draft_step.step_no IS 'from 1, in the order in which it was done';
    COMMENT ON COLUMN ledger.draft_step.step IS 'the state that the draft came to, as in ledger.draft';
    COMMENT ON COLUMN ledger.draft_step.revision IS 'of the draft then';
    COMMENT ON COLUMN ledger.draft_step.done_by IS 'the role that did it';
    COMMENT ON COLUMN ledger.draft_step.login IS 'the role that had logged in: the session user';
    COMMENT ON COLUMN ledger.draft_step.done_through IS 'the role that acted for done_by: the owner of a SECURITY DEFINER function; NULL: nobody did';
    COMMENT ON COLUMN ledger.draft_step.done_at IS 'when its transaction began';
    COMMENT ON COLUMN ledger.draft_step.remark IS '意见';

    CREATE TABLE ledger.draft_fault (
        draft_id        bigint      NOT NULL CONSTRAINT draft_fault_draft_fkey REFERENCES ledger.draft,
        fault_no        integer     NOT NULL,
        line_no         integer,
        column_name     text,
        value           text,
        sqlstate        text COLLATE "C" NOT NULL,
        message         text        NOT NULL,
        detail          text,
        hint            text,
        CONSTRAINT draft_fault_pkey PRIMARY KEY (draft_id, fault_no)
    );
    COMMENT ON TABLE ledger.draft_fault IS '草稿错误: what was wrong with a draft when it was judged last';
    COMMENT ON COLUMN ledger.draft_fault.draft_id IS 'ledger.draft.draft_id';
    COMMENT ON COLUMN ledger.draft_fault.fault_no IS 'from 1, in the order of the lines';
    COMMENT ON COLUMN ledger.draft_fault.line_no IS 'ledger.draft_line.line_no; NULL: of the draft as a whole';
    COMMENT ON COLUMN ledger.draft_fault.column_name IS 'the column that is at fault; NULL: none alone';
    COMMENT ON COLUMN ledger.draft_fault.value IS 'what stands in it';
    COMMENT ON COLUMN ledger.draft_fault.sqlstate IS 'as posting would refuse it';
    COMMENT ON COLUMN ledger.draft_fault.message IS 'what is wrong';
    COMMENT ON COLUMN ledger.draft_fault.detail IS 'with its figures';
    COMMENT ON COLUMN ledger.draft_fault.hint IS 'what can be done';

    CREATE TABLE ledger.voucher_attachment (
        book_id         integer     NOT NULL,
        voucher_date    date        NOT NULL,
        voucher_id      bigint      NOT NULL,
        attachment_no   integer     NOT NULL,
        document_no     text,
        name            text        NOT NULL,
        sha256          bytea,
        kept_at         text,
        CONSTRAINT voucher_attachment_pkey PRIMARY KEY (book_id, voucher_date, voucher_id, attachment_no)
    );
    COMMENT ON TABLE ledger.voucher_attachment IS '凭证附件: the documents of vouchers, which came with their drafts; under the seal of the month';
    COMMENT ON COLUMN ledger.voucher_attachment.book_id IS '账套: ledger.book.book_id';
    COMMENT ON COLUMN ledger.voucher_attachment.voucher_date IS '凭证日期 of the voucher';
    COMMENT ON COLUMN ledger.voucher_attachment.voucher_id IS 'ledger.voucher.voucher_id';
    COMMENT ON COLUMN ledger.voucher_attachment.attachment_no IS '序号: from 1';
    COMMENT ON COLUMN ledger.voucher_attachment.document_no IS '票据号';
    COMMENT ON COLUMN ledger.voucher_attachment.name IS '名称';
    COMMENT ON COLUMN ledger.voucher_attachment.sha256 IS 'SHA-256 of the file; NULL: on paper alone';
    COMMENT ON COLUMN ledger.voucher_attachment.kept_at IS '存放: where it is kept';

    CREATE TABLE ledger.registered_login (
        login           text COLLATE "C" CONSTRAINT registered_login_pkey PRIMARY KEY,
        purpose         text        NOT NULL,
        registered_by   text        NOT NULL DEFAULT fund.outer_user(),
        registered_at   timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
        done_through    text        DEFAULT fund.done_through(),
        CONSTRAINT registered_login_purpose_not_blank CHECK (btrim(purpose) <> '')
    );
    COMMENT ON TABLE ledger.registered_login IS 'logins of applications, through which several persons work: SET LOCAL ROLE says which of them does; fund.register_login() and fund.unregister_login() write it';
    COMMENT ON COLUMN ledger.registered_login.login IS 'the role that logs in';
    COMMENT ON COLUMN ledger.registered_login.purpose IS 'which application it is';
    COMMENT ON COLUMN ledger.registered_login.registered_by IS 'the role that registered it';
    COMMENT ON COLUMN ledger.registered_login.registered_at IS 'when it did';
    COMMENT ON COLUMN ledger.registered_login.done_through IS 'the role that acted for registered_by; NULL: itself';

    FOREACH v_table IN ARRAY ARRAY['draft', 'draft_line', 'draft_attachment', 'draft_step', 'draft_fault',
                                   'voucher_attachment'] LOOP
        EXECUTE format('CREATE TRIGGER %1$I BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger.%2$I '
                       'FOR EACH STATEMENT EXECUTE FUNCTION fund._check_derived_write()',
                       v_table || '_derived', v_table);
    END LOOP;

    CREATE TRIGGER book_review_given
        BEFORE INSERT OR UPDATE OF review_required, review_since ON ledger.book
        FOR EACH ROW EXECUTE FUNCTION fund._book_review_given();
END
$function$;

COMMENT ON FUNCTION fund._create_draft_tables() IS
'Part of fund.create_ledger(): the tables of drafts, of the attachments of vouchers, and of the logins of applications.';

CREATE FUNCTION fund._create_draft_views() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    CREATE VIEW ledger.draft_list WITH (security_barrier) AS
    SELECT d.draft_id, b.book, d.state, d.revision, d.voucher_date, d.kind::text AS kind, d.basis::text AS basis,
           d.summary, d.source_key, d.reverses, d.attachments, d.start_order::text AS start_order, d.prepared_by,
           (SELECT count(*) FROM ledger.draft_fault AS f WHERE f.draft_id = d.draft_id) AS faults,
           s.done_by, s.login, s.done_at, s.remark, d.voucher_id
    FROM ledger.draft AS d
    JOIN ledger.book AS b ON b.book_id = d.book_id
    LEFT JOIN LATERAL (SELECT * FROM ledger.draft_step AS s WHERE s.draft_id = d.draft_id
                       ORDER BY s.step_no DESC LIMIT 1) AS s ON true
    WHERE fund._may_read(d.book_id);
    COMMENT ON VIEW ledger.draft_list IS '草稿: the drafts of the books that a role may read, each with what was done with it last';
    COMMENT ON COLUMN ledger.draft_list.faults IS 'how many faults it had when it was judged last: ledger.draft_error';
    COMMENT ON COLUMN ledger.draft_list.done_by IS 'who did what was done with it last';
    COMMENT ON COLUMN ledger.draft_list.login IS 'and had logged in as';
    COMMENT ON COLUMN ledger.draft_list.done_at IS 'when that was';
    COMMENT ON COLUMN ledger.draft_list.remark IS '意见: what was said to it';

    CREATE VIEW ledger.draft_entry WITH (security_barrier) AS
    SELECT d.draft_id, b.book, d.state, d.revision, l.line_no, l.account, l.party, l.debit, l.credit, l.memo
    FROM ledger.draft AS d
    JOIN ledger.book AS b ON b.book_id = d.book_id
    JOIN ledger.draft_line AS l ON l.draft_id = d.draft_id
    WHERE fund._may_read(d.book_id);
    COMMENT ON VIEW ledger.draft_entry IS '草稿分录: the entries of the drafts of the books that a role may read';

    CREATE VIEW ledger.draft_document WITH (security_barrier) AS
    SELECT d.draft_id, b.book, d.revision, a.attachment_no, a.document_no, a.name, encode(a.sha256, 'hex') AS sha256, a.kept_at
    FROM ledger.draft AS d
    JOIN ledger.book AS b ON b.book_id = d.book_id
    JOIN ledger.draft_attachment AS a ON a.draft_id = d.draft_id
    WHERE fund._may_read(d.book_id);
    COMMENT ON VIEW ledger.draft_document IS '草稿附件: the documents of the drafts of the books that a role may read';

    CREATE VIEW ledger.draft_error WITH (security_barrier) AS
    SELECT d.draft_id, b.book, d.state, f.fault_no, f.line_no, f.column_name, f.value, f.sqlstate, f.message, f.detail, f.hint
    FROM ledger.draft AS d
    JOIN ledger.book AS b ON b.book_id = d.book_id
    JOIN ledger.draft_fault AS f ON f.draft_id = d.draft_id
    WHERE fund._may_read(d.book_id);
    COMMENT ON VIEW ledger.draft_error IS '草稿错误: what was wrong with drafts when they were judged last, of the books that a role may read';

    CREATE VIEW ledger.draft_history WITH (security_barrier) AS
    SELECT d.draft_id, b.book, s.step_no, s.step, s.revision, s.done_by, s.login, s.done_through, s.done_at, s.remark, d.voucher_id
    FROM ledger.draft AS d
    JOIN ledger.book AS b ON b.book_id = d.book_id
    JOIN ledger.draft_step AS s ON s.draft_id = d.draft_id
    WHERE fund._may_read(d.book_id);
    COMMENT ON VIEW ledger.draft_history IS '审核记录: what was done with the drafts of the books that a role may read';

    CREATE VIEW ledger.voucher_document WITH (security_barrier) AS
    SELECT b.book, a.voucher_date, a.voucher_id, a.attachment_no, a.document_no, a.name, encode(a.sha256, 'hex') AS sha256, a.kept_at
    FROM ledger.voucher_attachment AS a
    JOIN ledger.book AS b ON b.book_id = a.book_id
    WHERE fund._may_read(a.book_id);
    COMMENT ON VIEW ledger.voucher_document IS '凭证附件: the documents of the vouchers of the books that a role may read';

    CREATE VIEW ledger."草稿" AS
    SELECT d.draft_id AS "草稿", d.book AS "账套", fund._in_chinese('draft_state', d.state) AS "状态", d.revision AS "版本",
           d.voucher_date AS "日期", CASE d.kind WHEN 'opening' THEN '期初' WHEN 'normal' THEN '普通' WHEN 'carry' THEN '结转' WHEN 'closing' THEN '账结'
                       WHEN 'adjustment' THEN '调整' WHEN 'transfer' THEN '基金间调整' ELSE '分设' END AS "种类", fund._in_chinese('basis', d.basis) AS "核算基础", d.summary AS "摘要",
           d.source_key AS "来源键", d.reverses AS "冲销凭证", d.attachments AS "附件数", d.start_order AS "建账数据", d.prepared_by AS "制单",
           d.faults AS "错误数", d.done_by AS "经办", d.login AS "登录", d.done_at AS "时间", d.remark AS "意见", d.voucher_id AS "凭证"
    FROM ledger.draft_list AS d;
    COMMENT ON VIEW ledger."草稿" IS 'ledger.draft_list under Chinese names, in Chinese words';

    CREATE VIEW ledger."草稿分录" AS
    SELECT e.draft_id AS "草稿", e.book AS "账套", fund._in_chinese('draft_state', e.state) AS "状态", e.revision AS "版本",
           e.line_no AS "行号", e.account AS "科目", e.party AS "往来", e.debit AS "借方", e.credit AS "贷方", e.memo AS "备注"
    FROM ledger.draft_entry AS e;
    COMMENT ON VIEW ledger."草稿分录" IS 'ledger.draft_entry under Chinese names';

    CREATE VIEW ledger."草稿附件" AS
    SELECT d.draft_id AS "草稿", d.book AS "账套", d.revision AS "版本", d.attachment_no AS "序号", d.document_no AS "票据号",
           d.name AS "名称", d.sha256 AS "SHA-256", d.kept_at AS "存放"
    FROM ledger.draft_document AS d;
    COMMENT ON VIEW ledger."草稿附件" IS 'ledger.draft_document under Chinese names';

    CREATE VIEW ledger."草稿错误" AS
    SELECT e.draft_id AS "草稿", e.book AS "账套", fund._in_chinese('draft_state', e.state) AS "状态", e.fault_no AS "序号",
           e.line_no AS "行号", fund._in_chinese('draft_column', e.column_name) AS "栏目", e.value AS "值", e.sqlstate AS "错误代码",
           e.message AS "说明", e.detail AS "详情", e.hint AS "提示"
    FROM ledger.draft_error AS e;
    COMMENT ON VIEW ledger."草稿错误" IS 'ledger.draft_error under Chinese names';

    CREATE VIEW ledger."审核记录" AS
    SELECT h.draft_id AS "草稿", h.book AS "账套", h.step_no AS "序号", fund._in_chinese('draft_state', h.step) AS "步骤", h.revision AS "版本",
           h.done_by AS "经办", h.login AS "登录", h.done_through AS "经由", h.done_at AS "时间", h.remark AS "意见", h.voucher_id AS "凭证"
    FROM ledger.draft_history AS h;
    COMMENT ON VIEW ledger."审核记录" IS 'ledger.draft_history under Chinese names, in Chinese words';

    CREATE VIEW ledger."凭证附件" AS
    SELECT d.book AS "账套", d.voucher_date AS "日期", d.voucher_id AS "凭证", d.attachment_no AS "序号", d.document_no AS "票据号",
           d.name AS "名称", d.sha256 AS "SHA-256", d.kept_at AS "存放"
    FROM ledger.voucher_document AS d;
    COMMENT ON VIEW ledger."凭证附件" IS 'ledger.voucher_document under Chinese names';
END
$function$;

COMMENT ON FUNCTION fund._create_draft_views() IS
'Part of fund.create_ledger(): the drafts that a role may read.';
