-- ledger.posting: the vouchers that a role may read, as a table of plain types into
-- which clients INSERT.

CREATE FUNCTION fund._post_row() RETURNS trigger
    LANGUAGE c AS 'MODULE_PATHNAME', 'fl_post_row';

COMMENT ON FUNCTION fund._post_row() IS
'INSTEAD OF trigger on ledger.posting: posts the row as fund.post() does and returns it as it is stored.';

CREATE FUNCTION fund._posting_is_immutable() RETURNS trigger
    LANGUAGE c AS 'MODULE_PATHNAME', 'fl_posting_is_immutable';

COMMENT ON FUNCTION fund._posting_is_immutable() IS
'Trigger on ledger.posting: refuses UPDATE and DELETE (LG028).';

CREATE FUNCTION fund._create_posting_view() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    CREATE VIEW ledger.posting WITH (security_barrier) AS
    SELECT v.voucher_id,
           b.book,
           v.voucher_date,
           v.summary,
           v.journal::text                  AS journal,
           v.kind::text                     AS kind,
           v.basis::text                    AS basis,
           v.source_key,
           v.reverses,
           v.attachments,
           v.prepared_by,
           v.reviewed_by,
           v.done_through,
           v.posted_at
    FROM ledger.book AS b
    JOIN ledger.voucher AS v ON v.book_id = b.book_id
    WHERE fund._may_read(b.book_id);
    COMMENT ON VIEW ledger.posting IS
    '记账: a row a voucher, in plain types; an INSERT posts it as fund.post() does and can return the row';
    COMMENT ON COLUMN ledger.posting.voucher_id IS 'given when the voucher is stored: leave it out, or send DEFAULT or NULL; RETURNING has it, lastval() has not';
    COMMENT ON COLUMN ledger.posting.book IS '账套: the code of the book';
    COMMENT ON COLUMN ledger.posting.voucher_date IS '凭证日期';
    COMMENT ON COLUMN ledger.posting.summary IS '摘要';
    COMMENT ON COLUMN ledger.posting.journal IS '分录, as text: Dr 1003 1200.00, Cr 400101 1200.00';
    COMMENT ON COLUMN ledger.posting.kind IS 'opening, normal (also where it is NULL), carry, closing, adjustment or transfer; Chinese words are taken by an INSERT, and found by no WHERE';
    COMMENT ON COLUMN ledger.posting.basis IS 'cash (also where it is NULL), or accrual: the overlay; words as for kind';
    COMMENT ON COLUMN ledger.posting.source_key IS 'the poster''s own key of what it posts: the same one twice is one voucher, or LG027 where anything else differs';
    COMMENT ON COLUMN ledger.posting.reverses IS 'id of the voucher that this one cancels line by line';
    COMMENT ON COLUMN ledger.posting.attachments IS '附件数';
    COMMENT ON COLUMN ledger.posting.prepared_by IS '制单: in a book that demands review the role that prepared it, elsewhere the one that posts (also where it is NULL)';
    COMMENT ON COLUMN ledger.posting.reviewed_by IS '审核: in a book that demands review the role that posts (also where it is NULL)';
    COMMENT ON COLUMN ledger.posting.done_through IS 'as in ledger.voucher; not to be sent';
    COMMENT ON COLUMN ledger.posting.posted_at IS '记账时间: when the posting transaction began; not to be sent';
    ALTER VIEW ledger.posting ALTER COLUMN kind SET DEFAULT 'normal';
    ALTER VIEW ledger.posting ALTER COLUMN basis SET DEFAULT 'cash';

    CREATE TRIGGER posting_posted
        INSTEAD OF INSERT ON ledger.posting
        FOR EACH ROW EXECUTE FUNCTION fund._post_row();

    -- The statement's says so before a row is looked for; without the row's the
    -- view would not be one that can be changed at all.
    CREATE TRIGGER posting_immutable
        BEFORE UPDATE OR DELETE ON ledger.posting
        FOR EACH STATEMENT EXECUTE FUNCTION fund._posting_is_immutable();
    CREATE TRIGGER posting_immutable_row
        INSTEAD OF UPDATE OR DELETE ON ledger.posting
        FOR EACH ROW EXECUTE FUNCTION fund._posting_is_immutable();

    CREATE VIEW ledger."凭证录入" WITH (security_barrier) AS
    SELECT p.voucher_id                     AS "凭证",
           p.book                           AS "账套",
           p.voucher_date                   AS "日期",
           p.summary                        AS "摘要",
           fund.journal_text(p.journal::fund.journal, 'zh') AS "分录",
           CASE p.kind WHEN 'opening' THEN '期初' WHEN 'normal' THEN '普通' WHEN 'carry' THEN '结转'
                       WHEN 'closing' THEN '账结' WHEN 'adjustment' THEN '调整' END AS "种类",
           CASE p.basis WHEN 'cash' THEN '收付实现制' ELSE '权责发生制' END AS "核算基础",
           p.source_key                     AS "来源键",
           p.reverses                       AS "冲销凭证",
           p.attachments                    AS "附件数",
           p.prepared_by                    AS "制单",
           p.reviewed_by                    AS "审核",
           p.done_through                   AS "经由",
           p.posted_at                      AS "记账时间"
    FROM ledger.posting AS p;
    COMMENT ON VIEW ledger."凭证录入" IS 'ledger.posting under Chinese names: the same columns in the same order, journal, kind and basis in Chinese; an INSERT posts the row, too';
    ALTER VIEW ledger."凭证录入" ALTER COLUMN "种类" SET DEFAULT '普通';
    ALTER VIEW ledger."凭证录入" ALTER COLUMN "核算基础" SET DEFAULT '收付实现制';
    CREATE TRIGGER "凭证录入_posted"
        INSTEAD OF INSERT ON ledger."凭证录入"
        FOR EACH ROW EXECUTE FUNCTION fund._post_row();
    CREATE TRIGGER "凭证录入_immutable"
        BEFORE UPDATE OR DELETE ON ledger."凭证录入"
        FOR EACH STATEMENT EXECUTE FUNCTION fund._posting_is_immutable();
    CREATE TRIGGER "凭证录入_immutable_row"
        INSTEAD OF UPDATE OR DELETE ON ledger."凭证录入"
        FOR EACH ROW EXECUTE FUNCTION fund._posting_is_immutable();
END
$function$;

COMMENT ON FUNCTION fund._create_posting_view() IS
'Part of fund.create_ledger(): the view to post into.';
