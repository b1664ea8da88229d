# Makes a bare Debian 12 machine able to build, and builds. Sourced by tools/run, tools/test,
# tools/bench and .ci/run. Says what it does when it does something, on standard error, and is silent otherwise.
set -euo pipefail
unset CDPATH
root=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")

build_packages=(g++ ccache cmake ninja-build pkg-config git
    libboost-dev libcli11-dev libeigen3-dev libfmt-dev libhdf5-dev libhwy-dev libisal-dev libmuparser-dev libnlopt-dev
    libssl-dev libtbb-dev
    libyaml-cpp-dev nlohmann-json3-dev)
test_packages=(doctest-dev librandom123-dev hdf5-tools netcdf-bin
    python3 python3-h5py python3-jsonschema python3-netcdf4 python3-xarray python3-yaml)
ci_packages=(libbenchmark-dev clang-format valgrind)

say() { echo "$*" >&2; }

# lock, unlock: two commands at once would disturb each other's packages and objects.
lock() {
    mkdir -p "$root/build"
    exec 9>"$root/build/lock"
    flock --nonblock 9 || {
        say "Waiting for another command that is setting up this folder …"
        flock 9
    }
}
unlock() { exec 9>&-; }

# install_packages NAME...: those that are missing, and nothing else.
install_packages() {
    command -v dpkg-query >/dev/null || {
        say "This is not a Debian machine. Install what these packages hold, then see README.md: $*"
        exit 1
    }
    local present package missing=()
    present=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null || true)
    for package in "$@"; do
        [[ $'\n'$present$'\n' == *$'\n'"$package installed"$'\n'* ]] || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0

    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || {
            say "Packages are missing, and without sudo only an administrator can install them:"
            say "apt-get install ${missing[*]}"
            exit 1
        }
        as_root=(sudo)
    fi
    say "Installing Debian packages: ${missing[*]} …"
    local log=$root/build/packages.log
    if ! { "${as_root[@]}" apt-get update &&
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes \
            --no-install-recommends -o DPkg::Lock::Timeout=600 "${missing[@]}"; } \
        >"$log" 2>&1 </dev/null; then
        tail -n 30 "$log" >&2
        say "The packages could not be installed; $log has the whole text."
        exit 1
    fi
}

# configure PRESET TESTS: TESTS is ON or OFF; a folder that once had the tests keeps them.
configure() {
    local preset=$1 tests=$2 cache=$root/build/$1/CMakeCache.txt
    cached() { grep -qsFx "$1" "$cache"; }
    cached "FORLOB_TESTS:BOOL=ON" && tests=ON
    # Not up to date: another set of packages, a moved repository, changed presets.
    if cached "FORLOB_TESTS:BOOL=$tests" && cached "CMAKE_HOME_DIRECTORY:INTERNAL=$root" &&
        [ "$root/build/$preset/build.ninja" -nt "$root/CMakePresets.json" ]; then
        return 0
    fi
    say "Configuring build/$preset …"
    local log=$root/build/$preset.log
    (cd "$root" && cmake --fresh --preset "$preset" -DFORLOB_TESTS:BOOL="$tests") \
        >"$log" 2>&1 </dev/null || {
        cat "$log" >&2
        exit 1
    }
}

# build PRESET TARGET...: what is out of date. Shows ninja's progress line on a terminal.
build() {
    local folder=$root/build/$1
    local log=$folder.log work
    shift
    work=$(ninja -C "$folder" -n "$@" 2>/dev/null | grep -v revision |
        grep -cE 'Building|Re-running' || true)
    [ "$work" -eq 0 ] || say "Building ${folder#"$root/"}; the first time takes a few minutes …"
    if [ "$work" -gt 0 ] && [ -t 2 ]; then
        ninja -C "$folder" "$@" >&2 || exit 1
    else
        ninja -C "$folder" -k 10 "$@" >"$log" 2>&1 </dev/null || {
            grep -vE '^\[[0-9]+/[0-9]+\] ' "$log" >&2
            exit 1
        }
    fi
}
