-- fund.format_amount: digits in groups of three.
SET client_encoding = 'UTF8';
SET search_path = public, fund;
SELECT amount, format_amount(amount), format_amount(amount, ' ') AS space, format_amount(amount, '') AS none, format_amount(amount, currency => '¥')
FROM unnest('{0,0.05,-0.05,1,12,123,1234,-1234.5,12345,123456,-123456,1234567.89,92233720368547758.07,-92233720368547758.07}'::amount[]) WITH ORDINALITY AS t (amount, n)
ORDER BY n;
SELECT format_amount(1234, '，', '人民币 '), format_amount(NULL) IS NULL;
SELECT count(*) AS amounts, count(*) FILTER (WHERE replace(format_amount(a), ',', '') <> a::text) AS wrong,
       count(*) FILTER (WHERE format_amount(a) <> to_char(a::numeric, 'FM999,999,999,999,990.00')) AS wrong_groups
FROM generate_series(-3000, 3000) AS n, LATERAL (SELECT round_amount(n::numeric * n * n * n * n / 1000) AS a) AS t;
