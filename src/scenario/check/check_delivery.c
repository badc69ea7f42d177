/* Consistency of what is delivered, and of the targets it is measured by.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/calendar.h"
#include "scenario/check/check.h"
#include "scenario/types/encoding.h"
#include "scenario/types/project_facts.h"

/* Names that rows refer to. */
typedef struct delivery_check {
    suf_reader *reader;
    suf_scenario *scenario;
    suf_names assets, units, zones, works;
} delivery_check;

#define TELL(member, row, column, ...)                                                   \
    suf_reader_fault_row(self->reader, &self->scenario->member, (row),                   \
        self->scenario->member[row].line, (column), __VA_ARGS__)

static bool
is_given(const char *text)
{
    return text[0] != '\0';
}

/* Index of a name; told when it is given and is none of them. */
static uint32_t
refer(const delivery_check *self, const suf_names *names, const char *text,
    const char *what, const void *table, size_t row, uint32_t line)
{
    if (!is_given(text)) {
        return SUF_NONE;
    }
    uint32_t index = suf_names_find(names, text);
    const void *named = names == &self->units   ? (const void *) &self->scenario->units
                        : names == &self->zones ? (const void *) &self->scenario->zones
                                                : NULL;
    if (index == SUF_NONE && (suf_reader_is_faulty(self->reader, named) ||
                                 (names->n == 0 && !suf_reader_is_clean(self->reader)))) {
        return SUF_NONE; /* a consequence of what is told there */
    }
    if (index == SUF_NONE && !suf_reader_knows(self->reader, what, text,
                                 suf_reader_source_of(self->reader, table, row))) {
        const char *near = suf_reader_near(self->reader, names, text);
        const char *odd = suf_encoding_oddity(text);
        suf_reader_fault_row(self->reader, table, row, line,
            names == &self->assets ? "asset" : what,
            "found %s '%.80s'%s, which there is none of%s%.80s%s", what, text,
            odd != NULL ? odd : "", near != NULL ? "; did you mean '" : "",
            near != NULL ? near : "", near != NULL ? "'?" : "");
    }
    return index;
}

/* Adds a name of a row; told when it stands there already. */
static void
note(delivery_check *self, suf_names *names, const char *text, const char *what,
    const void *table, size_t row, uint32_t line)
{
    uint32_t number = 0;
    size_t before = names->n;
    if (suf_reader_ok(self->reader, suf_names_add(names, text, &number)) &&
        number < before && is_given(text)) {
        suf_reader_fault_row(self->reader, table, row, line, what,
            "found %s '%.80s' a second time", what, text);
    }
}

static void
check_delay(const delivery_check *self)
{
    suf_delivery_spec *delivery = &self->scenario->delivery;
    if (delivery->delay == SUF_DELAY_NONE) {
        delivery->delay = SUF_DELAY_LOGNORMAL;
        delivery->a = suf_number_constant(1.07);
        delivery->b = suf_number_constant(1.15);
    }
    double shared = suf_check_most(self->scenario, &delivery->correlation) +
                    suf_check_most(self->scenario, &delivery->programme_correlation);
    if (shared > 1 + 1e-9) {
        suf_reader_fault_at(self->reader, "delivery.programme_correlation",
            "found weights that sum to as much as %.10g with correlation, expected 1 at "
            "most",
            shared);
    }
    if (delivery->a.assumption != SUF_NONE || delivery->b.assumption != SUF_NONE) {
        return;
    }
    if (delivery->delay == SUF_DELAY_LOGNORMAL && delivery->b.value < delivery->a.value) {
        suf_reader_fault_at(self->reader, "delivery.delay.lognormal",
            "found a mean below the median, expected at least the median");
    }
    if (delivery->delay == SUF_DELAY_UNIFORM && delivery->b.value <= delivery->a.value) {
        suf_reader_fault_at(self->reader, "delivery.delay.uniform",
            "found high not above low, expected low < high");
    }
}

static void
check_programmes(const delivery_check *self)
{
    for (size_t i = 0; i < self->scenario->delivery.n_programmes; i++) {
        const suf_programme_spec *programme = &self->scenario->delivery.programmes[i];
        if (!programme->has_cancellation && isnan(programme->replaced_within_days)) {
            char path[200];
            (void) snprintf(
                path, sizeof path, "delivery.programmes.%.120s", programme->name);
            suf_reader_fault_at(self->reader, path,
                "found nothing, expected cancellation or replaced_within");
        }
    }
}

