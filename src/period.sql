-- fund.period: an accounting month.

CREATE TYPE fund.period;

CREATE FUNCTION fund.period_in(cstring) RETURNS fund.period
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_period_in';

CREATE FUNCTION fund.period_out(fund.period) RETURNS cstring
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_period_out';

CREATE FUNCTION fund.period_recv(internal) RETURNS fund.period
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_period_recv';

CREATE FUNCTION fund.period_send(fund.period) RETURNS bytea
    LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE
    AS 'int4send';

CREATE TYPE fund.period (
    INPUT = fund.period_in,
    OUTPUT = fund.period_out,
    RECEIVE = fund.period_recv,
    SEND = fund.period_send,
    LIKE = integer
);

COMMENT ON TYPE fund.period IS
'会计期间: an accounting month, 2026-01; read also from 202601 and 2026年1月';
COMMENT ON FUNCTION fund.period_in(cstring) IS 'input function of fund.period';
COMMENT ON FUNCTION fund.period_out(fund.period) IS 'output function of fund.period';
COMMENT ON FUNCTION fund.period_recv(internal) IS 'binary input function of fund.period';
COMMENT ON FUNCTION fund.period_send(fund.period) IS 'binary output function of fund.period';

-- A period is an int4 within bounds: int4's own functions compare and hash it.

CREATE FUNCTION fund.period_lt(fund.period, fund.period) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'int4lt';

CREATE FUNCTION fund.period_le(fund.period, fund.period) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'int4le';

CREATE FUNCTION fund.period_eq(fund.period, fund.period) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'int4eq';

CREATE FUNCTION fund.period_ne(fund.period, fund.period) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'int4ne';

CREATE FUNCTION fund.period_ge(fund.period, fund.period) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'int4ge';

CREATE FUNCTION fund.period_gt(fund.period, fund.period) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'int4gt';

CREATE OPERATOR fund.< (
    LEFTARG = fund.period, RIGHTARG = fund.period, FUNCTION = fund.period_lt,
    COMMUTATOR = OPERATOR(fund.>), NEGATOR = OPERATOR(fund.>=),
    RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);

CREATE OPERATOR fund.<= (
    LEFTARG = fund.period, RIGHTARG = fund.period, FUNCTION = fund.period_le,
    COMMUTATOR = OPERATOR(fund.>=), NEGATOR = OPERATOR(fund.>),
    RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);

CREATE OPERATOR fund.= (
    LEFTARG = fund.period, RIGHTARG = fund.period, FUNCTION = fund.period_eq,
    COMMUTATOR = OPERATOR(fund.=), NEGATOR = OPERATOR(fund.<>),
    RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);

CREATE OPERATOR fund.<> (
    LEFTARG = fund.period, RIGHTARG = fund.period, FUNCTION = fund.period_ne,
    COMMUTATOR = OPERATOR(fund.<>), NEGATOR = OPERATOR(fund.=),
    RESTRICT = neqsel, JOIN = neqjoinsel
);

CREATE OPERATOR fund.>= (
    LEFTARG = fund.period, RIGHTARG = fund.period, FUNCTION = fund.period_ge,
    COMMUTATOR = OPERATOR(fund.<=), NEGATOR = OPERATOR(fund.<),
    RESTRICT = scalargesel, JOIN = scalargejoinsel
);

CREATE OPERATOR fund.> (
    LEFTARG = fund.period, RIGHTARG = fund.period, FUNCTION = fund.period_gt,
    COMMUTATOR = OPERATOR(fund.<), NEGATOR = OPERATOR(fund.<=),
    RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);

