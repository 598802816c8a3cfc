-- 明细账, 日记账, 往来明细账. first and last are days; as text also months, the
-- first counted from its first day and the last to its last. Unknown literals
-- and what drivers bind pick text. PARALLEL UNSAFE as the statements are.

CREATE FUNCTION fund.account_ledger(
    book text,
    account text,
    first text,
    last text,
    basis text DEFAULT 'cash'
) RETURNS TABLE (
    voucher_date date,
    voucher_id bigint,
    kind text,
    number integer,
    line_no integer,
    summary text,
    account text,
    party text,
    memo text,
    debit numeric,
    credit numeric,
    direction text,
    balance numeric
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 1000 COST 10000
    AS 'MODULE_PATHNAME', 'fl_account_ledger';

COMMENT ON FUNCTION fund.account_ledger(text, text, text, text, text) IS
'明细账: the balance of an account, its details included, before the first day or month, then its lines to the end of the last one, each with the balance after it: 借, 贷 or 平. Opening vouchers are part of the first balance. LG010: no such book; LG011: no such account.';

CREATE FUNCTION fund.account_ledger(
    book text,
    account text,
    first date,
    last date,
    basis text DEFAULT 'cash'
) RETURNS TABLE (
    voucher_date date,
    voucher_id bigint,
    kind text,
    number integer,
    line_no integer,
    summary text,
    account text,
    party text,
    memo text,
    debit numeric,
    credit numeric,
    direction text,
    balance numeric
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 1000 COST 10000
    AS 'MODULE_PATHNAME', 'fl_account_ledger';

COMMENT ON FUNCTION fund.account_ledger(text, text, date, date, text) IS
'明细账: the same between two days';

CREATE FUNCTION fund."明细账"(
    book text,
    account text,
    first text,
    last text,
    basis text DEFAULT 'cash'
) RETURNS TABLE (
    "日期" date,
    "凭证" bigint,
    "种类" text,
    "凭证号" integer,
    "行号" integer,
    "摘要" text,
    "科目编码" text,
    "往来编码" text,
    "备注" text,
    "借方" numeric,
    "贷方" numeric,
    "借或贷" text,
    "余额" numeric
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 1000 COST 10000
    AS 'MODULE_PATHNAME', 'fl_account_ledger';

COMMENT ON FUNCTION fund."明细账"(text, text, text, text, text) IS
'fund.account_ledger with Chinese column names and kinds: 明细账';

CREATE FUNCTION fund."明细账"(
    book text,
    account text,
    first date,
    last date,
    basis text DEFAULT 'cash'
) RETURNS TABLE (
    "日期" date,
    "凭证" bigint,
    "种类" text,
    "凭证号" integer,
    "行号" integer,
    "摘要" text,
    "科目编码" text,
    "往来编码" text,
    "备注" text,
    "借方" numeric,
    "贷方" numeric,
    "借或贷" text,
    "余额" numeric
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 1000 COST 10000
    AS 'MODULE_PATHNAME', 'fl_account_ledger';

COMMENT ON FUNCTION fund."明细账"(text, text, date, date, text) IS
'fund.account_ledger with Chinese column names and kinds: the same between two days';

CREATE FUNCTION fund.journal_book(
    book text,
    account text,
    first text,
    last text,
    basis text DEFAULT 'cash'
) RETURNS TABLE (
    voucher_date date,
    voucher_id bigint,
    kind text,
    number integer,
    line_no integer,
    summary text,
    account text,
    contra text,
    contra_name text,
    party text,
    memo text,
    debit numeric,
    credit numeric,
    direction text,
    balance numeric
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 1000 COST 10000
    AS 'MODULE_PATHNAME', 'fl_journal_book';

COMMENT ON FUNCTION fund.journal_book(text, text, text, text, text) IS
'日记账: fund.account_ledger with the accounts that stand opposite (对方科目) in each line''s voucher, of more than eight the first. LG010: no such book; LG011: no such account.';

CREATE FUNCTION fund.journal_book(
    book text,
    account text,
    first date,
    last date,
    basis text DEFAULT 'cash'
) RETURNS TABLE (
    voucher_date date,
    voucher_id bigint,
    kind text,
    number integer,
    line_no integer,
    summary text,
    account text,
    contra text,
    contra_name text,
    party text,
    memo text,
    debit numeric,
    credit numeric,
    direction text,
    balance numeric
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 1000 COST 10000
    AS 'MODULE_PATHNAME', 'fl_journal_book';

COMMENT ON FUNCTION fund.journal_book(text, text, date, date, text) IS
'日记账: the same between two days';

CREATE FUNCTION fund."日记账"(
    book text,
    account text,
    first text,
    last text,
    basis text DEFAULT 'cash'
) RETURNS TABLE (
    "日期" date,
    "凭证" bigint,
    "种类" text,
    "凭证号" integer,
    "行号" integer,
    "摘要" text,
    "科目编码" text,
    "对方科目" text,
    "对方科目名称" text,
    "往来编码" text,
    "备注" text,
    "借方" numeric,
    "贷方" numeric,
    "借或贷" text,
    "余额" numeric
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 1000 COST 10000
    AS 'MODULE_PATHNAME', 'fl_journal_book';

COMMENT ON FUNCTION fund."日记账"(text, text, text, text, text) IS
'fund.journal_book with Chinese column names and kinds: 日记账';

CREATE FUNCTION fund."日记账"(
    book text,
    account text,
    first date,
    last date,
    basis text DEFAULT 'cash'
) RETURNS TABLE (
    "日期" date,
    "凭证" bigint,
    "种类" text,
    "凭证号" integer,
    "行号" integer,
    "摘要" text,
    "科目编码" text,
    "对方科目" text,
    "对方科目名称" text,
    "往来编码" text,
    "备注" text,
    "借方" numeric,
    "贷方" numeric,
    "借或贷" text,
    "余额" numeric
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 1000 COST 10000
    AS 'MODULE_PATHNAME', 'fl_journal_book';

COMMENT ON FUNCTION fund."日记账"(text, text, date, date, text) IS
'fund.journal_book with Chinese column names and kinds: the same between two days';

CREATE FUNCTION fund.party_ledger(
    book text,
    party text,
    first text,
    last text,
    basis text DEFAULT 'cash'
) RETURNS TABLE (
    account text,
    account_name text,
    voucher_date date,
    voucher_id bigint,
    kind text,
    number integer,
    line_no integer,
    summary text,
    memo text,
    debit numeric,
    credit numeric,
    direction text,
    balance numeric
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 1000 COST 10000
    AS 'MODULE_PATHNAME', 'fl_party_ledger';

COMMENT ON FUNCTION fund.party_ledger(text, text, text, text, text) IS
'往来明细账: the lines that name a party, a section an account, each beginning with what they came to before the first day or month. Read from the beginning of the book, through an index on fund.parties(journal) where there is one. LG010: no such book; LG012: no such party.';

CREATE FUNCTION fund.party_ledger(
    book text,
    party text,
    first date,
    last date,
    basis text DEFAULT 'cash'
) RETURNS TABLE (
    account text,
    account_name text,
    voucher_date date,
    voucher_id bigint,
    kind text,
    number integer,
    line_no integer,
    summary text,
    memo text,
    debit numeric,
    credit numeric,
    direction text,
    balance numeric
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 1000 COST 10000
    AS 'MODULE_PATHNAME', 'fl_party_ledger';

COMMENT ON FUNCTION fund.party_ledger(text, text, date, date, text) IS
'往来明细账: the same between two days';
