-- fund.journal: what it does to an account, and whom it touches.

CREATE FUNCTION fund.debit(journal fund.journal, account fund.account_code) RETURNS fund.amount
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_debit';

CREATE FUNCTION fund.credit(journal fund.journal, account fund.account_code) RETURNS fund.amount
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_credit';

CREATE FUNCTION fund.net(journal fund.journal, account fund.account_code) RETURNS fund.amount
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_net';

-- For codes bound as text or varchar, as fund.debit(text, numeric) is.

CREATE FUNCTION fund.debit(journal fund.journal, account text) RETURNS fund.amount
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN fund.debit(journal, account::fund.account_code);

CREATE FUNCTION fund.credit(journal fund.journal, account text) RETURNS fund.amount
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN fund.credit(journal, account::fund.account_code);

CREATE FUNCTION fund.net(journal fund.journal, account text) RETURNS fund.amount
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN fund.net(journal, account::fund.account_code);

COMMENT ON FUNCTION fund.debit(fund.journal, fund.account_code) IS '借方发生额: what a journal debits to an account and its details';
COMMENT ON FUNCTION fund.credit(fund.journal, fund.account_code) IS '贷方发生额: what a journal credits to an account and its details';
COMMENT ON FUNCTION fund.net(fund.journal, fund.account_code) IS '净额: debits less credits of a journal to an account and its details';
COMMENT ON FUNCTION fund.debit(fund.journal, text) IS '借方发生额: what a journal debits to an account and its details';
COMMENT ON FUNCTION fund.credit(fund.journal, text) IS '贷方发生额: what a journal credits to an account and its details';
COMMENT ON FUNCTION fund.net(fund.journal, text) IS '净额: debits less credits of a journal to an account and its details';

-- For indexes such as
--   CREATE INDEX ON ledger.voucher USING gin (fund.accounts(journal, true));
--   SELECT … WHERE fund.accounts(journal, true) && ARRAY['4001']::fund.account_code[];

CREATE FUNCTION fund.accounts(journal fund.journal, with_headings boolean DEFAULT false) RETURNS fund.account_code[]
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_accounts';

CREATE FUNCTION fund.parties(journal fund.journal) RETURNS text[]
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_journal_parties';

COMMENT ON FUNCTION fund.accounts(fund.journal, boolean) IS 'the accounts of a journal, each once and in order; with_headings also those above them';
COMMENT ON FUNCTION fund.parties(fund.journal) IS 'the party codes of a journal, each once and in byte order';
