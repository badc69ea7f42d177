/* What cannot be meant, of a scenario whose every part is right by itself.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scenario/check/check.h"
#include "scenario/check/service_at.h"
#include "scenario/check/spans.h"
#include "scenario/read/assumption.h"

/* 2^32 - 2: indices and counts of 32 bits hold them. */
static const double most_places = 4294967294.0;
/* Some 100 bytes each, and as many microseconds at least. */
static const double most_people = 1e8;
static const double most_units = 1e6; /* of works or a batch: one event each */
static const double most_arrivals = 1e11;

/* An overlay, or the command line, sets an assumption that nothing uses: it was meant for
 * another, which keeps its value without a word. */
static void
check_overlaid(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    const suf_entry *all = suf_node_find(self->root, "assumptions");
    for (size_t i = 0; all != NULL && i < scenario->n_assumptions; i++) {
        const suf_entry *entry = suf_node_find(all->value, scenario->assumptions[i].name);
        if (entry == NULL || scenario->assumptions[i].uses != 0 ||
            entry->place.source == self->root->place.source) {
            continue;
        }
        suf_names used;
        suf_names_init(&used);
        uint32_t number = 0;
        for (size_t j = 0; j < scenario->n_assumptions; j++) {
            if (scenario->assumptions[j].uses != 0) {
                (void) suf_reader_ok(
                    self, suf_names_add(&used, scenario->assumptions[j].name, &number));
            }
        }
        size_t mark = suf_reader_enter(self, "assumptions");
        size_t inner = suf_reader_enter(self, entry->key);
        suf_reader_fault_near(self, &entry->place,
            suf_reader_near(self, &used, entry->key),
            "without effect: nothing uses an assumption '%.80s', expected the name of "
            "one "
            "of the scenario",
            entry->key);
        suf_reader_leave(self, inner);
        suf_reader_leave(self, mark);
        suf_names_free(&used);
    }
}

static void
check_rolls(suf_reader *self, const suf_service_spec *service)
{
    size_t n = service->initial.n_rolls;
    suf_span *spans = NULL;
    if (!suf_reader_ok(self, suf_array_new(n, sizeof *spans, &spans))) {
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const suf_roll_row *row = &service->initial.rolls[i];
        spans[i] = (suf_span){.group = (uint64_t) row->district << 32 | row->year,
            .line = row->line,
            .row = i};
    }
    suf_spans_check(self, &service->initial.rolls, spans, n, "year",
        "this district and year of the course");
    free(spans);
}

static void
check_hours(suf_reader *self, const suf_service_spec *service)
{
    size_t n = service->visit.n_by_hour;
    suf_span *spans = NULL;
    if (!suf_reader_ok(self, suf_array_new(n, sizeof *spans, &spans))) {
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const suf_hour_row *row = &service->visit.by_hour[i];
        spans[i] = (suf_span){
            .group = (uint64_t) row->day << 8 | row->hour, .line = row->line, .row = i};
    }
    suf_spans_check(self, &service->visit.by_hour, spans, n, "hour", "this day and hour");
    free(spans);
}

static void
check_intake(const suf_service_at *at)
{
    const suf_reader *self = at->reader;
    const suf_service_spec *service = at->service;
    const suf_intake_spec *intake = &service->intake;
    double every = isnan(intake->every_days) ? 365.25 : intake->every_days;
    if (!isnan(intake->every_days) && intake->first_day >= self->scenario->end_day) {
        suf_service_fault(at, "intake.first",
            "found a date after the end of the run: no intake is ever held");
    }
    if (intake->length_days < every / 2) {
        suf_service_fault(at, "intake.length",
            "found a course of %.6g days and intakes each %.6g days, expected a length "
            "of about one interval, or several: a seat is held from intake to intake",
            intake->length_days, every);
    }
    check_rolls(at->reader, service);
}

/* The least value that a number takes. */
static double
least_of(const suf_reader *self, const suf_number *number)
{
    if (number->assumption == SUF_NONE) {
        return number->value;
    }
    double low = 0;
    double high = 0;
    suf_assumption_reach(&self->scenario->assumptions[number->assumption], &low, &high);
    return number->value * low;
}

