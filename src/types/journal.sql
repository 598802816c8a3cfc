-- fund.journal: the lines of a voucher, debits equal to credits.

CREATE TYPE fund.journal;

CREATE FUNCTION fund.journal_in(cstring) RETURNS fund.journal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_in';

CREATE FUNCTION fund.journal_out(fund.journal) RETURNS cstring
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_out';

-- Stable, as those of text are: they depend on client_encoding.
CREATE FUNCTION fund.journal_recv(internal) RETURNS fund.journal
    LANGUAGE c STABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_recv';

CREATE FUNCTION fund.journal_send(fund.journal) RETURNS bytea
    LANGUAGE c STABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_send';

-- As text is stored: a short journal has a header of one byte and no padding.
CREATE TYPE fund.journal (
    INPUT = fund.journal_in,
    OUTPUT = fund.journal_out,
    RECEIVE = fund.journal_recv,
    SEND = fund.journal_send,
    INTERNALLENGTH = VARIABLE,
    STORAGE = extended
);

COMMENT ON TYPE fund.journal IS
'会计分录: the lines of a voucher, which balance, such as Dr 1003 1200.00, Cr 400101 1200.00 @P01 ''a memo''; read also with 借 and 贷';
COMMENT ON FUNCTION fund.journal_in(cstring) IS 'input function of fund.journal';
COMMENT ON FUNCTION fund.journal_out(fund.journal) IS 'output function of fund.journal';
COMMENT ON FUNCTION fund.journal_recv(internal) IS 'binary input function of fund.journal';
COMMENT ON FUNCTION fund.journal_send(fund.journal) IS 'binary output function of fund.journal';

CREATE FUNCTION fund.journal_text(journal fund.journal, language text DEFAULT 'zh') RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_text';

COMMENT ON FUNCTION fund.journal_text(fund.journal, text) IS
'a journal in Chinese (zh), such as 借 1003 1200.00，贷 400101 1200.00 @P01 ‘摘要’, or English (en); the type reads both';

-- On assignment, so that a literal is taken for a journal only where one is meant.
CREATE CAST (text AS fund.journal) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (text AS fund.journal) IS 'reads a journal';

CREATE CAST (varchar AS fund.journal) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (varchar AS fund.journal) IS 'reads a journal';

-- Order and equality are those of the merged lines, without memos.

CREATE FUNCTION fund.journal_lt(fund.journal, fund.journal) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_lt';

CREATE FUNCTION fund.journal_le(fund.journal, fund.journal) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_le';

CREATE FUNCTION fund.journal_eq(fund.journal, fund.journal) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_eq';

CREATE FUNCTION fund.journal_ne(fund.journal, fund.journal) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_ne';

CREATE FUNCTION fund.journal_ge(fund.journal, fund.journal) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_ge';

CREATE FUNCTION fund.journal_gt(fund.journal, fund.journal) RETURNS boolean
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_gt';

CREATE OPERATOR fund.< (
    LEFTARG = fund.journal, RIGHTARG = fund.journal, FUNCTION = fund.journal_lt,
    COMMUTATOR = OPERATOR(fund.>), NEGATOR = OPERATOR(fund.>=),
    RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);

CREATE OPERATOR fund.<= (
    LEFTARG = fund.journal, RIGHTARG = fund.journal, FUNCTION = fund.journal_le,
    COMMUTATOR = OPERATOR(fund.>=), NEGATOR = OPERATOR(fund.>),
    RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);

CREATE OPERATOR fund.= (
    LEFTARG = fund.journal, RIGHTARG = fund.journal, FUNCTION = fund.journal_eq,
    COMMUTATOR = OPERATOR(fund.=), NEGATOR = OPERATOR(fund.<>),
    RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);

CREATE OPERATOR fund.<> (
    LEFTARG = fund.journal, RIGHTARG = fund.journal, FUNCTION = fund.journal_ne,
    COMMUTATOR = OPERATOR(fund.<>), NEGATOR = OPERATOR(fund.=),
    RESTRICT = neqsel, JOIN = neqjoinsel
);

CREATE OPERATOR fund.>= (
    LEFTARG = fund.journal, RIGHTARG = fund.journal, FUNCTION = fund.journal_ge,
    COMMUTATOR = OPERATOR(fund.<=), NEGATOR = OPERATOR(fund.<),
    RESTRICT = scalargesel, JOIN = scalargejoinsel
);

