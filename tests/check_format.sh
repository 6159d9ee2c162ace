#!/bin/sh
# check_format.sh [ROOT]: fails when a C++ file is not as clang-format would have it.
set -eu
cd "${1:-$(dirname "$0")/..}"

# Each version lays code out a little differently; the house has that of Debian 12.
version=14
format=$(command -v "clang-format-$version" || command -v clang-format) || format=
[ -n "$format" ] || { echo "error: clang-format was not found" >&2; exit 2; }
"$format" --version | grep -q "version $version\." ||
    { echo "error: clang-format $version is needed, not: $("$format" --version)" >&2; exit 2; }

# Outside of a git checkout, all files.
list() {
    git -c safe.directory='*' ls-files -z --cached --others --exclude-standard -- '*.cpp' '*.hpp' \
        2>/dev/null || find . -name build -prune -o \( -name '*.cpp' -o -name '*.hpp' \) -print0
}
files=$(mktemp)
trap 'rm -f "$files"' EXIT
list >"$files"
[ -s "$files" ] || { echo "error: no C++ files in $PWD" >&2; exit 2; }
if ! said=$(xargs -0 "$format" --dry-run -Werror <"$files" 2>&1); then
    echo "$said" | grep '^[^:]*:[0-9]*:[0-9]*: error: ' | sort -u || echo "$said"
    exit 1
fi
