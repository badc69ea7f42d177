/* The question slip: which projects can slip, by how much, and which must not?
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asked of targets that built things decide and nobody's use does (`count`, `added`,
 * `share_with`). Nothing of people is simulated for them: a replication draws what
 * delivers, under the scenario's laws and shared shocks, the same numbers as in a run.
 *
 * Of a project, all its units together if it is a batch, and a target that counts it, a
 * replication knows exactly by how many days it alone could open later and the target be
 * met: an order statistic of the openings (target_slack.h). Over replications
 *
 *   P(slip)   the share whose slack is `slip` days or more
 *   slack     the greatest whole slip with P >= p; -INFINITY: P(met) is below p even if
 * it opened at once; INFINITY: even without it P >= p. Its limits are the slips at which
 * the limits of P cross p loss      P(met) as planned, less P(met) without it
 *
 * A project is *safe* to slip by some days where the lower limit of P reaches p there,
 * *critical* where the upper one does not, else *undecided* by so many replications. A
 * pair that the target does not count has a loss of exactly 0, and is not among those. */
#ifndef SUF_QUESTION_SLIP_H
#define SUF_QUESTION_SLIP_H

#include <stdbool.h>
#include <stdint.h>

#include "question/evaluations.h"
#include "scenario/types/scenario.h"

/* Whether built things alone decide a target. */
bool suf_slip_is_built(const suf_target_row *target);
/* Leaves of a scenario what delivers, and of its targets those that are wanted: is_wanted
 * [n_targets]. Before its model is built. What it lets go stays the arena's. */
void suf_slip_reduce(suf_scenario *ordered, const bool *is_wanted);

/* The pairs of a model, by target, then project; the caller's to free. */
SUF_MUST_CHECK suf_status suf_slip_pairs(
    const suf_model *model, suf_slip_pair **pairs, uint32_t *n);

typedef enum suf_slip_verdict {
    SUF_SLIP_SAFE,
    SUF_SLIP_CRITICAL,
    SUF_SLIP_UNDECIDED
} suf_slip_verdict;

typedef struct suf_slip_question {
    const suf_model *model;     /* of the reduced scenario; borrowed, as all */
    const suf_slip_pair *pairs; /* [n_pairs] */
    uint32_t n_pairs;
    uint32_t n; /* replications */
    double p;
    double days; /* by which a project that is safe can slip, whole */
} suf_slip_question;

typedef struct suf_slip_row {
    double slack, low, high;          /* whole days */
    double p, p_low, p_high;          /* P(met) with the project `days` later */
    double loss, loss_low, loss_high; /* of P(met) without it */
    suf_slip_verdict verdict;
} suf_slip_row;

typedef struct suf_slip_target {
    double p, low, high; /* P(met) as planned */
} suf_slip_target;

typedef struct suf_slip_answer {
    suf_slip_row *rows;       /* [n_pairs]; owned */
    suf_slip_target *targets; /* [n_targets]; owned */
} suf_slip_answer;

/* Asks replications 0 .. n - 1. Free the answer after a failure too. */
SUF_MUST_CHECK suf_status suf_slip_ask(
    const suf_slip_question *self, suf_evaluations *evaluations, suf_slip_answer *answer);
/* Releases the arrays; one of zeros is allowed. */
void suf_slip_answer_free(suf_slip_answer *self);

#endif