static void
check_zones(delivery_check *self)
{
    for (size_t i = 0; i < self->scenario->n_zones; i++) {
        const suf_zone_row *row = &self->scenario->zones[i];
        note(self, &self->zones, row->zone, "zone", &self->scenario->zones, i, row->line);
        bool has_area = row->area_km2.assumption != SUF_NONE || row->area_km2.value > 0;
        bool has_density =
            row->people_per_km2.assumption != SUF_NONE || row->people_per_km2.value > 0;
        bool has_centre = !isnan(row->latitude) && !isnan(row->longitude);
        int n_given = has_area + has_density + has_centre;
        if (n_given > 1 || (n_given == 0 && !suf_check_is_zoned(self->scenario))) {
            TELL(zones, i, "area_km2",
                "expected one of area_km2, people_per_km2, or latitude with longitude: "
                "how far its facilities are");
        }
        if (has_centre && row->communities > 0) {
            TELL(zones, i, "communities",
                "without effect: communities divide an area, and the zone has a centre");
        }
    }
    if (self->scenario->n_zones > 0 && !self->scenario->population.is_given &&
        !suf_check_is_zoned(self->scenario)) {
        TELL(
            zones, 0, NULL, "zones are of residents, but the scenario has no population");
    }
}

static void
check_units(delivery_check *self)
{
    for (size_t i = 0; i < self->scenario->n_units; i++) {
        const suf_unit_row *row = &self->scenario->units[i];
        note(self, &self->units, row->unit, "unit", &self->scenario->units, i, row->line);
        if (strcmp(row->group, "district") == 0) {
            TELL(units, i, "group", "found the group 'district', expected another name");
        }
    }
}

static void
check_classes(delivery_check *self)
{
    uint32_t number = 0;
    for (size_t i = 0; i < self->scenario->n_assets; i++) {
        (void) suf_reader_ok(self->reader,
            suf_names_add(&self->assets, self->scenario->assets[i].name, &number));
    }
    for (size_t i = 0; i < self->scenario->n_works; i++) {
        (void) suf_reader_ok(self->reader,
            suf_names_add(&self->works, self->scenario->works[i].name, &number));
    }
}

/* A place within a district: the unit or zone that is named must lie in it. */
static void
check_within(const delivery_check *self, uint32_t district, uint32_t unit, uint32_t zone,
    const void *table, size_t row, uint32_t line)
{
    /* Where a name stands twice, numbers and rows part: that is told. */
    if (self->units.n < self->scenario->n_units ||
        self->zones.n < self->scenario->n_zones) {
        return;
    }
    if (unit != SUF_NONE && self->scenario->units[unit].district != district) {
        suf_reader_fault_row(self->reader, table, row, line, "unit",
            "found unit '%.80s', which lies in another district",
            self->scenario->units[unit].unit);
    }
    if (zone != SUF_NONE && self->scenario->zones[zone].district != district) {
        suf_reader_fault_row(self->reader, table, row, line, "zone",
            "found zone '%.80s', which lies in another district",
            self->scenario->zones[zone].zone);
    }
}

static void
check_stock(delivery_check *self)
{
    for (size_t i = 0; i < self->scenario->n_stock; i++) {
        suf_stock_row *row = &self->scenario->stock[i];
        const void *table = &self->scenario->stock;
        row->asset_index = refer(
            self, &self->assets, row->asset, "class of assets", table, i, row->line);
        row->unit_index =
            refer(self, &self->units, row->unit, "unit", table, i, row->line);
        row->zone_index =
            refer(self, &self->zones, row->zone, "zone", table, i, row->line);
        check_within(
            self, row->district, row->unit_index, row->zone_index, table, i, row->line);
    }
}

static bool
is_within_run(const suf_scenario *scenario, int32_t day)
{
    return scenario->start_day == INT32_MIN || scenario->end_day == INT32_MIN ||
           (day >= scenario->start_day && day < scenario->end_day);
}

static void
check_project_dates(const delivery_check *self, size_t i)
{
    const suf_scenario *scenario = self->scenario;
    const suf_project_row *row = &scenario->projects[i];
    bool is_random = suf_project_is_random(row);
    if (row->opens_day == INT32_MIN) {
        return; /* told already */
    }
    if (row->starts_day != INT32_MIN && row->starts_day >= row->opens_day) {
        TELL(projects, i, "starts",
            "found a project that opens before it starts, expected starts before opens");
    }
    if (row->until_day != INT32_MIN && row->until_day < row->opens_day) {
        TELL(projects, i, "until",
            "found a batch whose last unit is planned before its first, expected until "
            "at or after opens");
    }
    bool is_planned =
        is_within_run(scenario, row->opens_day) ||
        (row->opens_day < scenario->end_day && suf_project_is_reviewed(scenario, row));
    if (!is_planned || (row->until_day != INT32_MIN && scenario->end_day != INT32_MIN &&
                           row->until_day > scenario->end_day &&
                           row->until_day > self->reader->furthest_day)) {
        TELL(projects, i, is_planned ? "until" : "opens",
            "found a date outside the run, expected one from its start to before its "
            "end");
    }
    if (row->stages > 1 && row->starts_day != INT32_MIN &&
        row->starts_day < scenario->start_day) {
        TELL(projects, i, "stages",
            "found stages of a project that starts before the run: how many of them are "
            "done is not known");
    }
    if (!is_random && (row->has_cancellation || row->stages > 1)) {
        TELL(projects, i, row->stages > 1 ? "stages" : "cancellation",
            "without effect: cancellation and stages belong to a project with starts "
            "or after");
    }
}

/* True when something about a line has been told: what seems to be missing may be what is
 * wrong. */
