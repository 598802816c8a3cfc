-- 中文大写: amounts in the characters of cheques and vouchers.

CREATE FUNCTION fund.to_chinese(amount fund.amount) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_to_chinese';

CREATE FUNCTION fund.from_chinese(text) RETURNS fund.amount
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_from_chinese';

COMMENT ON FUNCTION fund.to_chinese(fund.amount) IS
'中文大写 of an amount, such as 壹仟贰佰元整, 叁元零伍分 or 负壹拾元零伍角';
COMMENT ON FUNCTION fund.from_chinese(text) IS
'the amount that is so in 中文大写, as to_chinese or in any other way that the rules for cheques allow; 22P02 if it is none, 22003 if out of range';
