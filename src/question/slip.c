/* The question slip.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "slip.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/slipped_projects.h"
#include "stats/estimate.h"
#include "stats/reach.h"

#define CONFIDENCE 0.95

/* --- what is asked about ------------------------------------------------------------ */

/* Whether what a policy begins, or what comes after that, counts to a target. */
static bool
waits(const suf_scenario *scenario, const suf_target_row *target)
{
    for (size_t i = 0; i < scenario->n_projects; i++) {
        const suf_project_row *row = &scenario->projects[i];
        size_t first = i;
        while (scenario->projects[first].after_index != SUF_NONE) {
            first = scenario->projects[first].after_index;
        }
        if (scenario->projects[first].begun_by != SUF_NONE &&
            row->asset_index != SUF_NONE && row->asset_index == target->of_index &&
            strcmp(row->state, target->state) == 0) {
            return true;
        }
    }
    return false;
}

bool
suf_slip_is_built(const suf_scenario *scenario, const suf_target_row *target)
{
    return !target->is_at_most &&
           (target->measure == SUF_MEASURE_COUNT ||
               target->measure == SUF_MEASURE_ADDED ||
               target->measure == SUF_MEASURE_SHARE_WITH) &&
           !waits(scenario, target);
}

void
suf_slip_reduce(suf_scenario *ordered, const bool *is_wanted)
{
    size_t n = 0;
    for (size_t i = 0; i < ordered->n_targets; i++) {
        if (is_wanted[i]) {
            ordered->targets[n] = ordered->targets[i];
            ordered->targets[n++].use_index = SUF_NONE;
        }
    }
    for (size_t i = 0; i < ordered->n_projects; i++) {
        ordered->projects[i].service = SUF_NONE;
        ordered->projects[i].converts = SUF_NONE;
    }
    ordered->n_targets = n;
    ordered->n_conditions = 0;
    ordered->n_services = 0;
    ordered->n_policies = 0;
    ordered->n_places = 0;
    ordered->population = (suf_population_spec){0};
}

/* Whether a target counts a project that opens, or may open, after the start, and of
 * which that is not known. */
static bool
counts(const suf_delivery_model *delivery, const suf_target *target, uint32_t project)
{
    for (uint32_t i = 0; i < delivery->n_units; i++) {
        const suf_delivery_unit *unit = &delivery->units[i];
        if (unit->project == project && unit->stock == target->stock &&
            target->stock != SUF_NONE && suf_unit_can_slip(unit)) {
            return true;
        }
    }
    return false;
}

/* As suf_slip_is_built, of the model. */
static bool
is_built(const suf_model *model, const suf_target *target)
{
    bool waits = false;
    for (uint32_t i = 0; i < model->delivery.n_units; i++) {
        const suf_delivery_unit *unit = &model->delivery.units[i];
        waits |= unit->begun_by != SUF_NONE && unit->stock == target->stock &&
                 target->stock != SUF_NONE;
    }
    return !target->is_at_most && !waits &&
           (target->measure == SUF_MEASURE_COUNT ||
               target->measure == SUF_MEASURE_ADDED ||
               target->measure == SUF_MEASURE_SHARE_WITH);
}

suf_status
suf_slip_pairs(const suf_model *model, const bool *is_asked, suf_slip_pair **pairs,
    size_t *capacity, uint32_t *n)
{
    const suf_delivery_model *delivery = &model->delivery;
    suf_status status = SUF_OK;
    for (uint32_t t = 0; t < delivery->n_targets; t++) {
        bool is_wanted = is_asked[t] && is_built(model, &delivery->targets[t]);
        for (uint32_t j = 0; is_wanted && j < delivery->n_projects; j++) {
            if (counts(delivery, &delivery->targets[t], j)) {
                SUF_TRY(suf_array_grow(pairs, capacity, (size_t) *n + 1, sizeof **pairs));
                (*pairs)[(*n)++] = (suf_slip_pair){t, j};
            }
        }
    }
out:
    return status;
}

/* --- the answer --------------------------------------------------------------------- */

typedef struct folding {
    const suf_slip_question *question;
    const suf_evaluations *evaluations;
    const double *levers;
    double *slacks; /* [n] of the pair in hand; NAN: no replication has it; owned */
} folding;

