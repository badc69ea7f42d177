/* A scenario built by hand, as the reader would leave it, for tests.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario_fixture.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "model/build.h"

static char *
text(scenario_fixture *self, uint32_t index, const char *value)
{
    (void) snprintf(self->texts[index], FIXTURE_NAME_BYTES, "%s", value);
    return self->texts[index];
}

static void
init_service(scenario_fixture *self, uint32_t index, const char *name)
{
    suf_service_spec *service = &self->services[index];
    *service = (suf_service_spec){.name = text(self, 6 + index, name),
        .title = self->empty,
        .title_zh = self->empty,
        .area = self->empty,
        .caveat = self->empty,
        .caveat_zh = self->empty,
        .line = 10 + index,
        .arrivals = self->arrivals[index],
        .balk = suf_number_constant(0),
        .stay = {.kind = SUF_DISTRIBUTION_EXPONENTIAL, .scale = suf_number_constant(10)},
        .stay_until_months = SUF_AGE_OPEN,
        .stay_death = SUF_DEATH_COMPETING,
        .stay_death_factor = suf_number_constant(1),
        .stay_death_probability = suf_number_constant(0),
        .stay_ends_on_move = true};
    service->eligible.to_months = SUF_AGE_OPEN;
    service->eligible.sex = SUF_BOTH_SEXES;
    service->requests.of_to_months = SUF_AGE_OPEN;
    for (int i = 0; i < 12; i++) {
        service->requests.by_month[i] = 1;
    }
    service->requests.by_sex[SUF_FEMALE] = service->requests.by_sex[SUF_MALE] = 1;
    service->queue.discipline = SUF_DISCIPLINE_FIFO;
    service->queue.until_months = SUF_AGE_OPEN;
    service->queue.limit = SUF_NONE;
    service->initial.occupancy = suf_number_constant(0);
}

void
scenario_fixture_init(scenario_fixture *self, uint32_t n_districts, uint32_t n_services)
{
    static const char *const districts[FIXTURE_MAX] = {"north", "south", "east", "west"};
    static const char *const services[FIXTURE_MAX] = {
        "nursery", "care", "clinic", "ward"};
    if (n_districts > FIXTURE_MAX || n_services > FIXTURE_MAX) {
        abort();
    }
    *self = (scenario_fixture){.scenario = {.start_day = suf_day_of_date(2021, 1, 1),
                                   .known_day = INT32_MIN,
                                   .end_day = suf_day_of_date(2022, 1, 1),
                                   .seed = 1,
                                   .districts = self->districts,
                                   .n_districts = n_districts,
                                   .services = self->services,
                                   .n_services = n_services,
                                   .assumptions = self->assumptions}};
    suf_scenario *scenario = &self->scenario;
    scenario->path = text(self, 0, "by-hand.yaml");
    scenario->name = text(self, 1, "by-hand");
    scenario->title = scenario->title_zh = self->empty;
    for (uint32_t i = 0; i < n_districts; i++) {
        self->districts[i] =
            (suf_district_row){.district = text(self, 2 + i, districts[i]),
                .title = self->empty,
                .title_zh = self->empty,
                .code = self->empty,
                .area_km2 = (double) NAN,
                .latitude = (double) NAN,
                .longitude = (double) NAN};
    }
    for (uint32_t i = 0; i < n_services; i++) {
        init_service(self, i, services[i]);
    }
    suf_population_spec *population = &scenario->population;
    population->males_per_female = suf_number_constant(1.05);
    population->mortality_trend = suf_number_constant(0);
    population->fertility_factor = population->mortality_factor =
        population->migration_factor = population->turnover_factor =
            suf_number_constant(1);
}

uint32_t
scenario_fixture_assume(
    scenario_fixture *self, suf_assumption_kind kind, double a0, double a1, double a2)
{
    static const char *const names[FIXTURE_MAX] = {"first", "second", "third", "fourth"};
    uint32_t index = (uint32_t) self->scenario.n_assumptions++;
    if (index >= FIXTURE_MAX) {
        abort();
    }
    self->assumptions[index] =
        (suf_assumption){.name = text(self, 10 + index, names[index]),
            .kind = kind,
            .a = {a0, a1, a2},
            .unit = self->empty,
            .title = self->empty,
            .title_zh = self->empty,
            .evidence = 'C',
            .source = self->empty,
            .minimum = -(double) INFINITY,
            .maximum = (double) INFINITY};
    return index;
}

void
scenario_fixture_arrive(
    scenario_fixture *self, uint32_t service, uint32_t district, double per_day)
{
    suf_service_spec *spec = &self->services[service];
    self->arrivals[service][spec->n_arrivals++] = (suf_arrival_spec){.district = district,
        .kind = SUF_ARRIVAL_RATE,
        .per_day = suf_number_constant(per_day)};
}

void
scenario_fixture_ask(scenario_fixture *self, uint32_t service, double per_person_day)
{
    self->services[service].requests.is_given = true;
    self->services[service].requests.per_person_day = suf_number_constant(per_person_day);
}

void
scenario_fixture_build(const scenario_fixture *self, suf_model *model)
{
    suf_faults faults;
    suf_faults_init(&faults);
    if (suf_model_build(model, &self->scenario, &faults) != SUF_OK) {
        (void) fprintf(stderr, "%s\n", faults.items[0].message);
        abort();
    }
    suf_faults_free(&faults);
}

suf_project_row
scenario_fixture_project(
    uint32_t service, uint32_t district, double places, int32_t opens_day)
{
    static char name[] = "project";
    static char none[] = "";
    static char open[] = "open";
    return (suf_project_row){.project = name,
        .service = service,
        .district = district,
        .places = places,
        .sites = 1,
        .converts = SUF_NONE,
        .programme = none,
        .asset = none,
        .state = open,
        .count = 1,
        .unit = none,
        .zone = none,
        .after = none,
        .opened = none,
        .cancelled = none,
        .known_day = INT32_MIN,
        .latitude = (double) NAN,
        .longitude = (double) NAN,
        .starts_day = INT32_MIN,
        .opens_day = opens_day,
        .until_day = INT32_MIN,
        .stages = 1,
        .pass = suf_number_constant(1),
        .staffing = suf_number_constant(1),
        .asset_index = SUF_NONE,
        .unit_index = SUF_NONE,
        .zone_index = SUF_NONE,
        .after_index = SUF_NONE};
}

suf_migration_row
scenario_fixture_flow(
    uint32_t from, uint32_t to, double persons_per_year, double turnover_per_year)
{
    static char unnamed[1] = "";
    return (suf_migration_row){.from = from,
        .to = to,
        .flow = unnamed,
        .year = INT32_MIN,
        .sex = SUF_BOTH_SEXES,
        .age_from = SUF_NONE,
        .age_to = SUF_NONE,
        .persons_per_year = suf_number_constant(persons_per_year),
        .turnover_per_year = suf_number_constant(turnover_per_year)};
}
