-- fund.account_code: the code of an account, in levels of 4-2-2-2-… or 3-2-2-2-… digits.

CREATE TYPE fund.account_code;

CREATE FUNCTION fund.account_code_in(cstring) RETURNS fund.account_code
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_account_code_in';

CREATE FUNCTION fund.account_code_out(fund.account_code) RETURNS cstring
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_account_code_out';

CREATE FUNCTION fund.account_code_recv(internal) RETURNS fund.account_code
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_account_code_recv';

CREATE FUNCTION fund.account_code_send(fund.account_code) RETURNS bytea
    LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE
    AS 'int8send';

CREATE TYPE fund.account_code (
    INPUT = fund.account_code_in,
    OUTPUT = fund.account_code_out,
    RECEIVE = fund.account_code_recv,
    SEND = fund.account_code_send,
    LIKE = bigint
);

COMMENT ON TYPE fund.account_code IS
'会计科目编号: 3 to 16 digits in levels of 4-2-2-2-… or (an odd count) 3-2-2-2-…, such as 400101; ordered so that details follow their account';
COMMENT ON FUNCTION fund.account_code_in(cstring) IS 'input function of fund.account_code';
COMMENT ON FUNCTION fund.account_code_out(fund.account_code) IS 'output function of fund.account_code';
COMMENT ON FUNCTION fund.account_code_recv(internal) IS 'binary input function of fund.account_code';
COMMENT ON FUNCTION fund.account_code_send(fund.account_code) IS 'binary output function of fund.account_code';

-- The packed form is an int8 that is compared unsigned.

CREATE FUNCTION fund.account_code_lt(fund.account_code, fund.account_code) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_account_code_lt';

CREATE FUNCTION fund.account_code_le(fund.account_code, fund.account_code) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_account_code_le';

CREATE FUNCTION fund.account_code_eq(fund.account_code, fund.account_code) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'int8eq';

CREATE FUNCTION fund.account_code_ne(fund.account_code, fund.account_code) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'int8ne';

CREATE FUNCTION fund.account_code_ge(fund.account_code, fund.account_code) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_account_code_ge';

CREATE FUNCTION fund.account_code_gt(fund.account_code, fund.account_code) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_account_code_gt';

CREATE OPERATOR fund.< (
    LEFTARG = fund.account_code, RIGHTARG = fund.account_code, FUNCTION = fund.account_code_lt,
    COMMUTATOR = OPERATOR(fund.>), NEGATOR = OPERATOR(fund.>=),
    RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);

CREATE OPERATOR fund.<= (
    LEFTARG = fund.account_code, RIGHTARG = fund.account_code, FUNCTION = fund.account_code_le,
    COMMUTATOR = OPERATOR(fund.>=), NEGATOR = OPERATOR(fund.>),
    RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);

CREATE OPERATOR fund.= (
    LEFTARG = fund.account_code, RIGHTARG = fund.account_code, FUNCTION = fund.account_code_eq,
    COMMUTATOR = OPERATOR(fund.=), NEGATOR = OPERATOR(fund.<>),
    RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);

CREATE OPERATOR fund.<> (
    LEFTARG = fund.account_code, RIGHTARG = fund.account_code, FUNCTION = fund.account_code_ne,
    COMMUTATOR = OPERATOR(fund.<>), NEGATOR = OPERATOR(fund.=),
    RESTRICT = neqsel, JOIN = neqjoinsel
);

CREATE OPERATOR fund.>= (
    LEFTARG = fund.account_code, RIGHTARG = fund.account_code, FUNCTION = fund.account_code_ge,
    COMMUTATOR = OPERATOR(fund.<=), NEGATOR = OPERATOR(fund.<),
    RESTRICT = scalargesel, JOIN = scalargejoinsel
);

CREATE OPERATOR fund.> (
    LEFTARG = fund.account_code, RIGHTARG = fund.account_code, FUNCTION = fund.account_code_gt,
    COMMUTATOR = OPERATOR(fund.<), NEGATOR = OPERATOR(fund.<=),
    RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);

COMMENT ON FUNCTION fund.account_code_lt(fund.account_code, fund.account_code) IS 'implementation of the operator <';
COMMENT ON OPERATOR fund.< (fund.account_code, fund.account_code) IS 'less than';
COMMENT ON FUNCTION fund.account_code_le(fund.account_code, fund.account_code) IS 'implementation of the operator <=';
COMMENT ON OPERATOR fund.<= (fund.account_code, fund.account_code) IS 'less than or equal';
COMMENT ON FUNCTION fund.account_code_eq(fund.account_code, fund.account_code) IS 'implementation of the operator =';
COMMENT ON OPERATOR fund.= (fund.account_code, fund.account_code) IS 'equal';
COMMENT ON FUNCTION fund.account_code_ne(fund.account_code, fund.account_code) IS 'implementation of the operator <>';
COMMENT ON OPERATOR fund.<> (fund.account_code, fund.account_code) IS 'not equal';
COMMENT ON FUNCTION fund.account_code_ge(fund.account_code, fund.account_code) IS 'implementation of the operator >=';
COMMENT ON OPERATOR fund.>= (fund.account_code, fund.account_code) IS 'greater than or equal';
COMMENT ON FUNCTION fund.account_code_gt(fund.account_code, fund.account_code) IS 'implementation of the operator >';
COMMENT ON OPERATOR fund.> (fund.account_code, fund.account_code) IS 'greater than';

