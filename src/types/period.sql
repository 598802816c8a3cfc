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

-- Frames such as RANGE BETWEEN 11 PRECEDING AND CURRENT ROW: the last twelve months.
CREATE FUNCTION fund.period_in_range(fund.period, fund.period, integer, boolean, boolean) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE
    AS 'in_range_int4_int4';

COMMENT ON FUNCTION fund.period_in_range(fund.period, fund.period, integer, boolean, boolean) IS
'window RANGE support, in months; 22013 if the offset is negative';
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
        FUNCTION 3 (fund.period, integer) fund.period_in_range(fund.period, fund.period, integer, boolean, boolean),
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

CREATE OPERATOR CLASS fund.period_minmax_multi_ops
    FOR TYPE fund.period USING brin AS
        OPERATOR 1 fund.<,
        OPERATOR 2 fund.<=,
        OPERATOR 3 fund.=,
        OPERATOR 4 fund.>=,
        OPERATOR 5 fund.>,
        FUNCTION 1 pg_catalog.brin_minmax_multi_opcinfo(internal),
        FUNCTION 2 pg_catalog.brin_minmax_multi_add_value(internal, internal, internal, internal),
        FUNCTION 3 pg_catalog.brin_minmax_multi_consistent(internal, internal, internal, integer),
        FUNCTION 4 pg_catalog.brin_minmax_multi_union(internal, internal, internal),
        FUNCTION 5 pg_catalog.brin_minmax_multi_options(internal),
        FUNCTION 11 pg_catalog.brin_minmax_multi_distance_int4(internal, internal);
COMMENT ON OPERATOR CLASS fund.period_minmax_multi_ops USING brin IS 'BRIN minmax-multi operators of fund.period';
COMMENT ON OPERATOR FAMILY fund.period_minmax_multi_ops USING brin IS 'BRIN minmax-multi operators of fund.period';

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

-- There is no cast to date: a period is none of its days. As a range it is all
-- of them, and the cast says so by name only.
CREATE FUNCTION fund.days(period fund.period) RETURNS daterange
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN pg_catalog.daterange(fund.first_day(period), fund.last_day(period), '[]');
COMMENT ON FUNCTION fund.days(fund.period) IS 'the days of a period, as a range';

CREATE CAST (fund.period AS daterange) WITH FUNCTION fund.days(fund.period);
COMMENT ON CAST (fund.period AS daterange) IS 'the days of a period';

-- The planner is told which range of an index on dates holds those of a period,
-- and which period of one on periods holds a date.
CREATE FUNCTION fund._period_contains_support(internal) RETURNS internal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_period_contains_support';

CREATE FUNCTION fund._date_within_support(internal) RETURNS internal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_date_within_support';

CREATE FUNCTION fund.period_contains_date(fund.period, date) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    SUPPORT fund._period_contains_support
    AS 'MODULE_PATHNAME', 'fl_period_contains_date';

CREATE FUNCTION fund.date_within_period(date, fund.period) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    SUPPORT fund._date_within_support
    AS 'MODULE_PATHNAME', 'fl_date_within_period';

CREATE OPERATOR fund.@> (
    LEFTARG = fund.period, RIGHTARG = date, FUNCTION = fund.period_contains_date,
    COMMUTATOR = OPERATOR(fund.<@),
    RESTRICT = matchingsel, JOIN = matchingjoinsel
);
CREATE OPERATOR fund.<@ (
    LEFTARG = date, RIGHTARG = fund.period, FUNCTION = fund.date_within_period,
    COMMUTATOR = OPERATOR(fund.@>),
    RESTRICT = matchingsel, JOIN = matchingjoinsel
);
COMMENT ON FUNCTION fund._period_contains_support(internal) IS 'planner support of @> of a period and a date';
COMMENT ON FUNCTION fund._date_within_support(internal) IS 'planner support of <@ of a date and a period';
COMMENT ON FUNCTION fund.period_contains_date(fund.period, date) IS 'implementation of the operator @>';
COMMENT ON FUNCTION fund.date_within_period(date, fund.period) IS 'implementation of the operator <@';
COMMENT ON OPERATOR fund.@> (fund.period, date) IS 'has the day';
COMMENT ON OPERATOR fund.<@ (date, fund.period) IS 'is a day of the period';

-- Arithmetic

CREATE FUNCTION fund.period_plus_months(fund.period, integer) RETURNS fund.period
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_period_plus_months';

CREATE FUNCTION fund.months_plus_period(integer, fund.period) RETURNS fund.period
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_months_plus_period';

CREATE FUNCTION fund.period_minus_months(fund.period, integer) RETURNS fund.period
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_period_minus_months';

CREATE FUNCTION fund.period_difference(fund.period, fund.period) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_period_difference';

COMMENT ON FUNCTION fund.period_plus_months(fund.period, integer) IS 'implementation of the operator +';
COMMENT ON FUNCTION fund.months_plus_period(integer, fund.period) IS 'implementation of the operator +';
COMMENT ON FUNCTION fund.period_minus_months(fund.period, integer) IS 'implementation of the operator -';
COMMENT ON FUNCTION fund.period_difference(fund.period, fund.period) IS 'implementation of the operator -';

CREATE OPERATOR fund.+ (
    LEFTARG = fund.period, RIGHTARG = integer, FUNCTION = fund.period_plus_months,
    COMMUTATOR = OPERATOR(fund.+)
);
CREATE OPERATOR fund.+ (
    LEFTARG = integer, RIGHTARG = fund.period, FUNCTION = fund.months_plus_period,
    COMMUTATOR = OPERATOR(fund.+)
);
CREATE OPERATOR fund.- (
    LEFTARG = fund.period, RIGHTARG = integer, FUNCTION = fund.period_minus_months
);
CREATE OPERATOR fund.- (
    LEFTARG = fund.period, RIGHTARG = fund.period, FUNCTION = fund.period_difference
);
COMMENT ON OPERATOR fund.+ (fund.period, integer) IS 'the period so many months later';
COMMENT ON OPERATOR fund.+ (integer, fund.period) IS 'the period so many months later';
COMMENT ON OPERATOR fund.- (fund.period, integer) IS 'the period so many months earlier';
COMMENT ON OPERATOR fund.- (fund.period, fund.period) IS 'the months from the second period to the first';

-- Not named age: pg_catalog's age('2026-01-01', '2025-01-01') would be ambiguous.
CREATE FUNCTION fund.elapsed(later fund.period, earlier fund.period) RETURNS interval
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN pg_catalog.make_interval(months => later OPERATOR(fund.-) earlier);
COMMENT ON FUNCTION fund.elapsed(fund.period, fund.period) IS
'the years and months from the second period to the first; the operator - gives the months alone';

-- Between two periods every month is one, so int4's own function counts them.
CREATE FUNCTION fund.generate_series(first fund.period, last fund.period, step integer DEFAULT 1) RETURNS SETOF fund.period
    LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE ROWS 24
    SUPPORT pg_catalog.generate_series_int4_support
    AS 'generate_series_step_int4';
COMMENT ON FUNCTION fund.generate_series(fund.period, fund.period, integer) IS
'the periods from the first to the last, every step-th month, backwards where it is negative; 22023 if it is 0';

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
