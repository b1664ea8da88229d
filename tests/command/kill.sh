#!/usr/bin/env bash
# What does a run leave behind that is killed? No result file, or a whole one.
#
#   kill.sh FORLOB SCENARIO
#
# Kills ten runs with SIGKILL at moments spread at random over a little more than the time that a
# whole run takes, then lets one finish, which must also remove what the killed ones left.
set -euo pipefail

forlob=$1
scenario=$2
read_result=$(dirname "$(readlink -f "$0")")/read_result.py
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
RANDOM=20260101

fail() {
    echo "kill.sh: $*" >&2
    exit 1
}
microseconds() { echo "${EPOCHREALTIME//[^0-9]/}"; }
run() { exec "$forlob" run "$scenario" -o "$1" >/dev/null 2>&1; }
digest() { "$read_result" --digest "$1" || fail "$1 does not hold what its digest says"; }

begin=$(microseconds)
(run "$folder/whole.h5") || fail "the run that nobody kills fails"
duration=$(($(microseconds) - begin))
whole=$(digest "$folder/whole.h5")

result=$folder/x.h5
finished=0
for attempt in {0..9}; do
    rm -f "$result"
    moment=$((duration * (attempt * 1200 + RANDOM % 1200) / 10000))
    run "$result" &
    sleep "$((moment / 1000000)).$(printf %06d $((moment % 1000000)))"
    kill -KILL $! 2>/dev/null || true
    wait $! 2>/dev/null || true
    if [[ -e $result ]]; then
        finished=$((finished + 1))
        "$read_result" "$result" || fail "killed after $moment µs, it left a file that is not whole"
        [[ $(digest "$result") == "$whole" ]] || fail "killed after $moment µs, it left another result"
    fi
done

rm -f "$result"
: >"$folder/.x.h5.partial-1"
(run "$result") || fail "the run after the killed ones fails"
[[ $(digest "$result") == "$whole" ]] || fail "the run after the killed ones gives another result"
left=$(find "$folder" -name '.x.h5.partial-*')
[[ -z $left ]] || fail "what killed runs left is still there: $left"
echo "kill.sh: $finished of 10 killed runs had finished, the others left no result file"
