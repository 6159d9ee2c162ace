#!/bin/sh
# check_symbols.sh FOLDER: fails when a library in FOLDER exports more than it should:
# libsyncline.so only names of the namespace syncline, the other two only their entry.
set -eu
folder=$1
bad=0

# check LIBRARY PATTERN: every exported name, demangled, matches the pattern.
check() {
    names=$(nm -D --defined-only --demangle "$folder/$1" | sed 's/^[0-9a-f]* *[A-Za-z] //')
    if [ -z "$names" ]; then
        echo "$1 exports nothing"
        bad=1
        return
    fi
    if printf '%s\n' "$names" | grep -vE "$2" | sed "s/^/$1 exports /"  | grep .; then
        bad=1
    fi
}

check libsyncline.so '^((typeinfo|typeinfo name|vtable) for )?syncline::'
check libsyncline-net.so '^syncline_(make_transport|curl_version)$'
check libsyncline-serve.so '^syncline_serve_run$'
exit "$bad"