CREATE OPERATOR fund.> (
    LEFTARG = fund.journal, RIGHTARG = fund.journal, FUNCTION = fund.journal_gt,
    COMMUTATOR = OPERATOR(fund.<), NEGATOR = OPERATOR(fund.<=),
    RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);

COMMENT ON FUNCTION fund.journal_lt(fund.journal, fund.journal) IS 'implementation of the operator <';
COMMENT ON OPERATOR fund.< (fund.journal, fund.journal) IS 'less than';
COMMENT ON FUNCTION fund.journal_le(fund.journal, fund.journal) IS 'implementation of the operator <=';
COMMENT ON OPERATOR fund.<= (fund.journal, fund.journal) IS 'less than or equal';
COMMENT ON FUNCTION fund.journal_eq(fund.journal, fund.journal) IS 'implementation of the operator =';
COMMENT ON OPERATOR fund.= (fund.journal, fund.journal) IS 'equal';
COMMENT ON FUNCTION fund.journal_ne(fund.journal, fund.journal) IS 'implementation of the operator <>';
COMMENT ON OPERATOR fund.<> (fund.journal, fund.journal) IS 'not equal';
COMMENT ON FUNCTION fund.journal_ge(fund.journal, fund.journal) IS 'implementation of the operator >=';
COMMENT ON OPERATOR fund.>= (fund.journal, fund.journal) IS 'greater than or equal';
COMMENT ON FUNCTION fund.journal_gt(fund.journal, fund.journal) IS 'implementation of the operator >';
COMMENT ON OPERATOR fund.> (fund.journal, fund.journal) IS 'greater than';

CREATE FUNCTION fund.journal_cmp(fund.journal, fund.journal) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_cmp';

CREATE FUNCTION fund.journal_hash(fund.journal) RETURNS integer
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_hash';

CREATE FUNCTION fund.journal_hash_extended(fund.journal, bigint) RETURNS bigint
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_hash_extended';

COMMENT ON FUNCTION fund.journal_cmp(fund.journal, fund.journal) IS 'btree comparison of fund.journal';
COMMENT ON FUNCTION fund.journal_hash(fund.journal) IS 'hash of fund.journal';
COMMENT ON FUNCTION fund.journal_hash_extended(fund.journal, bigint) IS 'hash of fund.journal with a seed';

CREATE OPERATOR CLASS fund.journal_ops
    DEFAULT FOR TYPE fund.journal USING btree AS
        OPERATOR 1 fund.<,
        OPERATOR 2 fund.<=,
        OPERATOR 3 fund.=,
        OPERATOR 4 fund.>=,
        OPERATOR 5 fund.>,
        FUNCTION 1 fund.journal_cmp(fund.journal, fund.journal);
COMMENT ON OPERATOR CLASS fund.journal_ops USING btree IS 'btree operators of fund.journal';
COMMENT ON OPERATOR FAMILY fund.journal_ops USING btree IS 'btree operators of fund.journal';

CREATE OPERATOR CLASS fund.journal_hash_ops
    DEFAULT FOR TYPE fund.journal USING hash AS
        OPERATOR 1 fund.=,
        FUNCTION 1 fund.journal_hash(fund.journal),
        FUNCTION 2 fund.journal_hash_extended(fund.journal, bigint);
COMMENT ON OPERATOR CLASS fund.journal_hash_ops USING hash IS 'hash operators of fund.journal';
COMMENT ON OPERATOR FAMILY fund.journal_hash_ops USING hash IS 'hash operators of fund.journal';

-- The group: + merges lines by side, account and party and drops memos.

CREATE FUNCTION fund.journal_add(fund.journal, fund.journal) RETURNS fund.journal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_add';

CREATE FUNCTION fund.journal_subtract(fund.journal, fund.journal) RETURNS fund.journal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_subtract';

CREATE FUNCTION fund.journal_minus(fund.journal) RETURNS fund.journal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_minus';

CREATE OPERATOR fund.+ (
    LEFTARG = fund.journal, RIGHTARG = fund.journal, FUNCTION = fund.journal_add,
    COMMUTATOR = OPERATOR(fund.+)
);

CREATE OPERATOR fund.- (
    LEFTARG = fund.journal, RIGHTARG = fund.journal, FUNCTION = fund.journal_subtract
);

CREATE OPERATOR fund.- (
    RIGHTARG = fund.journal, FUNCTION = fund.journal_minus
);

