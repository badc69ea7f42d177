/* Scenarios of a run that share their past, replication by replication.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scenarios of one run that differ by their projects, and by the values of their levers,
 * alone are a family (model/plan_match.h). Of one replication all of a family have the
 * same random numbers and the same assumptions, so two of them are one world up to the
 * first instant at which what is delivered differs: as their delays and crews have it in
 * this replication (engine/delivery/outline.h). They are taken in turn by one worker.
 * Each saves what it has become at the start of the months at which later ones branch off
 * from it (engine/core/checkpoint.h), and those go on from there.
 *
 * Which instants: call d(a, b) the start of the month that holds the first instant at
 * which a and b differ. Each scenario goes on from the one before it with which d is
 * greatest. Since two that are each like a third up to some instant are like each other
 * up to it, d is an ultrametric, and what is simulated is then the shortest tree of all
 * branches, in whatever order they are taken.
 *
 * Invariants.
 * 1. The results are those of separate runs, byte for byte: a scenario goes on from a
 * copy only when its own outline does not differ from that of who saved it before the
 *    instant (test_branches). So they do not depend on threads, shards, or on which of a
 *    family were there already when a run goes on after a kill.
 * 2. No more copies are held than there are scenarios still to come that need them, and
 *    no more bytes than told: a copy that finds no room is not kept, and who would have
 *    gone on from it goes on from an earlier one, or from the start. */
#ifndef SUF_EXPERIMENT_BRANCHES_H
#define SUF_EXPERIMENT_BRANCHES_H

#include "engine/core/replication.h"
#include "engine/delivery/outline.h"

/* What all workers together keep of copies, at most. */
#define SUF_BRANCH_COPY_BYTES ((size_t) 1 << 30)

/* Which scenarios of a run may share their past; all borrowed. */
typedef struct suf_families {
    const uint32_t *first; /* [n_scenarios] of each the first one of its family */
    /* [n_scenarios][n_scenarios] row: a later one (own), column: an earlier one of its
     * family (other); others are of zeros. */
    const suf_plan_match *matches;
    uint32_t n_scenarios;
} suf_families;

/* A scenario in a replication: what a worker has for it. Borrowed. */
typedef struct suf_branch {
    suf_replication *replication;
    const suf_parameters *parameters; /* resolved for it */
    const suf_layout_map *map;
} suf_branch;

typedef struct suf_branch_copy {
    uint32_t scenario; /* that saved it */
    uint32_t day;
    bool is_needed, is_asked; /* by a scenario that is still to come; scratch */
    suf_checkpoint checkpoint;
} suf_branch_copy;

typedef struct suf_branches {
    const suf_families *families; /* borrowed */
    size_t most_bytes;            /* of all copies */
    uint32_t number;              /* of the replication */
    suf_branch *branches;         /* [n_scenarios] in hand; owned, as all arrays */
    suf_outline *outlines;        /* [n_scenarios] made when first needed */
    suf_branch_copy *copies;      /* [n_scenarios] */
    uint32_t *days;     /* [n_scenarios] scratch: at which later ones branch off */
    uint64_t n_gone_on; /* so far, from a copy */
} suf_branches;

/* The families are borrowed. Fails when memory is out; free it then too. */
SUF_MUST_CHECK suf_status suf_branches_init(
    suf_branches *self, const suf_families *families, size_t most_bytes);
void suf_branches_free(suf_branches *self);
/* Begins a replication: copies of the one before are forgotten. */
void suf_branches_begin(suf_branches *self, uint32_t number);
/* Takes a scenario in, and draws what it delivers; before any of its family is run. */
SUF_MUST_CHECK suf_status suf_branches_add(
    suf_branches *self, uint32_t scenario, const suf_branch *branch);
/* Runs a scenario that was taken in to its end, from a copy or from the start; `later`
 * are those of its family that come after it, in this order. *n_shared is the number of
 * events that it did not simulate itself. */
SUF_MUST_CHECK suf_status suf_branches_run(suf_branches *self, uint32_t scenario,
    const uint32_t *later, uint32_t n_later, suf_metrics *metrics, uint64_t *n_shared);
/* The day from which two of a family differ in the replication, at the start of a month;
 * 0: from the start. */
uint32_t suf_branches_day(const suf_branches *self, uint32_t later, uint32_t earlier);

#endif
