/* The least costly values of several levers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "joint_search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "question/joint_brackets.h"
#include "question/joint_choice.h"
#include "question/joint_exchange.h"
#include "question/ranks.h"
#include "stats/estimate.h"

enum { LEAST_CHECKED = 50 };

/* --- choosing ----------------------------------------------------------------------- */

static suf_joint_problem
problem_of(const suf_joint_brackets *self, uint32_t n_met)
{
    return (suf_joint_problem){.n = self->task->n,
        .n_levers = self->task->n_levers,
        .critical = self->answer->critical,
        .cost = self->task->cost,
        .n_met = n_met,
        .most_nodes = self->task->most_nodes};
}

/* P of sizes, by the critical sizes. */
static void
estimate(const suf_joint_brackets *self, suf_joint_sizes *sizes)
{
    const suf_joint_task *task = self->task;
    suf_estimate of = {0};
    for (uint32_t r = 0; r < task->n; r++) {
        const uint32_t *critical = &self->answer->critical[(size_t) r * task->n_levers];
        bool is_met = true;
        for (uint32_t k = 0; k < task->n_levers; k++) {
            is_met = is_met && critical[k] <= sizes->at[k];
        }
        suf_estimate_add(&of, task->design, r, is_met ? 1 : 0);
    }
    sizes->p = suf_estimate_mean(&of);
    suf_estimate_probability(&of, task->confidence, &sizes->low, &sizes->high);
}

static suf_status
choose(const suf_joint_brackets *self, uint32_t n_met, suf_joint_sizes *sizes)
{
    suf_joint_problem problem = problem_of(self, n_met <= self->task->n ? n_met : 1);
    suf_joint_choice choice = {0};
    suf_status status = SUF_OK;
    free(sizes->at);
    *sizes = (suf_joint_sizes){.n_met = n_met};
    if (n_met > self->task->n) {
        return SUF_OK;
    }
    SUF_TRY(suf_joint_choose(&problem, &choice));
    *sizes = (suf_joint_sizes){.is_possible = choice.is_possible,
        .at = choice.at,
        .cost = choice.cost,
        .bound = choice.bound,
        .is_proven = choice.is_proven,
        .n_nodes = choice.n_nodes,
        .n_met = n_met};
    choice.at = NULL;
    if (sizes->is_possible) {
        estimate(self, sizes);
    }
out:
    suf_joint_choice_free(&choice);
    return status;
}

/* P at most that can be reached: of all that are met somewhere. */
static void
find_most(const suf_joint_brackets *self)
{
    const suf_joint_task *task = self->task;
    suf_joint_answer *answer = self->answer;
    suf_estimate of = {0};
    for (uint32_t r = 0; r < task->n; r++) {
        bool is_met = true;
        for (uint32_t k = 0; k < task->n_levers; k++) {
            is_met =
                is_met && answer->critical[(size_t) r * task->n_levers + k] != SUF_NONE;
        }
        suf_estimate_add(&of, task->design, r, is_met ? 1 : 0);
    }
    answer->most_p = suf_estimate_mean(&of);
    suf_estimate_probability(
        &of, task->confidence, &answer->most_low, &answer->most_high);
}

/* --- checking ----------------------------------------------------------------------- */

static suf_status
note_violation(suf_joint_brackets *self, uint32_t replication, uint32_t lever)
{
    suf_joint_answer *answer = self->answer;
    size_t capacity = answer->n_violations;
    suf_status status = suf_array_grow(&answer->violations, &capacity,
        answer->n_violations + 1, sizeof *answer->violations);
    if (status == SUF_OK) {
        answer->violations[answer->n_violations++] =
            (suf_joint_violation){replication, lever};
    }
    return status;
}

