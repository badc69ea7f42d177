/* Consistency between the parts of a scenario.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "scenario/check/check_points.h"
#include "scenario/check/spans.h"

enum { MOST_YEARS = 100 };

static void
check_dates(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    if (scenario->start_day == INT32_MIN || scenario->end_day == INT32_MIN) {
        return; /* told already */
    }
    if (scenario->end_day <= scenario->start_day) {
        suf_reader_fault_at(self, "end",
            "found a date that is not after the start, expected a later one");
    } else if (suf_month_of_day(scenario->end_day) -
                   suf_month_of_day(scenario->start_day) >
               12 * MOST_YEARS) {
        suf_reader_fault_at(self, "end",
            "found a date more than %d years after the start, the most there may be",
            MOST_YEARS);
    }
}

/* A Latin hypercube is made for a number of points; nothing else asks for one, but one
 * whose draws are fixed keeps its replications. */
static void
check_design(suf_reader *self)
{
    const suf_design_spec *design = &self->scenario->design;
    bool is_lhs = design->kind == SUF_DESIGN_LHS;
    bool has_points = is_lhs || design->kind == SUF_DESIGN_FIXED;
    if (is_lhs && design->n_points == SUF_NONE && design->outer == SUF_NONE) {
        suf_reader_fault_at(self, "design",
            "found lhs without `points`, expected the number of replications it is for");
    }
    if (design->n_points != SUF_NONE && (!has_points || design->outer != SUF_NONE)) {
        suf_reader_fault_at(self, "points",
            "found a number of points, which only `design: lhs` without `nested` has");
    }
    if (design->kind == SUF_DESIGN_TABLE && design->outer != SUF_NONE &&
        design->outer > design->n_rows) {
        suf_reader_fault_at(self, "nested.outer",
            "found %" PRIu32 " draws, expected at most the %" PRIu32
            " that the table of points has",
            design->outer, design->n_rows);
    }
    suf_check_points(self);
    if (self->scenario->points.log_weights != NULL &&
        self->scenario->n_observations == 0) {
        suf_reader_fault_at(self, "design",
            "found a table with log_weight in a scenario without observations, beside "
            "which weights are told; expected observations (one with `sd: inf` weighs "
            "nothing)");
    }
}

/* Where a key of a correlation stands. */
static suf_place
correlation_place(
    const suf_reader *self, const suf_correlation_spec *row, const char *key)
{
    const suf_entry *all = suf_node_find(self->root, "correlations");
    const suf_entry *entry = all != NULL ? suf_node_find(all->value, row->name) : NULL;
    const suf_entry *of = entry != NULL ? suf_node_find(entry->value, key) : NULL;
    return of != NULL ? of->value->place : entry != NULL ? entry->place : (suf_place){0};
}

/* The assumption of a name in a correlation; SUF_NONE when told. */
static uint32_t
find_assumption(
    suf_reader *self, const suf_correlation_spec *row, const char *key, const char *name)
{
    uint32_t found = suf_names_find(&self->assumptions, name);
    suf_place place = correlation_place(self, row, key);
    if (found == SUF_NONE) {
        suf_reader_fault_near(self, &place,
            suf_reader_near(self, &self->assumptions, name),
            "found '%.80s', expected the name of an assumption", name);
    }
    return found;
}

static bool
is_same_pair(const suf_correlation_spec *a, const suf_correlation_spec *b)
{
    return (a->of_index == b->of_index && a->with_index == b->with_index) ||
           (a->of_index == b->with_index && a->with_index == b->of_index);
}

static void
check_correlations(suf_reader *self)
{
    suf_scenario *scenario = self->scenario;
    for (size_t i = 0; i < scenario->n_correlations; i++) {
        suf_correlation_spec *row = &scenario->correlations[i];
        size_t mark = suf_reader_enter(self, "correlations");
        size_t inner = suf_reader_enter(self, row->name);
        suf_place place = correlation_place(self, row, "with");
        row->of_index = find_assumption(self, row, "of", row->of);
        row->with_index = find_assumption(self, row, "with", row->with);
        if (row->of_index != SUF_NONE && row->of_index == row->with_index) {
            suf_reader_fault(self, &place, NULL, "found an assumption with itself");
        }
        for (size_t j = 0; j < i; j++) {
            if (is_same_pair(row, &scenario->correlations[j]) &&
                row->of_index != SUF_NONE && row->with_index != SUF_NONE) {
                suf_reader_fault(self, &place, NULL,
                    "found '%.80s' and '%.80s' a second time", row->of, row->with);
            }
        }
        suf_reader_leave(self, inner);
        suf_reader_leave(self, mark);
    }
}

