-- 末级科目: which details books have used beside accounts that take vouchers, too.

CREATE FUNCTION fund._create_used_detail_table() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    -- No key: of two that are the first to use a detail neither waits for the other.
    CREATE TABLE ledger.used_detail (
        book_id         integer     NOT NULL,
        account         fund.account_code NOT NULL,
        first_period    fund.period NOT NULL
    );
    CREATE INDEX used_detail_book ON ledger.used_detail (book_id);
    ALTER TABLE ledger.used_detail REPLICA IDENTITY FULL;
    COMMENT ON TABLE ledger.used_detail IS '末级科目: details that vouchers of a book name, below an account that takes vouchers itself; posting to that account is warned of (LGW08). Posting writes it';
    COMMENT ON COLUMN ledger.used_detail.book_id IS '账套: ledger.book.book_id';
    COMMENT ON COLUMN ledger.used_detail.account IS '科目编码 of the detail';
    COMMENT ON COLUMN ledger.used_detail.first_period IS 'a month in which it was used; the earliest of its rows is the first';

    CREATE TRIGGER used_detail_derived
        BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger.used_detail
        FOR EACH STATEMENT EXECUTE FUNCTION fund._check_derived_write();
    CREATE TRIGGER used_detail_changed
        AFTER INSERT OR UPDATE OR DELETE ON ledger.used_detail
        FOR EACH ROW EXECUTE FUNCTION fund._book_part_changed();
    -- Caches must hear of changes that replication applies, too.
    ALTER TABLE ledger.used_detail ENABLE ALWAYS TRIGGER used_detail_changed;
END
$function$;

COMMENT ON FUNCTION fund._create_used_detail_table() IS
'Part of fund.create_ledger(): the table of the details that books have used.';

-- The details below an account that takes vouchers, and the first month of each.
CREATE FUNCTION fund._details_used()
    RETURNS TABLE (book_id integer, account fund.account_code, first_period fund.period)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT u.book_id, u.account, u.first_period
        FROM (SELECT v.book_id, l.account, fund.period(min(v.voucher_date)) AS first_period
              FROM ledger.voucher AS v, fund.lines(v.journal) AS l
              GROUP BY v.book_id, l.account) AS u
        JOIN ledger.book AS b ON b.book_id = u.book_id
        WHERE EXISTS (SELECT FROM ledger.account AS a
                      WHERE a.standard = b.standard AND a.postable
                        AND u.account OPERATOR(fund.<@) a.account AND u.account OPERATOR(fund.<>) a.account)
    $$;

COMMENT ON FUNCTION fund._details_used() IS
'The rows that ledger.used_detail is to have, by the vouchers: for an upgrade of a ledger that had no such table.';
