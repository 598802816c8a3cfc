-- Every function answers a cancel: where it reads, sorts or makes millions of
-- lines or weights, it does not go on to the end first.
\set VERBOSITY terse
\t on
\a
CREATE TEMP TABLE large AS
SELECT array_agg((i % 97 + 1)::numeric) AS weights,
       fund.journal(string_agg(format('Dr 1002 %s.00, Cr 400101 %s.00', 1 + i % 99991, 1 + i % 99991), ', ')) AS journal
FROM generate_series(1, 300000) AS i;

-- Each query twice: whole, and with a time-out of a tenth of what that took. It
-- must have ended in half of the time.
\set query 'SELECT fund.allocate(1000000.00::fund.amount, weights) IS NULL FROM large'
SELECT clock_timestamp() AS began \gset
:query;
SELECT extract(epoch FROM clock_timestamp() - :'began') * 1000 AS whole,
       ceil(extract(epoch FROM clock_timestamp() - :'began') * 100)::integer AS tenth,
       clock_timestamp() AS began \gset
SET statement_timeout = :tenth;
:query;
SET statement_timeout = 0;
SELECT extract(epoch FROM clock_timestamp() - :'began') * 1000 < :whole / 2 AS answered;

\set query 'SELECT fund.journal_hash(journal) IS NULL FROM large'
SELECT clock_timestamp() AS began \gset
:query;
SELECT extract(epoch FROM clock_timestamp() - :'began') * 1000 AS whole,
       ceil(extract(epoch FROM clock_timestamp() - :'began') * 100)::integer AS tenth,
       clock_timestamp() AS began \gset
SET statement_timeout = :tenth;
:query;
SET statement_timeout = 0;
SELECT extract(epoch FROM clock_timestamp() - :'began') * 1000 < :whole / 2 AS answered;
