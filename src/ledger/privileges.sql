-- The last part: who may run what.
--
-- PUBLIC keeps the types and the API. A type must work for whoever may read a
-- column of it, and a function that reads or writes books checks the caller's
-- duty itself; none is SECURITY DEFINER.
--
-- What begins with an underscore is internal and not PUBLIC's. Trigger functions
-- refuse to serve any table but their own (ledger/trigger.h), and CREATE TRIGGER
-- asks for EXECUTE; they need none when they fire. The steps of fund.create_ledger() are for whom the DBA lets own the
-- books: a superuser, or a role granted EXECUTE ON ALL FUNCTIONS IN SCHEMA fund.
--
-- Kept are those that run as the caller of something public: the functions in
-- reading views, and the checks that tell why there is no ledger to act on or a
-- duty cannot be granted.
DO $$
DECLARE
    internal regprocedure;
BEGIN
    FOR internal IN
        SELECT p.oid
        FROM pg_proc AS p
        WHERE p.pronamespace = 'fund'::regnamespace
          AND starts_with(p.proname, '_')
          -- An update script that revokes again would have what users granted since
          -- taken for the extension's own, and pg_dump would leave it out.
          AND has_function_privilege('public', p.oid, 'EXECUTE')
          AND p.proname NOT IN ('_may_read', '_may_audit', '_account_name', '_check_owner', '_check_not_for_another', '_check_duty_grant', '_check_restored', '_duty_name', '_may_feed', '_check_ledger', '_parse_as', '_in_english', '_in_chinese', '_bases_of')
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', internal);
    END LOOP;
END
$$;

-- They would fail at their first step; this says so at once.
REVOKE EXECUTE ON FUNCTION fund.create_ledger(boolean) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION fund.upgrade_ledger() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION fund.derive_standard(text, text, text) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION fund.drop_standard(text) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION fund.add_detail(text, text, text, text, text) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION fund."派生制度"(text, text, text) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION fund."删除制度"(text) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION fund."增设明细"(text, text, text, text, text) FROM PUBLIC;
