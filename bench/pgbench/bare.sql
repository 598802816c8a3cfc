\set book random(1, :books)
WITH v AS (
    INSERT INTO bare.voucher (book_id, period, posted_on, summary)
    VALUES (:book, :period, :date, :summary)
    RETURNING book_id, period, voucher_id
)
INSERT INTO bare.entry (book_id, period, voucher_id, line_no, account, amount)
SELECT v.book_id, v.period, v.voucher_id, line.line_no, line.account, line.amount
FROM v, (VALUES (1::smallint, 1002, :amount::bigint),
                (2::smallint, 400101, -:amount::bigint)) AS line (line_no, account, amount);
