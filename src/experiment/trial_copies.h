/* Trials of one replication that share their past: what a worker keeps for it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first trial of a replication saves what it has become (engine/core/checkpoint.h) at
 * the start of the month that holds the first instant at which a lever can matter; later
 * ones go on from there. That instant is worked out for each replication, as its delays
 * and its crews have it: the outline of its levers (engine/delivery/outline.h) against
 * those with the levers that vary all at their least, and all at their most.
 *
 * Invariant: a trial goes on from a copy only when its own outline does not differ from
 * that of the trial which saved it, before the instant. So the instant above need not be
 * a bound for all that is asked later: one that is too late costs a whole run, and can
 * never change a value. Values are the same, bit by bit, with and without copies, in any
 * order and by any number of threads (test_trials).
 *
 * A worker keeps the copy of its last trial, and those of replications in which something
 * that is asked is missed, up to a number of bytes: a search asks these again, at more.
 * What finds no room is not kept; that is no failure. */
#ifndef SUF_EXPERIMENT_TRIAL_COPIES_H
#define SUF_EXPERIMENT_TRIAL_COPIES_H

#include "engine/core/replication.h"
#include "engine/delivery/outline.h"

/* Of one replication. */
typedef struct suf_trial_copy {
    uint32_t replication;
    double day;                /* the instant, days */
    double *levers;            /* [n_levers] of who saved it; owned */
    suf_checkpoint checkpoint; /* owned */
} suf_trial_copy;

typedef struct suf_trial_copies {
    const suf_model *model; /* borrowed */
    suf_outline own, other; /* of the trial in hand, and of who is compared with it */
    double *levers;         /* [n_levers] scratch; owned */
    suf_trial_copy last;    /* of the last trial that saved one */
    bool has_last;
    suf_trial_copy *kept; /* [n] owned */
    size_t n, capacity;
    size_t n_bytes, most_bytes;  /* of those kept */
    uint64_t n_saved, n_gone_on; /* trials so far */
} suf_trial_copies;

/* Levers that vary between the trials of a replication. */
typedef struct suf_trial_levers {
    const uint32_t *items; /* [n] of the model; borrowed */
    uint32_t n;
} suf_trial_levers;

/* The model is borrowed. Fails when memory is out; free it then too. */
SUF_MUST_CHECK suf_status suf_trial_copies_init(
    suf_trial_copies *self, const suf_model *model, size_t most_bytes);
void suf_trial_copies_free(suf_trial_copies *self);
/* Forgets all copies: before others vary, or another part of the model is simulated. */
void suf_trial_copies_forget(suf_trial_copies *self);
/* Whether there is a copy of a replication that is kept. */
bool suf_trial_copies_has(const suf_trial_copies *self, uint32_t replication);

/* Runs a replication to its end under the levers that the parameters have, which are
 * resolved for it: from a copy, or from the start and saving one. */
SUF_MUST_CHECK suf_status suf_trial_copies_run(suf_trial_copies *self,
    suf_replication *replication, suf_parameters *parameters, uint32_t number,
    const suf_layout_map *map, suf_metrics *metrics, suf_trial_levers varying);
/* Keeps the copy of the last trial, which will be asked again. */
void suf_trial_copies_keep(suf_trial_copies *self, uint32_t number);

#endif
