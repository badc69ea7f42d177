/* What is known while several levers are searched.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "joint_brackets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"

enum { LEAST_PILOT = 50, PILOT_PARTS = 64 };

suf_status
suf_joint_brackets_init(
    suf_joint_brackets *self, const suf_joint_task *task, suf_joint_answer *answer)
{
    size_t n = (size_t) task->n * task->n_levers;
    suf_status status = SUF_OK;
    *self = (suf_joint_brackets){.task = task, .answer = answer};
    SUF_TRY(suf_array_new(n, sizeof *self->misses_at, &self->misses_at));
    SUF_TRY(suf_array_new(n, sizeof *self->meets_at, &self->meets_at));
    SUF_TRY(suf_array_new(n, sizeof *self->at, &self->at));
    SUF_TRY(suf_array_new(n + task->n, sizeof *self->met, &self->met));
    SUF_TRY(suf_array_new(task->n, sizeof *self->rest, &self->rest));
    SUF_TRY(suf_array_new(task->n, sizeof *self->trials, &self->trials));
    SUF_TRY(suf_array_new(task->n, sizeof *self->is_met, &self->is_met));
    SUF_TRY(suf_array_new(task->n, sizeof *self->scratch, &self->scratch));
    SUF_TRY(suf_array_new(task->n_levers, sizeof *self->least, &self->least));
    for (size_t i = 0; i < n; i++) {
        self->misses_at[i] = -1;
        self->meets_at[i] = task->n_values[i % task->n_levers];
    }
    memset(self->rest, -1, task->n);
out:
    return status;
}

void
suf_joint_brackets_free(suf_joint_brackets *self)
{
    free(self->misses_at);
    free(self->meets_at);
    free(self->at);
    free(self->met);
    free(self->rest);
    free(self->trials);
    free(self->is_met);
    free(self->scratch);
    free(self->least);
    free(self->context);
    *self = (suf_joint_brackets){0};
}

suf_status
suf_joint_brackets_ask(suf_joint_brackets *self, uint32_t n)
{
    const suf_joint_task *task = self->task;
    suf_status status = SUF_OK;
    if (n > 0) {
        status = task->ask(task->context, self->trials, n, self->met);
    }
    for (uint32_t i = 0; status == SUF_OK && i < n; i++) {
        self->rest[self->trials[i].replication] =
            self->met[(size_t) i * (task->n_levers + 1) + task->n_levers] > 0 ? 1 : 0;
    }
    self->answer->n_asked += n;
    return status;
}

static int
compare(const void *left, const void *right)
{
    const uint32_t *a = left;
    const uint32_t *b = right;
    return (*a > *b) - (*a < *b);
}

/* The sizes that are surely needed: the rank of the least that each may be. */
static void
find_least(suf_joint_brackets *self)
{
    const suf_joint_task *task = self->task;
    for (uint32_t k = 0; k < task->n_levers; k++) {
        for (uint32_t r = 0; r < task->n; r++) {
            self->scratch[r] =
                (uint32_t) (self->misses_at[(size_t) r * task->n_levers + k] + 1);
        }
        qsort(self->scratch, task->n, sizeof *self->scratch, compare);
        self->least[k] = self->scratch[self->n_met - 1];
    }
}

static bool
is_open(const suf_joint_brackets *self, size_t i, int64_t least)
{
    return self->misses_at[i] + 1 < self->meets_at[i] && self->meets_at[i] > least;
}

/* The value at which a bracket is split: that of all where it straddles it; else, by
 * turns, the middle of the sizes that are known in it, and its own. */
static uint32_t
split(const suf_joint_brackets *self, size_t i, const uint32_t *common, uint32_t round)
{
    uint32_t n_levers = self->task->n_levers;
    uint32_t k = (uint32_t) (i % n_levers);
    int64_t low = self->misses_at[i];
    int64_t high = self->meets_at[i];
    if (common != NULL && low < (int64_t) common[k] && (int64_t) common[k] < high) {
        return common[k];
    }
    int64_t middle = low + (high - low) / 2;
    if (round % 2 == 1) {
        return (uint32_t) middle;
    }
    uint32_t n_known = 0;
    for (uint32_t r = 0; r < self->task->n; r++) {
        size_t j = (size_t) r * n_levers + k;
        if (self->misses_at[j] + 1 == self->meets_at[j] && self->meets_at[j] > low + 1 &&
            self->meets_at[j] < high) {
            self->scratch[n_known++] = (uint32_t) self->meets_at[j];
        }
    }
    if (n_known < 3) {
        return (uint32_t) middle;
    }
    qsort(self->scratch, n_known, sizeof *self->scratch, compare);
    return self->scratch[n_known / 2] - 1;
}

