-- fund.basis: on which basis a voucher is kept. As citext is, it is text to whoever reads it.

CREATE TYPE fund.basis;

CREATE FUNCTION fund.basis_in(cstring) RETURNS fund.basis
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_basis_in';

CREATE FUNCTION fund.basis_out(fund.basis) RETURNS cstring
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_basis_out';

CREATE FUNCTION fund.basis_recv(internal) RETURNS fund.basis
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_basis_recv';

CREATE FUNCTION fund.basis_send(fund.basis) RETURNS bytea
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_basis_send';

-- A string to the parser, so that operators and functions of text take it.
CREATE TYPE fund.basis (
    INPUT = fund.basis_in,
    OUTPUT = fund.basis_out,
    RECEIVE = fund.basis_recv,
    SEND = fund.basis_send,
    LIKE = "char",
    CATEGORY = 'S'
);

COMMENT ON TYPE fund.basis IS
'核算基础: cash 收付实现制 or accrual 权责发生制; reads either language, writes English';
COMMENT ON FUNCTION fund.basis_in(cstring) IS 'input function of fund.basis';
COMMENT ON FUNCTION fund.basis_out(fund.basis) IS 'output function of fund.basis';
COMMENT ON FUNCTION fund.basis_recv(internal) IS 'binary input function of fund.basis';
COMMENT ON FUNCTION fund.basis_send(fund.basis) IS 'binary output function of fund.basis';

-- Casts: to text whenever text is wanted; from text where a value is stored.

CREATE FUNCTION fund.basis_text(fund.basis) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_basis_text';

COMMENT ON FUNCTION fund.basis_text(fund.basis) IS 'the English word';

CREATE CAST (fund.basis AS text) WITH FUNCTION fund.basis_text(fund.basis) AS IMPLICIT;
CREATE CAST (text AS fund.basis) WITH INOUT AS ASSIGNMENT;
CREATE CAST (varchar AS fund.basis) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (fund.basis AS text) IS 'the English word';
COMMENT ON CAST (text AS fund.basis) IS 'reads a word of either language';
COMMENT ON CAST (varchar AS fund.basis) IS 'reads a word of either language';

-- By way of text, which drops the blanks at its end.
CREATE FUNCTION fund.basis_from_bpchar(bpchar) RETURNS fund.basis
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN ($1::pg_catalog.text)::fund.basis;
COMMENT ON FUNCTION fund.basis_from_bpchar(bpchar) IS 'reads a word of either language';

CREATE CAST (bpchar AS fund.basis) WITH FUNCTION fund.basis_from_bpchar(bpchar) AS ASSIGNMENT;
COMMENT ON CAST (bpchar AS fund.basis) IS 'reads a word of either language';

-- It is a "char" within bounds: the server's own functions compare and hash it.

CREATE FUNCTION fund.basis_lt(fund.basis, fund.basis) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'charlt';

CREATE FUNCTION fund.basis_le(fund.basis, fund.basis) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'charle';

CREATE FUNCTION fund.basis_eq(fund.basis, fund.basis) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'chareq';

CREATE FUNCTION fund.basis_ne(fund.basis, fund.basis) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'charne';

CREATE FUNCTION fund.basis_ge(fund.basis, fund.basis) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'charge';

CREATE FUNCTION fund.basis_gt(fund.basis, fund.basis) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'chargt';

CREATE OPERATOR fund.< (
    LEFTARG = fund.basis, RIGHTARG = fund.basis, FUNCTION = fund.basis_lt,
    COMMUTATOR = OPERATOR(fund.>), NEGATOR = OPERATOR(fund.>=),
    RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);

CREATE OPERATOR fund.<= (
    LEFTARG = fund.basis, RIGHTARG = fund.basis, FUNCTION = fund.basis_le,
    COMMUTATOR = OPERATOR(fund.>=), NEGATOR = OPERATOR(fund.>),
    RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);

CREATE OPERATOR fund.= (
    LEFTARG = fund.basis, RIGHTARG = fund.basis, FUNCTION = fund.basis_eq,
    COMMUTATOR = OPERATOR(fund.=), NEGATOR = OPERATOR(fund.<>),
    RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);

