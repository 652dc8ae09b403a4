#!/usr/bin/env bash
# Every check, in an order that fails early: what takes seconds first, browsers last. `make test` installs the tools before.
#
#   scripts/test.sh          everything
#   scripts/test.sh e2e      one step (fmt, deny, machete, front, clippy, nextest, doc, fuzz, e2e)
set -euo pipefail
cd "$(dirname "$0")/.."
target="${CARGO_TARGET_DIR:-target}"
times=()

step() {
    local name="$1"
    shift
    if [ -n "$only" ] && [ "$only" != "$name" ]; then return; fi
    echo "== $name"
    local started=$SECONDS
    if ! "$@"; then
        echo "== $name failed after $((SECONDS - started)) s" >&2
        exit 1
    fi
    times+=("$(printf '%-8s %5d s' "$name" $((SECONDS - started)))")
}

deny() {
    cargo deny --log-level error check bans licenses sources
    # The list of known faults lives on the net. Where it cannot be reached the other checks still count.
    local told
    if told="$(cargo deny --log-level error fetch db 2>&1)"; then
        cargo deny --log-level error --offline check advisories
    else
        echo "deny: the list of known faults cannot be reached from here, so it was NOT checked: $(tail -n 1 <<<"$told")"
    fi
}

machete() { cargo machete; }

front() { node frontend/build.mjs; }

# The two sides are checked apart: the features `ssr` and `hydrate` of one crate must never meet in one build.
clippy() {
    cargo clippy --all-targets -- -D warnings
    cargo clippy -p frontend --target wasm32-unknown-unknown -- -D warnings
    # The domain must stay free of everything a browser lacks.
    cargo clippy -p domain --lib --target wasm32-unknown-unknown -- -D warnings
}

# The tests of the store start PostgreSQL by themselves, and it stops when nobody uses it: started from here it would be gone
# again by the time a first build of the tests is through.
nextest() {
    cargo nextest run --no-run
    cargo nextest run --no-fail-fast
}

doc() { cargo test --doc --quiet; }

# The binary as the Rust tests built it: asked for alone it would be built once more, with the features of fewer packages.
binary() { cargo test --quiet --no-run; }

# The API is asked everything that its own description allows and forbids. The same questions in every run, for about a minute.
fuzz() {
    binary
    "$target/fuzz/bin/python" scripts/fuzz.py "$target/debug/grobunn"
}

e2e() {
    binary
    local binary result=0
    binary="$(realpath "$target/debug/grobunn")"
    (cd e2e && GROBUNN_BINARY="$binary" npx --no-install playwright test) || result=$?
    scripts/test-postgres.sh stop
    return "$result"
}

only="${1:-}"
step fmt cargo fmt --all --check
step deny deny
step machete machete
step front front
step clippy clippy
step nextest nextest
step doc doc
step fuzz fuzz
step e2e e2e
echo "== all checks passed"
printf '   %s\n' "${times[@]}" "total    $(printf '%5d' $SECONDS) s"
