-- fund.voucher_kind: what a voucher is for. As citext is, it is text to whoever reads it.

CREATE TYPE fund.voucher_kind;

CREATE FUNCTION fund.voucher_kind_in(cstring) RETURNS fund.voucher_kind
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_voucher_kind_in';

CREATE FUNCTION fund.voucher_kind_out(fund.voucher_kind) RETURNS cstring
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_voucher_kind_out';

CREATE FUNCTION fund.voucher_kind_recv(internal) RETURNS fund.voucher_kind
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_voucher_kind_recv';

CREATE FUNCTION fund.voucher_kind_send(fund.voucher_kind) RETURNS bytea
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_voucher_kind_send';

-- A string to the parser, so that operators and functions of text take it.
CREATE TYPE fund.voucher_kind (
    INPUT = fund.voucher_kind_in,
    OUTPUT = fund.voucher_kind_out,
    RECEIVE = fund.voucher_kind_recv,
    SEND = fund.voucher_kind_send,
    LIKE = "char",
    CATEGORY = 'S'
);

COMMENT ON TYPE fund.voucher_kind IS
'凭证类别: opening 期初, normal 普通, carry 结转, closing 账结, adjustment 调整, transfer 基金间调整 or split 分设, which only fund.name_accounts() posts; reads either language, writes English';
COMMENT ON FUNCTION fund.voucher_kind_in(cstring) IS 'input function of fund.voucher_kind';
COMMENT ON FUNCTION fund.voucher_kind_out(fund.voucher_kind) IS 'output function of fund.voucher_kind';
COMMENT ON FUNCTION fund.voucher_kind_recv(internal) IS 'binary input function of fund.voucher_kind';
COMMENT ON FUNCTION fund.voucher_kind_send(fund.voucher_kind) IS 'binary output function of fund.voucher_kind';

-- Casts: to text whenever text is wanted; from text where a value is stored.

CREATE FUNCTION fund.voucher_kind_text(fund.voucher_kind) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_voucher_kind_text';

COMMENT ON FUNCTION fund.voucher_kind_text(fund.voucher_kind) IS 'the English word';

CREATE CAST (fund.voucher_kind AS text) WITH FUNCTION fund.voucher_kind_text(fund.voucher_kind) AS IMPLICIT;
CREATE CAST (text AS fund.voucher_kind) WITH INOUT AS ASSIGNMENT;
CREATE CAST (varchar AS fund.voucher_kind) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (fund.voucher_kind AS text) IS 'the English word';
COMMENT ON CAST (text AS fund.voucher_kind) IS 'reads a word of either language';
COMMENT ON CAST (varchar AS fund.voucher_kind) IS 'reads a word of either language';

-- By way of text, which drops the blanks at its end.
CREATE FUNCTION fund.voucher_kind_from_bpchar(bpchar) RETURNS fund.voucher_kind
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN ($1::pg_catalog.text)::fund.voucher_kind;
COMMENT ON FUNCTION fund.voucher_kind_from_bpchar(bpchar) IS 'reads a word of either language';

CREATE CAST (bpchar AS fund.voucher_kind) WITH FUNCTION fund.voucher_kind_from_bpchar(bpchar) AS ASSIGNMENT;
COMMENT ON CAST (bpchar AS fund.voucher_kind) IS 'reads a word of either language';

-- It is a "char" within bounds: the server's own functions compare and hash it.

CREATE FUNCTION fund.voucher_kind_lt(fund.voucher_kind, fund.voucher_kind) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'charlt';

CREATE FUNCTION fund.voucher_kind_le(fund.voucher_kind, fund.voucher_kind) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'charle';

CREATE FUNCTION fund.voucher_kind_eq(fund.voucher_kind, fund.voucher_kind) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'chareq';

CREATE FUNCTION fund.voucher_kind_ne(fund.voucher_kind, fund.voucher_kind) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'charne';

CREATE FUNCTION fund.voucher_kind_ge(fund.voucher_kind, fund.voucher_kind) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'charge';

CREATE FUNCTION fund.voucher_kind_gt(fund.voucher_kind, fund.voucher_kind) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'chargt';

CREATE OPERATOR fund.< (
    LEFTARG = fund.voucher_kind, RIGHTARG = fund.voucher_kind, FUNCTION = fund.voucher_kind_lt,
    COMMUTATOR = OPERATOR(fund.>), NEGATOR = OPERATOR(fund.>=),
    RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);

CREATE OPERATOR fund.<= (
    LEFTARG = fund.voucher_kind, RIGHTARG = fund.voucher_kind, FUNCTION = fund.voucher_kind_le,
    COMMUTATOR = OPERATOR(fund.>=), NEGATOR = OPERATOR(fund.>),
    RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);

