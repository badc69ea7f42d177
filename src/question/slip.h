/* The question slip: which projects can slip, by how much, and which must not?
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asked of two kinds of targets. Those that built things decide and nobody's use does
 * (`count`, `added`, `share_with`) are *counted*: a replication draws what delivers,
 * under the scenario's laws and shared shocks, the same numbers as in a run, and nothing
 * of people is simulated for them. Of a project, all its units together if it is a batch,
 * and a target that counts it, a replication knows exactly by how many days it alone
 * could open later and the target be met: an order statistic of the openings
 * (target_slack.h). Over replications
 *
 *   P(slip)   the share whose slack is `slip` days or more
 *   slack     the greatest whole slip with P >= p; -INFINITY: P(met) is below p even if
 *             it opened at once; INFINITY: even without it P >= p. Its limits are the
 *             slips at which the limits of P cross p
 *   loss      P(met) as planned, less P(met) without it
 *
 * All other targets, and conditions, rest on *use*: the plan is run as it is, and with
 * groups of projects that open `days` later (slip_groups.h). Slack and loss are not known
 * of these (NAN).
 *
 * Of both, P(met) with the project `days` later, and its change. A project is *safe* to
 * slip by some days where the lower limit of P reaches p there, *critical* where the
 * upper one does not, else *undecided* by so many replications. A pair that the target
 * does not count or feel has a loss of exactly 0, and is not among those. */
#ifndef SUF_QUESTION_SLIP_H
#define SUF_QUESTION_SLIP_H

#include <stdbool.h>
#include <stdint.h>

#include "question/evaluations.h"
#include "scenario/types/scenario.h"

/* Whether built things alone decide a target. */
bool suf_slip_is_built(const suf_scenario *scenario, const suf_target_row *target);
/* Where only those are asked about: leaves of a scenario what delivers, and of its
 * targets those that are wanted: is_wanted [n_targets]. Before its model is built. What
 * it lets go stays the arena's. */
void suf_slip_reduce(suf_scenario *ordered, const bool *is_wanted);

/* The pairs of those targets that are asked about ([n_targets]) and built, by target,
 * then project, added to `pairs` as in slip_links.h. */
SUF_MUST_CHECK suf_status suf_slip_pairs(const suf_model *model, const bool *is_asked,
    suf_slip_pair **pairs, size_t *capacity, uint32_t *n);

typedef enum suf_slip_verdict {
    SUF_SLIP_SAFE,
    SUF_SLIP_CRITICAL,
    SUF_SLIP_UNDECIDED
} suf_slip_verdict;

struct suf_slip_row;

typedef struct suf_slip_question {
    const suf_model *model;     /* borrowed, as all */
    const suf_slip_pair *pairs; /* [n_pairs] the counted ones first */
    uint32_t n_pairs, n_counted;
    const uint32_t *levers; /* [n_projects] that a project slips by; of pairs of use */
    uint32_t n;             /* replications */
    double p;
    double days; /* by which a project that is safe can slip, whole */
    /* Told before each round of groups: how many are open, and the rows so far; may be
     * NULL. */
    void (*tell)(void *context, uint32_t n_groups, const struct suf_slip_row *rows);
    void *context;
} suf_slip_question;

typedef struct suf_slip_row {
    double slack, low, high;                /* whole days */
    double p, p_low, p_high;                /* P(met) with the project `days` later */
    double change, change_low, change_high; /* of P(met) by that */
    double loss, loss_low, loss_high;       /* of P(met) without it */
    uint32_t n_together; /* projects that p and change are of, all later: 1, it alone; 0:
                            not known yet */
    suf_slip_verdict verdict;
} suf_slip_row;

typedef struct suf_slip_target {
    double p, low, high; /* P(met) as planned */
} suf_slip_target;

typedef struct suf_slip_answer {
    suf_slip_row *rows;            /* [n_pairs]; owned */
    suf_slip_target *targets;      /* [n_targets + n_conditions]; owned */
    uint64_t n_runs;               /* of groups, each of n replications */
    uint64_t n_paired, n_reversed; /* slip_groups.h */
} suf_slip_answer;

/* Sets the targets, and the rows of the counted pairs, of replications 0 .. n - 1, which
 * were asked at the plan's levers. */
SUF_MUST_CHECK suf_status suf_slip_fold_counted(const suf_slip_question *self,
    const suf_evaluations *evaluations, const double *planned, suf_slip_answer *answer);
/* Releases the arrays; one of zeros is allowed. */
void suf_slip_answer_free(suf_slip_answer *self);

#endif
