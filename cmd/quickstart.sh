#!/bin/sh
# Builds syncline on a fresh Debian 12 and plays the offline workflow against a service of its own:
# work offline, nothing is lost, reconnect, push, pull, complete an item, sync. Installs only the
# packages that are missing and says which. Cleans up after itself. Exit status 0 only if every step
# did what it should.
set -eu
cd "$(dirname "$0")/.."
. cmd/packages.sh

need_packages build-essential g++ cmake ninja-build pkg-config libsqlite3-dev libcurl4-openssl-dev \
    libsimdjson-dev libcli11-dev libcpp-httplib-dev libcsv-dev libfmt-dev libspdlog-dev libtomlplusplus-dev libutf8proc-dev

echo "Building (build/release) ..."
mkdir -p build
if ! { cmake --preset release && cmake --build --preset release -j "$(nproc)"; } >build/quickstart.log 2>&1; then
    tail -n 30 build/quickstart.log >&2
    echo "error: the build failed; the whole log is in build/quickstart.log" >&2
    exit 1
fi
PATH="$PWD/build/release/bin:$PATH"

work=$(mktemp -d)
service=
clean_up() {
    if [ -n "$service" ]; then
        kill "$service" 2>/dev/null && wait "$service" 2>/dev/null
    fi
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
cd "$work"
export SYNCLINE_DB="$work/store.db"
unset SYNCLINE_URL SYNCLINE_TOKEN SYNCLINE_TOKEN_FILE http_proxy HTTP_PROXY all_proxy ALL_PROXY

say() { printf '\n# %s\n' "$*"; }

# shown COMMAND...: the command as it would be typed.
shown() {
    for word in "$@"; do
        case $word in
        *[!A-Za-z0-9_./:=@%+,-]* | '') printf " '%s'" "$word" ;;
        *) printf ' %s' "$word" ;;
        esac
    done
}

# run EXPECTED-STATUS COMMAND...: shows the command and what it prints; `output` keeps the latter.
run() {
    expected=$1
    shift
    printf '$%s\n' "$(shown "$@")"
    status=0
    "$@" >output 2>&1 || status=$?
    cat output
    [ "$status" -eq 0 ] || printf '[exit %s]\n' "$status"
    if [ "$status" -ne "$expected" ]; then
        echo "error: expected exit status $expected" >&2
        exit 1
    fi
}

expect() {
    if ! grep -q -- "$1" output; then
        echo "error: expected \"$1\" in what the command printed" >&2
        exit 1
    fi
}

# start_service PORT: a service with one item that others made; waits until it listens.
start_service() {
    syncline serve --port "$1" --db "$work/service.db" >"$work/url" &
    service=$!
    while ! grep -q http "$work/url"; do
        if ! kill -0 "$service" 2>/dev/null; then
            echo "error: the service did not start" >&2
            exit 1
        fi
        sleep 0.05
    done
    url=$(head -n 1 "$work/url")
}

stop_service() {
    kill "$service"
    wait "$service"
    service=
}

say "A service with an item that somebody else made. It is stopped again: we begin offline."
start_service 0
port=${url##*:}
SYNCLINE_DB=$work/others.db
syncline init --url "$url"
syncline define-table todoitem text:string complete:boolean
syncline insert todoitem --set text="made by others" --set complete=false >/dev/null
syncline push -q
SYNCLINE_DB=$work/store.db
stop_service

say "A store: one SQLite file. The service is named, but cannot be reached."
run 0 syncline init --url "$url"
run 0 syncline define-table todoitem text:string complete:boolean

say "Work offline."
run 0 syncline insert todoitem --id milk --set text="Buy milk" --set complete=false
run 0 syncline insert todoitem --id bread --set text="Bake bread" --set complete=false
run 0 syncline insert todoitem --id walk --set text="Take a walk" --set complete=false

say "Push fails, at once, and loses nothing."
run 5 syncline push
expect CancelledByNetworkError
run 5 syncline push --url https://no-such-host.invalid
expect CancelledByNetworkError
run 0 syncline status
expect "3 pending"

say "The service is back. It has none of our items yet."
start_service "$port"
SYNCLINE_DB=$work/others.db
run 0 syncline pull todoitem
run 0 syncline query todoitem --count
expect '^1$'
SYNCLINE_DB=$work/store.db

say "Push again."
run 0 syncline push
run 0 syncline status
expect "0 pending"

say "Pull what others added, under a query id that remembers how far we are."
run 0 syncline pull todoitem --query-id allTodoItems
run 0 syncline query todoitem
expect "made by others"

say "Complete an item, and sync: push, then pull."
run 0 syncline complete todoitem milk
run 0 syncline sync

say "A second pull brings nothing new; a filter keeps a token of its own."
run 0 syncline pull todoitem --query-id allTodoItems
expect "0 applied"
run 0 syncline pull todoitem --filter "complete eq false" --query-id open

say "Pulling a table with queued changes pushes first."
run 0 syncline update todoitem bread --set text="Bake rye bread"
run 0 syncline pull todoitem --query-id allTodoItems
run 0 syncline status
expect "0 pending"

say "Another store sees it all."
SYNCLINE_DB=$work/others.db
run 0 syncline pull todoitem
run 0 syncline get todoitem milk
expect "true"

printf '\nEvery step did what it should.\n'
