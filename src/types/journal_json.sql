-- fund.journal as jsonb: an array of lines, and back.

CREATE FUNCTION fund.journal_to_jsonb(journal fund.journal) RETURNS jsonb
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_to_jsonb';

CREATE FUNCTION fund.journal(jsonb) RETURNS fund.journal
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_of_jsonb';

COMMENT ON FUNCTION fund.journal_to_jsonb(fund.journal) IS
'the lines of a journal as a jsonb array of objects with side, account, amount (a string), and party and memo where there are any';
COMMENT ON FUNCTION fund.journal(jsonb) IS
'the journal of a jsonb array such as fund.journal_to_jsonb gives; an amount may also be a number, which is taken as exactly that';

CREATE CAST (fund.journal AS jsonb) WITH FUNCTION fund.journal_to_jsonb(fund.journal) AS ASSIGNMENT;
CREATE CAST (jsonb AS fund.journal) WITH FUNCTION fund.journal(jsonb) AS ASSIGNMENT;

COMMENT ON CAST (fund.journal AS jsonb) IS 'writes the lines of a journal';
COMMENT ON CAST (jsonb AS fund.journal) IS 'reads the lines of a journal';
