-- 导入: vouchers from the rows of spreadsheets, all of them text, an entry a row.

-- An INSTEAD OF trigger lets COPY load into the view: it runs as whoever loads.
CREATE FUNCTION fund._load_import_line() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    INSERT INTO ledger.import_line (batch, row_no, book, voucher_key, voucher_date, kind, basis, summary, account, party, debit, credit, memo, attachments)
    VALUES (coalesce(new."批次", ''), new."行号", new."账套", new."凭证号", new."日期", new."种类", new."核算基础", new."摘要", new."科目", new."往来", new."借方", new."贷方", new."备注", new."附件数");
    RETURN new;
END
$function$;

COMMENT ON FUNCTION fund._load_import_line() IS
'INSTEAD OF trigger on ledger."导入凭证": puts the row into ledger.import_line, as whoever loads it.';

CREATE FUNCTION fund._create_import_table() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    -- Loaders may insert what follows the batch, and see their rows through the view:
    -- COPY refuses a table with row-level security.
    CREATE TABLE ledger.import_line (
        line_id         bigint      GENERATED ALWAYS AS IDENTITY,
        loaded_by       text COLLATE "C" NOT NULL DEFAULT fund.outer_user(),
        loaded_at       timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
        imported_at     timestamptz,
        batch           text COLLATE "C" NOT NULL DEFAULT '',
        row_no          integer,
        book            text,
        voucher_key     text,
        voucher_date    text,
        kind            text,
        basis           text,
        summary         text,
        account         text,
        party           text,
        debit           text,
        credit          text,
        memo            text,
        attachments     text,
        CONSTRAINT import_line_pkey PRIMARY KEY (loaded_by, batch, line_id)
    );
    COMMENT ON TABLE ledger.import_line IS '导入: rows of spreadsheets, an entry each, all of it text, that fund.import() makes vouchers of';
    COMMENT ON COLUMN ledger.import_line.line_id IS 'the order in which rows were loaded';
    COMMENT ON COLUMN ledger.import_line.loaded_by IS 'the role that loaded the row';
    COMMENT ON COLUMN ledger.import_line.loaded_at IS 'when its transaction began';
    COMMENT ON COLUMN ledger.import_line.imported_at IS 'when the transaction began that posted it, or made a draft of it; NULL: it waits';
    COMMENT ON COLUMN ledger.import_line.batch IS 'the batch, by which rows are imported together: a name of the loaders own';
    COMMENT ON COLUMN ledger.import_line.row_no IS 'the row, as faults name it; NULL: its place in the batch';
    COMMENT ON COLUMN ledger.import_line.book IS '账套: the code of the book; NULL: that which the call names';
    COMMENT ON COLUMN ledger.import_line.voucher_key IS 'the sources own key of the voucher, unique in the book for ever: rows that have it are one voucher';
    COMMENT ON COLUMN ledger.import_line.voucher_date IS '凭证日期: 2026-01-05, 2026/1/5 or 2026年1月5日';
    COMMENT ON COLUMN ledger.import_line.kind IS '凭证类别 in either language; NULL: normal';
    COMMENT ON COLUMN ledger.import_line.basis IS '核算基础 in either language; NULL: cash';
    COMMENT ON COLUMN ledger.import_line.summary IS '摘要, the same in every row of a voucher';
    COMMENT ON COLUMN ledger.import_line.account IS '科目: its code, or its name in the month of the voucher, with the name above it where that is not enough: 社会保险费收入-统筹基金';
    COMMENT ON COLUMN ledger.import_line.party IS '往来编码, or NULL';
    COMMENT ON COLUMN ledger.import_line.debit IS '借方金额, 元: 1200.00';
    COMMENT ON COLUMN ledger.import_line.credit IS '贷方金额, 元';
    COMMENT ON COLUMN ledger.import_line.memo IS '备注 of the line';
    COMMENT ON COLUMN ledger.import_line.attachments IS '附件数';

    CREATE VIEW ledger."导入凭证" WITH (security_barrier) AS
    SELECT l.batch AS "批次",
           l.row_no AS "行号",
           l.book AS "账套",
           l.voucher_key AS "凭证号",
           l.voucher_date AS "日期",
           l.kind AS "种类",
           l.basis AS "核算基础",
           l.summary AS "摘要",
           l.account AS "科目",
           l.party AS "往来",
           l.debit AS "借方",
           l.credit AS "贷方",
           l.memo AS "备注",
           l.attachments AS "附件数",
           l.loaded_by AS "导入人",
           l.imported_at AS "导入时间"
    FROM ledger.import_line AS l
    WHERE l.loaded_by = fund.outer_user()
       OR EXISTS (SELECT FROM ledger.book AS b WHERE b.book = l.book AND fund._may_read(b.book_id));
    COMMENT ON VIEW ledger."导入凭证" IS 'ledger.import_line under Chinese names, the headings of a sheet, to COPY into; shows one''s own rows, and those that name a book that one may read';

    CREATE TRIGGER import_loaded
        INSTEAD OF INSERT ON ledger."导入凭证"
        FOR EACH ROW EXECUTE FUNCTION fund._load_import_line();
END
$function$;

COMMENT ON FUNCTION fund._create_import_table() IS
'Part of fund.create_ledger(): the rows to be imported, and the view to load them into under Chinese names.';

CREATE FUNCTION fund.import(
    batch text DEFAULT '',
    book text DEFAULT NULL
) RETURNS TABLE (
    row_no integer,
    voucher_key text,
    column_name text,
    value text,
    sqlstate text,
    message text,
    detail text,
    hint text
)
    LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 10 COST 100000
    AS 'MODULE_PATHNAME', 'fl_import';

COMMENT ON FUNCTION fund.import(text, text) IS
'导入: makes vouchers of the rows of ledger.import_line that the caller has loaded as this batch, checks all of them first, and returns a row for each thing that is wrong, nothing being posted; or no row, all vouchers being posted, each with its voucher_key as the source key: the same ones twice are one. In a book that demands review each becomes a draft that is submitted, of which the caller is the preparer; a NOTICE says so. book: that of rows that name none. 22023: the batch has no rows.';

CREATE FUNCTION fund."导入"(
    "批次" text DEFAULT '',
    "账套" text DEFAULT NULL
) RETURNS TABLE (
    "行号" integer,
    "凭证号" text,
    "栏目" text,
    "值" text,
    "错误代码" text,
    "说明" text,
    "详情" text,
    "提示" text
)
    LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 10 COST 100000
    AS 'MODULE_PATHNAME', 'fl_import';

COMMENT ON FUNCTION fund."导入"(text, text) IS
'fund.import with Chinese names of arguments and columns, those of the sheet included: 导入';

CREATE FUNCTION fund.discard_import(batch text DEFAULT '') RETURNS bigint
    LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'fl_discard_import';

COMMENT ON FUNCTION fund.discard_import(text) IS
'Deletes the rows that the caller has loaded as this batch, and returns how many there were; vouchers that were made of them stay.';
