#!/usr/bin/env bash
# What happens when the disk is full? One clear message, status 1, and no file.
#
#   full_disk.sh FORLOB SCENARIO
#
# Runs on disks too small for the result by more and by less. Only the administrator can make one.
set -euo pipefail

forlob=$1
scenario=$2
folder=$(mktemp -d)
disk=$folder/disk
mkdir "$disk"
clean_up() {
    mountpoint -q "$disk" && umount "$disk"
    rm -rf "$folder"
}
trap clean_up EXIT

fail() {
    echo "full_disk.sh: $*" >&2
    exit 1
}

if ! mount -t tmpfs -o size=4k tmpfs "$disk" 2>/dev/null; then
    echo "full_disk.sh: skipped, since only the administrator can mount a small disk"
    exit 0
fi
umount "$disk"

"$forlob" run "$scenario" -o "$folder/whole.h5" >/dev/null 2>&1 || fail "the run with room fails"
size=$(stat -c %s "$folder/whole.h5")
for share in 1 20 50 80 95; do
    # A size of 0 would mean no limit.
    mount -t tmpfs -o "size=$((size * share / 100 / 1024 + 1))k" tmpfs "$disk"
    status=0
    "$forlob" run "$scenario" -o "$disk/x.h5" >/dev/null 2>"$folder/message" || status=$?
    message=$(cat "$folder/message")
    [[ $status == 1 ]] || fail "with room for $share % the status is $status: $message"
    [[ $message == *"$disk/x.h5"*"No space left on device"* ]] ||
        fail "with room for $share % the message is: $message"
    [[ -z $(ls -A "$disk") ]] || fail "with room for $share % this is left: $(ls -A "$disk")"
    umount "$disk"
done
echo "full_disk.sh: five full disks, five clear messages, no file"
