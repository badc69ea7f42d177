#!/bin/sh
# How far a batch of replications is.
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu
program=status.sh
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

case ${1-} in
-h | --help)
    cat <<'END'
usage: status.sh FILE.h5

Tells how far the batch is that submit.sh sent for FILE.h5: shards that are finished,
running, queued and gone (neither finished nor in the queue, or with a damaged
journal), replications finished, and what to do next.

exit codes: 0 merged or under way, 1 something is to be sent again, 2 bad command line
END
    exit 0
    ;;
'' | -*) misuse "one results file is needed" ;;
esac
[ $# -eq 1 ] || misuse "one results file is needed"
load_job "$1"
if [ -f "$folder/merged" ]; then
    echo "$output: merged: the results file is complete"
    exit 0
fi

finished=0
running=0
waiting=0
gone=
n_gone=0
n_done=0
k=1
while [ "$k" -le "$shards" ]; do
    look_at "$k"
    n_done=$((n_done + n_finished))
    case $state in
    finished) finished=$((finished + 1)) ;;
    running) running=$((running + 1)) ;;
    queued) waiting=$((waiting + 1)) ;;
    gone)
        n_gone=$((n_gone + 1))
        gone="$gone,$k"
        ;;
    esac
    k=$((k + 1))
done
echo "$output: $n_done of $replications replications finished, in $shards shards"
printf '%-10s %s\n' finished "$finished" running "$running" queued "$waiting" gone \
    "$n_gone${gone:+: ${gone#,}}" merge "$merge_state"
if [ "$n_gone" -gt 0 ]; then
    echo "next: resubmit.sh $(quote "$output") sends the shards that are gone again; logs: $folder/log"
    exit 1
elif [ "$merge_state" != queued ]; then
    [ ! -f "$merge_log" ] || tail -n 3 "$merge_log"
    echo "next: resubmit.sh $(quote "$output") sends the merge again"
    exit 1
fi
