# Sourced by scripts that need Debian packages:
#   . cmd/packages.sh
#   need_packages g++ cmake
# Installs those that are missing, as root or through sudo, and says so. Nothing is asked.

need_packages() {
    packages_missing=
    for package in "$@"; do
        if ! dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed; then
            packages_missing="$packages_missing $package"
        fi
    done
    [ -n "$packages_missing" ] || return 0

    if ! command -v apt-get >/dev/null; then
        echo "error: these Debian packages are needed, but there is no apt-get:$packages_missing" >&2
        return 1
    fi
    if [ "$(id -u)" -eq 0 ]; then
        packages_as_root=
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        packages_as_root="sudo -n"
    else
        echo "error: installing packages takes root, or sudo without a password; as root, run:" >&2
        echo "  apt-get install$packages_missing" >&2
        return 1
    fi

    echo "Installing Debian packages:$packages_missing" >&2
    if [ -z "${packages_lists_are_new:-}" ]; then
        $packages_as_root apt-get -qq update >/dev/null || return 1
        packages_lists_are_new=yes
    fi
    # shellcheck disable=SC2086 # both are lists of words
    $packages_as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq -y --no-install-recommends install $packages_missing >/dev/null
}
