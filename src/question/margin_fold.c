/* What the runs of the question margin tell.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "margin_fold.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "question/margin_links.h"
#include "stats/estimate.h"
#include "stats/quotient.h"

#define CONFIDENCE       0.95
#define YUAN_PER_MILLION 1e6

typedef struct folding {
    const suf_margin_question *question;
    const suf_evaluations *evaluations;
    const double *vectors;
    suf_margin_answer *answer;
    /* [n_options][n_replications] what is best is told by, per place; owned */
    double *scores;
} folding;

/* What a replication of a run measured of the districts that feel an option, of its
 * service. */
static double
measured(const folding *self, const suf_margin_option *option, uint32_t run,
    uint32_t replication, int quantity)
{
    const suf_model *model = self->question->model;
    const double *met = NULL;
    const double *values = NULL;
    double sum = 0;
    suf_evaluations_get(self->evaluations, self->vectors + (size_t) run * model->n_levers,
        replication, &met, &values);
    values += suf_trials_n_told(model);
    for (uint32_t d = 0; d < model->n_districts; d++) {
        uint32_t pool = suf_model_pool(model, option->service, d);
        size_t at = (size_t) suf_margin_n_of_pool(self->question->layout) * pool;
        sum += option->felt[pool] ? values[at + (size_t) quantity] : 0;
    }
    return sum;
}

static suf_margin_effect
effect_of(const suf_estimate *of)
{
    double mean = suf_estimate_mean(of);
    double half = suf_estimate_half_width(of, CONFIDENCE);
    /* All the same: as where nothing changed, of which no interval need be told. */
    return (suf_margin_effect){mean, mean - half, mean + half};
}

/* Of a lever per step, whichever way it goes. */
static double
divisor_of(const suf_margin_option *option)
{
    return option->district != SUF_NONE ? option->amount : 1;
}

/* What is paid more with an option: capital, and running costs as far as they are given;
 * NAN where neither is. */
static double
cost_of(const folding *self, uint32_t i, uint32_t replication, suf_margin_row *row)
{
    const suf_margin_question *question = self->question;
    const suf_margin_option *option = &question->options[i];
    const suf_model *model = question->model;
    double capital =
        option->has_cost ? option->cost.value * option->amount : (double) NAN;
    double running = (double) NAN;
    if (question->layout->n_funds > 0) {
        const double *met = NULL;
        const double *values = NULL;
        suf_evaluations_get(self->evaluations, self->vectors, replication, &met, &values);
        size_t prices =
            (size_t) SUF_N_MARGINS_WITH_COSTS * model->n_services * model->n_areas;
        values += suf_trials_n_told(model);
        bool is_recorded = !option->has_cost && option->district == SUF_NONE;
        capital =
            is_recorded
                ? measured(self, option, option->run, replication, SUF_MARGIN_CAPITAL) -
                      measured(self, option, 0, replication, SUF_MARGIN_CAPITAL)
                : values[prices + i] * option->amount;
        running = measured(self, option, option->run, replication, SUF_MARGIN_RUNNING) -
                  measured(self, option, 0, replication, SUF_MARGIN_RUNNING);
    }
    row->has_capital |= !isnan(capital);
    row->has_running |= !isnan(running);
    return isnan(capital) ? running : isnan(running) ? capital : capital + running;
}

