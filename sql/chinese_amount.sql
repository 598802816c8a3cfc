-- 中文大写: fund.to_chinese and fund.from_chinese.
SET client_encoding = 'UTF8';
SET search_path = public, fund;
\pset null '-'

-- The amount of a text, or its SQLSTATE.
CREATE FUNCTION pg_temp.read(source text) RETURNS text
    LANGUAGE plpgsql
    AS $$
    BEGIN
        RETURN from_chinese(source);
    EXCEPTION WHEN OTHERS THEN
        RETURN SQLSTATE;
    END
    $$;

-- The examples of the rules for cheques, and other zeros
SELECT amount, to_chinese(amount), from_chinese(to_chinese(amount)) = amount AS and_back
FROM unnest(('{1409.50,6007.14,1680.32,107000.53,16409.02,325.04,'
             '0,0.01,0.05,0.10,0.50,0.55,1,1.05,1.50,1.55,10,10.05,10.50,11,20,100,101,110,1000,1001,1010,1100,1200,10000,10001,10010,10100,'
             '11000,100000,101000,100100,1000000,1001000,1010000,1000100,10000000,10000001,100000000,100000001,100010000,100010001,110000000,101000000,'
             '1000000000000,1000000010000,10000000100000000,10000000000000000,20000000000000000.02,12345678901234567.89,'
             '92233720368547758.07,-92233720368547758.07,-0.01,-1200}')::amount[]) WITH ORDINALITY AS t (amount, n)
ORDER BY n;

-- Read, too: other characters and what the rules leave open
SELECT source, pg_temp.read(source)
FROM unnest(ARRAY[
    '人民币壹仟贰佰元整', '壹仟贰佰圆整', '壹仟贰佰圓正', '人民币负壹元整', '壹仟肆佰〇玖元伍角整', '贰佰叁拾陆元正', '貳佰叄拾陸圓正', '叁佰參拾元整', '壹萬億元整', '負壹億元整',
    '壹仟陆佰捌拾元叁角贰分', '壹仟陆佰捌拾元零叁角贰分', '壹拾万零柒仟元伍角叁分', '壹拾万柒仟元零伍角叁分', '壹拾万零柒仟元零伍角叁分', '壹拾亿零壹仟万元整', '伍角整', '零元整', '〇圆正'
]) WITH ORDINALITY AS t (source, n) ORDER BY n;

-- Refused: not an amount, or not so written
SELECT source, pg_temp.read(source)
FROM unnest(ARRAY[
    '', ' ', '元', '元整', '整', '零', '负', '人民币', '负零元整', '零元', '零角', '零分', '零元零角', '零元伍角', '零元零伍分',
    '壹仟贰佰', '壹仟贰佰元', '壹仟贰佰整', '壹仟贰佰元整整', '壹仟贰佰元整元', '壹仟贰佰元 整', ' 壹元整', '壹元整 ', '壹元伍分整', '壹元伍分', '壹元零伍分整',
    '拾元整', '壹拾零元整', '壹仟零贰佰元整', '壹仟壹元整', '壹仟零零壹元整', '壹佰壹仟元整', '贰壹元整', '壹万万元整', '壹亿壹万亿元整', '零壹元整', '壹万壹元整', '壹亿壹元整',
    '壹元零伍角', '壹元零零伍分', '壹拾元零零伍角', '壹角壹角', '壹分壹角', '壹元壹元整', '拾', '亿元整', '万元整', '壹佰佰元整',
    '一千二百元整', '1200元整', '壹千贰百元整', '两元整', '壹兆元整', '廿元整', '人民币人民币壹元整', '负人民币壹元整', '负负壹元整', '-壹元整', '壹块整', '壹元整x'
]) WITH ORDINALITY AS t (source, n) ORDER BY n;
SELECT from_chinese('壹仟贰佰元');

-- Out of range by one 分, and by far
SELECT CASE WHEN length(source) < 50 THEN source ELSE left(source, 10) || '…' END AS source, pg_temp.read(source)
FROM unnest(ARRAY[
    '玖亿贰仟贰佰叁拾叁万柒仟贰佰零叁亿陆仟捌佰伍拾肆万柒仟柒佰伍拾捌元零柒分', '玖亿贰仟贰佰叁拾叁万柒仟贰佰零叁亿陆仟捌佰伍拾肆万柒仟柒佰伍拾捌元零捌分',
    '负玖亿贰仟贰佰叁拾叁万柒仟贰佰零叁亿陆仟捌佰伍拾肆万柒仟柒佰伍拾捌元零捌分', '壹亿亿亿元整', '壹亿亿亿亿元整', '壹' || repeat('亿', 1000) || '元整', repeat('壹仟', 10000) || '元整'
]) WITH ORDINALITY AS t (source, n) ORDER BY n;
SELECT from_chinese('玖亿贰仟贰佰叁拾叁万柒仟贰佰零叁亿陆仟捌佰伍拾肆万柒仟柒佰伍拾捌元零捌分');
SELECT to_chinese(NULL) IS NULL, from_chinese(NULL) IS NULL;

-- Every third amount up to 1010.99 and every place of one digit; no two are the same
SELECT count(*) AS amounts, count(DISTINCT text) AS texts, count(*) FILTER (WHERE from_chinese(text) <> amount) AS wrong
FROM (SELECT amount, to_chinese(amount) AS text
      FROM (SELECT round_amount(n * 0.01) AS amount FROM generate_series(-20199, 101099, 3) AS n
            UNION SELECT round_amount(d * 10::numeric ^ p + e * 10::numeric ^ q)
                  FROM generate_series(1, 9, 4) AS d, generate_series(-2, 15) AS p, generate_series(0, 9, 3) AS e, generate_series(-2, 15) AS q) AS a) AS t;

-- A character less is another amount or none: but for a 零 that may be left
-- out, nothing reads as the same
SELECT count(*) > 4000 AS many,
       count(*) FILTER (WHERE changed = amount::text AND left(rest, 1) <> '零') AS same
FROM (SELECT amount, pg_temp.read(left(text, i - 1) || substr(text, i + 1)) AS changed, substr(text, i) AS rest
      FROM (SELECT n, round_amount(n * 7919.0 * n / 100) AS amount FROM generate_series(1, 400) AS n) AS a,
           LATERAL (SELECT to_chinese(amount) AS text) AS t, LATERAL generate_series(1, length(text)) AS i) AS c;
