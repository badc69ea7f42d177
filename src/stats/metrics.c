/* The layout of a run's results, and the flat record that one replication leaves.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "metrics.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/memory.h"

const double suf_wait_levels[SUF_N_WAIT_LEVELS] = {
    0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95};

const char *const suf_part_names[SUF_N_COST_PARTS] = {"projects", "works", "services"};

const char *const suf_ratio_names[SUF_N_RATIOS_RECORDED] = {"places", "served"};

static const char *const kind_names[] = {
    [SUF_KIND_STAY] = "stay", [SUF_KIND_INTAKE] = "intake", [SUF_KIND_VISIT] = "visit"};
enum { N_KINDS = sizeof kind_names / sizeof kind_names[0] };

const char *
suf_kind_name(int32_t kind)
{
    return kind >= 0 && kind < N_KINDS ? kind_names[kind] : "";
}

int32_t
suf_kind_of(const char *name)
{
    for (int32_t kind = 0; kind < N_KINDS; kind++) {
        if (strcmp(kind_names[kind], name) == 0) {
            return kind;
        }
    }
    return SUF_NO_KIND;
}

#define COUNTED(id, text, member)                                                        \
    [SUF_DIMENSION_##id] = {(text), offsetof(suf_layout, member), 0}
#define AND_ALL(id, text, member)                                                        \
    [SUF_DIMENSION_##id] = {(text), offsetof(suf_layout, member), 1}
#define FIXED(id, text, n) [SUF_DIMENSION_##id] = {(text), SUF_NOT_COUNTED, (n)}

static const suf_dimension_facts dimensions[SUF_N_DIMENSIONS] = {
    COUNTED(SCENARIO, "scenario", n_scenarios),
    FIXED(REPLICATION, "replication", 0), /* not the layout's to know */
    COUNTED(MONTH, "month", n_months),
    COUNTED(YEAR, "year", n_years),
    COUNTED(DISTRICT, "district", n_districts),
    COUNTED(SERVICE, "service", n_services),
    FIXED(SEX, "sex", SUF_N_SEXES),
    FIXED(AGE_GROUP, "age_group", SUF_N_AGE_GROUPS),
    COUNTED(ASSUMPTION, "assumption", n_assumptions),
    COUNTED(PROJECT, "project", n_projects),
    COUNTED(ASSET, "asset", n_assets),
    COUNTED(TARGET, "target", n_targets),
    FIXED(QUANTILE, "quantile", SUF_N_WAIT_LEVELS),
    COUNTED(CLASS, "priority", n_classes),
    AND_ALL(PERIOD, "period", n_years),
    AND_ALL(REGION, "region", n_districts),
    FIXED(RATIO, "ratio", SUF_N_RATIOS_RECORDED),
    COUNTED(FUND, "fund", n_funds),
    FIXED(PART, "part", SUF_N_COST_PARTS),
    COUNTED(OBSERVATION, "observation", n_observations),
    COUNTED(POLICY, "policy", n_policies),
    COUNTED(ZONE, "zone", n_zones),
};

const suf_dimension_facts *
suf_dimension_facts_of(suf_dimension_id id)
{
    suf_bug_unless((unsigned) id < SUF_N_DIMENSIONS);
    return &dimensions[id];
}

uint32_t
suf_layout_length(const suf_layout *self, suf_dimension_id id)
{
    const suf_dimension_facts *info = suf_dimension_facts_of(id);
    uint32_t n = 0;
    suf_bug_unless(id != SUF_DIMENSION_REPLICATION);
    if (info->count != SUF_NOT_COUNTED) {
        memcpy(&n, (const unsigned char *) self + info->count, sizeof n);
    }
    return n + info->more;
}

bool
suf_layout_has(const suf_layout *self, suf_variable_dims dims)
{
    const suf_variable_dims_info *info = suf_variable_dims_of(dims);
    bool is_empty = (strcmp(info->group, "costs") == 0 && self->n_funds == 0) ||
                    (dims == SUF_DIMS_WEIGHT && self->n_observations == 0);
    for (uint32_t i = 0; i < info->n; i++) {
        is_empty |= suf_layout_length(self, info->ids[i]) == 0;
    }
    return !is_empty;
}

uint32_t
suf_layout_shape(const suf_layout *self, suf_variable variable, uint32_t shape[4])
{
    const suf_variable_dims_info *dims =
        suf_variable_dims_of(suf_variable_info_of(variable)->dims);
    for (uint32_t i = 0; i < dims->n; i++) {
        shape[i] = suf_layout_length(self, dims->ids[i]);
    }
    return dims->n;
}

