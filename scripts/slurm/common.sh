# What submit.sh, status.sh and resubmit.sh share. Read with `.`, not run.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# shellcheck shell=sh disable=SC2034,SC2154 # what it shares: names that only the others set or use
#
# A batch has a folder beside its results file: results/luzhou.h5 has results/luzhou.slurm/.
# In it: `job`, the facts of the batch as shell assignments; shard.sbatch and merge.sbatch,
# the two scripts that Slurm runs; `jobs`, a line for every job submitted (array or merge,
# and its number); log/; and `merged` once the results file is complete.

fail() {
    echo "$program: $*" >&2
    exit 1
}

misuse() {
    echo "$program: $*; see $program --help" >&2
    exit 2
}

need_slurm() {
    for command in sbatch squeue; do
        command -v "$command" >/dev/null ||
            fail "$command is not there: is this a login node of a Slurm cluster?"
    done
}

# One word for the shell, whatever is in it.
quote() {
    printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")"
}

folder_of() {
    printf '%s' "${1%.h5}.slurm"
}

absolute() {
    case $1 in
    /*) printf '%s' "$1" ;;
    *) printf '%s' "$PWD/$1" ;;
    esac
}

# The facts of the batch of a results file (submit.sh writes them), and what Slurm has of it.
load_job() {
    folder=$(folder_of "$(absolute "$1")")
    [ -f "$folder/job" ] || fail "$1: no batch was submitted for it: $folder/job is not there"
    # shellcheck source=/dev/null
    . "$folder/job"
    need_slurm
    queue
    read_merge
}

# Sets queued: "job array-index state" of every task and merge of this batch in Slurm's hands.
queue() {
    queued=$(squeue -h -r -u "$(id -un)" -o '%F %K %T') ||
        fail "squeue does not answer: nothing is known of the queue"
    jobs=$(sed 's/^[a-z]* //' "$folder/jobs" | tr '\n' ' ')
    queued=$(echo "$queued" | awk -v jobs=" $jobs" 'index(jobs, " " $1 " ")')
}

# Sets merge_state: queued, failed, or none; and merge_log.
read_merge() {
    merge=$(sed -n 's/^merge //p' "$folder/jobs" | tail -n 1)
    merge_log=$folder/log/merge_$merge.log
    merge_state=none
    if [ -n "$merge" ] && echo "$queued" | grep -q "^$merge "; then
        merge_state=queued
    elif [ -n "$merge" ] && [ ! -f "$folder/merged" ]; then
        merge_state=failed
    fi
}

# The journal of shard k.
journal_of() {
    if [ "$shards" -eq 1 ]; then
        printf '%s' "$output.journal"
    else
        printf '%s' "${output%.h5}.$1of$shards.journal"
    fi
}

# "finished missing" of shard k, as its journal says; nothing without a journal. A journal
# that is damaged, or begun for another number of replications, does not know what is missing.
progress_of() {
    journal=$(journal_of "$1")
    [ ! -f "$journal" ] || "$suffice" info --csv "$journal" 2>/dev/null | tail -n 1 |
        awk -F, -v n="$replications" -v k="$1" -v shards="$shards" '
            NF < 7 { next }
            { share = n < k ? 0 : int((n - k) / shards) + 1
              missing = $(NF - 3) == n && $NF == 0 ? $(NF - 1) : "?"
              print (missing == "0" || $(NF - 2) > share ? share : $(NF - 2)), missing }'
}

# Sets, of shard k, n_finished (replications) and state: finished, running, queued or gone.
look_at() {
    progress=$(progress_of "$1")
    n_finished=${progress%% *}
    n_finished=${n_finished:-0}
    state=$(echo "$queued" | awk -v k="$1" '$2 == k { print $3; exit }')
    case $state in
    RUNNING | COMPLETING) state=running ;;
    ?*) state=queued ;;
    *)
        state=gone
        [ "${progress##* }" != 0 ] || state=finished
        ;;
    esac
}

# Submits an array of the shards listed in $1 ("1-40", "3,7"), each with the other arguments
# as more options of suffice run, and a merge behind them.
submit_jobs() {
    list=$1
    shift
    array=$(cd "$folder/.." && eval "sbatch --parsable --array=$list \
        --job-name=\"\$name\" --cpus-per-task=$cpus --signal=B:TERM@120 --open-mode=append \
        --output=\"\$folder/log/shard_%a.log\" $options \"\$folder/shard.sbatch\" \"\$@\"") ||
        fail "sbatch did not take the array"
    array=${array%%;*}
    echo "array $array" >>"$folder/jobs"
    submit_merge "$array"
}

# Submits a merge behind the array $1, if there is one, and all that is still in the queue.
submit_merge() {
    rm -f "$folder/merged"
    after=$(echo "$queued" | awk '{ print $1 }' | sort -u | tr '\n' ':')
    after=${after#:}${1-}
    after=${after%:}
    merge=$(cd "$folder/.." && eval "sbatch --parsable --job-name=\"\$name-merge\" \
        ${after:+--dependency=afterany:$after} --open-mode=append \
        --output=\"\$folder/log/merge_%j.log\" $options \"\$folder/merge.sbatch\"") ||
        fail "sbatch did not take the merge"
    merge=${merge%%;*}
    echo "merge $merge" >>"$folder/jobs"
}
