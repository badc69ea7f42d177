/* From scenario to model: what is delivered when.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "model/build.h"
#include "model/build_parts.h"
#include "model/chosen.h"
#include "scenario/types/project_facts.h"

/* A stock is known by its class and its state. */
typedef struct stock_key {
    uint32_t asset;
    const char *state;
} stock_key;

typedef struct stock_keys {
    stock_key *keys;
    size_t n, capacity;
} stock_keys;

static uint32_t
find_stock(const stock_keys *self, uint32_t asset, const char *state)
{
    for (size_t i = 0; i < self->n; i++) {
        if (self->keys[i].asset == asset && strcmp(self->keys[i].state, state) == 0) {
            return (uint32_t) i;
        }
    }
    return SUF_NONE;
}

static suf_status
add_stock(stock_keys *self, uint32_t asset, const char *state)
{
    if (asset == SUF_NONE || find_stock(self, asset, state) != SUF_NONE) {
        return SUF_OK;
    }
    suf_status status =
        suf_array_grow(&self->keys, &self->capacity, self->n + 1, sizeof *self->keys);
    if (status == SUF_OK) {
        self->keys[self->n++] = (stock_key){asset, state};
    }
    return status;
}

/* All stocks that the scenario puts something into, in order of first mention. */
static suf_status
gather_stocks(stock_keys *self, const suf_scenario *scenario)
{
    suf_status status = SUF_OK;
    for (size_t i = 0; i < scenario->n_stock; i++) {
        SUF_TRY(
            add_stock(self, scenario->stock[i].asset_index, scenario->stock[i].state));
    }
    for (size_t i = 0; i < scenario->n_projects; i++) {
        SUF_TRY(add_stock(
            self, scenario->projects[i].asset_index, scenario->projects[i].state));
    }
    for (size_t i = 0; i < scenario->n_works; i++) {
        SUF_TRY(
            add_stock(self, scenario->works[i].asset_index, scenario->works[i].state));
    }
out:
    return status;
}

suf_status
suf_stock_names(const suf_scenario *scenario, suf_stock_name **names, uint32_t *n)
{
    stock_keys keys = {0};
    suf_status status = SUF_OK;
    *names = NULL;
    *n = 0;
    SUF_TRY(gather_stocks(&keys, scenario));
    SUF_TRY(suf_array_new(keys.n, sizeof **names, names));
    for (size_t i = 0; i < keys.n; i++) {
        (*names)[i] = (suf_stock_name){keys.keys[i].asset, keys.keys[i].state};
    }
    *n = (uint32_t) keys.n;
out:
    free(keys.keys);
    return status;
}

static suf_status
build_items(
    suf_delivery_model *self, const suf_scenario *scenario, const stock_keys *keys)
{
    suf_status status =
        suf_array_new(scenario->n_stock, sizeof *self->items, &self->items);
    for (size_t i = 0; status == SUF_OK && i < scenario->n_stock; i++) {
        const suf_stock_row *row = &scenario->stock[i];
        self->items[i] =
            (suf_stock_item){.stock = find_stock(keys, row->asset_index, row->state),
                .count = row->count,
                .at = {row->district, row->unit_index, row->zone_index, row->latitude,
                    row->longitude}};
    }
    self->n_items = (uint32_t) scenario->n_stock;
    return status;
}

static uint32_t
find_programme(
    const suf_delivery_model *self, const suf_scenario *scenario, const char *name)
{
    for (uint32_t i = 0; i < self->n_programmes; i++) {
        if (strcmp(scenario->projects[self->programme_rows[i]].programme, name) == 0) {
            return i;
        }
    }
    return SUF_NONE;
}

/* Room for them: of a batch that a lever counts, its most. */
static uint32_t
room_of_project(const suf_scenario *scenario, const suf_project_row *row)
{
    return row->until_day != INT32_MIN && row->count_lever != SUF_NONE
               ? (uint32_t) scenario->levers[row->count_lever].grid.most
               : suf_project_n_units(row);
}

static uint32_t
batches_of_works(const suf_works_spec *works)
{
    return (works->units - 1) / works->batch + 1;
}

/* The planned opening of unit i of n, in days. */
static double
planned_opening(const suf_scenario *scenario, const suf_project_row *row, uint32_t i)
{
    double opens = row->opens_day - scenario->start_day;
    if (row->until_day == INT32_MIN) {
        return opens;
    }
    uint32_t n = suf_project_n_units(row);
    return suf_batch_opening(opens, row->until_day - row->opens_day, i, n > 0 ? n : 1);
}

static suf_status
build_programmes(suf_delivery_model *self, const suf_scenario *scenario)
{
    size_t n = scenario->n_projects;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n, sizeof *self->programme_rows, &self->programme_rows));
    SUF_TRY(
        suf_array_new(n, sizeof *self->programme_purposes, &self->programme_purposes));
    for (size_t i = 0; i < n; i++) {
        const char *name = scenario->projects[i].programme;
        if (name[0] != '\0' && find_programme(self, scenario, name) == SUF_NONE) {
            self->programme_rows[self->n_programmes] = (uint32_t) i;
            self->programme_purposes[self->n_programmes] =
                suf_purpose("programme/%s", name);
            self->n_programmes++;
        }
    }
