/* The question size.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "size.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "experiment/design.h"
#include "stats/estimate.h"

typedef struct asking {
    const suf_size_question *question;
    suf_evaluations *evaluations;
    double *levers; /* [n_levers] those in hand; owned */
    suf_size_result *result;
} asking;

double
suf_size_value(const suf_size_question *question, uint32_t at)
{
    const suf_lever_spec *lever = &question->scenario->levers[question->lever];
    return suf_grid_at(
        &lever->grid, lever->is_date ? suf_grid_n(&lever->grid) - 1 - at : at);
}

void
suf_size_value_text(const suf_lever_spec *lever, double value, char text[SUF_VALUE_BYTES])
{
    if (lever->is_date) {
        suf_date_format((int32_t) value, text);
    } else {
        (void) snprintf(text, SUF_VALUE_BYTES, "%.10g", value);
    }
}

static void
set_lever(const asking *self, uint32_t at)
{
    const suf_size_question *of = self->question;
    double zero = of->scenario->levers[of->lever].is_date ? of->scenario->start_day : 0;
    self->levers[of->lever] = suf_size_value(of, at) - zero;
}

/* Whether all conditions hold, and a number in which everything that was measured is. */
static double
read_answer(const asking *self, uint32_t replication, double *measured)
{
    const double *met = NULL;
    const double *values = NULL;
    double all = 1;
    suf_evaluations_get(self->evaluations, self->levers, replication, &met, &values);
    *measured = 0;
    for (uint32_t i = 0; i < self->question->n_conditions; i++) {
        uint32_t condition = self->question->conditions[i];
        self->result->n_undecided += isnan(met[condition]) ? 1 : 0;
        all = met[condition] > 0 ? all : 0;
        *measured += values[condition];
    }
    return all;
}

static suf_status
ask(void *context, uint32_t at, const uint32_t *replications, uint32_t n, double *met,
    double *values)
{
    asking *self = context;
    set_lever(self, at);
    suf_status status =
        suf_evaluations_ask(self->evaluations, self->levers, replications, n);
    for (uint32_t i = 0; status == SUF_OK && i < n; i++) {
        met[i] = read_answer(self, replications[i], &values[i]);
    }
    return status;
}

static void
tell(void *context, uint32_t low, uint32_t high, uint64_t n_asked)
{
    const asking *self = context;
    const suf_size_question *of = self->question;
    of->tell(of->context, of, suf_size_value(of, low),
        high != SUF_NONE ? suf_size_value(of, high) : (double) NAN, n_asked);
}

/* As many fresh replications at the answer. */
static suf_status
validate(asking *self)
{
    const suf_size_question *of = self->question;
    suf_size_result *result = self->result;
    uint32_t *fresh = NULL;
    suf_estimate estimate = {0};
    uint32_t n = of->n;
    suf_status status = SUF_OK;
    if (!of->is_validated ||
        (uint64_t) 2 * n > suf_design_most_replications(&of->model->design)) {
        return SUF_OK;
    }
    SUF_TRY(suf_array_new(n, sizeof *fresh, &fresh));
    for (uint32_t i = 0; i < n; i++) {
        fresh[i] = n + i;
    }
    set_lever(self, result->answer.fits);
    SUF_TRY(suf_evaluations_ask(self->evaluations, self->levers, fresh, n));
    for (uint32_t i = 0; i < n; i++) {
        double measured = 0;
        suf_estimate_add(&estimate, &of->model->design, fresh[i],
            read_answer(self, fresh[i], &measured));
    }
    result->n_validation = n;
    result->p = suf_estimate_mean(&estimate);
    suf_estimate_probability(&estimate, of->confidence, &result->low, &result->high);
out:
    free(fresh);
    return status;
}

suf_status
suf_size_ask(const suf_size_question *question, suf_evaluations *evaluations,
    suf_size_result *result)
{
    const suf_model *model = question->model;
    asking self = {.question = question, .evaluations = evaluations, .result = result};
    *result = (suf_size_result){.p = (double) NAN};
    suf_size_task task = {
        .n_values = suf_grid_n(&question->scenario->levers[question->lever].grid),
        .n = question->n,
        .p = question->p,
        .confidence = question->confidence,
        .design = &model->design,
        .context = &self,
        .ask = ask,
        .tell = question->tell != NULL ? tell : NULL};
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(model->n_levers, sizeof *self.levers, &self.levers));
    for (uint32_t i = 0; i < model->n_levers; i++) {
        self.levers[i] = model->levers[i].value;
    }
    suf_evaluations_set_varying(evaluations, &question->lever, 1);
    SUF_TRY(suf_size_search(&task, &result->answer));
    suf_evaluations_set_varying(evaluations, NULL, 0);
    if (result->answer.outcome == SUF_SIZE_FOUND) {
        SUF_TRY(validate(&self));
    }
out:
    suf_evaluations_set_varying(evaluations, NULL, 0);
    free(self.levers);
    return status;
}

void
suf_size_result_free(suf_size_result *self)
{
    suf_size_answer_free(&self->answer);
}
