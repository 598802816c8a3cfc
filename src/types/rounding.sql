-- Rounding to fund.amount, in a mode that has a name: half_up (四舍五入),
-- half_even (四舍六入五成双, 银行家舍入), up (进一法) or down (去尾法). Not named
-- round: pg_catalog's round(1.234, '2') would then mean this one.

CREATE FUNCTION fund.round_amount(value numeric, mode text DEFAULT 'half_up', decimals integer DEFAULT 2)
    RETURNS fund.amount
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_round_amount';

CREATE FUNCTION fund.divide_amount(dividend fund.amount, divisor numeric, mode text DEFAULT 'half_up', decimals integer DEFAULT 2)
    RETURNS fund.amount
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_divide_amount';

COMMENT ON FUNCTION fund.round_amount(numeric, text, integer) IS
'a number of 元 rounded to an amount, by default 四舍五入 to 分; 22023 if mode or decimals are none, 22003 if out of range';
COMMENT ON FUNCTION fund.divide_amount(fund.amount, numeric, text, integer) IS
'an amount divided by a number, the exact quotient rounded, by default 四舍五入 to 分; 22012 if the number is 0, 22023 if mode or decimals are none, 22003 if out of range';
