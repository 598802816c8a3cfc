-- 重述: why an opening is not the last closing, as a typed fact about a voucher.

CREATE FUNCTION fund._create_restatement_table() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    CREATE TABLE ledger.restatement (
        book_id         integer     NOT NULL,
        voucher_id      bigint      NOT NULL,
        type            text        NOT NULL,
        reason          text        NOT NULL,
        authority       text,
        recorded_by     text        NOT NULL DEFAULT fund.outer_user(),
        recorded_at     timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT restatement_pkey PRIMARY KEY (book_id, voucher_id),
        CONSTRAINT restatement_type_known
            CHECK (type IN ('error_correction', 'merger', 'scope_change', 'standard_change', 'reconciliation')),
        CONSTRAINT restatement_reason_not_blank CHECK (btrim(reason) <> '')
    );
    COMMENT ON TABLE ledger.restatement IS '重述: what an adjustment, or an opening voucher of a book that succeeds others, restates and why; fund.restate() writes it';
    COMMENT ON COLUMN ledger.restatement.book_id IS '账套: ledger.book.book_id';
    COMMENT ON COLUMN ledger.restatement.voucher_id IS 'the voucher that restates';
    COMMENT ON COLUMN ledger.restatement.reason IS '原因';
    COMMENT ON COLUMN ledger.restatement.recorded_by IS 'the role that said it';
    COMMENT ON COLUMN ledger.restatement.recorded_at IS 'when it did';
    COMMENT ON COLUMN ledger.restatement.type IS 'error_correction: 会计差错更正; merger: 并表; scope_change: 口径调整; standard_change: 制度变更; reconciliation: 账实差额调整';
    COMMENT ON COLUMN ledger.restatement.authority IS '依据: the decision or rule that orders it';

    CREATE TRIGGER restatement_derived
        BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger.restatement
        FOR EACH STATEMENT EXECUTE FUNCTION fund._check_derived_write();
END
$function$;

COMMENT ON FUNCTION fund._create_restatement_table() IS
'Part of fund.create_ledger(): the table of restatements.';

CREATE FUNCTION fund.restate(
    book text,
    voucher_id bigint,
    type text,
    reason text,
    authority text DEFAULT NULL
) RETURNS bigint
    LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'fl_restate';

COMMENT ON FUNCTION fund.restate(text, bigint, text, text, text) IS
'重述: says what a voucher restates (error_correction 会计差错更正, merger 并表, scope_change 口径调整, standard_change 制度变更 or reconciliation 账实差额调整, in either language), why and by what authority, and returns its id; for an adjustment, or an opening voucher of a book that succeeds others, once and while its month is open. LG013: no such voucher; LG023: the month is closed; LG034: the voucher restates nothing; LG035: it has a restatement; 22023: unknown type, or no reason; 42501: may not post in the book.';


-- What was restated. PARALLEL UNSAFE as the statements are. Its query is long
-- and meets few rows: compiling it would take most of the time.

CREATE FUNCTION fund.restatements(
    book text,
    first_period fund.period,
    last_period fund.period,
    basis text DEFAULT 'cash'
) RETURNS TABLE (
    period text,
    source text,
    type text,
    type_name text,
    reason text,
    authority text,
    voucher_id bigint,
    account text,
    statement text,
    item_id text,
    column_name text,
    name text,
    before numeric,
    after numeric,
    difference numeric
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 20 COST 10000
    SET jit = off
    AS 'MODULE_PATHNAME', 'fl_restatements';

COMMENT ON FUNCTION fund.restatements(text, fund.period, fund.period, text) IS
'重述: what made openings of the periods other than the last closings, a row a fact and account. source: succession (a book that a new book succeeds, without account and figures; then an account whose opening is not the last closings), account_map (what a predecessor''s account, which name tells, brings into an account of another code), opening or adjustment (a voucher), reopening (a line of a statement issued again). before + difference = after, on the normal side of the account; the differences of an account and period add up to its opening, restated, less its last closing, that of a new book being what its predecessors held under the codes that the account map gives them. type is NULL for an adjustment that nothing explains yet. LG010: no such book; 22023: the last period is before the first, or no such basis.';

CREATE FUNCTION fund."重述"(
    book text,
    first_period fund.period,
    last_period fund.period,
    basis text DEFAULT 'cash'
) RETURNS TABLE (
    "期间" text,
    "来源" text,
    "类型" text,
    "原因" text,
    "依据" text,
    "凭证" bigint,
    "科目编码" text,
    "报表" text,
    "项目编号" text,
    "栏目" text,
    "名称" text,
    "重述前" numeric,
    "重述后" numeric,
    "差额" numeric
)
    LANGUAGE sql STABLE PARALLEL UNSAFE ROWS 20
    AS $$
        SELECT r.period,
               -- CASE r.source WHEN would find its = on the caller's path
               CASE WHEN r.source OPERATOR(pg_catalog.=) 'succession' THEN '承继'
                    WHEN r.source OPERATOR(pg_catalog.=) 'account_map' THEN '科目对照'
                    WHEN r.source OPERATOR(pg_catalog.=) 'opening' THEN '期初凭证'
                    WHEN r.source OPERATOR(pg_catalog.=) 'adjustment' THEN '调整凭证'
                    WHEN r.source OPERATOR(pg_catalog.=) 'reopening' THEN '反结账' END,
               r.type_name, r.reason, r.authority, r.voucher_id, r.account, r.statement, r.item_id,
               r.column_name, r.name, r.before, r.after, r.difference
        FROM fund.restatements($1, $2, $3, $4) AS r
    $$;

COMMENT ON FUNCTION fund."重述"(text, fund.period, fund.period, text) IS
'fund.restatements with Chinese column names';
