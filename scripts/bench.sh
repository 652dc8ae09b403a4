#!/usr/bin/env bash
# The benches: each prints ratios to a yardstick measured in the same run, because absolute times do not carry over.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo bench "$@"
