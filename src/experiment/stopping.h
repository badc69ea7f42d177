/* Stopping by precision: how many replications are enough?
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Replications are looked at after batches of a fixed size, in their order, so that a run
 * stops at the same number whatever the threads, and however often it was killed. An
 * interval that is looked at again and again would miss more often than it says: look k
 * (k = 1, 2, ...) spends alpha 0.05 / (k (k + 1)) of the error, which sums to 0.05, so
 * that with probability 0.95 no look misleads. Intervals are those of stats/estimate.h.
 */
#ifndef SUF_EXPERIMENT_STOPPING_H
#define SUF_EXPERIMENT_STOPPING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "stats/estimate.h"
#include "stats/metrics.h"

typedef enum suf_stopping_kind {
    SUF_STOPPING_DECIDED,    /* P(met) of every target is above or below `limit` */
    SUF_STOPPING_HALF_WIDTH, /* of P(met) of one target is below `limit` */
    SUF_STOPPING_HALF_VALUE  /* the same of its mean value */
} suf_stopping_kind;

typedef struct suf_stopping_rule {
    suf_stopping_kind kind;
    uint32_t target; /* of the layout; SUF_NONE for DECIDED */
    double limit;
} suf_stopping_rule;

/* Reads "decided", "decided(0.8)", "half-width(P(met), T1.2) < 0.01" or
 * "half-width(mean(value), T1.2) < 0.5". False, with what is wrong in *why (static
 * storage), when it is none of these or the target is not there. */
bool suf_stopping_parse(suf_stopping_rule *self, const char *text,
    const suf_layout *layout, const char **why);

typedef struct suf_stopping {
    const suf_layout *layout; /* borrowed */
    suf_stopping_rule rule;
    suf_estimate *met, *value; /* [scenario][target]; owned */
    uint32_t n_looks;
} suf_stopping;

/* Room for the targets that the rule is about; the layout is borrowed. Fails when
 * memory is out; free it then too. */
SUF_MUST_CHECK suf_status suf_stopping_init(
    suf_stopping *self, const suf_stopping_rule *rule, const suf_layout *layout);
/* Releases the room. */
void suf_stopping_free(suf_stopping *self);
/* Adds a replication of a scenario: value and met of every target, [n_targets]. */
void suf_stopping_add(suf_stopping *self, uint32_t scenario, uint32_t replication,
    const double *value, const double *met);
/* The next look: true when the rule holds in every scenario. Targets that no replication
 * can decide are left out. */
bool suf_stopping_look(suf_stopping *self);
/* The confidence of look k, from 1. */
double suf_stopping_confidence(uint32_t look);

#endif
