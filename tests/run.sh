#!/bin/sh
# Installs what the tests need, builds and runs them.
#   tests/run.sh            what CI runs
#   tests/run.sh -L unit    the release build's tests; arguments go to ctest
#   tests/run.sh --all      everything at full length; takes hours
set -eu
cd "$(dirname "$0")/.."
. cmd/packages.sh

need_packages build-essential g++ cmake ninja-build ccache pkg-config git python3 sqlite3 \
    clang-format libsqlite3-dev libcurl4-openssl-dev libsimdjson-dev libcli11-dev libspdlog-dev \
    libcsv-dev libfmt-dev libtomlplusplus-dev libutf8proc-dev libcpp-httplib-dev libgtest-dev libgmock-dev librapidcheck-dev \
    nlohmann-json3-dev openssl libssl-dev curl python3-jsonschema \
    man-db mandoc groff bsdextrautils bash-completion fish zsh shellcheck python3-pexpect jq systemd

# Any Node will do that brings npm and its own headers; without one, Debian's is installed.
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    need_packages nodejs npm libnode-dev
fi
node_prefix=$(node -p 'path.dirname(path.dirname(fs.realpathSync(process.execPath)))')
[ -f "$node_prefix/include/node/node_version.h" ] || need_packages libnode-dev
tests/real/server/install.sh

build() {
    cmake --preset "$1"
    cmake --build --preset "$1" -j "$(nproc)"
}

# Labels of what the release build leaves to the sanitizers, and of what looks after the benchmarks,
# unless all is run.
once='real|net|journey|replay|bench'

# Every test of code once with sanitizers, and ten seconds of hostile input for each fuzz target.
sanitized() {
    need_packages clang libclang-rt-14-dev llvm
    build asan
    ctest --preset asan -j2 -LE 'house|docs'
}

# What takes hours.
at_length() {
    need_packages clang-tidy valgrind
    ctest --preset check -j2 -L "$once"
    SYNCLINE_TEST_KILLS=500 build/check/tests/real_tests --gtest_filter='*/Death.*'
    SYNCLINE_TEST_LOAD_SECONDS=300 build/check/tests/real_tests --gtest_filter='*/ManyStores.*'
    SYNCLINE_TEST_EVERY_CALL=1 build/check/tests/power_tests --gtest_brief=1
    build/check/tests/simulate --hours 1 --fresh
    tests/planted/plant.py build/check
    build clang
    ctest --preset clang -j2 -L 'unit|journey|replay'
    build tidy
    build debug
    # Its processes find a missing program in another way.
    valgrind --quiet --error-exitcode=1 --leak-check=full build/debug/tests/journey_tests \
        --gtest_brief=1 --gtest_filter=-Deciding.ACommandThatFailsLeavesTheConflictAndSaysWhy
    tests/fuzz/run.sh 3600
}

all=no
if [ "${1:-}" = --all ]; then
    all=yes
    shift
fi
build check
if [ $# -gt 0 ]; then
    ctest --preset check -j2 "$@"
else
    ctest --preset check -j2 -LE "$once"
    sanitized
fi
[ $all = no ] || at_length
