#!/usr/bin/env bash
# Installs what is missing on this machine, and says what and why. What is there is left as it is.
#
#   scripts/setup.sh        what `make run` and `make build` need
#   scripts/setup.sh test   also what `make test` needs
#
# Safe to run again: a second run finds everything and does nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

# Exactly the version in Cargo.lock: the tool and the library speak a private language with each other.
WASM_BINDGEN=0.2.130
NEXTEST=0.9.151
DENY=0.20.2
MACHETE=0.9.2

have() { command -v "$1" >/dev/null 2>&1; }
say() { echo "setup: $*"; }
die() {
    echo "setup: $*" >&2
    exit 1
}

# Tools that cargo installs stand here, also when the shell has not heard of it yet.
export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"

# Installs a package of the system. As root with apt; otherwise says what to install.
system() {
    local program="$1" package="$2" why="$3"
    if have apt-get && [ "$(id -u)" -eq 0 ]; then
        say "installing $package: $why"
        # A list of packages that is out of date is the usual reason for a failure, so it is refreshed only then.
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1 || {
            apt-get update -qq
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null
        }
    else
        die "$program is missing: $why. Install it with your system's package manager (on Debian: sudo apt-get install $package) and run this again."
    fi
}

# Builds a tool with cargo. Unoptimised: it builds in a third of the time and is quick enough for what it does here.
tool() {
    local package="$1" version="$2" why="$3"
    shift 3
    say "building $package $version: $why"
    # Tools go to cargo's own folder, not to the project's, so that a clean build does not build them again.
    CARGO_TARGET_DIR="${CARGO_HOME:-$HOME/.cargo}/grobunn-tools" \
        cargo install --quiet "$package" --version "$version" --debug --config profile.dev.debug=0 "$@"
    rm -rf "${CARGO_HOME:-$HOME/.cargo}/grobunn-tools"
}

# Node packages of a folder, exactly as its lock file says; only when the lock file changed since.
packages() {
    local folder="$1" why="$2"
    if [ -f "$folder/node_modules/.package-lock.json" ] && [ ! "$folder/package-lock.json" -nt "$folder/node_modules/.package-lock.json" ]; then
        return
    fi
    say "installing the node packages of $folder: $why"
    # The browser comes from the system; Playwright need not bring its own.
    (cd "$folder" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund --loglevel=error >/dev/null)
    touch "$folder/node_modules/.package-lock.json"
}

# The fuzzer of the API and what it needs, each in the version that is written down, in a folder of its own beside what cargo builds; only
# when the list changed since.
fuzzer() {
    local folder="${CARGO_TARGET_DIR:-target}/fuzz"
    if cmp -s scripts/fuzz-requirements.txt "$folder/installed.txt"; then return; fi
    have python3 || system python3 python3 "it runs the fuzzer of the API"
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' ||
        die "Python 3.10 or later is needed, this is $(python3 --version). Install a newer one and run this again."
    # Debian keeps what makes such folders in a package of its own.
    python3 -c 'import ensurepip, venv' 2>/dev/null || system python3-venv python3-venv "the fuzzer is kept apart from the system's Python"
    say "installing the fuzzer of the API into $folder: it holds the API against its description"
    mkdir -p "$(dirname "$folder")"
    python3 -m venv --clear "$folder"
    "$folder/bin/pip" install --quiet --disable-pip-version-check --no-deps -r scripts/fuzz-requirements.txt
    cp scripts/fuzz-requirements.txt "$folder/installed.txt"
}

compiler() {
    have cargo || die "Rust is missing. Install it from https://rustup.rs and run this again."
    have cc || system cc build-essential "a linker, and a C compiler for SQLite"
    if have rustup; then
        if ! rustup target list --installed | grep -qx wasm32-unknown-unknown; then
            say "adding the Rust target wasm32-unknown-unknown: the islands run in the browser"
            rustup target add wasm32-unknown-unknown
        fi
    elif [ ! -d "$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown" ]; then
        die "this Rust has no wasm32-unknown-unknown target and no rustup to add it with."
    fi
}

run_tools() {
    compiler
    have node || system node nodejs "it packs styles and scripts"
    have npm || system npm npm "it fetches what packs styles and scripts"
    local major
    major="$(node -p 'process.versions.node.split(".")[0]')"
    [ "$major" -ge 20 ] || die "node 20 or later is needed, this is $(node --version). Install a newer one (https://nodejs.org) and run this again."
    local found=none
    if have wasm-bindgen; then found="$(wasm-bindgen --version | awk '{print $2}')"; fi
    if [ "$found" != "$WASM_BINDGEN" ]; then
        if [ "$found" != none ]; then
            die "wasm-bindgen $found is on PATH, but Cargo.lock has $WASM_BINDGEN and they must be equal. Not replacing yours; to do so: cargo install wasm-bindgen-cli --version $WASM_BINDGEN --force"
        fi
        tool wasm-bindgen-cli "$WASM_BINDGEN" "it joins the wasm with the page"
    fi
    packages frontend "styles, font, wasm-opt"
}

test_tools() {
    have cargo-nextest || tool cargo-nextest "$NEXTEST" "it runs the Rust tests" --locked
    have cargo-deny || tool cargo-deny "$DENY" "it checks licences, sources and known faults of dependencies" --locked
    have cargo-machete || tool cargo-machete "$MACHETE" "it finds dependencies that nobody uses" --locked
    if [ -z "${CHROMIUM:-}" ] && ! have chromium && ! have chromium-browser && ! have google-chrome; then
        system chromium chromium "the browser tests drive it"
    fi
    if ! have initdb && ! ls /usr/lib/postgresql/*/bin/initdb /usr/pgsql-*/bin/initdb /opt/homebrew/opt/postgresql*/bin/initdb >/dev/null 2>&1; then
        system postgres postgresql "the tests of the store run on it too"
    fi
    packages e2e "Playwright, axe, html-validate"
    fuzzer
}

run_tools
if [ "${1:-}" = test ]; then test_tools; fi
