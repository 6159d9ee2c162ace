#!/bin/sh
# Installs what the tests need, builds everything and runs all tests. Arguments go to ctest:
#   tests/run.sh -L unit
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

cmake --preset check
cmake --build --preset check -j "$(nproc)"
ctest --preset check -j2 "$@"
