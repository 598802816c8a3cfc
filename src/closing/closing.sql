-- 结账: the end of a month and of a year. Closed months are an unbroken
-- sequence from the book's first period; the last one can be reopened.

CREATE FUNCTION fund.month_end(book text, period fund.period)
    RETURNS TABLE (action text, voucher_id bigint, detail text)
    LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 10
    AS 'MODULE_PATHNAME', 'fl_month_end';

COMMENT ON FUNCTION fund.month_end(text, fund.period) IS
'月末结转: posts what the carry rules of the standard move at the end of the month, and returns the vouchers; a second run posts what has come since, or nothing. LG023: the month is closed; LG024: the book starts later; 42501: not 会计主管 of the book.';

CREATE FUNCTION fund.close_period(book text, period fund.period)
    RETURNS TABLE (action text, voucher_id bigint, detail text)
    LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 10
    AS 'MODULE_PATHNAME', 'fl_close_period';

COMMENT ON FUNCTION fund.close_period(text, fund.period) IS
'结账: month-end, numbers, turnover, the rules of the standard, then the seal and the statements as issued; refused as a whole if anything fails. LG040: another month is next; LG041: a rule does not hold, or a balance is on the wrong side or should be zero; LG044: an adjustment has no restatement; LG045: the opening of a successor is not explained; 42501: not 会计主管 of the book.';

CREATE FUNCTION fund.reopen_period(book text, period fund.period, reason text, type text DEFAULT 'error_correction')
    RETURNS TABLE (action text, voucher_id bigint, detail text)
    LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 1
    AS 'MODULE_PATHNAME', 'fl_reopen_period';

COMMENT ON FUNCTION fund.reopen_period(text, fund.period, text, text) IS
'反结账: reopens the last closed month of the book and records who did it, why, and which type of restatement it is (as for fund.restate) in ledger.period_event; numbers and issued statements stay. LG040: not the last closed month, or a successor of the book has been closed on it; 22023: no reason given, or an unknown type; 42501: not 会计主管 of the book.';

CREATE FUNCTION fund.year_end(book text, year integer)
    RETURNS TABLE (action text, voucher_id bigint, detail text)
    LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 10
    AS 'MODULE_PATHNAME', 'fl_year_end';

COMMENT ON FUNCTION fund.year_end(text, integer) IS
'年结: closes December with the year-end carry rules and the annual statements, or says that it has been closed before. LG040: a month before it is open; LG041: a rule does not hold, or a balance is on the wrong side or should be zero; 42501: not 会计主管 of the book.';


-- However few numbers the planner expects: a nested loop over many would not end.
-- A row is a run of 200 numbers, which leaves it within its page.
CREATE FUNCTION fund._numbering(book_id integer, period fund.period)
    RETURNS TABLE (kind fund.voucher_kind, first_number integer, vouchers bigint[])
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE ROWS 50
    SET search_path = pg_catalog, pg_temp
    SET enable_nestloop = off
AS $function$
BEGIN
    RETURN QUERY
    WITH issued AS (
        SELECT n.kind, n.first_number, n.vouchers
        FROM ledger.voucher_number AS n
        WHERE n.book_id = $1 AND n.period OPERATOR(fund.=) $2
    ), numbered AS (
        SELECT unnest(i.vouchers) AS voucher_id FROM issued AS i
    ), unnumbered AS (
        SELECT v.kind, v.voucher_id,
               row_number() OVER (PARTITION BY v.kind ORDER BY v.voucher_date, v.voucher_id)::integer AS place
        FROM ledger.voucher AS v
        WHERE v.book_id = $1
          AND v.voucher_date BETWEEN fund.first_day($2) AND fund.last_day($2)
          AND NOT EXISTS (SELECT FROM numbered AS n WHERE n.voucher_id = v.voucher_id)
    )
    SELECT u.kind,
           coalesce((SELECT max(i.first_number + cardinality(i.vouchers)) FROM issued AS i
                     WHERE i.kind OPERATOR(fund.=) u.kind), 1) + min(u.place) - 1,
           array_agg(u.voucher_id ORDER BY u.place)
    FROM unnumbered AS u
    GROUP BY u.kind, (u.place - 1) / 200
    ORDER BY u.kind, min(u.place);
END
$function$;

COMMENT ON FUNCTION fund._numbering(integer, fund.period) IS
'The numbers that a close gives to the vouchers of a month which have none: rows of ledger.voucher_number, in their order.';
