/* What a question of slips is about.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "slip_choice.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/slipped_projects.h"
#include "question/slip_links.h"

typedef struct choosing {
    suf_slip_choice *choice;
    suf_batch *batch;
    const suf_slip_wanted *wanted;
    suf_faults *faults;
    size_t capacity; /* of the pairs */
} choosing;

static suf_status
refuse(const choosing *self, const char *what, const char *name)
{
    suf_fault_place place = {.file = self->batch->scenarios[0].path};
    suf_faults_add(self->faults, &place, "%s%s%.80s%s", what, name != NULL ? " '" : "",
        name != NULL ? name : "", name != NULL ? "'" : "");
    return SUF_RAISE(SUF_ERROR_SCENARIO);
}

/* --- targets ------------------------------------------------------------------------ */

/* A target, or a condition behind them. */
static const suf_target_row *
row_of(const suf_scenario *ordered, size_t i)
{
    return i < ordered->n_targets ? &ordered->targets[i]
                                  : &ordered->conditions[i - ordered->n_targets];
}

static bool
is_counted(const suf_scenario *ordered, size_t i)
{
    return i < ordered->n_targets && suf_slip_is_built(ordered, &ordered->targets[i]);
}

/* Marks those that are named. Those of use only where they are asked for, or nothing else
 * is named; conditions are of use. */
static suf_status
choose_targets(choosing *self)
{
    suf_slip_choice *choice = self->choice;
    const suf_scenario *ordered = &self->batch->ordered[0];
    const char *pattern = self->wanted->targets;
    size_t n = ordered->n_targets + ordered->n_conditions;
    size_t n_named = 0;
    size_t n_counted = 0;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n, sizeof *choice->is_asked, &choice->is_asked));
    if (n == 0) {
        status = refuse(self, "has no targets: a project can only be late for one", NULL);
        goto out;
    }
    for (size_t i = 0; i < n; i++) {
        choice->is_asked[i] =
            pattern == NULL || fnmatch(pattern, row_of(ordered, i)->target, 0) == 0;
        n_named += choice->is_asked[i];
        n_counted += choice->is_asked[i] && is_counted(ordered, i);
    }
    if (n_named == 0) {
        status = refuse(self, "has no target", pattern);
        goto out;
    }
    choice->has_use = n_counted < n_named && (self->wanted->is_use || n_counted == 0);
    for (size_t i = 0; i < n; i++) {
        if (choice->is_asked[i] && !choice->has_use && !is_counted(ordered, i)) {
            choice->is_asked[i] = false;
            choice->n_passed_over += i < ordered->n_targets;
        }
        choice->n_asked += choice->is_asked[i];
    }
out:
    return status;
}

/* Only what is counted: the rest of the scenario goes. */
static suf_status
reduce(choosing *self)
{
    suf_slip_choice *choice = self->choice;
    uint32_t n = 0;
    suf_scenario *ordered = &self->batch->ordered[0];
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(ordered->n_targets, sizeof *choice->map, &choice->map));
    for (size_t i = 0; i < ordered->n_targets; i++) {
        if (choice->is_asked[i]) {
            choice->map[n++] = self->batch->maps[0].targets[i];
        }
    }
    suf_slip_reduce(ordered, choice->is_asked);
    for (uint32_t i = 0; i < n; i++) {
        choice->is_asked[i] = true;
    }
out:
    return status;
}

/* --- projects ----------------------------------------------------------------------- */

/* Leaves the pairs whose project is wanted. */
static suf_status
choose_projects(choosing *self)
{
    suf_slip_choice *choice = self->choice;
    const suf_scenario *ordered = &self->batch->ordered[0];
    const char *pattern = self->wanted->projects;
    uint32_t n_counted = choice->n_counted;
    uint32_t n = 0;
    size_t n_named = 0;
    for (size_t j = 0; pattern != NULL && j < ordered->n_projects; j++) {
        n_named += fnmatch(pattern, ordered->projects[j].project, 0) == 0;
    }
    if (pattern != NULL && n_named == 0) {
        return refuse(self, "has no project", pattern);
    }
    choice->n_counted = 0;
    for (uint32_t i = 0; i < choice->n_pairs; i++) {
        const char *name = ordered->projects[choice->pairs[i].project].project;
        if (pattern == NULL || fnmatch(pattern, name, 0) == 0) {
            choice->n_counted += i < n_counted;
            choice->pairs[n++] = choice->pairs[i];
        }
    }
    choice->n_pairs = n;
    return n > 0 ? SUF_OK
                 : refuse(self,
                       choice->has_use
                           ? "no project that is asked about is felt by these targets: "
                             "the loss of each is exactly 0"
                           : "no project that is asked about is counted by these "
                             "targets: the loss of each is exactly 0",
                       NULL);
}

