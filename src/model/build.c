/* From scenario to model.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "build.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/memory.h"
#include "model/build_parts.h"
#include "model/chosen.h"
#include "model/parameters.h"
#include "random/assumption_distribution.h"

/* At most so many buckets; so many of them within the shortest mean stay, as long as each
 * has so many requests. */
enum { MAX_BUCKETS = 1 << 20, BUCKETS_PER_STAY = 4, REQUESTS_PER_BUCKET = 2 };

uint64_t
suf_purpose(const char *format, ...)
{
    char name[1024];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(name, sizeof name, format, arguments);
    va_end(arguments);
    suf_bug_unless(length >= 0 && (size_t) length < sizeof name);
    return suf_hash_text(name);
}

/* Where places stand: a zone matters where the service has its places in zones. */
static uint32_t
area_of(const suf_model *self, uint32_t service, uint32_t district, uint32_t zone)
{
    return self->services[service].has_zones && zone != SUF_NONE
               ? self->n_districts + zone
               : district;
}

/* The places of the start, and those of the delivery's units in their steps. */
static suf_status
build_changes(suf_model *self, const suf_scenario *scenario)
{
    const suf_delivery_model *delivery = &self->delivery;
    size_t n = scenario->n_places;
    for (uint32_t i = 0; i < delivery->n_units; i++) {
        uint32_t project = delivery->units[i].project;
        n += project == SUF_NONE ? 0
                                 : 1 + (size_t) scenario->projects[project].ramp_months;
    }
    suf_status status = suf_array_new(n, sizeof *self->changes, &self->changes);
    if (status != SUF_OK || n > UINT32_MAX) {
        return status != SUF_OK ? status : SUF_RAISE(SUF_ERROR_LIMIT);
    }
    for (size_t i = 0; i < scenario->n_places; i++) {
        const suf_places_row *row = &scenario->places[i];
        self->changes[self->n_changes++] = (suf_capacity_change){.service = row->service,
            .district = area_of(self, row->service, row->district, row->zone_index),
            .places = (int64_t) row->places,
            .sites = row->sites,
            .unit = SUF_NONE,
            .n_steps = 1,
            .converts = SUF_NONE,
            .staffing = suf_number_constant(1),
            .places_lever = row->places_lever,
            .staffing_lever = SUF_NONE};
    }
    for (uint32_t i = 0; i < delivery->n_units; i++) {
        const suf_delivery_unit *unit = &delivery->units[i];
        const suf_project_row *row =
            unit->project != SUF_NONE ? &scenario->projects[unit->project] : NULL;
        if (row == NULL || row->service == SUF_NONE) {
            continue;
        }
        for (uint32_t step = 0; step <= row->ramp_months; step++) {
            self->changes[self->n_changes++] = (suf_capacity_change){
                .time_days =
                    unit->starts_days + unit->duration_days + step * SUF_DAYS_PER_MONTH,
                .service = row->service,
                .district = area_of(self, row->service, row->district, row->zone_index),
                .sites = row->sites,
                .places = (int64_t) row->places,
                .unit = i,
                .step = step,
                .n_steps = row->ramp_months + 1,
                .converts = row->converts,
                .staffing = row->staffing,
                .places_lever = row->places_lever,
                .staffing_lever = row->staffing_lever};
        }
    }
    suf_changes_sort(self->changes, self->n_changes);
    return SUF_OK;
}

static suf_status
build_names(suf_model *self, const suf_scenario *scenario)
{
    self->n_districts = (uint32_t) scenario->n_districts;
    suf_status status = suf_array_new(
        scenario->n_districts, sizeof *self->district_names, &self->district_names);
    for (size_t i = 0; status == SUF_OK && i < scenario->n_districts; i++) {
        status = suf_text_copy(scenario->districts[i].district, &self->district_names[i]);
    }
    return status;
}

/* Districts, and zones where some service has its places in them. */
static suf_status
build_areas(suf_model *self, const suf_scenario *scenario)
{
    uint32_t n = 0;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(
        scenario->n_zones, sizeof *self->zones_of_district, &self->zones_of_district));
    SUF_TRY(suf_array_new(
        scenario->n_districts + 1, sizeof *self->zones_first, &self->zones_first));
    for (uint32_t d = 0; d < self->n_districts; d++) {
        for (uint32_t i = 0; i < scenario->n_zones; i++) {
            if (scenario->zones[i].district == d) {
                self->zones_of_district[n++] = i;
            }
        }
        self->zones_first[d + 1] = n;
    }
    self->n_areas = self->n_districts;
    for (size_t i = 0; i < scenario->n_services; i++) {
        if (scenario->services[i].has_zones) {
            self->n_areas = self->n_districts + n;
        }
    }
    SUF_TRY(
        suf_array_new(self->n_areas, sizeof *self->area_district, &self->area_district));
    for (uint32_t i = 0; i < self->n_areas; i++) {
        self->area_district[i] =
            i < self->n_districts ? i : scenario->zones[i - self->n_districts].district;
    }
