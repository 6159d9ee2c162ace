#!/bin/sh
# run.sh [SECONDS] [TARGET...]: builds the fuzz targets and gives each of them (or those named)
# SECONDS of hostile input (10); all are tried, and the exit status is 1 if one of them found
# something. What is found goes into corpus/TARGET once it is mended.
set -eu
cd "$(dirname "$0")/../.."
. cmd/packages.sh
need_packages clang libclang-rt-14-dev llvm

seconds=${1:-10}
[ $# -eq 0 ] || shift
cmake --preset asan >/dev/null
cmake --build --preset asan -j "$(nproc)" --target fuzz_targets
if [ $# -eq 0 ]; then
    for folder in tests/fuzz/corpus/*/; do set -- "$@" "$(basename "$folder")"; done
fi
failed=0
for target in "$@"; do
    tests/fuzz/fuzz.sh "$PWD/build/asan/tests/fuzz_$target" "$seconds" || failed=1
done
exit $failed
