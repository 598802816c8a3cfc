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

-- Whoever owns the schema, or has something in it, could put what runs where ours
-- should. What depends on a schema is in it, or says with which privileges others
-- will be; CREATE EXTENSION itself makes it where there is none.
DO $$
DECLARE
    v_owner  name;
    v_count  bigint;
    v_inside text;
BEGIN
    SELECT r.rolname INTO v_owner
    FROM pg_extension AS e
    JOIN pg_namespace AS n ON n.oid = e.extnamespace
    JOIN pg_roles AS r ON r.oid = n.nspowner
    WHERE e.extname = 'fundledger' AND NOT r.rolsuper AND r.oid <> e.extowner;
    IF FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'schema "fund" belongs to another role',
            DETAIL = format('Role "%s" owns it, which is no superuser and does not install the extension.', v_owner),
            HINT = 'Drop the schema, which CREATE EXTENSION makes, or take it over first: ALTER SCHEMA fund OWNER TO CURRENT_USER;';
    END IF;

    WITH inside AS (
        SELECT pg_describe_object(d.classid, d.objid, 0) AS object
        FROM pg_depend AS d
        WHERE d.refclassid = 'pg_namespace'::regclass
          AND d.refobjid = 'fund'::regnamespace
          AND NOT (d.classid = 'pg_extension'::regclass
                   AND d.objid = (SELECT e.oid FROM pg_extension AS e WHERE e.extname = 'fundledger'))
    )
    SELECT count(*), (SELECT string_agg(f.object, ', ' ORDER BY f.object COLLATE "C")
                      FROM (SELECT i.object FROM inside AS i ORDER BY i.object COLLATE "C" LIMIT 5) AS f)
    INTO v_count, v_inside
    FROM inside;
    IF v_count > 0 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'schema "fund" is not empty',
            DETAIL = format('It has %s%s.', v_inside,
                            CASE WHEN v_count > 5 THEN format(' and %s more', v_count - 5) ELSE '' END),
            HINT = 'The schema is for fundledger alone: drop what is in it, or move it elsewhere.';
    END IF;
END
$$;

-- Default privileges may have let others create in it.
DO $$
DECLARE
    v_creator text;
BEGIN
    FOR v_creator IN
        SELECT DISTINCT CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END
        FROM pg_namespace AS n, aclexplode(n.nspacl) AS a
        WHERE n.nspname = 'fund' AND a.privilege_type = 'CREATE' AND a.grantee <> n.nspowner
    LOOP
        EXECUTE format('REVOKE CREATE ON SCHEMA fund FROM %s CASCADE', v_creator);
    END LOOP;
END
$$;

-- Everybody may use the types and call the functions: a function that reads
-- or writes a book checks the caller's duty itself.
GRANT USAGE ON SCHEMA fund TO PUBLIC;