COMMENT ON FUNCTION fund.period_lt(fund.period, fund.period) IS 'implementation of the operator <';
COMMENT ON OPERATOR fund.< (fund.period, fund.period) IS 'earlier than';
COMMENT ON FUNCTION fund.period_le(fund.period, fund.period) IS 'implementation of the operator <=';
COMMENT ON OPERATOR fund.<= (fund.period, fund.period) IS 'earlier than or equal';
COMMENT ON FUNCTION fund.period_eq(fund.period, fund.period) IS 'implementation of the operator =';
COMMENT ON OPERATOR fund.= (fund.period, fund.period) IS 'equal';
COMMENT ON FUNCTION fund.period_ne(fund.period, fund.period) IS 'implementation of the operator <>';
COMMENT ON OPERATOR fund.<> (fund.period, fund.period) IS 'not equal';
COMMENT ON FUNCTION fund.period_ge(fund.period, fund.period) IS 'implementation of the operator >=';
COMMENT ON OPERATOR fund.>= (fund.period, fund.period) IS 'later than or equal';
COMMENT ON FUNCTION fund.period_gt(fund.period, fund.period) IS 'implementation of the operator >';
COMMENT ON OPERATOR fund.> (fund.period, fund.period) IS 'later than';

CREATE FUNCTION fund.period_cmp(fund.period, fund.period) RETURNS integer
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'btint4cmp';

CREATE FUNCTION fund.period_sortsupport(internal) RETURNS void
    LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE
    AS 'btint4sortsupport';

CREATE FUNCTION fund.period_hash(fund.period) RETURNS integer
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'hashint4';

CREATE FUNCTION fund.period_hash_extended(fund.period, bigint) RETURNS bigint
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'hashint4extended';

COMMENT ON FUNCTION fund.period_cmp(fund.period, fund.period) IS 'btree comparison of fund.period';
COMMENT ON FUNCTION fund.period_sortsupport(internal) IS 'sort support of fund.period';
COMMENT ON FUNCTION fund.period_hash(fund.period) IS 'hash of fund.period';
COMMENT ON FUNCTION fund.period_hash_extended(fund.period, bigint) IS 'hash of fund.period with a seed';

CREATE OPERATOR CLASS fund.period_ops
    DEFAULT FOR TYPE fund.period USING btree AS
        OPERATOR 1 fund.<,
        OPERATOR 2 fund.<=,
        OPERATOR 3 fund.=,
        OPERATOR 4 fund.>=,
        OPERATOR 5 fund.>,
        FUNCTION 1 fund.period_cmp(fund.period, fund.period),
        FUNCTION 2 fund.period_sortsupport(internal),
        FUNCTION 4 pg_catalog.btequalimage(oid);
COMMENT ON OPERATOR CLASS fund.period_ops USING btree IS 'btree operators of fund.period';
COMMENT ON OPERATOR FAMILY fund.period_ops USING btree IS 'btree operators of fund.period';

CREATE OPERATOR CLASS fund.period_hash_ops
    DEFAULT FOR TYPE fund.period USING hash AS
        OPERATOR 1 fund.=,
        FUNCTION 1 fund.period_hash(fund.period),
        FUNCTION 2 fund.period_hash_extended(fund.period, bigint);
COMMENT ON OPERATOR CLASS fund.period_hash_ops USING hash IS 'hash operators of fund.period';
COMMENT ON OPERATOR FAMILY fund.period_hash_ops USING hash IS 'hash operators of fund.period';

-- Vouchers arrive month after month, so their pages tell their periods.
CREATE OPERATOR CLASS fund.period_minmax_ops
    DEFAULT FOR TYPE fund.period USING brin AS
        OPERATOR 1 fund.<,
        OPERATOR 2 fund.<=,
        OPERATOR 3 fund.=,
        OPERATOR 4 fund.>=,
        OPERATOR 5 fund.>,
        FUNCTION 1 pg_catalog.brin_minmax_opcinfo(internal),
        FUNCTION 2 pg_catalog.brin_minmax_add_value(internal, internal, internal, internal),
        FUNCTION 3 pg_catalog.brin_minmax_consistent(internal, internal, internal),
        FUNCTION 4 pg_catalog.brin_minmax_union(internal, internal, internal);
