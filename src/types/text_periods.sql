-- Drivers bind strings as varchar, for which a function with an argument of
-- type fund.period is not found. So each of these has a twin that takes the
-- period as text; it differs in nothing else.
DO $$
DECLARE
    original regprocedure;
    twin     text;
BEGIN
    FOREACH original IN ARRAY ARRAY[
        'fund.create_book(text, text, text, fund.period, text, text, boolean)',
        'fund.month_end(text, fund.period)',
        'fund.close_period(text, fund.period)',
        'fund.reopen_period(text, fund.period, text, text)',
        'fund.balance_sheet(text, fund.period, text, boolean)',
        'fund.income_expenditure(text, fund.period, text, boolean)',
        'fund."资产负债表"(text, fund.period, text, boolean)',
        'fund."收支表"(text, fund.period, text, boolean)',
        'fund.statement(text, text, fund.period, text, boolean, boolean)',
        'fund.statement_pack(text, fund.period, text)',
        'fund.articulation(text, fund.period, text)',
        'fund.explain(text, text, text, fund.period, text, text)',
        'fund.attribute(text, text, fund.period, text)',
        'fund.trial_balance(text, fund.period, text)',
        'fund."科目余额表"(text, fund.period, text)',
        'fund.restatements(text, fund.period, fund.period, text)',
        'fund."重述"(text, fund.period, fund.period, text)'
    ]::regprocedure[]
    LOOP
        EXECUTE regexp_replace(pg_get_functiondef(original), 'period fund[.]period', 'period text', 'g');
        twin := replace(original::text, 'fund.period', 'text');
        EXECUTE format('COMMENT ON FUNCTION %s IS %L', twin,
                       obj_description(original, 'pg_proc') || ' The period is text, as drivers bind it.');
    END LOOP;
END
$$;
