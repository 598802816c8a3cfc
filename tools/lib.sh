# shellcheck shell=bash
# What tools/demo, tools/check and tools/check-here share. Sourced, never run.
#
# Everything happens in a scratch folder under /tmp: a copy of the tree, what
# it builds, and a throw-away cluster on a Unix socket. Nothing is left behind
# but packages from apt.
set -euo pipefail
umask 022
unset CDPATH
export LC_ALL=C.UTF-8

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
scratch=    # set by make_scratch
bin=        # set by use_postgresql
server=     # what start_cluster starts instead of postgres, if anything

# bison and flex are for the grammar of formulas.
# shellcheck disable=SC2034 # for those who source this
build_packages=(make gcc libc6-dev bison flex postgresql-15 postgresql-server-dev-15)
# shellcheck disable=SC2034
test_packages=(postgresql-15-pgtap libtap-parser-sourcehandler-pgtap-perl libipc-run-perl pgbouncer)

die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

is_root() { [ "$(id -u)" = 0 ]; }

# Asks for a password only where somebody can type one.
can_sudo() {
    command -v sudo >/dev/null && { sudo -n true 2>/dev/null || { [ -t 0 ] && sudo -v; }; }
}

as_root() {
    if is_root; then "$@"; else sudo "$@"; fi
}

# Run a command; show what it printed only when it fails.
quietly() {
    local output status=0
    output=$("$@" 2>&1) || status=$?
    [ "$status" = 0 ] || printf '%s\n' "$output" >&2
    return "$status"
}

## Packages

is_installed() {
    dpkg-query --show --showformat='${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed
}

# Install those of the named packages that are missing. Only they are named to
# apt: an upgrade of an installed server would restart its clusters.
install_packages() {
    local package missing=()
    for package in "$@"; do
        is_installed "$package" || missing+=("$package")
    done
    [ "${#missing[@]}" -gt 0 ] || return 0
    if ! is_root && ! can_sudo; then
        echo "missing, and only root or sudo can install: ${missing[*]}" >&2
        return 1
    fi
    echo "Installing ${missing[*]}"
    (
        # A server's first installation makes and starts a cluster "main",
        # which nobody asked for. The file that prevents it is there only
        # while we install, so that later installations are the user's own.
        conf=/etc/postgresql-common/createcluster.d/fundledger.conf
        trap 'as_root rm -f "$conf"' EXIT
        as_root mkdir -p "${conf%/*}"
        echo 'create_main_cluster = false' | as_root tee "$conf" >/dev/null
        # A foreign source that fails to update is no concern of ours:
        # whether our packages can be had, the installation says.
        apt_get update || true
        apt_get install --yes --no-install-recommends "${missing[@]}"
    )
}

apt_get() {
    quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get -q \
        -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" </dev/null
}

## The scratch folder

# A copy of the tree in $scratch/tree, which becomes the working directory. Its
# path has no spaces, which make could not bear, whatever the path of the tree.
make_scratch() {
    scratch=$(mktemp -d /tmp/fundledger.XXXXXX)
    trap remove_scratch EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    mkdir "$scratch/tree" "$scratch/stage" "$scratch/socket"
    tar -C "$top" -c --exclude=./.git --exclude='*.o' --exclude='*.bc' --exclude='*.so' . |
        tar -C "$scratch/tree" -x --no-same-owner
    cd "$scratch/tree"
    [ -e test/upgrade/older.tar ] || archive_older || rm -f test/upgrade/older.tar
}

# The older version that upgrades are tried with, where there is a history to
# take it from. The roots of other versions get it with the tree.
archive_older() {
    git -c "safe.directory=$top" -C "$top" archive --output="$scratch/tree/test/upgrade/older.tar" \
        "$(<test/upgrade/older)" Makefile fundledger.control src 2>/dev/null
}

remove_scratch() {
    trap '' HUP INT TERM    # a second signal must not cut this short
    stop_clusters
    cd /
    rm -rf "$scratch" || true
}

## PostgreSQL

use_postgresql() {
    bin=/usr/lib/postgresql/$1/bin
    [ -x "$bin/postgres" ] || die "PostgreSQL $1 is not installed"
    if is_root; then
        chown -R postgres: "$scratch"
    fi
}

