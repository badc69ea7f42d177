/* The question slip, of targets of use.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "slip_groups.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "stats/estimate.h"

#define CONFIDENCE 0.95

/* Pairs of one target, one after the other. */
typedef struct group {
    uint32_t first, n;
    uint32_t larger; /* the group that it is a half of; SUF_NONE: the plan */
} group;

typedef struct asking {
    const suf_slip_question *question;
    suf_evaluations *evaluations;
    const double *planned;
    suf_slip_answer *answer;
    group *groups; /* [n_groups], halves behind their group; owned */
    size_t n_groups, capacity;
    double *levers;                      /* [n_levers] owned */
    double *met, *larger_met, *plan_met; /* [n] of a group in hand; owned */
    uint32_t *replications;              /* [n] owned */
} asking;

static suf_status
add_group(asking *self, uint32_t first, uint32_t n, uint32_t larger)
{
    suf_status status = suf_array_grow(
        &self->groups, &self->capacity, self->n_groups + 1, sizeof *self->groups);
    if (status == SUF_OK) {
        self->groups[self->n_groups++] = (group){first, n, larger};
    }
    return status;
}

static suf_status
add_targets(asking *self)
{
    const suf_slip_question *question = self->question;
    suf_status status = SUF_OK;
    for (uint32_t i = question->n_counted; i < question->n_pairs;) {
        uint32_t n = 1;
        while (i + n < question->n_pairs &&
               question->pairs[i + n].target == question->pairs[i].target) {
            n++;
        }
        SUF_TRY(add_group(self, i, n, SUF_NONE));
        i += n;
    }
out:
    return status;
}

/* The levers of a group: all its projects later. SUF_NONE: the plan. */
static void
set_levers(asking *self, uint32_t index)
{
    const suf_slip_question *question = self->question;
    memcpy(self->levers, self->planned, question->model->n_levers * sizeof *self->levers);
    for (uint32_t i = 0; index != SUF_NONE && i < self->groups[index].n; i++) {
        uint32_t pair = self->groups[index].first + i;
        self->levers[question->levers[question->pairs[pair].project]] = question->days;
    }
}

/* What the replications of a group answered. */
static void
get(asking *self, uint32_t index, uint32_t target, double *met)
{
    set_levers(self, index);
    for (uint32_t r = 0; r < self->question->n; r++) {
        const double *mets = NULL;
        const double *values = NULL;
        suf_evaluations_get(self->evaluations, self->levers, r, &mets, &values);
        met[r] = mets[target];
    }
}

/* Whether a replication tells something else. */
static bool
differs(double a, double b)
{
    return isnan(a) != isnan(b) || a < b || a > b;
}

/* What a group tells of each of its projects. */
static suf_slip_row
row_of(const asking *self, const group *of, bool *is_done)
{
    const suf_slip_question *question = self->question;
    const suf_design_spec *design = &question->model->design;
    const double none = (double) NAN;
    suf_slip_row row = {.slack = none,
        .low = none,
        .high = none,
        .loss = none,
        .loss_low = none,
        .loss_high = none,
        .n_together = of->n};
    suf_estimate met = {0};
    suf_estimate change = {0};
    uint32_t n_changed = 0;
    for (uint32_t r = 0; r < question->n && of->larger != SUF_NONE; r++) {
        self->answer->n_paired++;
        self->answer->n_reversed += self->met[r] < self->larger_met[r];
    }
    for (uint32_t r = 0; r < question->n; r++) {
        suf_estimate_add(&met, design, r, self->met[r]);
        suf_estimate_add(&change, design, r, self->met[r] - self->plan_met[r]);
        n_changed += differs(self->met[r], self->plan_met[r]);
        self->answer->n_paired++;
        self->answer->n_reversed += self->met[r] > self->plan_met[r];
    }
    row.p = suf_estimate_mean(&met);
    suf_estimate_probability(&met, CONFIDENCE, &row.p_low, &row.p_high);
    row.change = suf_estimate_mean(&change);
    suf_estimate_change(&change, CONFIDENCE, &row.change_low, &row.change_high);
    row.verdict = row.p_low >= question->p   ? SUF_SLIP_SAFE
                  : row.p_high < question->p ? SUF_SLIP_CRITICAL
                                             : SUF_SLIP_UNDECIDED;
    *is_done = of->n == 1 || row.verdict == SUF_SLIP_SAFE || n_changed == 0;
    return row;
}

static suf_status
ask_group(asking *self, uint32_t index)
{
    const group of = self->groups[index];
    uint32_t target = self->question->pairs[of.first].target;
    bool is_done = false;
    suf_status status = SUF_OK;
    set_levers(self, index);
    SUF_TRY(suf_evaluations_ask(
        self->evaluations, self->levers, self->replications, self->question->n));
    self->answer->n_runs++;
    get(self, index, target, self->met);
    get(self, of.larger, target, self->larger_met);
    get(self, SUF_NONE, target, self->plan_met);
    suf_slip_row row = row_of(self, &of, &is_done);
    if (is_done) {
        for (uint32_t i = 0; i < of.n; i++) {
            self->answer->rows[of.first + i] = row;
        }
    } else {
        SUF_TRY(add_group(self, of.first, of.n / 2, index));
        SUF_TRY(add_group(self, of.first + of.n / 2, of.n - of.n / 2, index));
    }
out:
    return status;
}

suf_status
suf_slip_groups_ask(const suf_slip_question *question, suf_evaluations *evaluations,
    const double *planned, suf_slip_answer *answer)
{
    asking self = {.question = question,
        .evaluations = evaluations,
        .planned = planned,
        .answer = answer};
    suf_status status = SUF_OK;
    if (question->n_pairs == question->n_counted) {
        return SUF_OK;
    }
    SUF_TRY(suf_array_new(question->model->n_levers, sizeof *self.levers, &self.levers));
    SUF_TRY(suf_array_new(question->n, sizeof *self.met, &self.met));
    SUF_TRY(suf_array_new(question->n, sizeof *self.larger_met, &self.larger_met));
    SUF_TRY(suf_array_new(question->n, sizeof *self.plan_met, &self.plan_met));
    SUF_TRY(suf_array_new(question->n, sizeof *self.replications, &self.replications));
    for (uint32_t r = 0; r < question->n; r++) {
        self.replications[r] = r;
    }
    SUF_TRY(add_targets(&self));
    size_t end_of_round = 0;
    for (size_t i = 0; i < self.n_groups; i++) {
        if (i == end_of_round) {
            end_of_round = self.n_groups;
            if (question->tell != NULL) {
                question->tell(
                    question->context, (uint32_t) (self.n_groups - i), answer->rows);
            }
        }
        SUF_TRY(ask_group(&self, (uint32_t) i));
    }
out:
    free(self.groups);
    free(self.levers);
    free(self.met);
    free(self.larger_met);
    free(self.plan_met);
    free(self.replications);
    return status;
}