static void
check_visit(const suf_service_at *at)
{
    const suf_reader *self = at->reader;
    const suf_service_spec *service = at->service;
    const suf_visit_spec *visit = &service->visit;
    double hours = least_of(self, &visit->mean_stay) * 24;
    double open = (double) visit->closes - (double) visit->opens;
    if (open < 24 && hours > open) {
        suf_service_fault(at, "visit.mean_stay",
            "found a visit of %.6g hours at a place that is open for %.6g, expected at "
            "most as long",
            hours, open);
    }
    check_hours(at->reader, service);
}

/* A stretch is the further end of the range that a target allows. */
static void
check_stretch(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    for (size_t i = 0; i < scenario->n_targets; i++) {
        const suf_target_row *row = &scenario->targets[i];
        bool is_below = row->stretch < row->value;
        if (!isnan(row->stretch) && row->stretch != row->value &&
            is_below != row->is_at_most) {
            suf_reader_fault_row(self, &scenario->targets, i, row->line, "stretch",
                "found a stretch of %.6g, %s the value %.6g, expected it beyond: the "
                "stretch is harder to meet",
                row->stretch, is_below ? "below" : "above", row->value);
        }
    }
}

/* Zones are parts of a district: by constants, they hold no more than all of it. */
static void
check_zone_shares(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    double *sum = NULL;
    if (!suf_reader_ok(self, suf_array_new(scenario->n_districts, sizeof *sum, &sum))) {
        return;
    }
    for (size_t i = 0; i < scenario->n_zones; i++) {
        const suf_zone_row *row = &scenario->zones[i];
        double before = sum[row->district];
        sum[row->district] += row->share.assumption == SUF_NONE ? row->share.value : 0;
        if (before <= 1 + 1e-6 && sum[row->district] > 1 + 1e-6) {
            suf_reader_fault_row(self, &scenario->zones, i, row->line, "share",
                "with it, the shares of the zones of '%.80s' sum to %.6g, expected at "
                "most 1",
                scenario->districts[row->district].district, sum[row->district]);
        }
    }
    free(sum);
}

/* Places are counted in 32 bits, all of a service together. */
static void
check_sums(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    double *sum = NULL;
    if (!suf_reader_ok(self, suf_array_new(scenario->n_services, sizeof *sum, &sum))) {
        return;
    }
    for (size_t i = 0; i < scenario->n_places; i++) {
        sum[scenario->places[i].service] += scenario->places[i].places;
    }
    for (size_t i = 0; i < scenario->n_projects; i++) {
        const suf_project_row *row = &scenario->projects[i];
        if (row->service == SUF_NONE || !(row->places > 0)) {
            continue;
        }
        double before = sum[row->service];
        double units = row->until_day != INT32_MIN ? row->count : 1;
        sum[row->service] += row->places * units;
        if (before <= most_places && sum[row->service] > most_places) {
            suf_reader_fault_row(self, &scenario->projects, i, row->line, "places",
                "with it, service '%.60s' has %.10g places, expected at most %.10g in "
                "all districts together",
                scenario->services[row->service].name, sum[row->service], most_places);
        }
    }
    free(sum);
}

/* What is held in memory, each by itself: people at the start, units that are delivered;
 * and how many come to be in the whole run. */
static void
check_size(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    double people = 0;
    for (size_t i = 0; i < scenario->population.n_start; i++) {
        people += scenario->population.start[i].count;
    }
    if (people > most_places) {
        suf_reader_fault_table(self, &scenario->population.start, "population.start",
            "found %.10g residents in all, expected at most %.10g", people, most_places);
    }
    double units = 0;
    for (size_t i = 0; i < scenario->n_works; i++) {
        const suf_works_spec *works = &scenario->works[i];
        double batches = ceil((double) works->units / works->batch);
        units += batches;
        if (batches > most_units) {
            char path[200];
            (void) snprintf(path, sizeof path, "works.%.120s.batch", works->name);
            suf_reader_fault_at(self, path,
                "found %.10g batches, expected at most %.10g: units of one batch are "
                "done "
                "together",
                batches, most_units);
        }
    }
    for (size_t i = 0; i < scenario->n_projects; i++) {
        const suf_project_row *row = &scenario->projects[i];
        double before = units;
        units += row->until_day != INT32_MIN ? row->count : 1;
        if (before <= 10 * most_units && units > 10 * most_units) {
            suf_reader_fault_row(self, &scenario->projects, i, row->line, "count",
                "with it, there are %.10g units of projects and works, expected at most "
                "%.10g",
                units, 10 * most_units);
        }
    }
}

