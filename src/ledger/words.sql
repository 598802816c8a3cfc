-- Words that are a choice, in both languages: what is stored is English.

CREATE FUNCTION fund._words()
    RETURNS TABLE (choice text, english text, chinese text, other text)
    LANGUAGE c IMMUTABLE PARALLEL SAFE ROWS 70
    AS 'MODULE_PATHNAME', 'fl_words';

COMMENT ON FUNCTION fund._words() IS
'The words of each choice, in English as they are stored, in Chinese as they are shown, and another that is taken.';

CREATE FUNCTION fund._choice_columns()
    RETURNS TABLE (of_table text, of_column text, choice text)
    LANGUAGE c IMMUTABLE PARALLEL SAFE ROWS 20
    AS 'MODULE_PATHNAME', 'fl_choice_columns';

COMMENT ON FUNCTION fund._choice_columns() IS
'The columns of the ledger that hold a choice and may be written in either language.';

CREATE FUNCTION fund._in_english(choice text, word text) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_in_english';

COMMENT ON FUNCTION fund._in_english(text, text) IS
'The word of a choice as it is stored, from either language; itself if it is none.';

CREATE FUNCTION fund._in_chinese(choice text, word text) RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_in_chinese';

COMMENT ON FUNCTION fund._in_chinese(text, text) IS
'The Chinese word of a choice, from that which is stored; itself if it is none.';

CREATE FUNCTION fund._read_words() RETURNS trigger
    LANGUAGE c AS 'MODULE_PATHNAME', 'fl_read_words';

COMMENT ON FUNCTION fund._read_words() IS
'Row trigger on the tables of standards and on ledger.book: stores the English word of a choice, whichever language it is written in. 23514: a word that is none, with the choices; 23502: a value that is missing, with what belongs there.';

CREATE FUNCTION fund._create_word_triggers() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_table text;
BEGIN
    FOR v_table IN
        SELECT c.of_table FROM fund._choice_columns() AS c
        UNION SELECT unnest(ARRAY['standard', 'statement']) ORDER BY 1
    LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE INSERT OR UPDATE ON ledger.%I '
                       'FOR EACH ROW EXECUTE FUNCTION fund._read_words()',
                       v_table || '_worded', v_table);
    END LOOP;
END
$function$;

COMMENT ON FUNCTION fund._create_word_triggers() IS
'Part of fund.create_ledger(): the triggers that read words of either language.';
