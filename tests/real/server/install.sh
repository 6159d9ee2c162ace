#!/bin/sh
# Makes node_modules here for the real v2 server: a link to a build that all checkouts of one
# machine share, keyed by the lock file and the Node that it was compiled for. Quick when it is
# there. Needs node, npm and Node's own headers, and a C++ compiler, make and python3.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)

fail() {
    echo "install.sh: $*" >&2
    exit 1
}

for tool in node npm; do
    command -v "$tool" >/dev/null || fail "$tool was not found (Debian: apt-get install nodejs npm libnode-dev)"
done
version=$(node --version)
node_prefix=$(node -p 'path.dirname(path.dirname(fs.realpathSync(process.execPath)))')
key=$(cat "$here/package.json" "$here/package-lock.json" "$here/install.sh" | sha256sum | cut -c1-16)
key=$key-$version-$(node -p 'process.platform + "-" + process.arch')
cache=${XDG_CACHE_HOME:-$HOME/.cache}/syncline/v2-server
built=$cache/$key

link() {
    # A folder of that name is left over from a plain `npm ci`; it may belong to another Node.
    [ -L "$here/node_modules" ] || rm -rf "$here/node_modules"
    ln -sfn "$built/node_modules" "$here/node_modules"
}

works() {
    (cd "$1" && node -e 'require("azure-mobile-apps"); new (require("sqlite3").Database)(":memory:")')
}

if [ -d "$built/node_modules" ] && works "$built" 2>/dev/null; then
    link
    exit 0
fi

for tool in g++ make python3; do
    command -v "$tool" >/dev/null || fail "$tool was not found; it is needed to compile SQLite for Node"
done
headers=$node_prefix/include/node/node_version.h
[ -f "$headers" ] || fail "the headers of Node $version are not there: $headers (Debian: apt-get install libnode-dev)"
found=v$(awk '$2 ~ /^NODE_(MAJOR|MINOR|PATCH)_VERSION$/ { n = n sep $3; sep = "." } END { print n }' "$headers")
[ "$found" = "$version" ] || fail "$headers is of Node $found, but node --version says $version"

mkdir -p "$cache"
exec 9>"$cache/lock"
flock 9
if ! { [ -d "$built/node_modules" ] && works "$built" 2>/dev/null; }; then
    echo "install.sh: building the v2 server for Node $version in $built (a minute or two)" >&2
    work=$cache/building
    rm -rf "$work" "$built"
    mkdir -p "$work"
    cp "$here/package.json" "$here/package-lock.json" "$work/"
    # Compiled against the headers of this very Node: no download of a binary or of headers. The
    # optional packages are an old node-gyp; npm brings a newer one.
    (
        cd "$work"
        npm_config_build_from_source=true npm_config_nodedir=$node_prefix \
            npm ci --omit=optional --no-audit --no-fund --no-update-notifier
    ) >"$cache/build.log" 2>&1 9>&- || {
        cat "$cache/build.log" >&2
        fail "npm ci failed"
    }
    works "$work" || fail "the build does not run"
    mv "$work" "$built"
fi
link