suf_service_facts
suf_layout_service(const suf_layout *self, uint32_t scenario, uint32_t service)
{
    return self->service_facts != NULL
               ? self->service_facts[(size_t) scenario * self->n_services + service]
               : (suf_service_facts){SUF_NO_KIND, false};
}

const char *
suf_layout_caveat(const suf_layout *self, uint32_t scenario, uint32_t service)
{
    return self->caveats != NULL
               ? self->caveats[(size_t) scenario * self->n_services + service].text
               : "";
}

uint32_t
suf_layout_first_month(const suf_layout *self, uint32_t year)
{
    int32_t first = suf_month_of_day(self->start_day) - 12 * self->first_year;
    int32_t month = 12 * (int32_t) year - first;
    return month < 0                           ? 0
           : (uint32_t) month > self->n_months ? self->n_months
                                               : (uint32_t) month;
}

suf_status
suf_layout_seal(suf_layout *self)
{
    size_t offset = 0;
    for (uint32_t v = 0; v < SUF_N_VARIABLES; v++) {
        self->offsets[v] = offset;
        uint32_t shape[4] = {0};
        uint32_t n_dims = suf_layout_shape(self, (suf_variable) v, shape);
        size_t size =
            suf_layout_has(self, suf_variable_info_of((suf_variable) v)->dims) ? 1 : 0;
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

suf_status
suf_layout_order(suf_layout *self)
{
    uint32_t n = self->n_districts;
    suf_status status =
        suf_array_new(n, sizeof *self->districts_by_name, &self->districts_by_name);
    for (uint32_t i = 0; status == SUF_OK && i < n; i++) {
        uint32_t at = i;
        while (at > 0 && strcmp(self->districts[self->districts_by_name[at - 1]].name,
                             self->districts[i].name) > 0) {
            self->districts_by_name[at] = self->districts_by_name[at - 1];
            at--;
        }
        self->districts_by_name[at] = i;
    }
    return status;
}

uint32_t
suf_layout_targets_of(const suf_layout *self, char evidence)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < self->n_targets; i++) {
        const char *here = self->targets[i].evidence;
        n += here != NULL && here[0] == evidence;
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
    size_t n_caveats = (size_t) self->n_scenarios * self->n_services;
    labels_free(self->scenarios, self->n_scenarios);
    labels_free(self->districts, self->n_districts);
    labels_free(self->services, self->n_services);
    for (uint32_t i = 0; self->assumptions != NULL && i < self->n_assumptions; i++) {
        free(self->assumptions[i].name);
        free(self->assumptions[i].title);
        free(self->assumptions[i].title_zh);
        free(self->assumptions[i].unit);
        free(self->assumptions[i].source);
        free(self->assumptions[i].evidence);
        free(self->assumptions[i].value_unit);
    }
    free(self->assumptions);
    labels_free(self->projects, self->n_projects);
    labels_free(self->assets, self->n_assets);
    labels_free(self->funds, self->n_funds);
    labels_free(self->policies, self->n_policies);
    for (uint32_t i = 0; self->zones != NULL && i < self->n_zones; i++) {
        free(self->zones[i].name);
        free(self->zones[i].district);
        free(self->zones[i].kind);
    }
    free(self->zones);
    free(self->price_basis);
    free(self->known_days);
    for (uint32_t i = 0; self->targets != NULL && i < self->n_targets; i++) {
        suf_target_label *label = &self->targets[i];
        char *texts[] = {label->name, label->title, label->title_zh, label->area,
            label->measure, label->of, label->unit, label->use, label->each,
            label->comparison, label->basis, label->evidence, label->dates, label->crews,
            label->date};
        for (size_t j = 0; j < sizeof texts / sizeof texts[0]; j++) {
            free(texts[j]);
        }
    }
    free(self->targets);
    for (uint32_t i = 0; self->observations != NULL && i < self->n_observations; i++) {
        suf_observation_label *label = &self->observations[i];
        char *texts[] = {label->name, label->title, label->title_zh, label->measure,
            label->of, label->source, label->district, label->basis, label->evidence,
            label->date};
        for (size_t j = 0; j < sizeof texts / sizeof texts[0]; j++) {
            free(texts[j]);
        }
    }
    free(self->observations);
    for (uint32_t i = 0; self->classes != NULL && i < self->n_classes; i++) {
        free(self->classes[i].name);
        free(self->classes[i].service);
        free(self->classes[i].class);
    }
    free(self->classes);
    free(self->service_facts);
    for (size_t i = 0; self->caveats != NULL && i < n_caveats; i++) {
        free(self->caveats[i].text);
        free(self->caveats[i].text_zh);
    }
    free(self->caveats);
    free(self->districts_by_name);
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
