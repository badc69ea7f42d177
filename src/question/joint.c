/* The question size of several levers jointly.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "joint.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "experiment/design.h"
#include "question/size_search.h"
#include "stats/estimate.h"

enum { MOST_NODES = 2000000 };

typedef struct asking {
    const suf_joint_question *question;
    suf_evaluations *evaluations;
    suf_joint_result *result;
    double *levers;     /* [n][n_levers of the model] of trials in hand; owned */
    suf_trial *trials;  /* [n]; owned */
    uint32_t *n_values; /* [n_levers]; owned */
    double *cost;       /* [n_levers]; owned */
} asking;

static const suf_lever_spec *
spec_of(const suf_joint_question *question, uint32_t lever)
{
    return &question->scenario->levers[question->levers[lever]];
}

double
suf_joint_value(const suf_joint_question *question, uint32_t lever, uint32_t at)
{
    const suf_lever_spec *spec = spec_of(question, lever);
    return suf_grid_at(
        &spec->grid, spec->is_date ? suf_grid_n(&spec->grid) - 1 - at : at);
}

double
suf_joint_step_cost(const suf_joint_question *question, uint32_t lever, bool by_units)
{
    const suf_lever_spec *spec = spec_of(question, lever);
    double step = spec->is_date ? 1 : spec->grid.step;
    return by_units ? step : step * spec->cost;
}

bool
suf_joint_is_whole(const suf_joint_question *question)
{
    return question->n_whole >= question->n;
}

/* --- asking ------------------------------------------------------------------------ */

void
suf_joint_set_levers(
    const suf_joint_question *question, const uint32_t *at, double *levers)
{
    const suf_model *model = question->model;
    for (uint32_t i = 0; i < model->n_levers; i++) {
        levers[i] = question->base != NULL ? question->base[i] : model->levers[i].value;
    }
    for (uint32_t k = 0; k < question->n_levers; k++) {
        double zero = spec_of(question, k)->is_date ? question->scenario->start_day : 0;
        levers[question->levers[k]] = suf_joint_value(question, k, at[k]) - zero;
    }
}

/* Whether each lever's part is met, and last what no lever answers for. */
static void
read_answer(const asking *self, const suf_trial *trial, double *met)
{
    const suf_joint_question *of = self->question;
    const double *mets = NULL;
    const double *values = NULL;
    suf_evaluations_get(
        self->evaluations, trial->levers, trial->replication, &mets, &values);
    for (uint32_t k = 0; k <= of->n_levers; k++) {
        met[k] = 1;
    }
    for (uint32_t i = 0; i < self->result->links.n_parts; i++) {
        const suf_joint_part *part = &self->result->links.parts[i];
        uint32_t at = part->condition;
        if (part->district != SUF_NONE) {
            at = suf_trials_part(of->model, part->condition) + part->district;
        }
        double *to = &met[part->owner != SUF_NONE ? part->owner : of->n_levers];
        self->result->n_undecided += isnan(mets[at]) ? 1 : 0;
        *to = mets[at] > 0 ? *to : 0;
    }
}

static suf_status
ask(void *context, const suf_joint_trial *trials, uint32_t n, double *met)
{
    asking *self = context;
    uint32_t n_levers = self->question->model->n_levers;
    suf_status status = SUF_OK;
    for (uint32_t i = 0; i < n; i++) {
        double *levers = &self->levers[(size_t) i * n_levers];
        suf_joint_set_levers(self->question, trials[i].at, levers);
        self->trials[i] = (suf_trial){trials[i].replication, levers};
    }
    SUF_TRY(suf_evaluations_ask_each(self->evaluations, self->trials, n));
    for (uint32_t i = 0; i < n; i++) {
        read_answer(
            self, &self->trials[i], &met[(size_t) i * (self->question->n_levers + 1)]);
    }
out:
    return status;
}

static void
tell(void *context, const suf_joint_progress *progress)
{
    const asking *self = context;
    if (self->question->tell != NULL) {
        self->question->tell(self->question->context, progress);
    }
}

/* --- validation --------------------------------------------------------------------- */

/* Whether fresh replications first .. first + n - 1 meet all at the answer, with what is
 * felt or (NULL) with the whole plan. */
