/* One replication of a scenario, to be told event by event.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "told_replication.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "engine/delivery/delivery_process.h"
#include "engine/processes.h"
#include "experiment/design.h"
#include "model/build.h"
#include "scenario/scenario_read.h"

suf_status
suf_told_prepare(suf_told_replication *self, const char *path, const suf_texts *sets,
    uint64_t replication, suf_faults *faults)
{
    suf_status status = SUF_OK;
    SUF_TRY(suf_scenario_read(&self->scenario, path, sets->items, sets->n, faults));
    SUF_TRY(suf_scenario_order(&self->ordered, &self->scenario, faults));
    SUF_TRY(suf_layout_build(
        &self->layout, &self->scenario, &self->ordered, 1, &self->maps, faults));
    SUF_TRY(suf_model_build(&self->model, &self->ordered, faults));
    SUF_TRY(suf_array_new(
        suf_model_n_values(&self->model), sizeof *self->values, &self->values));
    SUF_TRY(suf_metrics_init(&self->metrics, &self->layout));
    SUF_TRY(suf_parameters_init(&self->parameters, &self->model));
    SUF_TRY(suf_replication_init(&self->replication, &self->model, suf_processes));
    SUF_TRY(suf_design_draw(&self->model, replication, self->values));
    SUF_TRY(suf_parameters_resolve(&self->parameters, self->values));
out:
    return status;
}

void
suf_told_free(suf_told_replication *self)
{
    if (self->replication.core.model != NULL) {
        suf_replication_free(&self->replication);
    }
    if (self->parameters.model != NULL) {
        suf_parameters_free(&self->parameters);
    }
    suf_metrics_free(&self->metrics);
    free(self->values);
    suf_model_free(&self->model);
    suf_layout_maps_free(&self->maps);
    suf_layout_free(&self->layout);
    suf_scenario_free(&self->ordered);
    suf_scenario_free(&self->scenario);
}

suf_story
suf_told_story(const suf_told_replication *self)
{
    return (suf_story){.scenario = &self->ordered,
        .model = &self->model,
        .delivery = suf_delivery_of(&self->replication.core),
        .stays = suf_stay_of(&self->replication.core),
        .service = SUF_NONE,
        .until_days = (double) INFINITY};
}
