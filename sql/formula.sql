-- fund.formula: what is one and what is not, and how it is read.
SET client_encoding = 'UTF8';
\pset null '-'

-- The terms of a formula, one a line.
CREATE FUNCTION pg_temp.terms(source text) RETURNS text
    LANGUAGE sql
    AS $$
        SELECT coalesce(string_agg(concat_ws(' ', factor, measure, account, kind,
                                             statement || '[' || item || ']',
                                             CASE WHEN statement IS NULL THEN item END),
                                   E'\n' ORDER BY term_no),
                        'no terms')
        FROM fund.formula_terms(source::fund.formula)
    $$;

-- The SQLSTATE and detail of text that is no formula.
CREATE FUNCTION pg_temp.fault(source text) RETURNS text
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_detail text;
    BEGIN
        PERFORM source::fund.formula;
        RETURN 'a formula';
    EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS v_detail = PG_EXCEPTION_DETAIL;
        RETURN SQLSTATE || ' ' || v_detail;
    END
    $$;

-- Measures, in English
SELECT * FROM fund.formula_terms('opening(1003) - closing(300103)');
SELECT * FROM fund.formula_terms('net(4601, normal) + net(4602, normal) + net(300103, adjustment)');
SELECT source, pg_temp.terms(source)
FROM unnest(ARRAY[
    'debit(5001)', 'credit(5001)', 'net(5001)',
    'debit(1003, opening)', 'credit(1003, carry)', 'net(1003, closing)',
    'NET ( 1003 ,Normal )'
]) WITH ORDINALITY AS t (source, n) ORDER BY n;

-- Measures, in Chinese, with either kind of punctuation, and mixed
SELECT source, pg_temp.terms(source)
FROM unnest(ARRAY[
    '期初(1003)', '期末(1003)', '借方(1003)', '贷方(1003)', '净额(1003)',
    '净额(1003, 期初)', '净额(1003, 日常)', '净额(1003, 结转)', '净额(1003, 账结)', '净额(1003, 调整)',
    '期初（1003）＋期末（1003）－借方（1003，日常）',
    '2×贷方（1003）', '净额（1003）÷4', '1／3＊净额（1003）',
    'net（1003, 日常) + 净额(1003， normal）',
    '　期末　（　1003　）　'
]) WITH ORDINALITY AS t (source, n) ORDER BY n;

-- Lines
SELECT source, pg_temp.terms(source)
FROM unnest(ARRAY[
    '[A1]', '收支表[T0]', 'income_expenditure[E11]', '［A1］', '【A1】', '收支表【T0】',
    'opening([A1])', 'closing([A1])', '期初(资产负债表[A1])', '期末（资产负债表【A1】）',
    'OPENING(balance_sheet[A1])', '[统筹基金]', '[一般基金结余_1]', '[㐀]', '[𠮷]', '[カナ]', '[한글]'
]) WITH ORDINALITY AS t (source, n) ORDER BY n;

-- No word is reserved: what follows it says what it is
SELECT source, pg_temp.terms(source)
FROM unnest(ARRAY['[net]', 'net[debit]', '期初[期末]', 'opening(opening[opening])', '净额(1003, opening)'])
    WITH ORDINALITY AS t (source, n) ORDER BY n;

-- Signs, factors and precedence
SELECT source, pg_temp.terms(source)
FROM unnest(ARRAY[
    '-[A1]', '+[A1]', '--[A1]', '-+-[A1]',
    '[A1] - [A2] - [A3]', '[A1] - ([A2] - [A3])', '-([A1] - ([A2] + [A3]))',
    '2 * [A1]', '[A1] * 2', '-2 * [A1]', '[A1] * -2', '[A1] / 4', '[A1] / -4',
    '0.25 * [A1]', '[A1] * 1.50', '[A1] / 0.5', '1/3 * [A1]', '2/6 * [A1]', '(1/8) * [A1]',
    '2 * 3 * [A1]', '[A1] + 2 * [A2]', '2 * [A1] + [A2]', '2 * ([A1] + [A2])', '([A1] - [A2]) / 4',
    '1/2 * ([A1] - 1/2 * ([A2] - 1/2 * [A3]))', '3 * ([A1] / 3)', '[A1] / 3 * 3',
    '0 * [A1]', '[A1] + [A1]'
]) WITH ORDINALITY AS t (source, n) ORDER BY n;