COMMENT ON FUNCTION fund.journal_add(fund.journal, fund.journal) IS 'implementation of the operator +';
COMMENT ON FUNCTION fund.journal_subtract(fund.journal, fund.journal) IS 'implementation of the operator -';
COMMENT ON FUNCTION fund.journal_minus(fund.journal) IS 'implementation of the operator -';
COMMENT ON OPERATOR fund.+ (fund.journal, fund.journal) IS 'both journals as one, merged by side, account and party; memos and lines that come to zero are dropped';
COMMENT ON OPERATOR fund.- (fund.journal, fund.journal) IS 'the first journal and the reversal of the second as one, merged as + does';
COMMENT ON OPERATOR fund.- (NONE, fund.journal) IS '红字冲销: the same lines with negated amounts';

-- Lines

CREATE TYPE fund.journal_line AS (
    side text,
    account fund.account_code,
    amount fund.amount,
    party text,
    memo text
);

COMMENT ON TYPE fund.journal_line IS 'a line of a journal, as fund.debit and fund.credit make it';
COMMENT ON COLUMN fund.journal_line.side IS 'debit or credit';
COMMENT ON COLUMN fund.journal_line.account IS 'the account';
COMMENT ON COLUMN fund.journal_line.amount IS 'the amount, negative in a red (红字) line';
COMMENT ON COLUMN fund.journal_line.party IS 'the code of a party, or NULL';
COMMENT ON COLUMN fund.journal_line.memo IS 'a memo, or NULL';

CREATE FUNCTION fund.debit(
    account fund.account_code, amount numeric, party text DEFAULT NULL, memo text DEFAULT NULL
) RETURNS fund.journal_line
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ROW('debit', account, amount::fund.amount, party, memo)::fund.journal_line;

CREATE FUNCTION fund.credit(
    account fund.account_code, amount numeric, party text DEFAULT NULL, memo text DEFAULT NULL
) RETURNS fund.journal_line
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ROW('credit', account, amount::fund.amount, party, memo)::fund.journal_line;

-- Casts on assignment do not help a function's arguments: without these, a
-- code that a driver binds as varchar would find no function.

CREATE FUNCTION fund.debit(
    account text, amount numeric, party text DEFAULT NULL, memo text DEFAULT NULL
) RETURNS fund.journal_line
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ROW('debit', account::fund.account_code, amount::fund.amount, party, memo)::fund.journal_line;

CREATE FUNCTION fund.credit(
    account text, amount numeric, party text DEFAULT NULL, memo text DEFAULT NULL
) RETURNS fund.journal_line
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ROW('credit', account::fund.account_code, amount::fund.amount, party, memo)::fund.journal_line;

-- Two literals, or two parameters without a type, could else be an amount and
-- an account as well, those of debit(journal, account): text decides, as it
-- does wherever PostgreSQL has the choice.

CREATE FUNCTION fund.debit(
    account text, amount text, party text DEFAULT NULL, memo text DEFAULT NULL
) RETURNS fund.journal_line
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ROW('debit', account::fund.account_code, amount::numeric::fund.amount, party, memo)::fund.journal_line;

CREATE FUNCTION fund.credit(
    account text, amount text, party text DEFAULT NULL, memo text DEFAULT NULL
) RETURNS fund.journal_line
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ROW('credit', account::fund.account_code, amount::numeric::fund.amount, party, memo)::fund.journal_line;

COMMENT ON FUNCTION fund.debit(fund.account_code, numeric, text, text) IS '借: a debit line for fund.journal';
COMMENT ON FUNCTION fund.credit(fund.account_code, numeric, text, text) IS '贷: a credit line for fund.journal';
COMMENT ON FUNCTION fund.debit(text, numeric, text, text) IS '借: a debit line for fund.journal';
COMMENT ON FUNCTION fund.credit(text, numeric, text, text) IS '贷: a credit line for fund.journal';
COMMENT ON FUNCTION fund.debit(text, text, text, text) IS '借: a debit line for fund.journal';
COMMENT ON FUNCTION fund.credit(text, text, text, text) IS '贷: a credit line for fund.journal';

CREATE FUNCTION fund.journal(VARIADIC lines fund.journal_line[]) RETURNS fund.journal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_from_lines';

COMMENT ON FUNCTION fund.journal(fund.journal_line[]) IS 'the journal of these lines, in this order; refused (LG001) unless debits equal credits';

-- A journal of rows. They have an order, so nothing is combined in parallel.

CREATE FUNCTION fund._journal_collect_line(internal, fund.journal_line) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_collect_line';
COMMENT ON FUNCTION fund._journal_collect_line(internal, fund.journal_line) IS 'transition of the aggregate fund.journal of lines';