static void
check_not_empty(suf_reader *self)
{
    const suf_entry *districts = suf_node_find(self->root, "districts");
    const suf_entry *services = suf_node_find(self->root, "services");
    if (districts != NULL && districts->value->kind == SUF_NODE_MAP &&
        districts->value->n_entries == 0) {
        suf_reader_fault_at(self, "districts", "found none, expected at least one");
    }
    if (services != NULL && services->value->kind == SUF_NODE_MAP &&
        services->value->n_entries == 0) {
        suf_reader_fault_at(self, "services", "found none, expected at least one");
    }
}

static void
check_travel(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    suf_span *spans = NULL;
    size_t n = 0;
    if (!suf_reader_ok(self, suf_array_new(scenario->n_travel, sizeof *spans, &spans))) {
        return;
    }
    for (size_t i = 0; i < scenario->n_travel; i++) {
        const suf_travel_row *row = &scenario->travel[i];
        if (row->from == SUF_NONE || row->to == SUF_NONE) {
            continue; /* told already */
        }
        if (row->from == row->to) {
            suf_reader_fault_row(self, &scenario->travel, i, row->line, "to",
                "found a way from a district to itself, expected two districts");
        } else {
            spans[n++] = (suf_span){.group = (uint64_t) row->from << 32 | row->to,
                .line = row->line,
                .row = i};
        }
    }
    suf_spans_check(self, &scenario->travel, spans, n, "to", "this pair of from and to");
    free(spans);
}

/* Joins the places of the services in front of those of the tables. */
static void
join_places(suf_reader *self)
{
    suf_scenario *scenario = self->scenario;
    suf_places_row *all = NULL;
    size_t n = self->n_places + scenario->n_places;
    if (!suf_reader_ok(self, suf_arena_take(self->arena, n, sizeof *all, &all))) {
        return;
    }
    for (size_t i = 0; i < self->n_places; i++) {
        all[i] = self->places[i];
    }
    for (size_t i = 0; i < scenario->n_places; i++) {
        all[self->n_places + i] = scenario->places[i];
    }
    for (size_t i = 0; i < self->n_origins; i++) {
        if (self->origins[i].table == &scenario->places) {
            self->origins[i].first_row += self->n_places;
        }
    }
    scenario->places = all;
    scenario->n_places = n;
}

/* Tells of names of sites that stand twice. */
static void
check_sites(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    suf_names names;
    suf_names_init(&names);
    for (size_t i = 0; i < scenario->n_places && self->status == SUF_OK; i++) {
        const suf_places_row *row = &scenario->places[i];
        if (row->service == SUF_NONE || row->district == SUF_NONE) {
            continue;
        }
        suf_text key;
        suf_text_init(&key);
        suf_text_format(&key, "%" PRIu32 "/%" PRIu32 "/%s/%s", row->service,
            row->district, row->zone, row->site);
        char *text = NULL;
        uint32_t number = 0;
        size_t before = names.n;
        if (suf_reader_ok(self, key.status) &&
            suf_reader_ok(self, suf_arena_text(self->arena, key.bytes, key.n, &text)) &&
            suf_reader_ok(self, suf_names_add(&names, text, &number)) &&
            number < before) {
            bool is_of_table = i >= self->n_places;
            suf_reader_fault_row(self, &scenario->places, i, row->line, "district",
                "found places of service '%.60s' in district '%.60s'%s%.60s a second "
                "time%s",
                scenario->services[row->service].name,
                scenario->districts[row->district].district,
                row->site[0] != '\0' ? " at site " : "", row->site,
                is_of_table && number < self->n_places ? " (services.*.places too)" : "");
        }
        suf_text_free(&key);
    }
    suf_names_free(&names);
}

typedef struct change {
    uint64_t pool; /* service and district */
    int32_t day;   /* INT32_MIN: at the start */
    double places;
    double converted; /* at most, into places of another service */
    size_t project;   /* SIZE_MAX: at the start */
} change;

