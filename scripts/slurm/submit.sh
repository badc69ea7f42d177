#!/bin/sh
# Runs a batch of replications as a Slurm array, and merges its shards behind it.
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu
program=submit.sh
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

help() {
    cat <<'END'
usage: submit.sh [OPTIONS] -o FILE.h5 SCENARIO... [-- OPTIONS OF suffice run]

Submits an array of K tasks, each of which simulates a K-th of the replications into a
journal of its own (suffice run --shard k/K), and a job behind it that merges the journals
into FILE.h5: the same bytes as those of one run. What it submits, and the logs, lie in
FILE.slurm/. status.sh FILE.h5 tells how far it is, resubmit.sh FILE.h5 sends again what
was killed. On a FILE.h5 of the same run with fewer replications it adds what is missing.
Faults of scenarios and options are told before anything is submitted.

  -o, --output FILE.h5   results file, in a folder that all nodes see (needed)
  -n, --replications N   replications of each scenario (default 1000)
  -K, --shards K         tasks of the array (default 40)
  -c, --cpus C           processors, and threads, of a task (default 4)
  -t, --time LIMIT       time limit of a task, and of the merge, as 2:00:00; two minutes
                         before it a task finishes the replications in hand and can be
                         sent again, so it should be much longer than that
  -m, --mem SIZE         memory of a task, and of the merge, as 1G (default 200 MB, and
                         100 MB a processor)
  -p, --partition NAME   partition of the tasks and the merge
      --requeue          a task that is stopped before its time limit, or to make room,
                         is sent again by itself (the program exits with 75), unless it
                         was cancelled or has finished no replication
      --sbatch OPTIONS   more options for sbatch, of the tasks and the merge, as
                         "--account=plan --qos=low"
      --suffice PROGRAM  the program (default: build/release/suffice of this copy)
      --dry-run          write the scripts, submit nothing
  -h, --help             this text

Behind -- may stand --seed N, --set PATH=VALUE, --fix-assumptions, --force, --repair,
--progress SECONDS, --quiet.

exit codes: 0 submitted, 1 failed, 2 bad command line, 3 bad scenario

    scripts/slurm/submit.sh -n 10000 -o results/compare.h5 scenarios/luzhou/*.yaml
END
}

output=
replications=1000
shards=40
cpus=4
time=
mem=
partition=
more=
requeue=no
dry_run=no
suffice=$(cd "$(dirname "$0")/../.." && pwd)/build/release/suffice
scenarios=
value() {
    [ $# -ge 2 ] || misuse "$1 needs a value"
}
while [ $# -gt 0 ]; do
    case $1 in
    -o | --output) value "$@"; output=$2; shift ;;
    -n | --replications) value "$@"; replications=$2; shift ;;
    -K | --shards) value "$@"; shards=$2; shift ;;
    -c | --cpus) value "$@"; cpus=$2; shift ;;
    -t | --time) value "$@"; time=$2; shift ;;
    -m | --mem) value "$@"; mem=$2; shift ;;
    -p | --partition) value "$@"; partition=$2; shift ;;
    --sbatch) value "$@"; more=$2; shift ;;
    --suffice) value "$@"; suffice=$2; shift ;;
    --requeue) requeue=yes ;;
    --dry-run) dry_run=yes ;;
    -h | --help) help; exit 0 ;;
    --) shift; break ;;
    -*) misuse "no option '$1'" ;;
    *) scenarios="$scenarios $(quote "$(absolute "$1")")" ;;
    esac
    shift
done

# What the tasks are told besides. Anything else clashes with what they are told already, or
# needs what a shard does not see (--until).
run_options=
merge_options=
while [ $# -gt 0 ]; do
    run_options="$run_options $(quote "$1")"
    case $1 in
    -s | --seed | --set | --progress)
        value "$@"
        shift
        run_options="$run_options $(quote "$1")"
        ;;
    --seed=* | --set=* | --progress=* | --fix-assumptions | --repair | -q | --quiet) ;;
    -f | --force) merge_options=' --force' ;;
    *) misuse "behind --: found '$1', which tasks cannot be told" ;;
    esac
    shift
done

[ -n "$output" ] || misuse "the results file is missing (-o FILE.h5)"
case $output in *.h5) ;; *) misuse "-o: found '$output', expected a name that ends in .h5" ;; esac
[ -n "$scenarios" ] || misuse "no scenario is named"
for pair in "-n $replications" "--shards $shards" "--cpus $cpus"; do
    case ${pair#* } in
    '' | *[!0-9]* | 0*) misuse "${pair%% *}: found '${pair#* }', expected a whole number" ;;
    esac
done
suffice=$(absolute "$suffice")
[ -x "$suffice" ] || fail "$suffice is not there; build it with sh scripts/quickstart.sh"
[ "$dry_run" = yes ] || need_slurm

output=$(absolute "$output")
folder=$(folder_of "$output")
mkdir -p "$(dirname "$output")"
# shellcheck disable=SC2034 # a fact
name=suffice-$(basename "${output%.h5}" | tr -c 'A-Za-z0-9_.\n' '-')
options=
[ -z "$time" ] || options="$options --time=$(quote "$time")"
# Without a word about memory a task would get all that a node has.
told=$mem${SBATCH_MEM_PER_NODE-}${SBATCH_MEM_PER_CPU-}
case $more in *--mem*) told=yes ;; esac
[ -n "$told" ] || mem=$((200 + 100 * cpus))M
[ -z "$mem" ] || options="$options --mem=$(quote "$mem")"
[ "$requeue" = no ] || options="$options --requeue"
[ -z "$partition" ] || options="$options --partition=$(quote "$partition")"
options="$options $more"
if [ -s "$folder/jobs" ] && command -v squeue >/dev/null; then
    queue
    [ -z "$queued" ] || fail "$output: a batch for it is still in the queue; see status.sh"
fi
queued=

# Faults are told here and now, not by forty logs: by a shard that has no replication (or a
# few, of more than a million).
empty=$((replications + 1))
[ "$empty" -ne "$shards" ] || empty=$((empty + 1))
[ "$empty" -le 1000000 ] || empty=1000000
run="$(quote "$suffice") run$scenarios -n $replications -o $(quote "$output")"
eval "$run --threads 1 --shard $empty/$empty $run_options --quiet"
rm -f "${output%.h5}.${empty}of$empty.journal"

mkdir -p "$folder/log"
{
    echo "# The facts of a batch, for status.sh and resubmit.sh."
    for fact in output replications shards cpus suffice name options; do
        eval "echo \"$fact=\$(quote \"\$$fact\")\""
    done
} >"$folder/job"
: >"$folder/jobs"
rm -f "$folder/merged"

task="$run \\
    --threads \"\${SLURM_CPUS_PER_TASK:-1}\" --shard \"\$SLURM_ARRAY_TASK_ID/$shards\"$run_options \"\$@\""
if [ "$requeue" = no ]; then
    # exec, so that the simulator itself gets Slurm's signals.
    cat >"$folder/shard.sbatch" <<END
#!/bin/sh
set -eu
cd $(quote "$PWD")
exec $task
END
else
    # Slurm's signals are handed on, but not those of a task that is cancelled: the program
    # gets these itself, and a second one would end it at once. A task that is running still
    # when it has stopped was not cancelled; one whose journal has not grown would be sent
    # again for ever.
    cat >"$folder/shard.sbatch" <<END
#!/bin/sh
set -u
cd $(quote "$PWD") || exit 1
journal=$(quote "${output%.h5}").\${SLURM_ARRAY_TASK_ID}of$shards.journal
[ $shards -gt 1 ] || journal=$(quote "$output").journal
size() {
    [ ! -f "\$journal" ] || wc -c <"\$journal"
}
me=\${SLURM_ARRAY_JOB_ID}_\$SLURM_ARRAY_TASK_ID
state() {
    squeue -h -j "\$me" -o %T
}
hand_on() {
    [ "\$(state)" = COMPLETING ] || kill -s "\$1" "\$program" 2>/dev/null
}
before=\$(size)
$task &
program=\$!
for signal in TERM USR1 XCPU; do
    trap "hand_on \$signal" \$signal
done
while :; do
    wait \$program
    code=\$?
    kill -0 \$program 2>/dev/null || break
done
if [ \$code -eq 75 ]; then
    if [ "\$(size)" = "\$before" ]; then
        echo "stopped before a replication was finished: not sent again" >&2
    elif [ "\$(state)" = RUNNING ]; then
        echo "stopped; sent again" >&2
        scontrol requeue "\$me"
    fi
fi
exit \$code
END
fi
cat >"$folder/merge.sbatch" <<END
#!/bin/sh
set -eu
set --
k=1
while [ \$k -le $shards ]; do
    journal=$(quote "${output%.h5}").\${k}of$shards.journal
    [ $shards -gt 1 ] || journal=$(quote "$output").journal
    [ ! -f "\$journal" ] || set -- "\$@" "\$journal"
    k=\$((k + 1))
done
if [ \$# -eq 0 ]; then
    echo "no shard has left a journal; see the logs beside this one" >&2
    exit 1
fi
$(quote "$suffice") merge "\$@" -n $replications -o $(quote "$output")$merge_options
touch $(quote "$folder/merged")
END
if [ "$dry_run" = yes ]; then
    echo "$folder: written, nothing submitted"
    exit 0
fi
submit_jobs "1-$shards"
echo "array $array of $shards shards, merge $merge; scripts/slurm/status.sh $(quote "$output") tells how far it is"
