-- What keeps the rows of a ledger right: triggers, constraints and unique indexes.
-- Whoever owns the ledger can drop them, and so can a restore that was cut, past
-- all that is stored: so what must be there is told by the code.

-- sql/verify.sql compares it with what fund.create_ledger() makes.
CREATE FUNCTION fund._parts_made()
    RETURNS TABLE (kind text, of_table text, part text)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT m.kind, m.of_table, p.part
        FROM (VALUES
            ('constraint'::text, 'account'::text,
             '{account_bases_known,account_detail_known,account_element_known,'
             'account_kinds_known,account_month_end_zero_known,account_normal_side_known,'
             'account_overdraft_known,account_party_kind_fkey,account_pkey,'
             'account_settlement_known,account_standard_fkey}'::text[]),
            ('constraint', 'articulation',
             '{articulation_is_equality,articulation_judged_known,articulation_pkey,'
             'articulation_relation_known,articulation_rhs_of_known,articulation_severity_known,'
             'articulation_standard_fkey,articulation_statement_fkey,articulation_type_known,'
             'articulation_window_known}'),
            ('constraint', 'balance', '{balance_pkey}'),
            ('constraint', 'book',
             '{book_by_hand_known,book_code_key,book_code_not_blank,book_horizon_not_negative,book_name_not_blank,'
             'book_not_its_own_parent,book_numbering_known,book_parent_fkey,book_pkey,book_standard_fkey}'),
            ('constraint', 'book_account',
             '{book_account_book_fkey,book_account_party_kind_fkey,book_account_pkey}'),
            ('constraint', 'book_account_name',
             '{book_account_name_book_fkey,book_account_name_not_blank,book_account_name_pkey}'),
            ('constraint', 'book_period',
             '{book_period_pkey,book_period_state_known}'),
            ('constraint', 'brought_figure', '{brought_figure_call_fkey,brought_figure_pkey}'),
            ('constraint', 'brought_forward',
             '{brought_forward_book_fkey,brought_forward_pkey,brought_forward_withdrawn_whole}'),
            ('constraint', 'brought_item', '{brought_item_call_fkey,brought_item_pkey}'),
            ('constraint', 'brought_voucher', '{brought_voucher_call_fkey,brought_voucher_pkey}'),
            ('constraint', 'carry_rule',
             '{carry_rule_due_known,carry_rule_kind_known,carry_rule_pkey,'
             'carry_rule_standard_fkey}'),
            ('constraint', 'draft', '{draft_approved_is_posted,draft_book_fkey,draft_pkey,draft_state_known}'),
            ('constraint', 'draft_attachment',
             '{draft_attachment_draft_fkey,draft_attachment_pkey,draft_attachment_sha256_size}'),
            ('constraint', 'draft_fault', '{draft_fault_draft_fkey,draft_fault_pkey}'),
            ('constraint', 'draft_line', '{draft_line_draft_fkey,draft_line_pkey}'),
            ('constraint', 'draft_step', '{draft_step_draft_fkey,draft_step_known,draft_step_pkey}'),
            ('constraint', 'duty', '{duty_book_fkey,duty_key,duty_known}'),
            ('constraint', 'import_line', '{import_line_pkey}'),
            ('constraint', 'installation', '{installation_pkey,installation_single}'),
            ('constraint', 'issued_statement', '{issued_statement_form_known,issued_statement_pkey}'),
            ('constraint', 'log', '{log_pkey}'),
            ('constraint', 'log_link', '{log_link_cause_known,log_link_pkey}'),
            ('constraint', 'log_linked', '{log_linked_pkey}'),
            ('constraint', 'log_unlinked', '{log_unlinked_pkey}'),
            ('constraint', 'party',
             '{party_book_fkey,party_code_fits,party_code_not_blank,party_kind_fkey,party_kind_known,'
             'party_pkey}'),
            ('constraint', 'party_kind',
             '{party_kind_code_is_word,party_kind_counts_as_fkey,party_kind_name_is_none,party_kind_name_key,party_kind_pkey}'),
            ('constraint', 'period_event',
             '{period_event_known,period_event_pkey,period_event_reopening_typed,'
             'period_event_type_known}'),
            ('constraint', 'posting_rule',
             '{posting_rule_pkey,posting_rule_standard_fkey,posting_rule_verdict_known}'),
            ('constraint', 'proof', '{proof_pkey,proof_rule_fkey}'),
            ('constraint', 'registered_login', '{registered_login_pkey,registered_login_purpose_not_blank}'),
            ('constraint', 'relief',
             '{relief_authority_not_blank,relief_pkey,relief_reason_not_blank}'),
            ('constraint', 'restatement',
             '{restatement_pkey,restatement_reason_not_blank,restatement_type_known}'),
            ('constraint', 'reversal', '{reversal_pkey}'),
            ('constraint', 'seal_chunk', '{seal_chunk_pkey}'),
            ('constraint', 'seal_part', '{seal_part_pkey}'),
            ('constraint', 'settlement', '{settlement_pkey}'),
            ('constraint', 'standard', '{standard_code_not_empty,standard_pkey}'),
            ('constraint', 'statement', '{statement_pkey,statement_standard_fkey}'),
            ('constraint', 'statement_column',
             '{statement_column_pkey,statement_column_shown_known,'
             'statement_column_statement_fkey,statement_column_window_known}'),
            ('constraint', 'statement_line',
             '{statement_line_given_has_no_formula,statement_line_no_key,statement_line_pkey,statement_line_shown_known,'
             'statement_line_statement_fkey}'),
            ('constraint', 'succession',
             '{succession_book_fkey,succession_pkey,succession_predecessor_fkey,'
             'succession_reason_not_blank,succession_type_known}'),
            ('constraint', 'succession_account',
             '{succession_account_pkey,succession_account_succession_fkey}'),
            ('constraint', 'transfer_group', '{transfer_group_pkey,transfer_group_standard_fkey}'),
            ('constraint', 'voucher', '{voucher_fed,voucher_pkey}'),
            ('constraint', 'voucher_attachment', '{voucher_attachment_pkey}'),
            ('constraint', 'voucher_number', '{voucher_number_pkey}'),
            ('index', 'brought_forward', '{brought_forward_standing}'),
            ('index', 'draft', '{draft_source_key,draft_voucher}'),
            ('index', 'voucher', '{voucher_source_key}'),
            ('trigger', 'account',
             '{account_alone,account_changed,account_fenced,account_logged,account_party_kind,'
             'account_proved,account_worded}'),
            ('trigger', 'articulation',
             '{articulation_alone,articulation_changed,articulation_fenced,articulation_logged,'
             'articulation_proved,articulation_worded,articulation_written}'),
            ('trigger', 'balance', '{balance_alone,balance_derived}'),
            ('trigger', 'book',
             '{book_alone,book_begins,book_changed,book_logged,book_review_given,book_truncated,book_worded}'),
            ('trigger', 'book_account',
             '{book_account_alone,book_account_changed,book_account_derived,book_account_logged}'),
            ('trigger', 'book_account_name',
             '{book_account_name_alone,book_account_name_changed,book_account_name_derived,'
             'book_account_name_logged}'),
            ('trigger', 'book_period',
             '{book_period_alone,book_period_changed,book_period_derived,book_period_logged}'),
            ('trigger', 'brought_figure', '{brought_figure_alone,brought_figure_derived}'),
            ('trigger', 'brought_forward',
             '{brought_forward_alone,brought_forward_derived,brought_forward_logged}'),
            ('trigger', 'brought_item', '{brought_item_alone,brought_item_derived}'),
            ('trigger', 'brought_voucher', '{brought_voucher_alone,brought_voucher_derived}'),
            ('trigger', 'carry_rule',
             '{carry_rule_alone,carry_rule_changed,carry_rule_fenced,carry_rule_logged,carry_rule_proved,'
             'carry_rule_worded}'),
            ('trigger', 'draft', '{draft_alone,draft_derived,draft_logged}'),
            ('trigger', 'draft_attachment', '{draft_attachment_alone,draft_attachment_derived,draft_attachment_logged}'),
            ('trigger', 'draft_fault', '{draft_fault_alone,draft_fault_derived,draft_fault_logged}'),
            ('trigger', 'draft_line', '{draft_line_alone,draft_line_derived,draft_line_logged}'),
            ('trigger', 'draft_step', '{draft_step_alone,draft_step_derived,draft_step_logged}'),
            ('trigger', 'duty', '{duty_alone,duty_changed,duty_emptied,duty_logged}'),
            ('trigger', 'guarded_change', '{guarded_change_alone,guarded_change_derived}'),
            ('trigger', 'import_line', '{import_line_alone}'),
            ('trigger', '导入凭证', '{import_loaded}'),
            ('trigger', 'installation', '{installation_alone,installation_truncated}'),
            ('trigger', 'issued_statement', '{issued_statement_alone,issued_statement_derived}'),
            ('trigger', 'log', '{log_alone,log_derived,log_immutable}'),
            ('trigger', 'log_link', '{log_link_alone,log_link_derived,log_link_immutable}'),
            ('trigger', 'log_linked', '{log_linked_alone,log_linked_derived,log_linked_immutable}'),
            ('trigger', 'log_unlinked', '{log_unlinked_alone,log_unlinked_derived}'),
            ('trigger', 'party', '{party_alone,party_changed,party_kind_given,party_logged,party_truncated}'),
            ('trigger', 'party_kind',
             '{party_kind_alone,party_kind_changed,party_kind_emptied,party_kind_logged,party_kind_written}'),
            ('trigger', 'period_event', '{period_event_alone,period_event_derived,period_event_logged}'),
            ('trigger', 'posting', '{posting_immutable,posting_immutable_row,posting_posted}'),
            ('trigger', '凭证录入', '{凭证录入_immutable,凭证录入_immutable_row,凭证录入_posted}'),
            ('trigger', 'posting_rule',
             '{posting_rule_alone,posting_rule_changed,posting_rule_fenced,posting_rule_logged,'
             'posting_rule_proved,posting_rule_worded}'),
            ('trigger', 'proof', '{proof_alone,proof_truncated}'),
            ('trigger', 'registered_login', '{registered_login_alone,registered_login_emptied,registered_login_logged}'),
            ('trigger', 'relief', '{relief_alone,relief_derived,relief_logged}'),
            ('trigger', 'restatement', '{restatement_alone,restatement_derived,restatement_logged}'),
            ('trigger', 'reversal', '{reversal_alone,reversal_derived}'),
            ('trigger', 'seal_chunk', '{seal_chunk_alone,seal_chunk_derived}'),
            ('trigger', 'seal_part', '{seal_part_alone,seal_part_derived}'),
            ('trigger', 'settlement', '{settlement_alone,settlement_derived}'),
            ('trigger', 'standard',
             '{standard_alone,standard_changed,standard_ends,standard_fenced,standard_logged,standard_worded}'),
            ('trigger', 'statement',
             '{statement_alone,statement_changed,statement_fenced,statement_logged,statement_proved,'
             'statement_worded}'),
            ('trigger', 'statement_column',
             '{statement_column_alone,statement_column_changed,statement_column_fenced,'
             'statement_column_logged,statement_column_proved,statement_column_worded,statement_column_written}'),
            ('trigger', 'statement_line',
             '{statement_line_alone,statement_line_changed,statement_line_fenced,statement_line_logged,'
             'statement_line_proved,statement_line_worded,statement_line_written}'),
            ('trigger', 'succession', '{succession_alone,succession_derived,succession_logged}'),
            ('trigger', 'succession_account',
             '{succession_account_alone,succession_account_derived,succession_account_logged}'),
            ('trigger', 'transfer_group',
             '{transfer_group_alone,transfer_group_changed,transfer_group_fenced,transfer_group_logged,'
             'transfer_group_proved}'),
            ('trigger', 'used_detail', '{used_detail_alone,used_detail_changed,used_detail_derived}'),
            ('trigger', 'voucher', '{voucher_alone,voucher_checked,voucher_immutable}'),
            ('trigger', 'voucher_attachment', '{voucher_attachment_alone,voucher_attachment_derived,voucher_attachment_logged}'),
            ('trigger', 'voucher_number', '{voucher_number_alone,voucher_number_derived}')
        ) AS m (kind, of_table, parts), unnest(m.parts) AS p (part)
    $$;

