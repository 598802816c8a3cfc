-- No table of the ledger becomes part of another, whose rows nothing judges;
-- what inherits from the vouchers is found and keeps everybody from posting.
SET client_encoding = 'UTF8';
SET search_path = public, fund;
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS ledger CASCADE;
SELECT fund.create_ledger();
\pset null '-'
\set SHOW_CONTEXT never

SELECT fund.create_book('甲', '职工', 'reform', '2026-01') > 0 AS created;
SELECT fund.post('甲', '2026-01-10', '收到保险费', 'Dr 1003 30.00, Cr 400101 30.00') > 0 AS posted;

-- A table with an identity PostgreSQL 17 does not attach anyway (55000).
CREATE FUNCTION refused(attempt text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE attempt;
    RETURN 'done';
EXCEPTION WHEN OTHERS THEN
    RETURN CASE WHEN SQLSTATE IN ('0A000', '55000') THEN 'refused' ELSE SQLSTATE END;
END
$$;

-- becomes_a_partition_of_nothing
CREATE TABLE parent (LIKE ledger.voucher) PARTITION BY LIST (book_id);
SELECT refused('ALTER TABLE parent ATTACH PARTITION ledger.voucher DEFAULT');
DROP TABLE parent;

-- becomes_a_child_of_nothing
CREATE TABLE parent (LIKE ledger.voucher);
SELECT refused('ALTER TABLE ledger.voucher INHERIT parent');
DROP TABLE parent;

-- nor_does_any_other_table: each by both ways
SELECT refused(format('CREATE TABLE parent (LIKE ledger.%I); ALTER TABLE ledger.%1$I INHERIT parent', relname)) AS inherit,
       refused(format('CREATE TABLE parent (LIKE ledger.%I) PARTITION BY LIST (%I); ALTER TABLE parent ATTACH PARTITION ledger.%1$I DEFAULT',
                      relname, (SELECT attname FROM pg_attribute WHERE attrelid = c.oid AND attnum = 1))) AS attach,
       count(*) > 10 AS tables
FROM pg_class AS c
WHERE relnamespace = 'ledger'::regnamespace AND relkind = 'r'
GROUP BY 1, 2;

-- a_child_keeps_everybody_from_posting
CREATE TABLE child () INHERITS (ledger.voucher);
INSERT INTO child (voucher_id, book_id, voucher_date, summary, journal)
VALUES (99, 1, '2026-01-11', '夹带', 'Dr 1004 1.00, Cr 9999 1.00');
SELECT fund.post('甲', '2026-01-12', '收到保险费', 'Dr 1003 1.00, Cr 400101 1.00');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
VALUES (1, '2026-01-12', '收到保险费', 'Dr 1003 1.00, Cr 400101 1.00');
\echo :LAST_ERROR_SQLSTATE
COPY ledger.voucher (book_id, voucher_date, summary, journal) FROM stdin;
1	2026-01-12	收到保险费	Dr 1003 1.00, Cr 400101 1.00
\.
\echo :LAST_ERROR_SQLSTATE
SELECT fund.close_period('甲', '2026-01');
\echo :LAST_ERROR_SQLSTATE
SELECT * FROM fund.verify('甲') WHERE check_name = 'table';

-- and_none_once_it_has_gone
ALTER TABLE child NO INHERIT ledger.voucher;
SELECT fund.post('甲', '2026-01-12', '收到保险费', 'Dr 1003 1.00, Cr 400101 1.00') > 0 AS posted;
SELECT count(*) FROM fund.close_period('甲', '2026-01');
SELECT * FROM fund.verify('甲');

DROP TABLE child;
DROP FUNCTION refused;
DROP SCHEMA ledger CASCADE;
