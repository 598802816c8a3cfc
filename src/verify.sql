-- 稽核: what was derived from the vouchers, computed again.

CREATE FUNCTION fund.verify(book text)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 1
    AS 'MODULE_PATHNAME', 'fl_verify';

COMMENT ON FUNCTION fund.verify(text) IS
'Recomputes the balances, seals, numbers, restatements and issued statements of a book and returns what does not agree: no row, normally. It reads every voucher of the book.';