CREATE OPERATOR fund.= (
    LEFTARG = fund.voucher_kind, RIGHTARG = fund.voucher_kind, FUNCTION = fund.voucher_kind_eq,
    COMMUTATOR = OPERATOR(fund.=), NEGATOR = OPERATOR(fund.<>),
    RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);

CREATE OPERATOR fund.<> (
    LEFTARG = fund.voucher_kind, RIGHTARG = fund.voucher_kind, FUNCTION = fund.voucher_kind_ne,
    COMMUTATOR = OPERATOR(fund.<>), NEGATOR = OPERATOR(fund.=),
    RESTRICT = neqsel, JOIN = neqjoinsel
);

CREATE OPERATOR fund.>= (
    LEFTARG = fund.voucher_kind, RIGHTARG = fund.voucher_kind, FUNCTION = fund.voucher_kind_ge,
    COMMUTATOR = OPERATOR(fund.<=), NEGATOR = OPERATOR(fund.<),
    RESTRICT = scalargesel, JOIN = scalargejoinsel
);

CREATE OPERATOR fund.> (
    LEFTARG = fund.voucher_kind, RIGHTARG = fund.voucher_kind, FUNCTION = fund.voucher_kind_gt,
    COMMUTATOR = OPERATOR(fund.<), NEGATOR = OPERATOR(fund.<=),
    RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);

COMMENT ON FUNCTION fund.voucher_kind_lt(fund.voucher_kind, fund.voucher_kind) IS 'implementation of the operator <';
COMMENT ON OPERATOR fund.< (fund.voucher_kind, fund.voucher_kind) IS 'before, in the order opening, normal, carry, closing, adjustment, transfer, split';
COMMENT ON FUNCTION fund.voucher_kind_le(fund.voucher_kind, fund.voucher_kind) IS 'implementation of the operator <=';
COMMENT ON OPERATOR fund.<= (fund.voucher_kind, fund.voucher_kind) IS 'before, in the order opening, normal, carry, closing, adjustment, transfer, split or equal';
COMMENT ON FUNCTION fund.voucher_kind_eq(fund.voucher_kind, fund.voucher_kind) IS 'implementation of the operator =';
COMMENT ON OPERATOR fund.= (fund.voucher_kind, fund.voucher_kind) IS 'equal';
COMMENT ON FUNCTION fund.voucher_kind_ne(fund.voucher_kind, fund.voucher_kind) IS 'implementation of the operator <>';
COMMENT ON OPERATOR fund.<> (fund.voucher_kind, fund.voucher_kind) IS 'not equal';
COMMENT ON FUNCTION fund.voucher_kind_ge(fund.voucher_kind, fund.voucher_kind) IS 'implementation of the operator >=';
COMMENT ON OPERATOR fund.>= (fund.voucher_kind, fund.voucher_kind) IS 'after or equal';
COMMENT ON FUNCTION fund.voucher_kind_gt(fund.voucher_kind, fund.voucher_kind) IS 'implementation of the operator >';
COMMENT ON OPERATOR fund.> (fund.voucher_kind, fund.voucher_kind) IS 'after';

CREATE FUNCTION fund.voucher_kind_cmp(fund.voucher_kind, fund.voucher_kind) RETURNS integer
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'btcharcmp';

CREATE FUNCTION fund.voucher_kind_hash(fund.voucher_kind) RETURNS integer
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'hashchar';

CREATE FUNCTION fund.voucher_kind_hash_extended(fund.voucher_kind, bigint) RETURNS bigint
    LANGUAGE internal IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'hashcharextended';

COMMENT ON FUNCTION fund.voucher_kind_cmp(fund.voucher_kind, fund.voucher_kind) IS 'btree comparison of fund.voucher_kind';
COMMENT ON FUNCTION fund.voucher_kind_hash(fund.voucher_kind) IS 'hash of fund.voucher_kind';
COMMENT ON FUNCTION fund.voucher_kind_hash_extended(fund.voucher_kind, bigint) IS 'hash of fund.voucher_kind with a seed';

CREATE OPERATOR CLASS fund.voucher_kind_ops DEFAULT FOR TYPE fund.voucher_kind USING btree AS
    OPERATOR 1 fund.<,
    OPERATOR 2 fund.<=,
    OPERATOR 3 fund.=,
    OPERATOR 4 fund.>=,
    OPERATOR 5 fund.>,
    FUNCTION 1 fund.voucher_kind_cmp(fund.voucher_kind, fund.voucher_kind),
    FUNCTION 4 pg_catalog.btequalimage(oid);

CREATE OPERATOR CLASS fund.voucher_kind_hash_ops DEFAULT FOR TYPE fund.voucher_kind USING hash AS
    OPERATOR 1 fund.=,
    FUNCTION 1 fund.voucher_kind_hash(fund.voucher_kind),
    FUNCTION 2 fund.voucher_kind_hash_extended(fund.voucher_kind, bigint);
