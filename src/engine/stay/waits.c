/* How long people wait.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "waits.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "engine/stay/classes.h"

suf_status
suf_waits_new(const suf_model *model, struct suf_waits **waits)
{
    const suf_calendar *calendar = &model->calendar;
    size_t n_pools = (size_t) model->n_services * model->n_areas;
    uint32_t year = 0;
    struct suf_waits *self = NULL;
    suf_status status = SUF_OK;
    *waits = NULL;
    SUF_TRY(suf_array_new(1, sizeof *self, &self));
    self->model = model;
    self->n_years = suf_calendar_year(calendar, calendar->n_months - 1) -
                    suf_calendar_year(calendar, calendar->start_index) + 1;
    SUF_TRY(suf_array_new(
        self->n_years, sizeof *self->year_ends_days, &self->year_ends_days));
    for (uint32_t month = calendar->start_index; month < calendar->n_months; month++) {
        year = suf_calendar_year(calendar, month) -
               suf_calendar_year(calendar, calendar->start_index);
        self->year_ends_days[year] = calendar->limits_days[month + 1];
    }
    SUF_TRY(suf_array_new(
        n_pools * self->n_years, sizeof *self->n_at_once, &self->n_at_once));
    SUF_TRY(suf_array_new((size_t) model->n_classes * model->n_districts * self->n_years,
        sizeof *self->n_class_at_once, &self->n_class_at_once));
    *waits = self;
    self = NULL;
out:
    suf_waits_free(self);
    return status;
}

void
suf_waits_free(struct suf_waits *self)
{
    if (self != NULL) {
        free(self->year_ends_days);
        free(self->n_at_once);
        free(self->n_class_at_once);
        free(self->items);
        free(self->spare);
        free(self->line);
        free(self);
    }
}

void
suf_waits_clear(struct suf_waits *self)
{
    const suf_model *model = self->model;
    size_t n_pools = (size_t) model->n_services * model->n_areas;
    memset(self->n_at_once, 0, n_pools * self->n_years * sizeof *self->n_at_once);
    size_t n_lines = (size_t) model->n_classes * model->n_districts;
    if (n_lines > 0) {
        memset(self->n_class_at_once, 0,
            n_lines * self->n_years * sizeof *self->n_class_at_once);
    }
    self->n = 0;
}

/* Waits are told by district: those of zones are with their district's. */
static uint32_t
pool_of_district(const suf_model *model, uint32_t pool)
{
    return suf_model_pool(
        model, pool / model->n_areas, suf_area_district(model, pool % model->n_areas));
}

/* The year that holds a time of the run: mostly the one before found. */
static uint32_t
year_of(struct suf_waits *self, double time_days)
{
    uint32_t year = self->year;
    while (year > 0 && time_days < self->year_ends_days[year - 1]) {
        year--;
    }
    while (year + 1 < self->n_years && time_days >= self->year_ends_days[year]) {
        year++;
    }
    self->year = year;
    return year;
}

void
suf_waits_end(suf_stay_state *state, uint32_t line, uint32_t index, suf_wait_end end)
{
    struct suf_waits *self = state->waits;
    double since = state->entities.details[index].since_days;
    if (since < 0) {
        return;
    }
    if (self->n == self->capacity) {
        suf_status status = suf_array_grow(
            &self->items, &self->capacity, self->n + 1, sizeof *self->items);
        if (status != SUF_OK) {
            suf_core_fail(state->core, status);
            return;
        }
    }
    self->items[self->n++] = (suf_wait){.days = state->core->now_days - since,
        .group =
            pool_of_district(self->model, line) * self->n_years + year_of(self, since),
        .end = (uint16_t) end,
        .class = (uint16_t) state->entities.details[index].priority};
}

void
suf_waits_end_month(suf_stay_state *state)
{
    struct suf_waits *self = state->waits;
    const suf_model *model = self->model;
    uint32_t n_pools = model->n_services * model->n_areas;
    uint32_t year = suf_calendar_year(&model->calendar, state->core->month) -
                    suf_calendar_year(&model->calendar, model->calendar.start_index);
    for (uint32_t pool = 0; pool < n_pools; pool++) {
        const uint64_t *counts = state->core->pools[pool].counts;
        self->n_at_once[(size_t) pool_of_district(model, pool) * self->n_years + year] +=
            counts[SUF_COUNT_ADMISSIONS] - counts[SUF_COUNT_ADMISSIONS_WAITED];
    }
    for (size_t i = 0; i < (size_t) model->n_classes * model->n_districts; i++) {
        self->n_class_at_once[i * self->n_years + year] += state->classes[i].n_at_once;
    }
}

