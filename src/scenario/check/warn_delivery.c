/* Warnings: projects and works that come to nothing, targets that always hold.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "scenario/check/check.h"
#include "scenario/check/warn.h"

#define TELL(member, row, column, ...)                                                   \
    suf_reader_fault_row(self, &self->scenario->member, (row),                           \
        self->scenario->member[row].line, (column), __VA_ARGS__)

static bool
is_constant(const suf_number *number, double value)
{
    return number->assumption == SUF_NONE && number->value == value;
}

/* True when a service has, or gets, places in a district. */
static bool
has_places(const suf_scenario *scenario, uint32_t service, uint32_t district)
{
    for (size_t i = 0; i < scenario->n_places; i++) {
        if (scenario->places[i].service == service &&
            scenario->places[i].district == district && scenario->places[i].places > 0) {
            return true;
        }
    }
    for (size_t i = 0; i < scenario->n_projects; i++) {
        if (scenario->projects[i].service == service &&
            scenario->projects[i].district == district &&
            scenario->projects[i].places > 0) {
            return true;
        }
    }
    return false;
}

static void
warn_project(suf_reader *self, size_t i)
{
    const suf_scenario *scenario = self->scenario;
    const suf_project_row *row = &scenario->projects[i];
    bool has_asset = row->asset_index != SUF_NONE;
    bool is_batch = row->until_day != INT32_MIN;
    if (is_constant(&row->pass, 0)) {
        TELL(projects, i, "pass", "found pass 0: no inspection ever recognises it");
    }
    if (!isnan(row->places) && is_constant(&row->staffing, 0)) {
        TELL(projects, i, "staffing", "found staffing 0: none of its places can be used");
    }
    const suf_programme_spec *programme = suf_programme_of(scenario, row);
    bool is_replaced = programme != NULL && !isnan(programme->replaced_within_days);
    if (row->has_cancellation && is_constant(&row->cancellation, 1) && !is_replaced) {
        TELL(projects, i, "cancellation", "found cancellation 1: it never opens");
    }
    if (is_batch && !row->has_count) {
        TELL(projects, i, "until", "found until without count: a batch of one unit");
    }
    if (!has_asset && !is_batch && row->count != 1) {
        TELL(projects, i, "count",
            "without effect: count is of assets, or of the units of a batch");
    }
    if (!has_asset && strcmp(row->state, "open") != 0) {
        TELL(projects, i, "state", "without effect: state belongs to an asset");
    }
    /* Of places a zone, where places of some service stand in zones. */
    bool has_idle_zone = row->zone[0] != '\0' && (row->service == SUF_NONE ||
                                                     !suf_check_is_zoned(self->scenario));
    if (!has_asset && (has_idle_zone || !isnan(row->latitude))) {
        TELL(projects, i, has_idle_zone ? "zone" : "latitude",
            "without effect: zone and coordinates belong to an asset");
    }
    if (isnan(row->places) && (row->ramp_months > 0 || !is_constant(&row->staffing, 1))) {
        TELL(projects, i, row->ramp_months > 0 ? "ramp_months" : "staffing",
            "without effect: staffing and ramp_months belong to places");
    }
    if (isnan(row->latitude) != isnan(row->longitude)) {
        TELL(projects, i, "latitude",
            "found one of latitude and longitude, expected both");
    }
    if (row->starts_day != INT32_MIN && row->opens_day - row->starts_day > 20 * 365) {
        TELL(projects, i, "opens",
            "found more than 20 years from its start to its opening");
    }
    if (row->converts != SUF_NONE &&
        !has_places(scenario, row->converts, row->district)) {
        TELL(projects, i, "converts",
            "without effect: '%.60s', which it converts, has no places in this district",
            scenario->services[row->converts].name);
    }
}

