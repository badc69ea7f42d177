#!/bin/sh
# How far a batch of replications is.
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu
program=status.sh
. "$(dirname "$0")/common.sh"

case ${1-} in
-h | --help)
    cat <<'END'
usage: status.sh FILE.h5

Tells how far the batch is that submit.sh sent for FILE.h5: shards that are finished,
running, queued and gone (neither finished nor in the queue), replications finished, and
what to do next.

exit codes: 0 merged or under way, 1 something is to be sent again, 2 bad command line
END
    exit 0
    ;;
'' | -*) misuse "one results file is needed" ;;
esac
[ $# -eq 1 ] || misuse "one results file is needed"
load_job "$1"
queued=$(queue)

finished=0
running=0
waiting=0
gone=
n_gone=0
n_done=0
k=1
while [ "$k" -le "$shards" ]; do
    set -- $(progress_of "$k")
    n_done=$((n_done + $1))
    state=$(echo "$queued" | awk -v k="$k" '$1 == k { print $2; exit }')
    if [ "$2" = 0 ]; then
        finished=$((finished + 1))
    elif [ "$state" = RUNNING ] || [ "$state" = COMPLETING ]; then
        running=$((running + 1))
    elif [ -n "$state" ]; then
        waiting=$((waiting + 1))
    else
        n_gone=$((n_gone + 1))
        gone="$gone,$k"
    fi
    k=$((k + 1))
done
echo "$output: $n_done of $replications replications in the journals of $shards shards"
printf '%-10s %s\n' finished "$finished" running "$running" queued "$waiting" gone \
    "$n_gone${gone:+: ${gone#,}}"
if [ -f "$folder/merged" ]; then
    echo "merged: the results file is complete"
elif [ "$n_gone" -gt 0 ]; then
    echo "next: resubmit.sh $(quote "$output") sends the shards that are gone again"
    exit 1
elif [ "$finished" -eq "$shards" ]; then
    echo "next: the merge, which is queued or has failed ($folder/log); resubmit.sh sends it again"
fi
