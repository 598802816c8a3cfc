-- The first part of the install script.
\echo Use "CREATE EXTENSION fundledger" to load this file. \quit

-- Every name below is written out, so the script means the same on any path.
SET LOCAL search_path TO pg_catalog, pg_temp;

-- Account, line and statement names are Chinese, and so are the keywords of
-- formulas: another encoding could not hold them.
DO $$
BEGIN
    IF current_setting('server_encoding') <> 'UTF8' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'feature_not_supported',
            MESSAGE = 'extension "fundledger" needs a database with encoding "UTF8"',
            DETAIL = format('This database has encoding "%s".', current_setting('server_encoding')),
            HINT = 'Create a database with ENCODING ''UTF8'' TEMPLATE template0.';
    END IF;
END
$$;

-- Everybody may use the types and call the functions: a function that reads
-- or writes a book checks the caller's duty itself.
GRANT USAGE ON SCHEMA fund TO PUBLIC;