/* Those still on the lists: their waits are not known yet. */
static suf_status
end_of_run(suf_stay_state *state)
{
    struct suf_waits *self = state->waits;
    uint32_t n_pools = self->model->n_services * self->model->n_areas;
    for (uint32_t pool = 0; pool < n_pools; pool++) {
        const suf_waiting_line *line = &state->lines[pool];
        if (line->n > self->line_capacity) {
            suf_status status = suf_array_grow(
                &self->line, &self->line_capacity, line->n, sizeof *self->line);
            if (status != SUF_OK) {
                return status;
            }
        }
        suf_waiting_line_list(line, &state->entities, self->line);
        for (uint32_t i = 0; i < line->n; i++) {
            suf_waits_end(state, pool, self->line[i], SUF_WAIT_CENSORED);
        }
    }
    return state->core->status;
}

/* The waits of one group: of a year, district and service. */
typedef struct wait_group {
    const suf_wait *waits;
    size_t n;
    uint64_t n_at_once;
    const uint64_t *n_class_at_once; /* of the first class of the model */
    size_t stride;                   /* from one class to the next */
} wait_group;

/* The waits of one group by class, from `first` on in the record. `scratch` has room for
 * them. */
static void
observe_classes(const suf_service *service, const uint32_t *places,
    const wait_group *group, suf_wait *scratch, suf_metrics *metrics, size_t first)
{
    double *joined = suf_metrics_of(metrics, SUF_VARIABLE_CLASS_JOINED);
    double *quantiles = suf_metrics_of(metrics, SUF_VARIABLE_CLASS_QUANTILE);
    for (uint32_t class = 0; class < service->stay.n_classes; class ++) {
        size_t n_here = 0;
        for (size_t i = 0; i < group->n; i++) {
            if (group->waits[i].class == class) {
                scratch[n_here++] = group->waits[i];
            }
        }
        size_t at = first + places[service->stay.first_class + class];
        size_t of_class = (size_t) service->stay.first_class + class;
        double share = service->stay.is_by_class
                           ? (double) group->n_class_at_once[of_class * group->stride]
                           : suf_class_share(service, class) * (double) group->n_at_once;
        joined[at] = share + (double) n_here;
        suf_incidence_quantiles(share, scratch, n_here, suf_wait_levels,
            SUF_N_WAIT_LEVELS, quantiles + at * SUF_N_WAIT_LEVELS);
    }
}

void
suf_waits_observe(suf_stay_state *state)
{
    const suf_layout_map *map = state->core->observation.map;
    suf_metrics *metrics = state->core->observation.metrics;
    struct suf_waits *self = state->waits;
    const suf_model *model = self->model;
    const suf_layout *layout = metrics->layout;
    double *joined = suf_metrics_of(metrics, SUF_VARIABLE_WAITS_JOINED);
    double *quantiles = suf_metrics_of(metrics, SUF_VARIABLE_WAITS_QUANTILE);
    suf_bug_unless(layout->n_years == self->n_years);
    suf_status status = end_of_run(state);
    if (status == SUF_OK && self->n > self->spare_capacity) {
        status = suf_array_grow(
            &self->spare, &self->spare_capacity, self->n, sizeof *self->spare);
    }
    if (status != SUF_OK) {
        suf_core_fail(state->core, status);
        return;
    }
    const suf_wait *sorted = suf_waits_sort(self->items, self->spare, self->n);
    suf_wait *scratch = sorted == self->items ? self->spare : self->items;
    size_t first = 0;
    uint32_t n_groups = model->n_services * model->n_areas * self->n_years;
    for (uint32_t group = 0; group < n_groups; group++) {
        size_t end = first;
        while (end < self->n && sorted[end].group == group) {
            end++;
        }
        uint32_t year = group % self->n_years;
        uint32_t district = group / self->n_years % model->n_areas;
        uint32_t service = group / self->n_years / model->n_areas;
        if (district < model->n_districts &&
            model->services[service].kind == SUF_KIND_STAY &&
            model->services[service].stay.discipline != SUF_DISCIPLINE_NONE) {
            size_t row =
                (size_t) year * layout->n_districts + suf_layout_district(map, district);
            size_t at = row * layout->n_services + map->services[service];
            joined[at] = (double) (self->n_at_once[group] + (end - first));
            suf_incidence_quantiles((double) self->n_at_once[group], sorted + first,
                end - first, suf_wait_levels, SUF_N_WAIT_LEVELS,
                quantiles + at * SUF_N_WAIT_LEVELS);
            if (model->services[service].stay.n_classes > 1) {
                wait_group here = {.waits = sorted + first,
                    .n = end - first,
                    .n_at_once = self->n_at_once[group],
                    .n_class_at_once =
                        &self->n_class_at_once[(size_t) district * self->n_years + year],
                    .stride = (size_t) model->n_districts * self->n_years};
                observe_classes(&model->services[service], map->classes, &here, scratch,
                    metrics, row * layout->n_classes);
            }
        }
        first = end;
    }
}
