-- fund.amount: money in 元 with exactly two decimals, exact or refused.

CREATE TYPE fund.amount;

CREATE FUNCTION fund.amount_in(cstring) RETURNS fund.amount
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_amount_in';

CREATE FUNCTION fund.amount_out(fund.amount) RETURNS cstring
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_amount_out';

CREATE FUNCTION fund.amount_recv(internal) RETURNS fund.amount
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_amount_recv';

CREATE FUNCTION fund.amount_send(fund.amount) RETURNS bytea
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_amount_send';

-- Category N, so that an unknown literal among numbers still becomes what it
-- was before: '-4.5' in abs('-4.5') is a float8, the preferred number.
CREATE TYPE fund.amount (
    INPUT = fund.amount_in,
    OUTPUT = fund.amount_out,
    RECEIVE = fund.amount_recv,
    SEND = fund.amount_send,
    INTERNALLENGTH = 8,
    PASSEDBYVALUE,
    ALIGNMENT = double,
    STORAGE = plain,
    CATEGORY = 'N',
    PREFERRED = false
);

COMMENT ON TYPE fund.amount IS
'金额: money in 元 with exactly two decimals, from -92233720368547758.07 to 92233720368547758.07; what does not fit is an error (22003), nothing is rounded';
COMMENT ON FUNCTION fund.amount_in(cstring) IS
'input function of fund.amount: 22P02 if the text is no decimal number, 22003 if it has a third decimal or is out of range';
COMMENT ON FUNCTION fund.amount_out(fund.amount) IS
'output function of fund.amount: always two decimals';
COMMENT ON FUNCTION fund.amount_recv(internal) IS
'binary input function of fund.amount: 分 as a 64-bit integer, 22P03 if it is none or has no negative';
COMMENT ON FUNCTION fund.amount_send(fund.amount) IS
'binary output function of fund.amount: 分 as a 64-bit integer';

-- ---------- casts ----------

CREATE FUNCTION fund.amount_to_numeric(fund.amount) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_amount_to_numeric';

CREATE FUNCTION fund.amount(numeric) RETURNS fund.amount
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_amount_of_numeric';

CREATE FUNCTION fund.amount(smallint) RETURNS fund.amount
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_amount_of_int2';

CREATE FUNCTION fund.amount(integer) RETURNS fund.amount
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_amount_of_int4';

CREATE FUNCTION fund.amount(bigint) RETURNS fund.amount
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_amount_of_int8';

COMMENT ON FUNCTION fund.amount_to_numeric(fund.amount) IS 'an amount as numeric in 元, exactly';
COMMENT ON FUNCTION fund.amount(numeric) IS
'an amount of so many 元; 22003 if it has a third decimal, is out of range, NaN or infinite';
COMMENT ON FUNCTION fund.amount(smallint) IS 'an amount of so many 元';
COMMENT ON FUNCTION fund.amount(integer) IS 'an amount of so many 元';
COMMENT ON FUNCTION fund.amount(bigint) IS 'an amount of so many 元; 22003 if out of range';

-- Implicit, for nothing is lost: an amount can stand wherever a numeric can,
-- beside a numeric or a bigint too, and the result is then a numeric. An
-- expression without an amount in it cannot be changed by this.
CREATE CAST (fund.amount AS numeric) WITH FUNCTION fund.amount_to_numeric(fund.amount) AS IMPLICIT;

-- Implicit where it cannot fail: coalesce(sum(amount), 0) and amount > 0 stay
-- amounts, and the latter finds an index. On assignment only where it can, or
-- a comparison could raise. That no built-in expression changes its meaning is
-- because no operator of ours mixes an amount and a number, but for a factor:
-- doc/adr/0006-amount-casts.md. There is none to or from a float: it does not
-- say which 分 was meant.
CREATE CAST (smallint AS fund.amount) WITH FUNCTION fund.amount(smallint) AS IMPLICIT;
CREATE CAST (integer AS fund.amount) WITH FUNCTION fund.amount(integer) AS IMPLICIT;
CREATE CAST (bigint AS fund.amount) WITH FUNCTION fund.amount(bigint) AS ASSIGNMENT;
CREATE CAST (numeric AS fund.amount) WITH FUNCTION fund.amount(numeric) AS ASSIGNMENT;
CREATE CAST (text AS fund.amount) WITH INOUT AS ASSIGNMENT;
CREATE CAST (varchar AS fund.amount) WITH INOUT AS ASSIGNMENT;

