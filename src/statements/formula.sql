-- fund.formula: a linear expression over balances, turnover and lines.

CREATE TYPE fund.formula;

CREATE FUNCTION fund.formula_in(cstring) RETURNS fund.formula
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_formula_in';

CREATE FUNCTION fund.formula_out(fund.formula) RETURNS cstring
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_formula_out';

-- Stable, as those of text are: they depend on client_encoding.
CREATE FUNCTION fund.formula_recv(internal) RETURNS fund.formula
    LANGUAGE c STABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_formula_recv';

CREATE FUNCTION fund.formula_send(fund.formula) RETURNS bytea
    LANGUAGE c STABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_formula_send';

CREATE TYPE fund.formula (
    INPUT = fund.formula_in,
    OUTPUT = fund.formula_out,
    RECEIVE = fund.formula_recv,
    SEND = fund.formula_send,
    INTERNALLENGTH = VARIABLE,
    STORAGE = extended
);

COMMENT ON TYPE fund.formula IS
'公式: a linear expression over balances, turnover and statement lines, kept as it was written, such as 期末(1003) + 1/3 × 收支表[T0]';
COMMENT ON FUNCTION fund.formula_in(cstring) IS 'input function of fund.formula';
COMMENT ON FUNCTION fund.formula_out(fund.formula) IS 'output function of fund.formula';
COMMENT ON FUNCTION fund.formula_recv(internal) IS 'binary input function of fund.formula';
COMMENT ON FUNCTION fund.formula_send(fund.formula) IS 'binary output function of fund.formula';

-- On assignment, so that a formula is not inferred where text was meant.
CREATE CAST (text AS fund.formula) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (text AS fund.formula) IS 'reads a formula';

CREATE CAST (varchar AS fund.formula) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (varchar AS fund.formula) IS 'reads a formula';

CREATE FUNCTION fund.formula_terms(formula fund.formula) RETURNS TABLE (
    term_no integer,
    factor numeric,
    measure text,
    account text,
    kind text,
    statement text,
    item text
)
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_formula_terms';

COMMENT ON FUNCTION fund.formula_terms(fund.formula) IS
'the terms of a formula in the order written: the factor and either a measure of an account, of one voucher kind or (NULL) of all, or a line, of a statement or (NULL) of the same one';
