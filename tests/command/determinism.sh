#!/usr/bin/env bash
# The same file for any number of threads and any size of block? Compares the digests of all datasets,
# spells included, and the whole files.
#
#   determinism.sh FORLOB SCENARIO
set -euo pipefail

forlob=$1
scenario=$2
here=$(dirname "$(readlink -f "$0")")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export SOURCE_DATE_EPOCH=1767225600

first=
for threads in 1 2 4; do
    for block in 64 1024 4096; do
        "$forlob" run "$scenario" --people 1500 --replications 6 --threads $threads \
            --block-people $block -o "$folder/x.h5" --force --quiet >/dev/null
        digest=$("$here/read_result.py" --digest "$folder/x.h5")
        [ -n "$first" ] || first=$digest
        if [ "$digest" != "$first" ]; then
            echo "determinism.sh: $threads threads and blocks of $block give another result" >&2
            exit 1
        fi
    done
done
echo "determinism.sh: nine runs, one digest: $first"
