#!/bin/sh
# fuzz.sh PROGRAM SECONDS: gives one fuzz target (build/asan/tests/fuzz_NAME) hostile input, beginning
# with its corpus. A finding is shown with the file that reproduces it; the exit status is then 1.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=$1
seconds=$2
name=${program##*/fuzz_}

# Stores are made and thrown away by the thousand: in memory, where there is a place.
scratch=$(mktemp -d "$([ -w /dev/shm ] && echo /dev/shm || echo "${TMPDIR:-/tmp}")/syncline-fuzz-XXXXXX")
trap 'rm -rf "$scratch"' EXIT
findings=$(dirname "$program")/findings
mkdir -p "$findings" "$scratch/tmp" "$scratch/corpus"
dictionary=$here/$name.dict
[ -f "$dictionary" ] || dictionary=

# The environment says nothing to the command line that is fuzzed.
status=0
env -i PATH="$PATH" HOME="$scratch" LC_ALL=C.UTF-8 TZ=UTC TMPDIR="$scratch/tmp" \
    UBSAN_OPTIONS=print_stacktrace=1 "$program" "$scratch/corpus" "$here/corpus/$name" \
    ${dictionary:+"-dict=$dictionary"} -max_total_time="$seconds" -max_len=16384 -timeout=20 \
    -rss_limit_mb=1024 -print_final_stats=1 -artifact_prefix="$findings/$name-" \
    >"$scratch/log" 2>&1 || status=1
if [ $status -ne 0 ]; then
    tail -n 60 "$scratch/log"
    sed -n 's/^.*Test unit written to /fuzz: reproduced by /p' "$scratch/log"
fi
sed -n "s/^stat::number_of_executed_units: */fuzz: $name, runs: /p; s/^stat::peak_rss_mb: */fuzz: $name, peak MB: /p" \
    "$scratch/log"
exit $status
