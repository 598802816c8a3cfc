-- Amounts for people to read.

CREATE FUNCTION fund.format_amount(amount fund.amount, separator text DEFAULT ',', currency text DEFAULT '') RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_format_amount';

COMMENT ON FUNCTION fund.format_amount(fund.amount, text, text) IS
'an amount with its digits in groups of three, such as 1,234,567.89, or -¥1,234.00 with the currency ¥';