static void
warn_works(suf_reader *self, size_t i)
{
    const suf_scenario *scenario = self->scenario;
    const suf_works_spec *works = &scenario->works[i];
    char path[200];
    (void) snprintf(path, sizeof path, "works.%.120s", works->name);
    if (works->until_day != INT32_MIN && works->until_day > scenario->end_day) {
        suf_reader_fault_at(self, path,
            "found until after the end of the run: what comes then is not seen");
    }
    if (works->time.kind != SUF_DISTRIBUTION_EMPIRICAL &&
        suf_warn_middle(self, &works->time.scale) >
            scenario->end_day - scenario->start_day) {
        suf_reader_fault_at(self, path,
            "found %.6g days for a batch, longer than the run",
            suf_warn_middle(self, &works->time.scale));
    }
    if (works->time.shape_is_cv && suf_warn_middle(self, &works->time.shape) > 3) {
        suf_reader_fault_at(self, path,
            "found a cv of %.6g of the time of a batch: its standard deviation is as "
            "many "
            "times its mean",
            suf_warn_middle(self, &works->time.shape));
    }
    if (works->batch > works->units) {
        suf_reader_fault_at(
            self, path, "found a batch that is larger than all units together");
    }
}

static void
warn_target(suf_reader *self, size_t i)
{
    const suf_target_row *row = &self->scenario->targets[i];
    bool is_share = row->measure == SUF_MEASURE_SHARE_WITH ||
                    row->measure == SUF_MEASURE_SHARE_WITHIN ||
                    row->index == SUF_INEQUALITY_GINI ||
                    row->measure == SUF_MEASURE_SHARE_PLACED ||
                    row->measure == SUF_MEASURE_SHARE_ADMITTED ||
                    row->measure == SUF_MEASURE_SHARE_REFUSED;
    if (!row->is_at_most && row->value <= 0) {
        TELL(targets, i, "value", "found at least 0, which always holds");
    }
    if (row->is_at_most && is_share && row->value >= 1) {
        TELL(targets, i, "value", "found a share of at most 1, which always holds");
    }
    if (row->measure == SUF_MEASURE_UTILISATION && row->value > 2) {
        TELL(targets, i, "value",
            "found a use of %.6g places of one, expected a share as 0.85", row->value);
    }
    if (suf_target_is_within(row) && (row->speed_kmh.value > 130 || row->minutes > 600)) {
        TELL(targets, i, "minutes",
            "found %.6g minutes at %.6g km/h, farther than a facility serves",
            row->minutes, row->speed_kmh.value);
    }
}

/* The target that measures assets of a class and state by where they are, and cannot see
 * one without a unit (or without a zone and coordinates); NULL: none. */
static const suf_target_row *
blind_target(const suf_scenario *scenario, uint32_t class, const char *state,
    uint32_t unit, bool has_place)
{
    for (size_t i = 0; i < scenario->n_targets; i++) {
        const suf_target_row *row = &scenario->targets[i];
        if (row->of_index != class || strcmp(row->state, state) != 0) {
            continue;
        }
        bool is_over_units = false;
        for (size_t j = 0; row->measure == SUF_MEASURE_SHARE_WITH && unit == SUF_NONE &&
                           !is_over_units && j < scenario->n_units;
             j++) {
            is_over_units = strcmp(row->over, scenario->units[j].group) == 0;
        }
        if (is_over_units || (suf_target_is_within(row) && !has_place)) {
            return row;
        }
    }
    return NULL;
}

static void
warn_where(suf_reader *self)
{
    static const char text[] = "without a %s: target '%.60s' does not see it";
    const suf_scenario *scenario = self->scenario;
    for (size_t i = 0; i < scenario->n_stock; i++) {
        const suf_stock_row *row = &scenario->stock[i];
        const suf_target_row *target =
            blind_target(scenario, row->asset_index, row->state, row->unit_index,
                row->zone_index != SUF_NONE || !isnan(row->latitude));
        if (target != NULL && row->count > 0) {
            bool is_unit = target->measure == SUF_MEASURE_SHARE_WITH;
            TELL(stock, i, is_unit ? "unit" : "zone", text, is_unit ? "unit" : "zone",
                target->target);
        }
    }
    for (size_t i = 0; i < scenario->n_projects; i++) {
        const suf_project_row *row = &scenario->projects[i];
        const suf_target_row *target =
            row->asset_index == SUF_NONE
                ? NULL
                : blind_target(scenario, row->asset_index, row->state, row->unit_index,
                      row->zone_index != SUF_NONE || !isnan(row->latitude));
        if (target != NULL) {
            bool is_unit = target->measure == SUF_MEASURE_SHARE_WITH;
            TELL(projects, i, is_unit ? "unit" : "zone", text, is_unit ? "unit" : "zone",
                target->target);
        }
    }
}