static void
fold_costs(const folding *self, uint32_t i)
{
    const suf_margin_question *question = self->question;
    const suf_margin_option *option = &question->options[i];
    const suf_design_spec *design = &question->model->design;
    const suf_margin_effect none = {(double) NAN, (double) NAN, (double) NAN};
    suf_margin_row *row = &self->answer->rows[i];
    suf_estimate cost = {0};
    suf_quotient quotient = {0};
    bool is_other = false; /* some replication costs something else */
    row->has_capital = row->has_running = false;
    for (uint32_t r = 0; r < self->answer->n_replications; r++) {
        double more = cost_of(self, i, r, row);
        double served = measured(self, option, option->run, r, SUF_MARGIN_SERVED) -
                        measured(self, option, 0, r, SUF_MARGIN_SERVED);
        suf_estimate_add(&cost, design, r, more / divisor_of(option));
        suf_quotient_add(&quotient, design, r, NULL, served, more / YUAN_PER_MILLION);
        is_other = is_other || more > 0 || more < 0;
    }
    row->cost = none;
    row->per_million = none;
    if (!is_other) { /* nothing of it has a cost: that is not known, and not 0 */
        row->has_capital = row->has_running = false;
        return;
    }
    row->cost = effect_of(&cost);
    row->per_million.mean = suf_quotient_mean(&quotient);
    suf_quotient_interval(
        &quotient, CONFIDENCE, &row->per_million.low, &row->per_million.high);
}

static void
fold_option(const folding *self, uint32_t i)
{
    const suf_margin_question *question = self->question;
    const suf_margin_option *option = &question->options[i];
    const suf_design_spec *design = &question->model->design;
    suf_margin_row *row = &self->answer->rows[i];
    double divisor = divisor_of(option);
    suf_estimate effects[SUF_N_MARGINS] = {0};
    suf_quotient share = {0};
    for (uint32_t r = 0; r < self->answer->n_replications; r++) {
        for (int q = 0; q < SUF_N_MARGINS; q++) {
            double before = measured(self, option, 0, r, q);
            double after = measured(self, option, option->run, r, q);
            double better = q == SUF_MARGIN_SERVED ? after - before : before - after;
            suf_estimate_add(&effects[q], design, r, better / divisor);
            row->is_short |= q != SUF_MARGIN_SERVED && before > 0;
            if (q == (int) question->by) {
                self->scores[(size_t) i * self->answer->n_replications + r] =
                    better / divisor;
            }
            if (q == SUF_MARGIN_UNMET) {
                suf_quotient_add(&share, design, r, NULL, better, before);
            }
        }
    }
    for (int q = 0; q < SUF_N_MARGINS; q++) {
        row->effects[q] = effect_of(&effects[q]);
    }
    row->unmet = suf_estimate_mean(&share.base);
    row->share.mean = suf_quotient_mean(&share);
    suf_quotient_interval(&share, CONFIDENCE, &row->share.low, &row->share.high);
}

/* --- targets ------------------------------------------------------------------------ */

/* Whether another option of the same run is felt by the target too. */
static bool
is_shared(const suf_margin_question *question, uint32_t option, uint32_t target)
{
    for (uint32_t i = 0; i < question->n_options; i++) {
        if (i != option && question->options[i].run == question->options[option].run &&
            suf_links_is_felt(question->model, question->options[i].felt, target)) {
            return true;
        }
    }
    return false;
}

static suf_margin_gain
gain_of(const folding *self, uint32_t i, uint32_t target)
{
    const suf_margin_question *question = self->question;
    const suf_margin_option *option = &question->options[i];
    const suf_model *model = question->model;
    suf_margin_gain gain = {SUF_MARGIN_NOT_FELT, {0, 0, 0}};
    suf_estimate change = {0};
    if (!suf_links_is_felt(model, option->felt, target)) {
        return gain;
    }
    if (is_shared(question, i, target)) {
        return (suf_margin_gain){
            SUF_MARGIN_SHARED, {(double) NAN, (double) NAN, (double) NAN}};
    }
    for (uint32_t r = 0; r < self->answer->n_replications; r++) {
        const double *before = NULL;
        const double *after = NULL;
        const double *values = NULL;
        suf_evaluations_get(self->evaluations, self->vectors, r, &before, &values);
        double was = before[target];
        suf_evaluations_get(self->evaluations,
            self->vectors + (size_t) option->run * model->n_levers, r, &after, &values);
        suf_estimate_add(&change, &model->design, r, after[target] - was);
    }
    gain.state = SUF_MARGIN_KNOWN;
    gain.change.mean = suf_estimate_mean(&change);
    suf_estimate_change(&change, CONFIDENCE, &gain.change.low, &gain.change.high);
    if (change.tally.n == 0) { /* no replication decides it */
        gain.change = (suf_margin_effect){(double) NAN, (double) NAN, (double) NAN};
    }
    return gain;
}

