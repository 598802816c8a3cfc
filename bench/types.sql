-- Tables of the same money as amount, bigint and numeric(20,2), one column
-- each and the same beside a key, for bench/types. "rows" is a psql variable.
CREATE SCHEMA types;
CREATE TABLE types.source AS
SELECT n, (n * 7919 % 1000003)::bigint * 1237 AS fen FROM generate_series(1::bigint, :rows) AS n;

CREATE TABLE types.amount AS SELECT (fen * 0.01)::fund.amount AS value, (n % 1000)::integer AS part FROM types.source;
CREATE TABLE types.bigint AS SELECT fen AS value, (n % 1000)::integer AS part FROM types.source;
CREATE TABLE types.numeric AS SELECT (fen * 0.01)::numeric(20, 2) AS value, (n % 1000)::integer AS part FROM types.source;
DROP TABLE types.source;
VACUUM (FREEZE, ANALYZE) types.amount, types.bigint, types.numeric;

-- Their text, in a file of the server, and a table for each to be read into.
COPY (SELECT value FROM types.amount LIMIT :rows / 5) TO :'file';
CREATE TABLE types.read_amount (value fund.amount);
CREATE TABLE types.read_numeric (value numeric(20, 2));
