/* From scenario to model: targets.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_sort.h>

#include "base/memory.h"
#include "model/build.h"
#include "model/build_parts.h"

static bool
is_of_group(const suf_scenario *scenario, size_t district, const char *group)
{
    return strcmp(group, "city") == 0 || strcmp(group, "district") == 0 ||
           strcmp(group, scenario->districts[district].group) == 0 ||
           strcmp(group, scenario->districts[district].district) == 0;
}

static suf_status
build_members(suf_target *self, const suf_scenario *scenario, const suf_target_row *row)
{
    bool is_zoned = suf_target_is_zoned(scenario, row);
    suf_status status = suf_array_new(scenario->n_districts + scenario->n_zones,
        sizeof *self->districts, &self->districts);
    for (size_t i = 0; status == SUF_OK && !is_zoned && i < scenario->n_districts; i++) {
        if (is_of_group(scenario, i, row->each)) {
            self->districts[self->n_districts++] = (uint32_t) i;
        }
    }
    for (size_t i = 0; status == SUF_OK && is_zoned && i < scenario->n_zones; i++) {
        if (suf_target_has_zone(scenario, row, &scenario->zones[i])) {
            self->districts[self->n_districts++] = (uint32_t) (scenario->n_districts + i);
        }
    }
    return status;
}

static suf_status
build_over(suf_target *self, const suf_scenario *scenario, const suf_target_row *row)
{
    size_t n = scenario->n_districts > scenario->n_units ? scenario->n_districts
                                                         : scenario->n_units;
    suf_status status = suf_array_new(n, sizeof *self->over, &self->over);
    if (status != SUF_OK) {
        return status;
    }
    for (size_t i = 0; i < scenario->n_districts; i++) {
        if (row->over[0] != '\0' && is_of_group(scenario, i, row->over)) {
            self->over[self->n_over++] = (uint32_t) i;
        }
    }
    self->is_over_localities = self->n_over == 0;
    for (size_t i = 0; self->is_over_localities && i < scenario->n_units; i++) {
        if (strcmp(row->over, scenario->units[i].group) == 0) {
            self->over[self->n_over++] = (uint32_t) i;
        }
    }
    return SUF_OK;
}

static suf_status
build_zone_list(suf_target *self, const suf_scenario *scenario, const suf_target_row *row)
{
    suf_status status =
        suf_array_new(scenario->n_zones, sizeof *self->zones, &self->zones);
    for (size_t i = 0; status == SUF_OK && i < scenario->n_zones; i++) {
        if (row->zones[0] == '\0' || strcmp(row->zones, scenario->zones[i].kind) == 0) {
            self->zones[self->n_zones++] = (uint32_t) i;
        }
    }
    return status;
}

/* Minutes from each district to each. */
static suf_status
build_travel(suf_delivery_model *self, const suf_scenario *scenario)
{
    size_t n = scenario->n_districts;
    suf_status status =
        suf_array_new(n * n, sizeof *self->travel_minutes, &self->travel_minutes);
    for (size_t i = 0; status == SUF_OK && i < n * n; i++) {
        self->travel_minutes[i] = i % (n + 1) == 0 ? 0 : (double) NAN;
    }
    for (size_t i = 0; status == SUF_OK && i < scenario->n_travel; i++) {
        const suf_travel_row *row = &scenario->travel[i];
        if (row->from != row->to) {
            self->travel_minutes[row->from * n + row->to] = row->minutes;
        }
    }
    return status;
}

static suf_status
build_target(suf_delivery_model *model, const suf_scenario *scenario,
    const suf_target_row *row, const suf_stock_name *stocks, suf_service *services)
{
    suf_target *self = &model->targets[model->n_targets + model->n_conditions];
    suf_status status = SUF_OK;
    *self = (suf_target){.measure = row->measure,
        .of = suf_target_is_of_assets(row) ? SUF_NONE : row->of_index,
        .stock = SUF_NONE,
        .use = row->use_index,
        .is_each = strcmp(row->each, "city") != 0,
        .least = row->least,
        .from_months = row->from_months,
        .speed_kmh = row->speed_kmh,
        .hours = row->minutes / 60 / row->detour,
        .ratio = row->ratio,
        .index = row->index,
        .decay = row->decay,
        .minutes = row->minutes,
        .within_days = row->within_days,
        .window_days =
            row->measure == SUF_MEASURE_WAITING ? row->window_days : SUF_WINDOW_DAYS,
        .cohort_set = SUF_NONE,
        .is_at_most = row->is_at_most,
        .value = row->value,
        .stretch = row->stretch,
        .date_days = row->date_day + 1 - scenario->start_day};
    for (uint32_t i = 0; suf_target_is_of_assets(row) && i < model->n_stocks; i++) {
        if (stocks[i].asset == row->of_index &&
            strcmp(stocks[i].state, row->state) == 0) {
            self->stock = i;
        }
    }
    if (row->measure == SUF_MEASURE_SHARE_ADMITTED) {
        self->cohort_set = model->n_cohort_sets++;
        services[self->of].stay.has_admission_cohorts = true;
    }
    SUF_TRY(build_members(self, scenario, row));
    SUF_TRY(build_over(self, scenario, row));
    SUF_TRY(build_zone_list(self, scenario, row));
out:
    return status;
}