out:
    return status;
}

static int
compare_purposes(const void *left, const void *right)
{
    const uint64_t *pa = left;
    const uint64_t *pb = right;
    uint64_t a = *pa;
    uint64_t b = *pb;
    return (a > b) - (a < b);
}

/* Two names with one hash would share random numbers: never in practice, never silently.
 */
static suf_status
check_purposes(const suf_model *self, const suf_scenario *scenario, suf_faults *faults)
{
    size_t n_people = self->population.is_given ? self->n_districts : 0;
    size_t n_costed = self->costs.is_given
                          ? (size_t) self->delivery.n_projects + self->delivery.n_works
                          : 0;
    size_t n = (size_t) self->n_streams + self->n_services + self->n_assumptions +
               n_people + self->delivery.n_projects + self->delivery.n_works +
               self->delivery.n_programmes + 1 + n_costed;
    uint64_t *purposes = NULL;
    suf_status status = suf_array_new(n, sizeof *purposes, &purposes);
    if (status != SUF_OK) {
        return status;
    }
    size_t at = 0;
    for (uint32_t i = 0; i < self->n_streams; i++) {
        purposes[at++] = self->streams[i].purpose;
    }
    for (uint32_t i = 0; i < self->n_services; i++) {
        purposes[at++] = self->services[i].purpose;
    }
    for (uint32_t i = 0; i < self->n_assumptions; i++) {
        purposes[at++] = self->assumptions[i].purpose;
    }
    for (size_t i = 0; i < n_people; i++) {
        purposes[at++] = self->population.district_purpose[i];
    }
    for (uint32_t i = 0; i < self->delivery.n_units; i++) {
        if (self->delivery.units[i].number == 0) {
            purposes[at++] = self->delivery.units[i].purpose;
            if (self->costs.is_given) {
                purposes[at++] = self->costs.units[i].purpose;
            }
        }
    }
    for (uint32_t i = 0; i < self->delivery.n_programmes; i++) {
        purposes[at++] = self->delivery.programme_purposes[i];
    }
    purposes[at++] = self->delivery.shock_purpose;
    suf_bug_unless(at == n);
    qsort(purposes, n, sizeof *purposes, compare_purposes);
    for (size_t i = 1; i < n; i++) {
        if (purposes[i] == purposes[i - 1]) {
            suf_fault_place place = {.file = scenario->path};
            suf_faults_add(faults, &place,
                "two names of this scenario have the same 64-bit hash and would share "
                "random numbers; rename a service, district or assumption");
            status = SUF_RAISE(SUF_ERROR_SCENARIO);
            break;
        }
    }
    free(purposes);
    return status;
}

/* Resolves all numbers at the medians. A share in place that cannot be reached
 * even there is the scenario's fault. */
static suf_status
resolve_central(const suf_model *self, const suf_scenario *scenario,
    suf_parameters *parameters, suf_faults *faults)
{
    double *central = NULL;
    suf_status status =
        suf_array_new(suf_model_n_values(self), sizeof *central, &central);
    if (status != SUF_OK) {
        return status;
    }
    for (uint32_t i = 0; i < self->n_assumptions; i++) {
        const suf_assumption_model *assumption = &self->assumptions[i];
        central[i] = suf_assumption_value(
            assumption->kind, assumption->a, &assumption->points, 0.5);
        for (uint32_t year = 0; assumption->has_ar1 && year < self->n_years; year++) {
            central[self->n_assumptions +
                    (size_t) assumption->path_index * self->n_years + year] = central[i];
        }
    }
    status = suf_parameters_resolve(parameters, central);
    free(central);
    for (uint32_t i = 0; status == SUF_ERROR_PARAMETER && i < self->n_services; i++) {
        const suf_stay_model *stay = suf_service_stay(&self->services[i]);
        if (stay != NULL && stay->is_share &&
            isnan(parameters->services[i].solved_share)) {
            suf_fault_place place = suf_build_asked(scenario, &scenario->services[i]);
            suf_faults_add(faults, &place,
                "services.%s.requests.prevalence: no rate of requests gives so large "
                "a share: too few people of these ages are eligible",
                self->services[i].name);
            status = SUF_RAISE(SUF_ERROR_SCENARIO);
        }
    }
    return status;
}