# Servers refuse to run as root, so for root it is user postgres. The caller's
# environment stays outside: their PGHOST or MAKEFLAGS would lead elsewhere.
# LANG is for the clusters of TAP tests, where PostgreSQL drops LC_ALL.
as_server_user() {
    local command=(env -i "HOME=$scratch" "PATH=$bin:/usr/bin:/bin" LANG=C.UTF-8 LC_ALL=C.UTF-8
        "PGHOST=$scratch/socket" PGUSER=postgres PGCLIENTENCODING=UTF8
        "TEMP_CONFIG=$scratch/extension.conf" "$@")
    if is_root; then
        command=(runuser -u postgres -- "${command[@]}")
    fi
    "${command[@]}"
}

# make, of this PostgreSQL; bitcode for JIT would only cost time here.
make_extension() {
    as_server_user make --silent "PG_CONFIG=$bin/pg_config" with_llvm=no "$@"
}

# Build with these make variables, if any, and install below $scratch/stage.
# shellcheck disable=SC2120 # tools/demo needs none
build_and_stage() {
    quietly make_extension clean &&
        quietly make_extension "--jobs=$(nproc)" "$@" all &&
        quietly make_extension "$@" install "DESTDIR=$scratch/stage"
}

# Beside the extension, as version 0.0.1 with a library of its own, the older one
# and a way from there to here. What "make install" installs has neither.
stage_older() {
    local older=$scratch/older name=fundledger-0.0.1 share
    [ -e test/upgrade/older.tar ] || return 0
    share=$scratch/stage$("$bin/pg_config" --sharedir)/extension
    as_server_user mkdir "$older" &&
        as_server_user tar -C "$older" -xf test/upgrade/older.tar &&
        quietly as_server_user make --silent -C "$older" "PG_CONFIG=$bin/pg_config" with_llvm=no \
            "--jobs=$(nproc)" "MODULE_big=$name" SHLIB_LINK=-Wl,-Bsymbolic all &&
        as_server_user cp "$older/$name.so" "$scratch/stage$("$bin/pg_config" --pkglibdir)" &&
        sed "s/'MODULE_PATHNAME'/'\$libdir\/$name'/" "$older"/fundledger--*.sql >"$share/fundledger--0.0.1.sql" &&
        tools/draft-update "$share/fundledger--0.0.1.sql" fundledger--*.sql >"$scratch/update.sql" &&
        cat test/upgrade/views.sql "$scratch/update.sql" test/upgrade/step.sql \
            >"$share/fundledger--0.0.1--$(installed_version).sql"
}

installed_version() {
    sed -n "s/^default_version *= *'\(.*\)'/\1/p" fundledger.control
}

# first.so, to be preloaded after a sanitizer's runtime, whose first
# allocation must not come from a library's constructor that holds glibc's
# locale lock (p11-kit's does): the server would hang.
build_first() {
    printf '%s\n' '#include <stdlib.h>' \
        '__attribute__((constructor)) static void first(void) { free(malloc(1)); }' |
        gcc -x c - -shared -fPIC -O0 -fno-builtin -Wl,-z,initfirst -o first.so
}

# The settings with which a server finds the staged extension.
write_extension_conf() {
    local version share library
    version=$("$bin/pg_config" --version | sed 's/^PostgreSQL \([0-9]*\).*/\1/')
    share=$("$bin/pg_config" --sharedir)
    library=$("$bin/pg_config" --pkglibdir)
    {
        if [ "$version" -ge 18 ]; then
            echo "extension_control_path = '$scratch/stage$share:\$system'"
        else
            echo "extension_destdir = '$scratch/stage'"     # Debian's own, up to 17
        fi
        echo "dynamic_library_path = '$scratch/stage$library:\$libdir'"
        echo "fsync = off"
        echo "max_prepared_transactions = 10"
        echo "wal_level = logical"
    } >"$scratch/extension.conf"
}

start_cluster() {
    write_extension_conf
    quietly as_server_user initdb --pgdata="$scratch/data" --username=postgres --auth=trust \
        --no-sync --encoding=UTF8 --locale=C.UTF-8
    {
        cat "$scratch/extension.conf"
        echo "listen_addresses = ''"
        echo "unix_socket_directories = '$scratch/socket'"
    } >>"$scratch/data/postgresql.conf"
    if ! quietly as_server_user pg_ctl -D "$scratch/data" -l "$scratch/server.log" \
        ${server:+-p "$server"} -w start; then
        cat "$scratch/server.log" >&2
        return 1
    fi
}

# Ours, and those that an interrupted TAP test left running. Nobody will read
# their data again, so there is nothing to shut down in order.
stop_clusters() {
    local lock
    while read -r lock; do
        quietly as_server_user pg_ctl -D "${lock%/*}" -m immediate -w stop || true
    done < <(find "$scratch" -name postmaster.pid)
}