static suf_status
choose_pairs(choosing *self)
{
    suf_slip_choice *choice = self->choice;
    const suf_model *model = &self->batch->models[0];
    uint32_t n_targets = model->delivery.n_targets + model->delivery.n_conditions;
    bool *of_use = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_slip_pairs(
        model, choice->is_asked, &choice->pairs, &self->capacity, &choice->n_pairs));
    choice->n_counted = choice->n_pairs;
    if (choice->has_use) {
        SUF_TRY(suf_array_new(n_targets, sizeof *of_use, &of_use));
        for (uint32_t i = 0; i < n_targets; i++) {
            of_use[i] = choice->is_asked[i] && !is_counted(&self->batch->ordered[0], i);
        }
        SUF_TRY(suf_slip_links_add(
            model, of_use, &choice->pairs, &self->capacity, &choice->n_pairs));
    }
    SUF_TRY(suf_array_new(
        model->delivery.n_projects, sizeof *choice->is_linked, &choice->is_linked));
    for (uint32_t i = 0; i < choice->n_pairs; i++) {
        choice->is_linked[choice->pairs[i].project] = true;
    }
    status = choose_projects(self);
out:
    free(of_use);
    return status;
}

/* The levers of the projects that slip in runs. */
static suf_status
add_levers(choosing *self)
{
    suf_slip_choice *choice = self->choice;
    suf_model *model = &self->batch->models[0];
    uint32_t n_projects = model->delivery.n_projects;
    uint32_t *slipped = NULL;
    uint32_t n = 0;
    uint32_t first = 0;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n_projects, sizeof *slipped, &slipped));
    SUF_TRY(suf_array_new(n_projects, sizeof *choice->levers, &choice->levers));
    for (uint32_t j = 0; j < n_projects; j++) {
        bool is_slipped = false;
        for (uint32_t i = choice->n_counted; !is_slipped && i < choice->n_pairs; i++) {
            is_slipped = choice->pairs[i].project == j;
        }
        choice->levers[j] = SUF_NONE;
        if (is_slipped) {
            choice->levers[j] = model->n_levers + n;
            slipped[n++] = j;
        }
    }
    SUF_TRY(suf_model_slip_projects(model, slipped, n, self->wanted->days, &first));
out:
    free(slipped);
    return status;
}

/* What the targets can feel: all else need not be simulated. */
static suf_status
find_felt(choosing *self)
{
    suf_slip_choice *choice = self->choice;
    const suf_model *model = &self->batch->models[0];
    uint32_t n = model->delivery.n_targets + model->delivery.n_conditions;
    uint32_t *asked = NULL;
    uint32_t n_asked = 0;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n, sizeof *asked, &asked));
    for (uint32_t i = 0; i < n; i++) {
        if (choice->is_asked[i]) {
            asked[n_asked++] = i;
        }
    }
    status = suf_felt_find(&choice->felt, model, asked, n_asked);
out:
    free(asked);
    return status;
}

/* --- all ---------------------------------------------------------------------------- */

suf_status
suf_slip_choose(suf_slip_choice *self, suf_batch *batch, const suf_slip_wanted *wanted,
    suf_text *added, suf_faults *faults)
{
    choosing at = {.choice = self, .batch = batch, .wanted = wanted, .faults = faults};
    const suf_scenario *ordered = &batch->ordered[0];
    suf_status status = SUF_OK;
    *self = (suf_slip_choice){0};
    SUF_TRY(choose_targets(&at));
    if (!self->has_use) {
        SUF_TRY(reduce(&at));
    }
    SUF_TRY(suf_batch_build(batch, faults));
    if (!self->has_use) {
        batch->run_scenarios[0].map.targets = self->map;
    }
    SUF_TRY(choose_pairs(&at));
    if (self->has_use) {
        SUF_TRY(add_levers(&at));
        SUF_TRY(find_felt(&at));
    }
    suf_text_add(added, self->has_use ? "slip of use\n" : "slip\n");
    for (uint32_t i = 0; i < self->n_pairs; i++) {
        suf_text_format(added, "%s\n%s\n", row_of(ordered, self->pairs[i].target)->target,
            ordered->projects[self->pairs[i].project].project);
    }
    status = added->status;
out:
    return status;
}

void
suf_slip_choice_free(suf_slip_choice *self)
{
    free(self->is_asked);
    free(self->pairs);
    free(self->is_linked);
    free(self->levers);
    free(self->map);
    suf_felt_free(&self->felt);
    *self = (suf_slip_choice){0};
}