CREATE OPERATOR fund.<> (
    LEFTARG = fund.basis, RIGHTARG = fund.basis, FUNCTION = fund.basis_ne,
    COMMUTATOR = OPERATOR(fund.<>), NEGATOR = OPERATOR(fund.=),
    RESTRICT = neqsel, JOIN = neqjoinsel
);

CREATE OPERATOR fund.>= (
    LEFTARG = fund.basis, RIGHTARG = fund.basis, FUNCTION = fund.basis_ge,
    COMMUTATOR = OPERATOR(fund.<=), NEGATOR = OPERATOR(fund.<),
    RESTRICT = scalargesel, JOIN = scalargejoinsel
);

CREATE OPERATOR fund.> (
    LEFTARG = fund.basis, RIGHTARG = fund.basis, FUNCTION = fund.basis_gt,
    COMMUTATOR = OPERATOR(fund.<), NEGATOR = OPERATOR(fund.<=),
    RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);

COMMENT ON FUNCTION fund.basis_lt(fund.basis, fund.basis) IS 'implementation of the operator <';
COMMENT ON OPERATOR fund.< (fund.basis, fund.basis) IS 'before, in the order cash, accrual';
COMMENT ON FUNCTION fund.basis_le(fund.basis, fund.basis) IS 'implementation of the operator <=';
COMMENT ON OPERATOR fund.<= (fund.basis, fund.basis) IS 'before, in the order cash, accrual or equal';
COMMENT ON FUNCTION fund.basis_eq(fund.basis, fund.basis) IS 'implementation of the operator =';
COMMENT ON OPERATOR fund.= (fund.basis, fund.basis) IS 'equal';
COMMENT ON FUNCTION fund.basis_ne(fund.basis, fund.basis) IS 'implementation of the operator <>';
COMMENT ON OPERATOR fund.<> (fund.basis, fund.basis) IS 'not equal';
COMMENT ON FUNCTION fund.basis_ge(fund.basis, fund.basis) IS 'implementation of the operator >=';
COMMENT ON OPERATOR fund.>= (fund.basis, fund.basis) IS 'after or equal';
COMMENT ON FUNCTION fund.basis_gt(fund.basis, fund.basis) IS 'implementation of the operator >';
COMMENT ON OPERATOR fund.> (fund.basis, fund.basis) IS 'after';

CREATE FUNCTION fund.basis_cmp(fund.basis, fund.basis) RETURNS integer
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'btcharcmp';

CREATE FUNCTION fund.basis_hash(fund.basis) RETURNS integer
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'hashchar';

CREATE FUNCTION fund.basis_hash_extended(fund.basis, bigint) RETURNS bigint
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'hashcharextended';

COMMENT ON FUNCTION fund.basis_cmp(fund.basis, fund.basis) IS 'btree comparison of fund.basis';
COMMENT ON FUNCTION fund.basis_hash(fund.basis) IS 'hash of fund.basis';
COMMENT ON FUNCTION fund.basis_hash_extended(fund.basis, bigint) IS 'hash of fund.basis with a seed';

CREATE OPERATOR CLASS fund.basis_ops DEFAULT FOR TYPE fund.basis USING btree AS
    OPERATOR 1 fund.<,
    OPERATOR 2 fund.<=,
    OPERATOR 3 fund.=,
    OPERATOR 4 fund.>=,
    OPERATOR 5 fund.>,
    FUNCTION 1 fund.basis_cmp(fund.basis, fund.basis),
    FUNCTION 4 pg_catalog.btequalimage(oid);

CREATE OPERATOR CLASS fund.basis_hash_ops DEFAULT FOR TYPE fund.basis USING hash AS
    OPERATOR 1 fund.=,
    FUNCTION 1 fund.basis_hash(fund.basis),
    FUNCTION 2 fund.basis_hash_extended(fund.basis, bigint);