/* P(met) where the slack is at least some days. */
static void
probability(const folding *self, double days, double *p, double *low, double *high)
{
    suf_estimate met = {0};
    for (uint32_t r = 0; r < self->question->n; r++) {
        double slack = self->slacks[r];
        suf_estimate_add(&met, &self->question->model->design, r,
            isnan(slack) ? slack : slack >= days);
    }
    *p = suf_estimate_mean(&met);
    suf_estimate_probability(&met, CONFIDENCE, low, high);
}

static void
gather(folding *self, uint32_t pair)
{
    const suf_slip_question *question = self->question;
    for (uint32_t r = 0; r < question->n; r++) {
        const double *met = NULL;
        const double *values = NULL;
        suf_evaluations_get(self->evaluations, self->levers, r, &met, &values);
        self->slacks[r] = values[suf_trials_n_told(question->model) + pair];
    }
}

static suf_status
fold_row(folding *self, uint32_t pair, suf_slip_row *out)
{
    const suf_slip_question *question = self->question;
    suf_slip_row row = {.n_together = 1};
    suf_estimate loss = {0};
    suf_estimate change = {0};
    suf_reach reach = {0};
    gather(self, pair);
    suf_status status = suf_reach_of(self->slacks, NULL, NULL, question->n,
        &question->model->design, question->p, &reach);
    row.slack = isnan(reach.estimate) ? -(double) INFINITY : reach.estimate;
    row.low = isnan(reach.low) ? -(double) INFINITY : reach.low;
    row.high = isnan(reach.high) ? -(double) INFINITY : reach.high;
    probability(self, question->days, &row.p, &row.p_low, &row.p_high);
    row.verdict = row.p_low >= question->p   ? SUF_SLIP_SAFE
                  : row.p_high < question->p ? SUF_SLIP_CRITICAL
                                             : SUF_SLIP_UNDECIDED;
    for (uint32_t r = 0; r < question->n; r++) {
        double slack = self->slacks[r];
        double lost = slack >= 0 && slack < (double) INFINITY ? 1 : 0;
        double later = (slack >= question->days ? 1 : 0) - (slack >= 0 ? 1 : 0);
        suf_estimate_add(&loss, &question->model->design, r, isnan(slack) ? slack : lost);
        suf_estimate_add(
            &change, &question->model->design, r, isnan(slack) ? slack : later);
    }
    row.loss = suf_estimate_mean(&loss);
    suf_estimate_probability(&loss, CONFIDENCE, &row.loss_low, &row.loss_high);
    row.change = suf_estimate_mean(&change);
    suf_estimate_change(&change, CONFIDENCE, &row.change_low, &row.change_high);
    *out = row;
    return status;
}

static suf_slip_target
target_of(const folding *self, uint32_t target)
{
    const suf_slip_question *question = self->question;
    suf_slip_target of = {0};
    suf_estimate estimate = {0};
    for (uint32_t r = 0; r < question->n; r++) {
        const double *met = NULL;
        const double *values = NULL;
        suf_evaluations_get(self->evaluations, self->levers, r, &met, &values);
        suf_estimate_add(&estimate, &question->model->design, r, met[target]);
    }
    of.p = suf_estimate_mean(&estimate);
    suf_estimate_probability(&estimate, CONFIDENCE, &of.low, &of.high);
    return of;
}

suf_status
suf_slip_fold_counted(const suf_slip_question *self, const suf_evaluations *evaluations,
    const double *planned, suf_slip_answer *answer)
{
    folding of = {.question = self, .evaluations = evaluations, .levers = planned};
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(self->n, sizeof *of.slacks, &of.slacks));
    for (uint32_t t = 0; t < suf_trials_n_asked(self->model); t++) {
        answer->targets[t] = target_of(&of, t);
    }
    for (uint32_t i = 0; i < self->n_counted; i++) {
        SUF_TRY(fold_row(&of, i, &answer->rows[i]));
    }
out:
    free(of.slacks);
    return status;
}

void
suf_slip_answer_free(suf_slip_answer *self)
{
    free(self->rows);
    free(self->targets);
    *self = (suf_slip_answer){0};
}