/* The multiplier is of planned durations: 1 as planned, 2 twice as long. */
static void
warn_delay(suf_reader *self)
{
    const suf_delivery_spec *delivery = &self->scenario->delivery;
    bool has_b =
        delivery->delay == SUF_DELAY_UNIFORM || delivery->delay == SUF_DELAY_LOGNORMAL;
    double a = suf_warn_middle(self, &delivery->a);
    double b = has_b ? suf_warn_middle(self, &delivery->b) : a;
    if (fmax(a, b) > 10) {
        suf_reader_fault_at(self, "delivery.delay",
            "found a multiplier of %.6g: projects take as many times as long as planned, "
            "expected about 1",
            fmax(a, b));
    }
}

/* Projects with starts that have it, and those of them that may be cancelled. */
static void
warn_programme(suf_reader *self, const suf_programme_spec *programme)
{
    const suf_scenario *scenario = self->scenario;
    size_t n_planned = 0; /* of all programmes: an overlay may take every project away */
    size_t n = 0;
    size_t n_cancelled = 0;
    for (size_t i = 0; i < scenario->n_projects; i++) {
        const suf_project_row *row = &scenario->projects[i];
        n_planned += suf_project_is_random(row);
        if (suf_project_is_random(row) && suf_programme_of(scenario, row) == programme) {
            const suf_number *cancellation = row->has_cancellation ? &row->cancellation
                                             : programme->has_cancellation
                                                 ? &programme->cancellation
                                                 : &scenario->delivery.cancellation;
            n++;
            n_cancelled += !is_constant(cancellation, 0);
        }
    }
    char path[200];
    (void) snprintf(path, sizeof path, "delivery.programmes.%.120s", programme->name);
    if (n == 0 && n_planned > 0) {
        suf_reader_fault_at(self, path,
            "without effect: no project with starts has the programme '%.80s'",
            programme->name);
    } else if (programme->replaced_within_days >
               scenario->end_day - scenario->start_day) {
        suf_reader_fault_at(self, path,
            "replaced_within: without effect: found %.6g days, longer than the run",
            programme->replaced_within_days);
    } else if (n > 0 && n_cancelled == 0 && !isnan(programme->replaced_within_days)) {
        suf_reader_fault_at(self, path,
            "replaced_within: without effect: none of them is ever cancelled");
    }
}

/* A programme is a shock that several projects share: it takes two, a weight, and dates
 * that are not sure. */
static void
warn_programmes(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    bool has_weight = scenario->delivery.programme_correlation.assumption != SUF_NONE ||
                      scenario->delivery.programme_correlation.value > 0;
    bool is_any_random = false; /* an overlay may take every planned project away */
    bool has_programme = false;
    for (size_t i = 0; i < scenario->n_projects; i++) {
        const suf_project_row *row = &scenario->projects[i];
        bool is_random = suf_project_is_random(row);
        bool has_effect = has_weight || suf_programme_of(scenario, row) != NULL;
        if (row->programme[0] != '\0' && !(is_random && has_effect)) {
            TELL(projects, i, "programme",
                is_random ? "without effect: there is no delivery.programme_correlation, "
                            "and nothing else is said of it"
                          : "without effect: the project has no starts, so it is sure");
        }
        is_any_random = is_any_random || is_random;
        has_programme = has_programme || row->programme[0] != '\0';
    }
    for (size_t i = 0; i < scenario->delivery.n_programmes; i++) {
        warn_programme(self, &scenario->delivery.programmes[i]);
    }
    if (has_weight && is_any_random && !has_programme) {
        suf_reader_fault_at(self, "delivery.programme_correlation",
            "without effect: no project has a programme");
    }
}

void
suf_warn_delivery(suf_reader *self)
{
    warn_delay(self);
    warn_programmes(self);
    for (size_t i = 0; i < self->scenario->n_projects; i++) {
        warn_project(self, i);
    }
    warn_where(self);
    for (size_t i = 0; i < self->scenario->n_works; i++) {
        warn_works(self, i);
    }
    for (size_t i = 0; i < self->scenario->n_targets; i++) {
        warn_target(self, i);
    }
    for (size_t i = 0; i < self->scenario->n_stock; i++) {
        if (isnan(self->scenario->stock[i].latitude) !=
            isnan(self->scenario->stock[i].longitude)) {
            TELL(stock, i, "latitude",
                "found one of latitude and longitude, expected both");
        }
    }
}
