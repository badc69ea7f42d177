#!/bin/sh
# Sends again what is missing of a batch, and nothing else.
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu
program=resubmit.sh
. "$(dirname "$0")/common.sh"

case ${1-} in
-h | --help)
    cat <<'END'
usage: resubmit.sh FILE.h5

Sends again the shards of FILE.h5's batch that are neither finished nor in the queue; each
goes on from its journal. A merge is sent behind them. When only the merge is missing it
sends that; when nothing is, it says so.
END
    exit 0
    ;;
'' | -*) misuse "one results file is needed" ;;
esac
[ $# -eq 1 ] || misuse "one results file is needed"
load_job "$1"
if [ -f "$folder/merged" ]; then
    echo "$output: nothing is missing: it is merged"
    exit 0
fi
queued=$(queue)

gone=
k=1
while [ "$k" -le "$shards" ]; do
    set -- $(progress_of "$k")
    state=$(echo "$queued" | awk -v k="$k" '$1 == k { print $2; exit }')
    if [ "$2" != 0 ] && [ -z "$state" ]; then
        gone="$gone,$k"
    fi
    k=$((k + 1))
done
if [ -n "$gone" ]; then
    submit_jobs "${gone#,}"
    echo "array $array of the shards ${gone#,}, merge $merge"
elif [ -n "$queued" ]; then
    echo "$output: nothing to send: what is missing is running or queued"
else
    submit_merge
    echo "all shards are finished; merge $merge"
fi