COMMENT ON OPERATOR CLASS fund.voucher_kind_ops USING btree IS 'btree operators of fund.voucher_kind';
COMMENT ON OPERATOR FAMILY fund.voucher_kind_ops USING btree IS 'btree operators of fund.voucher_kind';
COMMENT ON OPERATOR CLASS fund.voucher_kind_hash_ops USING hash IS 'hash operators of fund.voucher_kind';
COMMENT ON OPERATOR FAMILY fund.voucher_kind_hash_ops USING hash IS 'hash operators of fund.voucher_kind';

-- With text that is no literal, such as a bound varchar, and in either language.
-- Text that is no word of the type is equal to none and raises nothing.

CREATE FUNCTION fund.voucher_kind_eq_text(fund.voucher_kind, text) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_voucher_kind_eq_text';

CREATE FUNCTION fund.voucher_kind_ne_text(fund.voucher_kind, text) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_voucher_kind_ne_text';

CREATE FUNCTION fund.text_eq_voucher_kind(text, fund.voucher_kind) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_text_eq_voucher_kind';

CREATE FUNCTION fund.text_ne_voucher_kind(text, fund.voucher_kind) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_text_ne_voucher_kind';

CREATE OPERATOR fund.= (
    LEFTARG = fund.voucher_kind, RIGHTARG = text, FUNCTION = fund.voucher_kind_eq_text,
    COMMUTATOR = OPERATOR(fund.=), NEGATOR = OPERATOR(fund.<>),
    RESTRICT = eqsel, JOIN = eqjoinsel
);
CREATE OPERATOR fund.<> (
    LEFTARG = fund.voucher_kind, RIGHTARG = text, FUNCTION = fund.voucher_kind_ne_text,
    COMMUTATOR = OPERATOR(fund.<>), NEGATOR = OPERATOR(fund.=),
    RESTRICT = neqsel, JOIN = neqjoinsel
);
CREATE OPERATOR fund.= (
    LEFTARG = text, RIGHTARG = fund.voucher_kind, FUNCTION = fund.text_eq_voucher_kind,
    COMMUTATOR = OPERATOR(fund.=), NEGATOR = OPERATOR(fund.<>),
    RESTRICT = eqsel, JOIN = eqjoinsel
);
CREATE OPERATOR fund.<> (
    LEFTARG = text, RIGHTARG = fund.voucher_kind, FUNCTION = fund.text_ne_voucher_kind,
    COMMUTATOR = OPERATOR(fund.<>), NEGATOR = OPERATOR(fund.=),
    RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON FUNCTION fund.voucher_kind_eq_text(fund.voucher_kind, text) IS 'implementation of the operator =';
COMMENT ON OPERATOR fund.= (fund.voucher_kind, text) IS 'is the word, of either language';
COMMENT ON FUNCTION fund.voucher_kind_ne_text(fund.voucher_kind, text) IS 'implementation of the operator <>';
COMMENT ON OPERATOR fund.<> (fund.voucher_kind, text) IS 'is not the word, of either language';
COMMENT ON FUNCTION fund.text_eq_voucher_kind(text, fund.voucher_kind) IS 'implementation of the operator =';
COMMENT ON OPERATOR fund.= (text, fund.voucher_kind) IS 'is the word, of either language';
COMMENT ON FUNCTION fund.text_ne_voucher_kind(text, fund.voucher_kind) IS 'implementation of the operator <>';
COMMENT ON OPERATOR fund.<> (text, fund.voucher_kind) IS 'is not the word, of either language';

-- Its place is that of the word: text that is none has none, and is an error.

CREATE FUNCTION fund.voucher_kind_lt_text(fund.voucher_kind, text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN $1 OPERATOR(fund.<) $2::fund.voucher_kind;
CREATE FUNCTION fund.text_lt_voucher_kind(text, fund.voucher_kind) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN $1::fund.voucher_kind OPERATOR(fund.<) $2;
CREATE FUNCTION fund.voucher_kind_le_text(fund.voucher_kind, text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN $1 OPERATOR(fund.<=) $2::fund.voucher_kind;
CREATE FUNCTION fund.text_le_voucher_kind(text, fund.voucher_kind) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN $1::fund.voucher_kind OPERATOR(fund.<=) $2;
CREATE FUNCTION fund.voucher_kind_ge_text(fund.voucher_kind, text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN $1 OPERATOR(fund.>=) $2::fund.voucher_kind;
CREATE FUNCTION fund.text_ge_voucher_kind(text, fund.voucher_kind) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN $1::fund.voucher_kind OPERATOR(fund.>=) $2;
CREATE FUNCTION fund.voucher_kind_gt_text(fund.voucher_kind, text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN $1 OPERATOR(fund.>) $2::fund.voucher_kind;
CREATE FUNCTION fund.text_gt_voucher_kind(text, fund.voucher_kind) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN $1::fund.voucher_kind OPERATOR(fund.>) $2;

CREATE OPERATOR fund.< (
    LEFTARG = fund.voucher_kind, RIGHTARG = text, FUNCTION = fund.voucher_kind_lt_text,
    COMMUTATOR = OPERATOR(fund.>), NEGATOR = OPERATOR(fund.>=),
    RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
CREATE OPERATOR fund.< (
    LEFTARG = text, RIGHTARG = fund.voucher_kind, FUNCTION = fund.text_lt_voucher_kind,
    COMMUTATOR = OPERATOR(fund.>), NEGATOR = OPERATOR(fund.>=),
    RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
CREATE OPERATOR fund.<= (
    LEFTARG = fund.voucher_kind, RIGHTARG = text, FUNCTION = fund.voucher_kind_le_text,
    COMMUTATOR = OPERATOR(fund.>=), NEGATOR = OPERATOR(fund.>),
    RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
CREATE OPERATOR fund.<= (
    LEFTARG = text, RIGHTARG = fund.voucher_kind, FUNCTION = fund.text_le_voucher_kind,
    COMMUTATOR = OPERATOR(fund.>=), NEGATOR = OPERATOR(fund.>),
    RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
CREATE OPERATOR fund.>= (
    LEFTARG = fund.voucher_kind, RIGHTARG = text, FUNCTION = fund.voucher_kind_ge_text,
    COMMUTATOR = OPERATOR(fund.<=), NEGATOR = OPERATOR(fund.<),
    RESTRICT = scalargesel, JOIN = scalargejoinsel
);
CREATE OPERATOR fund.>= (
    LEFTARG = text, RIGHTARG = fund.voucher_kind, FUNCTION = fund.text_ge_voucher_kind,
    COMMUTATOR = OPERATOR(fund.<=), NEGATOR = OPERATOR(fund.<),
    RESTRICT = scalargesel, JOIN = scalargejoinsel
);
CREATE OPERATOR fund.> (
    LEFTARG = fund.voucher_kind, RIGHTARG = text, FUNCTION = fund.voucher_kind_gt_text,
    COMMUTATOR = OPERATOR(fund.<), NEGATOR = OPERATOR(fund.<=),
    RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
CREATE OPERATOR fund.> (
    LEFTARG = text, RIGHTARG = fund.voucher_kind, FUNCTION = fund.text_gt_voucher_kind,
    COMMUTATOR = OPERATOR(fund.<), NEGATOR = OPERATOR(fund.<=),
    RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);

COMMENT ON FUNCTION fund.voucher_kind_lt_text(fund.voucher_kind, text) IS 'implementation of the operator <; 22P02 of text that is no word';
COMMENT ON OPERATOR fund.< (fund.voucher_kind, text) IS 'before';
COMMENT ON FUNCTION fund.text_lt_voucher_kind(text, fund.voucher_kind) IS 'implementation of the operator <; 22P02 of text that is no word';
COMMENT ON OPERATOR fund.< (text, fund.voucher_kind) IS 'before';
COMMENT ON FUNCTION fund.voucher_kind_le_text(fund.voucher_kind, text) IS 'implementation of the operator <=; 22P02 of text that is no word';
COMMENT ON OPERATOR fund.<= (fund.voucher_kind, text) IS 'before or equal';
COMMENT ON FUNCTION fund.text_le_voucher_kind(text, fund.voucher_kind) IS 'implementation of the operator <=; 22P02 of text that is no word';
COMMENT ON OPERATOR fund.<= (text, fund.voucher_kind) IS 'before or equal';
COMMENT ON FUNCTION fund.voucher_kind_ge_text(fund.voucher_kind, text) IS 'implementation of the operator >=; 22P02 of text that is no word';
COMMENT ON OPERATOR fund.>= (fund.voucher_kind, text) IS 'after or equal';
COMMENT ON FUNCTION fund.text_ge_voucher_kind(text, fund.voucher_kind) IS 'implementation of the operator >=; 22P02 of text that is no word';
COMMENT ON OPERATOR fund.>= (text, fund.voucher_kind) IS 'after or equal';
COMMENT ON FUNCTION fund.voucher_kind_gt_text(fund.voucher_kind, text) IS 'implementation of the operator >; 22P02 of text that is no word';
COMMENT ON OPERATOR fund.> (fund.voucher_kind, text) IS 'after';
COMMENT ON FUNCTION fund.text_gt_voucher_kind(text, fund.voucher_kind) IS 'implementation of the operator >; 22P02 of text that is no word';
COMMENT ON OPERATOR fund.> (text, fund.voucher_kind) IS 'after';