CREATE FUNCTION fund.account_code_cmp(fund.account_code, fund.account_code) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_account_code_cmp';

CREATE FUNCTION fund.account_code_sortsupport(internal) RETURNS void
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_account_code_sortsupport';

CREATE FUNCTION fund.account_code_hash(fund.account_code) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_account_code_hash';

CREATE FUNCTION fund.account_code_hash_extended(fund.account_code, bigint) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_account_code_hash_extended';

COMMENT ON FUNCTION fund.account_code_cmp(fund.account_code, fund.account_code) IS 'btree comparison of fund.account_code';
COMMENT ON FUNCTION fund.account_code_sortsupport(internal) IS 'sort support of fund.account_code';
COMMENT ON FUNCTION fund.account_code_hash(fund.account_code) IS 'hash of fund.account_code';
COMMENT ON FUNCTION fund.account_code_hash_extended(fund.account_code, bigint) IS 'hash of fund.account_code with a seed';

CREATE OPERATOR CLASS fund.account_code_ops
    DEFAULT FOR TYPE fund.account_code USING btree AS
        OPERATOR 1 fund.<,
        OPERATOR 2 fund.<=,
        OPERATOR 3 fund.=,
        OPERATOR 4 fund.>=,
        OPERATOR 5 fund.>,
        FUNCTION 1 fund.account_code_cmp(fund.account_code, fund.account_code),
        FUNCTION 2 fund.account_code_sortsupport(internal),
        FUNCTION 4 pg_catalog.btequalimage(oid);
COMMENT ON OPERATOR CLASS fund.account_code_ops USING btree IS 'btree operators of fund.account_code';
COMMENT ON OPERATOR FAMILY fund.account_code_ops USING btree IS 'btree operators of fund.account_code';

CREATE OPERATOR CLASS fund.account_code_hash_ops
    DEFAULT FOR TYPE fund.account_code USING hash AS
        OPERATOR 1 fund.=,
        FUNCTION 1 fund.account_code_hash(fund.account_code),
        FUNCTION 2 fund.account_code_hash_extended(fund.account_code, bigint);
COMMENT ON OPERATOR CLASS fund.account_code_hash_ops USING hash IS 'hash operators of fund.account_code';
COMMENT ON OPERATOR FAMILY fund.account_code_hash_ops USING hash IS 'hash operators of fund.account_code';

CREATE FUNCTION fund._account_code_distance(internal, internal) RETURNS double precision
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_account_code_distance';
COMMENT ON FUNCTION fund._account_code_distance(internal, internal) IS 'BRIN distance of two account codes';

CREATE OPERATOR CLASS fund.account_code_minmax_ops
    DEFAULT FOR TYPE fund.account_code USING brin AS
        OPERATOR 1 fund.<,
        OPERATOR 2 fund.<=,
        OPERATOR 3 fund.=,
        OPERATOR 4 fund.>=,
        OPERATOR 5 fund.>,
        FUNCTION 1 pg_catalog.brin_minmax_opcinfo(internal),
        FUNCTION 2 pg_catalog.brin_minmax_add_value(internal, internal, internal, internal),
        FUNCTION 3 pg_catalog.brin_minmax_consistent(internal, internal, internal),
        FUNCTION 4 pg_catalog.brin_minmax_union(internal, internal, internal);
COMMENT ON OPERATOR CLASS fund.account_code_minmax_ops USING brin IS 'BRIN minmax operators of fund.account_code';
COMMENT ON OPERATOR FAMILY fund.account_code_minmax_ops USING brin IS 'BRIN minmax operators of fund.account_code';

CREATE OPERATOR CLASS fund.account_code_minmax_multi_ops
    FOR TYPE fund.account_code USING brin AS
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
        FUNCTION 11 fund._account_code_distance(internal, internal);
COMMENT ON OPERATOR CLASS fund.account_code_minmax_multi_ops USING brin IS 'BRIN minmax-multi operators of fund.account_code';
COMMENT ON OPERATOR FAMILY fund.account_code_minmax_multi_ops USING brin IS 'BRIN minmax-multi operators of fund.account_code';

-- On assignment, so that a literal is taken for an account code only where one is meant.
CREATE CAST (text AS fund.account_code) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (text AS fund.account_code) IS 'reads an account code';

CREATE CAST (varchar AS fund.account_code) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (varchar AS fund.account_code) IS 'reads an account code';

-- Levels. The functions of <@ and @> tell the planner which range of an index
-- holds what they select.

CREATE FUNCTION fund.level(account fund.account_code) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_account_code_level';

CREATE FUNCTION fund.parent(account fund.account_code) RETURNS fund.account_code
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_account_code_parent';

