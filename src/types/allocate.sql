-- An amount shared out to the last 分.

CREATE FUNCTION fund.allocate(amount fund.amount, weights numeric[]) RETURNS fund.amount[]
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_allocate';

COMMENT ON FUNCTION fund.allocate(fund.amount, numeric[]) IS
'the amount shared out by the weights, in their order: the shares add up to it, those with the largest remainders get the last 分; 22023 if a weight is negative or not finite or all are 0, 22004 if one is NULL';