COMMENT ON OPERATOR CLASS fund.basis_ops USING btree IS 'btree operators of fund.basis';
COMMENT ON OPERATOR FAMILY fund.basis_ops USING btree IS 'btree operators of fund.basis';
COMMENT ON OPERATOR CLASS fund.basis_hash_ops USING hash IS 'hash operators of fund.basis';
COMMENT ON OPERATOR FAMILY fund.basis_hash_ops USING hash IS 'hash operators of fund.basis';

-- With text that is no literal, such as a bound varchar, and in either language.
-- Text that is no word of the type is equal to none and raises nothing.

CREATE FUNCTION fund.basis_eq_text(fund.basis, text) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_basis_eq_text';

CREATE FUNCTION fund.basis_ne_text(fund.basis, text) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_basis_ne_text';

CREATE FUNCTION fund.text_eq_basis(text, fund.basis) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_text_eq_basis';

CREATE FUNCTION fund.text_ne_basis(text, fund.basis) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_text_ne_basis';

CREATE OPERATOR fund.= (
    LEFTARG = fund.basis, RIGHTARG = text, FUNCTION = fund.basis_eq_text,
    COMMUTATOR = OPERATOR(fund.=), NEGATOR = OPERATOR(fund.<>),
    RESTRICT = eqsel, JOIN = eqjoinsel
);
CREATE OPERATOR fund.<> (
    LEFTARG = fund.basis, RIGHTARG = text, FUNCTION = fund.basis_ne_text,
    COMMUTATOR = OPERATOR(fund.<>), NEGATOR = OPERATOR(fund.=),
    RESTRICT = neqsel, JOIN = neqjoinsel
);
CREATE OPERATOR fund.= (
    LEFTARG = text, RIGHTARG = fund.basis, FUNCTION = fund.text_eq_basis,
    COMMUTATOR = OPERATOR(fund.=), NEGATOR = OPERATOR(fund.<>),
    RESTRICT = eqsel, JOIN = eqjoinsel
);
CREATE OPERATOR fund.<> (
    LEFTARG = text, RIGHTARG = fund.basis, FUNCTION = fund.text_ne_basis,
    COMMUTATOR = OPERATOR(fund.<>), NEGATOR = OPERATOR(fund.=),
    RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON FUNCTION fund.basis_eq_text(fund.basis, text) IS 'implementation of the operator =';
COMMENT ON OPERATOR fund.= (fund.basis, text) IS 'is the word, of either language';
COMMENT ON FUNCTION fund.basis_ne_text(fund.basis, text) IS 'implementation of the operator <>';
COMMENT ON OPERATOR fund.<> (fund.basis, text) IS 'is not the word, of either language';
COMMENT ON FUNCTION fund.text_eq_basis(text, fund.basis) IS 'implementation of the operator =';
COMMENT ON OPERATOR fund.= (text, fund.basis) IS 'is the word, of either language';
COMMENT ON FUNCTION fund.text_ne_basis(text, fund.basis) IS 'implementation of the operator <>';
COMMENT ON OPERATOR fund.<> (text, fund.basis) IS 'is not the word, of either language';

-- Its place is that of the word: text that is none has none, and is an error.

CREATE FUNCTION fund.basis_lt_text(fund.basis, text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN $1 OPERATOR(fund.<) $2::fund.basis;
CREATE FUNCTION fund.text_lt_basis(text, fund.basis) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN $1::fund.basis OPERATOR(fund.<) $2;
CREATE FUNCTION fund.basis_le_text(fund.basis, text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN $1 OPERATOR(fund.<=) $2::fund.basis;
CREATE FUNCTION fund.text_le_basis(text, fund.basis) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN $1::fund.basis OPERATOR(fund.<=) $2;
CREATE FUNCTION fund.basis_ge_text(fund.basis, text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN $1 OPERATOR(fund.>=) $2::fund.basis;
CREATE FUNCTION fund.text_ge_basis(text, fund.basis) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN $1::fund.basis OPERATOR(fund.>=) $2;
CREATE FUNCTION fund.basis_gt_text(fund.basis, text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN $1 OPERATOR(fund.>) $2::fund.basis;
CREATE FUNCTION fund.text_gt_basis(text, fund.basis) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN $1::fund.basis OPERATOR(fund.>) $2;

CREATE OPERATOR fund.< (
    LEFTARG = fund.basis, RIGHTARG = text, FUNCTION = fund.basis_lt_text,
    COMMUTATOR = OPERATOR(fund.>), NEGATOR = OPERATOR(fund.>=),
    RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
CREATE OPERATOR fund.< (
    LEFTARG = text, RIGHTARG = fund.basis, FUNCTION = fund.text_lt_basis,
    COMMUTATOR = OPERATOR(fund.>), NEGATOR = OPERATOR(fund.>=),
    RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
CREATE OPERATOR fund.<= (
    LEFTARG = fund.basis, RIGHTARG = text, FUNCTION = fund.basis_le_text,
    COMMUTATOR = OPERATOR(fund.>=), NEGATOR = OPERATOR(fund.>),
    RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
CREATE OPERATOR fund.<= (
    LEFTARG = text, RIGHTARG = fund.basis, FUNCTION = fund.text_le_basis,
    COMMUTATOR = OPERATOR(fund.>=), NEGATOR = OPERATOR(fund.>),
    RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
CREATE OPERATOR fund.>= (
    LEFTARG = fund.basis, RIGHTARG = text, FUNCTION = fund.basis_ge_text,
    COMMUTATOR = OPERATOR(fund.<=), NEGATOR = OPERATOR(fund.<),
    RESTRICT = scalargesel, JOIN = scalargejoinsel
);
CREATE OPERATOR fund.>= (
    LEFTARG = text, RIGHTARG = fund.basis, FUNCTION = fund.text_ge_basis,
    COMMUTATOR = OPERATOR(fund.<=), NEGATOR = OPERATOR(fund.<),
    RESTRICT = scalargesel, JOIN = scalargejoinsel
);
CREATE OPERATOR fund.> (
    LEFTARG = fund.basis, RIGHTARG = text, FUNCTION = fund.basis_gt_text,
    COMMUTATOR = OPERATOR(fund.<), NEGATOR = OPERATOR(fund.<=),
    RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
CREATE OPERATOR fund.> (
    LEFTARG = text, RIGHTARG = fund.basis, FUNCTION = fund.text_gt_basis,
    COMMUTATOR = OPERATOR(fund.<), NEGATOR = OPERATOR(fund.<=),
    RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);

COMMENT ON FUNCTION fund.basis_lt_text(fund.basis, text) IS 'implementation of the operator <; 22P02 of text that is no word';
COMMENT ON OPERATOR fund.< (fund.basis, text) IS 'before';
COMMENT ON FUNCTION fund.text_lt_basis(text, fund.basis) IS 'implementation of the operator <; 22P02 of text that is no word';
COMMENT ON OPERATOR fund.< (text, fund.basis) IS 'before';
COMMENT ON FUNCTION fund.basis_le_text(fund.basis, text) IS 'implementation of the operator <=; 22P02 of text that is no word';
COMMENT ON OPERATOR fund.<= (fund.basis, text) IS 'before or equal';
COMMENT ON FUNCTION fund.text_le_basis(text, fund.basis) IS 'implementation of the operator <=; 22P02 of text that is no word';
COMMENT ON OPERATOR fund.<= (text, fund.basis) IS 'before or equal';
COMMENT ON FUNCTION fund.basis_ge_text(fund.basis, text) IS 'implementation of the operator >=; 22P02 of text that is no word';
COMMENT ON OPERATOR fund.>= (fund.basis, text) IS 'after or equal';
COMMENT ON FUNCTION fund.text_ge_basis(text, fund.basis) IS 'implementation of the operator >=; 22P02 of text that is no word';
COMMENT ON OPERATOR fund.>= (text, fund.basis) IS 'after or equal';
COMMENT ON FUNCTION fund.basis_gt_text(fund.basis, text) IS 'implementation of the operator >; 22P02 of text that is no word';
COMMENT ON OPERATOR fund.> (fund.basis, text) IS 'after';
COMMENT ON FUNCTION fund.text_gt_basis(text, fund.basis) IS 'implementation of the operator >; 22P02 of text that is no word';
COMMENT ON OPERATOR fund.> (text, fund.basis) IS 'after';
