/* The layout of a run's results, and the flat record that one replication leaves.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "metrics.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

const double suf_wait_levels[SUF_N_WAIT_LEVELS] = {
    0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95};

uint32_t
suf_layout_shape(const suf_layout *self, suf_variable variable, uint32_t shape[4])
{
    switch (suf_variable_info_of(variable)->dims) {
    case SUF_DIMS_MONTHLY:
        shape[0] = self->n_months;
        shape[1] = self->n_districts;
        shape[2] = self->n_services;
        return 3;
    case SUF_DIMS_WAITS_YEAR:
    case SUF_DIMS_WAITS:
        shape[0] = self->n_years;
        shape[1] = self->n_districts;
        shape[2] = self->n_services;
        shape[3] = SUF_N_WAIT_LEVELS;
        return suf_variable_info_of(variable)->dims == SUF_DIMS_WAITS ? 4 : 3;
    case SUF_DIMS_CLASS:
        shape[0] = self->n_months;
        shape[1] = self->n_districts;
        shape[2] = self->n_classes;
        return 3;
    case SUF_DIMS_CLASS_YEAR:
    case SUF_DIMS_CLASS_WAITS:
        shape[0] = self->n_years;
        shape[1] = self->n_districts;
        shape[2] = self->n_classes;
        shape[3] = SUF_N_WAIT_LEVELS;
        return suf_variable_info_of(variable)->dims == SUF_DIMS_CLASS_WAITS ? 4 : 3;
    case SUF_DIMS_POPULATION:
        shape[0] = self->n_years;
        shape[1] = self->n_districts;
        shape[2] = 2;
        shape[3] = SUF_N_AGE_GROUPS;
        return 4;
    case SUF_DIMS_ASSUMPTION:
        shape[0] = self->n_assumptions;
        shape[1] = self->n_years;
        return 2;
    case SUF_DIMS_PROJECT_YEAR:
        shape[0] = self->n_projects;
        shape[1] = self->n_years;
        return 2;
    case SUF_DIMS_PROJECT:
        shape[0] = self->n_projects;
        return 1;
    case SUF_DIMS_ASSET_YEAR:
        shape[0] = self->n_assets;
        shape[1] = self->n_years;
        return 2;
    case SUF_DIMS_TARGET:
        shape[0] = self->n_targets;
        return 1;
    case SUF_DIMS_TARGET_DISTRICT:
        shape[0] = self->n_targets;
        shape[1] = self->n_districts;
        return 2;
    case SUF_N_DIMS:
        break;
    }
    return 0;
}

suf_status
suf_layout_seal(suf_layout *self)
{
    size_t offset = 0;
    for (uint32_t v = 0; v < SUF_N_VARIABLES; v++) {
        self->offsets[v] = offset;
        uint32_t shape[4] = {0};
        uint32_t n_dims = suf_layout_shape(self, (suf_variable) v, shape);
        size_t size = 1;
        for (uint32_t i = 0; i < n_dims; i++) {
            if (shape[i] != 0 && size > SIZE_MAX / 64 / shape[i]) {
                return SUF_RAISE(SUF_ERROR_LIMIT);
            }
            size *= shape[i];
        }
        offset += size;
    }
    self->offsets[SUF_N_VARIABLES] = offset;
    return SUF_OK;
}

uint32_t
suf_layout_targets_of(const suf_layout *self, char confidence)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < self->n_targets; i++) {
        const char *here = self->targets[i].confidence;
        n += here != NULL && here[0] == confidence;
    }
    return n;
}

static void
labels_free(suf_label *labels, uint32_t n)
{
    for (uint32_t i = 0; labels != NULL && i < n; i++) {
        free(labels[i].name);
        free(labels[i].title);
        free(labels[i].title_zh);
    }
    free(labels);
}

void
suf_layout_free(suf_layout *self)
{
    labels_free(self->scenarios, self->n_scenarios);
    labels_free(self->districts, self->n_districts);
    labels_free(self->services, self->n_services);
    for (uint32_t i = 0; self->assumptions != NULL && i < self->n_assumptions; i++) {
        free(self->assumptions[i].name);
        free(self->assumptions[i].title);
        free(self->assumptions[i].title_zh);
        free(self->assumptions[i].unit);
        free(self->assumptions[i].source);
    }
    free(self->assumptions);
    labels_free(self->projects, self->n_projects);
    labels_free(self->assets, self->n_assets);
    for (uint32_t i = 0; self->targets != NULL && i < self->n_targets; i++) {
        suf_target_label *label = &self->targets[i];
        char *texts[] = {label->name, label->title, label->title_zh, label->area,
            label->measure, label->of, label->unit, label->use, label->each,
            label->comparison, label->basis, label->confidence, label->dates,
            label->date};
        for (size_t j = 0; j < sizeof texts / sizeof texts[0]; j++) {
            free(texts[j]);
        }
    }
    free(self->targets);
    for (uint32_t i = 0; self->classes != NULL && i < self->n_classes; i++) {
        free(self->classes[i].name);
        free(self->classes[i].service);
        free(self->classes[i].class);
    }
    free(self->classes);
    free(self->month_start_days);
    *self = (suf_layout){0};
}

suf_status
suf_metrics_init(suf_metrics *self, const suf_layout *layout)
{
    *self = (suf_metrics){.layout = layout};
    suf_status status = suf_array_new(
        layout->offsets[SUF_N_VARIABLES], sizeof *self->values, &self->values);
    if (status == SUF_OK) {
        suf_metrics_clear(self);
    }
    return status;
}

void
suf_metrics_free(suf_metrics *self)
{
    free(self->values);
    *self = (suf_metrics){0};
}

void
suf_metrics_clear(suf_metrics *self)
{
    size_t n = self->layout->offsets[SUF_N_VARIABLES];
    for (size_t i = 0; i < n; i++) {
        self->values[i] = (double) NAN;
    }
    self->n_events = 0;
}