-- The zero form
SELECT source, pg_temp.terms(source)
FROM unnest(ARRAY['0', '-0', '(0)', '0.00', '0 + 0', '0 - [A1]', '[A1] + 0', '0 / 3'])
    WITH ORDINALITY AS t (source, n) ORDER BY n;

-- Space, line breaks and none at all
SELECT source, pg_temp.terms(source)
FROM unnest(ARRAY['[A1]+[A2]', E'\t[A1]\n+\r\n[A2] ', '1/3*[A1]-0.5*net(1003,carry)'])
    WITH ORDINALITY AS t (source, n) ORDER BY n;

-- Not formulas: the syntax
SELECT source, pg_temp.fault(source)
FROM unnest(ARRAY[
    '', ' ', '　', '+', '[A1] +', '+ * [A1]', '[A1] [A2]', '2 [A1]', '([A1]', '[A1])', '()',
    '[', '[]', '[A1', '[1]', '[_A]', '[A1 A2]', '[A-1]', '[[A1]]', 'A1', 'a[b', '收支表', '收支表 T0',
    'opening', 'opening(', 'opening()', 'opening(1003', 'opening(A1)', 'opening(1003)(1003)',
    'opening([A1] + [A2])', 'net(1003,)', 'net(1003, 2)', 'net(1003, normal, carry)', 'net(1003 normal)',
    '.5 * [A1]', '1. * [A1]', '1e3 * [A1]', '[A1] ^ 2', '[A1] = [A2]', '[A1]; [A2]', '"A1"', '@',
    '[A1] + é', '[A。1]', '[A、1]', '[A・1]', '１＊[A1]', '[Ａ]', '[A1] — [A2]', U&'[A1]\00A0', '😀'
]) WITH ORDINALITY AS t (source, n) ORDER BY n;

-- Not formulas: the words
SELECT source, pg_temp.fault(source)
FROM unnest(ARRAY[
    'balance(1003)', '余额(1003)', '期初余额(1003)',
    'net(1003, usual)', 'net(1003, 年结)', 'opening(1003, normal)', '期末（1003，日常）',
    'debit([A1])', '净额(资产负债表[A1])', 'balance([A1])',
    'net(12)', 'net(12345678901234567)', 'net(1003.01)'
]) WITH ORDINALITY AS t (source, n) ORDER BY n;

-- Not formulas: not linear, or not of amounts
SELECT source, pg_temp.fault(source)
FROM unnest(ARRAY[
    '1', '-1', '1/3', '[A1] + 1', '1 + [A1]', '[A1] - 0.5', '(1 + 2) * [A1]',
    '[A1] * [A2]', '[A1] * ([A2] + [A3])', 'net(1003) * net(1003)', '(0 + 0) * [A1]',
    '[A1] / [A2]', '1 / [A1]', '[A1] / 0', '1/0 * [A1]', '[A1] / (1 / 0)', '[A1] / 0.00'
]) WITH ORDINALITY AS t (source, n) ORDER BY n;

-- Factors: in range and not, side by side
SELECT source, pg_temp.fault(source)
FROM unnest(ARRAY[
    '9223372036854775807 * [A1]', '9223372036854775808 * [A1]',
    '-9223372036854775807 * [A1]', '-9223372036854775808 * [A1]',
    '[A1] / 9223372036854775807', '[A1] / 9223372036854775808',
    '0.000000000000000001 * [A1]', '0.0000000000000000001 * [A1]',
    '0.5000000000000000000000000 * [A1]', '9.2233720368547758080 * [A1]',
    '3037000499 * 3037000499 * [A1]', '3037000500 * 3037000500 * [A1]',
    '4294967296 * 2147483647 * [A1]', '-4294967296 * 2147483648 * [A1]',
    '[A1] / 3037000500 / 3037000500', '[A1] / 3037000500 * 3037000500 / 3037000500',
    '6074001000 * (0.5 * [A1] + 6074001000 * ([A2] - [A3]))'
]) WITH ORDINALITY AS t (source, n) ORDER BY n;
SELECT pg_temp.terms('9223372036854775807 * ([A1] / 9223372036854775807)');

-- The whole error, as a client sees it
SELECT '期末(1003) + * [A1]'::fund.formula;

