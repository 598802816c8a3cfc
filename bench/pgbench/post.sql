\set book random(1, :books)
SELECT fund.post(:book, :date, :summary, :journal);