out:
    return status;
}

static suf_delivery_unit
project_unit(const suf_delivery_model *self, const suf_scenario *scenario,
    size_t row_index, uint32_t number, const stock_keys *keys)
{
    const suf_project_row *row = &scenario->projects[row_index];
    const suf_programme_spec *programme = suf_programme_of(scenario, row);
    const suf_project_row *before = suf_project_before(scenario, row);
    bool is_random = suf_project_is_random(row);
    bool is_at_once = before != NULL && row->starts_day == INT32_MIN;
    bool is_batch = row->until_day != INT32_MIN;
    bool is_replaced = programme != NULL && !isnan(programme->replaced_within_days);
    double opens = planned_opening(scenario, row, number);
    double duration = !is_random    ? 0
                      : !is_at_once ? row->opens_day - row->starts_day
                                    : opens - planned_opening(scenario, before, number);
    return (suf_delivery_unit){.project = (uint32_t) row_index,
        .begun_by = row->begun_by,
        .planned_days = row->planned_days,
        .number = number,
        .programme = row->programme[0] != '\0'
                         ? find_programme(self, scenario, row->programme)
                         : SUF_NONE,
        .purpose = suf_purpose("project/%s", row->project),
        .starts_days = opens - duration,
        .duration_days = duration,
        .after = SUF_NONE,
        .is_at_once = is_at_once,
        .stages = row->stages,
        .cancellation = !is_random              ? suf_number_constant(0)
                        : row->has_cancellation ? row->cancellation
                        : programme != NULL && programme->has_cancellation
                            ? programme->cancellation
                            : scenario->delivery.cancellation,
        .replaced_within_days = is_replaced ? programme->replaced_within_days : 0,
        .pass = row->pass,
        .retry_days = row->retry_days,
        .stock = find_stock(keys, row->asset_index, row->state),
        .count = is_batch ? 1 : row->count,
        .count_lever = row->count_lever,
        .date_lever = row->opens_lever != SUF_NONE ? row->opens_lever : row->starts_lever,
        .slip_lever = SUF_NONE,
        .is_batch = is_batch,
        .n_batch = suf_project_n_units(row),
        .first_days = row->opens_day - scenario->start_day,
        .span_days = is_batch ? row->until_day - row->opens_day : 0,
        .at = {row->district, row->unit_index, row->zone_index, row->latitude,
            row->longitude}};
}

/* What is known of a unit. A sure one opens on its day unless something else is told. */
static void
set_fact(
    suf_delivery_unit *unit, const suf_scenario *scenario, const suf_project_row *row)
{
    suf_opened_words opened;
    bool is_cancelled = false;
    int32_t day = INT32_MIN;
    int32_t known = suf_project_known_day(scenario, row);
    bool is_read = suf_opened_read(row->opened, &opened) &&
                   suf_cancelled_read(row->cancelled, &is_cancelled, &day);
    suf_bug_unless(is_read); /* checked */
    int32_t opened_day =
        opened.is_count ? INT32_MIN : suf_opened_day(row->opened, unit->number);
    bool is_drawn = unit->duration_days > 0 || unit->pass.assumption != SUF_NONE ||
                    unit->pass.value < 1;
    unit->fact = opened_day != INT32_MIN           ? SUF_FACT_OPENED
                 : is_cancelled                    ? SUF_FACT_CANCELLED
                 : opened.is_count && opened.n > 0 ? SUF_FACT_COUNTED
                 : known != INT32_MIN && is_drawn  ? SUF_FACT_NOT_OPEN
                                                   : SUF_FACT_NONE;
    known = known != INT32_MIN ? known : is_cancelled ? day : opened_day;
    unit->n_open = unit->fact == SUF_FACT_COUNTED ? opened.n : 0;
    if (unit->begun_by != SUF_NONE) { /* that it is not open is no news */
        unit->earliest_days = known != INT32_MIN ? known + 1 - scenario->start_day : 0;
        unit->fact = SUF_FACT_NONE;
    }
    unit->opened_days =
        unit->fact == SUF_FACT_OPENED ? opened_day - scenario->start_day : 0;
    unit->known_days = unit->fact == SUF_FACT_NONE || known == INT32_MIN
                           ? 0
                           : known + 1 - scenario->start_day;
}

/* Which unit each comes after, by the first unit of each project: of a batch the one of
 * the same number. */
static void
link_units(
    suf_delivery_model *self, const suf_scenario *scenario, const uint32_t *first_units)
{
    for (uint32_t i = 0; i < self->n_units; i++) {
        suf_delivery_unit *unit = &self->units[i];
        uint32_t before = scenario->projects[unit->project].after_index;
        if (before != SUF_NONE) {
            bool is_single = suf_project_n_units(&scenario->projects[before]) == 1;
            unit->after = first_units[before] + (is_single ? 0 : unit->number);
        }
    }
    for (uint32_t i = 0; i < self->n_units; i++) {
        suf_delivery_unit *unit = &self->units[i];
        for (uint32_t j = unit->after; j != SUF_NONE; j = self->units[j].after) {
            unit->rank++;
            unit->begun_by = self->units[j].begun_by; /* the first of them has no other */
        }
        if (unit->rank > self->greatest_rank) {
            self->greatest_rank = unit->rank;
        }
    }
}