-- The SQLSTATE is one that a caller may ask for softly, where the server can
CREATE FUNCTION pg_temp.is_formula(source text) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_is_formula boolean;
    BEGIN
        IF current_setting('server_version_num')::integer < 160000 THEN
            RETURN pg_temp.fault(source) = 'a formula';
        END IF;
        EXECUTE 'SELECT pg_input_is_valid($1, ''fund.formula'')' INTO v_is_formula USING source;
        RETURN v_is_formula;
    END
    $$;
SELECT pg_temp.is_formula('[A1]'), pg_temp.is_formula('[A1'), pg_temp.is_formula('1');

-- Nesting: deep, and too deep
SELECT source, pg_temp.fault(repeat(opening, depth) || '[A1]' || repeat(closing, depth))
FROM (VALUES
    ('9000 parentheses', '(', ')', 9000), ('11000 parentheses', '(', ')', 11000),
    ('9000 signs', '-', '', 9000), ('11000 signs', '-', '', 11000),
    ('3000 sums', '[A2] - (', ')', 3000), ('11000 sums', '[A2] - (', ')', 11000),
    ('1000000 parentheses', '(', ')', 1000000)
) AS t (source, opening, closing, depth);
SELECT count(*), sum(factor), min(factor), max(factor)
FROM fund.formula_terms((repeat('[A2] - (', 2999) || '[A1]' || repeat(')', 2999))::fund.formula);

-- A sum is as long as it likes, and so is a chain of factors behind it
CREATE TEMPORARY TABLE long_formula AS
SELECT string_agg(format('%s%s/4*net(1003%s, carry)', CASE WHEN n % 2 = 0 THEN '-' ELSE '+' END,
                         n, lpad((n % 100)::text, 2, '0')), ' ' ORDER BY n) AS source
FROM generate_series(1, 10000) AS n;
SELECT count(*), count(DISTINCT account), min(term_no), max(term_no), sum(factor)
FROM long_formula, fund.formula_terms(source::fund.formula);
SELECT source::fund.formula::text = source AS same FROM long_formula;
SELECT count(*), sum(factor)
FROM long_formula, fund.formula_terms(('(' || source || ')' || repeat(' * -1', 10001))::fund.formula);

-- What is stored is what was written; text is assigned, not taken silently
CREATE TEMPORARY TABLE kept (n integer, formula fund.formula);
INSERT INTO kept SELECT 1, ' 期末（1003）  - 1/3×[A1] '::text;
INSERT INTO kept SELECT 2, 'NET(1003 , normal)'::varchar;
INSERT INTO kept SELECT 3, source FROM long_formula;
INSERT INTO kept SELECT 4, 'nonsense'::text;
SELECT n, left('<' || formula::text || '>', 40) AS formula, octet_length(formula::text) FROM kept ORDER BY n;
SELECT coalesce('[A1]'::fund.formula, '[A2]'::text);

-- Binary: the text in the client's encoding
SELECT fund.formula_send(formula) FROM kept WHERE n = 1;
SET client_encoding = 'GBK';
SELECT fund.formula_send(formula) FROM kept WHERE n = 1;
SET client_encoding = 'UTF8';
CREATE TEMPORARY TABLE received (formula fund.formula);
\copy received from program 'printf "PGCOPY\n\377\r\n\000\000\000\000\000\000\000\000\000\000\001\000\000\000\004[A1]\377\377"' (format binary)
SET client_encoding = 'GBK';
\copy received from program 'printf "PGCOPY\n\377\r\n\000\000\000\000\000\000\000\000\000\000\001\000\000\000\012\306\332\304\251(1003)\377\377"' (format binary)
SET client_encoding = 'UTF8';
SELECT formula FROM received;
\set VERBOSITY sqlstate
\copy received from program 'printf "PGCOPY\n\377\r\n\000\000\000\000\000\000\000\000\000\000\001\000\000\000\004[A1)\377\377"' (format binary)
\copy received from program 'printf "PGCOPY\n\377\r\n\000\000\000\000\000\000\000\000\000\000\001\000\000\000\000\377\377"' (format binary)
\copy received from program 'printf "PGCOPY\n\377\r\n\000\000\000\000\000\000\000\000\000\000\001\000\000\000\004[A\000]\377\377"' (format binary)
\set VERBOSITY default

-- Random formulas: the text comes back, and the terms are worth what SQL
-- itself makes of the same expression with a number for each operand.
CREATE FUNCTION pg_temp.pick(choices text[]) RETURNS text
    LANGUAGE sql VOLATILE
    AS $$ SELECT choices[1 + floor(random() * cardinality(choices))::integer] $$;