/* People who hold a place or wait at the start. */
static void
check_started(const suf_service_at *at)
{
    const suf_reader *self = at->reader;
    const suf_service_spec *service = at->service;
    const suf_scenario *scenario = self->scenario;
    uint32_t index = (uint32_t) (service - scenario->services);
    double places = 0;
    for (size_t i = 0; i < scenario->n_places; i++) {
        places += scenario->places[i].service == index ? scenario->places[i].places : 0;
    }
    double people = least_of(self, &service->initial.occupancy) * places +
                    (double) service->initial.waiting * (double) scenario->n_districts;
    for (size_t i = 0; i < service->initial.n_by_district; i++) {
        const suf_initial_row *row = &service->initial.by_district[i];
        people += (double) row->occupied + row->waiting;
    }
    if (service->initial.is_given && people > most_people) {
        suf_service_fault(at, "initial",
            "found %.10g people in places and waiting, expected at most %.10g: each is "
            "followed by itself",
            people, most_people);
    }
}

/* The mean of a service's factor over its states. */
static double
mean_factor(const suf_reader *self, const suf_service_spec *service)
{
    double days = 0;
    double sum = 0;
    for (size_t i = 0; i < service->n_waves; i++) {
        double mean_days = least_of(self, &service->waves[i].mean_days);
        days += mean_days;
        sum += mean_days * least_of(self, &service->waves[i].factor);
    }
    return days > 0 ? sum / days : 1;
}

/* Arrivals of the whole run, each of which is an event. */
static void
check_arrivals(const suf_service_at *at)
{
    const suf_reader *self = at->reader;
    const suf_service_spec *service = at->service;
    const suf_scenario *scenario = self->scenario;
    double days = scenario->end_day - scenario->start_day;
    double sum = 0;
    for (size_t i = 0; i < service->n_arrivals; i++) {
        const suf_arrival_spec *arrival = &service->arrivals[i];
        double mean_size = arrival->n_batch == 0 ? 1 : 0;
        for (size_t j = 0; j < arrival->n_batch; j++) {
            mean_size += arrival->batch[j].share * arrival->batch[j].size;
        }
        sum += mean_size *
               (arrival->kind == SUF_ARRIVAL_RATE ? least_of(self, &arrival->per_day)
                   : arrival->kind == SUF_ARRIVAL_EVERY ? 1 / arrival->every_days
                                                        : 0);
    }
    double people = 0;
    for (size_t i = 0; i < scenario->population.n_start; i++) {
        people += scenario->population.start[i].count;
    }
    const suf_request_spec *requests = &service->requests;
    if (requests->is_given && !requests->is_share) {
        sum += people * least_of(self, &requests->per_person_day);
    }
    sum *= mean_factor(self, service);
    if (sum * days > most_arrivals) {
        suf_service_fault(at, service->n_arrivals > 0 ? "arrivals" : "requests",
            "found %.3g people who ask for a place in the run, expected at most %.3g",
            sum * days, most_arrivals);
    }
}

void
suf_check_sense(suf_reader *self)
{
    check_overlaid(self);
    if (self->scenario->population.is_given) {
        suf_check_first_rates(self);
    }
    for (size_t i = 0; i < self->scenario->n_services; i++) {
        const suf_service_at at = suf_service_at_of(self, i);
        if (at.service->kind == SUF_KIND_INTAKE) {
            check_intake(&at);
        } else if (at.service->kind == SUF_KIND_VISIT) {
            check_visit(&at);
        } else {
            check_started(&at);
            check_arrivals(&at);
        }
    }
    check_size(self);
    check_stretch(self);
    check_zone_shares(self);
    check_sums(self);
}