static bool
is_told(const delivery_check *self, uint32_t line)
{
    const suf_faults *faults = self->reader->faults;
    for (size_t i = self->reader->n_faults_before; i < faults->n; i++) {
        if (faults->items[i].line == line) {
            return true;
        }
    }
    return false;
}

static void
check_project_what(const delivery_check *self, size_t i)
{
    const suf_project_row *row = &self->scenario->projects[i];
    bool has_places = !isnan(row->places);
    bool is_random = suf_project_is_random(row);
    if (row->places >= 0 && row->places <= 0 && row->places_lever == SUF_NONE) {
        TELL(projects, i, "places",
            "found 0 places, expected some that open, or (negative) that "
            "close");
    }
    if (is_told(self, row->line)) {
        return;
    }
    if (has_places != (row->service != SUF_NONE)) {
        TELL(projects, i, row->service == SUF_NONE ? "places" : "service",
            "expected service and places together");
    }
    if (!has_places && !is_given(row->asset) && !row->is_awaited) {
        TELL(projects, i, "service",
            "expected service with places, or asset: what it delivers");
    }
    if (has_places && row->places < 0 &&
        (is_random || is_given(row->asset) || row->until_day != INT32_MIN ||
            row->converts != SUF_NONE || row->ramp_months > 0 ||
            row->pass.assumption != SUF_NONE || row->pass.value < 1)) {
        TELL(projects, i, "places",
            "places close on a sure date: expected none of starts, after, until, asset, "
            "converts, pass and ramp_months beside negative places");
    }
    if (row->converts != SUF_NONE && (!has_places || row->converts == row->service)) {
        TELL(projects, i, "converts", "expected another service to convert places of");
    }
    if (!is_given(row->asset) && is_given(row->unit)) {
        TELL(projects, i, "unit", "without effect: unit belongs to an asset");
    }
    if (row->until_day != INT32_MIN && floor(row->count) < row->count) {
        TELL(projects, i, "count",
            "found a count that is not whole, expected units of the batch");
    }
    if (row->until_day != INT32_MIN && row->count > 1e6) {
        TELL(projects, i, "count", "found more than 1000000 units of a batch");
    }
}

static void
check_projects(delivery_check *self)
{
    suf_names names;
    suf_names_init(&names);
    for (size_t i = 0; i < self->scenario->n_projects && self->reader->status == SUF_OK;
         i++) {
        suf_project_row *row = &self->scenario->projects[i];
        const void *rows = &self->scenario->projects;
        uint32_t line = row->line;
        note(self, &names, row->project, "project", rows, i, line);
        row->asset_index =
            refer(self, &self->assets, row->asset, "class of assets", rows, i, line);
        row->unit_index = refer(self, &self->units, row->unit, "unit", rows, i, line);
        row->zone_index = refer(self, &self->zones, row->zone, "zone", rows, i, line);
        check_within(
            self, row->district, row->unit_index, row->zone_index, rows, i, line);
        check_project_dates(self, i);
    }
    suf_check_after(self->reader, &names);
    suf_check_begins(self->reader, &names);
    for (size_t i = 0; i < self->scenario->n_projects; i++) {
        check_project_what(self, i);
    }
    suf_names_free(&names);
}

static void
check_works(delivery_check *self)
{
    for (size_t i = 0; i < self->scenario->n_works; i++) {
        suf_works_spec *works = &self->scenario->works[i];
        char path[200];
        (void) snprintf(path, sizeof path, "works.%.120s", works->name);
        works->asset_index = suf_names_find(&self->assets, works->asset);
        if (works->asset_index == SUF_NONE && is_given(works->asset)) {
            suf_reader_fault_at(self->reader, path,
                "found class of assets '%.80s', which there is none of", works->asset);
        }
        if (works->starts_day != INT32_MIN && works->until_day != INT32_MIN &&
            works->until_day < works->starts_day) {
            suf_reader_fault_at(
                self->reader, path, "found until before starts, expected it at or after");
        }
        if (works->starts_day != INT32_MIN &&
            !is_within_run(self->scenario, works->starts_day) &&
            (works->starts_day < self->scenario->start_day ||
                works->starts_day >= self->reader->furthest_day)) {
            suf_reader_fault_at(
                self->reader, path, "found a start outside the run, expected one within");
        }
    }
}

void
suf_check_delivery(suf_reader *reader)
{
    delivery_check check = {.reader = reader, .scenario = reader->scenario};
    enum { N_ALL = 4 };
    suf_names *const all[N_ALL] = {
        &check.assets, &check.units, &check.zones, &check.works};
    for (int i = 0; i < N_ALL; i++) {
        suf_names_init(all[i]);
    }
    check_delay(&check);
    check_programmes(&check);
    check_zones(&check);
    check_units(&check);
    check_classes(&check);
    check_stock(&check);
    check_projects(&check);
    check_works(&check);
    suf_check_zones(reader);
    suf_check_levers(reader);
    suf_check_facts(reader);
    suf_check_targets(reader, &check.assets, &check.works);
    for (int i = 0; i < N_ALL; i++) {
        suf_names_free(all[i]);
    }
}
