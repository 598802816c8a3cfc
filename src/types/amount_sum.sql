-- Aggregates of fund.amount. sum and avg have one state, so that a query with
-- both keeps and fills it once.

CREATE FUNCTION fund._amount_sum_accumulate(internal, fund.amount) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_amount_sum_accumulate';

CREATE FUNCTION fund._amount_sum_remove(internal, fund.amount) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_amount_sum_remove';

CREATE FUNCTION fund._amount_sum_combine(internal, internal) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_amount_sum_combine';

CREATE FUNCTION fund._amount_sum_serialize(internal) RETURNS bytea
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_amount_sum_serialize';

CREATE FUNCTION fund._amount_sum_deserialize(bytea, internal) RETURNS internal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_amount_sum_deserialize';

CREATE FUNCTION fund._amount_sum_result(internal) RETURNS fund.amount
    LANGUAGE c IMMUTABLE PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_amount_sum_result';

CREATE FUNCTION fund._amount_avg_result(internal) RETURNS numeric
    LANGUAGE c IMMUTABLE PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_amount_avg_result';

CREATE FUNCTION fund.amount_smaller(fund.amount, fund.amount) RETURNS fund.amount
    LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE
    AS 'int8smaller';

CREATE FUNCTION fund.amount_larger(fund.amount, fund.amount) RETURNS fund.amount
    LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE
    AS 'int8larger';

COMMENT ON FUNCTION fund._amount_sum_accumulate(internal, fund.amount) IS
'aggregate transition function of sum and avg';
COMMENT ON FUNCTION fund._amount_sum_remove(internal, fund.amount) IS
'aggregate inverse transition function of sum and avg';
COMMENT ON FUNCTION fund._amount_sum_combine(internal, internal) IS
'aggregate combine function of sum and avg';
COMMENT ON FUNCTION fund._amount_sum_serialize(internal) IS
'aggregate serial function of sum and avg';
COMMENT ON FUNCTION fund._amount_sum_deserialize(bytea, internal) IS
'aggregate deserial function of sum and avg';
COMMENT ON FUNCTION fund._amount_sum_result(internal) IS
'aggregate final function of sum; 22003 if the sum is out of range';
COMMENT ON FUNCTION fund._amount_avg_result(internal) IS
'aggregate final function of avg';
COMMENT ON FUNCTION fund.amount_smaller(fund.amount, fund.amount) IS 'smaller of two';
COMMENT ON FUNCTION fund.amount_larger(fund.amount, fund.amount) IS 'larger of two';

CREATE AGGREGATE fund.sum(fund.amount) (
    SFUNC = fund._amount_sum_accumulate,
    STYPE = internal,
    SSPACE = 32,
    FINALFUNC = fund._amount_sum_result,
    COMBINEFUNC = fund._amount_sum_combine,
    SERIALFUNC = fund._amount_sum_serialize,
    DESERIALFUNC = fund._amount_sum_deserialize,
    MSFUNC = fund._amount_sum_accumulate,
    MINVFUNC = fund._amount_sum_remove,
    MSTYPE = internal,
    MSSPACE = 32,
    MFINALFUNC = fund._amount_sum_result,
    PARALLEL = SAFE
);

-- A numeric, for a mean is seldom a whole 分.
CREATE AGGREGATE fund.avg(fund.amount) (
    SFUNC = fund._amount_sum_accumulate,
    STYPE = internal,
    SSPACE = 32,
    FINALFUNC = fund._amount_avg_result,
    COMBINEFUNC = fund._amount_sum_combine,
    SERIALFUNC = fund._amount_sum_serialize,
    DESERIALFUNC = fund._amount_sum_deserialize,
    MSFUNC = fund._amount_sum_accumulate,
    MINVFUNC = fund._amount_sum_remove,
    MSTYPE = internal,
    MSSPACE = 32,
    MFINALFUNC = fund._amount_avg_result,
    PARALLEL = SAFE
);

CREATE AGGREGATE fund.min(fund.amount) (
    SFUNC = fund.amount_smaller,
    STYPE = fund.amount,
    COMBINEFUNC = fund.amount_smaller,
    SORTOP = OPERATOR(fund.<),
    PARALLEL = SAFE
);

CREATE AGGREGATE fund.max(fund.amount) (
    SFUNC = fund.amount_larger,
    STYPE = fund.amount,
    COMBINEFUNC = fund.amount_larger,
    SORTOP = OPERATOR(fund.>),
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE fund.sum(fund.amount) IS
'sum of the amounts, in 元; 22003 if the sum is out of range, whatever the order of the rows; NULL of none';
COMMENT ON AGGREGATE fund.avg(fund.amount) IS
'mean of the amounts as numeric, in 元; no amounts are too many for it; NULL of none';
COMMENT ON AGGREGATE fund.min(fund.amount) IS 'the smallest amount; NULL of none';
COMMENT ON AGGREGATE fund.max(fund.amount) IS 'the largest amount; NULL of none';
