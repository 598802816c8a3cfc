-- Objects of yours that a dump cannot make again. pg_dump writes every definition
-- for an empty search path, but the server writes the = of USING, IS DISTINCT FROM,
-- NULLIF and CASE x WHEN without its schema (its own limit, for types of any
-- extension): of our types, it is not found when the dump is restored, and
-- pg_upgrade, which restores one, stops.

CREATE FUNCTION fund._parse_as(role oid, statement text) RETURNS void
    LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'fl_parse_as';

COMMENT ON FUNCTION fund._parse_as(oid, text) IS
'Parses a statement as a role whose privileges the current one has, and does not run it. 42501: it has not.';

CREATE FUNCTION fund.undumpable_objects()
    RETURNS TABLE (object text, definition text, reason text)
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE ROWS 10 COST 10000
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_column
DECLARE
    v_part record;
BEGIN
    -- What each expression that calls one of our operators reads, as pg_dump would
    -- write it: parsed, on a path like the dump's, it is found wanting or not. A
    -- rule and a function in SQL cannot be parsed alone, nor what belongs to a role
    -- that the current one cannot act as: their words must do. What a trigger's
    -- condition is, its quotes tell: its name is of somebody's choice.
    FOR v_part IN
        WITH user_of AS (
            SELECT DISTINCT d.classid, d.objid
            FROM pg_depend AS d
            JOIN pg_depend AS ours
                ON ours.classid = d.refclassid AND ours.objid = d.refobjid AND ours.deptype = 'e'
            JOIN pg_extension AS e ON e.oid = ours.refobjid AND ours.refclassid = 'pg_extension'::regclass
            WHERE d.refclassid = 'pg_operator'::regclass AND e.extname = 'fundledger'
        ),
        part (classid, objid, relation, definition, statement, words) AS (
            SELECT u.classid, r.ev_class, r.ev_class, made.definition, rtrim(made.definition, ';'), NULL
            FROM user_of AS u
            JOIN pg_rewrite AS r ON u.classid = 'pg_rewrite'::regclass AND r.oid = u.objid
            CROSS JOIN LATERAL (SELECT pg_get_viewdef(r.ev_class)) AS made (definition)
            WHERE r.rulename = '_RETURN'
            UNION ALL
            SELECT u.classid, r.oid, r.ev_class, pg_get_ruledef(r.oid), NULL, pg_get_ruledef(r.oid)
            FROM user_of AS u
            JOIN pg_rewrite AS r ON u.classid = 'pg_rewrite'::regclass AND r.oid = u.objid
            WHERE r.rulename <> '_RETURN'
            UNION ALL
            SELECT u.classid, t.oid, t.tgrelid, made.definition,
                   format('SELECT FROM %1$s AS old, %1$s AS new WHERE %2$s', t.tgrelid::regclass,
                          substring(made.definition FROM
                                    '^(?:[^"]|"[^"]*")*? WHEN ([(](?:[^"'']|"[^"]*"|''[^'']*'')*?[)]) EXECUTE ')), NULL
            FROM user_of AS u
            JOIN pg_trigger AS t ON u.classid = 'pg_trigger'::regclass AND t.oid = u.objid
            CROSS JOIN LATERAL (SELECT pg_get_triggerdef(t.oid)) AS made (definition)
            UNION ALL
            SELECT u.classid, c.oid, c.conrelid, pg_get_constraintdef(c.oid),
                   CASE WHEN c.conrelid <> 0
                        THEN format('SELECT %s FROM %s', pg_get_expr(c.conbin, c.conrelid), c.conrelid::regclass)
                        ELSE format('SELECT %s FROM (SELECT NULL::%s AS value) AS d', pg_get_expr(c.conbin, 0),
                                    (SELECT format_type(y.typbasetype, y.typtypmod) FROM pg_type AS y
                                     WHERE y.oid = c.contypid)) END, NULL
            FROM user_of AS u
            JOIN pg_constraint AS c ON u.classid = 'pg_constraint'::regclass AND c.oid = u.objid
            WHERE c.conbin IS NOT NULL
            UNION ALL
            SELECT u.classid, u.objid, i.indrelid, pg_get_indexdef(i.indexrelid),
                   format('SELECT %s FROM %s', concat_ws(', ', pg_get_expr(i.indexprs, i.indrelid),
                                                         pg_get_expr(i.indpred, i.indrelid)), i.indrelid::regclass), NULL
            FROM user_of AS u
            JOIN pg_index AS i ON u.classid = 'pg_class'::regclass AND i.indexrelid = u.objid
            UNION ALL
            SELECT u.classid, u.objid, p.partrelid, pg_get_partkeydef(p.partrelid),
                   format('SELECT %s FROM %s', pg_get_expr(p.partexprs, p.partrelid), p.partrelid::regclass), NULL
            FROM user_of AS u
            JOIN pg_partitioned_table AS p ON u.classid = 'pg_class'::regclass AND p.partrelid = u.objid
            WHERE p.partexprs IS NOT NULL
            UNION ALL
            SELECT u.classid, u.objid, a.adrelid, pg_get_expr(a.adbin, a.adrelid),
                   format('SELECT %s FROM %s', pg_get_expr(a.adbin, a.adrelid), a.adrelid::regclass), NULL
            FROM user_of AS u
            JOIN pg_attrdef AS a ON u.classid = 'pg_attrdef'::regclass AND a.oid = u.objid
            UNION ALL
            SELECT u.classid, u.objid, p.polrelid, conditions.list, format('SELECT %s FROM %s', conditions.list, p.polrelid::regclass), NULL
            FROM user_of AS u
            JOIN pg_policy AS p ON u.classid = 'pg_policy'::regclass AND p.oid = u.objid
            CROSS JOIN LATERAL (SELECT concat_ws(', ', pg_get_expr(p.polqual, p.polrelid),
                                                 pg_get_expr(p.polwithcheck, p.polrelid))) AS conditions (list)
            UNION ALL
            SELECT u.classid, u.objid, s.stxrelid, pg_get_statisticsobjdef(s.oid),
                   format('SELECT %s FROM %s', array_to_string(pg_get_statisticsobjdef_expressions(s.oid), ', '),
                          s.stxrelid::regclass), NULL
            FROM user_of AS u
            JOIN pg_statistic_ext AS s ON u.classid = 'pg_statistic_ext'::regclass AND s.oid = u.objid
            UNION ALL
            SELECT u.classid, u.objid, r.prrelid, pg_get_expr(r.prqual, r.prrelid),
                   format('SELECT FROM %s WHERE %s', r.prrelid::regclass, pg_get_expr(r.prqual, r.prrelid)), NULL
            FROM user_of AS u
            JOIN pg_publication_rel AS r ON u.classid = 'pg_publication_rel'::regclass AND r.oid = u.objid
            UNION ALL
            SELECT u.classid, u.objid, NULL, concat_ws(' ', pg_get_function_arguments(p.oid), pg_get_function_sqlbody(p.oid)),
                   NULL, concat_ws(' ', pg_get_function_arguments(p.oid), pg_get_function_sqlbody(p.oid))
            FROM user_of AS u
            JOIN pg_proc AS p ON u.classid = 'pg_proc'::regclass AND p.oid = u.objid
        )
        SELECT p.definition, p.statement, coalesce(p.words, p.definition) AS words, described.object,
               coalesce((SELECT c.relowner FROM pg_class AS c WHERE c.oid = p.relation),
                        (SELECT y.typowner FROM pg_constraint AS c JOIN pg_type AS y ON y.oid = c.contypid
                         WHERE p.classid = 'pg_constraint'::regclass AND c.oid = p.objid)) AS owner
        FROM part AS p
        CROSS JOIN LATERAL (
            SELECT CASE WHEN p.classid = 'pg_rewrite'::regclass AND p.statement IS NOT NULL
                        THEN pg_describe_object('pg_class'::regclass, p.objid, 0)
                        ELSE pg_describe_object(p.classid, p.objid, 0) END
        ) AS described (object)
        ORDER BY described.object COLLATE "C"
    LOOP
        reason := NULL;
        IF v_part.statement IS NOT NULL AND pg_has_role(v_part.owner, 'USAGE') THEN
            BEGIN
                PERFORM fund._parse_as(v_part.owner, v_part.statement);
                v_part.words := NULL;
            EXCEPTION
                -- It may not look into a schema that a restore looks into.
                WHEN insufficient_privilege THEN
                    NULL;
                WHEN OTHERS THEN
                    reason := SQLERRM;
            END;
        END IF;
        IF reason IS NULL THEN
            reason := substring(v_part.words FROM '[[:<:]]USING [(]|[[:<:]]IS DISTINCT FROM[[:>:]]|[[:<:]]IS NOT DISTINCT FROM[[:>:]]|[[:<:]]NULLIF[(]|[[:<:]]CASE[[:space:]]+(?!WHEN[[:>:]])')
                      || ' writes its operator without a schema';
        END IF;
        IF reason IS NOT NULL THEN
            object := v_part.object;
            definition := v_part.definition;
            RETURN NEXT;
        END IF;
    END LOOP;
END
$function$;

COMMENT ON FUNCTION fund.undumpable_objects() IS
'Objects of your own (views, rules, triggers, constraints, defaults, indexes, policies, …) that pg_dump writes so that no restore can make them again, since the server leaves out the schema of operators of our types in USING, IS DISTINCT FROM, NULLIF and CASE x WHEN: what each is, its definition, and why it fails.';
