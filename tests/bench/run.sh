#!/bin/sh
# Builds syncline and what it is measured beside, and measures; see README.md.
#   tests/bench/run.sh [--quick] [--long] [--only NAME,…] [--out DIR]
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
root=$here/../..
. "$root/cmd/packages.sh"

need_packages build-essential g++ cmake ninja-build pkg-config python3 sqlite3 curl sqlite-utils \
    libsqlite3-dev libcurl4-openssl-dev libsimdjson-dev libcli11-dev libspdlog-dev libcsv-dev \
    libfmt-dev libtomlplusplus-dev libutf8proc-dev libcpp-httplib-dev libgtest-dev libgmock-dev \
    librapidcheck-dev nlohmann-json3-dev libssl-dev
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    need_packages nodejs npm libnode-dev
fi
"$root/tests/real/server/install.sh"
"$here/client/install.sh"

# The preset `check` has the product as `release` has it, and the tests' programs beside it.
(
    cd "$root"
    cmake --preset check
    cmake --build --preset check --target syncline_cli syncline_net bench_programs
) >&2
exec python3 "$here/bench.py" --syncline "$root/build/check/bin/syncline" \
    --programs "$root/build/check/tests/bench" "$@"
