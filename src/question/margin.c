/* The question margin: asking it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "margin.h"

#include <stdlib.h>

#include "base/memory.h"
#include "experiment/stopping.h"

/* The levers of each run, the plan first: [n_runs + 1][n_levers]; the caller's. */
static suf_status
make_vectors(const suf_margin_question *self, double **vectors)
{
    const suf_model *model = self->model;
    suf_status status = suf_array_new(
        ((size_t) self->n_runs + 1) * model->n_levers, sizeof **vectors, vectors);
    for (uint32_t run = 0; status == SUF_OK && run <= self->n_runs; run++) {
        double *levers = *vectors + (size_t) run * model->n_levers;
        for (uint32_t i = 0; i < model->n_levers; i++) {
            levers[i] = model->levers[i].value;
        }
        for (uint32_t i = 0; i < self->n_options; i++) {
            const suf_margin_option *option = &self->options[i];
            levers[option->lever] += option->run == run ? option->amount : 0;
        }
    }
    return status;
}

/* Asks replications [from, to) of every run. */
static suf_status
ask_round(const suf_margin_question *self, suf_evaluations *evaluations,
    const double *vectors, uint32_t from, uint32_t to)
{
    uint32_t *replications = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(to - from, sizeof *replications, &replications));
    for (uint32_t i = 0; i < to - from; i++) {
        replications[i] = from + i;
    }
    for (uint32_t run = 0; run <= self->n_runs; run++) {
        SUF_TRY(suf_evaluations_ask(evaluations,
            vectors + (size_t) run * self->model->n_levers, replications, to - from));
    }
out:
    free(replications);
    return status;
}

suf_status
suf_margin_ask(const suf_margin_question *self, suf_evaluations *evaluations,
    suf_margin_answer *answer)
{
    double *vectors = NULL;
    uint32_t n = suf_margin_n_targets(self->model);
    suf_status status = SUF_OK;
    *answer = (suf_margin_answer){.n_targets = n};
    SUF_TRY(suf_array_new(self->n_options, sizeof *answer->rows, &answer->rows));
    SUF_TRY(suf_array_new(self->n_options, sizeof *answer->verdicts, &answer->verdicts));
    SUF_TRY(suf_array_new(
        (size_t) self->n_options * n, sizeof *answer->gains, &answer->gains));
    for (uint32_t i = 0; i < self->n_options; i++) {
        answer->rows[i].gains = answer->gains + (size_t) i * n;
    }
    SUF_TRY(make_vectors(self, &vectors));
    for (uint32_t to = self->n_first; !answer->is_settled;
         to = to > self->n_most / 2 ? self->n_most : 2 * to) {
        if (self->tell != NULL) {
            self->tell(self->context, to, answer);
        }
        SUF_TRY(ask_round(self, evaluations, vectors, answer->n_replications, to));
        answer->n_replications = to;
        answer->confidence = suf_stopping_confidence(++answer->n_looks);
        SUF_TRY(suf_margin_fold(self, evaluations, vectors, answer));
        if (to >= self->n_most) {
            break;
        }
    }
out:
    free(vectors);
    return status;
}

void
suf_margin_answer_free(suf_margin_answer *self)
{
    free(self->rows);
    free(self->verdicts);
    free(self->gains);
    *self = (suf_margin_answer){0};
}