COMMENT ON OPERATOR CLASS fund.period_minmax_ops USING brin IS 'BRIN minmax operators of fund.period';
COMMENT ON OPERATOR FAMILY fund.period_minmax_ops USING brin IS 'BRIN minmax operators of fund.period';

-- On assignment, so that a literal is taken for a period only where one is meant.
CREATE CAST (text AS fund.period) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (text AS fund.period) IS 'reads a period';

CREATE CAST (varchar AS fund.period) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (varchar AS fund.period) IS 'reads a period';

-- Dates

CREATE FUNCTION fund.period(date date) RETURNS fund.period
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_period_from_date';

CREATE FUNCTION fund.first_day(period fund.period) RETURNS date
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_first_day';

CREATE FUNCTION fund.last_day(period fund.period) RETURNS date
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_last_day';

COMMENT ON FUNCTION fund.period(date) IS 'the period of a date';
COMMENT ON FUNCTION fund.first_day(fund.period) IS 'the first day of a period';
COMMENT ON FUNCTION fund.last_day(fund.period) IS 'the last day of a period';

CREATE CAST (date AS fund.period) WITH FUNCTION fund.period(date) AS ASSIGNMENT;
COMMENT ON CAST (date AS fund.period) IS 'the period of a date';

-- Arithmetic

CREATE FUNCTION fund.period_plus_months(fund.period, integer) RETURNS fund.period
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_period_plus_months';

CREATE FUNCTION fund.period_minus_months(fund.period, integer) RETURNS fund.period
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_period_minus_months';

CREATE FUNCTION fund.period_difference(fund.period, fund.period) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_period_difference';

COMMENT ON FUNCTION fund.period_plus_months(fund.period, integer) IS 'implementation of the operator +';
COMMENT ON FUNCTION fund.period_minus_months(fund.period, integer) IS 'implementation of the operator -';
COMMENT ON FUNCTION fund.period_difference(fund.period, fund.period) IS 'implementation of the operator -';

CREATE OPERATOR fund.+ (
    LEFTARG = fund.period, RIGHTARG = integer, FUNCTION = fund.period_plus_months
);
CREATE OPERATOR fund.- (
    LEFTARG = fund.period, RIGHTARG = integer, FUNCTION = fund.period_minus_months
);
CREATE OPERATOR fund.- (
    LEFTARG = fund.period, RIGHTARG = fund.period, FUNCTION = fund.period_difference
);
COMMENT ON OPERATOR fund.+ (fund.period, integer) IS 'the period so many months later';
COMMENT ON OPERATOR fund.- (fund.period, integer) IS 'the period so many months earlier';
COMMENT ON OPERATOR fund.- (fund.period, fund.period) IS 'the months from the second period to the first';

-- Aggregates

CREATE FUNCTION fund.period_smaller(fund.period, fund.period) RETURNS fund.period
    LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE
    AS 'int4smaller';

CREATE FUNCTION fund.period_larger(fund.period, fund.period) RETURNS fund.period
    LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE
    AS 'int4larger';

COMMENT ON FUNCTION fund.period_smaller(fund.period, fund.period) IS 'the earlier of two periods';
COMMENT ON FUNCTION fund.period_larger(fund.period, fund.period) IS 'the later of two periods';

CREATE AGGREGATE fund.min(fund.period) (
    SFUNC = fund.period_smaller,
    STYPE = fund.period,
    COMBINEFUNC = fund.period_smaller,
    SORTOP = OPERATOR(fund.<),
    PARALLEL = SAFE
);

CREATE AGGREGATE fund.max(fund.period) (
    SFUNC = fund.period_larger,
    STYPE = fund.period,
    COMBINEFUNC = fund.period_larger,
    SORTOP = OPERATOR(fund.>),
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE fund.min(fund.period) IS 'the earliest period';
COMMENT ON AGGREGATE fund.max(fund.period) IS 'the latest period';
