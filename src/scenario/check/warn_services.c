/* Warnings: services that start empty, have nobody, or are out of proportion.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/calendar.h"
#include "scenario/check/service_at.h"
#include "scenario/check/warn.h"
#include "scenario/types/intake_dates.h"

/* Places that residents have used for years are not free on the first day. */
static void
warn_start(const suf_service_at *self)
{
    const suf_service_spec *service = self->service;
    bool is_stay = service->kind == SUF_KIND_STAY;
    if (service->kind == SUF_KIND_VISIT || service->n_arrivals > 0 ||
        service->initial.is_given) {
        return;
    }
    const suf_scenario *scenario = self->reader->scenario;
    uint32_t index = (uint32_t) (service - scenario->services);
    double places = 0;
    for (size_t i = 0; i < scenario->n_places; i++) {
        const suf_places_row *row = &scenario->places[i];
        places += row->service == index ? row->places : 0;
    }
    for (size_t i = 0; i < scenario->n_projects; i++) { /* those of the start */
        const suf_project_row *row = &scenario->projects[i];
        places += row->service == index && row->opens_day <= scenario->start_day &&
                          row->places > 0
                      ? row->places
                      : 0;
    }
    if (places > 0) {
        suf_service_fault(self, "",
            "its %.0f places start empty, expected %s of residents; 'initial: {}' says "
            "that it is meant",
            places, is_stay ? "initial.occupancy or initial.share" : "initial.rolls");
    }
}

/* Months of which some are left out have the factor 1, whatever the others are. */
static void
warn_months(const suf_service_at *self, const char *key)
{
    const suf_node *months = suf_service_written(self, key, "by_month");
    if (months != NULL && months->n_entries > 6 && months->n_entries < 12) {
        char path[40];
        (void) snprintf(path, sizeof path, "%s.by_month", key);
        suf_service_fault(
            self, path, "found %zu months of 12: the others count 1", months->n_entries);
    }
    const double *factors = self->service->kind == SUF_KIND_VISIT
                                ? self->service->visit.by_month
                                : self->service->requests.by_month;
    double sum = 0;
    for (unsigned i = 0; i < 12; i++) {
        sum += factors[i];
    }
    for (unsigned i = 0; i < 12 && months != NULL; i++) {
        if (factors[i] > 0.8 * sum && factors[i] > 10) {
            char path[60];
            (void) snprintf(path, sizeof path, "%s.by_month.%s", key, suf_month_name(i));
            suf_service_fault(self, path,
                "found a factor of %.6g, more than four fifths of the year in one month",
                factors[i]);
        }
    }
}

static void
warn_years(const suf_service_at *self)
{
    const suf_scenario *scenario = self->reader->scenario;
    const suf_request_spec *requests = &self->service->requests;
    int32_t last = suf_month_of_day(scenario->end_day - 1) / 12;
    for (size_t i = 0; i < requests->n_by_year; i++) {
        if (requests->by_year[i].year > last) {
            suf_service_fault(self, "requests.by_year",
                "without effect: %" PRId32 " is after the end of the run",
                requests->by_year[i].year);
            return;
        }
    }
}

/* Ages that may ask, and of which a table of factors says nothing, ask for nothing. */
static void
warn_ages(const suf_service_at *self)
{
    const suf_service_spec *service = self->service;
    const suf_request_spec *requests = &service->requests;
    uint32_t first = service->eligible.from_months / 12;
    uint32_t last = service->eligible.to_months == SUF_AGE_OPEN
                        ? 100
                        : (service->eligible.to_months - 1) / 12;
    for (uint32_t i = 0; i < SUF_N_SEXES; i++) {
        bool is_eligible = service->eligible.sex == SUF_BOTH_SEXES ||
                           (uint32_t) service->eligible.sex == i;
        for (uint32_t age = first; age <= last && age <= 100 && is_eligible; age++) {
            bool is_named = requests->n_by_age == 0;
            for (size_t j = 0; !is_named && j < requests->n_by_age; j++) {
                const suf_rate_row *row = &requests->by_age[j];
                is_named = (row->sex == SUF_BOTH_SEXES || (uint32_t) row->sex == i) &&
                           row->age_from <= age && age <= row->age_to;
            }
            if (!is_named) {
                suf_service_fault_table(self, &requests->by_age, "requests.by_age",
                    "no row for sex %s and age %" PRIu32
                    ", who are eligible: they ask for nothing",
                    i == SUF_FEMALE ? "F" : "M", age);
                return;
            }
        }
    }
}

