#!/bin/sh
# run.sh [SECONDS] [TARGET...]: builds the fuzz targets and gives each of them (or those named)
# SECONDS of hostile input (10). A finding is shown with the file that reproduces it; the exit
# status is then 1. What is found goes into corpus/TARGET once it is mended.
set -eu
cd "$(dirname "$0")/../.."
. cmd/packages.sh
need_packages clang libclang-rt-14-dev llvm

seconds=${1:-10}
[ $# -eq 0 ] || shift
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz -j "$(nproc)"
if [ $# -eq 0 ]; then
    for folder in tests/fuzz/corpus/*/; do set -- "$@" "$(basename "$folder")"; done
fi

# Stores are made and thrown away by the thousand: in memory, where there is a place.
scratch=$(mktemp -d "$([ -w /dev/shm ] && echo /dev/shm || echo "${TMPDIR:-/tmp}")/syncline-fuzz-XXXXXX")
trap 'rm -rf "$scratch"' EXIT
findings=$PWD/build/fuzz/findings
mkdir -p "$findings" "$scratch/tmp"
# The environment says nothing to the command line that is fuzzed.
run() {
    env -i PATH="$PATH" HOME="$scratch" LC_ALL=C.UTF-8 TZ=UTC TMPDIR="$scratch/tmp" \
        UBSAN_OPTIONS=print_stacktrace=1 "$@"
}

failed=
for target in "$@"; do
    corpus=$scratch/$target
    mkdir "$corpus"
    dictionary=$PWD/tests/fuzz/$target.dict
    [ -f "$dictionary" ] || dictionary=
    echo "fuzz: $target, $seconds s"
    if ! run build/fuzz/tests/"fuzz_$target" "$corpus" "tests/fuzz/corpus/$target" \
        ${dictionary:+"-dict=$dictionary"} -max_total_time="$seconds" -max_len=16384 -timeout=20 \
        -rss_limit_mb=1024 -print_final_stats=1 -artifact_prefix="$findings/$target-" \
        >"$scratch/log" 2>&1; then
        failed=1
        tail -n 60 "$scratch/log"
        sed -n 's/^.*Test unit written to /fuzz: reproduced by /p' "$scratch/log"
    fi
    sed -n 's/^stat::number_of_executed_units: */fuzz: runs /p; s/^stat::peak_rss_mb: */fuzz: peak MB /p' "$scratch/log"
    rm -rf "$scratch/tmp" && mkdir "$scratch/tmp"
done
[ -z "$failed" ]
