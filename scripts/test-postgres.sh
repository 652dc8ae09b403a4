#!/usr/bin/env bash
# A throw-away PostgreSQL cluster for tests: trusting, not durable, on a free port of the loopback address.
#
#   scripts/test-postgres.sh start   starts it if it does not run, prints its address (GROBUNN_TEST_POSTGRES_URL)
#   scripts/test-postgres.sh stop    stops it and removes every trace of it
#
# Tests start it by themselves when GROBUNN_TEST_POSTGRES_URL is not set. It stops by itself when nobody has been connected
# for two minutes, so a forgotten one does no harm.
set -euo pipefail

# Where temporary files go on this machine, whatever that is.
base="$(dirname "$(mktemp -u)")/grobunn-test-postgres-$(id -u)"
data="$base/data"
address="$base/address"

die() {
    echo "test-postgres: $*" >&2
    exit 1
}

# The folder of PostgreSQL's programs: on PATH, or the newest where Debian, Red Hat or Homebrew put them.
programs() {
    local found
    if command -v initdb >/dev/null && command -v pg_ctl >/dev/null; then
        found="$(dirname "$(readlink -f "$(command -v initdb)")")"
        # A wrapper on PATH is used as it is.
        [ -x "$found/pg_ctl" ] || found="$(dirname "$(command -v pg_ctl)")"
        echo "$found"
        return
    fi
    for found in $(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin 2>/dev/null | sort -rV); do
        if [ -x "$found/initdb" ] && [ -x "$found/pg_ctl" ]; then
            echo "$found"
            return
        fi
    done
    die "PostgreSQL's server programs (initdb, pg_ctl) are neither on PATH nor in a usual place; install PostgreSQL 14 or later"
}

# PostgreSQL refuses to run as root, so root steps down.
unprivileged() {
    if [ "$(id -u)" -ne 0 ]; then
        "$@"
        return
    fi
    local user
    for user in postgres nobody; do
        if id "$user" >/dev/null 2>&1; then
            (cd / && setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups env HOME=/ "$@")
            return
        fi
    done
    die "there is no unprivileged user to run PostgreSQL as"
}

own() {
    if [ "$(id -u)" -eq 0 ]; then
        if id postgres >/dev/null 2>&1; then chown -R postgres "$1"; else chown -R nobody "$1"; fi
    fi
}

running() {
    [ -f "$address" ] && unprivileged "$bin/pg_ctl" status -D "$data" >/dev/null 2>&1
}

start() {
    mkdir -p "$base"
    chmod 755 "$base"
    # Several test processes may begin at once; the first starts it, the others wait.
    exec 9>"$base/lock"
    if command -v flock >/dev/null; then flock 9; fi
    if running; then
        cat "$address"
        return
    fi
    rm -rf "$data" "$address"
    mkdir -p "$data"
    chmod 700 "$data"
    own "$data"
    unprivileged "$bin/initdb" -D "$data" -U grobunn --auth=trust --encoding=UTF8 --locale=C --no-sync >/dev/null
    local try port
    for try in 1 2 3 4 5; do
        port=$((20000 + RANDOM % 20000))
        if unprivileged "$bin/pg_ctl" start -D "$data" -w -t 30 -l "$data/log" -o \
            "-h 127.0.0.1 -p $port -k '' -F -c synchronous_commit=off -c full_page_writes=off -c max_connections=300 -c shared_buffers=128MB" \
            >/dev/null 2>&1 9>&-; then
            echo "postgres://grobunn@127.0.0.1:$port" >"$address"
            # In a session of its own where there is such a thing, so that the end of a test run does not take it along.
            local apart=()
            if command -v setsid >/dev/null; then apart=(setsid); fi
            "${apart[@]}" "$0" watch "$port" >/dev/null 2>&1 9>&- </dev/null &
            cat "$address"
            return
        fi
    done
    cat "$data/log" >&2 || true
    die "PostgreSQL did not start"
}

# Stops the cluster once nobody has been connected for two minutes.
watch() {
    local idle=0
    while running; do
        sleep 10
        local others
        others="$("$bin/psql" -X -A -t -h 127.0.0.1 -p "$1" -U grobunn -d postgres -c \
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()" 2>/dev/null || echo 0)"
        if [ "$others" = 0 ]; then idle=$((idle + 10)); else idle=0; fi
        if [ "$idle" -ge 120 ]; then
            stop
            return
        fi
    done
}

stop() {
    if running; then unprivileged "$bin/pg_ctl" stop -D "$data" -m immediate >/dev/null; fi
    rm -rf "$base"
}

bin="$(programs)"
case "${1:-}" in
start) start ;;
stop) stop ;;
watch) watch "$2" ;;
*) die "say start or stop" ;;
esac