CREATE FUNCTION fund.ancestor(account fund.account_code, level integer) RETURNS fund.account_code
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_account_code_ancestor';

CREATE FUNCTION fund.ancestors(account fund.account_code) RETURNS fund.account_code[]
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_account_code_ancestors';

CREATE FUNCTION fund.last_descendant(account fund.account_code) RETURNS fund.account_code
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_account_code_last_descendant';

COMMENT ON FUNCTION fund.level(fund.account_code) IS 'the level of an account: 1 for 总账科目, 2 and more for 明细科目';
COMMENT ON FUNCTION fund.parent(fund.account_code) IS 'the account one level up; NULL for one of the first level';
COMMENT ON FUNCTION fund.ancestor(fund.account_code, integer) IS
'the account of that level which this one is or descends from, at level 1 its 总账科目; NULL where it has no such level';
COMMENT ON FUNCTION fund.ancestors(fund.account_code) IS
'the accounts that this one descends from, from the first level down, itself left out';
COMMENT ON FUNCTION fund.last_descendant(fund.account_code) IS
'the highest code that this account and its details can have: the end of their range in an index';

CREATE FUNCTION fund._account_code_within_support(internal) RETURNS internal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_account_code_within_support';

CREATE FUNCTION fund._account_code_contains_support(internal) RETURNS internal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_account_code_contains_support';

CREATE FUNCTION fund._account_code_within_selectivity(internal, oid, internal, integer) RETURNS double precision
    LANGUAGE c STABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_account_code_within_selectivity';

CREATE FUNCTION fund._account_code_contains_selectivity(internal, oid, internal, integer) RETURNS double precision
    LANGUAGE c STABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_account_code_contains_selectivity';

COMMENT ON FUNCTION fund._account_code_within_support(internal) IS 'planner support of <@ among account codes';
COMMENT ON FUNCTION fund._account_code_contains_support(internal) IS 'planner support of @> among account codes';
COMMENT ON FUNCTION fund._account_code_within_selectivity(internal, oid, internal, integer) IS
'restriction selectivity of <@ among account codes';
COMMENT ON FUNCTION fund._account_code_contains_selectivity(internal, oid, internal, integer) IS
'restriction selectivity of @> among account codes';

CREATE FUNCTION fund.account_code_within(fund.account_code, fund.account_code) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    SUPPORT fund._account_code_within_support
    AS 'MODULE_PATHNAME', 'fl_account_code_within';

CREATE FUNCTION fund.account_code_contains(fund.account_code, fund.account_code) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    SUPPORT fund._account_code_contains_support
    AS 'MODULE_PATHNAME', 'fl_account_code_contains';

CREATE OPERATOR fund.<@ (
    LEFTARG = fund.account_code, RIGHTARG = fund.account_code, FUNCTION = fund.account_code_within,
    COMMUTATOR = OPERATOR(fund.@>),
    RESTRICT = fund._account_code_within_selectivity, JOIN = matchingjoinsel
);

CREATE OPERATOR fund.@> (
    LEFTARG = fund.account_code, RIGHTARG = fund.account_code, FUNCTION = fund.account_code_contains,
    COMMUTATOR = OPERATOR(fund.<@),
    RESTRICT = fund._account_code_contains_selectivity, JOIN = matchingjoinsel
);

COMMENT ON FUNCTION fund.account_code_within(fund.account_code, fund.account_code) IS 'implementation of the operator <@';
COMMENT ON FUNCTION fund.account_code_contains(fund.account_code, fund.account_code) IS 'implementation of the operator @>';
COMMENT ON OPERATOR fund.<@ (fund.account_code, fund.account_code) IS 'is the account or descends from it';
COMMENT ON OPERATOR fund.@> (fund.account_code, fund.account_code) IS 'is the account or an ancestor of it';

-- Aggregates

CREATE FUNCTION fund.account_code_smaller(fund.account_code, fund.account_code) RETURNS fund.account_code
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_account_code_smaller';

CREATE FUNCTION fund.account_code_larger(fund.account_code, fund.account_code) RETURNS fund.account_code
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_account_code_larger';

COMMENT ON FUNCTION fund.account_code_smaller(fund.account_code, fund.account_code) IS 'the first of two account codes';
COMMENT ON FUNCTION fund.account_code_larger(fund.account_code, fund.account_code) IS 'the last of two account codes';

CREATE AGGREGATE fund.min(fund.account_code) (
    SFUNC = fund.account_code_smaller,
    STYPE = fund.account_code,
    COMBINEFUNC = fund.account_code_smaller,
    SORTOP = OPERATOR(fund.<),
    PARALLEL = SAFE
);

CREATE AGGREGATE fund.max(fund.account_code) (
    SFUNC = fund.account_code_larger,
    STYPE = fund.account_code,
    COMBINEFUNC = fund.account_code_larger,
    SORTOP = OPERATOR(fund.>),
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE fund.min(fund.account_code) IS 'the first account code; NULL of none';
COMMENT ON AGGREGATE fund.max(fund.account_code) IS 'the last account code; NULL of none';