/* Puts a trial together; false: the replication has nothing open. */
static bool
make_trial(suf_joint_brackets *self, uint32_t r, uint32_t number, const uint32_t *common,
    uint32_t round)
{
    const suf_joint_task *task = self->task;
    uint32_t *at = &self->at[(size_t) number * task->n_levers];
    bool has_open = false;
    for (uint32_t k = 0; k < task->n_levers; k++) {
        size_t i = (size_t) r * task->n_levers + k;
        int64_t last = task->n_values[k] - 1;
        if (is_open(self, i, self->least[k])) {
            at[k] = split(self, i, common, round);
            has_open = true;
        } else if (self->context != NULL) {
            at[k] = self->context[k];
        } else {
            at[k] = (uint32_t) (self->meets_at[i] < last ? self->meets_at[i] : last);
        }
    }
    self->trials[number] = (suf_joint_trial){r, at};
    return has_open;
}

/* Narrows the brackets of the levers that were split. */
static void
narrow(suf_joint_brackets *self, uint32_t n)
{
    uint32_t n_levers = self->task->n_levers;
    for (uint32_t j = 0; j < n; j++) {
        const suf_joint_trial *trial = &self->trials[j];
        for (uint32_t k = 0; k < n_levers; k++) {
            size_t i = (size_t) trial->replication * n_levers + k;
            int64_t at = trial->at[k];
            bool is_inside = at > self->misses_at[i] && at < self->meets_at[i];
            if (!is_inside) {
                continue;
            }
            if (self->met[(size_t) j * (n_levers + 1) + k] > 0) {
                self->meets_at[i] = at;
            } else {
                self->misses_at[i] = at;
            }
        }
    }
}

void
suf_joint_brackets_tell(const suf_joint_brackets *self, const char *stage)
{
    const suf_joint_task *task = self->task;
    const suf_joint_answer *answer = self->answer;
    suf_joint_progress progress = {.stage = stage,
        .n_asked = answer->n_asked,
        .cost = answer->fits.is_possible ? answer->fits.cost : (double) NAN};
    if (task->tell == NULL) {
        return;
    }
    for (uint32_t r = 0; r < task->n; r++) {
        bool is_known = true;
        for (uint32_t k = 0; k < task->n_levers; k++) {
            size_t i = (size_t) r * task->n_levers + k;
            is_known = is_known && !is_open(self, i, self->least[k]);
        }
        progress.n_known += is_known ? 1 : 0;
    }
    task->tell(task->context, &progress);
}

/* A round with the first `end` replications; how many were asked. */
static suf_status
go_round(suf_joint_brackets *self, uint32_t end, const uint32_t *common, uint32_t round,
    uint32_t *n)
{
    suf_status status = SUF_OK;
    *n = 0;
    for (uint32_t r = 0; r < end; r++) {
        *n += make_trial(self, r, *n, common, round) ? 1 : 0;
    }
    SUF_TRY(suf_joint_brackets_ask(self, *n));
    narrow(self, *n);
    self->answer->n_rounds += *n > 0 ? 1 : 0;
    if (*n > 0) {
        suf_joint_brackets_tell(self, "brackets");
    }
out:
    return status;
}

suf_status
suf_joint_brackets_close(suf_joint_brackets *self)
{
    suf_status status = SUF_OK;
    for (uint32_t round = 0;; round++) {
        uint32_t n = 0;
        find_least(self);
        SUF_TRY(go_round(self, self->task->n, NULL, round, &n));
        if (n == 0) {
            break;
        }
    }
out:
    return status;
}

