-- fund.round_amount and fund.divide_amount: rounding by name.
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

-- The modes, on both sides of every half
SELECT value, round_amount(value, 'half_up') AS half_up, round_amount(value, 'half_even') AS half_even,
       round_amount(value, 'up') AS up, round_amount(value, 'down') AS down
FROM unnest('{0,0.001,0.0049,0.005,0.0051,0.01,0.0149,0.015,0.0151,0.025,0.045,0.995,1.004999999999999999999,1.005,1.0050000000000000000001}'::numeric[]
            || '{-0.001,-0.0049,-0.005,-0.0051,-0.015,-0.025,-0.995,-1.005}'::numeric[]) WITH ORDINALITY AS t (value, n)
ORDER BY n;

-- By either name; 四舍五入 to 分 where none is given
SELECT mode, round_amount(0.125, mode), round_amount(0.135, mode), round_amount(-0.121, mode)
FROM unnest('{half_up,四舍五入,half_even,四舍六入五成双,银行家舍入,up,进一法,down,去尾法}'::text[]) WITH ORDINALITY AS t (mode, n)
ORDER BY n;
SELECT round_amount(0.125), round_amount(-0.125), pg_typeof(round_amount(0.125)), round_amount(3), round_amount(amount '1.10' * 0.333);
SELECT mode, pg_temp.try(format('round_amount(1, %L)', mode)) FROM unnest('{"",HALF_UP,half-up,五入,"half_up ",nearest}'::text[]) WITH ORDINALITY AS t (mode, n) ORDER BY n;
SELECT round_amount(1, 'ceiling');

-- To 角, 元 and 万元
SELECT decimals, round_amount(1234567.895, 'half_up', decimals), round_amount(-1250000, 'half_even', decimals), round_amount(0.001, 'up', decimals)
FROM unnest('{2,1,0,-2,-4,-5,-16}'::integer[]) AS decimals ORDER BY decimals DESC;
SELECT pg_temp.try('round_amount(1.5, decimals => 3)'), pg_temp.try('round_amount(1.5, decimals => -17)');

-- The bounds: a step beyond is refused
SELECT value, mode, pg_temp.try(format('round_amount(%s, %L)', value, mode))
FROM unnest('{92233720368547758.07,92233720368547758.071,92233720368547758.075,92233720368547758.08,-92233720368547758.071,-92233720368547758.075}'::numeric[]) WITH ORDINALITY AS t (value, n),
     unnest('{half_up,up,down}'::text[]) WITH ORDINALITY AS m (mode, k)
ORDER BY n, k;
SELECT value, pg_temp.try(format('round_amount(%L)', value)) FROM unnest('{NaN,Infinity,-Infinity,1e100}'::text[]) WITH ORDINALITY AS t (value, n) ORDER BY n;
SELECT round_amount(NULL) IS NULL, round_amount(1, NULL) IS NULL, round_amount(1, 'up', NULL) IS NULL;

-- Division: the exact quotient is rounded, not what numeric makes of it
SELECT dividend, divisor, divide_amount(dividend, divisor, 'half_up') AS half_up, divide_amount(dividend, divisor, 'half_even') AS half_even,
       divide_amount(dividend, divisor, 'up') AS up, divide_amount(dividend, divisor, 'down') AS down
FROM (VALUES (amount '100.00', 3), ('-100.00', 3), ('100.00', -3), ('0.01', 2), ('0.03', 2), ('-0.01', 2), ('-0.03', 2), ('1.00', 1.06), ('0.00', -7), ('0.05', 10),
             ('0.05', 9.99999999999999999999999999999), ('0.05', 10.00000000000000000000000000001), ('92233720368547758.07', 3), ('92233720368547758.06', 4),
             ('0.01', 1e30), ('-0.01', 1e30), ('0.01', 0.01), ('92233720368547758.07', 1), ('92233720368547758.07', -1)
     ) AS t (dividend, divisor);
SELECT divide_amount('92233720368547758.07', 3, 'up') AS exact, round_amount('92233720368547758.07'::amount / 3.0, 'up') AS rounded_twice;
SELECT divide_amount('10000000', 3, 'half_up', -4), divide_amount('2.00', 7);
SELECT expression, pg_temp.try(expression)
FROM unnest(ARRAY[
    $$divide_amount('1', 0)$$, $$divide_amount('0', 0)$$, $$divide_amount('1', 'NaN')$$, $$divide_amount('1', '-Infinity')$$,
    $$divide_amount('92233720368547758.07', 0.99)$$, $$divide_amount('92233720368547758.07', 0.5)$$, $$divide_amount('1', 3, 'so')$$, $$divide_amount('1', 3, 'up', 5)$$
]) WITH ORDINALITY AS t (expression, n) ORDER BY n;
