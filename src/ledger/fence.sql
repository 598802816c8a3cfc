-- The fence between posting and closing (fence.c), for whoever wants to look:
-- who holds and who waits for which book-month, from pg_locks.

CREATE FUNCTION fund._create_fence_views() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    -- The classes are those of FenceClass. A closer's locks of the book and the
    -- ledger are left out once he has them: that of the month says it, which is
    -- his in ACCESS EXCLUSIVE mode only. A poster waits in ACCESS SHARE mode. An
    -- oid is unsigned; a period counts months from January of the year 0.
    CREATE VIEW ledger.fence WITH (security_barrier) AS
    WITH lock AS MATERIALIZED (
        SELECT l.locktype, l.database, l.classid, l.objid, l.objsubid, l.virtualtransaction,
               l.transactionid, l.pid, l.mode, l.granted
        FROM pg_locks AS l
    ), held AS (
        SELECT CASE WHEN l.objsubid <> 3 THEN l.classid::bigint::bit(32)::integer END AS book_id,
               CASE WHEN l.objsubid IN (4, 8) THEN l.objid::bigint::bit(32)::integer END AS month,
               l.virtualtransaction,
               l.pid,
               CASE WHEN l.mode IN ('AccessShareLock', 'RowShareLock', 'ShareLock')
                    THEN 'shared' ELSE 'exclusive' END AS mode,
               NOT l.granted OR l.mode = 'ExclusiveLock' AS waiting
        FROM lock AS l
        WHERE l.locktype = 'advisory'
          AND l.database = (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database())
          AND l.objsubid IN (3, 4, 7, 8, 9)
          AND (NOT l.granted OR l.mode <> 'AccessShareLock')
          AND (NOT l.granted OR l.objsubid IN (4, 8) OR l.mode IN ('RowShareLock', 'ShareLock'))
    ), fence AS (
        SELECT h.book_id, h.month, h.virtualtransaction, h.pid, h.mode, bool_and(h.waiting) AS waiting
        FROM held AS h
        GROUP BY h.book_id, h.month, h.virtualtransaction, h.pid, h.mode
    )
    SELECT b.book,
           (fund.period '0001-01' OPERATOR(fund.+) (h.month - 12))::text AS period,
           CASE WHEN h.book_id IS NOT NULL THEN coalesce(a.usename, p.owner)::text END AS role,
           h.pid,
           p.gid,
           h.mode,
           h.waiting
    FROM fence AS h
    LEFT JOIN ledger.book AS b ON b.book_id = h.book_id
    LEFT JOIN pg_stat_activity AS a ON a.pid = h.pid
    LEFT JOIN LATERAL (
        SELECT x.gid, x.owner
        FROM lock AS l JOIN pg_prepared_xacts AS x ON x.transaction = l.transactionid
        WHERE h.pid IS NULL AND l.pid IS NULL
          AND l.locktype = 'transactionid' AND l.virtualtransaction = h.virtualtransaction
    ) AS p ON true
    WHERE h.book_id IS NULL OR fund._may_read(b.book_id);
    COMMENT ON VIEW ledger.fence IS
    '占用: who holds and who waits for which month of which book, of those that the current role may read, and whoever holds the whole ledger';
    COMMENT ON COLUMN ledger.fence.book IS '账套: the code of the book; NULL: the transaction posts to very many books and holds all of them';
    COMMENT ON COLUMN ledger.fence.period IS '会计期间, as text: 2026-01; NULL: every month of the book, which the transaction posts to very many of';
    COMMENT ON COLUMN ledger.fence.role IS 'the role that has logged in, whatever SET ROLE made of it, or that prepared the transaction; NULL where the book is';
    COMMENT ON COLUMN ledger.fence.pid IS 'the process of the session, as in pg_stat_activity; NULL for a prepared transaction';
    COMMENT ON COLUMN ledger.fence.gid IS 'of a prepared transaction: its name, as in pg_prepared_xacts';
    COMMENT ON COLUMN ledger.fence.mode IS 'shared: posts or restates; exclusive: closes or reopens';
    COMMENT ON COLUMN ledger.fence.waiting IS 'true: it waits for the month; false: it has it';

    CREATE VIEW ledger."占用" WITH (security_barrier) AS
    SELECT f.book                           AS "账套",
           f.period                         AS "期间",
           f.role                           AS "角色",
           f.pid                            AS "进程",
           f.gid                            AS "预备事务",
           CASE f.mode WHEN 'shared' THEN '共享' ELSE '独占' END AS "方式",
           CASE WHEN f.waiting THEN '是' ELSE '否' END AS "等待"
    FROM ledger.fence AS f;
    COMMENT ON VIEW ledger."占用" IS 'ledger.fence under Chinese names: the same columns in the same order, mode and waiting in Chinese';
END
$function$;

COMMENT ON FUNCTION fund._create_fence_views() IS
'Part of fund.create_ledger(): the views of who holds and who waits for which month.';