/* Requests a day, about; tables and intervals, whose rate varies, count as many. */
static double
requests_per_day(const suf_model *self, const suf_parameters *parameters)
{
    double sum = 0;
    for (uint32_t i = 0; i < self->n_streams; i++) {
        suf_stream_kind kind = self->streams[i].kind;
        sum += kind == SUF_STREAM_RATE || kind == SUF_STREAM_POPULATION
                   ? suf_stream_start_rate(self, parameters, i)
                   : (double) INFINITY;
    }
    return sum;
}

/* Settles what rests on the size of the numbers. Buckets of the future event list: the
 * widest power of two of a day, up to one, that is well within the shortest mean stay, as
 * long as there are not too many, and not mostly empty ones. Streams with less than one
 * request in two days make theirs a month at a time, unless their rate switches. */
static suf_status
choose_periods(suf_model *self, const suf_scenario *scenario, suf_faults *faults)
{
    suf_parameters parameters;
    double shortest = (double) INFINITY;
    suf_status status = suf_parameters_init(&parameters, self);
    if (status != SUF_OK) {
        return status;
    }
    SUF_TRY(resolve_central(self, scenario, &parameters, faults));
    for (uint32_t i = 0; i < self->n_services; i++) {
        if (self->services[i].kind != SUF_KIND_STAY) {
            continue;
        }
        double mean = suf_distribution_mean(&parameters.services[i].stay);
        shortest = mean > 0 && mean < shortest ? mean : shortest;
    }
    self->bucket_days = 1;
    double requests = requests_per_day(self, &parameters);
    while (self->bucket_days * BUCKETS_PER_STAY > shortest &&
           self->bucket_days * requests > 2 * REQUESTS_PER_BUCKET &&
           self->end_days / self->bucket_days * 2 <= MAX_BUCKETS) {
        self->bucket_days /= 2;
    }
    for (uint32_t i = 0; i < self->n_streams; i++) {
        suf_stream *stream = &self->streams[i];
        stream->is_monthly = stream->kind != SUF_STREAM_EVERY &&
                             stream->kind != SUF_STREAM_TABLE &&
                             self->services[stream->service].stay.n_waves == 0 &&
                             suf_stream_start_rate(self, &parameters, i) < 0.5;
    }
out:
    suf_parameters_free(&parameters);
    return status;
}

suf_status
suf_model_build(suf_model *self, const suf_scenario *scenario, suf_faults *faults)
{
    *self = (suf_model){.seed = scenario->seed,
        .end_days = scenario->end_day - scenario->start_day,
        .start_weekday = suf_weekday_of_day(scenario->start_day)};
    suf_status status = SUF_OK;
    int32_t first = scenario->population.is_given ? scenario->population.date_day
                                                  : scenario->start_day;
    if (scenario->n_districts + scenario->n_zones > UINT16_MAX - 1 ||
        scenario->n_services > UINT16_MAX) {
        status = SUF_RAISE(SUF_ERROR_LIMIT);
        goto out;
    }
    SUF_TRY(suf_calendar_init(
        &self->calendar, first, scenario->start_day, scenario->end_day));
    SUF_TRY(build_names(self, scenario));
    SUF_TRY(build_areas(self, scenario));
    SUF_TRY(suf_build_assumptions(self, scenario, faults));
    SUF_TRY(suf_build_population(self, scenario, faults));
    SUF_TRY(suf_build_services(self, scenario));
    SUF_TRY(suf_build_streams(self, scenario, faults));
    SUF_TRY(suf_build_levers(self, scenario));
    SUF_TRY(suf_build_delivery(self, scenario));
    SUF_TRY(suf_build_policies(self, scenario));
    SUF_TRY(suf_build_costs(self, scenario));
    SUF_TRY(suf_build_observations(self, scenario));
    SUF_TRY(build_changes(self, scenario));
    SUF_TRY(check_purposes(self, scenario, faults));
    SUF_TRY(choose_periods(self, scenario, faults));
out:
    if (status != SUF_OK) {
        if (faults->n == 0) {
            suf_fault_place place = {.file = scenario->path};
            suf_faults_add(
                faults, &place, "the model cannot be built: %s", suf_status_text(status));
        }
        suf_model_free(self);
    }
    return status;
}
