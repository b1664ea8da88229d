#!/usr/bin/env bash
# Do h5py, xarray, ncdump and h5dump read what the program writes? With spells, with a panel, and with
# expected occupancy only.
#
#   readers.sh FORLOB SCENARIO
set -euo pipefail

forlob=$1
scenario=$2
here=$(dirname "$(readlink -f "$0")")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"$forlob" run "$scenario" --replications 30 -o "$folder/spells.h5" --quiet >/dev/null
"$here/read_result.py" "$folder/spells.h5"

# Trajectories of every replication must give the counts of the run.
"$forlob" run "$scenario" --replications 20 -o "$folder/all-spells.h5" --quiet >/dev/null
"$here/read_result.py" "$folder/all-spells.h5"

# The same scenario with a panel of states and outcomes by attribute. Paths in it are relative, so the
# copy says where the shipped files are.
sed -e "s|\.\./models|$(dirname "$scenario")/../models|" \
    -e 's|^record:.*|record: {trajectories: panel, by: [support_history]}|' \
    "$scenario" >"$folder/panel.yaml"
"$forlob" run "$folder/panel.yaml" --replications 30 -o "$folder/panel.h5" --quiet >/dev/null
"$here/read_result.py" "$folder/panel.h5"
"$forlob" compare "$folder/panel.h5" --by support_history | grep -q "By support_history"

"$forlob" run "$scenario" --exact -o "$folder/exact.h5" >/dev/null
"$forlob" compare "$folder/exact.h5" | grep -q "exact recursion"
echo "readers.sh: every reader opens every kind of file"