static void
warn_requests(const suf_service_at *self)
{
    const suf_request_spec *requests = &self->service->requests;
    double rate = suf_warn_middle(self->reader, &requests->per_person_day) * 365.25;
    if (requests->is_given && !requests->is_share && rate > 12) {
        suf_service_fault(self, "requests.per_person_year",
            "found %.6g requests a year and person, more than one a month", rate);
    }
    warn_months(self, "requests");
    warn_years(self);
    warn_ages(self);
}

static uint32_t
common_divisor(uint32_t a, uint32_t b)
{
    while (b > 0) {
        uint32_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* Whether no intake is on a day of the other's intakes, by their rules. */
static bool
is_never_with(const suf_intake_spec *one, const suf_intake_spec *other)
{
    if (isnan(one->every_days) && isnan(other->every_days)) {
        return one->month != other->month;
    }
    if (isnan(one->every_days) || isnan(other->every_days) ||
        suf_intake_months(one) > 0 || suf_intake_months(other) > 0) {
        return false; /* their days may meet */
    }
    uint32_t divisor =
        common_divisor((uint32_t) one->every_days, (uint32_t) other->every_days);
    return divisor > 0 && (one->first_day - other->first_day) % (int32_t) divisor != 0;
}

/* Graduates apply on the day on which their course ends, or not at all. */
static void
warn_graduates(const suf_service_at *self)
{
    const suf_scenario *scenario = self->reader->scenario;
    const suf_intake_spec *intake = &self->service->intake;
    if (intake->from_service == SUF_NONE) {
        return;
    }
    const suf_service_spec *from = &scenario->services[intake->from_service];
    if (is_never_with(&from->intake, intake)) {
        suf_service_fault(self, "intake.from",
            "courses of '%.80s' end on its own intake days, which are never days of "
            "these "
            "intakes: nobody applies",
            from->name);
    }
}

/* Intakes: a course ends at an intake, the nearest to its length. */
static void
warn_intake(const suf_service_at *self)
{
    const suf_scenario *scenario = self->reader->scenario;
    const suf_intake_spec *intake = &self->service->intake;
    double every = isnan(intake->every_days) ? 365.25 : intake->every_days;
    double n = round(intake->length_days / every);
    double off = fabs(intake->length_days - n * every);
    if (off > 0.1 * intake->length_days) {
        suf_service_fault(self, "intake.length",
            "found a course of %.6g days and intakes each %.6g: it is held to the "
            "nearest intake, %.6g days",
            intake->length_days, every, n * every);
    }
    if (isnan(intake->every_days)) {
        int32_t first = suf_month_of_day(scenario->start_day);
        int32_t last = suf_month_of_day(scenario->end_day - 1);
        bool is_within = false;
        for (int32_t month = first; month <= last && !is_within; month++) {
            is_within = month % 12 == (int32_t) intake->month - 1;
        }
        if (!is_within) {
            suf_service_fault(self, "intake.month", "no intake falls within the run");
        }
    }
}

/* Rolls that name each district, and each year of the course, but for some. */
static void
warn_rolls(const suf_service_at *self)
{
    const suf_scenario *scenario = self->reader->scenario;
    const suf_service_spec *service = self->service;
    size_t n = service->initial.n_rolls;
    double years = ceil(service->intake.length_days / 365.25 - 0.01);
    if (n == 0) {
        return;
    }
    for (uint32_t district = 0; district < scenario->n_districts; district++) {
        for (uint32_t year = 1; year <= years; year++) {
            bool is_given = suf_intakes_of_year(scenario, &service->intake, year).n == 0;
            for (size_t i = 0; !is_given && i < n; i++) {
                const suf_roll_row *row = &service->initial.rolls[i];
                is_given = row->district == district && row->year == year;
            }
            if (!is_given) {
                suf_service_fault_table(self, &service->initial.rolls, "initial.rolls",
                    "no row for district '%.80s' and year %" PRIu32
                    " of the course, which counts as nobody",
                    scenario->districts[district].district, year);
                return;
            }
        }
    }
}

static void
warn_hours(const suf_service_at *self)
{
    const suf_visit_spec *visit = &self->service->visit;
    bool is_given[8][24] = {{false}};
    bool is_day[8] = {false};
    bool is_hour[24] = {false};
    for (size_t i = 0; i < visit->n_by_hour; i++) {
        const suf_hour_row *row = &visit->by_hour[i];
        is_given[row->day][row->hour] = true;
        is_day[row->day] = true;
        is_hour[row->hour] = true;
    }
    for (uint32_t i = 0; i < 8 * 24; i++) {
        if (is_day[i / 24] && is_hour[i % 24] && !is_given[i / 24][i % 24]) {
            suf_service_fault_table(self, &visit->by_hour, "visit.by_hour",
                "no row for day %" PRIu32 " and hour %" PRIu32
                ", which other days have: nobody comes then",
                i / 24, i % 24);
            return;
        }
    }
}

static void
warn_visit(const suf_service_at *self)
{
    const suf_visit_spec *visit = &self->service->visit;
    double visits = suf_warn_middle(self->reader, &visit->visits_per_week);
    if (visits > 7) {
        suf_service_fault(self, "visit.visits_per_week",
            "found %.6g visits a week of each participant, more than one a day", visits);
    }
    warn_months(self, "visit");
    warn_hours(self);
}

/* Where arrivals are given for most districts, one without has likely been forgotten. */
static void
warn_arrivals(const suf_service_at *self)
{
    const suf_scenario *scenario = self->reader->scenario;
    const suf_service_spec *service = self->service;
    size_t n = scenario->n_districts;
    for (uint32_t i = 0; service->n_arrivals < n && 2 * service->n_arrivals > n && i < n;
         i++) {
        bool is_given = false;
        for (size_t j = 0; !is_given && j < service->n_arrivals; j++) {
            is_given = service->arrivals[j].district == i;
        }
        if (!is_given) {
            suf_service_fault(self, "arrivals",
                "none in district '%.80s', while most others have some",
                scenario->districts[i].district);
            return;
        }
    }
}

/* Overflow that reaches no other district, as minutes taken for hours. */
static void
warn_overflow(const suf_service_at *self)
{
    const suf_scenario *scenario = self->reader->scenario;
    double shortest = (double) INFINITY;
    for (size_t i = 0; i < scenario->n_travel; i++) {
        shortest = fmin(shortest, scenario->travel[i].minutes);
    }
    if (self->service->overflow_minutes > 0 &&
        self->service->overflow_minutes < shortest && isfinite(shortest)) {
        suf_service_fault(self, "overflow.within",
            "without effect: found %.6g minutes, and the shortest way to another "
            "district takes %.6g",
            self->service->overflow_minutes, shortest);
    }
    if (self->service->overflow_minutes > 1440) {
        suf_service_fault(self, "overflow.within",
            "found %.6g minutes, a way of more than a day",
            self->service->overflow_minutes);
    }
}

void
suf_warn_services(suf_reader *self)
{
    for (size_t i = 0; i < self->scenario->n_services; i++) {
        const suf_service_at at = suf_service_at_of(self, i);
        warn_start(&at);
        warn_arrivals(&at);
        warn_overflow(&at);
        if (at.service->kind == SUF_KIND_INTAKE) {
            warn_intake(&at);
            warn_graduates(&at);
            warn_rolls(&at);
        } else if (at.service->kind == SUF_KIND_VISIT) {
            warn_visit(&at);
        } else {
            suf_warn_stay(&at);
        }
        if (at.service->kind == SUF_KIND_STAY && at.service->requests.is_given) {
            warn_requests(&at);
        }
    }
}
