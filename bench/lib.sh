# shellcheck shell=bash
# What the measurements share. Sourced, never run.
#
# Each runs on a throw-away cluster with a ledger of 400 books, and beside it
# the tables "bare" that every figure is compared with (schema.sql). Variants
# take turns within a repeat, the order rotating from repeat to repeat, and a
# ratio is of two figures of the same repeat.

# shellcheck source=tools/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../tools/lib.sh"

clients=16
repeats=5       # of every figure, unless the script is told otherwise
seconds=10      # of one run of pgbench
protocol=prepared   # of pgbench: prepared, or extended, which parses each time

# What a pgbench script or a loop posts.
journal='Dr 1002 128.00, Cr 400101 128.00'
posting=(--define=period=24312 --define=date=2026-01-15 --define=summary=收到保险费
    --define=amount=12800 "--define=journal=$journal")

## The cluster

bench_settings() {
    echo "shared_buffers = 2GB"
    echo "max_wal_size = 8GB"
    echo "checkpoint_timeout = 30min"
    echo "fsync = on"
    echo "wal_level = replica"
    echo "max_prepared_transactions = 0"
    echo "max_connections = 100"
}

# tools/lib.sh starts a server for tests; ours is one that keeps its data.
start_bench() {
    make_scratch
    use_postgresql 15
    # shellcheck disable=SC2119 # with the variables of the Makefile
    build_and_stage || die "the build failed"
    start_cluster
    bench_settings >>"$scratch/data/postgresql.conf"
    quietly as_server_user pg_ctl -D "$scratch/data" -l "$scratch/server.log" -w restart
    as_server_user createdb --template=template0 --encoding=UTF8 --locale=C.UTF-8 bench
    run_sql --output=/dev/null <bench/schema.sql
    print_conditions
}

run_sql() { # from standard input
    as_server_user psql --no-psqlrc --quiet --no-align --tuples-only --set=ON_ERROR_STOP=1 \
        "$@" --dbname=bench
}

query() { # SQL
    run_sql <<<"$1"
}

# Empty tables and no dirty page: what a run starts from.
start_empty() {
    run_sql <<<'CALL bench.empty(); CHECKPOINT;'
}

set_synchronous_commit() { # on|off
    query "ALTER DATABASE bench SET synchronous_commit = $1"
}

print_conditions() {
    local memory
    memory=$(awk '/^MemTotal/ {printf "%.0f GiB", $2 / 1048576}' /proc/meminfo)
    echo "$("$bin/postgres" --version); $(nproc) cores, $memory, $(stat -f -c %T "$scratch")"
    query "SELECT string_agg(name || '=' || current_setting(name), ', ' ORDER BY name COLLATE \"C\")
        FROM pg_settings
        WHERE name IN ('shared_buffers', 'max_wal_size', 'checkpoint_timeout', 'fsync',
                       'synchronous_commit', 'work_mem', 'jit', 'max_parallel_workers_per_gather')"
    echo "load of the machine before: $(cut -d ' ' -f 1-3 /proc/loadavg)"
}

## Arguments

count_argument() { # NAME VALUE
    [[ $2 =~ ^[1-9][0-9]*$ ]] || die "$1 is a number from 1 on, not \"$2\""
    printf '%s\n' "$2"
}

## Measuring

# The names, beginning with another one in every repeat.
rotated() { # REPEAT NAME...
    local first=$1
    shift
    first=$(((first - 1) % $#))
    printf '%s\n' "${@:first + 1}" "${@:1:first}"
}

# Call "measure NAME", which prints a figure, for every name and repeat.
measure_all() { # MEASURE NAME...
    local measure=$1 repeat name value
    shift
    : >"$scratch/results"
    for ((repeat = 1; repeat <= repeats; repeat++)); do
        while read -r name <&3; do
            value=$("$measure" "$name") || die "\"$name\" could not be measured"
            printf '%s\t%s\t%s\n' "$repeat" "$name" "$value" >>"$scratch/results"
        done 3< <(rotated "$repeat" "$@")
    done
}

# A table of what has been measured last: the figures of these names.
print_results() { # TITLE UNIT DECIMALS BASELINE NAME...
    local title=$1 unit=$2 decimals=$3 baseline=$4
    shift 4
    printf '\n%s\n' "$title"
    {
        printf '%s\t' "$@" | sed 's/\t$//'
        printf '\n'
        cat "$scratch/results"
    } | awk -F '\t' -v unit="$unit" -v decimals="$decimals" -v baseline="$baseline" -f bench/report.awk
}

# Transactions a second of a script in bench/pgbench, on so many books.
pgbench_tps() { # SCRIPT BOOKS [OPTION...]
    local script=$1 books=$2
    shift 2
    as_server_user pgbench --no-vacuum "--protocol=$protocol" "--client=$clients" "--jobs=$(nproc)" \
        "--time=$seconds" "${posting[@]}" "--define=books=$books" "--file=bench/pgbench/$script.sql" \
        "$@" bench 2>"$scratch/pgbench.log" | sed -n 's/^tps = \([0-9.]*\) .*/\1/p'
}

# What pgbench has reported every so often, the latest run's tps one a line.
pgbench_progress() {
    sed -n 's/^progress: .* s, \([0-9.]*\) tps.*/\1/p' "$scratch/pgbench.log"
}

# What the statements take together, from standard input.
milliseconds() {
    { printf '%s\n' '\timing on'; cat; } | run_sql --output=/dev/null |
        awk '/^Time: / {total += $2} END {print total}'
}

# µs a voucher of a loop of loop.sql, once the session is warm.
loop_microseconds() { # LOOP VOUCHERS COMMIT_EACH JOURNAL BOOK [SQL-BEFORE]
    run_sql <<-SQL | tail -n 1
		${6:-}
		CALL bench."$1"(1000, false, '$4', $5, NULL);
		CALL bench."$1"($2, $3, '$4', $5, NULL);
	SQL
}
