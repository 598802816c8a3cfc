-- 稽核: what was derived from the vouchers, computed again.

CREATE FUNCTION fund.verify(book text)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 1
    AS 'MODULE_PATHNAME', 'fl_verify';

COMMENT ON FUNCTION fund.verify(text) IS
'Recomputes the balances, seals, numbers and issued statements of a book, and whether restatements and successions explain what they must, and returns what does not agree: no row, normally. Their types and reasons are not sealed. It reads every voucher of the book.';
