-- The turnover of open months in one pass, which may be parallel. Its result is
-- for C alone: totals as the server keeps them.

CREATE FUNCTION fund._open_turnover_transition(internal, bigint, integer, date, fund.voucher_kind, fund.basis, fund.journal, integer) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_open_turnover_transition';

CREATE FUNCTION fund._open_turnover_combine(internal, internal) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_open_turnover_combine';

CREATE FUNCTION fund._open_turnover_totals(internal) RETURNS bytea
    LANGUAGE c IMMUTABLE PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_open_turnover_totals';

CREATE FUNCTION fund._open_turnover_deserialize(bytea, internal) RETURNS internal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_open_turnover_deserialize';

COMMENT ON FUNCTION fund._open_turnover_transition(internal, bigint, integer, date, fund.voucher_kind, fund.basis, fund.journal, integer) IS 'transition function of fund._open_turnover';
COMMENT ON FUNCTION fund._open_turnover_combine(internal, internal) IS 'combine function of fund._open_turnover';
COMMENT ON FUNCTION fund._open_turnover_totals(internal) IS 'final and serialization function of fund._open_turnover';
COMMENT ON FUNCTION fund._open_turnover_deserialize(bytea, internal) IS 'deserialization function of fund._open_turnover';

CREATE AGGREGATE fund._open_turnover(bigint, integer, date, fund.voucher_kind, fund.basis, fund.journal, integer) (
    SFUNC = fund._open_turnover_transition,
    STYPE = internal,
    SSPACE = 16384,
    FINALFUNC = fund._open_turnover_totals,
    COMBINEFUNC = fund._open_turnover_combine,
    SERIALFUNC = fund._open_turnover_totals,
    DESERIALFUNC = fund._open_turnover_deserialize,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE fund._open_turnover(bigint, integer, date, fund.voucher_kind, fund.basis, fund.journal, integer) IS
'the turnover by period, kind and account of the vouchers of some bases (a bit mask), for fundledger''s own reports';
