\set book random(1, :books)
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
VALUES (:book, :date, :summary, :journal);