COMMENT ON FUNCTION fund._parts_made() IS
'The triggers, constraints and unique indexes that a ledger of this version is made with.';

-- Not those that nobody wrote: NOT NULL has no constraint on every server.
-- A trigger of the same name that calls another function is none of ours.
CREATE FUNCTION fund._parts_found()
    RETURNS TABLE (kind text, of_table text, part text)
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT p.kind, c.relname::text, p.part::text
        FROM (SELECT 'trigger' AS kind, t.tgrelid AS relation, t.tgname AS part
              FROM pg_trigger AS t JOIN pg_proc AS f ON f.oid = t.tgfoid
              WHERE NOT t.tgisinternal AND f.pronamespace = to_regnamespace('fund')
              UNION ALL
              SELECT 'constraint', k.conrelid, k.conname
              FROM pg_constraint AS k
              WHERE k.contype IN ('p', 'u', 'f', 'c')
              UNION ALL
              SELECT 'index', i.indrelid, x.relname
              FROM pg_index AS i JOIN pg_class AS x ON x.oid = i.indexrelid
              WHERE i.indisunique
                AND NOT EXISTS (SELECT FROM pg_constraint AS k
                                WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u'))
             ) AS p
        JOIN pg_class AS c ON c.oid = p.relation
        WHERE c.relnamespace = (SELECT n.oid FROM pg_namespace AS n WHERE n.nspname = 'ledger')
    $$;

COMMENT ON FUNCTION fund._parts_found() IS
'The triggers of fundledger, the constraints and the unique indexes that schema ledger has.';

-- As they are written anew; NULL for what is no part of ours.
CREATE FUNCTION fund._part_definitions()
    RETURNS TABLE (kind text, of_table text, part text, definition text, place integer)
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT f.kind, f.of_table, f.part, d.definition, d.place
        FROM fund._parts_found() AS f
        JOIN pg_class AS c ON c.relname = f.of_table
         AND c.relnamespace = (SELECT n.oid FROM pg_namespace AS n WHERE n.nspname = 'ledger')
        CROSS JOIN LATERAL (
            SELECT format('ALTER TABLE ledger.%I ADD CONSTRAINT %I %s', f.of_table, f.part, pg_get_constraintdef(k.oid)) AS definition,
                   CASE k.contype WHEN 'f' THEN 3 ELSE 1 END AS place
            FROM pg_constraint AS k
            WHERE f.kind = 'constraint' AND k.conrelid = c.oid AND k.conname = f.part
            UNION ALL
            SELECT pg_get_triggerdef(t.oid), 4
            FROM pg_trigger AS t
            WHERE f.kind = 'trigger' AND t.tgrelid = c.oid AND t.tgname = f.part
            UNION ALL
            SELECT pg_get_indexdef(i.indexrelid), 2
            FROM pg_index AS i JOIN pg_class AS x ON x.oid = i.indexrelid
            WHERE f.kind = 'index' AND i.indrelid = c.oid AND x.relname = f.part
        ) AS d
    $$;

COMMENT ON FUNCTION fund._part_definitions() IS
'The statements that make the triggers, constraints and unique indexes that schema ledger has; place is the order in which they need each other.';

CREATE FUNCTION fund._parts_missing() RETURNS SETOF text
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT format('%s %I of ledger.%I', m.kind, m.part, m.of_table)
        FROM (SELECT * FROM fund._parts_made() EXCEPT SELECT * FROM fund._parts_found()) AS m
        ORDER BY m.kind COLLATE "C", m.of_table COLLATE "C", m.part COLLATE "C"
    $$;

COMMENT ON FUNCTION fund._parts_missing() IS
'What a ledger of this version is made with and this one lacks, each in words.';

CREATE FUNCTION fund._verify_parts()
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT split_part(m, ' ', 1), NULL::text, m, 'there', 'missing' FROM fund._parts_missing() AS m
    $$;

COMMENT ON FUNCTION fund._verify_parts() IS
'Part of fund.verify(): the triggers, constraints and unique indexes that the ledger was made with are there.';
