#!/bin/sh
# Sends again what is missing of a batch, and nothing else.
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu
program=resubmit.sh
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

case ${1-} in
-h | --help)
    cat <<'END'
usage: resubmit.sh FILE.h5

Sends again the shards of FILE.h5's batch that are gone: neither finished nor in the
queue, or with a damaged journal. Each goes on from its journal; what is damaged in it is
simulated again (suffice run --repair). A merge is sent behind them. When only the merge is missing it sends that; when nothing is, it says so.
(Tasks of submit.sh --requeue that were stopped in time have sent themselves again.)
What the tasks ask of Slurm is as submit.sh was told; to change it, give submit.sh's
command again with other options: nothing that is finished is simulated again.

exit codes: 0 sent, or nothing is to be sent; 1 failed; 2 bad command line
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

gone=
k=1
while [ "$k" -le "$shards" ]; do
    look_at "$k"
    [ "$state" != gone ] || gone="$gone,$k"
    k=$((k + 1))
done
if [ -n "$gone" ]; then
    submit_jobs "${gone#,}" --repair
    echo "array $array of the shards ${gone#,}, merge $merge"
elif [ "$merge_state" = queued ]; then
    echo "$output: nothing to send: what is missing is running or queued"
else
    submit_merge
    echo "no shard is gone; merge $merge"
fi