/* The moments that windows of a length begin with: as long before each end of a month and
 * the dates of targets from `first` to before `end`. */
static void
add_snapshots(suf_model *model, double window_days, uint32_t first, uint32_t end)
{
    suf_delivery_model *self = &model->delivery;
    const suf_calendar *calendar = &model->calendar;
    for (uint32_t i = 0; i < calendar->n_months; i++) {
        if (calendar->limits_days[i + 1] > window_days) {
            self->snapshot_days[self->n_snapshots++] =
                calendar->limits_days[i + 1] - window_days;
        }
    }
    for (uint32_t i = first; i < end; i++) {
        if (self->targets[i].date_days > window_days) {
            self->snapshot_days[self->n_snapshots++] =
                self->targets[i].date_days - window_days;
        }
    }
}

/* A window's length before each end of a month and each target's date; and so of each
 * target that has a window of its own. */
static suf_status
build_snapshots(suf_model *model)
{
    suf_delivery_model *self = &model->delivery;
    uint32_t n_all = self->n_targets + self->n_conditions;
    uint32_t n_own = 0;
    for (uint32_t i = 0; i < n_all; i++) {
        n_own += self->targets[i].measure == SUF_MEASURE_WAITING;
    }
    size_t n = ((size_t) n_own + 1) * model->calendar.n_months + n_own + n_all;
    suf_status status =
        suf_array_new(n, sizeof *self->snapshot_days, &self->snapshot_days);
    if (status != SUF_OK) {
        return status;
    }
    add_snapshots(model, SUF_WINDOW_DAYS, 0, n_all);
    for (uint32_t i = 0; i < n_all; i++) {
        if (self->targets[i].measure == SUF_MEASURE_WAITING) {
            add_snapshots(model, self->targets[i].window_days, i, i + 1);
        }
    }
    if (self->n_snapshots == 0) {
        return SUF_OK;
    }
    gsl_sort(self->snapshot_days, 1, self->n_snapshots);
    uint32_t kept = 1;
    for (uint32_t i = 1; i < self->n_snapshots; i++) {
        if (self->snapshot_days[i] > self->snapshot_days[kept - 1]) {
            self->snapshot_days[kept++] = self->snapshot_days[i];
        }
    }
    self->n_snapshots = kept;
    return SUF_OK;
}

static bool
has_gravity(const suf_scenario *scenario)
{
    bool is_needed = false;
    for (size_t i = 0; i < scenario->n_services; i++) {
        const suf_service_spec *service = &scenario->services[i];
        is_needed |= (service->kind == SUF_KIND_VISIT && service->visit.has_gravity) ||
                     (service->kind == SUF_KIND_STAY && service->first_choice.is_given &&
                         service->first_choice.has_gravity);
    }
    return is_needed;
}

suf_status
suf_build_targets(suf_model *model, const suf_scenario *scenario)
{
    suf_delivery_model *self = &model->delivery;
    suf_stock_name *stocks = NULL;
    uint32_t n_stocks = 0;
    bool is_of_access = false;
    suf_status status = SUF_OK;
    SUF_TRY(suf_stock_names(scenario, &stocks, &n_stocks));
    suf_bug_unless(n_stocks == self->n_stocks);
    SUF_TRY(suf_array_new(scenario->n_targets + scenario->n_conditions,
        sizeof *self->targets, &self->targets));
    for (size_t i = 0; i < scenario->n_targets; i++) {
        SUF_TRY(
            build_target(self, scenario, &scenario->targets[i], stocks, model->services));
        self->n_targets++;
        is_of_access = is_of_access || suf_target_is_of_access(&scenario->targets[i]);
    }
    for (size_t i = 0; i < scenario->n_conditions; i++) {
        SUF_TRY(build_target(
            self, scenario, &scenario->conditions[i], stocks, model->services));
        self->n_conditions++;
        is_of_access = is_of_access || suf_target_is_of_access(&scenario->conditions[i]);
    }
    if (is_of_access || has_gravity(scenario)) {
        SUF_TRY(build_travel(self, scenario));
    }
    SUF_TRY(build_snapshots(model));
out:
    free(stocks);
    return status;
}