COMMENT ON CAST (fund.amount AS numeric) IS '元, exactly';
COMMENT ON CAST (numeric AS fund.amount) IS
'元; 22003 if it has a third decimal, is out of range, NaN or infinite';
COMMENT ON CAST (smallint AS fund.amount) IS '元';
COMMENT ON CAST (integer AS fund.amount) IS '元';
COMMENT ON CAST (bigint AS fund.amount) IS '元; 22003 if out of range';
COMMENT ON CAST (text AS fund.amount) IS
'reads an amount in 元; 22P02 if the text is no decimal number, 22003 if it has a third decimal or is out of range';
COMMENT ON CAST (varchar AS fund.amount) IS
'reads an amount in 元; 22P02 if the text is no decimal number, 22003 if it has a third decimal or is out of range';

-- ---------- comparison ----------
-- The order of 分 is that of int8, so the server's own functions do. Among
-- amounts only: an operator on an amount and a number would compete for
-- expressions like 1::numeric <> 0. With a number that is no integer an amount
-- is compared as a numeric, which no index on amounts serves: write the literal
-- as '100.50'.
--
-- The estimators are the server's, here and for period and account_code: the
-- planner combines the bounds of a range only where they have these. They find
-- the bin of the histogram by our operators and then take its middle, as they
-- can tell where in it a value stands for built-in types only; so an estimate
-- is off by half a bin at most, half a percent of the rows, but a range within
-- one bin is taken for a single row. SET STATISTICS makes the bins narrower.

CREATE FUNCTION fund.amount_lt(fund.amount, fund.amount) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'int8lt';

CREATE FUNCTION fund.amount_le(fund.amount, fund.amount) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'int8le';

CREATE FUNCTION fund.amount_eq(fund.amount, fund.amount) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'int8eq';

CREATE FUNCTION fund.amount_ne(fund.amount, fund.amount) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'int8ne';

CREATE FUNCTION fund.amount_ge(fund.amount, fund.amount) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'int8ge';

CREATE FUNCTION fund.amount_gt(fund.amount, fund.amount) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'int8gt';

COMMENT ON FUNCTION fund.amount_lt(fund.amount, fund.amount) IS 'implementation of < operator';
COMMENT ON FUNCTION fund.amount_le(fund.amount, fund.amount) IS 'implementation of <= operator';
COMMENT ON FUNCTION fund.amount_eq(fund.amount, fund.amount) IS 'implementation of = operator';
COMMENT ON FUNCTION fund.amount_ne(fund.amount, fund.amount) IS 'implementation of <> operator';
COMMENT ON FUNCTION fund.amount_ge(fund.amount, fund.amount) IS 'implementation of >= operator';
COMMENT ON FUNCTION fund.amount_gt(fund.amount, fund.amount) IS 'implementation of > operator';

CREATE OPERATOR fund.< (
    LEFTARG = fund.amount, RIGHTARG = fund.amount, FUNCTION = fund.amount_lt,
    COMMUTATOR = OPERATOR(fund.>), NEGATOR = OPERATOR(fund.>=),
    RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);

CREATE OPERATOR fund.<= (
    LEFTARG = fund.amount, RIGHTARG = fund.amount, FUNCTION = fund.amount_le,
    COMMUTATOR = OPERATOR(fund.>=), NEGATOR = OPERATOR(fund.>),
    RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);

CREATE OPERATOR fund.= (
    LEFTARG = fund.amount, RIGHTARG = fund.amount, FUNCTION = fund.amount_eq,
    COMMUTATOR = OPERATOR(fund.=), NEGATOR = OPERATOR(fund.<>),
    RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);

CREATE OPERATOR fund.<> (
    LEFTARG = fund.amount, RIGHTARG = fund.amount, FUNCTION = fund.amount_ne,
    COMMUTATOR = OPERATOR(fund.<>), NEGATOR = OPERATOR(fund.=),
    RESTRICT = neqsel, JOIN = neqjoinsel
);

CREATE OPERATOR fund.>= (
    LEFTARG = fund.amount, RIGHTARG = fund.amount, FUNCTION = fund.amount_ge,
    COMMUTATOR = OPERATOR(fund.<=), NEGATOR = OPERATOR(fund.<),
    RESTRICT = scalargesel, JOIN = scalargejoinsel
);

CREATE OPERATOR fund.> (
    LEFTARG = fund.amount, RIGHTARG = fund.amount, FUNCTION = fund.amount_gt,
    COMMUTATOR = OPERATOR(fund.<), NEGATOR = OPERATOR(fund.<=),
    RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);

COMMENT ON OPERATOR fund.< (fund.amount, fund.amount) IS 'less than';
COMMENT ON OPERATOR fund.<= (fund.amount, fund.amount) IS 'less than or equal';
COMMENT ON OPERATOR fund.= (fund.amount, fund.amount) IS 'equal';
COMMENT ON OPERATOR fund.<> (fund.amount, fund.amount) IS 'not equal';
COMMENT ON OPERATOR fund.>= (fund.amount, fund.amount) IS 'greater than or equal';
COMMENT ON OPERATOR fund.> (fund.amount, fund.amount) IS 'greater than';