CREATE FUNCTION fund._journal_collect_row(internal, text, numeric, numeric, text, text) RETURNS internal
    LANGUAGE c IMMUTABLE PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_collect_row';
COMMENT ON FUNCTION fund._journal_collect_row(internal, text, numeric, numeric, text, text) IS 'transition of the aggregate fund.journal of rows';

CREATE FUNCTION fund._journal_collected(internal) RETURNS fund.journal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_collected';
COMMENT ON FUNCTION fund._journal_collected(internal) IS 'result of the aggregates fund.journal';

CREATE AGGREGATE fund.journal(fund.journal_line) (
    SFUNC = fund._journal_collect_line,
    STYPE = internal,
    SSPACE = 1024,
    FINALFUNC = fund._journal_collected,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE fund.journal(fund.journal_line) IS
'the journal of the lines of all rows, in their order (ORDER BY within the call); NULL of no rows. LG001: they do not balance; 22004: a line is null.';

CREATE AGGREGATE fund.journal(account text, debit numeric, credit numeric, party text, memo text) (
    SFUNC = fund._journal_collect_row,
    STYPE = internal,
    SSPACE = 1024,
    FINALFUNC = fund._journal_collected,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE fund.journal(text, numeric, numeric, text, text) IS
'the journal of rows as spreadsheets have them, in their order (ORDER BY within the call), in 元: an amount on one side, nothing or a zero on the other; NULL of no rows. LG001: they do not balance; 22023: a row is on both sides or on none; 22004: an account is null; 22003: a third decimal.';

CREATE FUNCTION fund.lines(journal fund.journal) RETURNS TABLE (
    line_no integer,
    side text,
    account fund.account_code,
    amount fund.amount,
    party text,
    memo text
)
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE ROWS 4
    AS 'MODULE_PATHNAME', 'fl_journal_lines';

COMMENT ON FUNCTION fund.lines(fund.journal) IS 'the lines of a journal, in the order written';

-- 科目汇总表

CREATE FUNCTION fund._journal_sum_transition(internal, fund.journal) RETURNS internal
    LANGUAGE c IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_sum_transition';

CREATE FUNCTION fund._journal_sum_remove(internal, fund.journal) RETURNS internal
    LANGUAGE c IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_sum_remove';

CREATE FUNCTION fund._journal_sum_combine(internal, internal) RETURNS internal
    LANGUAGE c IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_sum_combine';

CREATE FUNCTION fund._journal_sum_serialize(internal) RETURNS bytea
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_sum_serialize';

CREATE FUNCTION fund._journal_sum_deserialize(bytea, internal) RETURNS internal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_sum_deserialize';

CREATE FUNCTION fund._journal_sum_result(internal) RETURNS fund.journal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_sum_result';

COMMENT ON FUNCTION fund._journal_sum_transition(internal, fund.journal) IS 'transition function of fund.sum(fund.journal)';
COMMENT ON FUNCTION fund._journal_sum_remove(internal, fund.journal) IS 'inverse transition function of fund.sum(fund.journal)';
COMMENT ON FUNCTION fund._journal_sum_combine(internal, internal) IS 'combine function of fund.sum(fund.journal)';
COMMENT ON FUNCTION fund._journal_sum_serialize(internal) IS 'serialization function of fund.sum(fund.journal)';
COMMENT ON FUNCTION fund._journal_sum_deserialize(bytea, internal) IS 'deserialization function of fund.sum(fund.journal)';
COMMENT ON FUNCTION fund._journal_sum_result(internal) IS 'final function of fund.sum(fund.journal)';

-- A state is a hash table of some 128 accounts of 48 bytes each.
CREATE AGGREGATE fund.sum(fund.journal) (
    SFUNC = fund._journal_sum_transition,
    STYPE = internal,
    SSPACE = 16384,
    FINALFUNC = fund._journal_sum_result,
    COMBINEFUNC = fund._journal_sum_combine,
    SERIALFUNC = fund._journal_sum_serialize,
    DESERIALFUNC = fund._journal_sum_deserialize,
    MSFUNC = fund._journal_sum_transition,
    MINVFUNC = fund._journal_sum_remove,
    MSTYPE = internal,
    MSSPACE = 16384,
    MFINALFUNC = fund._journal_sum_result,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE fund.sum(fund.journal) IS
'科目汇总表: all lines merged by side and account, in that order; parties, memos and lines that come to zero are dropped';
