-- Posting: one trigger judges every path, and two functions are convenient.

CREATE FUNCTION fund._check_vouchers() RETURNS trigger
    LANGUAGE c AS 'MODULE_PATHNAME', 'fl_check_vouchers';

COMMENT ON FUNCTION fund._check_vouchers() IS
'Statement trigger on ledger.voucher: refuses a statement with a voucher that the book, its standard or its months do not take (classes LG00 to LG03), and holds the months open until the transaction ends.';

CREATE FUNCTION fund._voucher_is_immutable() RETURNS trigger
    LANGUAGE c AS 'MODULE_PATHNAME', 'fl_voucher_is_immutable';

COMMENT ON FUNCTION fund._voucher_is_immutable() IS
'Statement trigger on ledger.voucher: refuses UPDATE, DELETE and TRUNCATE (LG028).';

CREATE FUNCTION fund._create_posting_triggers() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    CREATE TRIGGER voucher_checked
        AFTER INSERT ON ledger.voucher
        REFERENCING NEW TABLE AS vouchers
        FOR EACH STATEMENT EXECUTE FUNCTION fund._check_vouchers();

    CREATE TRIGGER voucher_immutable
        BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.voucher
        FOR EACH STATEMENT EXECUTE FUNCTION fund._voucher_is_immutable();

    -- What posting writes beside them.
    CREATE TRIGGER voucher_number_derived
        BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger.voucher_number
        FOR EACH STATEMENT EXECUTE FUNCTION fund._check_derived_write();
    CREATE TRIGGER guarded_change_derived
        BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger.guarded_change
        FOR EACH STATEMENT EXECUTE FUNCTION fund._check_derived_write();
    CREATE TRIGGER reversal_derived
        BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger.reversal
        FOR EACH STATEMENT EXECUTE FUNCTION fund._check_derived_write();
END
$function$;

COMMENT ON FUNCTION fund._create_posting_triggers() IS
'Part of fund.create_ledger(): the triggers on ledger.voucher, and on what posting writes beside it.';


CREATE FUNCTION fund.post(
    book text,
    voucher_date date,
    summary text,
    journal fund.journal,
    kind text DEFAULT 'normal',
    basis text DEFAULT 'cash',
    source_key text DEFAULT NULL,
    reverses bigint DEFAULT NULL,
    attachments integer DEFAULT NULL,
    prepared_by text DEFAULT NULL
) RETURNS bigint
    LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'fl_post';

COMMENT ON FUNCTION fund.post(text, date, text, fund.journal, text, text, text, bigint, integer, text) IS
'记账: posts a voucher and returns its id. kind: opening 期初, normal 普通, carry 结转, closing 账结, adjustment 调整 or transfer 基金间调整; basis: cash 收付实现制 or accrual 权责发生制. The same source key with the same body returns the first voucher''s id; with another body LG027. prepared_by is for books that demand review, where the reviewer posts. All refusals: classes LG00 to LG03.';

-- Drivers bind strings as varchar, for which only a text argument is found.
CREATE FUNCTION fund.post(
    book text,
    voucher_date date,
    summary text,
    journal text,
    kind text DEFAULT 'normal',
    basis text DEFAULT 'cash',
    source_key text DEFAULT NULL,
    reverses bigint DEFAULT NULL,
    attachments integer DEFAULT NULL,
    prepared_by text DEFAULT NULL
) RETURNS bigint
    LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'fl_post_text';

COMMENT ON FUNCTION fund.post(text, date, text, text, text, text, text, bigint, integer, text) IS
'记账: the same with the journal as text, as drivers bind it: Dr 1003 1200.00, Cr 400101 1200.00';

CREATE FUNCTION fund.reverse(
    book text,
    voucher_id bigint,
    voucher_date date,
    summary text DEFAULT NULL,
    prepared_by text DEFAULT NULL
) RETURNS bigint
    LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'fl_reverse';

COMMENT ON FUNCTION fund.reverse(text, bigint, date, text, text) IS
'红字冲销: posts the voucher that cancels another line by line, of the same kind, with negated amounts on the same sides, and returns its id. LG013: no such voucher; LG033: reversed already.';