-- ---------- indexes ----------

CREATE FUNCTION fund.amount_cmp(fund.amount, fund.amount) RETURNS integer
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'btint8cmp';

CREATE FUNCTION fund.amount_sortsupport(internal) RETURNS void
    LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE
    AS 'btint8sortsupport';

CREATE FUNCTION fund.amount_in_range(fund.amount, fund.amount, fund.amount, boolean, boolean) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE
    AS 'in_range_int8_int8';

CREATE FUNCTION fund.amount_hash(fund.amount) RETURNS integer
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'hashint8';

CREATE FUNCTION fund.amount_hash_extended(fund.amount, bigint) RETURNS bigint
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'hashint8extended';

COMMENT ON FUNCTION fund.amount_cmp(fund.amount, fund.amount) IS
'less-equal-greater: -1, 0 or 1';
COMMENT ON FUNCTION fund.amount_sortsupport(internal) IS 'sort support';
COMMENT ON FUNCTION fund.amount_in_range(fund.amount, fund.amount, fund.amount, boolean, boolean) IS
'window RANGE support; 22013 if the offset is negative';
COMMENT ON FUNCTION fund.amount_hash(fund.amount) IS 'hash';
COMMENT ON FUNCTION fund.amount_hash_extended(fund.amount, bigint) IS 'hash with a seed';

CREATE OPERATOR CLASS fund.amount_ops DEFAULT FOR TYPE fund.amount USING btree AS
    OPERATOR 1 fund.<,
    OPERATOR 2 fund.<=,
    OPERATOR 3 fund.=,
    OPERATOR 4 fund.>=,
    OPERATOR 5 fund.>,
    FUNCTION 1 fund.amount_cmp(fund.amount, fund.amount),
    FUNCTION 2 fund.amount_sortsupport(internal),
    FUNCTION 3 fund.amount_in_range(fund.amount, fund.amount, fund.amount, boolean, boolean),
    FUNCTION 4 btequalimage(oid);

CREATE OPERATOR CLASS fund.amount_ops DEFAULT FOR TYPE fund.amount USING hash AS
    OPERATOR 1 fund.=,
    FUNCTION 1 fund.amount_hash(fund.amount),
    FUNCTION 2 fund.amount_hash_extended(fund.amount, bigint);

-- Amounts follow no order of arrival unless a table is kept in theirs; where it
-- is, but for some rows, minmax_multi is the one that still tells pages apart.
CREATE OPERATOR CLASS fund.amount_minmax_ops DEFAULT FOR TYPE fund.amount USING brin AS
    OPERATOR 1 fund.<,
    OPERATOR 2 fund.<=,
    OPERATOR 3 fund.=,
    OPERATOR 4 fund.>=,
    OPERATOR 5 fund.>,
    FUNCTION 1 brin_minmax_opcinfo(internal),
    FUNCTION 2 brin_minmax_add_value(internal, internal, internal, internal),
    FUNCTION 3 brin_minmax_consistent(internal, internal, internal),
    FUNCTION 4 brin_minmax_union(internal, internal, internal);

CREATE OPERATOR CLASS fund.amount_minmax_multi_ops FOR TYPE fund.amount USING brin AS
    OPERATOR 1 fund.<,
    OPERATOR 2 fund.<=,
    OPERATOR 3 fund.=,
    OPERATOR 4 fund.>=,
    OPERATOR 5 fund.>,
    FUNCTION 1 brin_minmax_multi_opcinfo(internal),
    FUNCTION 2 brin_minmax_multi_add_value(internal, internal, internal, internal),
    FUNCTION 3 brin_minmax_multi_consistent(internal, internal, internal, integer),
    FUNCTION 4 brin_minmax_multi_union(internal, internal, internal),
    FUNCTION 5 brin_minmax_multi_options(internal),
    FUNCTION 11 brin_minmax_multi_distance_int8(internal, internal);

COMMENT ON OPERATOR CLASS fund.amount_minmax_ops USING brin IS 'the least and the greatest amount of a range of pages';
COMMENT ON OPERATOR CLASS fund.amount_minmax_multi_ops USING brin IS 'several ranges of amounts of a range of pages';
COMMENT ON OPERATOR FAMILY fund.amount_minmax_ops USING brin IS 'the least and the greatest amount of a range of pages';
COMMENT ON OPERATOR FAMILY fund.amount_minmax_multi_ops USING brin IS 'several ranges of amounts of a range of pages';
COMMENT ON OPERATOR CLASS fund.amount_ops USING btree IS 'amounts in the order of their value';
COMMENT ON OPERATOR CLASS fund.amount_ops USING hash IS 'amounts, for equality';
COMMENT ON OPERATOR FAMILY fund.amount_ops USING btree IS 'amounts in the order of their value';
COMMENT ON OPERATOR FAMILY fund.amount_ops USING hash IS 'amounts, for equality';

