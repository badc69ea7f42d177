/* Scenarios of a run that share their past, replication by replication.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "branches.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

suf_status
suf_branches_init(suf_branches *self, const suf_families *families, size_t most_bytes)
{
    uint32_t n = families->n_scenarios;
    suf_status status = SUF_OK;
    *self = (suf_branches){.families = families, .most_bytes = most_bytes};
    SUF_TRY(suf_array_new(n, sizeof *self->branches, &self->branches));
    SUF_TRY(suf_array_new(n, sizeof *self->outlines, &self->outlines));
    SUF_TRY(suf_array_new(n, sizeof *self->copies, &self->copies));
    SUF_TRY(suf_array_new(n, sizeof *self->days, &self->days));
out:
    return status;
}

void
suf_branches_free(suf_branches *self)
{
    uint32_t n = self->families != NULL ? self->families->n_scenarios : 0;
    for (uint32_t i = 0; i < n; i++) {
        if (self->outlines != NULL) {
            suf_outline_free(&self->outlines[i]);
        }
        if (self->copies != NULL) {
            suf_checkpoint_free(&self->copies[i].checkpoint);
        }
    }
    free(self->branches);
    free(self->outlines);
    free(self->copies);
    free(self->days);
    *self = (suf_branches){0};
}

void
suf_branches_begin(suf_branches *self, uint32_t number)
{
    self->number = number;
    for (uint32_t i = 0; i < self->families->n_scenarios; i++) {
        self->copies[i].is_needed = false;
    }
}

suf_status
suf_branches_add(suf_branches *self, uint32_t scenario, const suf_branch *branch)
{
    const suf_model *model = branch->parameters->model;
    const suf_rng_key key = {.seed = model->seed, .replication = self->number};
    suf_outline *outline = &self->outlines[scenario];
    suf_status status = SUF_OK;
    self->branches[scenario] = *branch;
    if (outline->model == NULL) {
        SUF_TRY(suf_outline_init(outline, model));
    }
    suf_outline_draw(outline, branch->parameters, key);
out:
    if (status != SUF_OK) {
        suf_outline_free(outline);
    }
    return status;
}

uint32_t
suf_branches_day(const suf_branches *self, uint32_t later, uint32_t earlier)
{
    const suf_families *families = self->families;
    const suf_plan_match *match =
        &families->matches[(size_t) later * families->n_scenarios + earlier];
    const suf_parameters *a = self->branches[later].parameters;
    const suf_parameters *b = self->branches[earlier].parameters;
    const suf_calendar *calendar = &a->model->calendar;
    const suf_scope whole = {0};
    /* They follow from what is the same; a difference would be noticed here. */
    if (!match->is_alike || memcmp(a->assumptions, b->assumptions,
                                suf_model_n_values(a->model) * sizeof(double)) != 0) {
        return 0;
    }
    double first = suf_outline_difference(
        &self->outlines[later], &self->outlines[earlier], match, &whole);
    /* What differs never, or at the end alone, branches off as the last month begins. */
    return suf_outline_month(
        a->model, fmin(first, calendar->limits_days[calendar->n_months - 1]));
}

/* The copy from which most of a scenario is done; NULL: none. */
static suf_branch_copy *
find_copy(const suf_branches *self, uint32_t scenario)
{
    suf_branch_copy *best = NULL;
    for (uint32_t i = 0; i < self->families->n_scenarios; i++) {
        suf_branch_copy *copy = &self->copies[i];
        if (copy->is_needed && (best == NULL || copy->day > best->day) &&
            copy->day <= suf_branches_day(self, scenario, copy->scenario)) {
            best = copy;
        }
    }
    return best;
}

/* Finds the days, rising, at which later ones branch off from a scenario that begins on a
 * day, and keeps those of the copies that the others need. Returns the number of days. */
static uint32_t
find_days(suf_branches *self, uint32_t scenario, const uint32_t *later, uint32_t n_later,
    uint32_t begins)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < self->families->n_scenarios; i++) {
        self->copies[i].is_asked = false;
    }
    for (uint32_t i = 0; i < n_later; i++) {
        suf_branch_copy *copy = find_copy(self, later[i]);
        uint32_t day = suf_branches_day(self, later[i], scenario);
        if (copy != NULL && day <= copy->day) {
            copy->is_asked = true;
            continue;
        }
        if (day <= begins) {
            continue;
        }
        uint32_t at = 0;
        while (at < n && self->days[at] < day) {
            at++;
        }
        if (at == n || self->days[at] > day) {
            memmove(self->days + at + 1, self->days + at, (n - at) * sizeof *self->days);
            self->days[at] = day;
            n++;
        }
    }
    for (uint32_t i = 0; i < self->families->n_scenarios; i++) {
        self->copies[i].is_needed = self->copies[i].is_asked;
    }
    return n;
}

/* Of the room of all copies, needed or not. */
static size_t
n_bytes(const suf_branches *self)
{
    size_t n = 0;
    for (uint32_t i = 0; i < self->families->n_scenarios; i++) {
        n += self->copies[i].checkpoint.capacity;
    }
    return n;
}

/* Saves a replication that has come to a day, where there is room for it. */
static void
save(suf_branches *self, uint32_t scenario, uint32_t day)
{
    suf_branch_copy *copy = self->copies;
    while (copy->is_needed) {
        copy++; /* there are fewer than scenarios */
    }
    if (suf_replication_save(self->branches[scenario].replication, &copy->checkpoint) ==
        SUF_OK) {
        copy->scenario = scenario;
        copy->day = day;
        copy->is_needed = true;
    }
    if (!copy->is_needed || n_bytes(self) > self->most_bytes) {
        suf_checkpoint_free(&copy->checkpoint);
        copy->is_needed = false;
    }
}

suf_status
suf_branches_run(suf_branches *self, uint32_t scenario, const uint32_t *later,
    uint32_t n_later, suf_metrics *metrics, uint64_t *n_shared)
{
    const suf_families *families = self->families;
    const suf_branch *own = &self->branches[scenario];
    suf_branch_copy *copy = find_copy(self, scenario);
    uint32_t begins = copy != NULL ? copy->day : 0;
    suf_status status = SUF_OK;
    *n_shared = 0;
    if (copy != NULL) {
        const suf_plan_match *match =
            &families
                 ->matches[(size_t) scenario * families->n_scenarios + copy->scenario];
        SUF_TRY(suf_replication_resume(own->replication, own->parameters, self->number,
            own->map, metrics, &copy->checkpoint, match));
        *n_shared = own->replication->core.n_events;
        self->n_gone_on++;
    } else {
        SUF_TRY(suf_replication_start(
            own->replication, own->parameters, self->number, own->map, metrics, NULL));
    }
    uint32_t n_days = find_days(self, scenario, later, n_later, begins);
    for (uint32_t i = 0; i < n_days; i++) {
        if (suf_replication_run_to(own->replication, self->days[i])) {
            save(self, scenario, self->days[i]);
        }
    }
    status = suf_replication_run(own->replication);
out:
    return status;
}
