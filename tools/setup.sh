# Sourced by tools/run and tools/test: makes a bare Debian machine able to build, and builds.
# Quiet when there is nothing to do.

set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

build_packages=(g++ cmake ninja-build ccache pkg-config git
    libboost-dev libtbb-dev libhdf5-dev libhwy-dev libyaml-cpp-dev libfmt-dev libmuparser-dev libcli11-dev
    nlohmann-json3-dev)
test_packages=(doctest-dev libbenchmark-dev librandom123-dev
    hdf5-tools netcdf-bin python3 python3-h5py python3-xarray python3-netcdf4 python3-jsonschema
    python3-yaml)

# install_packages NAME...: those that are missing, and nothing else.
install_packages() {
    local package missing=()
    for package in "$@"; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
            missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    echo "Installing ${#missing[@]} Debian packages: ${missing[*]}" >&2
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || {
            echo "Packages are missing and there is no sudo. Ask an administrator to install: ${missing[*]}" >&2
            exit 1
        }
        as_root=(sudo)
    fi
    local log
    log=$(mktemp)
    if ! { "${as_root[@]}" apt-get update -qq &&
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        echo "The packages could not be installed." >&2
        exit 1
    fi
    rm -f "$log"
}

# build PRESET TARGET...: configures if needed and builds. One at a time per preset, and silent
# unless something is built or fails.
build() {
    local preset=$1
    shift
    mkdir -p "$root/build"
    exec 9>"$root/build/$preset.lock"
    flock 9
    local folder=$root/build/$preset log=$root/build/$preset.log
    if [ ! -f "$folder/build.ninja" ]; then
        echo "Configuring $preset …" >&2
        (cd "$root" && cmake --preset "$preset") >"$log" 2>&1 || {
            cat "$log" >&2
            rm -rf "$folder"
            exit 1
        }
    fi
    # A dry run that only names the revision has nothing to build.
    local steps
    steps=$(ninja -C "$folder" -n "$@" 2>/dev/null | grep -c -v -E 'revision|ninja: |^\[[0-9/]+\] (Linking|Re-checking)' || true)
    [ "$steps" -eq 0 ] || echo "Building $preset …" >&2
    if [ -n "${FORLOB_SHOW_BUILD:-}" ]; then
        ninja -C "$folder" "$@" >&2 || exit 1
    else
        ninja -C "$folder" "$@" >"$log" 2>&1 || {
            cat "$log" >&2
            exit 1
        }
    fi
    flock -u 9
    exec 9>&-
}
