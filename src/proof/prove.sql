-- 勾稽的证明: whether the rules of a standard hold in every book that it admits.
-- PARALLEL UNSAFE as the statements are. doc/proof.md tells what is proved and
-- how to check a proof by SQL alone.

CREATE FUNCTION fund.prove(standard text) RETURNS TABLE (
    rule text,
    name text,
    moment text,
    verdict text,
    proof jsonb,
    counterexample jsonb,
    difference numeric,
    note text
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 100 COST 10000
    AS 'MODULE_PATHNAME', 'fl_prove';

COMMENT ON FUNCTION fund.prove(text) IS
'证明: for each rule of the standard, at any moment and after the close of its month: VACUOUS (cannot fail even on corrupt books), IDENTITY (follows from double entry; the proof is the multipliers of the laws), CONTINGENT (with a voucher that breaks it, and the difference that it makes), UNSATISFIABLE (refers to what is not there) or NOT EVALUABLE (not about one book alone). LG014: no such standard.';

CREATE FUNCTION fund._prove_changed() RETURNS trigger
    LANGUAGE c AS 'MODULE_PATHNAME', 'fl_prove_changed';

COMMENT ON FUNCTION fund._prove_changed() IS
'Deferred row trigger on the tables of a standard: proves its rules anew, once for all changes, and records it in ledger.proof. Refuses a rule that cannot fail and is no definition, and a shipped 勾稽 that can (LG043); warns of a rule that could not fail and now can (LGW03).';

CREATE FUNCTION fund.proof_laws(standard text) RETURNS TABLE (
    law text,
    moment text,
    account text,
    place text,
    coefficient integer
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 1000 COST 10000
    AS 'MODULE_PATHNAME', 'fl_proof_laws';

COMMENT ON FUNCTION fund.proof_laws(text) IS
'the laws that proofs of the standard rest on, a row a coefficient that is not 0: of the opening balance and of the movements of each kind of an account with its unnamed details, debit less credit. LG014: no such standard.';

CREATE FUNCTION fund.proof_vectors(standard text) RETURNS TABLE (
    rule text,
    account text,
    place text,
    coefficient numeric,
    times bigint
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 1000 COST 10000
    AS 'MODULE_PATHNAME', 'fl_proof_vectors';

COMMENT ON FUNCTION fund.proof_vectors(text) IS
'the rules of the standard as vectors, left less right side, a row a coefficient that is not 0, made whole by the factor "times": the sum of the multipliers of fund.prove() times the laws of fund.proof_laws(). LG014: no such standard.';
