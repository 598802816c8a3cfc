-- Tables of the same money as amount, bigint and numeric(20,2), for bench/types.
-- "rows" is a psql variable.
CREATE SCHEMA types;
CREATE TABLE types.source AS
SELECT fen AS debit, fen + n AS credit, (n % 1000)::integer AS part
FROM generate_series(1::bigint, :rows) AS n, LATERAL (SELECT n * 7919 % 1000003 * 1237) AS f (fen);

CREATE TABLE types.amount AS
SELECT (debit * 0.01)::fund.amount AS debit, (credit * 0.01)::fund.amount AS credit, part FROM types.source;
CREATE TABLE types.bigint AS
SELECT debit, credit, part FROM types.source;
CREATE TABLE types.numeric AS
SELECT (debit * 0.01)::numeric(20, 2) AS debit, (credit * 0.01)::numeric(20, 2) AS credit, part FROM types.source;
DROP TABLE types.source;
VACUUM (FREEZE, ANALYZE) types.amount, types.bigint, types.numeric;

-- Their text, in a file of the server, and a table for each to be read into.
COPY (SELECT debit FROM types.amount LIMIT :rows / 5) TO :'file';
CREATE TABLE types.read_amount (value fund.amount);
CREATE TABLE types.read_numeric (value numeric(20, 2));