/* The size of a lever that a share of the pilot needs at least. */
static uint32_t
pilot_size(suf_joint_brackets *self, uint32_t lever, uint32_t n, double share)
{
    const suf_joint_task *task = self->task;
    uint32_t rank = (uint32_t) fmax(ceil(share * n), 1);
    uint32_t last = task->n_values[lever] - 1;
    for (uint32_t r = 0; r < n; r++) {
        self->scratch[r] =
            (uint32_t) (self->misses_at[(size_t) r * task->n_levers + lever] + 1);
    }
    qsort(self->scratch, n, sizeof *self->scratch, compare);
    return self->scratch[rank - 1] < last ? self->scratch[rank - 1] : last;
}

/* Whether so many meet at a size that a smaller one is needed. */
static bool
is_beyond(const suf_joint_brackets *self, uint32_t lever, uint32_t at)
{
    const suf_joint_task *task = self->task;
    uint32_t n_met = 0;
    for (uint32_t r = 0; r < task->n; r++) {
        n_met += self->meets_at[(size_t) r * task->n_levers + lever] <= (int64_t) at;
    }
    return at > 0 && n_met >= self->n_met;
}

/* All at a common size of each lever, somewhat below what the pilot needs, so that most
 * meet there and are not asked again; lower, ever faster, where too many do. */
static suf_status
begin_with_all(suf_joint_brackets *self, uint32_t n_pilot)
{
    const suf_joint_task *task = self->task;
    double p = (double) self->n_met / task->n;
    double error = sqrt(p * (1 - p) / n_pilot);
    uint32_t *common = NULL;
    uint32_t *stride = NULL;
    bool is_more = true;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(task->n_levers, sizeof *common, &common));
    SUF_TRY(suf_array_new(task->n_levers, sizeof *stride, &stride));
    for (uint32_t k = 0; k < task->n_levers; k++) {
        common[k] = pilot_size(self, k, n_pilot, fmax(p - 1.5 * error, p / 2));
        uint32_t below = pilot_size(self, k, n_pilot, fmax(p - 4 * error, p / 4));
        stride[k] = common[k] > below ? common[k] - below : 1;
    }
    while (is_more) {
        uint32_t n_asked = 0;
        is_more = false;
        SUF_TRY(go_round(self, task->n, common, 1, &n_asked));
        for (uint32_t k = 0; k < task->n_levers; k++) {
            if (is_beyond(self, k, common[k])) {
                common[k] = common[k] > stride[k] ? common[k] - stride[k] : 0;
                stride[k] = stride[k] < task->n_values[k] ? 2 * stride[k] : stride[k];
                is_more = true;
            }
        }
        find_least(self);
    }
out:
    free(common);
    free(stride);
    return status;
}

suf_status
suf_joint_brackets_begin(suf_joint_brackets *self)
{
    const suf_joint_task *task = self->task;
    uint32_t n = task->n / 20 > LEAST_PILOT ? task->n / 20 : LEAST_PILOT;
    uint32_t widest = 0;
    uint32_t *bottom = NULL;
    uint32_t n_asked = 0;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(task->n_levers, sizeof *bottom, &bottom));
    n = n < task->n ? n : task->n;
    for (uint32_t k = 0; k < task->n_levers; k++) {
        widest = task->n_values[k] > widest ? task->n_values[k] : widest;
        self->least[k] = 0;
    }
    /* At the least, where many may be met; then halves, to a part of the range. */
    SUF_TRY(go_round(self, n, bottom, 1, &n_asked));
    for (uint32_t width = widest; width > widest / PILOT_PARTS && width > 1; width /= 2) {
        SUF_TRY(go_round(self, n, NULL, 1, &n_asked));
    }
    SUF_TRY(begin_with_all(self, n));
out:
    free(bottom);
    return status;
}

void
suf_joint_brackets_read(const suf_joint_brackets *self)
{
    const suf_joint_task *task = self->task;
    for (uint32_t r = 0; r < task->n; r++) {
        for (uint32_t k = 0; k < task->n_levers; k++) {
            size_t i = (size_t) r * task->n_levers + k;
            bool is_ever = self->rest[r] != 0 && self->meets_at[i] < task->n_values[k];
            self->answer->critical[i] = is_ever ? (uint32_t) self->meets_at[i] : SUF_NONE;
        }
    }
}
