#!/usr/bin/env bash
# The benches: each prints ratios to a yardstick measured in the same run, because absolute times do not carry over.
#
#   scripts/bench.sh          all of them
#   scripts/bench.sh engine   one of them (engine, house, load)
set -euo pipefail
cd "$(dirname "$0")/.."

bench() {
    local crate="$1" name="$2"
    if [ -n "$only" ] && [ "$only" != "$name" ]; then return; fi
    echo "== $name"
    cargo bench --quiet -p "$crate" --bench "$name"
}

only="${1:-}"
bench domain engine
bench store house
bench server load
