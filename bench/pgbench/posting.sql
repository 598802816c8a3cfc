\set book random(1, :books)
INSERT INTO ledger.posting (book, voucher_date, summary, journal)
VALUES (:book, :date, :summary, :journal);