static suf_status
build_units(
    suf_delivery_model *self, const suf_scenario *scenario, const stock_keys *keys)
{
    uint32_t *first_units = NULL;
    size_t n = 0;
    for (size_t i = 0; i < scenario->n_projects; i++) {
        n += room_of_project(scenario, &scenario->projects[i]);
    }
    for (size_t i = 0; i < scenario->n_works; i++) {
        n += batches_of_works(&scenario->works[i]);
    }
    suf_status status = n < SUF_NONE ? SUF_OK : SUF_RAISE(SUF_ERROR_LIMIT);
    SUF_TRY(status);
    SUF_TRY(suf_array_new(n, sizeof *self->units, &self->units));
    SUF_TRY(suf_array_new(scenario->n_projects, sizeof *first_units, &first_units));
    self->n_projects = (uint32_t) scenario->n_projects;
    for (size_t i = 0; i < scenario->n_projects; i++) {
        first_units[i] = self->n_units;
        for (uint32_t j = 0; j < room_of_project(scenario, &scenario->projects[i]); j++) {
            suf_delivery_unit *unit = &self->units[self->n_units++];
            *unit = project_unit(self, scenario, i, j, keys);
            set_fact(unit, scenario, &scenario->projects[i]);
            self->has_facts = self->has_facts || unit->fact != SUF_FACT_NONE;
        }
    }
    link_units(self, scenario, first_units);
out:
    free(first_units);
    return status;
}

/* Batches of works are units too: assets that come when they are done. */
static suf_status
build_works(
    suf_delivery_model *self, const suf_scenario *scenario, const stock_keys *keys)
{
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(scenario->n_works, sizeof *self->works, &self->works));
    SUF_TRY(
        suf_array_new(scenario->n_works, sizeof *self->works_time, &self->works_time));
    for (size_t i = 0; i < scenario->n_works; i++) {
        const suf_works_spec *spec = &scenario->works[i];
        suf_works *works = &self->works[i];
        uint32_t n = batches_of_works(spec);
        double starts = spec->starts_day - scenario->start_day;
        double length =
            spec->until_day == INT32_MIN ? 0 : spec->until_day - spec->starts_day;
        *works = (suf_works){.purpose = suf_purpose("works/%s", spec->name),
            .first_unit = self->n_units,
            .n_batches = n,
            .crews = spec->crews,
            .crews_lever = spec->crews_lever,
            .starts_days = starts,
            .released_every_days = n > 1 ? length / (n - 1) : 0,
            .stock = find_stock(keys, spec->asset_index, spec->state),
            .done = spec->done};
        self->n_works++;
        SUF_TRY(suf_build_distribution(&self->works_time[i], &spec->time));
        for (uint32_t j = 0; j < n; j++) {
            uint32_t before = j * spec->batch;
            uint32_t left = spec->units - before;
            self->units[self->n_units++] = (suf_delivery_unit){.project = SUF_NONE,
                .number = j,
                .programme = SUF_NONE,
                .after = SUF_NONE,
                .begun_by = SUF_NONE,
                .purpose = works->purpose,
                .cancellation = suf_number_constant(0),
                .pass = suf_number_constant(1),
                .stages = 1,
                .count_lever = SUF_NONE,
                .date_lever = SUF_NONE,
                .slip_lever = SUF_NONE,
                .stock = works->stock,
                .count = left < spec->batch ? left : spec->batch,
                .at = {spec->district, SUF_NONE, SUF_NONE, (double) NAN, (double) NAN}};
        }
    }
out:
    return status;
}

suf_status
suf_build_delivery(suf_model *model, const suf_scenario *scenario)
{
    suf_delivery_model *self = &model->delivery;
    stock_keys keys = {0};
    suf_status status = SUF_OK;
    *self = (suf_delivery_model){.delay = scenario->delivery.delay,
        .delay_a = scenario->delivery.a,
        .delay_b = scenario->delivery.b,
        .correlation = scenario->delivery.correlation,
        .programme_correlation = scenario->delivery.programme_correlation,
        .shock_purpose = suf_purpose("delivery/shock")};
    SUF_TRY(gather_stocks(&keys, scenario));
    self->n_stocks = (uint32_t) keys.n;
    SUF_TRY(build_items(self, scenario, &keys));
    SUF_TRY(build_programmes(self, scenario));
    SUF_TRY(build_units(self, scenario, &keys));
    SUF_TRY(build_works(self, scenario, &keys));
    SUF_TRY(suf_build_zones(self, scenario));
    SUF_TRY(suf_build_targets(model, scenario));
out:
    free(keys.keys);
    return status;
}
