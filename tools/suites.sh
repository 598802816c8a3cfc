# shellcheck shell=bash
# The test suites, for those who run them: tools/check-here and what runs them
# under an instrument, for the PostgreSQL $major. Sourced after tools/lib.sh,
# never run.
# shellcheck disable=SC2154 # of tools/lib.sh and of those who source this
# shellcheck disable=SC2317 # suites are called by their names

passed=0
failed=0
without_tap= # set where the clusters of TAP tests would not be instrumented

report() { # SUITE PASSED FAILED
    printf '    %-9s  %4d passed, %d failed\n' "$@"
    passed=$((passed + $2))
    failed=$((failed + $3))
}

## The test suites

# Count the tests in what a runner printed: TAP, or pg_regress before 16.
# Skipped tests are neither passed nor failed.
count_tests() {
    awk '
        tolower($0) ~ /^(not )?ok +[0-9]+.*# *(skip|todo)/  { next }
        /^ok +[0-9]/     || /^(test| ) .* \.\.\. ok( |$)/   { ok++ }
        /^not ok +[0-9]/ || /^(test| ) .* \.\.\. FAILED/    { not_ok++ }
        END { print ok + 0, not_ok + 0 }' "$1"
}

# Run one suite to its end, whatever the others do.
run_suite() { # NAME COMMAND...
    local name=$1 log=$scratch/$1.log status=0 ok not_ok
    shift
    "$@" >"$log" 2>&1 </dev/null || status=$?
    read -r ok not_ok < <(count_tests "$log")
    # A runner can fail without a failed test: a plan cut short, a crash.
    if [ "$status" != 0 ] && [ "$not_ok" = 0 ]; then
        not_ok=1
    fi
    # Neither may a suite that has files pass by running nothing.
    if [ "$ok" = 0 ] && [ "$not_ok" = 0 ]; then
        echo "    $name: no test ran"
        not_ok=1
    fi
    report "$name" "$ok" "$not_ok"
    [ "$not_ok" = 0 ] || show_failure "$name"
}

show_failure() { # NAME
    local file
    echo "---- $1: what its runner printed last"
    tail -n 100 "$scratch/$1.log"
    case $1 in
        regress) set -- regression.diffs ;;
        isolation) set -- output_iso/regression.diffs ;;
        tap) set -- tmp_check/log/regress_log_* ;;
        *) set -- ;;
    esac
    for file in "$@"; do
        [ -s "$file" ] || continue
        echo "---- $file"
        tail -n 300 "$file"
    done
    echo "---- the server's last words"
    grep -E 'PANIC|TRAP|FATAL|terminated by signal' "$scratch/server.log" | tail -n 20 || true
    echo "----"
}

have() { compgen -G "$1" >/dev/null; }

# shellcheck disable=SC2016 # "$user" is the server's
run_pgtap() {
    as_server_user createdb fundledger_pgtap &&
        as_server_user psql --no-psqlrc --quiet --dbname=fundledger_pgtap --command='
            CREATE EXTENSION fundledger;
            CREATE EXTENSION pgtap;
            ALTER DATABASE fundledger_pgtap SET search_path = "$user", public, fund' &&
        as_server_user pg_prove --verbose --dbname=fundledger_pgtap test/pgtap/*.sql
}

run_suites() {
    # One make per suite: "installcheck" alone stops at the first that fails.
    if have 'sql/*.sql'; then
        run_suite regress make_extension installcheck ISOLATION= TAP_TESTS=
    fi
    if have 'test/isolation/specs/*.spec'; then
        run_suite isolation make_extension installcheck REGRESS= TAP_TESTS=
    fi
    if [ -z "$without_tap" ] && have 'test/tap/*.pl'; then
        run_suite tap make_extension installcheck REGRESS= ISOLATION= TAP_TESTS=1 PROVE_FLAGS=--verbose
    fi
    if ! have 'test/pgtap/*.sql'; then
        :
    elif [ -e "$("$bin/pg_config" --sharedir)/extension/pgtap.control" ]; then
        run_suite pgtap run_pgtap
    else
        echo "    pgtap      not run: not packaged for PostgreSQL $major"
    fi
}

no_backend_crashed() {
    ! grep 'terminated by signal' "$scratch/server.log"
}