/* --- which is best ------------------------------------------------------------------ */

static bool
is_of_group(const suf_margin_option *a, const suf_margin_option *b)
{
    return a->service == b->service &&
           (a->district == SUF_NONE) == (b->district == SUF_NONE);
}

/* Whether the interval of the paired difference of two options, at the look's confidence,
 * is above 0. */
static bool
is_above(const folding *self, uint32_t best, uint32_t other)
{
    uint32_t n = self->answer->n_replications;
    const double *a = self->scores + (size_t) best * n;
    const double *b = self->scores + (size_t) other * n;
    suf_estimate difference = {0};
    for (uint32_t r = 0; r < n; r++) {
        suf_estimate_add(&difference, &self->question->model->design, r, a[r] - b[r]);
    }
    return suf_estimate_mean(&difference) >
           suf_estimate_half_width(&difference, self->answer->confidence);
}

/* Whether nothing that is asked by changed in any replication. */
static bool
is_idle(const folding *self, uint32_t option)
{
    uint32_t n = self->answer->n_replications;
    const double *scores = self->scores + (size_t) option * n;
    for (uint32_t r = 0; r < n; r++) {
        if (scores[r] < 0 || scores[r] > 0) {
            return false;
        }
    }
    return true;
}

/* The verdict on the group of an option, whose best is marked. */
static suf_margin_verdict
judge(const folding *self, uint32_t first)
{
    const suf_margin_question *question = self->question;
    const suf_margin_row *rows = self->answer->rows;
    uint32_t best = first;
    uint32_t n = 0;
    bool is_idle_all = true;
    for (uint32_t i = 0; i < question->n_options; i++) {
        if (is_of_group(&question->options[i], &question->options[first])) {
            n++;
            is_idle_all = is_idle_all && is_idle(self, i);
            best =
                rows[i].effects[question->by].mean > rows[best].effects[question->by].mean
                    ? i
                    : best;
        }
    }
    if (isnan(rows[best].effects[question->by].mean)) {
        return SUF_MARGIN_UNKNOWN;
    }
    if (is_idle_all) {
        return SUF_MARGIN_NONE_HELPS;
    }
    self->answer->rows[best].is_best = true;
    for (uint32_t i = 0; i < question->n_options; i++) {
        if (i != best && is_of_group(&question->options[i], &question->options[first]) &&
            !is_above(self, best, i)) {
            return SUF_MARGIN_BEST_OPEN;
        }
    }
    return n == 1 ? SUF_MARGIN_ONLY_ONE : SUF_MARGIN_BEST_TOLD;
}

suf_status
suf_margin_fold(const suf_margin_question *question, const suf_evaluations *evaluations,
    const double *vectors, suf_margin_answer *answer)
{
    folding self = {.question = question,
        .evaluations = evaluations,
        .vectors = vectors,
        .answer = answer};
    suf_status status =
        suf_array_new((size_t) question->n_options * answer->n_replications,
            sizeof *self.scores, &self.scores);
    if (status != SUF_OK) {
        return status;
    }
    for (uint32_t i = 0; i < question->n_options; i++) {
        answer->rows[i].is_best = false;
        answer->rows[i].is_short = false;
        fold_option(&self, i);
        fold_costs(&self, i);
        for (uint32_t t = 0; t < answer->n_targets; t++) {
            answer->rows[i].gains[t] = gain_of(&self, i, t);
        }
    }
    answer->is_settled = true;
    for (uint32_t i = 0; i < question->n_options; i++) {
        answer->verdicts[i] = judge(&self, i);
        answer->is_settled &= answer->verdicts[i] != SUF_MARGIN_BEST_OPEN;
    }
    free(self.scores);
    return SUF_OK;
}
