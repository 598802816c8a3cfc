-- fund.allocate: an amount shared out to the last 分.
SET client_encoding = 'UTF8';
SET search_path = public, fund;

-- The value of an expression as text, or its SQLSTATE and message.
CREATE FUNCTION pg_temp.try(expression text) RETURNS text
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_value text;
    BEGIN
        EXECUTE 'SELECT (' || expression || ')::text' INTO v_value;
        RETURN v_value;
    EXCEPTION WHEN OTHERS THEN
        RETURN SQLSTATE || ' ' || SQLERRM;
    END
    $$;

SELECT amount, weights, allocate(amount, weights), (SELECT sum(a) FROM unnest(allocate(amount, weights)) AS a) = amount AS adds_up
FROM (VALUES
    (amount '100.00', '{1,1,1}'::numeric[]), ('-100.00', '{1,1,1}'), ('0.02', '{1,1,1}'), ('0.00', '{1,1,1}'), ('0.05', '{3,7}'), ('0.05', '{7,3}'),
    ('100.00', '{0.5,0.25,0.25}'), ('100.00', '{50,25,25}'), ('1.00', '{1}'), ('-1.00', '{0.001}'), ('1.00', '{0,1,0}'), ('0.02', '{0,1,1,1,0}'),
    ('10.00', '{1e-30,1e30}'), ('10.00', '{1,2,3,4}'), ('0.01', '{1,1,1,2}'), ('92233720368547758.07', '{1,1}'), ('-92233720368547758.07', '{1,1}'),
    ('92233720368547758.07', '{9223372036854775807,9223372036854775807,1}'), ('92233720368547758.07', '{0.1,0.2,0.7}'), ('1.00', '[5:6]={1,2}')
) AS t (amount, weights);

-- Refused
SELECT expression, pg_temp.try(expression)
FROM unnest(ARRAY[
    $$allocate('1', '{}')$$, $$allocate('1', '{0}')$$, $$allocate('0', '{0,0.00}')$$, $$allocate('1', '{1,-1}')$$, $$allocate('1', '{1,-0.0001}')$$,
    $$allocate('1', '{1,NaN}')$$, $$allocate('1', '{1,Infinity}')$$, $$allocate('1', '{1,NULL}')$$, $$allocate('1', '{{1,2},{3,4}}')$$,
    $$allocate(NULL, '{1}') IS NULL$$, $$allocate('1', NULL) IS NULL$$
]) WITH ORDINALITY AS t (expression, n) ORDER BY n;
SELECT allocate('1.00', '{0,0}');
SELECT allocate('1.00', '{1,2,-3}');

-- Many shares
SELECT count(*), sum(a), min(a), max(a) FROM unnest(allocate('1000000.01', array_fill(1::numeric, ARRAY[30000]))) AS a;