/* Takes over what a replication did at sizes, where it is not what its bracket says. */
static suf_status
correct(suf_joint_brackets *self, uint32_t r, const uint32_t *at, const double *met,
    uint32_t *n_wrong)
{
    const suf_joint_task *task = self->task;
    suf_status status = SUF_OK;
    for (uint32_t k = 0; k < task->n_levers; k++) {
        size_t i = (size_t) r * task->n_levers + k;
        bool is_known =
            self->misses_at[i] >= (int64_t) at[k] || self->meets_at[i] <= (int64_t) at[k];
        bool says = self->meets_at[i] <= (int64_t) at[k];
        if (!is_known || says == (met[k] > 0)) {
            continue;
        }
        SUF_TRY(note_violation(self, r, k));
        ++*n_wrong;
        if (met[k] > 0) {
            self->meets_at[i] = at[k];
            self->misses_at[i] = -1;
        } else {
            self->misses_at[i] = at[k];
            self->meets_at[i] = task->n_values[k];
        }
    }
out:
    return status;
}

/* What was seen of sizes. */
typedef struct seen {
    uint32_t n, n_wrong; /* replications, and levers of them not as expected */
    suf_estimate all;    /* whether all parts are met */
} seen;

/* Tries sizes with the replications from those seen to `end`. */
static suf_status
try_sizes(suf_joint_brackets *self, const uint32_t *at, uint32_t end, seen *of)
{
    const suf_joint_task *task = self->task;
    uint32_t begin = of->n;
    suf_status status = SUF_OK;
    for (uint32_t r = begin; r < end; r++) {
        self->trials[r - begin] = (suf_joint_trial){r, at};
    }
    SUF_TRY(suf_joint_brackets_ask(self, end - begin));
    for (uint32_t r = begin; r < end; r++) {
        const double *met = &self->met[(size_t) (r - begin) * (task->n_levers + 1)];
        bool is_all = true;
        for (uint32_t k = 0; k <= task->n_levers; k++) {
            is_all = is_all && met[k] > 0;
        }
        suf_estimate_add(&of->all, task->design, r, is_all ? 1 : 0);
        self->is_met[r] = is_all;
        SUF_TRY(correct(self, r, at, met, &of->n_wrong));
    }
    of->n = end;
out:
    return status;
}

/* Whether all were tried and enough of them are met: then P is what was seen. */
static bool
is_settled(const suf_joint_brackets *self, const seen *of)
{
    const suf_joint_task *task = self->task;
    suf_joint_sizes *fits = &self->answer->fits;
    double p = suf_estimate_mean(&of->all);
    if (of->n < task->n) {
        return of->n_wrong == 0;
    }
    if (p * task->n < suf_rank_fits(task->n, task->p) - 0.5) {
        return false;
    }
    fits->p = p;
    suf_estimate_probability(&of->all, task->confidence, &fits->low, &fits->high);
    return true;
}

/* Tries the answer and finds brackets again that it contradicts, until enough are met. */
static suf_status
settle(suf_joint_brackets *self)
{
    const suf_joint_task *task = self->task;
    suf_joint_answer *answer = self->answer;
    uint32_t n_first = task->n / 10 > LEAST_CHECKED ? task->n / 10 : LEAST_CHECKED;
    uint32_t wanted = suf_rank_fits(task->n, task->p);
    bool is_over = false;
    suf_status status = SUF_OK;
    n_first = n_first < task->n ? n_first : task->n;
    SUF_TRY(suf_array_new(task->n_levers, sizeof *self->context, &self->context));
    while (!is_over && answer->fits.is_possible) {
        seen of = {0};
        memcpy(self->context, answer->fits.at, task->n_levers * sizeof *self->context);
        SUF_TRY(try_sizes(self, self->context, task->is_linked ? task->n : n_first, &of));
        if (of.n_wrong > 0) {
            SUF_TRY(try_sizes(self, self->context, task->n, &of));
        }
        answer->n_checked = of.n > answer->n_checked ? of.n : answer->n_checked;
        suf_joint_brackets_tell(self, "check");
        is_over = is_settled(self, &of);
        if (of.n_wrong > 0) {
            SUF_TRY(suf_joint_brackets_close(self));
            suf_joint_brackets_read(self);
        }
        if (!is_over) {
            SUF_TRY(choose(self, wanted, &answer->fits));
            bool is_same = answer->fits.is_possible &&
                           memcmp(self->context, answer->fits.at,
                               task->n_levers * sizeof *self->context) == 0;
            if (is_same && wanted < task->n) { /* the sizes tell too much: more of them */
                SUF_TRY(choose(self, ++wanted, &answer->fits));
            }
            is_over = is_same && wanted == task->n;
        }
    }
out:
    return status;
}