-- ---------- arithmetic ----------
-- A factor that is not whole goes through numeric, and back into an amount only
-- where no 分 is split or the rounding is named: rounding.sql. Nor does an
-- amount divide into amounts here: how many times one holds another is a number.

CREATE FUNCTION fund.amount_plus(fund.amount, fund.amount) RETURNS fund.amount
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_amount_plus';

CREATE FUNCTION fund.amount_minus(fund.amount, fund.amount) RETURNS fund.amount
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_amount_minus';

CREATE FUNCTION fund.amount_positive(fund.amount) RETURNS fund.amount
    LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE
    AS 'int8up';

CREATE FUNCTION fund.amount_negative(fund.amount) RETURNS fund.amount
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_amount_negative';

CREATE FUNCTION fund.amount_times_int8(fund.amount, bigint) RETURNS fund.amount
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_amount_times_int8';

CREATE FUNCTION fund.int8_times_amount(bigint, fund.amount) RETURNS fund.amount
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_int8_times_amount';

CREATE FUNCTION fund.amount_per_amount(fund.amount, fund.amount) RETURNS numeric
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_amount_per_amount';

CREATE FUNCTION fund.abs(fund.amount) RETURNS fund.amount
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_amount_abs';

-- An integer, for a sign is no money: amount * sign(amount) is an amount.
CREATE FUNCTION fund.sign(fund.amount) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_amount_sign';

COMMENT ON FUNCTION fund.amount_plus(fund.amount, fund.amount) IS 'implementation of + operator';
COMMENT ON FUNCTION fund.amount_minus(fund.amount, fund.amount) IS 'implementation of - operator';
COMMENT ON FUNCTION fund.amount_positive(fund.amount) IS 'implementation of + operator';
COMMENT ON FUNCTION fund.amount_negative(fund.amount) IS 'implementation of - operator';
COMMENT ON FUNCTION fund.amount_times_int8(fund.amount, bigint) IS 'implementation of * operator';
COMMENT ON FUNCTION fund.int8_times_amount(bigint, fund.amount) IS 'implementation of * operator';
COMMENT ON FUNCTION fund.amount_per_amount(fund.amount, fund.amount) IS 'implementation of / operator';
COMMENT ON FUNCTION fund.abs(fund.amount) IS 'the amount without its sign, in 元';
COMMENT ON FUNCTION fund.sign(fund.amount) IS '-1, 0 or 1: the sign of the amount';

CREATE OPERATOR fund.+ (
    LEFTARG = fund.amount, RIGHTARG = fund.amount, FUNCTION = fund.amount_plus,
    COMMUTATOR = OPERATOR(fund.+)
);

CREATE OPERATOR fund.- (
    LEFTARG = fund.amount, RIGHTARG = fund.amount, FUNCTION = fund.amount_minus
);

CREATE OPERATOR fund.+ (RIGHTARG = fund.amount, FUNCTION = fund.amount_positive);

CREATE OPERATOR fund.- (RIGHTARG = fund.amount, FUNCTION = fund.amount_negative);

CREATE OPERATOR fund.* (
    LEFTARG = fund.amount, RIGHTARG = bigint, FUNCTION = fund.amount_times_int8,
    COMMUTATOR = OPERATOR(fund.*)
);

CREATE OPERATOR fund.* (
    LEFTARG = bigint, RIGHTARG = fund.amount, FUNCTION = fund.int8_times_amount,
    COMMUTATOR = OPERATOR(fund.*)
);

CREATE OPERATOR fund./ (
    LEFTARG = fund.amount, RIGHTARG = fund.amount, FUNCTION = fund.amount_per_amount
);

CREATE OPERATOR fund.@ (RIGHTARG = fund.amount, FUNCTION = fund.abs);

COMMENT ON OPERATOR fund.+ (fund.amount, fund.amount) IS 'add, in 元; 22003 if out of range';
COMMENT ON OPERATOR fund.- (fund.amount, fund.amount) IS 'subtract, in 元; 22003 if out of range';
COMMENT ON OPERATOR fund.+ (NONE, fund.amount) IS 'the amount itself';
COMMENT ON OPERATOR fund.- (NONE, fund.amount) IS 'negate: the range is symmetric, so every amount can be';
COMMENT ON OPERATOR fund.* (fund.amount, bigint) IS 'so many times the amount, in 元; 22003 if out of range';
COMMENT ON OPERATOR fund.* (bigint, fund.amount) IS 'so many times the amount, in 元; 22003 if out of range';
COMMENT ON OPERATOR fund./ (fund.amount, fund.amount) IS 'ratio of two amounts, as numeric; 22012 if the second is 0';
COMMENT ON OPERATOR fund.@ (NONE, fund.amount) IS 'the amount without its sign, in 元';
