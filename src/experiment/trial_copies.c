/* Trials of one replication that share their past.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "trial_copies.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

suf_status
suf_trial_copies_init(suf_trial_copies *self, const suf_model *model, size_t most_bytes)
{
    suf_status status = SUF_OK;
    *self = (suf_trial_copies){.model = model, .most_bytes = most_bytes};
    SUF_TRY(suf_outline_init(&self->own, model));
    SUF_TRY(suf_outline_init(&self->other, model));
    SUF_TRY(suf_array_new(model->n_levers, sizeof *self->levers, &self->levers));
    SUF_TRY(
        suf_array_new(model->n_levers, sizeof *self->last.levers, &self->last.levers));
out:
    return status;
}

static void
copy_free(suf_trial_copy *self)
{
    suf_checkpoint_free(&self->checkpoint);
    free(self->levers);
    *self = (suf_trial_copy){0};
}

void
suf_trial_copies_free(suf_trial_copies *self)
{
    suf_trial_copies_forget(self);
    suf_outline_free(&self->own);
    suf_outline_free(&self->other);
    copy_free(&self->last);
    free(self->levers);
    free(self->kept);
    *self = (suf_trial_copies){0};
}

void
suf_trial_copies_forget(suf_trial_copies *self)
{
    for (size_t i = 0; i < self->n; i++) {
        copy_free(&self->kept[i]);
    }
    self->n = 0;
    self->n_bytes = 0;
    self->has_last = false;
}

static suf_trial_copy *
find_kept(const suf_trial_copies *self, uint32_t replication)
{
    for (size_t i = 0; i < self->n; i++) {
        if (self->kept[i].replication == replication) {
            return &self->kept[i];
        }
    }
    return NULL;
}

bool
suf_trial_copies_has(const suf_trial_copies *self, uint32_t replication)
{
    return find_kept(self, replication) != NULL;
}

/* Draws the outline of other levers; the parameters have their own again afterwards. */
static void
draw_other(suf_trial_copies *self, suf_parameters *parameters, suf_rng_key key,
    const double *levers)
{
    size_t bytes = self->model->n_levers * sizeof *levers;
    memcpy(self->levers, parameters->chosen.values, bytes);
    suf_chosen_set(&parameters->chosen, levers);
    suf_outline_draw(&self->other, parameters, key);
    suf_chosen_set(&parameters->chosen, self->levers);
}

/* The instant at which a copy is worth having, day; 0: none. */
static uint32_t
find_day(suf_trial_copies *self, const suf_replication *replication,
    suf_parameters *parameters, suf_rng_key key, suf_trial_levers varying)
{
    double *probe = self->last.levers; /* scratch, until it is saved */
    double first = (double) INFINITY;
    for (int end = 0; end < 2; end++) {
        memcpy(probe, parameters->chosen.values, self->model->n_levers * sizeof *probe);
        for (uint32_t i = 0; i < varying.n; i++) {
            const suf_lever_model *lever = &self->model->levers[varying.items[i]];
            probe[varying.items[i]] = end == 0 ? lever->least : lever->most;
        }
        draw_other(self, parameters, key, probe);
        first = fmin(first,
            suf_outline_difference(&self->own, &self->other, NULL, &replication->scope));
    }
    return suf_outline_month(self->model, first);
}

/* The copy that a trial may go on from; NULL: none. */
static suf_trial_copy *
find_usable(suf_trial_copies *self, const suf_replication *replication,
    suf_parameters *parameters, suf_rng_key key, bool *is_known)
{
    uint32_t number = (uint32_t) key.replication;
    suf_trial_copy *copy = find_kept(self, number);
    if (copy == NULL && self->has_last && self->last.replication == number) {
        copy = &self->last;
    }
    *is_known = copy != NULL;
    if (copy == NULL) {
        return NULL;
    }
    draw_other(self, parameters, key, copy->levers);
    double first =
        suf_outline_difference(&self->own, &self->other, NULL, &replication->scope);
    return first >= copy->day ? copy : NULL;
}

suf_status
suf_trial_copies_run(suf_trial_copies *self, suf_replication *replication,
    suf_parameters *parameters, uint32_t number, const suf_layout_map *map,
    suf_metrics *metrics, suf_trial_levers varying)
{
    const suf_rng_key key = {.seed = self->model->seed, .replication = number};
    bool is_known = false;
    suf_status status = SUF_OK;
    suf_outline_draw(&self->own, parameters, key);
    suf_trial_copy *copy = find_usable(self, replication, parameters, key, &is_known);
    if (copy != NULL) {
        SUF_TRY(suf_replication_resume(
            replication, parameters, number, map, metrics, &copy->checkpoint, NULL));
        self->n_gone_on++;
        return suf_replication_run(replication);
    }
    uint32_t day = 0;
    if (!is_known) {
        self->has_last = false;
        day = find_day(self, replication, parameters, key, varying);
    }
    SUF_TRY(suf_replication_start(replication, parameters, number, map, metrics, NULL));
    if (day > 0 && suf_replication_run_to(replication, day) &&
        suf_replication_save(replication, &self->last.checkpoint) == SUF_OK) {
        self->last.replication = number;
        self->last.day = day;
        memcpy(self->last.levers, parameters->chosen.values,
            self->model->n_levers * sizeof *self->last.levers);
        self->has_last = true;
        self->n_saved++;
    }
    status = suf_replication_run(replication);
out:
    return status;
}

void
suf_trial_copies_keep(suf_trial_copies *self, uint32_t number)
{
    const suf_trial_copy *last = &self->last;
    suf_trial_copy copy = {.replication = number, .day = last->day};
    if (!self->has_last || last->replication != number || find_kept(self, number) ||
        last->checkpoint.n > self->most_bytes - self->n_bytes) {
        return;
    }
    suf_status status = SUF_OK;
    SUF_TRY(
        suf_array_grow(&self->kept, &self->capacity, self->n + 1, sizeof *self->kept));
    SUF_TRY(suf_array_new(self->model->n_levers, sizeof *copy.levers, &copy.levers));
    SUF_TRY(suf_checkpoint_clone(&last->checkpoint, &copy.checkpoint));
    memcpy(copy.levers, last->levers, self->model->n_levers * sizeof *copy.levers);
    self->n_bytes += copy.checkpoint.n;
    self->kept[self->n++] = copy;
    return;
out:
    copy_free(&copy); /* without memory, without a copy */
}