/* --- all of it ---------------------------------------------------------------------- */

/* Exchanges until none saves; then tries all replications, and goes back to where it
 * began if they are not enough. */
static suf_status
improve(suf_joint_brackets *self)
{
    const suf_joint_task *task = self->task;
    suf_joint_answer *answer = self->answer;
    suf_joint_sizes *fits = &answer->fits;
    double before = fits->cost;
    uint32_t *sizes = NULL; /* those in hand, and those before */
    seen of = {0};
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(2 * (size_t) task->n_levers, sizeof *sizes, &sizes));
    uint32_t *first = sizes + task->n_levers;
    memcpy(first, fits->at, task->n_levers * sizeof *first);
    SUF_TRY(suf_joint_exchange(self));
    if (answer->n_exchanged == 0) {
        goto out;
    }
    memcpy(sizes, fits->at, task->n_levers * sizeof *sizes);
    SUF_TRY(try_sizes(self, sizes, task->n, &of));
    if (!is_settled(self, &of)) {
        memcpy(fits->at, first, task->n_levers * sizeof *first);
        fits->cost = before;
        answer->n_exchanged = 0;
    }
out:
    free(sizes);
    return status;
}

/* What each needs alone, and what that gives together. */
static suf_status
look_alone(const suf_joint_brackets *self)
{
    const suf_joint_task *task = self->task;
    suf_joint_answer *answer = self->answer;
    suf_joint_problem problem = problem_of(self, suf_rank_fits(task->n, task->p));
    suf_status status = SUF_OK;
    for (uint32_t k = 0; k < task->n_levers; k++) {
        SUF_TRY(suf_joint_alone(&problem, k, &answer->alone[k]));
    }
    answer->alone_p = (double) suf_joint_n_met(&problem, answer->alone) / task->n;
out:
    return status;
}

static suf_status
go(suf_joint_brackets *self)
{
    const suf_joint_task *task = self->task;
    suf_joint_answer *answer = self->answer;
    suf_joint_sizes upper = {0};
    suf_status status = SUF_OK;
    self->n_met = suf_rank_upper(task->n, task->p, task->confidence);
    SUF_TRY(suf_joint_brackets_begin(self));
    SUF_TRY(suf_joint_brackets_close(self));
    suf_joint_brackets_read(self);
    SUF_TRY(choose(self, suf_rank_fits(task->n, task->p), &answer->fits));
    SUF_TRY(settle(self));
    find_most(self);
    if (!answer->fits.is_possible) {
        answer->outcome = SUF_JOINT_NOT_REACHED;
        goto out;
    }
    SUF_TRY(look_alone(self));
    SUF_TRY(
        choose(self, suf_rank_safe(task->n, task->p, task->confidence), &answer->safe));
    SUF_TRY(choose(self, self->n_met, &upper));
    answer->upper_cost = upper.is_possible ? upper.bound : 0;
    if (task->is_linked) {
        SUF_TRY(improve(self));
        answer->fits.is_proven = false;
    }
out:
    free(upper.at);
    return status;
}

suf_status
suf_joint_search(const suf_joint_task *task, suf_joint_answer *answer)
{
    suf_joint_brackets self;
    suf_status status = SUF_OK;
    *answer = (suf_joint_answer){0};
    SUF_TRY(suf_joint_brackets_init(&self, task, answer));
    SUF_TRY(suf_array_new(task->n_levers, sizeof *answer->alone, &answer->alone));
    SUF_TRY(suf_array_new(
        (size_t) task->n * task->n_levers, sizeof *answer->critical, &answer->critical));
    SUF_TRY(go(&self));
out:
    suf_joint_brackets_free(&self);
    if (status != SUF_OK) {
        suf_joint_answer_free(answer);
    }
    return status;
}
