#!/bin/sh
# Makes node_modules here for the JavaScript client. Nothing of it is compiled; the SQLite module
# beside it is that of tests/real/server. Quick when it is there.
set -eu
cd "$(dirname "$0")"

kept=node_modules/.lock-of-install
if [ -f "$kept" ] && cmp -s package-lock.json "$kept"; then
    exit 0
fi
command -v npm >/dev/null || {
    echo "install.sh: npm was not found (Debian: apt-get install nodejs npm)" >&2
    exit 1
}
npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier >/dev/null
cp package-lock.json "$kept"
