-- Objects of yours that a dump cannot make again. pg_dump writes every definition
-- for an empty search path, but the server writes the = of USING, IS DISTINCT FROM,
-- NULLIF and CASE x WHEN without its schema (its own limit, for types of any
-- extension): of our types, it is not found when the dump is restored, and
-- pg_upgrade, which restores one, stops.

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
    -- rule and a function in SQL cannot be parsed alone; their words must do. What a
    -- trigger's condition is, its quotes tell: its name is of somebody's choice, and
    -- would run as who asks.
    FOR v_part IN
        WITH user_of AS (
            SELECT DISTINCT d.classid, d.objid
            FROM pg_depend AS d
            JOIN pg_depend AS ours
                ON ours.classid = d.refclassid AND ours.objid = d.refobjid AND ours.deptype = 'e'
            JOIN pg_extension AS e ON e.oid = ours.refobjid AND ours.refclassid = 'pg_extension'::regclass
            WHERE d.refclassid = 'pg_operator'::regclass AND e.extname = 'fundledger'
        ),
        part (classid, objid, definition, statement, words) AS (
            SELECT u.classid, r.ev_class, made.definition, rtrim(made.definition, ';'), NULL
            FROM user_of AS u
            JOIN pg_rewrite AS r ON u.classid = 'pg_rewrite'::regclass AND r.oid = u.objid
            CROSS JOIN LATERAL (SELECT pg_get_viewdef(r.ev_class)) AS made (definition)
            WHERE r.rulename = '_RETURN'
            UNION ALL
            SELECT u.classid, r.oid, pg_get_ruledef(r.oid), NULL, pg_get_ruledef(r.oid)
            FROM user_of AS u
            JOIN pg_rewrite AS r ON u.classid = 'pg_rewrite'::regclass AND r.oid = u.objid
            WHERE r.rulename <> '_RETURN'
            UNION ALL
            SELECT u.classid, t.oid, made.definition,
                   format('SELECT FROM %1$s AS old, %1$s AS new WHERE %2$s', t.tgrelid::regclass,
                          substring(made.definition FROM
                                    '^(?:[^"]|"[^"]*")*? WHEN (\((?:[^"'']|"[^"]*"|''[^'']*'')*?\)) EXECUTE ')), NULL
            FROM user_of AS u
            JOIN pg_trigger AS t ON u.classid = 'pg_trigger'::regclass AND t.oid = u.objid
            CROSS JOIN LATERAL (SELECT pg_get_triggerdef(t.oid)) AS made (definition)
            UNION ALL
            SELECT u.classid, c.oid, pg_get_constraintdef(c.oid),
                   CASE WHEN c.conrelid <> 0
                        THEN format('SELECT %s FROM %s', pg_get_expr(c.conbin, c.conrelid), c.conrelid::regclass)
                        ELSE format('SELECT %s FROM (SELECT NULL::%s AS value) AS d', pg_get_expr(c.conbin, 0),
                                    (SELECT format_type(y.typbasetype, y.typtypmod) FROM pg_type AS y
                                     WHERE y.oid = c.contypid)) END, NULL
            FROM user_of AS u
            JOIN pg_constraint AS c ON u.classid = 'pg_constraint'::regclass AND c.oid = u.objid
            WHERE c.conbin IS NOT NULL
            UNION ALL
            SELECT u.classid, u.objid, pg_get_indexdef(i.indexrelid),
                   format('SELECT %s FROM %s', concat_ws(', ', pg_get_expr(i.indexprs, i.indrelid),
                                                         pg_get_expr(i.indpred, i.indrelid)), i.indrelid::regclass), NULL
            FROM user_of AS u
            JOIN pg_index AS i ON u.classid = 'pg_class'::regclass AND i.indexrelid = u.objid
            UNION ALL
            SELECT u.classid, u.objid, pg_get_partkeydef(p.partrelid),
                   format('SELECT %s FROM %s', pg_get_expr(p.partexprs, p.partrelid), p.partrelid::regclass), NULL
            FROM user_of AS u
            JOIN pg_partitioned_table AS p ON u.classid = 'pg_class'::regclass AND p.partrelid = u.objid
            WHERE p.partexprs IS NOT NULL
            UNION ALL
            SELECT u.classid, u.objid, pg_get_expr(a.adbin, a.adrelid),
                   format('SELECT %s FROM %s', pg_get_expr(a.adbin, a.adrelid), a.adrelid::regclass), NULL
            FROM user_of AS u
            JOIN pg_attrdef AS a ON u.classid = 'pg_attrdef'::regclass AND a.oid = u.objid
            UNION ALL
            SELECT u.classid, u.objid, conditions.list, format('SELECT %s FROM %s', conditions.list, p.polrelid::regclass), NULL
            FROM user_of AS u
            JOIN pg_policy AS p ON u.classid = 'pg_policy'::regclass AND p.oid = u.objid
            CROSS JOIN LATERAL (SELECT concat_ws(', ', pg_get_expr(p.polqual, p.polrelid),
                                                 pg_get_expr(p.polwithcheck, p.polrelid))) AS conditions (list)
            UNION ALL
            SELECT u.classid, u.objid, pg_get_statisticsobjdef(s.oid),
                   format('SELECT %s FROM %s', array_to_string(pg_get_statisticsobjdef_expressions(s.oid), ', '),
                          s.stxrelid::regclass), NULL
            FROM user_of AS u
            JOIN pg_statistic_ext AS s ON u.classid = 'pg_statistic_ext'::regclass AND s.oid = u.objid
            UNION ALL
            SELECT u.classid, u.objid, pg_get_expr(r.prqual, r.prrelid),
                   format('SELECT FROM %s WHERE %s', r.prrelid::regclass, pg_get_expr(r.prqual, r.prrelid)), NULL
            FROM user_of AS u
            JOIN pg_publication_rel AS r ON u.classid = 'pg_publication_rel'::regclass AND r.oid = u.objid
            UNION ALL
            SELECT u.classid, u.objid, concat_ws(' ', pg_get_function_arguments(p.oid), pg_get_function_sqlbody(p.oid)),
                   NULL, concat_ws(' ', pg_get_function_arguments(p.oid), pg_get_function_sqlbody(p.oid))
            FROM user_of AS u
            JOIN pg_proc AS p ON u.classid = 'pg_proc'::regclass AND p.oid = u.objid
        )
        SELECT p.definition, p.statement, p.words, described.object
        FROM part AS p
        CROSS JOIN LATERAL (
            SELECT CASE WHEN p.classid = 'pg_rewrite'::regclass AND p.statement IS NOT NULL
                        THEN pg_describe_object('pg_class'::regclass, p.objid, 0)
                        ELSE pg_describe_object(p.classid, p.objid, 0) END
        ) AS described (object)
        ORDER BY described.object COLLATE "C"
    LOOP
        reason := NULL;
        IF v_part.statement IS NULL THEN
            reason := substring(v_part.words FROM '\mUSING \(|\mIS DISTINCT FROM\M|\mIS NOT DISTINCT FROM\M|\mNULLIF\(|\mCASE\s+(?!WHEN\M)')
                      || ' writes its operator without a schema';
        ELSE
            BEGIN
                EXECUTE 'PREPARE _fund_undumpable_object AS ' || v_part.statement;
                DEALLOCATE _fund_undumpable_object;
            EXCEPTION WHEN OTHERS THEN
                reason := SQLERRM;
            END;
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