-- An operand is worth its digits: net(1003) is 1003, 收支表[B17] is 17.
CREATE FUNCTION pg_temp.random_formula(depth integer, OUT formula text, OUT expression text)
    LANGUAGE plpgsql VOLATILE
    AS $$
    DECLARE
        v_left record;
        v_right record;
        v_digits text := (100 + floor(random() * 900))::integer::text;
        v_factor text := pg_temp.pick('{1,2,3,7,10,0.5,0.25,1.250,100}');
        v_space text := pg_temp.pick(ARRAY['', ' ', '　', E'\n']);
        v_choice integer := floor(random() * 8);
    BEGIN
        IF depth = 0 THEN
            expression := v_digits || '.0';
            formula := replace(pg_temp.pick(ARRAY[
                'opening(#)', '期末（#）', 'DEBIT( # )', '贷方(#，日常)', 'net(#, carry)', '净额（#, 账结）',
                '[B#]', '【项目#】', '收支表[B#]', 'statement_a[行#]', 'closing([B#])', '期初（资产负债表［B#］）'
            ]), '#', v_digits);
            RETURN;
        END IF;
        v_left := pg_temp.random_formula(depth - 1);
        IF v_choice < 4 THEN
            v_right := pg_temp.random_formula(depth - 1);
        END IF;
        CASE
            WHEN v_choice < 2 THEN
                formula := v_left.formula || v_space || pg_temp.pick('{+,＋}') || v_space || v_right.formula;
                expression := v_left.expression || ' + ' || v_right.expression;
            WHEN v_choice < 4 THEN
                formula := v_left.formula || v_space || pg_temp.pick('{-,－}') || '(' || v_right.formula || '）';
                expression := v_left.expression || ' - (' || v_right.expression || ')';
            WHEN v_choice = 4 THEN
                formula := pg_temp.pick('{-,－}') || v_space || '（' || v_left.formula || v_space || ')';
                expression := '- (' || v_left.expression || ')';
            WHEN v_choice = 5 THEN
                formula := v_factor || v_space || pg_temp.pick('{*,×,＊}') || '(' || v_left.formula || ')';
                expression := v_factor || ' * (' || v_left.expression || ')';
            WHEN v_choice = 6 THEN
                formula := '(' || v_left.formula || ')' || pg_temp.pick('{/,÷,／}') || v_space || v_factor;
                expression := '(' || v_left.expression || ') / ' || v_factor;
            ELSE
                formula := '3/' || v_factor || '*(' || v_left.formula || ')';
                expression := '3.0 / ' || v_factor || ' * (' || v_left.expression || ')';
        END CASE;
    END
    $$;

CREATE FUNCTION pg_temp.evaluate(expression text) RETURNS numeric
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_value numeric;
    BEGIN
        EXECUTE 'SELECT ' || expression INTO v_value;
        RETURN v_value;
    END
    $$;

SELECT setseed(0.19);
CREATE TEMPORARY TABLE random_formula AS
SELECT r.* FROM generate_series(1, 1000) AS n, LATERAL pg_temp.random_formula(n % 6) AS r;
SELECT count(*) AS formulas,
       count(*) FILTER (WHERE formula::fund.formula::text IS DISTINCT FROM formula) AS changed,
       count(*) FILTER (WHERE convert_from(fund.formula_send(formula::fund.formula), 'UTF8')
                              IS DISTINCT FROM formula) AS sent_otherwise
FROM random_formula;
SELECT count(*) AS wrong
FROM random_formula AS r,
     LATERAL (SELECT sum(t.factor * regexp_replace(coalesce(t.account, t.item), '[^0-9]', '', 'g')::numeric) AS value
              FROM fund.formula_terms(r.formula::fund.formula) AS t) AS parsed
WHERE abs(parsed.value - pg_temp.evaluate(r.expression)) > 1e-6 * (1 + abs(parsed.value))
   OR parsed.value IS NULL;

-- Cut or damaged anywhere it is an error of syntax or still a formula, and
-- nothing else
SELECT count(*) AS damaged,
       count(*) FILTER (WHERE fault NOT LIKE '22P02 %' AND fault <> 'a formula') AS other
FROM (SELECT pg_temp.fault(left(formula, floor(random() * length(formula))::integer)
                           || pg_temp.pick('{"",(,),+,1,x,期,，,[}')
                           || right(formula, floor(random() * length(formula))::integer)) AS fault
      FROM random_formula) AS t;