static int
compare_changes(const void *a, const void *b)
{
    const change *left = a;
    const change *right = b;
    if (left->pool != right->pool) {
        return left->pool < right->pool ? -1 : 1;
    }
    if (left->day != right->day) {
        return left->day < right->day ? -1 : 1;
    }
    /* Openings of a day before its closings. */
    if (left->places < right->places || left->places > right->places) {
        return left->places > right->places ? -1 : 1;
    }
    return (left->project > right->project) - (left->project < right->project);
}

/* What is random may come too late for a closing to count on it. */
static bool
is_sure_change(const suf_project_row *row)
{
    return row->service != SUF_NONE && !suf_project_is_random(row) &&
           row->until_day == INT32_MIN && row->converts == SUF_NONE &&
           row->pass.assumption == SUF_NONE && row->pass.value >= 1;
}

/* Tells of services that never have a place. */
static void
check_capacity(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    bool *has_places = NULL;
    if (!suf_reader_ok(
            self, suf_array_new(scenario->n_services, sizeof *has_places, &has_places))) {
        return;
    }
    for (size_t i = 0; i < scenario->n_places; i++) {
        if (scenario->places[i].service != SUF_NONE) {
            has_places[scenario->places[i].service] = true;
        }
    }
    for (size_t i = 0; i < scenario->n_projects; i++) {
        if (scenario->projects[i].service != SUF_NONE) {
            has_places[scenario->projects[i].service] = true;
        }
    }
    for (size_t i = 0; i < scenario->n_services; i++) {
        if (!has_places[i] && suf_reader_is_clean(self)) {
            char path[200];
            (void) snprintf(
                path, sizeof path, "services.%.150s", scenario->services[i].name);
            suf_reader_fault_at(
                self, path, "a service with no places and no projects, expected some");
        }
    }
    free(has_places);
}

/* Tells of closings of more places than there are by then. */
static void
check_closings(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    size_t n = scenario->n_places + 2 * scenario->n_projects;
    change *changes = NULL;
    if (!suf_reader_ok(self, suf_array_new(n, sizeof *changes, &changes))) {
        return;
    }
    for (size_t i = 0; i < scenario->n_places; i++) {
        const suf_places_row *row = &scenario->places[i];
        changes[i] = (change){(uint64_t) row->service << 32 | row->district, INT32_MIN,
            row->places, 0, SIZE_MAX};
    }
    n = scenario->n_places;
    for (size_t i = 0; i < scenario->n_projects; i++) {
        const suf_project_row *row = &scenario->projects[i];
        if (is_sure_change(row)) {
            changes[n++] = (change){(uint64_t) row->service << 32 | row->district,
                row->opens_day, row->places, 0, i};
        }
        if (row->converts != SUF_NONE) { /* one with a start may come at any time */
            double units = row->until_day != INT32_MIN ? row->count : 1;
            changes[n++] = (change){(uint64_t) row->converts << 32 | row->district,
                suf_project_is_random(row) ? INT32_MIN : row->opens_day, 0,
                row->places * units, SIZE_MAX};
        }
    }
    qsort(changes, n, sizeof *changes, compare_changes);
    double there = 0;
    double converted = 0;
    for (size_t i = 0; i < n; i++) {
        bool is_same = i > 0 && changes[i].pool == changes[i - 1].pool;
        there = (is_same ? there : 0) + changes[i].places;
        converted = (is_same ? converted : 0) + changes[i].converted;
        if (changes[i].project == SIZE_MAX || changes[i].places >= 0 ||
            there - converted >= 0) {
            continue;
        }
        const suf_project_row *row = &scenario->projects[changes[i].project];
        double sure = fmax(0, there - row->places - converted);
        suf_reader_fault_row(self, &scenario->projects, changes[i].project, row->line,
            "places", "closes %.0f places of which %.0f are there by then%s",
            -row->places, sure, converted > 0 ? ", as others may be converted" : "");
        there = fmax(0, there);
    }
    free(changes);
}

void
suf_check(suf_reader *self)
{
    if (self->status != SUF_OK) {
        return;
    }
    check_design(self);
    check_correlations(self);
    check_dates(self);
    check_not_empty(self);
    check_travel(self);
    join_places(self);
    check_sites(self);
    suf_check_population(self);
    suf_check_services(self);
    suf_check_delivery(self);
    suf_check_policies(self);
    suf_check_costs(self);
    suf_check_observations(self);
    check_capacity(self);
    if (suf_reader_is_clean(self)) {
        check_closings(self);
        suf_check_sense(self);
    } else {
        suf_check_causes(self);
    }
}
