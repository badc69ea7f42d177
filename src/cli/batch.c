/* The scenarios of one run, and everything that is built from them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "batch.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/memory.h"
#include "model/build.h"
#include "results/this_build.h"
#include "scenario/scenario_read.h"

static suf_status
make_room(suf_batch *self, size_t n)
{
    *self = (suf_batch){0};
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n, sizeof *self->scenarios, &self->scenarios));
    SUF_TRY(suf_array_new(n, sizeof *self->ordered, &self->ordered));
    SUF_TRY(suf_array_new(n, sizeof *self->models, &self->models));
    SUF_TRY(suf_array_new(n, sizeof *self->run_scenarios, &self->run_scenarios));
    SUF_TRY(suf_array_new(n, sizeof *self->texts, &self->texts));
    SUF_TRY(suf_array_new(n, sizeof *self->maps, &self->maps));
    self->n = n;
out:
    return status;
}

/* What all scenarios of a run must have in common, and what follows from them. */
static suf_status
join(suf_batch *self, suf_faults *faults)
{
    suf_status status = SUF_OK;
    const suf_scenario *first = &self->scenarios[0];
    for (size_t i = 1; i < self->n; i++) {
        const suf_scenario *scenario = &self->scenarios[i];
        if (scenario->seed != first->seed) {
            suf_fault_place place = {.file = scenario->path, .path = "seed"};
            suf_faults_add(faults, &place,
                "found %" PRIu64 ", expected %" PRIu64 " as in %s: scenarios of one run "
                "share their random numbers (or give --seed)",
                scenario->seed, first->seed, first->path);
            status = SUF_RAISE(SUF_ERROR_SCENARIO);
        }
    }
    for (size_t i = 0; status == SUF_OK && i < self->n; i++) {
        status = suf_scenario_order(&self->ordered[i], &self->scenarios[i], faults);
    }
    if (status != SUF_OK) {
        return status;
    }
    status = suf_layout_build(
        &self->layout, self->scenarios, self->ordered, self->n, self->maps, faults);
    for (size_t i = 0; i < self->n; i++) {
        self->texts[i] = self->scenarios[i].resolved;
    }
    if (status == SUF_OK) {
        suf_build_facts build;
        suf_build_facts_get(&build);
        suf_provenance_init(&self->provenance, &build, first->seed, self->texts, self->n);
    }
    return status;
}

suf_status
suf_batch_read(suf_batch *self, const char *const *paths, size_t n,
    const char *const *sets, size_t n_sets, suf_faults *faults)
{
    suf_status status = make_room(self, n);
    for (size_t i = 0; i < self->n; i++) {
        suf_status read =
            suf_scenario_read(&self->scenarios[i], paths[i], sets, n_sets, faults);
        status = status == SUF_OK ? read : status;
    }
    return status == SUF_OK ? join(self, faults) : status;
}

suf_status
suf_batch_read_each(
    suf_batch *self, const suf_batch_source *sources, size_t n, suf_faults *faults)
{
    suf_status status = make_room(self, n);
    for (size_t i = 0; i < self->n; i++) {
        suf_status read = suf_scenario_read(&self->scenarios[i], sources[i].path,
            sources[i].sets, sources[i].n_sets, faults);
        status = status == SUF_OK ? read : status;
    }
    return status == SUF_OK ? join(self, faults) : status;
}

suf_status
suf_batch_read_texts(
    suf_batch *self, const char *file, char *const *texts, size_t n, suf_faults *faults)
{
    suf_status status = make_room(self, n);
    for (size_t i = 0; status == SUF_OK && i < self->n; i++) {
        status = suf_scenario_read_resolved(&self->scenarios[i], file, texts[i], faults);
    }
    return status == SUF_OK ? join(self, faults) : status;
}

suf_status
suf_batch_build(suf_batch *self, suf_faults *faults)
{
    for (size_t i = 0; i < self->n; i++) {
        suf_status status = suf_model_build(&self->models[i], &self->ordered[i], faults);
        if (status != SUF_OK) {
            return status;
        }
        self->run_scenarios[i] = (suf_run_scenario){
            .model = &self->models[i], .map = suf_layout_map_of(&self->maps[i])};
    }
    return SUF_OK;
}

void
suf_batch_free(suf_batch *self)
{
    for (size_t i = 0; i < self->n; i++) {
        suf_model_free(&self->models[i]);
        suf_scenario_free(&self->scenarios[i]);
        suf_scenario_free(&self->ordered[i]);
        suf_layout_maps_free(&self->maps[i]);
    }
    free(self->scenarios);
    free(self->ordered);
    free(self->models);
    free(self->run_scenarios);
    free((void *) self->texts);
    free(self->maps);
    suf_layout_free(&self->layout);
    *self = (suf_batch){0};
}