static suf_status
try_fresh(asking *self, const suf_felt *scope, uint32_t first, uint32_t n, double *all)
{
    const suf_joint_question *of = self->question;
    double *met = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new((size_t) of->n_levers + 1, sizeof *met, &met));
    suf_evaluations_set_varying(self->evaluations, NULL, 0); /* each is asked once */
    suf_evaluations_set_scope(self->evaluations, scope);
    suf_joint_set_levers(of, self->result->answer.fits.at, self->levers);
    for (uint32_t i = 0; i < n; i++) {
        self->trials[i] = (suf_trial){first + i, self->levers};
    }
    SUF_TRY(suf_evaluations_ask_each(self->evaluations, self->trials, n));
    for (uint32_t i = 0; i < n; i++) {
        all[i] = 1;
        read_answer(self, &self->trials[i], met);
        for (uint32_t k = 0; k <= of->n_levers; k++) {
            all[i] = met[k] > 0 ? all[i] : 0;
        }
    }
out:
    suf_evaluations_set_scope(self->evaluations, &self->result->felt);
    free(met);
    return status;
}

/* Fresh replications at the answer, and the first of them with the whole plan too. */
static suf_status
validate(asking *self, suf_joint_validation *to, uint32_t first)
{
    const suf_joint_question *of = self->question;
    bool is_whole = suf_joint_is_whole(of);
    suf_joint_validation found = {.first = first, .n = of->n};
    suf_estimate estimate = {0};
    double *all = NULL;
    double *whole = NULL;
    suf_status status = SUF_OK;
    if ((uint64_t) first + of->n > suf_design_most_replications(&of->model->design)) {
        return SUF_OK;
    }
    SUF_TRY(suf_array_new(of->n, sizeof *all, &all));
    SUF_TRY(suf_array_new(of->n, sizeof *whole, &whole));
    SUF_TRY(try_fresh(self, is_whole ? NULL : &self->result->felt, first, of->n, all));
    if (!is_whole && of->n_whole > 0) {
        SUF_TRY(try_fresh(self, NULL, first, of->n_whole, whole));
        found.n_whole = of->n_whole;
    }
    for (uint32_t i = 0; i < of->n; i++) {
        suf_estimate_add(&estimate, &of->model->design, first + i, all[i]);
    }
    for (uint32_t i = 0; i < found.n_whole; i++) {
        found.n_whole_met += whole[i] > 0 ? 1 : 0;
        found.n_felt_met += all[i] > 0 ? 1 : 0;
        found.n_differ += (whole[i] > 0) != (all[i] > 0) ? 1 : 0;
    }
    found.p = suf_estimate_mean(&estimate);
    suf_estimate_probability(&estimate, of->confidence, &found.low, &found.high);
    *to = found;
out:
    free(all);
    free(whole);
    return status;
}

/* --- a bound of linked levers ------------------------------------------------------- */

/* One lever, with all others at their most. */
typedef struct bounding {
    asking *of;
    uint32_t lever;
    uint32_t *at; /* [n_levers] owned */
} bounding;

static suf_status
ask_alone(void *context, uint32_t at, const uint32_t *replications, uint32_t n,
    double *met, double *values)
{
    bounding *self = context;
    asking *of = self->of;
    uint32_t n_levers = of->question->n_levers;
    double *mets = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new((size_t) n_levers + 1, sizeof *mets, &mets));
    self->at[self->lever] = at;
    suf_joint_set_levers(of->question, self->at, of->levers);
    for (uint32_t i = 0; i < n; i++) {
        of->trials[i] = (suf_trial){replications[i], of->levers};
    }
    SUF_TRY(suf_evaluations_ask_each(of->evaluations, of->trials, n));
    for (uint32_t i = 0; i < n; i++) {
        read_answer(of, &of->trials[i], mets);
        met[i] = 1;
        for (uint32_t k = 0; k <= n_levers; k++) {
            met[i] = mets[k] > 0 ? met[i] : 0;
        }
        values[i] = met[i];
    }
out:
    free(mets);
    return status;
}

/* What each lever needs when all others are at their most: any answer has as much. */
static suf_status
bound(asking *self)
{
    const suf_joint_question *of = self->question;
    bounding one = {.of = self};
    double sum = 0;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(of->n_levers, sizeof *one.at, &one.at));
    for (uint32_t k = 0; k < of->n_levers; k++) {
        suf_size_answer found = {0};
        for (uint32_t j = 0; j < of->n_levers; j++) {
            one.at[j] = self->n_values[j] - 1;
        }
        one.lever = k;
        const suf_size_task task = {.n_values = self->n_values[k],
            .n = of->n,
            .p = self->result->p,
            .confidence = of->confidence,
            .design = &of->model->design,
            .context = &one,
            .ask = ask_alone};
        status = suf_size_search(&task, &found);
        self->result->n_bound += found.n_asked;
        sum += found.outcome == SUF_SIZE_FOUND ? self->cost[k] * found.fits : 0;
        suf_size_answer_free(&found);
        SUF_TRY(status);
    }
    self->result->linked_bound = sum;
