-- 明细科目: what a book lists below open accounts of its standard, and what it calls
-- accounts from which period on. fund.name_accounts() writes both.

CREATE FUNCTION fund._create_book_account_tables() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    part text;
BEGIN
    CREATE TABLE ledger.book_account (
        book_id         integer     NOT NULL CONSTRAINT book_account_book_fkey REFERENCES ledger.book,
        account         fund.account_code NOT NULL,
        party_kind      text COLLATE "C" CONSTRAINT book_account_party_kind_fkey REFERENCES ledger.party_kind,
        retired         boolean     NOT NULL DEFAULT false,
        takes_balance   boolean     NOT NULL DEFAULT false,
        listed_by       text        NOT NULL DEFAULT fund.outer_user(),
        listed_at       timestamptz NOT NULL DEFAULT now(),
        done_through    text        DEFAULT fund.done_through(),
        CONSTRAINT book_account_pkey PRIMARY KEY (book_id, account)
    );
    COMMENT ON TABLE ledger.book_account IS '明细科目: a detail that a book lists below an account of its standard, which then takes no vouchers itself; fund.name_accounts() writes it';
    COMMENT ON COLUMN ledger.book_account.account IS '科目编码';
    COMMENT ON COLUMN ledger.book_account.party_kind IS 'the kind of party that a normal line must name: ledger.party_kind; NULL: what the standard says of the account above';
    COMMENT ON COLUMN ledger.book_account.retired IS 'takes no new vouchers';
    COMMENT ON COLUMN ledger.book_account.takes_balance IS 'whether it takes what stands on the account above it, when that is listed below and when a reversal puts something there';
    COMMENT ON COLUMN ledger.book_account.listed_by IS 'the role that listed it';
    COMMENT ON COLUMN ledger.book_account.listed_at IS 'when its transaction began';
    COMMENT ON COLUMN ledger.book_account.done_through IS 'the role that acted for listed_by; NULL: itself';

    CREATE TABLE ledger.book_account_name (
        book_id         integer     NOT NULL CONSTRAINT book_account_name_book_fkey REFERENCES ledger.book,
        account         fund.account_code NOT NULL,
        from_period     fund.period NOT NULL,
        name            text        NOT NULL,
        CONSTRAINT book_account_name_pkey PRIMARY KEY (book_id, account, from_period),
        CONSTRAINT book_account_name_not_blank CHECK (btrim(name) <> '')
    );
    COMMENT ON TABLE ledger.book_account_name IS '科目名称: what a book calls an account, from a period on: a detail of its own, or an account of its standard that was given another name after months were closed';
    COMMENT ON COLUMN ledger.book_account_name.account IS '科目编码';
    COMMENT ON COLUMN ledger.book_account_name.from_period IS 'the first period that shows the name';
    COMMENT ON COLUMN ledger.book_account_name.name IS '科目名称';

    FOREACH part IN ARRAY ARRAY['book_account', 'book_account_name'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger.%I '
                       'FOR EACH STATEMENT EXECUTE FUNCTION fund._check_derived_write()',
                       part || '_derived', part);
        EXECUTE format('CREATE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON ledger.%I '
                       'FOR EACH ROW EXECUTE FUNCTION fund._book_part_changed()',
                       part || '_changed', part);
        -- Caches must hear of changes that replication applies, too.
        EXECUTE format('ALTER TABLE ledger.%I ENABLE ALWAYS TRIGGER %I', part, part || '_changed');
    END LOOP;
END
$function$;

COMMENT ON FUNCTION fund._create_book_account_tables() IS
'Part of fund.create_ledger(): the tables of the details that books list, after that of books.';
