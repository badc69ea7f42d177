# What submit.sh, status.sh and resubmit.sh share. Read with `.`, not run.
# SPDX-License-Identifier: GPL-3.0-or-later
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

# The facts of the batch of a results file: output, shards, replications, suffice.
load_job() {
    folder=$(folder_of "$(absolute "$1")")
    [ -f "$folder/job" ] || fail "$1: no batch was submitted for it: $folder/job is not there"
    . "$folder/job"
}

# The journal of shard k.
journal_of() {
    if [ "$shards" -eq 1 ]; then
        printf '%s' "$output.journal"
    else
        printf '%s' "${output%.h5}.$1of$shards.journal"
    fi
}

# "finished missing" of shard k, as its journal says; "0 ?" without a journal.
progress_of() {
    journal=$(journal_of "$1")
    if [ -f "$journal" ]; then
        "$suffice" info --csv "$journal" 2>/dev/null | tail -n 1 |
            awk -F, 'NF >= 7 { print $(NF - 2), $(NF - 1); found = 1 }
                     END { if (!found) print "0 ?" }'
    else
        echo "0 ?"
    fi
}

# "array-index state" of every task of this batch that Slurm still has.
queue() {
    arrays=$(sed -n 's/^array //p' "$folder/jobs" | tr '\n' ' ')
    squeue -h -r -u "$(id -un)" -o '%F %K %T' |
        awk -v arrays=" $arrays " 'index(arrays, " " $1 " ") { print $2, $3 }'
}

# Submits an array of the shards listed in $1 ("1-40", "3,7") and a merge behind it and
# all arrays before it that still run.
submit_jobs() {
    set -- "$1"
    array=$(cd "$folder/.." && eval "sbatch --parsable --array=$1 $options" \
        "$(quote "$folder/shard.sbatch")") || fail "sbatch did not take the array"
    array=${array%%;*}
    echo "array $array" >>"$folder/jobs"
    submit_merge
}

submit_merge() {
    rm -f "$folder/merged"
    after=$(sed -n 's/^array //p' "$folder/jobs" | tr '\n' ':' | sed 's/:$//')
    merge=$(cd "$folder/.." && sbatch --parsable --job-name="$name-merge" \
        --dependency="afterany:$after" --open-mode=append --output="$folder/log/merge_%j.log" \
        ${partition:+--partition="$partition"} "$folder/merge.sbatch") ||
        fail "sbatch did not take the merge"
    merge=${merge%%;*}
    echo "merge $merge" >>"$folder/jobs"
}
