-- What every member of the extension owes its users: a comment, true
-- attributes, a fixed search path, and no more for PUBLIC than is meant.
CREATE VIEW member AS
SELECT classid, objid, pg_describe_object(classid, objid, 0) AS object
FROM pg_depend
WHERE refclassid = 'pg_extension'::regclass
  AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'fundledger')
  AND deptype = 'e';

CREATE VIEW member_function AS
SELECT p.*, object
FROM member JOIN pg_proc AS p ON classid = 'pg_proc'::regclass AND objid = p.oid;

-- members_without_comment: but operator families, which came with their classes,
-- and arrays, which are members from PostgreSQL 17 on
SELECT object FROM member
WHERE obj_description(objid, (SELECT relname FROM pg_class WHERE oid = classid)) IS NULL
  AND classid <> 'pg_opfamily'::regclass
  AND object !~ '\[\]$'
ORDER BY object COLLATE "C";

-- members_outside_the_schema: but casts, which are in none
SELECT object FROM member, pg_identify_object(classid, objid, 0)
WHERE schema IS DISTINCT FROM 'fund' AND classid <> 'pg_cast'::regclass
ORDER BY object COLLATE "C";

-- tables_that_are_members: none, books are the user's
SELECT object FROM member
WHERE classid = 'pg_class'::regclass
  AND (SELECT relkind FROM pg_class WHERE oid = objid) <> 'c'
ORDER BY object COLLATE "C";

-- immutable_but_not_parallel_safe
SELECT oid::regprocedure FROM member_function
WHERE provolatile = 'i' AND proparallel <> 's'
ORDER BY oid::regprocedure::text COLLATE "C";

-- parallel_safe_but_volatile
SELECT oid::regprocedure FROM member_function
WHERE provolatile = 'v' AND proparallel = 's'
ORDER BY oid::regprocedure::text COLLATE "C";

-- the_same_core_under_another_promise: functions that share their C code
SELECT prosrc, string_agg(DISTINCT format('%s%s%s', provolatile, proparallel, proisstrict), ' ')
FROM member_function
WHERE prolang = (SELECT oid FROM pg_language WHERE lanname = 'c')
GROUP BY prosrc
HAVING count(DISTINCT (provolatile, proparallel, proisstrict)) > 1
ORDER BY prosrc COLLATE "C";

-- leakproof_functions: comparisons, which cannot fail on stored values
SELECT split_part(proname, '_', 1) AS of, string_agg(proname, ' ' ORDER BY proname COLLATE "C") AS functions
FROM member_function WHERE proleakproof
GROUP BY split_part(proname, '_', 1) ORDER BY split_part(proname, '_', 1) COLLATE "C";

-- casts_with_a_float: none, a float does not say which 分 was meant
SELECT castsource::regtype, casttarget::regtype
FROM pg_cast
WHERE (castsource IN ('real'::regtype, 'double precision'::regtype)
       AND casttarget IN (SELECT objid FROM member WHERE classid = 'pg_type'::regclass))
   OR (casttarget IN ('real'::regtype, 'double precision'::regtype)
       AND castsource IN (SELECT objid FROM member WHERE classid = 'pg_type'::regclass));

-- functions_with_a_float: for the planner and BRIN, which nobody can call
SELECT oid::regprocedure FROM member_function
WHERE ARRAY['real', 'double precision', 'real[]', 'double precision[]']::regtype[]::oid[]
      && (prorettype || proargtypes::oid[] || coalesce(proallargtypes, '{}'))
ORDER BY oid::regprocedure::text COLLATE "C";

-- security_definer: never
SELECT oid::regprocedure FROM member_function
WHERE prosecdef
ORDER BY oid::regprocedure::text COLLATE "C";

-- bodies_on_the_caller's_path: those that qualify every name and operator
SELECT oid::regprocedure FROM member_function
WHERE prolang IN (SELECT oid FROM pg_language WHERE lanname IN ('sql', 'plpgsql'))
  AND prosqlbody IS NULL
  AND NOT coalesce('search_path=pg_catalog, pg_temp' = ANY (proconfig), false)
ORDER BY oid::regprocedure::text COLLATE "C";

-- paths_with_more_than_the_catalog: none, somebody may create in any other schema
SELECT oid::regprocedure, setting FROM member_function, unnest(proconfig) AS setting
WHERE setting LIKE 'search_path=%' AND setting <> 'search_path=pg_catalog, pg_temp'
ORDER BY oid::regprocedure::text COLLATE "C";

-- internal_but_public: called by views and as the caller
SELECT oid::regprocedure FROM member_function
WHERE proname ~ '^_' AND has_function_privilege('public', oid, 'EXECUTE')
ORDER BY oid::regprocedure::text COLLATE "C";

-- named_for_users_but_not_public: for the owner of a ledger
SELECT oid::regprocedure FROM member_function
WHERE proname !~ '^_' AND NOT has_function_privilege('public', oid, 'EXECUTE')
ORDER BY oid::regprocedure::text COLLATE "C";

-- types_that_are_not_public
SELECT object FROM member
WHERE classid = 'pg_type'::regclass AND NOT has_type_privilege('public', objid, 'USAGE')
ORDER BY object COLLATE "C";

-- invalid_operator_classes
SET client_min_messages = warning;
SELECT object FROM member JOIN pg_opclass AS c ON classid = 'pg_opclass'::regclass AND objid = c.oid
WHERE NOT amvalidate(c.oid)
ORDER BY object COLLATE "C";
RESET client_min_messages;

-- operators_without_commutator: of which = and the comparisons have one each
SELECT o.oid::regoperator
FROM member JOIN pg_operator AS o ON classid = 'pg_operator'::regclass AND objid = o.oid
WHERE o.oprcom = 0 AND o.oprname IN ('=', '<>', '<', '<=', '>', '>=', '<@', '@>')
ORDER BY o.oid::regoperator::text COLLATE "C";

DROP VIEW member_function;
DROP VIEW member;

-- text_in_unique_keys: compared by bytes, which no other version of libc or ICU
-- orders otherwise; references to such a key, too
SET client_min_messages = warning;
SELECT fund.create_ledger(standards => false);
SELECT a.attrelid::regclass AS of_table, string_agg(format('%s %s', a.attname, l.collname), ', ' ORDER BY a.attnum) AS keys
FROM pg_attribute AS a
JOIN pg_class AS c ON c.oid = a.attrelid
LEFT JOIN pg_collation AS l ON l.oid = a.attcollation
WHERE c.relnamespace = 'ledger'::regnamespace AND c.relkind = 'r'
  AND a.attnum > 0 AND a.attcollation <> 0
  AND (EXISTS (SELECT FROM pg_index AS i
               WHERE i.indrelid = a.attrelid AND i.indisunique AND a.attnum = ANY (i.indkey))
       OR EXISTS (SELECT FROM pg_constraint AS k
                  WHERE k.conrelid = a.attrelid AND k.contype = 'f' AND a.attnum = ANY (k.conkey)))
GROUP BY a.attrelid
ORDER BY a.attrelid::regclass::text COLLATE "C";

-- text_in_other_indexes: none, for the same reason
SELECT i.indexrelid::regclass, a.attname
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indrelid
JOIN pg_attribute AS a ON a.attrelid = i.indexrelid
WHERE c.relnamespace = 'ledger'::regnamespace
  AND a.attcollation NOT IN (SELECT oid FROM pg_collation WHERE collname = 'C' UNION ALL SELECT 0)
ORDER BY i.indexrelid::regclass::text COLLATE "C";
DROP SCHEMA ledger CASCADE;