out:
    free(one.at);
    return status;
}

/* --- the question ------------------------------------------------------------------- */

suf_status
suf_joint_look(const suf_joint_question *question, suf_joint_result *result)
{
    suf_status status = SUF_OK;
    *result =
        (suf_joint_result){.by_units = question->by_units, .linked_bound = (double) NAN};
    for (uint32_t k = 0; k < question->n_levers; k++) {
        double cost = spec_of(question, k)->cost;
        result->by_units = result->by_units || !(cost > 0);
    }
    SUF_TRY(suf_joint_links_find(&result->links, question->model, question->levers,
        question->n_levers, question->conditions, question->n_conditions));
    SUF_TRY(suf_felt_find(
        &result->felt, question->model, question->conditions, question->n_conditions));
out:
    return status;
}

static suf_status
search(asking *self, double p)
{
    const suf_joint_question *of = self->question;
    suf_joint_result *result = self->result;
    const suf_joint_task task = {.n_levers = of->n_levers,
        .n_values = self->n_values,
        .cost = self->cost,
        .n = of->n,
        .p = p,
        .confidence = of->confidence,
        .design = &of->model->design,
        .is_linked = !result->links.is_separate,
        .most_nodes = MOST_NODES,
        .context = self,
        .ask = ask,
        .tell = tell};
    suf_joint_answer_free(&result->answer);
    result->p = p;
    suf_evaluations_set_scope(self->evaluations, &result->felt);
    suf_evaluations_set_varying(self->evaluations, of->levers, of->n_levers);
    return suf_joint_search(&task, &result->answer);
}

static suf_status
answer(asking *self)
{
    const suf_joint_question *of = self->question;
    suf_joint_result *result = self->result;
    const suf_joint_validation *first = &result->validations[0];
    suf_status status = SUF_OK;
    SUF_TRY(search(self, of->p));
    if (result->answer.outcome == SUF_JOINT_FOUND && of->is_bounded &&
        !result->links.is_separate) {
        SUF_TRY(bound(self));
    }
    if (result->answer.outcome != SUF_JOINT_FOUND || !of->is_validated) {
        goto out;
    }
    SUF_TRY(validate(self, &result->validations[0], of->n));
    if (first->n == 0 || first->high >= of->p) {
        goto out;
    }
    SUF_TRY(suf_array_new(of->n_levers, sizeof *result->first_at, &result->first_at));
    memcpy(result->first_at, result->answer.fits.at,
        of->n_levers * sizeof *result->first_at);
    SUF_TRY(search(self, fmin(of->p + (of->p - first->p), 1 - 0.5 / of->n)));
    if (result->answer.outcome == SUF_JOINT_FOUND) {
        SUF_TRY(validate(self, &result->validations[1], 2 * of->n));
    }
out:
    return status;
}

suf_status
suf_joint_ask(const suf_joint_question *question, suf_evaluations *evaluations,
    suf_joint_result *result)
{
    asking self = {.question = question, .evaluations = evaluations, .result = result};
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new((size_t) question->n * question->model->n_levers,
        sizeof *self.levers, &self.levers));
    SUF_TRY(suf_array_new(question->n, sizeof *self.trials, &self.trials));
    SUF_TRY(suf_array_new(question->n_levers, sizeof *self.n_values, &self.n_values));
    SUF_TRY(suf_array_new(question->n_levers, sizeof *self.cost, &self.cost));
    for (uint32_t k = 0; k < question->n_levers; k++) {
        self.n_values[k] = suf_grid_n(&spec_of(question, k)->grid);
        self.cost[k] = suf_joint_step_cost(question, k, result->by_units);
    }
    SUF_TRY(answer(&self));
out:
    suf_evaluations_set_varying(evaluations, NULL, 0);
    suf_evaluations_set_scope(evaluations, NULL);
    free(self.levers);
    free(self.trials);
    free(self.n_values);
    free(self.cost);
    return status;
}

void
suf_joint_result_free(suf_joint_result *self)
{
    suf_joint_answer_free(&self->answer);
    suf_joint_links_free(&self->links);
    suf_felt_free(&self->felt);
    free(self->first_at);
    *self = (suf_joint_result){0};
}
