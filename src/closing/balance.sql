-- 科目汇总: what a close derives from a month's vouchers and keeps. All of it can
-- be computed again, and fund.verify() does.

CREATE FUNCTION fund._create_balance_table() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    CREATE TABLE ledger.balance (
        book_id         integer     NOT NULL,
        period          fund.period NOT NULL,
        basis           fund.basis  NOT NULL,
        kind            fund.voucher_kind NOT NULL,
        account         fund.account_code NOT NULL,
        opening         fund.amount NOT NULL,
        debit           fund.amount NOT NULL,
        credit          fund.amount NOT NULL,
        CONSTRAINT balance_pkey PRIMARY KEY (book_id, period, basis, kind, account)
    );
    COMMENT ON TABLE ledger.balance IS '科目汇总: the turnover of a closed month by account, basis and voucher kind';
    COMMENT ON COLUMN ledger.balance.book_id IS '账套: ledger.book.book_id';
    COMMENT ON COLUMN ledger.balance.period IS '会计期间: a closed month';
    COMMENT ON COLUMN ledger.balance.basis IS 'as in ledger.voucher';
    COMMENT ON COLUMN ledger.balance.kind IS 'as in ledger.voucher';
    COMMENT ON COLUMN ledger.balance.account IS 'the account that the vouchers name, without its details';
    COMMENT ON COLUMN ledger.balance.debit IS '借方发生额 of the month, 元';
    COMMENT ON COLUMN ledger.balance.credit IS '贷方发生额 of the month, 元';
    COMMENT ON COLUMN ledger.balance.opening IS 'debit less credit of the same basis and kind in all months before';

    CREATE TRIGGER balance_derived
        BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger.balance
        FOR EACH STATEMENT EXECUTE FUNCTION fund._check_derived_write();
END
$function$;

COMMENT ON FUNCTION fund._create_balance_table() IS
'Part of fund.create_ledger(): the table of balances.';

-- Inlined, so it sets no path: every name is written out.
CREATE FUNCTION fund._debit_less_credit(side text, amount fund.amount) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE WHEN $1 OPERATOR(pg_catalog.=) 'debit' THEN $2::numeric
                      ELSE OPERATOR(pg_catalog.-) $2::numeric END $$;

COMMENT ON FUNCTION fund._debit_less_credit(text, fund.amount) IS
'What a line of a journal adds to its account, debit less credit.';

-- Null before the first of all: a book could begin with it.
CREATE FUNCTION fund._month_before(period fund.period) RETURNS fund.period
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE WHEN $1 OPERATOR(fund.>) '0001-01'::fund.period THEN $1 OPERATOR(fund.-) 1 END $$;

COMMENT ON FUNCTION fund._month_before(fund.period) IS
'The period before this one; NULL where none is before it.';

-- A key without turnover is carried on as long as its balance is not zero.
CREATE FUNCTION fund._balances(book_id integer, period fund.period)
    RETURNS TABLE (basis fund.basis, kind fund.voucher_kind, account fund.account_code,
                   opening fund.amount, debit fund.amount, credit fund.amount)
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE ROWS 100
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    RETURN QUERY
    SELECT part.basis, part.kind, part.account,
           sum(part.opening)::fund.amount, sum(part.debit)::fund.amount, sum(part.credit)::fund.amount
    FROM (SELECT b.basis, b.kind, b.account, b.opening::numeric + b.debit - b.credit AS opening,
                 0 AS debit, 0 AS credit
          FROM ledger.balance AS b
          WHERE b.book_id = $1 AND b.period OPERATOR(fund.=) fund._month_before($2)
          UNION ALL
          SELECT m.basis, m.kind, l.account, 0,
                 CASE l.side WHEN 'debit' THEN l.amount::numeric ELSE 0 END,
                 CASE l.side WHEN 'credit' THEN l.amount::numeric ELSE 0 END
          FROM (SELECT v.basis, v.kind, fund.sum(v.journal) AS total
                FROM ledger.voucher AS v
                WHERE v.book_id = $1
                  AND v.voucher_date BETWEEN fund.first_day($2) AND fund.last_day($2)
                GROUP BY v.basis, v.kind) AS m
          CROSS JOIN LATERAL fund.lines(m.total) AS l) AS part
    GROUP BY part.basis, part.kind, part.account
    HAVING sum(part.opening) <> 0 OR sum(part.debit) <> 0 OR sum(part.credit) <> 0;
END
$function$;

COMMENT ON FUNCTION fund._balances(integer, fund.period) IS
'The rows of ledger.balance of a month that is being closed: its turnover, and what came before it.';
